"""Moving a meeting: tried out first, saved with the number that was shown, refused where the law objects."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import standings
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from scheduler.wording.verdicts import meter
from tests.web.duty_world import (
    GROUND,
    MEETINGS,
    a_month,
    at,
    in_state,
    meeting,
    raised,
    reached,
    send,
    text_of,
    versions,
)

_GOOD, _BAD = "2026-12-10", "2027-01-07"
_HOURS = {"tu1": "08:00", "het1": "11:30"}


@pytest.fixture
def month(app: Flask) -> SimpleNamespace:
    return a_month(app)


def test_what_is_shown_is_what_then_happens(month: SimpleNamespace) -> None:
    client, before = at(month), versions(month.works)
    ask = f"{MEETINGS}/{month.one}/doi?den={_GOOD}&tu1=08:00&het1=11:30&noi1={month.place.id}"
    page = client.get(ask).text
    assert versions(month.works) == before
    assert meeting(month.works, month.one).state is State.PUBLISHED
    assert reached(page) > 0

    answer = send(client, month, month.one, "doi", den=_GOOD, noi1=month.place.id, ly_do="Họp Hội đồng", **_HOURS)
    assert answer.status_code == 303
    assert raised(before, versions(month.works)) == reached(page)
    with month.works.reading(OPERATOR) as uow:
        now = standings.of_office(uow, month.chair.id, date(2026, 12, 1), date(2026, 12, 31))
    assert all(meter(verdict) in text_of(page) for verdict in now)
    assert meeting(month.works, month.one).held_on == date(2026, 12, 10)


def test_what_breaks_a_minimum_has_no_button_for_the_secretary_but_dates_that_fill_the_form(
    month: SimpleNamespace,
) -> None:
    client = at(month)
    page = client.get(f"{MEETINGS}/{month.one}/doi?den={_BAD}&tu1=08:00&het1=11:30&noi1={month.place.id}").text
    assert "Chưa lưu được vì trái quy định" in page
    assert "ly_do_vuot" not in page
    links = re.findall(rf'href="({MEETINGS}/{month.one}/doi\?[^"]*)"', page)
    assert links
    filled = client.get(links[0].replace("&amp;", "&")).text
    day = re.search(r"den=([0-9-]+)", links[0])[1]
    assert f'name="den" type="date" autocomplete="off" value="{day}"' in filled
    assert 'value="08:00"' in filled
    assert reached(filled) > 0


def test_a_forced_save_is_refused_and_keeps_what_was_typed(month: SimpleNamespace) -> None:
    answer = send(
        at(month), month, month.one, "doi", den=_BAD, ly_do="Chuyển sang tháng sau", noi1=month.place.id, **_HOURS
    )
    assert answer.status_code == 409
    assert "<title>Lỗi:" in answer.text
    assert "Chuyển sang tháng sau" in answer.text
    assert meeting(month.works, month.one).held_on == date(2026, 12, 8)


def test_the_chief_may_go_on_with_a_written_ground_only_after_the_objection(month: SimpleNamespace) -> None:
    chief = at(month, Role.OFFICE_CHIEF)
    assert "ly_do_vuot" not in chief.get(f"{MEETINGS}/{month.one}/doi").text
    assert "ly_do_vuot" not in chief.get(f"{MEETINGS}/{month.one}/doi?den={_GOOD}&tu1=08:00&het1=11:30").text
    given = {"den": _BAD, "noi1": month.place.id, "ly_do": "Họp Hội đồng", **_HOURS}
    page = chief.get(f"{MEETINGS}/{month.one}/doi", query_string={k: v for k, v in given.items() if k != "ly_do"}).text
    assert 'name="ly_do_vuot"' in page

    short = send(chief, month, month.one, "doi", **given, ly_do_vuot="ngắn")
    assert (short.status_code, 'href="#ly_do_vuot"' in short.text) == (422, True)
    assert send(chief, month, month.one, "doi", **given, ly_do_vuot=GROUND).status_code == 303
    assert meeting(month.works, month.one).insisted_ground == GROUND


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"den": "2026-02-31"}, "den"),
        ({"den": "hôm nào"}, "den"),
        ({"den": "2020-01-02"}, "den"),
        ({"den": _GOOD, "het1": "07:00"}, "het1"),
        ({"den": _GOOD, "het1": ""}, "het1"),
        ({"den": _GOOD, "noi1": "khong-co"}, "noi1"),
        ({"den": _GOOD, "tu2": "10:00", "het2": "12:00"}, "tu1"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(month: SimpleNamespace, given: dict[str, str], field: str) -> None:
    asked = {"tu1": "08:00", "het1": "11:30", "noi1": month.place.id, **given}
    if "tu2" in given:
        asked["noi2"] = month.place.id
    answer = at(month).get(f"{MEETINGS}/{month.one}/doi", query_string=asked)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-loi"' in answer.text


def test_a_place_nobody_knows_is_refused_when_saved(month: SimpleNamespace) -> None:
    answer = send(at(month), month, month.one, "doi", den=_GOOD, ly_do="Sửa phòng tiếp", **_HOURS)
    assert answer.status_code == 422
    assert "Cần ghi địa điểm" in answer.text
    good = send(at(month), month, month.one, "doi", den=_GOOD, ly_do="Sửa phòng tiếp", diem1="Nhà văn hóa", **_HOURS)
    assert good.status_code == 303


def test_other_hours_and_several_sittings(month: SimpleNamespace) -> None:
    client = at(month)
    rows = {**_HOURS, "noi1": month.place.id, "tu2": "13:30", "het2": "16:30", "noi2": month.place.id}
    page = client.get(f"{MEETINGS}/{month.one}/doi", query_string={"den": "2026-12-08", **rows}).text
    assert reached(page) > 0
    answer = send(client, month, month.one, "doi", den="2026-12-08", ly_do="Thêm buổi chiều", **rows)
    assert answer.status_code == 303
    assert [s.starts.hour for s in meeting(month.works, month.one).sittings] == [8, 13]


def test_a_dialogue_on_several_days_is_moved_day_by_day(month: SimpleNamespace) -> None:
    with month.works.writing(OPERATOR) as uow:
        one = in_state(uow, month, State.PUBLISHED, date(2026, 12, 15), activity="dialogue", sub_type="people")
    client = at(month)
    rows = {
        "ngay1": "2026-12-16", **_HOURS, "noi1": month.place.id,
        "ngay2": "2026-12-17", "tu2": "08:00", "het2": "11:00", "noi2": month.place.id,
    }  # fmt: skip
    assert send(client, month, one.id, "doi", den="2026-12-16", ly_do="Chia hai điểm", **rows).status_code == 303
    form_again = client.get(f"{MEETINGS}/{one.id}/doi").text
    assert 'name="den"' not in form_again
    assert 'value="2026-12-17"' in form_again
    rows |= {"ngay1": "2026-12-18"}
    assert send(client, month, one.id, "doi", ly_do="Dời ngày đầu", **rows).status_code == 303
    assert sorted(meeting(month.works, one.id).days()) == [date(2026, 12, 17), date(2026, 12, 18)]


def test_the_same_form_twice_moves_once_and_shows_both_versions(month: SimpleNamespace) -> None:
    client, version = at(month), meeting(month.works, month.one).version
    given = {"den": _GOOD, "noi1": month.place.id, "phien_ban": version, **_HOURS}
    assert send(client, month, month.one, "doi", ly_do="Họp Hội đồng", **given).status_code == 303
    again = send(client, month, month.one, "doi", ly_do="Lý do của thẻ thứ hai", **given | {"den": "2026-12-11"})
    assert again.status_code == 409
    text = text_of(again.text)
    assert "Hai bản đặt cạnh nhau" in text
    assert "Chuyển buổi từ thứ Ba 08/12/2026 sang thứ Năm 10/12/2026." in text
    assert "11/12/2026 08:00–11:30" in text
    assert "Lý do của thẻ thứ hai" in text
    now = meeting(month.works, month.one).version
    assert f'name="phien_ban" value="{now}"' in again.text
    assert meeting(month.works, month.one).held_on == date(2026, 12, 10)
