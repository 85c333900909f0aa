"""The registers over the API: everything a plan rests on, entered and read back by a program."""

from collections.abc import Callable

import pytest

from scheduler.core.roles import OPERATOR, Role
from scheduler.db.work import Works
from scheduler.rulebook import load_law
from tests.api.conftest import Caller
from tests.api.registered import DAY, TERMS
from tests.factories import a_commune, make_meeting


@pytest.fixture
def commune(works: Works) -> dict[str, str]:
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        meeting = make_meeting(uow, unit, chair, place=place)
    return {"unit": unit.id, "party": party.id, "chair": chair.id, "place": place.id, "meeting": meeting.id}


@pytest.fixture
def admin(caller: Callable[..., Caller], commune: dict[str, str]) -> Caller:
    return caller(Role.UNIT_ADMIN, commune["unit"])


def test_an_office_changes_hands_and_two_heads_at_once_are_refused(admin: Caller, commune: dict[str, str]) -> None:
    person = admin.post(f"/units/{commune['unit']}/people", {"name": "Hoàng Thị Ba"}).json
    taking = {"person_id": person["id"], "capacity": "acting", "first_on": "2026-12-01"}
    refused = admin.post(f"/offices/{commune['chair']}/holdings", taking)
    (held,) = admin.get(f"/offices/{commune['chair']}/holdings").json["items"]

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/first_on"
    assert "người đứng đầu" in refused.json["errors"][0]["detail"]
    assert admin.post(f"/holdings/{held['id']}/ends", {"last_on": "2026-11-30"}).json["last_on"] == "2026-11-30"
    assert admin.post(f"/offices/{commune['chair']}/holdings", taking).status_code == 201


def test_closing_an_office_or_a_place_tells_the_meetings_that_remain(
    operator: Caller, admin: Caller, commune: dict[str, str]
) -> None:
    # Closed before a month in which a meeting is announced, it would take the month along: not for the unit to do.
    refused = admin.post(f"/offices/{commune['chair']}/closings", {"on": "2026-11-30"}, If_Match='"1"')
    assert [f["code"] for f in refused.json["findings"]] == ["duty_removed"]
    for kind in ("place", "chair"):
        noun = {"place": "places", "chair": "offices"}[kind]
        answer = operator.post(f"/{noun}/{commune[kind]}/closings", {"on": "2026-12-01"}, If_Match='"1"')
        assert answer.status_code == 200, answer.text
        assert [m["id"] for m in answer.json["meetings"]] == [commune["meeting"]]
        assert answer.json["meetings"][0]["state"] == "published"
        assert answer.headers["ETag"] == '"2"'


def test_an_edit_with_an_old_version_is_refused(admin: Caller, commune: dict[str, str]) -> None:
    path = f"/places/{commune['place']}"
    assert admin.ask("PATCH", path, {"rooms": 2}, If_Match='"1"').json["rooms"] == 2
    late = admin.ask("PATCH", path, {"rooms": 3}, If_Match='"1"')
    assert (late.status_code, late.json["current_version"]) == (412, 2)


def test_an_absence_is_previewed_entered_and_withdrawn(caller: Callable[..., Caller], commune: dict[str, str]) -> None:
    secretary = caller(Role.SECRETARY, commune["unit"])
    wanted = {"office_id": commune["chair"], "first_on": "2026-12-14", "last_on": "2026-12-18", "reason": "Công tác"}
    span = f"/units/{commune['unit']}/absences?first=2026-12-01&last=2026-12-31"

    preview = secretary.post("/absences/preview", wanted).json
    assert [m["id"] for m in preview["meetings"]] == [commune["meeting"]]
    assert secretary.get(span).json["items"] == []
    made = secretary.post("/absences", wanted)
    assert {**made.json, "absence": None} == {**preview, "absence": None}
    found = secretary.get(made.headers["Location"])
    assert found.json == made.json["absence"] == secretary.get(span).json["items"][0]
    back = f"/absences/{found.json['id']}/withdrawals"
    seen = secretary.post(f"{back}/preview", If_Match=made.headers["ETag"]).json
    assert secretary.get(span).json["items"] == [found.json]
    assert secretary.post(back, If_Match=made.headers["ETag"]).json == seen
    assert seen["meetings"] == preview["meetings"]
    assert (seen["before"], seen["after"]) == (preview["after"], preview["before"])
    assert secretary.get(span).json["items"] == []


def test_an_absence_that_breaks_a_minimum_is_saved_and_says_so(
    works: Works, caller: Callable[..., Caller], commune: dict[str, str]
) -> None:
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    secretary = caller(Role.SECRETARY, commune["unit"])
    whole = {"office_id": commune["chair"], "first_on": "2026-12-01", "last_on": "2026-12-31", "reason": "Đi học"}

    made = secretary.post("/absences", whole)

    assert made.status_code == 201
    (before,), (after,) = (
        [v for v in made.json[when] if v["rule_id"] == "R-G-COMM-02"] for when in ("before", "after")
    )
    assert (before["status"], after["status"], after["planned"], after["missing"]) == ("at_risk", "breached", 0, 2)
    assert after["detail"]
    (clash,) = made.json["conflicts"]
    assert (clash["clash"], clash["against"], clash["day"]) == ("away", commune["meeting"], "2026-12-15")
    assert clash["detail"]


def test_t16_a_late_day_off_is_shown_before_it_is_entered(
    caller: Callable[..., Caller], commune: dict[str, str]
) -> None:
    law = caller(Role.LEGAL_ADMIN)
    day = DAY | {"on": "2026-12-15", "confirmed": False}
    preview = law.post("/calendar-days/preview", day).json
    made = law.post("/calendar-days", day)

    assert made.status_code == 201
    assert made.json == preview
    (hit,) = made.json["meetings"]
    assert (hit["meeting"]["id"], hit["was"], hit["now"]) == (
        commune["meeting"],
        "ngày làm việc",
        "ngày nghỉ lễ (Nghỉ), dự kiến",
    )
    assert law.get(f"/meetings/{commune['meeting']}").json["held_on"] == "2026-12-15"
    assert law.get("/calendar-days?first=2026-12-01&last=2026-12-31").json["items"] == [made.json["day"]]
    assert made.json["day"]["confirmed"] is False
    confirmed = law.ask("PATCH", "/calendar-days/2026-12-15", DAY, If_Match=made.headers["ETag"])
    assert (confirmed.json["meetings"], confirmed.json["day"]["confirmed"]) == ([], True)
    assert law.ask("DELETE", "/calendar-days/2026-12-15", If_Match='"2"').json["day"] is None
    assert law.get("/calendar-days/2026-12-15").status_code == 404


@pytest.mark.parametrize(
    "path", ["/units/{unit}/absences", "/calendar-days", "/units/{unit}/verdicts", "/units/{unit}/meetings"]
)
@pytest.mark.parametrize(("last", "code"), [("2028-01-05", "span-too-long"), ("2026-11-30", "ends-before-start")])
def test_a_span_of_more_than_400_days_or_none_is_refused(
    operator: Caller, commune: dict[str, str], path: str, last: str, code: str
) -> None:
    answer = operator.get(f"{path.format(**commune)}?first=2026-12-01&last={last}")
    longest = operator.get(f"{path.format(**commune)}?first=2026-12-01&last=2028-01-04")

    assert [(e["pointer"], e["parameter"], e["code"]) for e in answer.json["errors"]] == [("", "last", code)]
    assert answer.status_code == 422
    assert longest.status_code == 200


def test_t15_a_count_of_working_days_says_what_it_skipped(operator: Caller) -> None:
    count = operator.get("/working-days?anchor=2026-12-15&days=-5").json
    assert count["due"] == "2026-12-08"
    assert count["skipped"] == "Thứ Bảy 12/12, Chủ nhật 13/12"


@pytest.mark.usefixtures("commune")
def test_rules_are_listed_with_their_basis_and_why_they_are_off(operator: Caller) -> None:
    first = operator.get("/rules?limit=30").json
    rest = operator.get(f"/rules?limit=30&after={first['next']}").json
    rules = {rule["id"]: rule for rule in first["items"] + rest["items"]}

    assert len(rules) == 36
    chair = rules["R-G-COMM-02"]
    assert (chair["minimum"], chair["period"], chair["valid_from"], chair["valid_to"]) == (
        2,
        "month",
        "2026-07-01",
        None,
    )
    assert chair["legal_basis"]
    assert chair["confidence"] in "PS"
    off = [rule for rule in rules.values() if not rule["enabled"]]
    assert off
    assert all(rule["off_because"] for rule in off)


def test_t29_a_looser_local_rule_is_refused_and_a_stricter_one_follows_its_predecessor(
    admin: Caller, commune: dict[str, str]
) -> None:
    path = f"/units/{commune['unit']}/rules"
    looser = admin.post(path, TERMS | {"valid_from": "2027-01-01", "minimum": 1})
    assert looser.status_code == 422
    assert looser.json["errors"][0]["pointer"] == "/minimum"
    assert "mức chung" in looser.json["errors"][0]["detail"]

    made = admin.post(path, TERMS | {"valid_from": "2027-01-01"})
    assert made.status_code == 201
    assert (made.json["confidence"], made.json["unit_id"]) == ("L", commune["unit"])
    done = admin.post(f"/local-rules/{made.json['id']}/successions", TERMS | {"on": "2028-01-01", "minimum": 5}).json
    assert (done["ended"]["valid_to"], done["ended"]["succeeded_by"]) == ("2027-12-31", done["heir"]["id"])
    assert done["heir"]["minimum"] == 5


def test_a_pattern_is_previewed_with_reasons_and_kept(admin: Caller, commune: dict[str, str]) -> None:
    pattern = {
        "shape": {"kind": "days_of_month", "days": [12]},
        "offices": [commune["chair"]],
        "validity": {"first": "2026-01-01"},
        "on_day_off": "next",
    }
    path = f"/units/{commune['unit']}/patterns"
    shown = admin.post(f"{path}/preview", {"pattern": pattern, "first": "2026-12-01", "last": "2026-12-31"}).json
    assert shown["words"] == "ngày 12 hằng tháng"
    assert [(d["nominal"], d["on"], d["code"]) for d in shown["items"]] == [("2026-12-12", "2026-12-14", "moved_next")]
    assert shown["items"][0]["detail"].endswith(".")
    assert admin.get(path).json["items"] == []

    made = admin.post(path, {"activity": "reception", "sub_type": "periodic", "pattern": pattern})
    assert made.status_code == 201
    assert admin.get(made.headers["Location"]).json == made.json
    path_of_end, tag = f"/patterns/{made.json['id']}/ends", made.headers["ETag"]
    ended = admin.post(path_of_end, {"last_on": "2026-12-31"}, If_Match=tag).json
    assert ended["valid_to"] == "2026-12-31"
    bad = admin.post(path, {"activity": "reception", "sub_type": "periodic", "pattern": pattern | {"offices": ["x"]}})
    assert [e["pointer"] for e in bad.json["errors"]] == ["/pattern/offices/0"]


def test_a_unit_is_found_by_its_code_and_a_key_finds_its_own_unit(admin: Caller, commune: dict[str, str]) -> None:
    (own,) = admin.get("/units").json["items"]

    assert own["id"] == commune["unit"]
    assert [u["id"] for u in admin.get(f"/units?code={own['code']}").json["items"]] == [own["id"]]
    assert admin.get("/units?code=99999").json["items"] == []
    assert admin.get(f"/units?code={own['code']}&parent_id={own['id']}").json["items"] == []
    assert admin.get("/units?code=123456").status_code == 422
