"""Which days are worked, why the others are not, and deadlines that can show what they skipped.

The calendar is data: days off, observed days, swapped days and the Saturdays worked in their place, each with its
source. An expected day counts like a confirmed one, since a plan needs some answer; ``unconfirmed`` tells them apart.

Law: Bộ luật Lao động Điều 111.3 and 112 for the days; whether a deadline counts its anchor day is not written
anywhere, and here it does not (I).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduler.core.errors import Fault, InvalidInput

_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """What is special about a date."""

    OFF = "off"
    OFF_OBSERVED = "off_observed"
    OFF_SWAPPED = "off_swapped"
    MAKEUP_WORKDAY = "makeup_workday"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One special date, what it is called, the paper that says so, and whether that paper was seen."""

    on: date
    kind: DayKind
    name: str
    source: str = ""
    confirmed: bool = False


class OffCode(StrEnum):
    """Why a date is not worked."""

    WEEKEND = "weekend"
    OFF = "off"
    OFF_OBSERVED = "off_observed"
    OFF_SWAPPED = "off_swapped"


@dataclass(frozen=True, slots=True)
class WhyOff:
    """Why a date is not worked; ``name`` is the holiday's, empty for a plain weekend."""

    code: OffCode
    name: str = ""
    confirmed: bool = True


class Unit(StrEnum):
    """What a deadline counts; the names of deadlines.csv."""

    WORKING_DAYS = "wd"
    DAYS = "d"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date, how it was counted, and what was left out.

    ``skipped``: the days off between anchor and due date, ascending; always empty for calendar days.
    ``certain``: no day on the way rests on an expected holiday or on a year without a confirmed calendar.
    """

    due: date
    anchor: date
    offset: int
    unit: Unit
    skipped: tuple[tuple[date, WhyOff], ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Touched:
    """A date that a new calendar turned from working into off, or back. None means a working day."""

    on: date
    was: WhyOff | None
    now: WhyOff | None


@dataclass(frozen=True, slots=True)
class DeadlineMoved:
    """A deadline that a new calendar moved, though its anchor may be untouched."""

    was: Deadline
    now: Deadline


_WEEKEND = WhyOff(OffCode.WEEKEND)


class WorkCalendar:
    """The working days of Vietnam's public sector, as far as the given special days tell. Never changes."""

    __slots__ = ("_days", "_known", "_makeup", "_off", "_years")

    def __init__(self, days: Iterable[CalendarDay]) -> None:
        """Build the calendar. Raises InvalidInput when a date is given twice."""
        self._days = tuple(sorted(days, key=lambda day: day.on))
        twice = {a.on for a, b in zip(self._days, self._days[1:], strict=False) if a.on == b.on}
        if twice:
            raise InvalidInput([Fault("days", "duplicate-day", {"on": on}) for on in sorted(twice)])
        self._makeup = frozenset(day.on for day in self._days if day.kind is DayKind.MAKEUP_WORKDAY)
        self._off = {
            day.on: WhyOff(OffCode(day.kind.value), day.name, day.confirmed)
            for day in self._days
            if day.kind is not DayKind.MAKEUP_WORKDAY
        }
        self._known = frozenset(day.on.year for day in self._days if day.confirmed)
        self._years: dict[int, tuple[date, ...]] = {}

    @property
    def days(self) -> tuple[CalendarDay, ...]:
        """The special days, ascending."""
        return self._days

    @property
    def known_until(self) -> int | None:
        """The last year with any confirmed day, None when there is none."""
        return max(self._known, default=None)

    def with_days(self, days: Iterable[CalendarDay]) -> "WorkCalendar":
        """Return a calendar in which ``days`` win over the present ones of the same dates (exceptions, what-if)."""
        merged = {day.on: day for day in self._days}
        merged.update((day.on, day) for day in days)
        return WorkCalendar(merged.values())

    def unconfirmed(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """Return the special days in the closed span that are only expected, ascending."""
        return tuple(day for day in self._days if first <= day.on <= last and not day.confirmed)

    def is_working(self, day: date) -> bool:
        """Tell whether ``day`` is worked: a weekday that is not off, or a weekend day worked in place of another."""
        return day in self._makeup or (day not in self._off and day.weekday() < _SATURDAY)

    def why_off(self, day: date) -> WhyOff | None:
        """Return why ``day`` is not worked, None when it is. A holiday on a weekend answers with the holiday."""
        if self.is_working(day):
            return None
        return self._off.get(day, _WEEKEND)

    def working_on_or_after(self, day: date) -> date:
        """Return ``day`` when it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def working_on_or_before(self, day: date) -> date:
        """Return ``day`` when it is worked, else the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def next_working(self, day: date) -> date:
        """Return the first working day strictly after ``day``."""
        return self.working_on_or_after(day + _DAY)

    def previous_working(self, day: date) -> date:
        """Return the last working day strictly before ``day``."""
        return self.working_on_or_before(day - _DAY)

    def nearest_working(self, day: date) -> date:
        """Return ``day`` when it is worked, else the working day fewest days away; of two equally near, the later."""
        after, before = self.working_on_or_after(day), self.working_on_or_before(day)
        return after if after - day <= day - before else before

    def working_days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the working days of the closed span, ascending; none when ``last`` lies before ``first``."""
        found: list[date] = []
        for year, low, high in self._slices(first, last):
            found += self._year(year)[low:high]
        return tuple(found)

    def count(self, first: date, last: date) -> int:
        """Return how many days of the closed span are worked."""
        return sum(high - low for _, low, high in self._slices(first, last))

    def days_off(self, first: date, last: date) -> tuple[tuple[date, WhyOff], ...]:
        """Return the days of the closed span that are not worked and why, ascending."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple((day, why) for day in days if (why := self.why_off(day)) is not None)

    def shift(self, anchor: date, n: int) -> Deadline:
        """Return the day ``n`` working days after ``anchor`` (before it when negative).

        The anchor is not counted, worked or not (I, T15); ``n`` 0 gives the anchor itself.
        """
        step = self.next_working if n > 0 else self.previous_working
        due = anchor
        for _ in range(abs(n)):
            due = step(due)
        first, last = min(anchor, due), max(anchor, due)
        skipped = tuple((day, why) for day, why in self.days_off(first, last) if day != anchor)
        return Deadline(due, anchor, n, Unit.WORKING_DAYS, skipped, self._certain(first, last))

    def shift_days(self, anchor: date, n: int) -> Deadline:
        """Return the day ``n`` calendar days after ``anchor`` (before it when negative), worked or not."""
        return Deadline(anchor + timedelta(days=n), anchor, n, Unit.DAYS)

    def _certain(self, first: date, last: date) -> bool:
        known = all(year in self._known for year in range(first.year, last.year + 1))
        return known and not self.unconfirmed(first, last)

    def _slices(self, first: date, last: date) -> Iterator[tuple[int, int, int]]:
        for year in range(first.year, last.year + 1):
            days = self._year(year)
            yield year, bisect_left(days, first), max(bisect_left(days, first), bisect_right(days, last))

    def _year(self, year: int) -> tuple[date, ...]:
        """Return the year's working days; worked out once, and twice at worst when two threads ask together."""
        if year not in self._years:
            start = date(year, 1, 1)
            days = (start + timedelta(days=n) for n in range((date(year, 12, 31) - start).days + 1))
            self._years[year] = tuple(day for day in days if self.is_working(day))
        return self._years[year]


def touched(old: WorkCalendar, new: WorkCalendar, days: Iterable[date]) -> tuple[Touched, ...]:
    """Return which of ``days`` turned from working into off or back, ascending, each once (T16)."""
    changed = (day for day in sorted(set(days)) if old.is_working(day) != new.is_working(day))
    return tuple(Touched(day, old.why_off(day), new.why_off(day)) for day in changed)


def moved_deadlines(old: WorkCalendar, new: WorkCalendar, anchors: Iterable[date], n: int) -> tuple[DeadlineMoved, ...]:
    """Return the deadlines ``n`` working days from each anchor whose due date differs, by anchor, each once."""
    pairs = ((old.shift(anchor, n), new.shift(anchor, n)) for anchor in sorted(set(anchors)))
    return tuple(DeadlineMoved(was, now) for was, now in pairs if was.due != now.due)
