"""The calendar of days off on the pages: who may, what a change touches before it is saved, and every slip."""

import csv
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.law import CalendarDayRow
from tests.factories import make_day_off, make_meeting, make_office, make_place, make_unit
from tests.web.duty_world import text_of
from tests.web.html import get
from tests.web.office import at_the_office, form
from web.pages.law import pages

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
FRAMES = {(frame.method, frame.rule) for frame in pages.frames if frame.rule.startswith("/ngay-nghi")}
ROWS = [row for row in csv.DictReader(LISTED) if (row["method"], row["rule"]) in FRAMES]
PAPER = "Công văn 12729/VPCP-KGVX"
DAY, TUESDAY = "2026-11-24", "2026-12-15"
pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    """An expected day off, a confirmed one, and a public meeting on a Tuesday that nobody thinks of as a day off."""
    with app.extensions["works"].writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        unit = make_unit(uow, parent_id=province.id)
        office, place = make_office(uow, unit), make_place(uow, unit)
        meeting = make_meeting(uow, unit, office, on=date(2026, 12, 15), place=place)
        draft = make_meeting(uow, unit, office, on=date(2026, 12, 15), state=State.DRAFT, place=place)
        uow.session.add(
            CalendarDayRow(
                day=date(2026, 11, 24), kind="off", name="Ngày Văn hóa Việt Nam", source="báo chí", confirmed=False
            )
        )
        make_day_off(uow, date(2026, 9, 2), "Quốc khánh")
    return SimpleNamespace(unit=unit, province=province, meeting=meeting, draft=draft)


def browser(app: Flask, role: Role = Role.LEGAL_ADMIN, unit=None) -> FlaskClient:
    return at_the_office(app, Actor(f"a-{role.value}", role, unit.id if unit else None), where="Cả nước")


def days(app: Flask) -> dict[str, tuple[str, str, bool, int]]:
    with app.extensions["works"].reading(OPERATOR) as uow:
        rows = uow.session.query(CalendarDayRow).all()
        return {str(row.day): (row.kind, row.name, row.confirmed, row.version) for row in rows}


FORMS = {
    "/ngay-nghi/xac-nhan": {"nam": "2026", "days": f"{DAY}/1", "source": PAPER},
    "/ngay-nghi/nap": {"nam": "2027"},
    "/ngay-nghi/them": {"on": TUESDAY, "kind": "off", "name": "Nghỉ", "source": PAPER},
    "/ngay-nghi/<id:day_id>/sua": {"version": "1", "kind": "off", "name": "Ngày hội", "source": PAPER},
    "/ngay-nghi/<id:day_id>/go": {"version": "1"},
}


def test_every_page_of_days_off_is_listed() -> None:
    assert {(row["method"], row["rule"]) for row in ROWS} == FRAMES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['rule']}")
def test_each_role_gets_at_each_distance_what_is_written(
    app: Flask, world: SimpleNamespace, row: dict[str, str]
) -> None:
    stands = {"other": world.unit, "child": world.province, "own": None}
    for role, distance in product(Role, stands):
        if row["method"] == "POST" and distance == "own" and role is Role.OPERATOR:
            continue  # a form works once
        client, address = browser(app, role, stands[distance]), row["rule"].replace("<id:day_id>", DAY)
        given = form(**FORMS.get(row["rule"], {}))
        answer = client.get(address) if row["method"] == "GET" else client.post(address, data=given)
        wanted = int(row[distance]) if role.value in row["roles"].split() else 403
        assert answer.status_code == wanted, (role, distance, answer.status_code)


def test_a_year_tells_what_is_certain_and_what_is_only_expected(app: Flask, world: SimpleNamespace) -> None:
    page = get(browser(app), "/ngay-nghi?nam=2026")
    assert "1 ngày mới là dự kiến" in page.text
    assert "Quốc khánh" in page.text
    assert len(page.one("table", class_="year").all("tr")) == 13
    assert [box.attributes["value"] for box in page.all("input", name="days")] == [f"{DAY}/1"]
    reader = get(browser(app, Role.SECRETARY, world.unit), "/ngay-nghi?nam=2026")
    assert reader.all("input", name="days") == []
    assert "Thêm một ngày" not in reader.text


def test_an_empty_year_says_what_to_do(app: Flask) -> None:
    assert "Năm 2031 chưa có ngày nào được ghi." in get(browser(app), "/ngay-nghi?nam=2031").text


@pytest.mark.parametrize("year", ["1800", "x", "99999", "2026-1"])
def test_a_year_that_is_none_says_so(app: Flask, year: str) -> None:
    answer = browser(app).get(f"/ngay-nghi?nam={year}")
    assert answer.status_code == 422


def test_a_new_day_off_names_the_meeting_it_hits_before_it_is_saved_and_moves_none(
    app: Flask, world: SimpleNamespace
) -> None:
    client = browser(app)
    seen = client.get(f"/ngay-nghi/them?on={TUESDAY}&kind=off")
    told = text_of(seen.text)
    assert "1 buổi nằm vào ngày đổi, trong đó 1 buổi đã niêm yết" in told
    assert "Xã Tân Đoàn, Tỉnh Lạng Sơn" in told
    assert f"/lam-viec/buoi/{world.meeting.id}" in seen.text
    assert world.draft.id not in seen.text
    assert TUESDAY not in days(app)

    given = form(on=TUESDAY, kind="off", name="Nghỉ bão số 12", source=PAPER, confirmed="true")
    assert client.post("/ngay-nghi/them", data=given).status_code == 303
    assert days(app)[TUESDAY] == ("off", "Nghỉ bão số 12", True, 1)
    again = client.post("/ngay-nghi/them", data=given)
    assert again.status_code == 422
    assert 'value="Nghỉ bão số 12"' in again.text


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(app: Flask) -> None:
    client = browser(app)
    refused = client.post("/ngay-nghi/them", data=form(on=TUESDAY, kind="off", name="Nghỉ <b>bão</b>"))
    assert refused.status_code == 422
    assert "<title>Lỗi:" in refused.text
    assert 'href="#source"' in refused.text
    assert 'value="Nghỉ &lt;b&gt;bão&lt;/b&gt;"' in refused.text
    for asked in ("on=2026-02-30&kind=off", "on=hom+qua&kind=off", f"on={TUESDAY}&kind=le", "kind=off"):
        assert client.get(f"/ngay-nghi/them?{asked}").status_code == 422, asked
    weekday = client.get(f"/ngay-nghi/them?on={TUESDAY}&kind=makeup_workday")
    assert weekday.status_code == 422
    assert "vốn là ngày làm việc" in weekday.text
    assert TUESDAY not in days(app)


def test_a_day_is_corrected_and_confirmed_by_its_version(app: Flask) -> None:
    client, address = browser(app), f"/ngay-nghi/{DAY}/sua"
    assert "Dự kiến, chưa có văn bản" in client.get(address).text
    given = {"version": "1", "kind": "off", "name": "Ngày Văn hóa Việt Nam", "source": PAPER, "confirmed": "true"}
    assert client.post(address, data=form(**given)).status_code == 303
    assert days(app)[DAY] == ("off", "Ngày Văn hóa Việt Nam", True, 2)
    late = client.post(address, data=form(**(given | {"name": "Tên khác"})))
    assert late.status_code in {409, 412}
    assert 'value="Tên khác"' in late.text
    assert "Hiện đang ghi là" in late.text
    assert days(app)[DAY][3] == 2
    for day in ("2026-13-01", "2027-01-01"):
        assert client.get(f"/ngay-nghi/{day}/sua").status_code == 404


def test_several_expected_days_are_confirmed_by_one_paper_all_or_none(app: Flask) -> None:
    client = browser(app)
    empty = client.post("/ngay-nghi/xac-nhan", data=form(nam="2026", source=PAPER))
    assert empty.status_code == 422
    assert 'href="#days"' in empty.text
    for wrong in ("2026-11-24", "x/1", f"{DAY}/x"):
        answer = client.post("/ngay-nghi/xac-nhan", data=form(nam="2026", days=wrong, source=PAPER))
        assert answer.status_code == 422, wrong
    both = form(nam="2026", days=[f"{DAY}/1", "2026-09-02/1"], source=PAPER)
    assert client.post("/ngay-nghi/xac-nhan", data=both).status_code == 422
    stale = client.post("/ngay-nghi/xac-nhan", data=form(nam="2026", days=f"{DAY}/9", source=PAPER))
    assert stale.status_code in {409, 412}
    assert days(app)[DAY][2] is False
    done = client.post("/ngay-nghi/xac-nhan", data=form(nam="2026", days=f"{DAY}/1", source=PAPER))
    assert done.status_code == 303
    assert days(app)[DAY][2] is True


def test_taking_a_day_out_shows_what_that_touches(app: Flask) -> None:
    with app.extensions["works"].writing(OPERATOR) as uow:
        make_day_off(uow, date(2026, 12, 15), "Nghỉ nhầm")
    client, address = browser(app), f"/ngay-nghi/{TUESDAY}/go"
    assert "thành ngày làm việc" in text_of(client.get(address).text)
    assert client.post(address, data=form(version="7")).status_code in {409, 412}
    assert client.post(address, data=form(version="1")).status_code == 303
    assert TUESDAY not in days(app)
    assert client.post(address, data=form(version="1")).status_code == 404


def test_a_year_is_loaded_once_and_tells_what_it_loads(app: Flask) -> None:
    client = browser(app)
    seen = client.get("/ngay-nghi/nap?nam=2027").text
    assert "Tết" in seen
    assert not any(day.startswith("2027") for day in days(app))
    assert client.post("/ngay-nghi/nap", data=form(nam="2027")).status_code == 303
    loaded = sum(day.startswith("2027") for day in days(app))
    assert loaded >= 9
    assert "Không còn ngày nào" in client.get("/ngay-nghi/nap?nam=2027").text
    assert client.post("/ngay-nghi/nap", data=form(nam="2027")).status_code == 303
    assert sum(day.startswith("2027") for day in days(app)) == loaded


def test_a_form_of_another_site_changes_nothing(app: Flask) -> None:
    before, client = days(app), browser(app)
    for address, given in FORMS.items():
        assert client.post(address.replace("<id:day_id>", DAY), data=given).status_code == 403
    assert days(app) == before
