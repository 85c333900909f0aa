"""Dressing up the record (T-28): every cheat, tried through the pages by the secretary and the unit's administrator."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import period_locks
from scheduler.core.clock import StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from tests.web.duty_world import GROUND, MEETINGS, a_month, at, in_state, meeting, send, text_of

_CHEATS = (Role.SECRETARY, Role.UNIT_ADMIN)
_RECORD = {"ngay": "2026-12-08", "tu": "08:05", "het": "11:00", "ghe1": "dung-dau", "cong_dan": "4"}


@pytest.fixture
def month(app: Flask) -> SimpleNamespace:
    return a_month(app)


def go_to(clock: StoppedClock, day: int, hour: int = 10, month: int = 12, year: int = 2026) -> None:
    clock.advance(datetime(year, month, day, hour, tzinfo=UTC) - clock.now())


def chief(month: SimpleNamespace) -> Actor:
    return Actor("account-office_chief", Role.OFFICE_CHIEF, month.unit.id)


@pytest.mark.parametrize("role", _CHEATS)
def test_no_record_in_the_future_or_before_it_began(month: SimpleNamespace, clock: StoppedClock, role: Role) -> None:
    assert send(at(month, role), month, month.one, "ghi-nhan", **_RECORD).status_code in {403, 409, 422}
    go_to(clock, 8, hour=2)
    ahead = send(at(month, role), month, month.one, "ghi-nhan", **_RECORD)
    assert ahead.status_code == (403 if role is Role.UNIT_ADMIN else 422)
    assert role is Role.UNIT_ADMIN or "Thời điểm này chưa đến" in ahead.text
    assert meeting(month.works, month.one).state is State.PUBLISHED


@pytest.mark.parametrize("role", _CHEATS)
@pytest.mark.parametrize(
    "other",
    [{"ngay": "2026-12-09"}, {"ngay": "2026-12-07"}, {"tu": "05:00", "het": "07:00"}, {"tu": "13:00", "het": "15:00"}],
)
def test_no_record_of_another_day_or_of_hours_nobody_announced(
    month: SimpleNamespace, clock: StoppedClock, role: Role, other: dict[str, str]
) -> None:
    go_to(clock, 9)
    answer = send(at(month, role), month, month.one, "ghi-nhan", **_RECORD | other)
    assert answer.status_code == (403 if role is Role.UNIT_ADMIN else 422)
    insisting = send(at(month, role), month, month.one, "ghi-nhan", **_RECORD | other, ly_do=GROUND)
    assert insisting.status_code in {403, 422}
    assert meeting(month.works, month.one).state is State.PUBLISHED


@pytest.mark.parametrize("role", _CHEATS)
def test_a_meeting_that_was_missed_is_not_made_held(month: SimpleNamespace, clock: StoppedClock, role: Role) -> None:
    with month.works.writing(OPERATOR) as uow:
        missed = in_state(uow, month, State.NOT_HELD, date(2026, 11, 24))
    go_to(clock, 1)
    record = _RECORD | {"ngay": "2026-11-24", "ly_do": GROUND}
    assert send(at(month, role), month, missed.id, "ghi-nhan", **record).status_code == 403
    assert meeting(month.works, missed.id).state is State.NOT_HELD


@pytest.mark.parametrize("role", _CHEATS)
def test_a_deputy_is_not_shown_as_the_leader(month: SimpleNamespace, clock: StoppedClock, role: Role) -> None:
    send(at(month), month, month.one, "uy-quyen", chuc_vu=month.chair.id, nguoi="Phó Chủ tịch", ly_do=GROUND)
    go_to(clock, 8)
    answer = send(at(month, role), month, month.one, "ghi-nhan", **_RECORD)
    assert answer.status_code == (403 if role is Role.UNIT_ADMIN else 422)
    assert role is Role.UNIT_ADMIN or 'href="#ghe1"' in answer.text
    honest = _RECORD | {"ghe1": "tiep-thay", "thay1": "Phó Chủ tịch"}
    assert send(at(month), month, month.one, "ghi-nhan", **honest).status_code == 303
    page = text_of(at(month, role).get(f"{MEETINGS}/{month.one}").text)
    assert "Phó Chủ tịch đã tiếp thay (không tính định mức)" in page
    assert "không tính, ủy quyền" in page


def test_an_absence_on_record_is_not_corrected_into_presence(month: SimpleNamespace, clock: StoppedClock) -> None:
    go_to(clock, 8)
    honest = _RECORD | {"ghe1": "tiep-thay", "thay1": "Phó Chủ tịch"}
    send(at(month), month, month.one, "ghi-nhan", **honest)
    answer = send(at(month), month, month.one, "dinh-chinh", **_RECORD, ly_do=GROUND)
    assert (answer.status_code, 'href="#ghe1"' in answer.text) == (422, True)
    assert meeting(month.works, month.one).chairs[0].present is False


def test_a_late_record_is_marked_for_ever_and_its_preview_says_so(month: SimpleNamespace, clock: StoppedClock) -> None:
    go_to(clock, 13)
    page = at(month).get(f"{MEETINGS}/{month.one}/ghi-nhan", query_string=_RECORD).text
    assert "dấu nhập muộn, không xóa được" in page
    assert send(at(month), month, month.one, "ghi-nhan", **_RECORD).status_code == 303
    assert "Nhập muộn" in at(month).get(f"{MEETINGS}/{month.one}").text
    assert meeting(month.works, month.one).entered_late


def test_a_correction_shows_both_versions_before_and_after(month: SimpleNamespace, clock: StoppedClock) -> None:
    go_to(clock, 8)
    send(at(month), month, month.one, "ghi-nhan", **_RECORD)
    other = _RECORD | {"cong_dan": "40"}
    page = text_of(at(month).get(f"{MEETINGS}/{month.one}/dinh-chinh", query_string=other).text)
    assert "Bản đã ghi và bản đính chính" in page
    assert send(at(month), month, month.one, "dinh-chinh", **other, ly_do="ngắn").status_code == 422
    assert send(at(month), month, month.one, "dinh-chinh", **other, ly_do=GROUND).status_code == 303
    after = at(month, Role.INSPECTOR).get(f"{MEETINGS}/{month.one}").text
    assert "<del>4</del>" in after
    assert "<ins>40</ins>" in after
    assert GROUND in after


@pytest.mark.parametrize("role", _CHEATS)
def test_after_the_lock_only_the_entitled_change_and_it_stays_marked(
    month: SimpleNamespace, clock: StoppedClock, role: Role
) -> None:
    go_to(clock, 8)
    send(at(month), month, month.one, "ghi-nhan", **_RECORD)
    go_to(clock, 22)
    send(at(month), month, month.two, "ghi-nhan", **_RECORD | {"ngay": "2026-12-22"})
    go_to(clock, 4, month=1, year=2027)
    with month.works.writing(chief(month)) as uow:
        period_locks.lock_period(uow, month.unit.id, date(2026, 12, 1))

    other = _RECORD | {"cong_dan": "40", "ly_do": GROUND}
    assert send(at(month, role), month, month.one, "dinh-chinh", **other).status_code == 403
    assert meeting(month.works, month.one).citizens_received == 4
    told = at(month, Role.SECRETARY).get(f"{MEETINGS}/{month.one}/dinh-chinh", query_string=_RECORD | {"cong_dan": "9"})
    assert "đã khóa" in told.text
    assert send(at(month, Role.OFFICE_CHIEF), month, month.one, "dinh-chinh", **other).status_code == 303
    page = at(month, role).get(f"{MEETINGS}/{month.one}").text
    assert "Sửa sau khi khóa" in page


@pytest.mark.parametrize("role", _CHEATS)
def test_a_posting_said_to_have_hung_earlier_makes_nothing_timely(month: SimpleNamespace, role: Role) -> None:
    early = {"kenh": "hq_board", "ngay": "2025-01-02", "gio": "08:00"}
    assert send(at(month, role), month, month.one, "niem-yet-khac", **early).status_code in {403, 422}
    assert not [p for p in meeting(month.works, month.one).postings if p.channel == "hq_board"]


@pytest.mark.parametrize("came", [{"cong_dan": ""}, {"cong_dan": "0"}, {"cong_dan": "3", "khong_ai": "co"}])
def test_a_count_or_the_word_that_nobody_came_is_needed(
    month: SimpleNamespace, clock: StoppedClock, came: dict[str, str]
) -> None:
    go_to(clock, 8)
    answer = send(at(month), month, month.one, "ghi-nhan", **_RECORD | came)
    assert (answer.status_code, 'href="#cong_dan"' in answer.text) == (422, True)
    nobody = _RECORD | {"cong_dan": "", "khong_ai": "co"}
    assert send(at(month), month, month.one, "ghi-nhan", **nobody).status_code == 303
    assert "Không có công dân nào đến" in at(month).get(f"{MEETINGS}/{month.one}").text
