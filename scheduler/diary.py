"""The diary: who and what is taken when, so that a meeting can be told what stands in its way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scheduler.core.conflicts import Booking, Clash, Conflict, are_odd, conflicts
from scheduler.core.facts import Activity, Away
from scheduler.core.lifecycle import STANDING
from scheduler.core.workdays import WorkCalendar
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.offices import Holding, Office, holder_on, list_holdings
from scheduler.db.places import Place
from scheduler.db.work import UnitOfWork
from scheduler.ledger import Ledger, aways_of, lineage, work_calendar


def conflicts_of(uow: UnitOfWork, meeting: Meeting, day: date | None = None) -> tuple[Conflict, ...]:
    """Return everything that stands in the way of a meeting, by date; with ``day``, as if it were held then.

    Another meeting at the same time with the same person or in the same room, an absence of a head who is to sit in
    person, a sitting on a day that is not worked or at hours at which nobody would come (regular rosters and ad hoc
    meetings may be held on any day and at any hour). With ``day`` nothing is said of hours: no date mends them.
    """
    if day is None:
        return conflicts_among(uow, [meeting])
    return conflicts_by_day(uow, meeting, [day])[day]


def conflicts_among(uow: UnitOfWork, meetings: Sequence[Meeting], ledger: Ledger | None = None) -> tuple[Conflict, ...]:
    """Return what stands in the way of each meeting, as conflicts_of, in their order; looked up once for all.

    ``ledger``: what was loaded already, to be spared a second look.
    """
    diary = _open(uow, meetings, {s.day for m in meetings for s in m.sittings}, ledger)
    return tuple(conflict for m in meetings for conflict in diary.against(m))


def conflicts_by_day(
    uow: UnitOfWork, meeting: Meeting, days: Collection[date], ledger: Ledger | None = None
) -> dict[date, tuple[Conflict, ...]]:
    """Return for each day what would stand in a meeting's way, were it held then; looked up once for all days.

    ``ledger``: as in conflicts_among.
    """
    diary = _open(uow, [meeting], days, ledger)
    return {day: tuple(diary.against(meeting, day)) for day in days}


@dataclass(frozen=True, slots=True)
class _Diary:
    """What is taken on some days from the people and places of some meetings."""

    others: tuple[Booking, ...]
    holdings: tuple[Holding, ...]
    rooms: Mapping[str, int]
    aways: tuple[Away, ...]
    calendar: WorkCalendar

    def against(self, meeting: Meeting, day: date | None = None) -> list[Conflict]:
        """Return what stands in the way of one of the meetings; with ``day``, as if it were held then."""
        if not meeting.sittings:
            return []
        days = [day] if day else sorted({s.day for s in meeting.sittings})
        wanted = bookings(meeting, self.holdings, day)
        clashes = conflicts(wanted, self.others, self.rooms, self.aways)
        at_night = [] if day else _odd_hours(meeting)
        return [*_days_off(meeting, days, self.calendar), *at_night, *clashes]


def _open(uow: UnitOfWork, meetings: Sequence[Meeting], days: Collection[date], ledger: Ledger | None) -> _Diary:
    dated = [m for m in meetings if m.sittings]
    if not dated or not days:
        return _Diary((), (), {}, (), WorkCalendar(()))
    rivals = _rivals(uow, dated, days)
    holdings = tuple(list_holdings(uow.session, {c.office_id for m in (*dated, *rivals) for c in m.chairs}))
    places = {s.place_id for m in dated for s in m.sittings if s.place_id}
    rooms = uow.session.execute(select(Place.id, Place.rooms).where(Place.id.in_(places)))
    return _Diary(
        others=tuple(booking for rival in rivals for booking in bookings(rival, holdings)),
        holdings=holdings,
        rooms={row.id: row.rooms for row in rooms},
        aways=_aways(uow, {c.office_id for m in dated for c in m.chairs if c.in_person}, days, ledger),
        calendar=ledger.calendar if ledger else work_calendar(uow),
    )


def _aways(
    uow: UnitOfWork, office_ids: AbstractSet[str], days: Collection[date], ledger: Ledger | None
) -> tuple[Away, ...]:
    """Return the absences of some offices' heads on some days, and perhaps on others."""
    if ledger and office_ids <= ledger.aways.keys() and _within(ledger, days):
        return tuple(away for office_id in sorted(office_ids) for away in ledger.aways[office_id])
    offices = _offices(uow, sorted(office_ids))
    lineages = {unit_id: lineage(uow, unit_id) for unit_id in {o.unit_id for o in offices}}
    aways = aways_of(uow, offices, min(days), max(days), lineages)
    return tuple(away for spans in aways.values() for away in spans)


def _within(ledger: Ledger, days: Iterable[date]) -> bool:
    """Tell whether the ledger knows the absences of all these days: it reaches over whole years."""
    return all(ledger.first.year <= day.year <= ledger.last.year for day in days)


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


def _rivals(uow: UnitOfWork, meetings: Sequence[Meeting], days: Collection[date]) -> list[Meeting]:
    """Return the standing meetings of those days with the same people or places, perhaps the meetings themselves."""
    office_ids = {c.office_id for m in meetings for c in m.chairs}
    people = select(Holding.person_id).where(Holding.office_id.in_(office_ids))
    same_people = select(Holding.office_id).where(Holding.person_id.in_(people))
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(same_people))
    places = {s.place_id for m in meetings for s in m.sittings if s.place_id}
    there = select(Sitting.meeting_id).where(Sitting.place_id.in_(places), Sitting.day.in_(days))
    that_day = select(Sitting.meeting_id).where(Sitting.day.in_(days))
    rows = select(Meeting).where(
        Meeting.state.in_(STANDING), Meeting.id.in_(that_day), Meeting.id.in_(chaired) | Meeting.id.in_(there)
    )
    return list(uow.session.execute(rows.order_by(Meeting.id)).scalars())


def _offices(uow: UnitOfWork, office_ids: Sequence[str]) -> list[Office]:
    return list(uow.session.execute(select(Office).where(Office.id.in_(office_ids)).order_by(Office.id)).scalars())


def _at_any_time(meeting: Meeting) -> bool:
    return meeting.activity is Activity.RECEPTION and meeting.sub_type in ("adhoc", "regular")


def _odd_hours(meeting: Meeting) -> list[Conflict]:
    if _at_any_time(meeting):
        return []
    return [
        Conflict(Clash.ODD_HOURS, s.day, meeting.id, meeting.unit_id, None, f"{s.starts:%H:%M}–{s.ends:%H:%M}")
        for s in meeting.sittings
        if are_odd(meeting.activity, s.starts, s.ends)
    ]


def _days_off(meeting: Meeting, days: Iterable[date], calendar: WorkCalendar) -> list[Conflict]:
    if _at_any_time(meeting):
        return []
    return [
        Conflict(Clash.DAY_OFF, day, meeting.id, meeting.unit_id, None, why.name)
        for day in days
        if (why := calendar.why_off(day)) is not None
    ]
