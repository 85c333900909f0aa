"""What anybody may read: published meetings and the units that hold them. Drafts never pass through here."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from scheduler.core.facts import State
from scheduler.core.lifecycle import COMING, PUBLIC
from scheduler.db.meetings import Meeting, Sitting, dated_within
from scheduler.db.units import FormerName, Unit


def visible() -> ColumnElement[bool]:
    """Return the condition that outsiders see a meeting: published, or withdrawn after it had been."""
    return or_(Meeting.state.in_(PUBLIC), and_(Meeting.state == State.CANCELLED, Meeting.published_at.is_not(None)))


def get_visible_meeting(session: Session, meeting_id: str) -> Meeting | None:
    """Return a meeting that outsiders may see, or None."""
    return session.execute(select(Meeting).where(Meeting.id == meeting_id, visible())).scalar_one_or_none()


def list_visible(
    session: Session, first: date, last: date, *, unit_id: str | None = None, limit: int = 1000
) -> list[Meeting]:
    """Return what outsiders see with a date in a span (of one unit, or of all), by first date and id."""
    rows = select(Meeting).where(visible(), dated_within(first, last))
    if unit_id is not None:
        rows = rows.where(Meeting.unit_id == unit_id)
    return list(session.execute(rows.order_by(Meeting.held_on, Meeting.id).limit(limit)).scalars())


def list_next(session: Session, first: date, last: date, limit: int) -> list[Meeting]:
    """Return the first ``limit`` meetings of the whole country that will sit in a span, by date and hour therein."""
    days = select(Sitting.meeting_id, func.min(Sitting.day).label("day")).where(
        Sitting.day >= first, Sitting.day <= last
    )
    soon = days.group_by(Sitting.meeting_id).subquery()
    opens = select(func.min(Sitting.starts)).where(Sitting.meeting_id == Meeting.id, Sitting.day == soon.c.day)
    rows = select(Meeting).join(soon, soon.c.meeting_id == Meeting.id).where(Meeting.state.in_(COMING))
    ordered = rows.order_by(soon.c.day, opens.scalar_subquery(), Meeting.id)
    return list(session.execute(ordered.limit(limit)).scalars())


def list_coming(session: Session, unit_id: str, first: date, last: date, limit: int) -> list[Meeting]:
    """Return what outsiders see of a unit in a span, and whatever waits for a date, by first date and id."""
    in_time = and_(visible(), dated_within(first, last))
    rows = select(Meeting).where(Meeting.unit_id == unit_id, or_(in_time, Meeting.state == State.POSTPONED))
    return list(session.execute(rows.order_by(Meeting.held_on, Meeting.id).limit(limit)).scalars())


def makeups_of(session: Session, meeting_ids: Sequence[str]) -> dict[str, tuple[str, date | None]]:
    """Return, by meeting, the id and date of the public meeting that makes up for it; the latest of several.

    One that was cancelled or not held makes up for nothing.
    """
    stands = Meeting.state.in_(PUBLIC - {State.NOT_HELD})
    rows = select(Meeting.makeup_for, Meeting.id, Meeting.held_on).where(Meeting.makeup_for.in_(meeting_ids), stands)
    found = session.execute(rows.order_by(Meeting.held_on, Meeting.id))
    return {first: (made, day) for first, made, day in found if first is not None}


def last_visible_day(session: Session, unit_id: str, before: date) -> date | None:
    """Return the last day before ``before`` on which the unit had a meeting that outsiders see, or None."""
    rows = select(func.max(Sitting.day)).join(Meeting, Meeting.id == Sitting.meeting_id)
    rows = rows.where(Meeting.unit_id == unit_id, Sitting.day < before, visible())
    return session.execute(rows).scalar_one()


def visible_days(session: Session, unit_id: str, first: date, last: date) -> list[date]:
    """Return the days of a span on which outsiders see a meeting of the unit, each once, ascending."""
    rows = select(Sitting.day).distinct().join(Meeting, Meeting.id == Sitting.meeting_id)
    rows = rows.where(Meeting.unit_id == unit_id, Sitting.day >= first, Sitting.day <= last, visible())
    return list(session.execute(rows.order_by(Sitting.day)).scalars())


def units_by_id(session: Session, unit_ids: Sequence[str]) -> dict[str, Unit]:
    """Return units by id."""
    return {unit.id: unit for unit in session.execute(select(Unit).where(Unit.id.in_(unit_ids))).scalars()}


def former_names_of(session: Session, full_name: str) -> list[FormerName]:
    """Return the former names equal to a full name, by id; namesakes are told apart by ``within``."""
    rows = select(FormerName).where(FormerName.full_name == full_name)
    return list(session.execute(rows.order_by(FormerName.id)).scalars())
