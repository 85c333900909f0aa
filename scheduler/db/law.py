"""Rules, the calendar of days off, and recorded excuses: the law as data."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.conflicts import Clash
from scheduler.db.base import Base, Versioned
from scheduler.db.meetings import MeetingChair


class RuleRow(Base):
    """One rule: ``row`` is the line of the shipped table, or a unit's own stricter one in the same columns.

    A rule is ended and succeeded, never edited: after its birth only ``ended_on`` and ``succeeded_by`` are ever set.
    """

    __tablename__ = "rule"
    __table_args__ = (Index("ix_rule_unit", "unit_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    row: Mapped[dict[str, Any]] = mapped_column(JSON)
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    ended_on: Mapped[date | None]
    succeeded_by: Mapped[str | None] = mapped_column(ForeignKey("rule.id"))


class CalendarDayRow(Versioned, Base):
    """A day that is not what its weekday says: off, observed, swapped, or a make-up working day."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("kind in ('off','off_observed','off_swapped','makeup_workday')", name="kind"),)
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    source: Mapped[str]
    confirmed: Mapped[bool]


class Excuse(Base):
    """A recorded reason for an unmet period. The period stays unmet in the statutory report."""

    __tablename__ = "excuse"
    __table_args__ = (Index("uq_excuse_period", "office_id", "rule_id", "first_on", unique=True),)
    id: Mapped[str] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    rule_id: Mapped[str] = mapped_column(ForeignKey("rule.id"))
    first_on: Mapped[date]
    reason: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]


class Insistence(Base):
    """One act that somebody entitled insisted on with a written ground, kept for the period it hurt, for ever.

    ``rule_id`` names the rule or deadline that stood against it, or the kind of conflict; ``office_id`` and
    ``first_on`` (the period's first day) are empty where no office's minimum was concerned.
    """

    __tablename__ = "insistence"
    __table_args__ = (
        Index("ix_insistence_office", "office_id", "first_on"),
        Index("ix_insistence_meeting", "meeting_id"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"))
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    rule_id: Mapped[str]
    first_on: Mapped[date | None]
    code: Mapped[str]
    ground: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]


class PatternRow(Base):
    """A pattern of dates for offices of a unit; ``shape`` is the pattern's own dict. Ended, not edited."""

    __tablename__ = "pattern"
    __table_args__ = (Index("ix_pattern_unit", "unit_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    office_ids: Mapped[list[Any]] = mapped_column(JSON)
    activity: Mapped[str]
    sub_type: Mapped[str]
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    shape: Mapped[dict[str, Any]] = mapped_column(JSON)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    @property
    def version(self) -> int:
        """What an edit must name. Nothing but its end can change, and that only to an earlier day."""
        return self.valid_to.toordinal() if self.valid_to is not None else 0


def list_rules(session: Session, unit_ids: list[str] | None = None) -> list[RuleRow]:
    """Return the national rules and those of some units (None: of every unit), by id."""
    rows = select(RuleRow).order_by(RuleRow.id)
    if unit_ids is not None:
        rows = rows.where(or_(RuleRow.unit_id.is_(None), RuleRow.unit_id.in_(unit_ids)))
    return list(session.execute(rows).scalars())


def list_calendar_days(session: Session, first: date | None = None, last: date | None = None) -> list[CalendarDayRow]:
    """Return the marked days of a span (all, when no bounds are given), ascending."""
    rows = select(CalendarDayRow).order_by(CalendarDayRow.day)
    if first is not None:
        rows = rows.where(CalendarDayRow.day >= first)
    if last is not None:
        rows = rows.where(CalendarDayRow.day <= last)
    return list(session.execute(rows).scalars())


def list_excuses(session: Session, office_ids: list[str]) -> list[Excuse]:
    """Return the recorded excuses of some offices, by period."""
    return list(
        session.execute(
            select(Excuse).where(Excuse.office_id.in_(office_ids)).order_by(Excuse.first_on, Excuse.id)
        ).scalars()
    )


def list_insistences(session: Session, office_ids: list[str]) -> list[Insistence]:
    """Return what was insisted on against some offices' minimums, or about days off of their meetings, oldest first."""
    theirs = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(office_ids))
    about_days = and_(Insistence.rule_id == Clash.DAY_OFF.value, Insistence.meeting_id.in_(theirs))
    rows = select(Insistence).where(or_(Insistence.office_id.in_(office_ids), about_days))
    return list(session.execute(rows.order_by(Insistence.entered_at, Insistence.id)).scalars())


def list_patterns(session: Session, unit_ids: list[str]) -> list[PatternRow]:
    """Return the patterns of some units, ended ones too, by unit and birth."""
    return list(
        session.execute(
            select(PatternRow).where(PatternRow.unit_id.in_(unit_ids)).order_by(PatternRow.unit_id, PatternRow.id)
        ).scalars()
    )
