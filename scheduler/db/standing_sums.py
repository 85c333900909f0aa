"""What boards ask of the standings, added up by the database: never row by row where a country is meant."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import Session

from scheduler.core.duty import MET, OWED, SHORT
from scheduler.db.standing import Standing

_ADDED = (
    *("required", "held", "planned", "missing", "delegated", "adhoc"),
    *("late_publications", "late_entries", "after_lock", "insisted"),
)
_SHORT = case((Standing.rank >= SHORT, Standing.required - Standing.held), else_=0)
_EXCUSED = case((Standing.excused, 1), else_=0)
_GRAIN = case((Standing.period_kind == "year", 1), (Standing.period_kind == "quarter", 2), else_=3)

Sum = Row[*tuple[Any, ...]]


def of_duty(duty: str, year: int, within: ColumnElement[bool], but: Collection[str]) -> ColumnElement[bool]:
    """Return the condition for the leading standings of a duty in a year, of units within reach and not in ``but``."""
    meant = (Standing.duty == duty) & (Standing.year == year) & Standing.leads & within
    return meant & Standing.unit_id.not_in(but) if but else meant


def by_unit_and_month(meant: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Return the question for the cells: province, unit, month, the worst rank, and what adds up.

    ``grain``: 3 where weeks or months are judged, 2 quarters, 1 years; boards have columns so fine.
    """
    summed = [func.sum(getattr(Standing, name)).label(name) for name in _ADDED]
    named = (Standing.province_id, Standing.unit_id, Standing.month)
    worst = func.max(Standing.rank).label("rank")
    rows = select(*named, worst, *summed, func.sum(_EXCUSED).label("excused"), func.sum(_SHORT).label("short"))
    rows = rows.add_columns(func.max(_GRAIN).label("grain"))
    return rows.where(meant).group_by(*named)


def by_unit(session: Session, meant: ColumnElement[bool]) -> Sequence[Sum]:
    """Return, by unit, how many months owe, met and missed, and what adds up over the year."""
    return _shares(session, meant, "unit_id")


def by_month(session: Session, meant: ColumnElement[bool]) -> Sequence[Sum]:
    """Return, by month, of how many units something is owed, how many met and missed it, and what adds up."""
    return _shares(session, meant, "month")


def by_province_and_month(session: Session, meant: ColumnElement[bool]) -> Sequence[Sum]:
    """Return, by province and month, of how many units something is owed, met and missed, and what adds up."""
    return _shares(session, meant, "province_id", "month")


def units_by_province(session: Session, meant: ColumnElement[bool]) -> dict[str, int]:
    """Return, by province, how many units have the duty."""
    rows = select(Standing.province_id, func.count(Standing.unit_id.distinct())).where(meant)
    return {row[0]: row[1] for row in session.execute(rows.group_by(Standing.province_id))}


def _shares(session: Session, meant: ColumnElement[bool], *by: str) -> Sequence[Sum]:
    cells = by_unit_and_month(meant).subquery()
    named = [cells.c[name] for name in by]
    counts = (
        func.sum(case((cells.c.rank >= OWED, 1), else_=0)).label("owed"),
        func.sum(case((cells.c.rank == MET, 1), else_=0)).label("met"),
        func.sum(case((cells.c.rank >= SHORT, 1), else_=0)).label("missed"),
        func.max(cells.c.grain).label("grain"),
    )
    summed = [func.sum(cells.c[name]).label(name) for name in (*_ADDED, "excused", "short")]
    return session.execute(select(*named, *counts, *summed).group_by(*named).order_by(*named)).all()
