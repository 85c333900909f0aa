"""Shapes: which dates a pattern names, before anyone looks whether they are worked.

A shape gives *slots*. A slot usually has a nominal date. Day 30 in February has none, or a stand-in by the stated
policy; either way the slot is remembered, for nothing that was promised may vanish without a word (T7).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from scheduler.core.errors import InvalidInput
from scheduler.core.periods import PeriodKind, last_of_month, periods

_DAY = timedelta(days=1)
_DAYS_IN_WEEK = 7
DAYS, WEEKDAYS = range(1, 32), range(1, _DAYS_IN_WEEK + 1)
DAYS_OF_EVERY_MONTH = range(1, 29)
LAST = -1
NTHS = (1, 2, 3, 4, LAST)
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
MOST_DATES = 1000
MOST_OFFICES = 100


class ShortMonth(StrEnum):
    """What becomes of day 29, 30 or 31 in a month without it."""

    LAST_DAY = "last_day"
    SKIP = "skip"
    NEXT_MONTH_FIRST = "next_month_first"


class Counting(StrEnum):
    """How "Friday of the second week" is meant: the month's second Friday, or the Friday of its second week.

    A month's first week is the week, Monday to Sunday, that contains its 1st; the last contains its last day (T7).
    """

    WEEKDAY = "weekday"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Missing:
    """A day the month does not have: its ``number`` as a day of the month, or as a week for ``Counting.WEEK``."""

    year: int
    month: int
    number: int
    policy: ShortMonth
    counting: Counting | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One date that a shape names. ``filed`` is the nominal date, or the month's last day when there is none."""

    filed: date
    nominal: date | None
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class DaysOfMonth:
    """Fixed days of every month, 1 to 31; ``short_month`` must be stated when any is beyond 28."""

    days: tuple[int, ...]
    short_month: ShortMonth | None = None

    def __post_init__(self) -> None:
        _check_numbers("days", self.days, DAYS)
        if self.short_month is None and max(self.days) not in DAYS_OF_EVERY_MONTH:
            raise InvalidInput.at("short_month", "needed-for-days-29-to-31", allowed=tuple(ShortMonth))


@dataclass(frozen=True, slots=True)
class Weekly:
    """Weekdays of every week, 1 Monday to 7 Sunday."""

    weekdays: tuple[int, ...]

    def __post_init__(self) -> None:
        _check_numbers("weekdays", self.weekdays, WEEKDAYS)


@dataclass(frozen=True, slots=True)
class MonthWeekday:
    """The n-th of a weekday (1 Monday to 7 Sunday) in every month; ``nths`` of 1 to 4 and -1 for the last."""

    weekday: int
    nths: tuple[int, ...]
    counting: Counting = Counting.WEEKDAY

    def __post_init__(self) -> None:
        _check_numbers("weekday", (self.weekday,), WEEKDAYS)
        _check_numbers("nths", self.nths, NTHS)


@dataclass(frozen=True, slots=True)
class ExplicitDates:
    """Dates listed one by one."""

    dates: tuple[date, ...]

    def __post_init__(self) -> None:
        _check_list("dates", self.dates, MOST_DATES)


BaseShape = DaysOfMonth | Weekly | MonthWeekday | ExplicitDates


@dataclass(frozen=True, slots=True)
class Rotation:
    """Offices taking turns over the dates of another shape.

    The first date of ``over`` on or after ``anchor`` is the turn of the first office in ``order``. Turns go by
    nominal dates, so neither the window asked for nor a late holiday hands anyone's turn to another.
    """

    over: BaseShape
    order: tuple[str, ...]
    anchor: date

    def __post_init__(self) -> None:
        _check_list("order", self.order, MOST_OFFICES)


Shape = BaseShape | Rotation


@lru_cache(maxsize=4096)  # a country's patterns share few shapes
def slots(shape: BaseShape, first: date, last: date) -> tuple[Slot, ...]:
    """Return the slots filed in the closed span, ascending; the days of one date in the order of the shape."""
    if last < first:
        return ()
    match shape:
        case DaysOfMonth():
            found = _by_month(shape, first, last)
        case Weekly():
            found = _by_week(shape, first, last)
        case MonthWeekday():
            found = _by_month_week(shape, first, last)
        case ExplicitDates():
            found = (Slot(day, day) for day in shape.dates)
    inside = (slot for slot in found if first <= slot.filed <= last)
    return tuple(sorted(inside, key=lambda slot: slot.filed))


def turns(shape: Rotation, first: date, last: date) -> tuple[tuple[Slot, str], ...]:
    """Return the slots filed in the closed span, ascending, each with the office whose turn it is.

    A day that the month does not have takes no turn; it is told with the office that would have been next.
    """
    before = slots(shape.over, first, shape.anchor - _DAY)
    turn = -sum(1 for slot in before if slot.nominal)
    found = []
    for slot in slots(shape.over, min(first, shape.anchor), last):
        if slot.filed >= first:
            found.append((slot, shape.order[turn % len(shape.order)]))
        if slot.nominal:
            turn += 1
    return tuple(found)


def _by_month(shape: DaysOfMonth, first: date, last: date) -> Iterator[Slot]:
    # The 31st of the month before may stand on the 1st of this one.
    for month in periods(PeriodKind.MONTH, first.replace(day=1) - _DAY, last):
        for day in sorted(shape.days):
            if day <= month.last.day:
                on = month.first.replace(day=day)
                yield Slot(on, on)
            else:
                yield _short(month.last, day, shape.short_month or ShortMonth.SKIP)


def _short(last_day: date, day: int, policy: ShortMonth) -> Slot:
    missing = Missing(last_day.year, last_day.month, day, policy)
    match policy:
        case ShortMonth.LAST_DAY:
            return Slot(last_day, last_day, missing)
        case ShortMonth.NEXT_MONTH_FIRST:
            return Slot(last_day + _DAY, last_day + _DAY, missing)
        case ShortMonth.SKIP:
            return Slot(last_day, None, missing)


def _by_week(shape: Weekly, first: date, last: date) -> Iterator[Slot]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        for weekday in shape.weekdays:
            on = monday + timedelta(days=weekday - 1)
            yield Slot(on, on)
        monday += timedelta(days=_DAYS_IN_WEEK)


def _by_month_week(shape: MonthWeekday, first: date, last: date) -> Iterator[Slot]:
    for month in periods(PeriodKind.MONTH, first, last):
        for nth in shape.nths:
            yield _nth(shape, nth, month.first)


def _nth(shape: MonthWeekday, nth: int, first: date) -> Slot:
    last = last_of_month(first.year, first.month)
    start = last if nth == LAST else first
    weeks = 0 if nth == LAST else nth - 1
    if shape.counting is Counting.WEEK:
        on = start + timedelta(days=shape.weekday - start.isoweekday() + weeks * _DAYS_IN_WEEK)
    elif nth == LAST:
        on = last - timedelta(days=(last.isoweekday() - shape.weekday) % _DAYS_IN_WEEK)
    else:
        on = first + timedelta(days=(shape.weekday - first.isoweekday()) % _DAYS_IN_WEEK + weeks * _DAYS_IN_WEEK)
    if first <= on <= last:
        return Slot(on, on)
    return Slot(last, None, Missing(first.year, first.month, nth, ShortMonth.SKIP, Counting.WEEK))


def _check_numbers(where: str, numbers: tuple[int, ...], allowed: range | tuple[int, ...]) -> None:
    _check_list(where, numbers, len(allowed))
    if any(number not in allowed for number in numbers):
        told = {"low": allowed[0], "high": allowed[-1]} if isinstance(allowed, range) else {"allowed": allowed}
        raise InvalidInput.at(where, "out-of-range", **told)


def _check_list(where: str, items: tuple[object, ...], most: int) -> None:
    if not items:
        raise InvalidInput.at(where, "empty")
    if len(set(items)) < len(items):
        raise InvalidInput.at(where, "repeated")
    if len(items) > most:
        raise InvalidInput.at(where, "too-many-items", most=most)
