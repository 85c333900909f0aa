"""The days of whoever acts for an office: own meetings, duties, and what is being proposed. For a telephone."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.compliance.values import Verdict
from scheduler.core.errors import NotFound
from scheduler.core.facts import State
from scheduler.core.lifecycle import COMING
from scheduler.core.periods import PeriodKind, month_of
from scheduler.core.roles import Action
from scheduler.db.feeds import FeedScope
from scheduler.db.meetings import Meeting, MeetingChair, Sitting, get_meeting
from scheduler.db.offices import Office, Person
from scheduler.db.places import Place
from scheduler.db.scope import reads
from scheduler.db.work import UnitOfWork
from scheduler.ledger import open_ledger, verdicts

AHEAD = timedelta(days=30)
_FAR = timedelta(days=60)
_SHOWN = COMING | {State.APPROVED, State.HELD, State.NOT_HELD, State.POSTPONED, State.CANCELLED}
_PENDING = frozenset({State.DRAFT, State.APPROVED})


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting as whoever presides reads it.

    ``office``: the own one that presides. ``delegate``: who sits in instead, "" for the head in person. ``places``:
    names with addresses, each once, in the order of the hours.
    """

    meeting: Meeting
    office: Office
    in_person: bool
    delegate: str
    places: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """A calendar of one's own: of the person (``name`` is empty), or of an office by its title."""

    scope: FeedScope
    target_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Today and the next 30 days of the own offices.

    ``duties``: the verdicts of this month and the next and of what else falls due with them, those of this month first;
    of several rules that ask for the same, the one that asks for most.
    ``proposed``: dates within 60 days that the secretary drafts or that wait for publication, ascending.
    """

    today: date
    offices: tuple[Office, ...]
    duties: tuple[Verdict, ...]
    of_today: tuple[OwnMeeting, ...]
    coming: tuple[OwnMeeting, ...]
    proposed: tuple[date, ...]

    @property
    def present(self) -> tuple[Verdict, ...]:
        """Return the duties of the periods that run today."""
        return tuple(v for v in self.duties if v.period.first <= self.today <= v.period.last)

    @property
    def later(self) -> tuple[Verdict, ...]:
        """Return the duties of the periods that are still to begin."""
        return tuple(v for v in self.duties if v.period.first > self.today)

    @property
    def next_month(self) -> tuple[Verdict, ...]:
        """Return the duties of the month after this one."""
        later = (self.today.replace(day=1) + timedelta(days=31)).replace(day=1)
        return tuple(v for v in self.duties if v.period.kind is PeriodKind.MONTH and v.period.first == later)


def own_days(uow: UnitOfWork) -> OwnDays:
    """Return today and the next 30 days of the offices that the actor acts for. Raises: NotFound, NotAllowed."""
    offices = _offices(uow)
    last = uow.today + AHEAD
    found = _meetings(uow, offices, uow.today, uow.today + _FAR)
    shown = [m for m in found if m.state in _SHOWN and (m.held_on or last) <= last and _was_told(m)]
    now = [m for m in shown if uow.today in m.days()]
    pending = {m.held_on for m in found if m.state in _PENDING and m.held_on}
    return OwnDays(
        today=uow.today,
        offices=offices,
        duties=_duties(uow, offices),
        of_today=tuple(_own(uow, m, offices) for m in now),
        coming=tuple(_own(uow, m, offices) for m in shown if m not in now),
        proposed=tuple(sorted(pending)),
    )


def own_meeting(uow: UnitOfWork, meeting_id: str) -> OwnMeeting:
    """Return one meeting over which an own office presides; any other does not exist here.

    Raises: NotFound, NotAllowed.
    """
    offices = _offices(uow)
    meeting = get_meeting(uow.session, meeting_id)
    if not {chair.office_id for chair in meeting.chairs} & {office.id for office in offices}:
        raise NotFound(kind="meeting", id=meeting_id)
    return _own(uow, meeting, offices)


def own_calendars(uow: UnitOfWork) -> tuple[OwnCalendar, ...]:
    """Return the calendars that the actor may give away: the own person's, then each office's by title.

    Raises: NotFound, NotAllowed.
    """
    person = uow.session.get(Person, uow.actor.person_id) if uow.actor.person_id else None
    own = [OwnCalendar(FeedScope.PERSON, person.id)] if person is not None else []
    return (*own, *(OwnCalendar(FeedScope.OFFICE, office.id, office.title) for office in _offices(uow)))


def to_delegate(uow: UnitOfWork) -> tuple[OwnMeeting, ...]:
    """Return the own meetings within 60 days in which the head is to sit in person, by date.

    Raises: NotFound, NotAllowed.
    """
    offices = _offices(uow)
    open_now = COMING | _PENDING
    found = [m for m in _meetings(uow, offices, uow.today, uow.today + _FAR) if m.state in open_now]
    return tuple(
        own for m in found if (own := _own(uow, m, offices)).in_person and (m.held_on or uow.today) >= uow.today
    )


def _offices(uow: UnitOfWork) -> tuple[Office, ...]:
    uow.require(Action.REQUEST)
    if uow.actor.unit_id is not None:
        reads(uow, uow.actor.unit_id)
    rows = select(Office).where(Office.id.in_(uow.actor.office_ids), Office.unit_id == uow.actor.unit_id)
    return tuple(uow.session.execute(rows.order_by(Office.title, Office.id)).scalars())


def _meetings(uow: UnitOfWork, offices: tuple[Office, ...], first: date, last: date) -> list[Meeting]:
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_([office.id for office in offices]))
    dated = select(Sitting.meeting_id).where(Sitting.day >= first, Sitting.day <= last)
    rows = select(Meeting).where(Meeting.id.in_(chaired), Meeting.id.in_(dated))
    return list(uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars())


def _was_told(meeting: Meeting) -> bool:
    """Tell whether a cancelled meeting was ever announced: a dropped draft is no news to anybody."""
    return meeting.state is not State.CANCELLED or meeting.published_at is not None


def _duties(uow: UnitOfWork, offices: tuple[Office, ...]) -> tuple[Verdict, ...]:
    if not offices:
        return ()
    after = month_of(month_of(uow.today).last + timedelta(days=1)).last
    strictest: dict[tuple[str, str, str, str], Verdict] = {}
    for verdict in verdicts(open_ledger(uow, [office.id for office in offices], uow.today, after)):
        rule = verdict.rule
        name = (verdict.office_id, rule.activity, rule.sub_type, verdict.period.key)
        known = strictest.get(name)
        if known is None or verdict.required > known.required:
            strictest[name] = verdict
    ranked = strictest.values()
    return tuple(sorted(ranked, key=lambda v: (v.period.kind is not PeriodKind.MONTH, v.period.first, v.rule.id)))


def _own(uow: UnitOfWork, meeting: Meeting, offices: tuple[Office, ...]) -> OwnMeeting:
    known = {office.id: office for office in offices}
    chair = next(c for c in meeting.chairs if c.office_id in known)
    others = [uow.session.get_one(Office, c.office_id).title for c in meeting.chairs if c.office_id not in known]
    places = [_place(uow, sitting) for sitting in meeting.sittings]
    told = tuple(dict.fromkeys(place for place in places if place))
    return OwnMeeting(meeting, known[chair.office_id], chair.in_person, chair.delegate, told, tuple(others))


def _place(uow: UnitOfWork, sitting: Sitting) -> str:
    place = uow.session.get(Place, sitting.place_id) if sitting.place_id else None
    return sitting.site or (", ".join(part for part in (place.name, place.address) if part) if place else "")
