"""Patterns: nothing lost, nothing doubled, everything explained."""

from collections import Counter
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Span
from scheduler.core.patterns import (
    Counting,
    DaysOfMonth,
    ExplicitDates,
    Missing,
    MonthWeekday,
    OffDayPolicy,
    Pattern,
    ReasonCode,
    Rotation,
    ShortMonth,
    Sitting,
    Weekly,
    occurrences,
)
from scheduler.core.periods import PeriodKind, periods
from scheduler.core.workdays import CalendarDay, DayKind, OffCode, WhyOff, WorkCalendar
from scheduler.holiday_seed import seed_days

VIETNAM = WorkCalendar(seed_days([2016, 2026, 2027, 2028]))
ALWAYS = Span(date(2010, 1, 1))
Y2026 = (date(2026, 1, 1), date(2026, 12, 31))

weekdays = st.integers(1, 7)


def few(items):
    return st.lists(items, min_size=1, max_size=4, unique=True).map(tuple)


bases = st.one_of(
    st.builds(DaysOfMonth, few(st.integers(1, 31)), st.sampled_from(ShortMonth)),
    st.builds(Weekly, few(weekdays)),
    st.builds(MonthWeekday, weekdays, few(st.sampled_from([1, 2, 3, 4, -1])), st.sampled_from(Counting)),
    st.builds(ExplicitDates, few(st.dates(*Y2026))),
)
anchors = st.dates(date(2025, 6, 1), date(2027, 6, 1))
rotations = st.builds(Rotation, bases, few(st.sampled_from("abcd")), anchors)
spans = st.one_of(
    st.just(ALWAYS), st.tuples(st.dates(*Y2026), st.dates(*Y2026)).map(lambda two: Span(min(two), max(two)))
)
policies = st.sampled_from(OffDayPolicy)
patterns = st.one_of(
    st.builds(Pattern, st.just("p"), bases, st.just(("a",)), spans, policies, st.none() | policies),
    st.builds(Pattern, st.just("p"), rotations, st.just(()), spans, policies, st.none() | policies),
)
special = st.builds(CalendarDay, st.dates(date(2025, 12, 1), date(2027, 1, 31)), st.sampled_from(DayKind), st.just("x"))
long_breaks = st.tuples(st.dates(*Y2026), st.integers(1, 45)).map(
    lambda run: [CalendarDay(run[0] + timedelta(days=n), DayKind.OFF, "Tết") for n in range(run[1])]
)
calendars = st.builds(
    lambda days, run: WorkCalendar({day.on: day for day in [*days, *run]}.values()), st.lists(special), long_breaks
)


def one(shape, policy=OffDayPolicy.NEXT, validity=ALWAYS):
    return Pattern("p", shape, ("a",), validity, policy)


def dates(of, first, last, calendar=VIETNAM):
    return [found.on for found in occurrences(of, first, last, calendar) if found.on]


@given(patterns, calendars)
def test_the_dates_of_a_year_are_those_of_its_months_put_together(of, calendar):
    for kind in (PeriodKind.MONTH, PeriodKind.WEEK):
        parts = periods(kind, *Y2026)
        whole = occurrences(of, parts[0].first, parts[-1].last, calendar)
        assert whole == tuple(found for part in parts for found in occurrences(of, part.first, part.last, calendar))


@given(patterns, calendars)
def test_no_office_has_two_dates_on_one_day_and_every_entry_is_filed_in_the_window(of, calendar):
    found = occurrences(of, *Y2026, calendar)
    taken = Counter((f.on, f.office_ids) for f in found if f.on)
    assert all(times == 1 for times in taken.values())
    assert all(Y2026[0] <= f.filed <= Y2026[1] for f in found)
    for f in found:
        if f.reason.code is ReasonCode.COLLAPSED:
            assert taken[f.reason.onto, f.office_ids] == 1


@given(patterns, calendars)
def test_a_date_is_worked_unless_kept_and_lies_in_the_validity(of, calendar):
    for f in occurrences(of, *Y2026, calendar):
        if f.on:
            assert calendar.is_working(f.on) is not (f.reason.code is ReasonCode.KEPT_ON_DAY_OFF)
            assert of.validity.covers(f.on)
            assert of.validity.covers(f.nominal)


@given(patterns, calendars)
def test_passed_days_are_exactly_the_days_off_from_the_nominal_date_to_the_actual_one(of, calendar):
    for f in occurrences(of, *Y2026, calendar):
        end = f.on or f.reason.onto or f.reason.refused
        if f.nominal is None or end is None or f.reason.code is ReasonCode.KEPT_ON_DAY_OFF:
            continue
        low, high = sorted((f.nominal, end))
        off = [day for day, _ in calendar.days_off(low, high)]
        assert [day for day, _ in f.reason.passed] == (off if f.nominal <= end else off[::-1])
        assert bool(f.reason.passed) is (f.reason.policy is not None) is (not calendar.is_working(f.nominal))


@given(
    bases,
    st.sampled_from([OffDayPolicy.NEXT_WITHIN_MONTH_ELSE_PREVIOUS, OffDayPolicy.NEAREST_WITHIN_MONTH]),
    calendars,
)
def test_a_policy_within_the_month_never_leaves_the_month(shape, policy, calendar):
    for f in occurrences(one(shape, policy), *Y2026, calendar):
        if f.on:
            assert (f.on.year, f.on.month) == (f.nominal.year, f.nominal.month)
        if f.reason.code is ReasonCode.NO_WORKING_DAY_IN_MONTH:
            assert not any(
                calendar.is_working(day) for day in periods(PeriodKind.MONTH, f.nominal, f.nominal)[0].days()
            )


@given(rotations, calendars, st.dates(*Y2026), st.integers(0, 200))
def test_a_turn_does_not_depend_on_the_window_or_on_holidays(shape, calendar, first, length):
    turning = Pattern("p", shape, (), ALWAYS, OffDayPolicy.KEEP)
    whole = occurrences(turning, date(2024, 1, 1), date(2028, 12, 31), VIETNAM)
    last = first + timedelta(days=length)
    part = occurrences(turning, first, last, calendar)
    told = [(f.filed, f.nominal, f.office_id) for f in whole if first <= f.filed <= last]
    assert [(f.filed, f.nominal, f.office_id) for f in part] == told


@given(few(weekdays), few(st.sampled_from("abcd")), anchors)
def test_a_rotation_is_fair(days, order, anchor):
    turning = Pattern("p", Rotation(Weekly(days), order, anchor), (), ALWAYS, OffDayPolicy.KEEP)
    found = occurrences(turning, *Y2026, VIETNAM)
    times = Counter(f.office_id for f in found)
    assert max(times.values()) - min(times[office] for office in order) <= 1
    following = dict(zip(order, order[1:] + order[:1], strict=True))
    assert all(following[a.office_id] == b.office_id for a, b in pairwise(found))


def test_the_first_date_from_the_anchor_on_is_the_first_office_s_turn():
    turning = Pattern("p", Rotation(Weekly((4,)), ("a", "b", "c"), date(2026, 6, 1)), (), ALWAYS, OffDayPolicy.NEXT)
    found = occurrences(turning, date(2026, 5, 20), date(2026, 6, 30), VIETNAM)
    assert [(f.on.day, f.office_id) for f in found] == [
        (21, "b"), (28, "c"), (4, "a"), (11, "b"), (18, "c"), (25, "a"),
    ]  # fmt: skip


def test_a_day_moved_out_of_its_month_is_listed_where_it_lands_and_says_so():
    thirtieth = one(DaysOfMonth((30,), ShortMonth.SKIP))
    assert occurrences(thirtieth, date(2026, 4, 1), date(2026, 4, 30), VIETNAM) == ()
    moved, on_day_30_as_well = occurrences(thirtieth, date(2026, 5, 1), date(2026, 6, 1), VIETNAM)
    assert (moved.nominal, moved.on, moved.reason.crosses_month) == (date(2026, 4, 30), date(2026, 5, 4), True)
    assert (on_day_30_as_well.nominal, on_day_30_as_well.on) == (date(2026, 5, 30), date(2026, 6, 1))
    assert moved.reason.passed[0] == (date(2026, 4, 30), WhyOff(OffCode.OFF, "Ngày Chiến thắng"))


def test_within_the_month_names_the_date_that_was_refused():
    (found,) = occurrences(
        one(DaysOfMonth((30,), ShortMonth.SKIP), OffDayPolicy.NEXT_WITHIN_MONTH_ELSE_PREVIOUS),
        date(2026, 4, 1), date(2026, 4, 30), VIETNAM,
    )  # fmt: skip
    assert (found.on, found.reason.code, found.reason.refused) == (
        date(2026, 4, 29),
        ReasonCode.MOVED_PREVIOUS,
        date(2026, 5, 4),
    )


@pytest.mark.parametrize(
    ("policy", "on", "code", "crosses"),
    [
        (ShortMonth.LAST_DAY, date(2028, 2, 29), ReasonCode.STANDS_IN, False),
        (ShortMonth.NEXT_MONTH_FIRST, date(2028, 3, 1), ReasonCode.STANDS_IN, True),
        (ShortMonth.SKIP, None, ReasonCode.SKIPPED_SHORT_MONTH, False),
    ],
)
def test_day_31_of_february_follows_the_stated_policy(policy, on, code, crosses):
    found = occurrences(one(DaysOfMonth((31,), policy)), date(2028, 2, 1), date(2028, 3, 30), VIETNAM)
    assert [(f.on, f.reason.code, f.reason.crosses_month) for f in found] == [(on, code, crosses)]
    assert found[0].reason.missing == Missing(2028, 2, 31, policy)


def test_two_nominal_dates_on_one_day_give_one_date_and_one_report():
    kept, lost = occurrences(one(DaysOfMonth((14, 16))), date(2026, 3, 1), date(2026, 3, 31), VIETNAM)[::-1]
    assert (kept.nominal, kept.on, kept.reason.code) == (date(2026, 3, 16), date(2026, 3, 16), ReasonCode.ON_PATTERN)
    assert (lost.nominal, lost.on, lost.reason.code) == (date(2026, 3, 14), None, ReasonCode.COLLAPSED)
    assert (lost.reason.onto, lost.sittings) == (date(2026, 3, 16), ())


def test_a_date_that_would_leave_the_validity_comes_to_nothing():
    ends = one(DaysOfMonth((31,), ShortMonth.SKIP), validity=Span(date(2026, 1, 1), date(2026, 1, 31)))
    (found,) = occurrences(ends, *Y2026, VIETNAM)
    assert (found.on, found.reason.code, found.reason.refused) == (
        None,
        ReasonCode.OUTSIDE_VALIDITY,
        date(2026, 2, 2),
    )


def test_friday_of_the_second_week_may_mean_the_second_friday_or_not():
    # August 2026 begins on a Saturday, so its first week has no Friday of its own.
    august = date(2026, 8, 1), date(2026, 8, 31)
    assert dates(one(MonthWeekday(5, (2,))), *august) == [date(2026, 8, 14)]
    assert dates(one(MonthWeekday(5, (2,), Counting.WEEK)), *august) == [date(2026, 8, 7)]
    (none,) = occurrences(one(MonthWeekday(5, (1,), Counting.WEEK)), *august, VIETNAM)
    assert (none.on, none.reason.code) == (None, ReasonCode.SKIPPED_NO_SUCH_WEEK)


def test_two_offices_taking_turns_may_land_on_one_day():
    turning = Pattern("p", Rotation(Weekly((5, 1)), ("a", "b"), date(2026, 2, 16)), (), ALWAYS, OffDayPolicy.NEXT)
    found = occurrences(turning, date(2026, 2, 21), date(2026, 2, 24), VIETNAM)
    assert {(f.on, f.office_id) for f in found if f.on} == {(date(2026, 2, 23), "a"), (date(2026, 2, 23), "b")}


def test_a_window_outside_the_years_served_is_refused():
    with pytest.raises(InvalidInput):
        occurrences(one(Weekly((1,))), date(1999, 12, 31), date(2000, 1, 31), VIETNAM)


def test_a_sitting_ends_after_it_starts():
    with pytest.raises(InvalidInput):
        Sitting(time(11), time(11))
