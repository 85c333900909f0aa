"""What is published, posted, taken down and ended is what was read: nobody overwrites anybody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scheduler.arrangement import Seat
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.work import Works
from tests.api.conftest import Caller
from tests.factories import a_commune, load_law
from tests.usecases.acting import publishing

SPAN = {"first": "2026-12-01", "last": "2026-12-31"}
POSTED = {"channel": "hq_board", "posted_at": "2026-11-20T08:00:00+07:00"}


@pytest.fixture
def town(works: Works, caller: Callable[..., Caller]):
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    days = (date(2026, 12, 8), date(2026, 12, 22))
    ids = publishing(works, unit, *((day, Seat(chair.id)) for day in days), place=place)
    return unit, chair, ids, caller(Role.SECRETARY, unit.id), caller(Role.OFFICE_CHIEF, unit.id)


def read(who: Caller, meeting_ids: list[str]) -> list[dict[str, Any]]:
    return [{"id": one, "version": who.get(f"/meetings/{one}").json["version"]} for one in meeting_ids]


def changed(who: Caller, meeting_id: str) -> None:
    """Somebody says the notice's number of a meeting."""
    path = f"/meetings/{meeting_id}"
    assert who.ask("PATCH", path, {"notice_number": "9/TB"}, If_Match=who.get(path).headers["ETag"]).status_code == 200


@pytest.mark.parametrize("of", ["meetings", "span"])
def test_a_publication_names_what_was_read_and_is_refused_once_somebody_changed_it(town, of: str) -> None:
    unit, _, ids, secretary, chief = town
    who = chief if of == "span" else secretary
    path = f"/units/{unit.id}/publications" if of == "span" else "/publications"
    wanted = {"meetings": read(who, ids)} | (SPAN | {"insist": "Các chức vụ khác chưa có lịch"} if of == "span" else {})
    changed(secretary, ids[1])

    late = who.post(path, wanted)
    assert (late.status_code, late.json["type"]) == (409, "/problems/stale"), late.json
    assert late.json["meeting_id"] == ids[1]
    assert late.json["current_version"] == wanted["meetings"][1]["version"] + 1

    done = who.post(path, wanted | {"meetings": read(who, ids)})
    assert (done.status_code, {m["state"] for m in done.json["meetings"]}) == (200, {"published"}), done.json


def test_a_span_read_before_it_grew_is_refused_in_words(town) -> None:
    unit, _, ids, _, chief = town
    wanted = {**SPAN, "meetings": read(chief, ids[:1]), "insist": "Các chức vụ khác chưa có lịch"}

    late = chief.post(f"/units/{unit.id}/publications", wanted)

    assert (late.status_code, late.json["type"]) == (409, "/problems/stale")
    assert "Các buổi đã duyệt không còn như lúc đọc" in late.json["detail"]


@pytest.mark.parametrize(
    ("meetings", "pointer", "code"),
    [
        (None, "/meetings", "required"),
        ([], "/meetings", "empty"),
        (["{id}"], "/meetings/0", "not-an-object"),
        ([{"id": "{id}"}], "/meetings/0/version", "required"),
        ([{"id": "{id}", "version": "1"}], "/meetings/0/version", "not-a-number"),
        ([{"id": "{id}", "version": -1}], "/meetings/0/version", "number-out-of-range"),
        ([{"id": "{id}", "version": 1, "state": "held"}], "/meetings/0/state", "unknown-field"),
    ],
)
def test_a_publication_without_what_was_read_is_no_publication(town, meetings: Any, pointer: str, code: str) -> None:
    unit, _, ids, secretary, _ = town
    named = [
        one.format(id=ids[0]) if isinstance(one, str) else {k: ids[0] if v == "{id}" else v for k, v in one.items()}
        for one in meetings or []
    ]
    body = {} if meetings is None else {"meetings": named}
    for path, more in (("/publications", {}), ("/publications/preview", {}), (f"/units/{unit.id}/publications", SPAN)):
        answer = secretary.post(path, body | more)
        assert answer.status_code == 422, answer.json
        assert [(e["pointer"], e["code"]) for e in answer.json["errors"]] == [(pointer, code)]


def test_a_meeting_named_twice_is_published_once_as_it_was_read_first(town) -> None:
    _, _, ids, secretary, _ = town
    told = read(secretary, ids)
    done = secretary.post("/publications", {"meetings": [*told, {"id": ids[0], "version": 99}]})
    assert (done.status_code, [m["id"] for m in done.json["meetings"]]) == (200, ids), done.json


def test_evidence_is_entered_and_taken_down_on_what_was_read(town) -> None:
    _, _, ids, secretary, _ = town
    assert secretary.post("/publications", {"meetings": read(secretary, ids)}).status_code == 200
    path = f"/meetings/{ids[0]}"
    tag = secretary.get(path).headers["ETag"]
    posted = POSTED | {"posted_at": secretary.get(path).json["published_at"]}

    assert secretary.post(f"{path}/postings", posted).status_code == 428
    first = secretary.post(f"{path}/postings", posted, If_Match=tag)
    again = secretary.post(f"{path}/postings", posted, If_Match=tag)
    assert (first.status_code, again.status_code) == (201, 412), (first.json, again.json)
    assert len(secretary.get(path).json["postings"]) == 2  # our own page, and the board

    down = f"{path}/postings/{first.json['id']}/withdrawals"
    assert secretary.post(down, {"ground": "Mưa làm rách"}).status_code == 428
    assert secretary.post(down, {"ground": "Mưa làm rách"}, If_Match=tag).status_code == 412
    fresh = secretary.get(path).headers["ETag"]
    assert secretary.post(down, {"ground": "Mưa làm rách"}, If_Match=fresh).status_code == 200


def test_a_pattern_is_ended_as_it_was_read(town, caller: Callable[..., Caller]) -> None:
    unit, chair, _, _, _ = town
    admin = caller(Role.UNIT_ADMIN, unit.id)
    shape = {"kind": "days_of_month", "days": [8]}
    given = {"shape": shape, "offices": [chair.id], "validity": {"first": "2026-12-01"}, "on_day_off": "next"}
    wanted = {"activity": "reception", "sub_type": "periodic", "pattern": given}
    made = admin.post(f"/units/{unit.id}/patterns", wanted)
    assert made.status_code == 201, made.json
    path, tag = f"/patterns/{made.json['id']}/ends", made.headers["ETag"]

    assert admin.post(path, {"last_on": "2027-06-30"}).status_code == 428
    ended = admin.post(path, {"last_on": "2027-06-30"}, If_Match=tag)
    # Whoever read it before would cut it shorter without knowing that it has an end.
    late = admin.post(path, {"last_on": "2027-03-31"}, If_Match=tag)
    assert (ended.status_code, late.status_code) == (200, 412)
    assert late.json["current_version"] == ended.json["version"]
    assert admin.post(path, {"last_on": "2027-03-31"}, If_Match=ended.headers["ETag"]).json["valid_to"] == "2027-03-31"


def test_an_absence_is_changed_and_withdrawn_as_it_was_read(town) -> None:
    _, chair, _, secretary, _ = town
    away = {"office_id": chair.id, "first_on": "2026-12-14", "last_on": "2026-12-18", "reason": "Công tác"}
    made = secretary.post("/absences", away)
    path, tag = f"/absences/{made.json['absence']['id']}", made.headers["ETag"]
    shorter = {"last_on": "2026-12-15"}

    seen = secretary.post(f"{path}/preview", shorter, If_Match=tag)
    assert secretary.get(path).json == made.json["absence"]
    done = secretary.ask("PATCH", path, shorter, If_Match=tag)
    assert {**done.json, "absence": None} == {**seen.json, "absence": None}
    assert done.json["absence"] == made.json["absence"] | shorter | {"version": 2} == secretary.get(path).json
    late = secretary.ask("PATCH", path, {"reason": "Họp"}, If_Match=tag)
    assert (late.status_code, late.json["current_version"]) == (412, 2)
    assert secretary.ask("PATCH", path, {}, If_Match=done.headers["ETag"]).status_code == 422
    assert secretary.ask("PATCH", path, {"unit_id": "x"}, If_Match=done.headers["ETag"]).status_code == 422

    withdrawn = [
        secretary.post(f"{path}/withdrawals", If_Match=given).status_code for given in (tag, done.headers["ETag"])
    ]
    assert withdrawn == [412, 200]
    assert secretary.post(f"{path}/withdrawals", If_Match=done.headers["ETag"]).status_code == 404


def test_the_history_of_a_meeting_says_how_it_was_and_how_it_is(town, caller: Callable[..., Caller]) -> None:
    unit, _, ids, secretary, _ = town
    assert secretary.post("/publications", {"meetings": read(secretary, ids)}).status_code == 200
    path = f"/meetings/{ids[0]}"
    hall = caller(Role.UNIT_ADMIN, unit.id).post(f"/units/{unit.id}/places", {"name": "Hội trường", "rooms": 1}).json
    for said in ({"co_attendees": "Thanh tra huyện"}, {"co_attendees": "Thanh tra xã", "notice_number": "12/TB"}):
        assert secretary.ask("PATCH", path, said, If_Match=secretary.get(path).headers["ETag"]).status_code == 200
    there = {"day": "2026-12-08", "starts": "08:00", "ends": "11:00", "place_id": hall["id"]}
    move = {"to": "2026-12-08", "ground": "Phòng đang sửa", "sittings": [there]}
    assert secretary.post(f"{path}/moves", move, If_Match=secretary.get(path).headers["ETag"]).status_code == 200

    told = secretary.get(f"{path}/history").json["items"]

    assert [one["seq"] for one in told] == sorted((one["seq"] for one in told), reverse=True)
    moved, said = told[0], {change["what"]: (change["was"], change["now"]) for change in told[1]["changes"]}
    assert said == {"Thành phần dự": ("Thanh tra huyện", "Thanh tra xã"), "Số thông báo": ("để trống", "12/TB")}
    (where,) = [change for change in moved["changes"] if change["what"] == "Giờ và địa điểm"]
    assert where["was"].endswith("Phòng Tiếp công dân")
    assert where["now"].endswith("Hội trường")
    assert moved["notes"] == ["Lý do: Phòng đang sửa"]
    assert caller(Role.FRONT, unit.id).get(f"{path}/history").status_code == 403
