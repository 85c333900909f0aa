"""A year at a glance: twelve lines of days, each day off or made up for with its mark."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.core.workdays import CalendarDay

_SATURDAY = 5
MONTHS = range(1, 13)
LONGEST = 31


@dataclass(frozen=True, slots=True)
class Cell:
    """A date of the year: whether its weekday is not worked, and what is special about it, if anything."""

    on: date
    weekend: bool
    special: CalendarDay | None


@dataclass(frozen=True, slots=True)
class Line:
    """A month: its first day, its dates, and how many columns stay empty after them."""

    first: date
    cells: tuple[Cell, ...]

    @property
    def empty(self) -> int:
        """Return how many columns stay empty."""
        return LONGEST - len(self.cells)


def year_of(year: int, days: Iterable[CalendarDay]) -> tuple[Line, ...]:
    """Return the months of a year with their special days."""
    special = {day.on: day for day in days}
    return tuple(_line(year, month, special) for month in MONTHS)


def _line(year: int, month: int, special: dict[date, CalendarDay]) -> Line:
    dates = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    return Line(dates[0], tuple(Cell(on, on.weekday() >= _SATURDAY, special.get(on)) for on in dates))
