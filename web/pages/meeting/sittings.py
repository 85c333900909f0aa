"""Blocks of hours in a form: numbered rows of date, hours and place, with one empty row to add another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from api.schemas.fields import Day, Hour, Id, Text
from scheduler.arrangement import Hours
from scheduler.completeness import MOST_SITTINGS
from scheduler.core.errors import Fault, InvalidInput
from scheduler.meeting_facts import MeetingFacts
from scheduler.wording.dates import short_date
from scheduler.wording.language import say, source

NUMBERS = range(1, MOST_SITTINGS + 1)
ASKED = tuple(f"{name}{n}" for n in NUMBERS for name in ("ngay", "tu", "het", "noi"))
"""The fields of rows that may stand in an address: chosen, not typed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One block as the form shows it: texts as they came, or as the meeting stands."""

    number: int
    day: str = ""
    starts: str = ""
    ends: str = ""
    place_id: str = ""
    site: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is said in it."""
        return not (self.day or self.starts or self.ends)


def row_fields(*, sites: bool) -> dict[str, Any]:
    """Return the strict fields of all rows; ``sites``: with the names of villages, which are typed."""
    fields: dict[str, Any] = {}
    for n in NUMBERS:
        fields |= {f"ngay{n}": Day(), f"tu{n}": Hour(), f"het{n}": Hour(), f"noi{n}": Id()}
        fields |= {f"diem{n}": Text(200, shortest=0)} if sites else {}
    return fields


def rows_of(given: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the rows that somebody filled in."""
    return tuple(
        row
        for n in NUMBERS
        if not (row := Row(n, *(given.get(f"{name}{n}", "") for name in ("ngay", "tu", "het", "noi", "diem")))).empty
    )


def rows_standing(meeting: MeetingFacts, *, spread: bool) -> tuple[Row, ...]:
    """Return the meeting's own blocks as rows; of one that waits for a date, the hours it last had."""
    if meeting.sittings:
        return tuple(
            Row(
                n,
                s.day.isoformat() if spread else "",
                f"{s.starts:%H:%M}",
                f"{s.ends:%H:%M}",
                s.place_id or "",
                s.site,
            )
            for n, s in enumerate(meeting.sittings, 1)
        )
    left = next((was.hours for was in reversed(meeting.former_dates) if was.said is None), ())
    return tuple(Row(n, "", starts, ends) for n, (starts, ends, _) in enumerate(left, 1)) or (Row(1),)


def with_one_more(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows and an empty one, unless there are as many as a meeting may have."""
    last = max((row.number for row in rows), default=0)
    return (*rows, Row(last + 1)) if last < MOST_SITTINGS else tuple(rows)


def hours_of(values: Mapping[str, Any], to: date | None) -> tuple[Hours, ...]:
    """Return the wanted blocks; a row without a date of its own is on ``to``. Raises: InvalidInput by field."""
    faults, hours = [], []
    for n in numbers_of(values):
        starts, ends = values.get(f"tu{n}"), values.get(f"het{n}")
        day = values.get(f"ngay{n}") or to
        needed = ((f"tu{n}", starts), (f"het{n}", ends), (f"ngay{n}", day))
        faults += [Fault(name, "required") for name, value in needed if value is None]
        if isinstance(starts, time) and isinstance(ends, time) and day is not None:
            hours.append(Hours(day, starts, ends, values.get(f"noi{n}"), values.get(f"diem{n}") or ""))
    if faults:
        raise InvalidInput(faults)
    return tuple(hours)


def numbers_of(values: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the rows that were filled in."""
    return [n for n in NUMBERS if any(values.get(f"{name}{n}") for name in ("ngay", "tu", "het"))]


def row_fault(fault: Fault, numbers: Sequence[int]) -> str:
    """Return the field of the form that a fault of the sittings is about."""
    parts = fault.where.split("/")
    if parts[0] != "sittings":
        return ""
    if len(parts) < 3 or not parts[1].isdigit() or int(parts[1]) >= len(numbers):  # noqa: PLR2004 - sittings/0/day
        return "noi1" if fault.code == "posting-needs-place" else "tu1"
    name = {"day": "ngay", "starts": "tu", "ends": "het", "place_id": "noi"}.get(parts[2], "tu")
    return f"{name}{numbers[int(parts[1])]}"


def rows_words(rows: Sequence[Row], to: str, places: Mapping[str, str]) -> str:
    """Return rows as one line: "10/12/2026 08:00–11:30, Phòng Tiếp công dân; …"."""
    lines = []
    for row in rows:
        where = ", ".join(filter(None, (places.get(row.place_id, ""), row.site)))
        line = say(
            source("{day} {starts}–{ends}"), day=_short(row.day or to), starts=row.starts or "…", ends=row.ends or "…"
        )
        lines.append(f"{line}, {where}" if where else line)
    return "; ".join(lines)


def _short(day: str) -> str:
    try:
        return short_date(date.fromisoformat(day))
    except ValueError:
        return day or "…"
