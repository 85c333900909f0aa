"""Hours of a meeting: sittings, which may differ by season (T33). Times are civil times in Vietnam."""

from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from scheduler.core.errors import Fault, InvalidInput

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MOST_SITTINGS = 12


@dataclass(frozen=True, slots=True)
class Sitting:
    """One block of hours. ``end`` is None when the notice gives only the start ("08:00 / 14:00")."""

    start: time
    end: time | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise InvalidInput.at("end", "ends-before-start", start=self.start, end=self.end)


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of every year; 29 February stands for the last day of February."""

    month: int
    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= len(_DAYS_IN_MONTH) or not 1 <= self.day <= _DAYS_IN_MONTH[self.month - 1]:
            raise InvalidInput.at("", "not-a-month-day", month=self.month, day=self.day)


@dataclass(frozen=True, slots=True)
class Season:
    """The hours between two days of the year, both counted; winter may run over New Year."""

    first: MonthDay
    last: MonthDay
    sittings: tuple[Sitting, ...]

    def __post_init__(self) -> None:
        check_sittings(self.sittings)
        if not self.sittings:
            raise InvalidInput.at("sittings", "empty")

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` lies in the season, in whatever year."""
        on = MonthDay(day.month, day.day)
        if self.first <= self.last:
            return self.first <= on <= self.last
        return on >= self.first or on <= self.last


@dataclass(frozen=True, slots=True)
class Hours:
    """The sittings of a day: those of its season, else the ordinary ones (none when the notice gives no hours)."""

    ordinary: tuple[Sitting, ...] = ()
    seasons: tuple[Season, ...] = ()

    def __post_init__(self) -> None:
        check_sittings(self.ordinary)
        for index, season in enumerate(self.seasons):
            if any(_share_a_day(season, other) for other in self.seasons[:index]):
                raise InvalidInput.at(f"seasons/{index}", "overlap")

    def on(self, day: date) -> tuple[Sitting, ...]:
        """Return the sittings of ``day``, in order of time."""
        return next((season.sittings for season in self.seasons if season.covers(day)), self.ordinary)


def check_sittings(sittings: tuple[Sitting, ...]) -> None:
    """Refuse sittings that are out of order or overlap. Raises InvalidInput."""
    if len(sittings) > MOST_SITTINGS:
        raise InvalidInput.at("sittings", "too-many-items", most=MOST_SITTINGS)
    late = [n for n, (a, b) in enumerate(pairwise(sittings), 1) if b.start < (a.end or a.start) or b.start == a.start]
    if late:
        raise InvalidInput([Fault(f"sittings/{n}", "overlap") for n in late])


def _share_a_day(a: Season, b: Season) -> bool:
    leap = 2024
    starts = [date(leap, s.first.month, s.first.day) for s in (a, b)]
    return a.covers(starts[1]) or b.covers(starts[0])
