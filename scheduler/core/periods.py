"""Calendar periods in which minimums are counted, and the statutory report windows, which are another thing.

A minimum is counted per calendar week, month, quarter or year. A report covers a window that opens on 15 December.
The two never line up, so they are two types that cannot be mixed by accident (T27).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduler.core.facts import Span

_DAY = timedelta(days=1)
_DAYS_IN_WEEK = 7
_DECEMBER = 12
_WINDOW_OPENS = 15


class PeriodKind(StrEnum):
    """The period in which a minimum is counted; the names of rules.csv."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """A closed span of civil dates, ``first`` to ``last``, both counted."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def key(self) -> str:
        """Return a short name: 2026-W53, 2026-02, 2026-Q1 or 2026. Keys of one kind sort by time.

        The year of a week is its ISO year: 2027-01-01 lies in 2026-W53.
        """
        match self.kind:
            case PeriodKind.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case PeriodKind.MONTH:
                return f"{self.first.year:04d}-{self.first.month:02d}"
            case PeriodKind.QUARTER:
                return f"{self.first.year:04d}-Q{(self.first.month + 2) // 3}"
            case PeriodKind.YEAR:
                return f"{self.first.year:04d}"

    @property
    def span(self) -> Span:
        """Return the same dates as a closed span."""
        return Span(self.first, self.last)

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` lies in the period."""
        return self.first <= day <= self.last

    def days(self) -> tuple[date, ...]:
        """Return every civil date of the period, ascending."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def last_of_month(year: int, month: int) -> date:
    """Return the last date of a month."""
    if month == _DECEMBER:
        return date(year, _DECEMBER, 31)
    return date(year, month + 1, 1) - _DAY


def iso_week_of(day: date) -> Period:
    """Return the week, Monday to Sunday, in which ``day`` lies; it may cross a month or New Year."""
    first = day - timedelta(days=day.weekday())
    return Period(PeriodKind.WEEK, first, first + timedelta(days=_DAYS_IN_WEEK - 1))


def month_of(day: date) -> Period:
    """Return the calendar month in which ``day`` lies."""
    return Period(PeriodKind.MONTH, day.replace(day=1), last_of_month(day.year, day.month))


def quarter_of(day: date) -> Period:
    """Return the calendar quarter in which ``day`` lies."""
    month = (day.month - 1) // 3 * 3 + 1
    return Period(PeriodKind.QUARTER, date(day.year, month, 1), last_of_month(day.year, month + 2))


def year_of(day: date) -> Period:
    """Return the calendar year in which ``day`` lies."""
    return Period(PeriodKind.YEAR, date(day.year, 1, 1), date(day.year, 12, 31))


_OF: dict[PeriodKind, Callable[[date], Period]] = {
    PeriodKind.WEEK: iso_week_of,
    PeriodKind.MONTH: month_of,
    PeriodKind.QUARTER: quarter_of,
    PeriodKind.YEAR: year_of,
}


def period_of(kind: PeriodKind, day: date) -> Period:
    """Return the period of ``kind`` in which ``day`` lies."""
    return _OF[kind](day)


def periods(kind: PeriodKind, first: date, last: date) -> tuple[Period, ...]:
    """Return every period of ``kind`` that shares a day with the closed span, ascending; whole, never clipped."""
    found = []
    while first <= last:
        period = period_of(kind, first)
        found.append(period)
        first = period.last + _DAY
    return tuple(found)


class ReportKind(StrEnum):
    """The periodic reports of the State side."""

    QUARTER_1 = "quarter_1"
    QUARTER_2 = "quarter_2"
    QUARTER_3 = "quarter_3"
    QUARTER_4 = "quarter_4"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ReportWindow:
    """The closed span of dates whose facts go into one report of a ``year``."""

    kind: ReportKind
    year: int
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` is reported in this window."""
        return self.first <= day <= self.last


# Month in which the window opens (on its 15th; 12 means December of the year before) and closes (on its 14th).
_WINDOWS: dict[ReportKind, tuple[int, int]] = {
    ReportKind.QUARTER_1: (12, 3),
    ReportKind.QUARTER_2: (3, 6),
    ReportKind.QUARTER_3: (6, 9),
    ReportKind.QUARTER_4: (9, 12),
    ReportKind.HALF_YEAR: (12, 6),
    ReportKind.NINE_MONTHS: (12, 9),
    ReportKind.YEAR: (12, 12),
}


def report_window(kind: ReportKind, year: int) -> ReportWindow:
    """Return the window of a report: quý I of 2026 runs from 2025-12-15 to 2026-03-14.

    Law: Thông tư 01/2024/TT-TTCP, in force from 2024-03-05 (DL-REP-04 to DL-REP-06).
    """
    opens, closes = _WINDOWS[kind]
    first = date(year - 1 if opens == _DECEMBER else year, opens, _WINDOW_OPENS)
    return ReportWindow(kind, year, first, date(year, closes, _WINDOW_OPENS - 1))


def report_windows_of(day: date) -> tuple[ReportWindow, ...]:
    """Return the windows in which ``day`` is reported, in the order of ``ReportKind``.

    A day from 15 December on belongs to the reports of the following year.
    """
    late = day.month == _DECEMBER and day.day >= _WINDOW_OPENS
    year = day.year + 1 if late else day.year
    windows = (report_window(kind, year) for kind in ReportKind)
    return tuple(window for window in windows if window.covers(day))
