"""What a board is made of: frozen values, no sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from scheduler.core.compliance.values import Status
from scheduler.core.duty import MET, OWED, SHORT, Duty, worst

SUMMED = (
    *("required", "held", "planned", "missing", "delegated", "adhoc"),
    *("late_publications", "late_entries", "after_lock", "insisted", "excused"),
)
"""What adds up over the verdicts of a cell, a row or a column."""


class Sort(StrEnum):
    """In which order the units of a board stand."""

    NAME = "name"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Column:
    """One span of a board; ``key`` is the period's short name: 2026-03, 2026-Q1 or 2026."""

    key: str
    month: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Ref:
    """One verdict behind a cell: what ``cell`` is asked with."""

    office_id: str
    rule_id: str
    first_on: date


@dataclass(frozen=True, slots=True)
class Sums:
    """Days and meetings added up. ``short``: days that were missed for good; ``held`` are the head's own, in person."""

    required: int = 0
    held: int = 0
    planned: int = 0
    missing: int = 0
    delegated: int = 0
    adhoc: int = 0
    late_publications: int = 0
    late_entries: int = 0
    after_lock: int = 0
    insisted: int = 0
    excused: int = 0
    short: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """How a unit stands with a duty in a column; the worst of its verdicts. ``locked``: the month cannot be dressed up.

    Where several rules ask for one duty, the figures are those of the hardest one, and ``refs`` leads to all.
    """

    month: int
    status: Status
    sums: Sums
    locked: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many units something is owed, how many met it, how many missed it for good (excused ones among them)."""

    owed: int = 0
    met: int = 0
    missed: int = 0
    sums: Sums = Sums()


@dataclass(frozen=True, slots=True)
class Row:
    """A unit: its cells by column (None where nothing is kept), and its total over them.

    ``updating``: something happened since these figures were worked out, and they are not shown as current.
    """

    unit_id: str
    name: str
    level: str
    cells: tuple[Cell | None, ...]
    total: Share
    updating: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Units by months. ``shares`` by column and ``total`` are over all units in reach, not only those of the page.

    ``units``: how many have the duty; ``without``: how many exist in reach, at the levels that have it, and do not.
    ``updating``: of how many units the figures may not be current yet; 0 means that everything shown is. ``next``:
    where the next page begins, None at the end.
    """

    unit_id: str | None
    year: int
    duty: Duty
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shares: tuple[Share, ...]
    total: Share
    units: int
    without: int
    updating: int
    next: int | None


@dataclass(frozen=True, slots=True)
class Province:
    """A province with all units in it: by column, and in all."""

    unit_id: str
    name: str
    units: int
    shares: tuple[Share, ...]
    total: Share
    updating: int


@dataclass(frozen=True, slots=True)
class Country:
    """Provinces by months, by name; the rest as in Board."""

    year: int
    duty: Duty
    columns: tuple[Column, ...]
    provinces: tuple[Province, ...]
    shares: tuple[Share, ...]
    total: Share
    updating: int


def add(rows: Iterable[Mapping[str, Any]]) -> Sums:
    """Add up rows of standing (or of sums of them)."""
    found = dict.fromkeys(("short", *SUMMED), 0)
    for row in rows:
        for name in SUMMED:
            found[name] += row[name]
        found["short"] += row["short"] if "short" in row else short_of(row)
    return Sums(**found)


def short_of(row: Mapping[str, Any]) -> int:
    """Return how many days of a verdict were missed for good."""
    return max(0, row["required"] - row["held"]) if row["rank"] >= SHORT else 0


def share(ranks: Sequence[int], sums: Sums) -> Share:
    """Return how many of some cells, each told by its rank, owe, met and missed."""
    return Share(
        owed=sum(rank >= OWED for rank in ranks),
        met=sum(rank == MET for rank in ranks),
        missed=sum(rank >= SHORT for rank in ranks),
        sums=sums,
    )


def merge(shares: Iterable[Share]) -> Share:
    """Return several shares as one."""
    some = list(shares)
    sums = {name: sum(getattr(one.sums, name) for one in some) for name in ("short", *SUMMED)}
    return Share(sum(o.owed for o in some), sum(o.met for o in some), sum(o.missed for o in some), Sums(**sums))


def cell_of(month: int, rows: Sequence[Mapping[str, Any]], *, locked: bool) -> Cell:
    """Return the verdicts of one unit and column as a cell; ``rows`` are rows of standing, at least one that leads."""
    leading = [row for row in rows if row["leads"]]
    refs = tuple(Ref(row["office_id"], row["rule_id"], row["first_on"]) for row in rows)
    return Cell(month, worst(row["rank"] for row in leading), add(leading), locked, refs)
