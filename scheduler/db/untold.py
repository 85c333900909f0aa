"""Meetings that calendars should tell of and of which no entry is kept: a table was emptied, or lost and made anew."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, exists, literal, or_, select
from sqlalchemy.orm import Session

from scheduler.core.facts import State
from scheduler.db.feeds import FeedScope, OccurrenceRow
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.offices import Office, Person
from scheduler.db.units import Unit

_TOLD = exists().where(OccurrenceRow.meeting_id == Meeting.id)
_TELLING = or_(Meeting.published_at.is_not(None), Meeting.state.in_((State.APPROVED, State.HELD)))
_TARGET = bindparam("target", type_=String)
_UNITS: Mapping[FeedScope, Select[str]] = {
    FeedScope.OFFICE: select(Office.unit_id).where(Office.id == _TARGET),
    FeedScope.PERSON: select(Person.unit_id).where(Person.id == _TARGET),
    FeedScope.UNIT: select(Unit.id).where(Unit.id == _TARGET),
    FeedScope.PUBLIC: select(Unit.id).where(Unit.id == _TARGET),
}


def untold(first: date | None = None, last: date | None = None) -> ColumnElement[bool]:
    """Return the condition that nothing is kept for calendars of a meeting that they should tell of.

    It has a date in the closed span first..last (any, without bounds): one that waits for a date has nothing to tell.
    """
    sat = exists().where(Sitting.meeting_id == Meeting.id)
    if first is not None and last is not None:
        sat = sat.where(Sitting.day >= first, Sitting.day <= last)
    return and_(_TELLING, sat, ~_TOLD)


def list_untold(session: Session, after: str = "", limit: int = 500) -> list[Meeting]:
    """Return the untold meetings by id, after an id."""
    rows = select(Meeting).where(untold(), Meeting.id > after).order_by(Meeting.id).limit(limit)
    return list(session.execute(rows).scalars())


def untold_of(scope: FeedScope, first: date, last: date) -> Select[int]:
    """Return the question whether the unit of a feed has an untold meeting in a span: a row if so.

    Its blank ``target`` is what the feed is of.
    """
    return select(literal(1)).where(Meeting.unit_id.in_(_UNITS[scope]), untold(first, last)).limit(1)
