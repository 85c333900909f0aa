"""Heads for a day, and heads found afterwards: a deputy's sitting stays a deputy's."""

from datetime import UTC, date, datetime

import pytest

from scheduler import holding, people
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import WhyNot
from scheduler.core.errors import InvalidInput
from scheduler.db.work import Works
from scheduler.people import Capacity
from tests.usecases.acting import FIRST, LAST, admin, commune, december, go_to, held_record, replaced, secretary

__all__ = ["commune"]


@pytest.mark.parametrize("capacity", [Capacity.ACTING, Capacity.HOLDER])
def test_who_heads_an_office_for_a_day_only_stands_in(
    works: Works, commune, clock: StoppedClock, capacity: Capacity
) -> None:
    unit, chair, _, (one, _) = commune
    day, back = date(2026, 12, 8), ("again", Capacity.HOLDER, date(2026, 12, 9), None)
    replaced(works, unit, chair, date(2026, 12, 7), ("Phó Chủ tịch", capacity, day, day), back)
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))

    month = december(works, chair)
    assert (month.held, [(n.day, n.why) for n in month.not_counted]) == (0, [(day, WhyNot.DELEGATED)])


def test_no_head_is_found_afterwards_for_a_day_on_which_a_deputy_sat(works: Works, commune, clock) -> None:
    unit, chair, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair, present=False))
    acting = ("Phó Chủ tịch", Capacity.ACTING, date(2026, 12, 8), None)

    with pytest.raises(InvalidInput) as refused:
        replaced(works, unit, chair, date(2026, 12, 7), acting)
    assert [f.code for f in refused.value.faults] == ["deputy-on-record"]


def test_nor_is_an_earlier_tenure_drawn_out_over_it(works: Works, commune, clock) -> None:
    unit, chair, _, (one, _) = commune
    replaced(works, unit, chair, date(2026, 12, 7))
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair, present=False))
    with pytest.raises(InvalidInput) as refused, works.writing(admin(unit)) as uow:
        people.end_holding(uow, people.holdings_of(uow, chair.id)[0].id, date(2026, 12, 9))
    assert [f.code for f in refused.value.faults] == ["deputy-on-record"]


def test_an_acting_head_for_a_whole_month_heads_the_office(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, _) = commune
    back = ("again", Capacity.HOLDER, date(2027, 1, 1), None)
    replaced(works, unit, chair, date(2026, 11, 30), ("Phó Chủ tịch", Capacity.ACTING, FIRST, LAST), back)
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))

    assert december(works, chair).held == 1
