"""Meetings as the engines need them, read column by column: an object for each row is what makes a country slow."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select
from sqlalchemy.orm import Session

from scheduler.core.clock import civil_date
from scheduler.core.conflicts import NOON
from scheduler.core.facts import Chair, DayPart, MeetingFact, Span, State
from scheduler.core.lifecycle import is_public
from scheduler.db.confirmations import ChairConfirmation, standing_alone
from scheduler.db.meetings import FormerDate, Meeting, MeetingChair, Sitting, dated_within

_Columns = Row[*tuple[Any, ...]]
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
    Meeting.published_at,
    Meeting.after_lock,
)


def fact_of(meeting: Meeting) -> MeetingFact:
    """Return what the engines need to know of a meeting, but who confirmed it: no change of a meeting touches that."""
    return _fact(meeting, meeting.sittings, meeting.chairs, meeting.former_dates)


def recorded_span(meeting: Meeting | _Columns) -> Span | None:
    """Return the civil dates from which to which the record says a meeting sat, None without a record."""
    start, end = meeting.actual_start, meeting.actual_end
    return None if start is None or end is None else Span(civil_date(start), civil_date(end))


def list_facts(session: Session, office_ids: Sequence[str], first: date, last: date) -> list[MeetingFact]:
    """Return the facts of the meetings with a date in a span, or a date given up, in which any of the offices presides.

    By first date and id; five queries, however many there are.
    """
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(office_ids))
    left = exists().where(FormerDate.meeting_id == Meeting.id, FormerDate.day >= first, FormerDate.day <= last)
    return _facts(session, Meeting.id.in_(chaired) & or_(dated_within(first, last), left))


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
    gone = select(FormerDate.meeting_id, FormerDate.day, FormerDate.was_public).where(FormerDate.meeting_id.in_(ids))
    told = select(ChairConfirmation.meeting_id, ChairConfirmation.office_id, ChairConfirmation.for_day)
    said = told.where(ChairConfirmation.meeting_id.in_(ids), standing_alone())
    sittings, chairs, former, confirmed = (_by_meeting(session, query) for query in (sat, seats, gone, said))
    return [
        _fact(
            row,
            sittings.get(row.id, ()),
            chairs.get(row.id, ()),
            former.get(row.id, ()),
            frozenset(one.office_id for one in confirmed.get(row.id, ()) if one.for_day == row.held_on),
        )
        for row in rows
    ]


def _by_meeting(session: Session, query: Select[*tuple[Any, ...]]) -> dict[str, list[_Columns]]:
    found: dict[str, list[_Columns]] = {}
    for row in session.execute(query):
        found.setdefault(row.meeting_id, []).append(row)
    return found


def _fact(
    meeting: Meeting | _Columns,
    sittings: Sequence[Sitting | _Columns],
    chairs: Sequence[MeetingChair | _Columns],
    former: Iterable[FormerDate | _Columns],
    confirmed: frozenset[str] = frozenset(),
) -> MeetingFact:
    days = tuple(sorted({s.day for s in sittings})) or ((meeting.held_on,) if meeting.held_on else ())
    return MeetingFact(
        id=meeting.id,
        activity=meeting.activity,
        sub_type=meeting.sub_type,
        state=meeting.state,
        days=() if meeting.state is State.POSTPONED else days,
        chairs=tuple(Chair(c.office_id, c.in_person, c.present) for c in chairs),
        makeup_for=meeting.makeup_for,
        entered_late=meeting.entered_late,
        insisted=bool(meeting.insisted_ground),
        recorded=recorded_span(meeting),
        parts=frozenset((s.day, _part(s.starts, s.ends)) for s in sittings),
        announced=meeting.published_at is not None or is_public(meeting.state),
        left=tuple(sorted({was.day for was in former if was.was_public}.difference(days))),
        after_lock=meeting.after_lock,
        confirmed=confirmed,
    )


def _part(starts: time, ends: time) -> DayPart:
    half = DayPart.MORNING if starts < NOON else DayPart.AFTERNOON
    return DayPart.ALL if starts < NOON < ends else half
