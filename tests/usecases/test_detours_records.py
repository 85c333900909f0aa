"""The ways round a record: held as announced, by the word of who may say so when it was not."""

from datetime import UTC, date, datetime

import pytest

from scheduler import (
    holding,
    postings,
)
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import InvalidInput, NotAllowed
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.work import Works
from tests.factories import BORN, make_meeting
from tests.usecases.acting import GROUND, chief, commune, go_to, held_record, secretary
from tests.usecases.dialogues import at, bare, sat

__all__ = ["bare", "commune"]


def test_a_record_begins_within_the_announced_hours_or_half_an_hour_before(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, _, (one, _) = commune
    day = date(2026, 12, 8)
    go_to(clock, at(day, 17))
    beside = ((at(day, 0), at(day, 0, 15)), (at(day, 7, 29), at(day, 11)), (at(day, 11, 30), at(day, 12)))
    hardly_there = ((at(day, 7, 30), at(day, 8, 14)), (at(day, 11, 20), at(day, 12)))
    for begin, end in (*beside, *hardly_there):
        with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
            holding.hold(uow, one.id, one.version, sat(chair, begin, end))
        assert [f.code for f in refused.value.faults] == ["beside-its-hours"]
    with works.rehearsing(chief(unit)) as uow:
        vouched = holding.hold(uow, one.id, one.version, sat(chair, at(day, 13), at(day, 15)), GROUND)
        assert (vouched.entered_late, vouched.ground) == (True, GROUND)
    with works.writing(secretary(unit)) as uow:
        held = holding.hold(uow, one.id, one.version, sat(chair, at(day, 7, 30), at(day, 11)))
        assert not held.entered_late
    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.correct(uow, one.id, held.version, sat(chair, at(day, 0), at(day, 1)), GROUND)
    assert [f.code for f in refused.value.faults] == ["beside-its-hours"]


@pytest.mark.parametrize("moved", [False, True])
def test_nothing_was_held_before_it_was_announced_for_that_hour(
    works: Works, bare, clock: StoppedClock, *, moved: bool
) -> None:
    unit, _, chair, place = bare
    day = date(2026, 12, 8)
    with works.writing(OPERATOR) as uow:
        made = make_meeting(uow, unit, chair, on=day, place=place, published_at=BORN if moved else at(day, 9))
        if moved:
            postings.leave(uow, made, [day], "Họp")
            made.former_dates[0].left_at = at(day, 9)
    go_to(clock, at(day, 17))
    record = sat(chair, at(day, 8, 5), at(day, 11))
    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, made.id, made.version, record)
    assert [f.code for f in refused.value.faults] == ["before-announced"]
    with pytest.raises(NotAllowed), works.writing(secretary(unit)) as uow:
        holding.hold(uow, made.id, made.version, record, GROUND)
    with works.writing(chief(unit)) as uow:
        assert holding.hold(uow, made.id, made.version, record, GROUND).entered_late


def test_what_was_marked_as_not_held_is_held_only_on_the_word_of_who_may_insist(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, _, (one, _) = commune
    go_to(clock, datetime(2027, 3, 8, 10, tzinfo=UTC))
    with works.writing(OPERATOR) as uow:
        version = holding.mark_missed(uow, one.id).version
    for ground in (None, GROUND):
        with pytest.raises(NotAllowed), works.writing(secretary(unit)) as uow:
            holding.hold(uow, one.id, version, held_record(one, chair), ground)
    with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
        holding.hold(uow, one.id, version, held_record(one, chair))
    assert [f.code for f in refused.value.faults] == ["ground-length"]
    with works.writing(chief(unit)) as uow:
        held = holding.hold(uow, one.id, version, held_record(one, chair), GROUND)
        assert (held.state, held.entered_late, held.ground) == (State.HELD, True, GROUND)
