"""A pattern that is kept, as the form for its successor begins."""

from scheduler.core.patterns import (
    DaysOfMonth,
    ExplicitDates,
    Hours,
    MonthWeekday,
    Pattern,
    Rotation,
    Sitting,
    Weekly,
)
from scheduler.core.patterns.hours import MonthDay
from scheduler.core.patterns.shapes import BaseShape
from scheduler.db.law import PatternRow
from scheduler.wording.dates import short_date
from web.pages.unit.pattern_form import LISTS, ROWS, TEXTS, Chosen


def as_chosen(row: PatternRow, pattern: Pattern) -> Chosen:
    """Return a pattern as somebody would have chosen it in the form; when it begins and ends is left open."""
    shape = pattern.shape
    texts: dict[str, str] = dict.fromkeys(TEXTS, "")
    lists: dict[str, tuple[str, ...]] = dict.fromkeys(LISTS, ())
    lists["offices"] = pattern.offices
    texts["turns"] = "together"
    if isinstance(shape, Rotation):
        texts["turns"], lists["order"], lists["offices"] = "rotation", shape.order, ()
    texts |= {
        "sub_type": f"{row.activity}/{row.sub_type}",
        "on_day_off": pattern.on_day_off.value,
        "on_holiday": pattern.on_holiday.value if pattern.on_holiday else "",
        "place_id": row.place_id or "",
    }
    _shape(shape.over if isinstance(shape, Rotation) else shape, texts, lists)
    _hours(pattern.hours, texts)
    return Chosen(texts, lists)


def left_out_of_form(pattern: Pattern) -> bool:
    """Tell whether a pattern has more hours or seasons than the form has rows for."""
    several = (pattern.hours.ordinary, pattern.hours.seasons, *(season.sittings for season in pattern.hours.seasons))
    return any(len(one) > len(ROWS) for one in several)


def _shape(shape: BaseShape, texts: dict[str, str], lists: dict[str, tuple[str, ...]]) -> None:
    match shape:
        case DaysOfMonth(days, short_month):
            texts |= {"kind": "days_of_month", "days": ", ".join(map(str, days)), "short_month": short_month or ""}
        case Weekly(weekdays):
            texts["kind"], lists["weekdays"] = "weekly", tuple(map(str, weekdays))
        case MonthWeekday(weekday, nths, counting):
            texts |= {"kind": "month_weekday", "weekday": str(weekday), "counting": counting.value}
            lists["nths"] = tuple(map(str, nths))
        case ExplicitDates(dates):
            texts |= {"kind": "explicit_dates", "dates": ", ".join(map(short_date, dates))}


def _hours(hours: Hours, texts: dict[str, str]) -> None:
    _sittings("", hours.ordinary, texts)
    for n, season in zip(ROWS, hours.seasons, strict=False):
        texts |= {f"season{n}_from": _day(season.first), f"season{n}_to": _day(season.last)}
        _sittings(f"season{n}_", season.sittings, texts)


def _sittings(head: str, sittings: tuple[Sitting, ...], texts: dict[str, str]) -> None:
    for n, one in zip(ROWS, sittings, strict=False):
        texts |= {f"{head}start{n}": f"{one.start:%H:%M}", f"{head}end{n}": f"{one.end:%H:%M}" if one.end else ""}


def _day(day: MonthDay) -> str:
    return f"{day.day}/{day.month}"
