"""What a change of the calendar of days off touches: meetings on the day, and posting deadlines counted over it.

Nothing is moved (T16): the units decide what becomes of their meetings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from scheduler.core.deadlines import PostingStatus
from scheduler.core.facts import Activity, State
from scheduler.core.lifecycle import PLANNED, is_public
from scheduler.core.workdays import Touched, WorkCalendar, touched
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import work_calendar
from scheduler.postings import status_of

MOST_TOLD = 100
"""So many meetings are told one by one; of more, how many there are."""
# Five working days never stretch over more than this, the longest Tết included.
_REACH = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class TouchedMeeting:
    """A planned meeting with a sitting on a day that turned off or back."""

    meeting: Meeting
    change: Touched


@dataclass(frozen=True, slots=True)
class MovedPosting:
    """A planned meeting whose posting deadline falls on another day now, and how its posting stood and stands."""

    meeting: Meeting
    was: PostingStatus
    now: PostingStatus


@dataclass(frozen=True, slots=True)
class About:
    """A meeting as a list of effects names it; ``unit`` with what it lies in: "Xã Tân Đoàn, Tỉnh Lạng Sơn"."""

    id: str
    unit: str
    activity: Activity
    sub_type: str
    state: State
    held_on: date | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change touches, to be read: at most MOST_TOLD of each list, and how many there are of all.

    ``public``: how many of the meetings people were told of. ``units``: how many units have any of them, or a deadline
    that moved.
    """

    meetings: tuple[tuple[About, Touched], ...]
    postings: tuple[tuple[About, MovedPosting], ...]
    all_meetings: int
    all_postings: int
    public: int
    units: int


def effects_of(
    uow: UnitOfWork, old: WorkCalendar, days: Sequence[date]
) -> tuple[tuple[TouchedMeeting, ...], tuple[MovedPosting, ...]]:
    """Return the planned meetings on days that turned off or back since ``old``, and those whose deadline moved.

    Both by date, then id.
    """
    new = work_calendar(uow)
    changes = {change.on: change for change in touched(old, new, days)}
    if not changes:
        return (), ()
    there = select(Sitting.meeting_id).where(Sitting.day.in_(changes))
    near = (Meeting.held_on >= min(changes)) & (Meeting.held_on <= max(changes) + _REACH)
    rows = select(Meeting, Unit.level).join(Unit, Unit.id == Meeting.unit_id)
    rows = rows.where(Meeting.state.in_(PLANNED), or_(Meeting.id.in_(there), near))
    found = uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).all()
    hit = [
        TouchedMeeting(meeting, changes[day])
        for meeting, _ in found
        for day in sorted({s.day for s in meeting.sittings} & changes.keys())
    ]
    moved = (_posting(uow, old, new, meeting, level) for meeting, level in found)
    return tuple(hit), tuple(m for m in moved if m is not None)


def told(uow: UnitOfWork, meetings: Sequence[TouchedMeeting], postings: Sequence[MovedPosting]) -> Effects:
    """Return what effects_of found as a page tells it, with the names of units."""
    shown = [*(one.meeting for one in meetings[:MOST_TOLD]), *(one.meeting for one in postings[:MOST_TOLD])]
    names = _names_of(uow, {meeting.unit_id for meeting in shown})
    about = {m.id: _about(m, names[m.unit_id]) for m in shown}
    both = [*(one.meeting for one in meetings), *(one.meeting for one in postings)]
    return Effects(
        meetings=tuple((about[one.meeting.id], one.change) for one in meetings[:MOST_TOLD]),
        postings=tuple((about[one.meeting.id], one) for one in postings[:MOST_TOLD]),
        all_meetings=len(meetings),
        all_postings=len(postings),
        public=sum(is_public(one.meeting.state) for one in meetings),
        units=len({meeting.unit_id for meeting in both}),
    )


def _about(meeting: Meeting, unit: str) -> About:
    return About(meeting.id, unit, meeting.activity, meeting.sub_type, meeting.state, meeting.held_on)


def _names_of(uow: UnitOfWork, unit_ids: Iterable[str]) -> dict[str, str]:
    above = aliased(Unit)
    rows = select(Unit.id, Unit.full_name, above.full_name).outerjoin(above, above.id == Unit.parent_id)
    found = uow.session.execute(rows.where(Unit.id.in_(sorted(unit_ids))))
    return {unit_id: f"{name}, {within}" if within else name for unit_id, name, within in found}


def _posting(
    uow: UnitOfWork, old: WorkCalendar, new: WorkCalendar, meeting: Meeting, level: str
) -> MovedPosting | None:
    if meeting.held_on is None:
        return None
    was, now = (status_of(meeting, level, calendar, uow.today) for calendar in (old, new))
    if was.due is None or now.due is None or was.due.due == now.due.due:
        return None
    return MovedPosting(meeting, was, now)
