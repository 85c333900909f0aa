"""The editable calendar: days off, observed and swapped days, make-up Saturdays, each with its source.

Decisions come late (T16). A change tells which meetings it touches and whose posting deadline it moves; it moves none.
Tết and Giỗ Tổ follow the Vietnamese lunar calendar (T17): seeded days are expected until somebody confirms them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from scheduler.core.deadlines import PostingStatus
from scheduler.core.errors import Fault, InvalidInput, NotFound
from scheduler.core.lifecycle import PLANNED
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.core.workdays import CalendarDay, DayKind, Deadline, Touched, WorkCalendar, touched
from scheduler.db.law import CalendarDayRow, list_calendar_days
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.scope import for_the_country
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.holiday_seed import seed_days
from scheduler.ledger import work_calendar
from scheduler.postings import status_of
from scheduler.registering import current, refuse_if, span_faults, text_faults

LONGEST_NAME, LONGEST_SOURCE = 200, 500
MOST_SHIFTED = 250
# Five working days never stretch over more than this, the longest Tết included.
_REACH = timedelta(days=60)
_SATURDAY = 5


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
class DayChange:
    """A changed day (None once removed) and what it touches: meetings by date, then deadlines by date."""

    row: CalendarDayRow | None
    meetings: tuple[TouchedMeeting, ...]
    postings: tuple[MovedPosting, ...]

    @property
    def version(self) -> int | None:
        """Return the row's version."""
        return self.row.version if self.row else None


@dataclass(frozen=True, slots=True)
class Seeded:
    """The days newly entered, ascending, and what they touch, as in DayChange."""

    rows: tuple[CalendarDayRow, ...]
    meetings: tuple[TouchedMeeting, ...]
    postings: tuple[MovedPosting, ...]


def set_day(uow: UnitOfWork, day: CalendarDay, version: int | None = None) -> DayChange:
    """Enter a special day, or with ``version`` correct one that is there.

    Raises: NotAllowed, NotFound, Stale, InvalidInput with every fault at once (no name, no source, a make-up day on
        a working weekday, a day that is there already when no version is given).
    Law: Bộ luật Lao động Điều 111.3, 112.
    """
    for_the_country(uow, Action.KEEP_LAW)
    faults = text_faults("name", day.name, LONGEST_NAME) + text_faults("source", day.source, LONGEST_SOURCE)
    if day.kind is DayKind.MAKEUP_WORKDAY and day.on.weekday() < _SATURDAY:
        faults.append(Fault("kind", "makeup-on-weekday", {"day": day.on}))
    refuse_if(faults)
    old = work_calendar(uow)
    row = uow.session.get(CalendarDayRow, day.on)
    if version is None:
        if row is not None:
            raise InvalidInput.at("on", "duplicate-day", on=day.on)
        row = CalendarDayRow(day=day.on)
        uow.session.add(row)
    elif row is None:
        raise NotFound(kind="calendar_day", id=str(day.on))
    else:
        current(row, version)
    row.kind, row.name, row.source = day.kind.value, nfc(day.name), nfc(day.source)
    row.confirmed = day.confirmed
    uow.session.flush()
    meetings, postings = _consequences(uow, old, [day.on])
    values = {"kind_of_day": row.kind, "name": row.name, "source": row.source, "confirmed": row.confirmed}
    uow.record("CalendarDaySet", str(day.on), None, **values, touched=[t.meeting.id for t in meetings])
    return DayChange(row, meetings, postings)


def remove_day(uow: UnitOfWork, day: date, version: int) -> DayChange:
    """Withdraw a special day: the date is again what its weekday says.

    Raises: NotAllowed, NotFound, Stale.
    """
    for_the_country(uow, Action.KEEP_LAW)
    row = get(uow, day)
    current(row, version)
    old = work_calendar(uow)
    uow.session.delete(row)
    uow.session.flush()
    meetings, postings = _consequences(uow, old, [day])
    values = {"kind_of_day": row.kind, "name": row.name}
    uow.record("CalendarDayRemoved", str(day), None, **values, touched=[t.meeting.id for t in meetings])
    return DayChange(None, meetings, postings)


def seed_calendar(uow: UnitOfWork, years: Iterable[int]) -> Seeded:
    """Enter the days known or expected for some years where nothing is entered yet; what stands is not changed.

    Raises: NotAllowed.
    Law: Bộ luật Lao động Điều 112.3 (the Prime Minister fixes Tết, Quốc khánh and the swaps each year).
    """
    for_the_country(uow, Action.KEEP_LAW)
    old = work_calendar(uow)
    had = {row.day for row in list_calendar_days(uow.session)}
    new = [day for day in seed_days(years) if day.on not in had]
    rows = tuple(
        CalendarDayRow(day=d.on, kind=d.kind.value, name=nfc(d.name), source=d.source, confirmed=d.confirmed)
        for d in new
    )
    uow.session.add_all(rows)
    uow.session.flush()
    for row in rows:
        values = {"kind_of_day": row.kind, "name": row.name, "source": row.source, "confirmed": row.confirmed}
        uow.record("CalendarDaySet", str(row.day), None, **values)
    return Seeded(rows, *_consequences(uow, old, [row.day for row in rows]))


def get(uow: UnitOfWork, day: date) -> CalendarDayRow:
    """Return a special day. Raises: NotFound, NotAllowed."""
    uow.require(Action.READ)
    row = uow.session.get(CalendarDayRow, day)
    if row is None:
        raise NotFound(kind="calendar_day", id=str(day))
    return row


def list_days(uow: UnitOfWork, first: date, last: date) -> list[CalendarDayRow]:
    """Return the special days of the closed span of at most 400 days, ascending. Raises: NotAllowed, InvalidInput."""
    uow.require(Action.READ)
    refuse_if(span_faults("last", first, last))
    return list_calendar_days(uow.session, first, last)


def count_from(uow: UnitOfWork, anchor: date, days: int) -> Deadline:
    """Return the day ``days`` working days after ``anchor`` (before it when negative) and the days it skipped.

    ``days``: -250 to 250. The anchor is not counted (I, T15).
    Raises: NotAllowed, InvalidInput.
    """
    uow.require(Action.READ)
    if abs(days) > MOST_SHIFTED:
        raise InvalidInput.at("days", "number-out-of-range", low=-MOST_SHIFTED, high=MOST_SHIFTED)
    return work_calendar(uow).shift(anchor, days)


def _consequences(
    uow: UnitOfWork, old: WorkCalendar, days: Sequence[date]
) -> tuple[tuple[TouchedMeeting, ...], tuple[MovedPosting, ...]]:
    """Return the planned meetings on days that turned off or back, and those whose deadline counted over one."""
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


def _posting(
    uow: UnitOfWork, old: WorkCalendar, new: WorkCalendar, meeting: Meeting, level: str
) -> MovedPosting | None:
    if meeting.held_on is None:
        return None
    was, now = (status_of(meeting, level, calendar, uow.today) for calendar in (old, new))
    if was.due is None or now.due is None or was.due.due == now.due.due:
        return None
    return MovedPosting(meeting, was, now)
