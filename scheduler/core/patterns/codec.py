"""Patterns to and from plain values (text, numbers, lists, objects) for storage and for the doors.

Dates are ISO text, times ``HH:MM``, days of the year ``MM-DD``, weekdays 1 Monday to 7 Sunday. A bad value is
refused with one Fault per field: required, unknown-field, not-text, not-a-number, not-a-list, not-an-object,
not-a-date, not-a-time, not-a-month-day, unknown-value, and what the values themselves refuse (out-of-range, empty,
repeated, too-many-items, overlap, ends-before-start, needed-for-days-29-to-31, given-by-rotation).
"""

from collections.abc import Callable

from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import Span
from scheduler.core.patterns import reading
from scheduler.core.patterns.hours import Hours, MonthDay, Season, Sitting
from scheduler.core.patterns.model import Pattern
from scheduler.core.patterns.policy import OffDayPolicy
from scheduler.core.patterns.reading import Reader
from scheduler.core.patterns.shapes import (
    BaseShape,
    Counting,
    DaysOfMonth,
    ExplicitDates,
    MonthWeekday,
    Rotation,
    Shape,
    ShortMonth,
    Weekly,
)


def to_dict(pattern: Pattern) -> dict[str, object]:
    """Return the pattern as plain values; ``from_dict`` gives an equal pattern back."""
    last = pattern.validity.last
    return {
        "id": pattern.id,
        "shape": _shape_dict(pattern.shape),
        "offices": list(pattern.offices),
        "validity": {"first": pattern.validity.first.isoformat(), "last": last and last.isoformat()},
        "on_day_off": pattern.on_day_off.value,
        "on_holiday": pattern.on_holiday and pattern.on_holiday.value,
        "sittings": _sitting_dicts(pattern.hours.ordinary),
        "seasons": [
            {
                "from": f"{season.first.month:02d}-{season.first.day:02d}",
                "to": f"{season.last.month:02d}-{season.last.day:02d}",
                "sittings": _sitting_dicts(season.sittings),
            }
            for season in pattern.hours.seasons
        ],
    }


def _sitting_dicts(sittings: tuple[Sitting, ...]) -> list[object]:
    return [{"start": f"{s.start:%H:%M}", "end": s.end and f"{s.end:%H:%M}"} for s in sittings]


def _shape_dict(shape: Shape) -> dict[str, object]:
    match shape:
        case DaysOfMonth(days, short):
            return {"kind": "days_of_month", "days": list(days), "short_month": short and short.value}
        case Weekly(weekdays):
            return {"kind": "weekly", "weekdays": list(weekdays)}
        case MonthWeekday(weekday, nths, counting):
            return {"kind": "month_weekday", "weekday": weekday, "nths": list(nths), "counting": counting.value}
        case ExplicitDates(dates):
            return {"kind": "explicit_dates", "dates": [day.isoformat() for day in dates]}
        case Rotation(over, order, anchor):
            nested = _shape_dict(over)
            return {"kind": "rotation", "over": nested, "order": list(order), "anchor": anchor.isoformat()}


def from_dict(raw: object) -> Pattern:
    """Return the pattern that ``raw`` describes.

    Raises: InvalidInput with every fault found, in the order of the fields.
    """
    faults: list[Fault] = []
    pattern = _pattern(Reader(raw, "", faults))
    if pattern is None or faults:
        raise InvalidInput(faults)
    return pattern


def _pattern(reader: Reader) -> Pattern | None:
    name = reader.need("id", reading.text)
    shape = reader.nested("shape", _shape)
    offices = reader.many("offices", reading.text)
    validity = reader.nested("validity", _validity)
    on_day_off = reader.need("on_day_off", reading.one_of(OffDayPolicy))
    on_holiday = reader.may("on_holiday", reading.one_of(OffDayPolicy))
    hours = _hours(reader)

    def make() -> Pattern | None:
        if name is None or shape is None or validity is None or on_day_off is None or hours is None:
            return None
        return Pattern(name, shape, offices, validity, on_day_off, on_holiday, hours)

    return reader.build(make)


def _validity(reader: Reader) -> Span | None:
    first, last = reader.need("first", reading.day), reader.may("last", reading.day)
    return reader.build(lambda: None if first is None else Span(first, last))


def _hours(reader: Reader) -> Hours | None:
    ordinary = reader.many_nested("sittings", _sitting)
    seasons = reader.many_nested("seasons", _season)
    return reader.build(lambda: Hours(ordinary, seasons), closing=False)


def _sitting(reader: Reader) -> Sitting | None:
    start, end = reader.need("start", reading.clock_time), reader.may("end", reading.clock_time)
    return reader.build(lambda: None if start is None else Sitting(start, end))


def _season(reader: Reader) -> Season | None:
    first = reader.need("from", reading.month_day)
    last = reader.need("to", reading.month_day)
    sittings = reader.many_nested("sittings", _sitting)

    def make() -> Season | None:
        if first is None or last is None:
            return None
        return Season(MonthDay(*first), MonthDay(*last), sittings)

    return reader.build(make)


def _shape(reader: Reader) -> Shape | None:
    kind = reader.need("kind", reading.choice(_ANY))
    return None if kind is None else kind(reader)


def _base(reader: Reader) -> BaseShape | None:
    kind = reader.need("kind", reading.choice(_BASE))
    return None if kind is None else kind(reader)


def _days_of_month(reader: Reader) -> DaysOfMonth | None:
    days = reader.many("days", reading.number)
    short_month = reader.may("short_month", reading.one_of(ShortMonth))
    return reader.build(lambda: DaysOfMonth(days, short_month))


def _weekly(reader: Reader) -> Weekly | None:
    weekdays = reader.many("weekdays", reading.number)
    return reader.build(lambda: Weekly(weekdays))


def _month_weekday(reader: Reader) -> MonthWeekday | None:
    weekday = reader.need("weekday", reading.number)
    nths = reader.many("nths", reading.number)
    counting = reader.may("counting", reading.one_of(Counting)) or Counting.WEEKDAY
    return reader.build(lambda: None if weekday is None else MonthWeekday(weekday, nths, counting))


def _explicit_dates(reader: Reader) -> ExplicitDates | None:
    dates = reader.many("dates", reading.day)
    return reader.build(lambda: ExplicitDates(dates))


def _rotation(reader: Reader) -> Rotation | None:
    over = reader.nested("over", _base)
    order = reader.many("order", reading.text)
    anchor = reader.need("anchor", reading.day)
    return reader.build(lambda: None if over is None or anchor is None else Rotation(over, order, anchor))


_BASE: dict[str, Callable[[Reader], BaseShape | None]] = {
    "days_of_month": _days_of_month,
    "weekly": _weekly,
    "month_weekday": _month_weekday,
    "explicit_dates": _explicit_dates,
}
_ANY: dict[str, Callable[[Reader], Shape | None]] = {**_BASE, "rotation": _rotation}
KINDS = tuple(_ANY)
"""The names of the shapes."""
