"""Meetings as the engines need them, read column by column: an object for each row is what makes a country slow."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from scheduler.core.facts import Chair, MeetingFact, State
from scheduler.db.meetings import Meeting, MeetingChair, Sitting, dated_within

_COLUMNS = (
    Meeting.id,
    Meeting.activity,
    Meeting.sub_type,
    Meeting.state,
    Meeting.held_on,
    Meeting.makeup_for,
    Meeting.entered_late,
    Meeting.insisted_ground,
    Meeting.actual_start,
    Meeting.actual_end,
)


def list_facts(session: Session, office_ids: Sequence[str], first: date, last: date) -> list[MeetingFact]:
    """Return the facts of the meetings with a date in a span in which any of the offices presides.

    By first date and id; three queries, however many there are.
    """
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(office_ids))
    return _facts(session, Meeting.id.in_(chaired) & dated_within(first, last))


def list_undated_facts(session: Session, unit_ids: Sequence[str]) -> list[MeetingFact]:
    """Return the facts of the meetings of some units that wait for a date, oldest first."""
    found = _facts(session, Meeting.unit_id.in_(unit_ids) & (Meeting.state == State.POSTPONED))
    return sorted(found, key=lambda fact: fact.id)


def _facts(session: Session, meant: ColumnElement[bool]) -> list[MeetingFact]:
    rows = session.execute(select(*_COLUMNS).where(meant).order_by(Meeting.held_on, Meeting.id)).all()
    if not rows:
        return []
    ids = select(Meeting.id).where(meant)
    sat = select(Sitting.meeting_id, Sitting.day, Sitting.starts, Sitting.ends).where(Sitting.meeting_id.in_(ids))
    seats = select(MeetingChair.meeting_id, MeetingChair.office_id, MeetingChair.in_person, MeetingChair.present)
    seats = seats.where(MeetingChair.meeting_id.in_(ids)).order_by(MeetingChair.office_id)
    sittings, chairs = _by_meeting(session, sat), _by_meeting(session, seats)
    return [_fact(row, sittings.get(row.id, ()), chairs.get(row.id, ())) for row in rows]


def _by_meeting(session: Session, query: Select[*tuple[Any, ...]]) -> dict[str, list[Row[*tuple[Any, ...]]]]:
    found: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for row in session.execute(query):
        found.setdefault(row.meeting_id, []).append(row)
    return found


def _fact(
    row: Row[*tuple[Any, ...]], sittings: Sequence[Row[*tuple[Any, ...]]], chairs: Sequence[Row[*tuple[Any, ...]]]
) -> MeetingFact:
    """Return what Meeting.fact says of the same meeting; a test holds the two together."""
    days = tuple(sorted({s.day for s in sittings})) or ((row.held_on,) if row.held_on else ())
    return MeetingFact(
        id=row.id,
        activity=row.activity,
        sub_type=row.sub_type,
        state=row.state,
        days=() if row.state is State.POSTPONED else days,
        chairs=tuple(Chair(c.office_id, c.in_person, c.present) for c in chairs),
        makeup_for=row.makeup_for,
        entered_late=row.entered_late,
        insisted=bool(row.insisted_ground),
        # The columns bear the names that these two read of an object.
        recorded=Meeting.recorded_span(cast("Meeting", row)),
        parts=frozenset((s.day, Sitting.part(cast("Sitting", s))) for s in sittings),
    )
