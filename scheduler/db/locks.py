"""Locked months, how offices stood when they were locked, and everything changed in them since."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.db.base import Base


class PeriodLock(Base):
    """A month of a unit that was locked; there is no way back. ``first_on`` is the month's first day."""

    __tablename__ = "period_lock"
    __table_args__ = (UniqueConstraint("unit_id", "first_on"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    first_on: Mapped[date]
    locked_at: Mapped[datetime]
    locked_by: Mapped[str]


class LockedVerdict(Base):
    """How an office stood with a duty in a period when the month in which the period ends was locked."""

    __tablename__ = "locked_verdict"
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    obligation: Mapped[str] = mapped_column(primary_key=True)
    first_on: Mapped[date] = mapped_column(primary_key=True)
    lock_id: Mapped[str] = mapped_column(ForeignKey("period_lock.id"))
    status: Mapped[str]
    required: Mapped[int]
    held: Mapped[int]


class Correction(Base):
    """One change in a locked month, for ever: what was changed, by whom, with which written ground.

    ``subject`` and ``kind`` name the event of the journal, which has the old and the new values. ``meeting_id`` or
    ``office_id`` says what it concerns.
    """

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_unit", "unit_id", "first_on"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    first_on: Mapped[date]
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"))
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    subject: Mapped[str]
    kind: Mapped[str]
    ground: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]


def list_locks(session: Session, unit_ids: Collection[str]) -> list[PeriodLock]:
    """Return the locked months of some units, by unit and month."""
    rows = select(PeriodLock).where(PeriodLock.unit_id.in_(unit_ids))
    return list(session.execute(rows.order_by(PeriodLock.unit_id, PeriodLock.first_on)).scalars())


def locked_months(session: Session, unit_id: str, first: date, last: date) -> list[date]:
    """Return the first days of a unit's locked months that share a day with first..last, ascending."""
    rows = select(PeriodLock.first_on).where(
        PeriodLock.unit_id == unit_id, PeriodLock.first_on >= first.replace(day=1), PeriodLock.first_on <= last
    )
    return list(session.execute(rows.order_by(PeriodLock.first_on)).scalars())


def list_corrections(session: Session, unit_ids: Collection[str], first: date, last: date) -> list[Correction]:
    """Return the changes in some units' locked months from that of ``first`` to that of ``last``, oldest first."""
    rows = select(Correction).where(
        Correction.unit_id.in_(unit_ids), Correction.first_on >= first.replace(day=1), Correction.first_on <= last
    )
    return list(session.execute(rows.order_by(Correction.entered_at, Correction.id)).scalars())


def list_locked_verdicts(
    session: Session, office_ids: Iterable[str], first: date, last: date
) -> dict[tuple[str, str, date], LockedVerdict]:
    """Return how some offices stood when locked, in periods beginning in first..last.

    By office, obligation and first day of the period.
    """
    rows = select(LockedVerdict).where(
        LockedVerdict.office_id.in_(list(office_ids)), LockedVerdict.first_on >= first, LockedVerdict.first_on <= last
    )
    return {(row.office_id, row.obligation, row.first_on): row for row in session.execute(rows).scalars()}
