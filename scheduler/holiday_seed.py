"""The first calendar of a year: what the ``holidays`` library expects, corrected by the days shipped with us.

Only reading: nothing is written here. Library days come in as expected, since the Prime Minister fixes Tết, Quốc
khánh and the swaps each year and the library only follows or guesses; a shipped day wins over the library's.

Law: Bộ luật Lao động Điều 112.3.
"""

import csv
import re
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from importlib.resources import files

import holidays

from scheduler.core.workdays import CalendarDay, DayKind

_SHIPPED = "holidays.csv"
_SOURCE = f"holidays {version('holidays')}"
_SWAPPED_FOR = re.compile(r"thay cho ngày (\d{2})/(\d{2})/(\d{4})")
_OBSERVED = "(nghỉ bù"


def seed_days(years: Iterable[int]) -> tuple[CalendarDay, ...]:
    """Return the special days of ``years``, ascending, each date once; shipped days win over the library's."""
    wanted = frozenset(years)
    days = {day.on: day for day in library_days(wanted)}
    days.update((day.on, day) for day in shipped_days() if day.on.year in wanted)
    return tuple(days[on] for on in sorted(days))


def library_days(years: Iterable[int]) -> tuple[CalendarDay, ...]:
    """Return what the library expects for ``years``, ascending, none of it confirmed."""
    wanted = frozenset(years)
    if not wanted:
        return ()
    table = holidays.country_holidays("VN", years=wanted, language="vi")
    days = [CalendarDay(on, _kind(name), name, _SOURCE) for on, name in table.items() if on.year in wanted]
    swapped = {pair: on for on, name in table.items() if (pair := _worked_instead(name)) is not None}
    days += [
        CalendarDay(
            on, DayKind.MAKEUP_WORKDAY, f"làm bù cho {swapped[on]:%d/%m/%Y}" if on in swapped else "làm bù", _SOURCE
        )
        for on in table.weekend_workdays
        if on.year in wanted
    ]
    return tuple(sorted(days, key=lambda day: day.on))


def shipped_days() -> tuple[CalendarDay, ...]:
    """Return the days shipped with us, ascending, each with its source."""
    text = files("scheduler.data").joinpath(_SHIPPED).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(
        CalendarDay(
            date.fromisoformat(row["on"]), DayKind(row["kind"]), row["name"], row["source"], row["confirmed"] == "yes"
        )
        for row in rows
    )


def _kind(name: str) -> DayKind:
    if _worked_instead(name) is not None:
        return DayKind.OFF_SWAPPED
    return DayKind.OFF_OBSERVED if _OBSERVED in name else DayKind.OFF


def _worked_instead(name: str) -> date | None:
    """Return the weekend day worked in place of a swapped day off, None for any other name."""
    found = _SWAPPED_FOR.search(name)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    return date(year, month, day)
