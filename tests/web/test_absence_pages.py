"""Absences and blocking dates at the secretary's desk: the list, the consequences first, both versions, taking back."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import absences
from scheduler.absences import Whom
from scheduler.core.facts import DayPart, Level
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.journal import JournalEntry
from scheduler.db.places import Absence
from tests.web.html import get, read
from tests.web.keeping import SOON, SPAN, a_kept_commune, enter, secretary, send
from tests.web.office import form

QUERY = "first_on=2026-12-10&last_on=2026-12-11&part=all"


@pytest.fixture
def kept(app: Flask) -> SimpleNamespace:
    return a_kept_commune(app)


def entered(kept: SimpleNamespace, whom: Whom, first: date, last: date | None = None, reason: str = "Họp") -> Absence:
    with kept.works.writing(OPERATOR) as uow:
        return absences.add(uow, whom, first, last or first, reason).absence


def stored(kept: SimpleNamespace) -> list[Absence]:
    with kept.works.reading(OPERATOR) as uow:
        return list(uow.session.query(Absence).order_by(Absence.first_on))


def test_the_coming_days_come_first_and_past_ones_on_demand(kept):
    today = date(2026, 11, 22)
    entered(kept, Whom(person_id=kept.head.id), today + timedelta(20), reason="Đi <i>công tác</i>")
    entered(kept, Whom(unit_id=kept.unit.id), today + timedelta(5), today + timedelta(6))
    entered(kept, Whom(office_id=kept.party.id), today - timedelta(30))
    entered(kept, Whom(level=Level.XA, owner_unit_id=kept.province.id), today + timedelta(50), reason="Đại hội tỉnh")
    client = secretary(kept)
    page = get(client, f"{kept.at}/vang-mat")
    rows = [row.text for row in page.all("tr")[1:]]
    assert rows[0].startswith("Từ 27/11/2026 đến 28/11/2026, cả ngày Cả đơn vị, mọi chức vụ")
    assert "Nguyễn Văn Một, Chủ tịch UBND Đi <i>công tác</i> Sửa · Gỡ" in rows[1]
    assert "Mọi xã, phường, đặc khu của Tỉnh Lạng Sơncấp trên ghi, đơn vị không sửa được" in rows[2]
    assert len(rows) == 3
    before = page.all("nav", class_="near")[-1].all("a")[0].attributes["href"]
    past = get(client, before)
    assert ["Chức vụ Bí thư Đảng ủy, ai giữ cũng vậy" in row.text for row in past.all("tr")[1:]] == [True]
    assert "Sửa" not in get(enter(kept, Role.INSPECTOR), f"{kept.at}/vang-mat").one("table").text


def test_an_empty_list_says_what_it_is_good_for(kept):
    page = get(secretary(kept), f"{kept.at}/vang-mat")
    assert "Ghi trước thì đề xuất lịch không chọn những ngày đó." in page.one("div", class_="empty").text
    assert get(secretary(kept), f"{kept.at}/vang-mat?tu=2025-11-22").one("div", class_="empty")
    assert secretary(kept).get(f"{kept.at}/vang-mat?tu=x").status_code == 422


def test_what_changes_is_shown_before_anything_is_saved(kept):
    client, address = secretary(kept), f"{kept.at}/vang-mat/them"
    seen = get(client, f"{address}?whom=person:{kept.head.id}&{QUERY}")
    assert "Thứ Năm, 10/12/2026, Tiếp công dân định kỳ: đã niêm yết, 08:00–11:30" in seen.text
    told = [one.text for one in seen.one("section", class_="panel").all("div", class_="changed")]
    assert any("→" in one for one in told)
    assert seen.all("button")[-1].text == "Lưu, 1 buổi cần đổi"
    assert stored(kept) == []
    done = send(client, f"{address}?whom=person:{kept.head.id}&{QUERY}", "/them", reason="Đi công tác")
    assert done.headers["Location"] == f"{kept.at}/vang-mat?xong=da-ghi-vang"
    (row,) = stored(kept)
    assert (row.person_id, row.first_on, row.last_on) == (kept.head.id, date(2026, 12, 10), date(2026, 12, 11))
    assert "vẫn đứng trên lịch" in get(client, done.headers["Location"]).text


@pytest.mark.parametrize(("whom", "part"), [("office", "morning"), ("unit", "afternoon")])
def test_an_office_or_the_unit_may_be_away_for_half_days(kept, whom, part):
    key = f"office:{kept.chair.id}" if whom == "office" else f"unit:{kept.unit.id}"
    address = f"{kept.at}/vang-mat/them?whom={key}&first_on=2026-12-10&last_on=&part={part}"
    found = get(secretary(kept), address).one("section", **{"aria-labelledby": "vuong"})
    # The meeting is in the morning; an afternoon leaves it alone.
    assert ("1 buổi" in found.text) == (part == "morning")
    assert send(secretary(kept), address, "/them", reason="Họp").status_code == 303
    assert [row.part for row in stored(kept)] == [part]


def test_a_province_blocks_a_whole_level_and_a_commune_may_not(kept):
    above = enter(kept, Role.SECRETARY, kept.province)
    address = f"/lam-viec/{kept.province.id}/vang-mat/them?whom=level:xa&{QUERY}"
    seen = get(above, address)
    assert "Mọi xã, phường, đặc khu của Tỉnh Lạng Sơn" in seen.one("select", id="whom").text
    assert "Chủ tịch UBND, Xã Tân Đoàn" in seen.one("section", class_="panel").text or "1 buổi" in seen.text
    assert send(above, address, "/them", reason="Đại hội").status_code == 303
    assert "Đại hội" in get(secretary(kept), f"{kept.at}/vang-mat").one("table").text
    low = secretary(kept)
    assert "level:" not in low.get(f"{kept.at}/vang-mat/them").text
    refused = low.post(f"{kept.at}/vang-mat/them", data=form(whom="level:xa", reason="Họp", **SPAN))
    assert refused.status_code == 422


def test_what_is_wrong_is_named_at_the_field_and_nothing_typed_is_lost(kept):
    client, address = secretary(kept), f"{kept.at}/vang-mat/them"
    page = get(client, f"{address}?whom=&first_on=2026-12-31&last_on=2026-12-01&part=all", 422)
    assert [a.attributes["href"] for a in page.one("div", class_="problems").all("a")] == ["#whom"]
    page = get(client, f"{address}?whom=unit:{kept.unit.id}&first_on=2026-12-31&last_on=2026-12-01", 422)
    assert page.one("p", id="last_on-loi").text
    assert page.one("input", id="last_on").attributes["value"] == "2026-12-01"
    sent = client.post(address, data=form(whom=f"person:{kept.head.id}", reason=" ", **SPAN))
    page = read(sent.text)
    assert sent.status_code == 422
    assert page.one("title").text.startswith("Lỗi: ")
    assert page.one("p", id="reason-loi").text == "Cần nhập mục này."
    # What was chosen is tried out once more, so that the same form can be sent again.
    assert page.one("section", class_="panel")
    assert page.one("input", name="whom").attributes["value"] == f"person:{kept.head.id}"
    for bad in ("person:khong-co", "person:", "x", "level:huyen", f"unit:{kept.sister.id}", "person:a/b"):
        assert client.post(address, data=form(whom=bad, reason="Họp", **SPAN)).status_code == 422, bad
    assert stored(kept) == []


def test_changing_days_shows_old_and_new_and_asks_who_was_first(kept):
    row = entered(kept, Whom(person_id=kept.head.id), date(2026, 12, 15))
    client, address = secretary(kept), f"{kept.at}/vang-mat/{row.id}"
    assert not get(client, address).all("section", class_="panel")
    seen = get(client, f"{address}?first_on=2026-12-10&last_on=&part=morning")
    assert "Thứ Năm, 10/12/2026, Tiếp công dân định kỳ" in seen.text
    assert stored(kept)[0].first_on == date(2026, 12, 15)
    late = {"version": seen.one("input", name="version").attributes["value"], "reason": "Muộn", **SPAN}
    done = send(client, f"{address}?first_on=2026-12-10&last_on=&part=morning")
    assert done.headers["Location"] == f"{kept.at}/vang-mat?xong=da-sua-vang"
    now = stored(kept)[0]
    assert (now.id, now.first_on, now.last_on, now.part) == (row.id, SOON, SOON, DayPart.MORNING)
    refused = client.post(address, data=form(**late))
    page = read(refused.text)
    assert refused.status_code == 409
    assert [c.text for c in page.all("tr", class_="differs")[0].children] == [
        "Thời gian", "thứ Năm 10/12/2026, buổi sáng", "từ 10/12/2026 đến 11/12/2026, cả ngày",
    ]  # fmt: skip
    assert page.one("input", id="reason").attributes["value"] == "Muộn"
    assert stored(kept)[0].reason == "Họp"
    late["version"] = page.one("input", name="version").attributes["value"]
    assert client.post(address, data=form(**late)).status_code == 303
    with kept.works.reading(OPERATOR) as uow:
        told = [e.body for e in uow.session.query(JournalEntry).filter_by(kind="AbsenceChanged").order_by("seq")]
    assert told[0]["before"]["first_on"] == "2026-12-15"
    assert told[0]["after"]["first_on"] == "2026-12-10"
    assert "Họp" not in str(told)


def test_taking_an_absence_back_shows_what_is_free_again(kept):
    row = entered(kept, Whom(person_id=kept.head.id), date(2026, 12, 10))
    client, address = secretary(kept), f"{kept.at}/vang-mat/{row.id}/go"
    page = get(client, address)
    assert "Buổi không còn vướng" in page.text
    assert "Thứ Năm, 10/12/2026" in page.text
    assert client.post(address, data=form(version="7")).status_code == 409
    assert len(stored(kept)) == 1
    assert send(client, address, "/go").headers["Location"] == f"{kept.at}/vang-mat?xong=da-go-vang"
    assert stored(kept) == []
    assert client.get(address).status_code == 404


def test_what_comes_from_above_and_from_elsewhere_is_not_changed_here(kept):
    row = entered(kept, Whom(level=Level.XA, owner_unit_id=kept.province.id), date(2026, 12, 10))
    client = secretary(kept)
    for page in ("", "/go"):
        assert client.get(f"{kept.at}/vang-mat/{row.id}{page}").status_code == 404
    assert client.post(f"{kept.at}/vang-mat/{row.id}/go", data=form(version="1")).status_code == 404
    own = entered(kept, Whom(unit_id=kept.unit.id), date(2026, 12, 10))
    assert client.get(f"/lam-viec/{kept.sister.id}/vang-mat/{own.id}").status_code == 404
    assert len(stored(kept)) == 2


def test_two_hundred_rows_come_in_leaves(kept):
    with kept.works.writing(OPERATOR) as uow:
        for n in range(200):
            day = date(2026, 12, 1) + timedelta(n)
            absences.add(uow, Whom(office_id=kept.party.id), day, day, "x" * 300)
    page = get(secretary(kept), f"{kept.at}/vang-mat")
    assert len(page.all("tr")) == 51
    assert "Phần 1 trên 4, tất cả 200 mục" in page.text
    assert "Phần 2 trên 4" in get(secretary(kept), f"{kept.at}/vang-mat?trang=2").text
