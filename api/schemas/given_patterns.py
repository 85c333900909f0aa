"""A pattern as the engine reads it (scheduler/core/patterns/codec.py), told field by field for the document.

The engine alone reads patterns; nothing is loaded with these shapes. Tests hold the two to each other: what one takes,
the other takes. What no shape can say is in the descriptions: hours do not overlap, an end comes after its start.
"""

from typing import Any, ClassVar

from marshmallow import fields, validate

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Day, Hour, OneOf, Part, Several, Text, Whole
from scheduler.core.patterns import Counting, OffDayPolicy, ShortMonth
from scheduler.core.patterns.hours import MOST_SITTINGS
from scheduler.core.patterns.reading import LONGEST_TEXT, MOST_ITEMS
from scheduler.core.patterns.shapes import (
    DAYS,
    DAYS_OF_EVERY_MONTH,
    LAST,
    MOST_DATES,
    MOST_OFFICES,
    NTHS,
    WEEKDAYS,
)

_DAY = {"pattern": "^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}$", "description": "a date of the years 2000 to 2199"}
_HOUR = {"format": "hour", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
_MONTH_DAY = "^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$"
_WEEKDAY = "1 is Monday, 7 is Sunday"
_SHORT_MONTH = (
    "what becomes of day 29, 30 or 31 in a month without it; must be given when a day is beyond 28. "
    "last_day: the month's last day; skip: none that month; next_month_first: the 1st of the next"
)
_POLICY = (
    "what becomes of a date that is a day off. next, previous, nearest: that working day; "
    "next_within_month_else_previous: the next, if it is in the same month, else the one before; nearest_within_month: "
    "the nearest of the same month; skip: it falls away; keep: it stays on the day off; announce: a day to be announced"
)
_NONE: dict[str, Any] = {"load_default": None, "allow_none": True}


class _Kind(Text):
    """The one word that names a shape."""

    def __init__(self, name: str) -> None:
        super().__init__(40, required=True)
        self.validators = [validate.OneOf([name])]


class _Number(Whole):
    """A number of a range, or one of a few."""

    def __init__(self, numbers: range | tuple[int, ...], about: str, **kwargs: Any) -> None:
        super().__init__(min(numbers), max(numbers), metadata={"description": about}, **kwargs)
        if not isinstance(numbers, range):
            self.validators = [validate.OneOf(numbers)]


class _Set(Several):
    """A list in which nothing is repeated."""

    def __init__(self, item: Any, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {})["uniqueItems"] = True
        super().__init__(item, most, **kwargs)


def _day(**kwargs: Any) -> Day:
    return Day(metadata=_DAY, **kwargs)


def _month_day(name: str, about: str) -> Text:
    return Text(5, shortest=5, required=True, data_key=name, metadata={"pattern": _MONTH_DAY, "description": about})


class DaysOfMonth(Input):
    """Fixed days of every month. ``short_month`` says what becomes of day 29, 30 or 31 in a month without it."""

    kind = _Kind("days_of_month")
    days = _Set(_Number(DAYS, "a day of the month"), len(DAYS), least=1, required=True)
    short_month = Choice(ShortMonth, **_NONE, metadata={"description": _SHORT_MONTH})

    further: ClassVar[dict[str, Any]] = {
        "anyOf": [
            {"properties": {"days": {"items": {"maximum": DAYS_OF_EVERY_MONTH[-1]}}}},
            {"properties": {"short_month": {"type": "string"}}, "required": ["short_month"]},
        ],
        "examples": [{"kind": "days_of_month", "days": [15, 30], "short_month": "last_day"}],
    }


class Weekly(Input):
    """Weekdays of every week."""

    kind = _Kind("weekly")
    weekdays = _Set(_Number(WEEKDAYS, _WEEKDAY), len(WEEKDAYS), least=1, required=True)

    further: ClassVar[dict[str, Any]] = {"examples": [{"kind": "weekly", "weekdays": [2, 4]}]}


class MonthWeekday(Input):
    """The n-th of a weekday in every month."""

    kind = _Kind("month_weekday")
    weekday = _Number(WEEKDAYS, _WEEKDAY, required=True)
    nths = _Set(_Number(NTHS, f"{LAST} is the last of the month"), len(NTHS), least=1, required=True)
    counting = Choice(
        Counting,
        **_NONE,
        metadata={
            "description": (
                "weekday (when not given): the n-th such day of the month; week: the day in the n-th week, Monday to "
                "Sunday, the first being the week of the 1st"
            )
        },
    )

    further: ClassVar[dict[str, Any]] = {"examples": [{"kind": "month_weekday", "weekday": 5, "nths": [2, -1]}]}


class ExplicitDates(Input):
    """Dates listed one by one."""

    kind = _Kind("explicit_dates")
    dates = _Set(_day(), MOST_DATES, least=1, required=True)

    further: ClassVar[dict[str, Any]] = {
        "examples": [{"kind": "explicit_dates", "dates": ["2027-01-14", "2027-02-11"]}]
    }


BASE = {
    "days_of_month": DaysOfMonth,
    "weekly": Weekly,
    "month_weekday": MonthWeekday,
    "explicit_dates": ExplicitDates,
}


class Rotation(Input):
    """Offices taking turns over the dates of another shape, from the first date on or after ``anchor``."""

    kind = _Kind("rotation")
    over = OneOf(BASE, required=True, metadata={"description": "the dates"})
    order = _Set(
        Text(LONGEST_TEXT),
        MOST_OFFICES,
        least=1,
        required=True,
        metadata={"description": "ids of offices, in the order of their turns"},
    )
    anchor = _day(required=True)

    further: ClassVar[dict[str, Any]] = {
        "examples": [
            {
                "kind": "rotation",
                "over": {"kind": "weekly", "weekdays": [4]},
                "order": ["id of the first office", "id of the second"],
                "anchor": "2027-01-07",
            }
        ],
    }


class GivenHours(Input):
    """One block of hours. An ``end`` comes after its ``start``; null when the notice gives only the start."""

    start = Hour(required=True, metadata=_HOUR)
    end = Hour(**_NONE, metadata=_HOUR)


def _sittings(least: int, **kwargs: Any) -> Several:
    about = {"description": "in order of time, none over another"}
    return Several(Part(GivenHours), MOST_SITTINGS, least=least, metadata=about, **kwargs)


class GivenSeason(Input):
    """The hours between two days of the year, both counted; they may run over New Year."""

    first = _month_day("from", "its first day, MM-DD")
    last = _month_day("to", "its last day, MM-DD")
    sittings = _sittings(1, required=True)


class Validity(Input):
    """The span in which a pattern holds."""

    first = _day(required=True)
    last = _day(**_NONE)


class _Pattern(Input):
    """What a pattern is, with or without its id."""

    shape = OneOf(BASE | {"rotation": Rotation}, required=True, metadata={"description": "the dates"})
    offices = _Set(
        Text(LONGEST_TEXT),
        MOST_OFFICES,
        **_NONE,
        metadata={"description": "ids of the offices that sit together; none for a rotation, whose order names them"},
    )
    validity = Part(Validity, required=True)
    on_day_off = Choice(OffDayPolicy, required=True, metadata={"description": _POLICY})
    on_holiday = Choice(
        OffDayPolicy,
        **_NONE,
        metadata={"description": "the same for public holidays, where the notice tells them apart"},
    )
    sittings = _sittings(0, **_NONE)
    seasons = Several(
        Part(GivenSeason),
        MOST_ITEMS,
        **_NONE,
        metadata={"description": "other hours for parts of the year, none over another"},
    )

    further: ClassVar[dict[str, Any]] = {
        "if": {
            "properties": {"shape": {"properties": {"kind": {"const": "rotation"}}, "required": ["kind"]}},
            "required": ["shape"],
        },
        "then": {"properties": {"offices": {"maxItems": 0}}},
        "else": {"properties": {"offices": {"type": "array", "minItems": 1}}, "required": ["offices"]},
        "examples": [
            {
                "shape": {"kind": "days_of_month", "days": [5, 20]},
                "offices": ["id of an office"],
                "validity": {"first": "2027-01-01", "last": None},
                "on_day_off": "next",
                "on_holiday": "announce",
                "sittings": [{"start": "07:30", "end": "11:30"}],
                "seasons": [{"from": "10-16", "to": "04-15", "sittings": [{"start": "08:00", "end": "11:30"}]}],
            }
        ],
    }


class GivenPattern(_Pattern):
    """A pattern as it is sent."""


class KeptPattern(_Pattern, Output):
    """A pattern as it is kept."""

    id = fields.String()
    further: ClassVar[dict[str, Any]] = {name: rule for name, rule in _Pattern.further.items() if name != "examples"}
