"""Who heads an office: gaps that are no vacancy, heads for a day, and offices before anybody was entered."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.core.compliance.heads import Heads
from scheduler.core.facts import Span
from scheduler.core.periods import PeriodKind
from tests.core.compliance.given import office, tenure

START, DEC = date(2025, 7, 1), date(2026, 12, 1)
OPEN = Span(START)


def heads(*tenures, kind=PeriodKind.MONTH, span=OPEN):
    return Heads(office(tenures=tenures, span=span), kind)


def an(first: date, last: date | None = None):
    return tenure(first, last)


def binh(first: date, last: date | None = None, **over):
    return tenure(first, last, "binh", **over)


def test_an_office_is_filled_when_no_head_was_entered_and_before_the_first_one():
    assert heads().on(DEC)
    assert heads(binh(START, START, heads=False)).on(DEC)
    assert heads(an(DEC)).on(date(2026, 8, 3))


def test_an_office_has_no_head_outside_its_own_days():
    ended = heads(span=Span(START, date(2026, 11, 30)))
    assert (ended.on(date(2026, 11, 30)), ended.on(DEC), ended.nobody(DEC, DEC)) == (True, False, True)
    assert not ended.throughout(date(2026, 11, 30), DEC)


def test_between_two_people_there_is_a_vacancy_and_between_two_holdings_of_one_there_is_none():
    gap = (date(2026, 12, 1), date(2026, 12, 31))
    vacant = heads(an(START, date(2026, 11, 30)), binh(date(2027, 1, 1)))
    assert (vacant.nobody(*gap), vacant.on(date(2026, 12, 9))) == (True, False)
    same = heads(an(START, date(2026, 11, 30)), an(date(2027, 1, 1), date(2027, 2, 1)), an(date(2027, 3, 1)))
    assert (same.nobody(*gap), same.on(date(2026, 12, 9)), same.throughout(*gap)) == (False, True, True)


def test_a_person_entered_twice_under_one_name_is_one():
    twice = [replace(t, name="nguyen van an") for t in (an(START, date(2026, 11, 30)), binh(date(2027, 1, 1)))]
    assert heads(*twice).on(date(2026, 12, 9))


@pytest.mark.parametrize(
    ("first", "last", "kind", "passing"),
    [
        (date(2026, 12, 8), date(2026, 12, 8), PeriodKind.MONTH, True),
        (date(2026, 12, 2), date(2027, 1, 30), PeriodKind.MONTH, True),
        (date(2026, 12, 2), date(2027, 1, 31), PeriodKind.MONTH, False),
        (date(2026, 12, 1), date(2026, 12, 31), PeriodKind.YEAR, False),
        (date(2026, 12, 7), date(2026, 12, 13), PeriodKind.WEEK, False),
        (date(2026, 12, 8), date(2026, 12, 19), PeriodKind.WEEK, True),
    ],
)
def test_who_heads_it_for_less_than_a_period_before_the_same_head_returns_stands_in(first, last, kind, passing):
    back = date.fromordinal(last.toordinal() + 1)
    found = heads(an(START, date.fromordinal(first.toordinal() - 1)), binh(first, last), an(back), kind=kind)
    assert (found.stood_in(first), found.on(first)) == (passing, not passing)
    assert found.nobody(first, last) is False
    assert found.throughout(first, last) is not passing


def test_several_in_a_row_fill_a_period_together():
    found = heads(
        an(START, date(2026, 11, 30)),
        binh(DEC, date(2026, 12, 15)),
        tenure(date(2026, 12, 16), date(2026, 12, 31), "chi"),
        an(date(2027, 1, 1)),
    )
    assert found.on(date(2026, 12, 8))
    assert not found.stood_in(date(2026, 12, 20))


def test_a_short_first_head_stands_in_for_whoever_follows_unless_the_office_began_with_it():
    later = an(date(2026, 12, 9))
    assert heads(binh(date(2026, 12, 8), date(2026, 12, 8)), later).stood_in(date(2026, 12, 8))
    begun = heads(binh(date(2026, 12, 8), date(2026, 12, 8)), later, span=Span(date(2026, 12, 8)))
    assert begun.on(date(2026, 12, 8))


def test_a_real_successor_after_a_short_acting_head_leaves_the_acting_days_counted():
    found = heads(
        an(START, date(2026, 12, 7)),
        binh(date(2026, 12, 8), date(2026, 12, 8)),
        tenure(date(2026, 12, 9), None, "chi"),
    )
    assert found.on(date(2026, 12, 8))
