"""A meeting as a page shows it: frozen, with names instead of ids, so that a rehearsal cannot change what is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from scheduler.core.facts import Activity, State
from scheduler.db.base import Mode
from scheduler.db.meetings import FormerDate, Meeting
from scheduler.db.offices import Holding, Office, Person, holder_on, list_holdings, list_offices
from scheduler.db.places import Place, list_places
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SittingFacts:
    """One block of hours: a civil date, local hours, where."""

    day: date
    starts: time
    ends: time
    place_id: str | None
    place: str
    address: str
    site: str


@dataclass(frozen=True, slots=True)
class ChairFacts:
    """An office's part: its title, who heads it on the day, and once it was held whether that head sat, and who did."""

    office_id: str
    title: str
    holder: str
    in_person: bool
    delegate: str
    delegation_ground: str
    present: bool | None
    sat: str


@dataclass(frozen=True, slots=True)
class FormerFacts:
    """A date the meeting left, and what had been posted of it: pairs of hours and place.

    ``stays``: the date is still its own; only hours, place or form were given up. ``said``: what it had been said to be
    about, None unless no more than that was said otherwise.
    """

    day: date
    left_at: datetime
    ground: str
    stays: bool
    hours: tuple[tuple[str, str, str], ...]
    said: str | None = None


@dataclass(frozen=True, slots=True)
class PostingFacts:
    """Evidence of one posting; ``entered_at`` is the server's own time."""

    id: str
    channel: str
    posted_at: datetime
    entered_at: datetime
    for_day: date | None
    note: str
    withdrawn_at: datetime | None
    withdrawal_ground: str


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting as it stands."""

    id: str
    version: int
    unit_id: str
    unit: str
    activity: Activity
    sub_type: str
    state: State
    held_on: date | None
    begins_at: datetime | None
    mode: Mode
    online_url: str
    subject: str
    co_attendees: str
    trigger: str
    notice_number: str
    origin: Mapping[str, Any]
    pinned: bool
    makeup_for: str | None
    ground: str
    insisted_ground: str
    published_at: datetime | None
    actual_start: datetime | None
    actual_end: datetime | None
    citizens_received: int | None
    recorded_at: datetime | None
    entered_late: bool
    after_lock: bool
    sittings: tuple[SittingFacts, ...]
    chairs: tuple[ChairFacts, ...]
    former_dates: tuple[FormerFacts, ...]
    postings: tuple[PostingFacts, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The distinct civil dates of its sittings, ascending."""
        return tuple(sorted({s.day for s in self.sittings}))

    @property
    def last_known_day(self) -> date | None:
        """Its date, or while it has none the last it left."""
        return self.held_on or (self.former_dates[-1].day if self.former_dates else None)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Offices, places and people of a unit, looked up once: what names are made of."""

    unit: Unit
    offices: Mapping[str, Office]
    places: Mapping[str, Place]
    people: Mapping[str, str]
    holdings: tuple[Holding, ...]

    @classmethod
    def of(cls, uow: UnitOfWork, unit: Unit) -> "Surroundings":
        """Look a unit's offices, places and people up; four queries."""
        offices = {office.id: office for office in list_offices(uow.session, [unit.id])}
        names = uow.session.execute(select(Person.id, Person.name).where(Person.unit_id == unit.id))
        return cls(
            unit,
            offices,
            {place.id: place for place in list_places(uow.session, [unit.id])},
            {row.id: row.name for row in names},
            tuple(list_holdings(uow.session, offices)),
        )

    @property
    def names(self) -> Mapping[str, str]:
        """Names by id: titles of offices, names of places and of people."""
        return {
            **{office.id: office.title for office in self.offices.values()},
            **{place.id: place.name for place in self.places.values()},
            **self.people,
        }

    def open_places(self, day: date) -> tuple[Place, ...]:
        """Return the places where somebody may meet on a day, by name."""
        return tuple(place for place in self.places.values() if place.is_open(day))

    def holder(self, office_id: str, day: date) -> str:
        """Return who heads an office on a day, "" when it is vacant."""
        held = holder_on(self.holdings, office_id, day)
        return self.people.get(held.person_id, "") if held else ""


def facts_of(meeting: Meeting, around: Surroundings) -> MeetingFacts:
    """Return a meeting with the names of everything in it."""
    day = meeting.held_on or max((was.day for was in meeting.former_dates), default=date.max)
    plain = {name: getattr(meeting, name) for name in _PLAIN}
    return MeetingFacts(
        unit=around.unit.full_name,
        begins_at=meeting.begins_at(),
        sittings=tuple(_sittings(meeting, around)),
        chairs=tuple(_chairs(meeting, around, day)),
        former_dates=tuple(_former(was) for was in meeting.former_dates),
        postings=tuple(
            PostingFacts(**{name: getattr(posting, name) for name in PostingFacts.__dataclass_fields__})
            for posting in sorted(meeting.postings, key=lambda posting: (posting.entered_at, posting.id))
        ),
        **plain,
    )


_MADE = {"unit", "begins_at", "sittings", "chairs", "former_dates", "postings"}
_PLAIN = tuple(name for name in MeetingFacts.__dataclass_fields__ if name not in _MADE)


def _sittings(meeting: Meeting, around: Surroundings) -> Iterable[SittingFacts]:
    for s in meeting.sittings:
        place = around.places.get(s.place_id or "")
        name, address = (place.name, place.address) if place else ("", "")
        yield SittingFacts(s.day, s.starts, s.ends, s.place_id, name, address, s.site)


def _chairs(meeting: Meeting, around: Surroundings, day: date) -> Iterable[ChairFacts]:
    for chair in meeting.chairs:
        office = around.offices.get(chair.office_id)
        yield ChairFacts(
            chair.office_id,
            office.title if office else "",
            around.holder(chair.office_id, day),
            chair.in_person,
            chair.delegate,
            chair.delegation_ground,
            chair.present,
            around.people.get(chair.person_id or "", "") if chair.present else chair.delegate,
        )


def _former(was: FormerDate) -> FormerFacts:
    told = was.as_posted.get("sittings", ())
    hours = tuple((str(s.get("starts", "")), str(s.get("ends", "")), str(s.get("where", ""))) for s in told)
    said = None if was.restarts else str(was.as_posted.get("subject", ""))
    return FormerFacts(was.day, was.left_at, was.ground, bool(was.as_posted.get("stays")), hours, said)
