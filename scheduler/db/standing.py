"""Verdicts as last judged, so that a country's year is read and not worked out; and what has changed since.

All of it is derived and can be made anew at any time, so nothing here points at other tables by a foreign key.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Index, delete, exists, func, insert, or_, select, true, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.events import CHANGING_NO_STANDING, REACHING_BELOW, Event
from scheduler.core.ids import new_id
from scheduler.db.base import Base
from scheduler.db.offices import Office
from scheduler.db.units import Unit, at_or_below

_ONE_AT_A_TIME = 7_415_117
_LONG_AGO = date(1945, 9, 2)


class Standing(Base):
    """How an office stood with one rule in one period when last judged; a row for each of its verdicts.

    ``duty``: what is owed, as in scheduler/core/duty.py. ``month``: 1 to 12, of the period's first day. ``rank``: how
    bad the status is. ``leads``: of several rules for one duty in one month, whether this is the one that boards show.
    ``delegated``, ``adhoc``: days received so. ``late_publications``, ``late_entries``: meetings. ``after_lock``: what
    was changed after the month was locked.
    """

    __tablename__ = "standing"
    __table_args__ = (
        Index("ix_standing_board", "duty", "year", "province_id", "unit_id", "month"),
        Index("ix_standing_unit", "unit_id", "year"),
    )
    office_id: Mapped[str] = mapped_column(primary_key=True)
    rule_id: Mapped[str] = mapped_column(primary_key=True)
    first_on: Mapped[date] = mapped_column(primary_key=True)
    last_on: Mapped[date]
    unit_id: Mapped[str]
    province_id: Mapped[str]
    level: Mapped[str]
    duty: Mapped[str]
    activity: Mapped[str]
    sub_type: Mapped[str]
    period_kind: Mapped[str]
    year: Mapped[int]
    month: Mapped[int]
    leads: Mapped[bool]
    rank: Mapped[int]
    status: Mapped[str]
    reason: Mapped[str]
    required: Mapped[int]
    held: Mapped[int]
    planned: Mapped[int]
    missing: Mapped[int]
    last_feasible: Mapped[date | None]
    delegated: Mapped[int]
    adhoc: Mapped[int]
    late_publications: Mapped[int]
    late_entries: Mapped[int]
    after_lock: Mapped[int]
    insisted: Mapped[int]
    excused: Mapped[bool]
    judged_on: Mapped[date]


class StandingYear(Base):
    """That the standings of a unit in a year are kept, and on which day they were judged; time itself outdates them."""

    __tablename__ = "standing_year"
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    judged_on: Mapped[date]


class StandingDue(Base):
    """That something happened since which the standings of a unit may not show yet: None means of every unit.

    ``below``: the units below it too. A row for each change, never updated: nobody waits for anybody to write one.
    """

    __tablename__ = "standing_due"
    __table_args__ = (Index("ix_standing_due_unit", "unit_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str | None]
    below: Mapped[bool]
    marked_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Due:
    """Whose standings are not current: of all units, or of some; ``marks`` are the changes waiting, by id."""

    everybody: bool
    units: frozenset[str]
    marks: tuple[str, ...]


def mark_due(session: Session, now: datetime, events: Iterable[Event]) -> None:
    """Note whose standings some events may change. Called by the unit of work, with the same commit."""
    met = [happened for happened in events if happened.kind not in CHANGING_NO_STANDING]
    named = dict.fromkeys((event.unit_id, event.kind in REACHING_BELOW) for event in met)
    rows = [{"id": new_id(now), "unit_id": of, "below": below, "marked_at": now} for of, below in named]
    if rows:
        session.execute(insert(StandingDue), rows)


def take_turn(session: Session) -> None:
    """Wait until no other worker judges: what is read from here on is not older than what it leaves behind."""
    if session.get_bind().dialect.name != "sqlite":  # there, writers take turns anyway
        session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))


def waiting(session: Session) -> Due:
    """Return whose standings have been outdated by changes; the marks' ids oldest first."""
    marks = session.execute(select(StandingDue.id, StandingDue.unit_id, StandingDue.below)).all()
    units = {mark.unit_id for mark in marks if mark.unit_id is not None}
    for above in {mark.unit_id for mark in marks if mark.below and mark.unit_id is not None}:
        units |= set(session.execute(at_or_below(above)).scalars())
    return Due(any(m.unit_id is None for m in marks), frozenset(units), tuple(sorted(m.id for m in marks)))


def outdated(session: Session, scope: ColumnElement[bool], year: int, today: date) -> frozenset[str]:
    """Return the units with offices, of those within ``scope`` (a condition on Unit), not judged for ``year`` so far.

    Time changes verdicts until the last week of the year is over.
    """
    final = min(today, date(year + 1, 1, 7))
    judged = exists().where(StandingYear.unit_id == Unit.id, StandingYear.year == year, StandingYear.judged_on >= final)
    rows = select(Unit.id).where(scope, has_offices(), lived_in(year), ~judged)
    return frozenset(session.execute(rows).scalars())


def due_within(session: Session, scope: ColumnElement[bool], year: int, today: date) -> frozenset[str]:
    """Return the units with offices within ``scope`` whose standings of ``year`` may not be shown as they are kept."""
    found, told = outdated(session, scope, year, today), waiting(session)
    if not told.everybody and not told.units:
        return found
    reached = true() if told.everybody else Unit.id.in_(told.units)
    rows = select(Unit.id).where(scope, has_offices(), lived_in(year), reached)
    return found | frozenset(session.execute(rows).scalars())


def has_offices() -> ColumnElement[bool]:
    """Return the condition that a unit ever had an office: without one it owes nothing."""
    return exists().where(Office.unit_id == Unit.id)


def lived_in(year: int) -> ColumnElement[bool]:
    """Return the condition that a unit existed on a day of a year."""
    ended = or_(Unit.valid_to.is_(None), Unit.valid_to >= date(year, 1, 1))
    return (Unit.valid_from <= date(year, 12, 31)) & ended


def remove_marks(session: Session, marks: Sequence[str]) -> int:
    """Take some marks away, and return how many of them were still there."""
    gone = 0
    for start in range(0, len(marks), 500):
        some = delete(StandingDue).where(StandingDue.id.in_(marks[start : start + 500]))
        gone += cast("CursorResult[Any]", session.execute(some)).rowcount
    return gone


def outdate(session: Session, unit_ids: Collection[str] | None) -> None:
    """Say of some units (None: of all) that they were not judged for long, so that every kept year is judged anew."""
    before = update(StandingYear).values(judged_on=_LONG_AGO)
    session.execute(before if unit_ids is None else before.where(StandingYear.unit_id.in_(unit_ids)))


def kept_years(session: Session, unit_ids: Collection[str] | None = None) -> set[int]:
    """Return the years of which standings are kept, of some units or (None) of any."""
    rows = select(StandingYear.year).distinct()
    return set(session.execute(rows if unit_ids is None else rows.where(StandingYear.unit_id.in_(unit_ids))).scalars())


def kept_units(session: Session, year: int) -> set[str]:
    """Return the units of which anything is kept in a year."""
    rows = (select(of.unit_id).where(of.year == year).distinct() for of in (StandingYear, Standing))
    return {unit_id for asked in rows for unit_id in session.execute(asked).scalars()}


def list_kept(session: Session, unit_ids: Collection[str], year: int) -> list[dict[str, Any]]:
    """Return what is kept of some units in a year, as rows, in no order."""
    rows = select(Standing.__table__).where(Standing.unit_id.in_(unit_ids), Standing.year == year)
    return [dict(row) for row in session.execute(rows).mappings()]


def drop(session: Session, office_ids: Collection[str], year: int) -> None:
    """Take away what is kept of some offices in periods that begin in a year, whatever unit or year it says."""
    span = Standing.first_on.between(date(year, 1, 1), date(year, 12, 31))
    session.execute(delete(Standing).where(Standing.office_id.in_(office_ids), span))


def keep(session: Session, unit_ids: Collection[str], year: int, rows: Sequence[Mapping[str, Any]], on: date) -> None:
    """Put what was judged on a day in the place of what was kept of some units in a year."""
    session.execute(delete(Standing).where(Standing.unit_id.in_(unit_ids), Standing.year == year))
    session.execute(delete(StandingYear).where(StandingYear.unit_id.in_(unit_ids), StandingYear.year == year))
    if rows:
        session.execute(insert(Standing.__table__), list(rows))  # type: ignore[arg-type] # a Table, as SQLAlchemy types it
    session.execute(insert(StandingYear), [{"unit_id": of, "year": year, "judged_on": on} for of in unit_ids])
