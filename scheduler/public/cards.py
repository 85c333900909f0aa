"""Meetings as anybody may see them, each list in a fixed number of queries however long it is."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import select

from scheduler.core.clock import civil_date
from scheduler.core.deadlines import DeadlineUnit
from scheduler.core.facts import Activity, State
from scheduler.core.lifecycle import COMING
from scheduler.core.workdays import WorkCalendar
from scheduler.db.base import Mode
from scheduler.db.meetings import FormerDate, Meeting
from scheduler.db.offices import Office, Person, holder_on, list_holdings
from scheduler.db.places import Place
from scheduler.db.public import makeups_of, units_by_id
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import work_calendar
from scheduler.postings import status_of
from scheduler.public.views import (
    Card,
    ChairView,
    FormerDateView,
    LinkedDate,
    PostedView,
    SittingView,
    UnitLink,
)


def link(unit: Unit, above: Unit | None = None) -> UnitLink:
    """Return the way to a unit's page."""
    return UnitLink(unit.full_name, unit.public_name, above.full_name if above else "")


def cards(uow: UnitOfWork, meetings: Sequence[Meeting], since: date | None = None) -> tuple[Card, ...]:
    """Return the cards of some meetings, in their order; each under its first date, or its first from ``since`` on."""
    if not meetings:
        return ()
    made = _Maker(uow, meetings, since)
    return tuple(made.card(meeting) for meeting in meetings)


class _Maker:
    """Everything the cards of one list need, fetched once."""

    def __init__(self, uow: UnitOfWork, meetings: Sequence[Meeting], since: date | None) -> None:
        session, self.since = uow.session, since
        self.today = uow.today
        self.calendar: WorkCalendar = work_calendar(uow)
        chairs = [chair for meeting in meetings for chair in meeting.chairs]
        wanted = {chair.office_id for chair in chairs}
        offices = session.execute(select(Office).where(Office.id.in_(wanted))).scalars()
        self.offices = {office.id: office for office in offices}
        self.holdings = list_holdings(session, wanted)
        seated = {c.person_id for c in chairs if c.person_id} | {h.person_id for h in self.holdings}
        names = session.execute(select(Person.id, Person.name).where(Person.id.in_(seated)))
        self.people: dict[str, str] = dict(names.all())
        sat = {sitting.place_id for meeting in meetings for sitting in meeting.sittings if sitting.place_id}
        self.places = {p.id: p for p in session.execute(select(Place).where(Place.id.in_(sat))).scalars()}
        self.units = units_by_id(session, sorted({meeting.unit_id for meeting in meetings}))
        above = {unit.parent_id for unit in self.units.values() if unit.parent_id}
        self.above = units_by_id(session, sorted(above))
        self.later = makeups_of(session, [meeting.id for meeting in meetings])
        earlier = {meeting.makeup_for for meeting in meetings if meeting.makeup_for}
        rows = session.execute(select(Meeting.id, Meeting.held_on).where(Meeting.id.in_(earlier)))
        self.earlier: dict[str, date | None] = dict(rows.all())

    def card(self, meeting: Meeting) -> Card:
        """Return one meeting's card."""
        unit = self.units[meeting.unit_id]
        first = meeting.makeup_for
        return Card(
            id=meeting.id,
            unit=link(unit, self.above.get(unit.parent_id or "")),
            activity=meeting.activity,
            sub_type=meeting.sub_type,
            state=meeting.state,
            day=None if meeting.state is State.POSTPONED else _day(meeting, self.since),
            sittings=() if meeting.state is State.POSTPONED else self._sittings(meeting),
            chairs=tuple(self._chairs(meeting)),
            mode=meeting.mode.value,
            online_url=_public_address(meeting, self.today),
            subject=meeting.subject,
            co_attendees=meeting.co_attendees,
            notice_number=meeting.notice_number,
            ground=meeting.ground,
            citizens_received=meeting.citizens_received if meeting.state is State.HELD else None,
            former=_former(meeting),
            posted=self._posted(meeting, unit),
            makes_up_for=LinkedDate(first, self.earlier[first]) if first in self.earlier else None,
            made_up_by=LinkedDate(*self.later[meeting.id]) if meeting.id in self.later else None,
            origin=dict(meeting.origin),
        )

    def _sittings(self, meeting: Meeting) -> tuple[SittingView, ...]:
        found = []
        for s in sorted(meeting.sittings, key=lambda s: (s.day, s.starts)):
            place = self.places.get(s.place_id or "")
            named = ", ".join(part for part in (place.name if place else "", s.site) if part)
            found.append(SittingView(s.day, s.starts, s.ends, named, place.address if place else ""))
        return tuple(found)

    def _chairs(self, meeting: Meeting) -> Iterable[ChairView]:
        day = meeting.held_on or self.today
        known = [(self.offices[chair.office_id], chair) for chair in meeting.chairs]
        for office, chair in sorted(known, key=lambda pair: (pair[0].kind, pair[0].title)):
            held = holder_on((h for h in self.holdings if h.office_id == office.id), office.id, day)
            person_id = chair.person_id or (held.person_id if held else None)
            sat = chair.present is not False
            person = self.people.get(person_id or "", "") if sat else ""
            absent = not (sat or chair.delegate)
            yield ChairView(office.title, person, chair.in_person and sat, chair.delegate, office.kind, absent=absent)

    def _posted(self, meeting: Meeting, unit: Unit) -> PostedView | None:
        day, at = meeting.held_on, meeting.first_posted_at()
        if at is None or day is None:
            return None
        status = status_of(meeting, unit.level, self.calendar, self.today)
        on = civil_date(at)
        in_calendar_days = status.due is not None and status.due.rule.unit is DeadlineUnit.DAYS
        before = (day - on).days if in_calendar_days else self.calendar.count(on, day) - self.calendar.is_working(on)
        return PostedView(at, before, status)


def _day(meeting: Meeting, since: date | None) -> date | None:
    if since is None or meeting.held_on is None or meeting.held_on >= since:
        return meeting.held_on
    return min((s.day for s in meeting.sittings if s.day >= since), default=meeting.held_on)


def _public_address(meeting: Meeting, today: date) -> str:
    """Return where to join: dialogues only, and only while joining still makes sense."""
    joinable = meeting.activity is Activity.DIALOGUE and meeting.mode is not Mode.IN_PERSON
    to_come = meeting.state in COMING and (_day(meeting, today) or today) >= today
    web = meeting.online_url.startswith(("https://", "http://"))
    return meeting.online_url if joinable and to_come and web else ""


def _former(meeting: Meeting) -> tuple[FormerDateView, ...]:
    seen = [was for was in meeting.former_dates if was.was_public]
    left = [was for was in seen if was.restarts]
    # Dates given up at one stroke went to the same one: the first given up at the next, or the present.
    strokes = [list(some) for _, some in groupby(left, key=lambda was: was.left_at)]
    now = None if meeting.state is State.POSTPONED else meeting.held_on
    following = [*(stroke[0].day for stroke in strokes[1:]), now]
    to = {was.id: to for stroke, to in zip(strokes, following, strict=bool(strokes)) for was in stroke}
    return tuple(_left(was, to.get(was.id)) for was in seen)


def _left(was: FormerDate, to: date | None) -> FormerDateView:
    if not was.restarts:
        said = str(was.as_posted.get("subject", ""))
        return FormerDateView(was.day, was.left_at, was.ground, stays=True, said=said)
    told, stays = was.as_posted.get("sittings", ()), bool(was.as_posted.get("stays"))
    hours = ", ".join(f"{s['starts']}–{s['ends']}" for s in told)
    where = "; ".join(dict.fromkeys(s["where"] for s in told if s["where"]))
    return FormerDateView(was.day, was.left_at, was.ground, to, hours, where, stays)
