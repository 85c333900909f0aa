"""The record of what was held: only what happened, by whom, and late for ever when late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler import delegating, holding, records, rescheduling, standings
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.objections import FindingCode
from scheduler.core.compliance.values import Status, WhyNot
from scheduler.core.errors import InvalidInput, WrongState
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.usecases.acting import GROUND, chief, commune, go_to, held_record, secretary, state_of

__all__ = ["commune"]


def test_held_in_person_counts_and_a_deputy_does_not(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, two) = commune
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))
    go_to(clock, datetime(2026, 12, 22, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, two.id, two.version, held_record(two, chair, present=False))

    with works.reading(OPERATOR) as uow:
        (verdict,) = [
            v
            for v in standings.of_office(uow, chair.id, date(2026, 12, 1), date(2026, 12, 31))
            if v.rule.id == "R-G-COMM-02"
        ]
    assert verdict.held == 1
    assert verdict.missing == 1
    assert {n.why for n in verdict.not_counted} & {WhyNot.DELEGATED, WhyNot.CHAIR_ABSENT}


def test_nothing_is_held_before_it_happened_or_on_another_day(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, _) = commune

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))
    assert [f.code for f in refused.value.faults] == ["in-the-future"]

    go_to(clock, datetime(2026, 12, 9, 10, tzinfo=UTC))
    start = datetime(2026, 12, 9, 1, tzinfo=UTC)
    other_day = records.Record(start, start + timedelta(hours=2), (records.Presence(chair.id, present=True),), 0)
    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, other_day)
    assert {f.code for f in refused.value.faults} == {"not-its-day"}


def test_a_late_record_is_late_for_ever(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 12, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))

    with works.reading(OPERATOR) as uow:
        (verdict,) = [
            v
            for v in standings.of_office(uow, chair.id, date(2026, 12, 1), date(2026, 12, 31))
            if v.rule.id == "R-G-COMM-02"
        ]
        assert get_meeting(uow.session, one.id).entered_late
    assert verdict.late_entries == (one.id,)


def test_a_day_that_passed_without_a_record_is_not_held_and_running_twice_changes_nothing(
    works: Works, commune, clock: StoppedClock
) -> None:
    _unit, _, _, (one, two) = commune
    go_to(clock, datetime(2026, 12, 10, 1, tzinfo=UTC))
    with works.writing(OPERATOR) as uow:
        assert holding.list_missed(uow) == [one.id]
        assert holding.mark_missed(uow, one.id).state is State.NOT_HELD

    with works.writing(OPERATOR) as uow:
        assert holding.list_missed(uow) == []
    for closed in (one, two):
        with pytest.raises(WrongState), works.writing(OPERATOR) as uow:
            holding.mark_missed(uow, closed.id)
    assert state_of(works, two) is State.PUBLISHED


def test_a_meeting_whose_day_is_past_cannot_be_made_never_to_have_been_due(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, _, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 9, 1, tzinfo=UTC))
    with works.reading(OPERATOR) as uow:
        version = get_meeting(uow.session, one.id).version

    for attempt in (
        lambda uow: rescheduling.cancel(uow, one.id, version, "Họp khẩn", insist=GROUND),
        lambda uow: rescheduling.move(uow, one.id, version, date(2026, 12, 15), "Họp khẩn", insist=GROUND),
        lambda uow: rescheduling.postpone(uow, one.id, version, "Họp khẩn", insist=GROUND),
    ):
        with pytest.raises(WrongState), works.writing(chief(unit)) as uow:
            attempt(uow)


def test_delegation_is_recorded_with_its_shortfall_and_dates_for_a_makeup(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune

    with works.writing(secretary(unit)) as uow:
        found = delegating.delegate(uow, one.id, one.version, chair.id, deputy="Phó Chủ tịch UBND xã", ground=GROUND)

    assert any(f.code is FindingCode.SHORTFALL for f in found.findings)
    assert found.cures


def test_an_excuse_shows_and_the_statutory_report_still_says_not_met(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, _, _ = commune
    go_to(clock, datetime(2027, 1, 4, 1, tzinfo=UTC))
    with works.writing(OPERATOR) as uow:
        for meeting_id in holding.list_missed(uow):
            holding.mark_missed(uow, meeting_id)

    with works.writing(chief(unit)) as uow:
        verdict = standings.excuse(uow, chair.id, "R-G-COMM-02", date(2026, 12, 1), GROUND)

    assert verdict.status is Status.EXCUSED
    assert not verdict.statutorily_met
    with pytest.raises(InvalidInput), works.writing(chief(unit)) as uow:
        standings.excuse(uow, chair.id, "R-G-COMM-02", date(2026, 12, 1), GROUND)
