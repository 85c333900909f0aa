"""On the page of a meeting: who vouches that its head was in the chair, and a second officer who may."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.core.clock import StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from tests.web.duty_world import MEETINGS, a_month, as_person, at, in_state
from tests.web.html import read
from tests.web.office import form

BUTTON = "Xác nhận Chủ tịch UBND đã trực tiếp chủ trì"


@pytest.fixture
def month(app: Flask) -> SimpleNamespace:
    return a_month(app)


def held(month: SimpleNamespace, by: str = "nguoi-ghi", **over: object) -> str:
    with month.works.writing(OPERATOR) as uow:
        one = in_state(uow, month, State.HELD, date(2026, 11, 20), **over)
        one.recorded_by = by
    return f"{MEETINGS}/{one.id}"


def test_a_second_officer_vouches_once_and_it_is_told(month):
    way, client = held(month), as_person(month, Role.OFFICE_CHIEF)
    page = read(client.get(way).text)
    assert "chưa ai xác nhận" in page.text
    assert [b.text for b in page.all("button")].count(BUTTON) == 1
    sent = {"office_id": month.chair.id}
    assert client.post(f"{way}/xac-nhan-chu-tri", data=form(**sent)).status_code == 303
    page = read(client.get(way).text)
    assert "cán bộ thứ hai, xác nhận lúc 22/11/2026 08:00" in page.text
    assert BUTTON not in page.text
    again = client.post(f"{way}/xac-nhan-chu-tri", data=form(**sent))
    assert again.status_code == 409
    assert read(again.text).one("div", class_="problems")


def test_who_wrote_the_record_reads_from_afar_or_comes_too_late_is_offered_nothing(month, clock: StoppedClock):
    own = held(month, by="account-office_chief")
    assert BUTTON not in as_person(month, Role.OFFICE_CHIEF).get(own).text
    sent = form(office_id=month.chair.id)
    assert as_person(month, Role.OFFICE_CHIEF).post(f"{own}/xac-nhan-chu-tri", data=sent).status_code == 403
    way = held(month)
    assert BUTTON not in as_person(month, Role.INSPECTOR).get(way).text
    assert BUTTON not in at(month, Role.OFFICE_CHIEF).get(way).text
    assert as_person(month, Role.SECRETARY).post(f"{way}/xac-nhan-chu-tri", data=form(office_id="x")).status_code == 403
    clock.advance(timedelta(days=4))
    late = as_person(month, Role.SECRETARY)
    assert BUTTON not in late.get(way).text
    assert late.post(f"{way}/xac-nhan-chu-tri", data=sent).status_code == 409
    assert late.post(f"{way}/xac-nhan-chu-tri", data=form()).status_code == 422
