"""Periods: calendar periods partition time, report windows are something else."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.periods import (
    Period,
    PeriodKind,
    ReportKind,
    iso_week_of,
    month_of,
    period_of,
    periods,
    quarter_of,
    report_window,
    report_windows_of,
    year_of,
)

days = st.dates(date(2014, 1, 1), date(2060, 12, 31))
DAY = timedelta(days=1)


@given(st.sampled_from(PeriodKind), days, st.integers(0, 800))
def test_periods_follow_each_other_without_gap_or_overlap_and_cover_the_span(kind, first, length):
    last = first + timedelta(days=length)
    found = periods(kind, first, last)
    assert found[0].covers(first)
    assert found[-1].covers(last)
    assert all(a.last + DAY == b.first for a, b in pairwise(found))
    assert [p.key for p in found] == sorted({p.key for p in found})


@given(st.integers(2014, 2060), st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER]))
def test_months_and_quarters_partition_the_year(year, kind):
    whole = year_of(date(year, 6, 1))
    parts = periods(kind, whole.first, whole.last)
    assert [day for part in parts for day in part.days()] == list(whole.days())


@given(st.sampled_from(PeriodKind), days)
def test_every_day_of_a_period_names_the_same_period(kind, day):
    period = period_of(kind, day)
    assert {period_of(kind, other) for other in period.days()} == {period}
    assert period.span.covers(day)


def test_a_span_that_ends_before_it_starts_has_no_periods():
    assert periods(PeriodKind.MONTH, date(2026, 2, 1), date(2026, 1, 31)) == ()


def test_week_53_runs_over_new_year_and_belongs_to_the_old_year():
    week = iso_week_of(date(2027, 1, 1))
    assert week == Period(PeriodKind.WEEK, date(2026, 12, 28), date(2027, 1, 3))
    assert week.key == "2026-W53"
    assert iso_week_of(date(2027, 1, 4)).key == "2027-W01"


def test_the_week_of_the_change_of_2026_lies_on_both_sides_of_it():
    week = iso_week_of(date(2026, 7, 1))
    assert (week.first, week.last) == (date(2026, 6, 29), date(2026, 7, 5))


def test_keys_name_each_kind():
    day = date(2026, 2, 28)
    assert [of(day).key for of in (iso_week_of, month_of, quarter_of, year_of)] == [
        "2026-W09",
        "2026-02",
        "2026-Q1",
        "2026",
    ]


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (ReportKind.QUARTER_1, date(2025, 12, 15), date(2026, 3, 14)),
        (ReportKind.QUARTER_2, date(2026, 3, 15), date(2026, 6, 14)),
        (ReportKind.QUARTER_3, date(2026, 6, 15), date(2026, 9, 14)),
        (ReportKind.QUARTER_4, date(2026, 9, 15), date(2026, 12, 14)),
        (ReportKind.HALF_YEAR, date(2025, 12, 15), date(2026, 6, 14)),
        (ReportKind.NINE_MONTHS, date(2025, 12, 15), date(2026, 9, 14)),
        (ReportKind.YEAR, date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_report_windows_open_on_the_fifteenth(kind, first, last):
    window = report_window(kind, 2026)
    assert (window.first, window.last) == (first, last)


@given(days)
def test_every_day_is_reported_in_one_quarter_and_in_the_year(day):
    windows = report_windows_of(day)
    quarters = [w for w in windows if w.kind.value.startswith("quarter")]
    assert len(quarters) == 1
    assert ReportKind.YEAR in {w.kind for w in windows}
    assert all(w.covers(day) for w in windows)


def test_the_fifteenth_of_december_opens_the_next_year_of_reports():
    assert {w.year for w in report_windows_of(date(2026, 12, 14))} == {2026}
    assert {w.year for w in report_windows_of(date(2026, 12, 15))} == {2027}
