"""The diary: who and what is taken when, so that a meeting can be told what stands in its way."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from scheduler.core.conflicts import Booking, Clash, Conflict, conflicts
from scheduler.core.facts import Activity, State
from scheduler.core.workdays import WorkCalendar
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.offices import Holding, Office, holder_on, list_holdings
from scheduler.db.places import Place
from scheduler.db.work import UnitOfWork
from scheduler.ledger import aways_of, lineage, work_calendar

_STANDING = (State.DRAFT, State.APPROVED, State.PUBLISHED, State.MOVED, State.HELD)


def conflicts_of(uow: UnitOfWork, meeting: Meeting, day: date | None = None) -> tuple[Conflict, ...]:
    """Return everything that stands in the way of a meeting, by date; with ``day``, as if it were held then.

    Another meeting at the same time with the same person or in the same room, an absence of a head who is to sit in
    person, a sitting on a day that is not worked (regular rosters and ad hoc meetings may be held on any day).
    """
    return conflicts_among(uow, [meeting], day)


def conflicts_among(uow: UnitOfWork, meetings: Sequence[Meeting], day: date | None = None) -> tuple[Conflict, ...]:
    """Return what stands in the way of each meeting, as conflicts_of, in their order; looked up once for all."""
    dated = [m for m in meetings if m.sittings]
    if not dated:
        return ()
    days = [day] if day else sorted({s.day for m in dated for s in m.sittings})
    rivals = _rivals(uow, dated, days)
    holdings = list_holdings(uow.session, {c.office_id for m in (*dated, *rivals) for c in m.chairs})
    places = {s.place_id for m in dated for s in m.sittings if s.place_id}
    rooms = {
        row.id: row.rooms for row in uow.session.execute(select(Place.id, Place.rooms).where(Place.id.in_(places)))
    }
    offices = _offices(uow, [c.office_id for m in dated for c in m.chairs if c.in_person])
    lineages = {unit_id: lineage(uow, unit_id) for unit_id in {o.unit_id for o in offices}}
    aways = [away for spans in aways_of(uow, offices, days[0], days[-1], lineages).values() for away in spans]
    calendar = work_calendar(uow)
    others = [booking for rival in rivals for booking in bookings(rival, holdings)]
    found: list[Conflict] = []
    for meeting in dated:
        own = [day] if day else sorted({s.day for s in meeting.sittings})
        found += _days_off(meeting, own, calendar)
        found += conflicts(bookings(meeting, holdings, day), others, rooms, aways)
    return tuple(found)


def bookings(meeting: Meeting, holdings: Iterable[Holding], day: date | None = None) -> list[Booking]:
    """Return what the meeting takes: each sitting's hours from its place and from the heads who sit in person.

    With ``day``: what it would take if all its sittings were on that date.
    """
    holdings = tuple(holdings)
    sitting_in_person = [c for c in meeting.chairs if c.in_person]
    return [
        Booking(
            meeting_id=meeting.id,
            day=day or s.day,
            starts=s.starts,
            ends=s.ends,
            person_ids=frozenset(
                held.person_id
                for c in sitting_in_person
                if (held := holder_on(holdings, c.office_id, day or s.day)) is not None
            ),
            office_ids=frozenset(c.office_id for c in sitting_in_person),
            place_id=s.place_id,
        )
        for s in meeting.sittings
    ]


def _rivals(uow: UnitOfWork, meetings: Sequence[Meeting], days: Sequence[date]) -> list[Meeting]:
    """Return the standing meetings of those days with the same people or places, perhaps the meetings themselves."""
    office_ids = {c.office_id for m in meetings for c in m.chairs}
    people = select(Holding.person_id).where(Holding.office_id.in_(office_ids))
    same_people = select(Holding.office_id).where(Holding.person_id.in_(people))
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(same_people))
    places = {s.place_id for m in meetings for s in m.sittings if s.place_id}
    there = select(Sitting.meeting_id).where(Sitting.place_id.in_(places), Sitting.day.in_(days))
    that_day = select(Sitting.meeting_id).where(Sitting.day.in_(days))
    rows = select(Meeting).where(
        Meeting.state.in_(_STANDING), Meeting.id.in_(that_day), Meeting.id.in_(chaired) | Meeting.id.in_(there)
    )
    return list(uow.session.execute(rows.order_by(Meeting.id)).scalars())


def _offices(uow: UnitOfWork, office_ids: Sequence[str]) -> list[Office]:
    return list(uow.session.execute(select(Office).where(Office.id.in_(office_ids)).order_by(Office.id)).scalars())


def _days_off(meeting: Meeting, days: Iterable[date], calendar: WorkCalendar) -> list[Conflict]:
    if meeting.activity is Activity.RECEPTION and meeting.sub_type in ("adhoc", "regular"):
        return []
    return [
        Conflict(Clash.DAY_OFF, day, meeting.unit_id, None, why.name)
        for day in days
        if (why := calendar.why_off(day)) is not None
    ]
