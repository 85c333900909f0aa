"""A commune with a published meeting and a link to every feed that could show it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.clock import StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.feeds import FeedScope
from scheduler.db.meetings import FormerDate, Meeting, get_meeting
from scheduler.db.offices import Office, Person
from scheduler.db.places import Place
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.feeds import Reader, issue_link
from scheduler.ical.settle import settle
from scheduler.settings import Settings
from tests.factories import a_commune, make_meeting
from tests.ical.reading import events


@dataclass
class Town:
    """A commune with one published meeting, and every feed that concerns it."""

    works: Works
    clock: StoppedClock
    unit: Unit
    party: Office
    chair: Office
    place: Place
    names: dict[str, str]
    meeting_id: str = ""

    def body(self, feed: str = "unit") -> bytes:
        reader = Reader(self.works.engine, self.clock, Settings())
        return reader.fill(reader.look(self.names[feed])).body

    def entry(self, feed: str = "unit") -> dict[str, str]:
        (found,) = events(self.body(feed))
        return {name: line.text for name, line in found.items()}

    def counts(self) -> dict[str, int]:
        return {feed: len(events(self.body(feed))) for feed in self.names}

    @contextmanager
    def changing(self) -> Iterator[tuple[UnitOfWork, Meeting]]:
        self.clock.advance(timedelta(minutes=1))
        with self.works.writing(OPERATOR) as uow:
            meeting = get_meeting(uow.session, self.meeting_id)
            yield uow, meeting
            settle(uow, meeting)


def a_town(works: Works, clock: StoppedClock) -> Town:
    """Found the commune, publish the meeting, and issue a link to every feed."""
    works = Works(works.engine, clock, works.audit_key, "https://lich.example.vn")
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        holder = _named(uow, "Nguyễn Văn Một")
        other = _named(uow, "Trần Thị Hai")
        targets = {
            "unit": (FeedScope.UNIT, unit.id),
            "chair": (FeedScope.OFFICE, chair.id),
            "party": (FeedScope.OFFICE, party.id),
            "holder": (FeedScope.PERSON, holder.id),
            "other": (FeedScope.PERSON, other.id),
        }
        names = {key: issue_link(uow, *target, "iPhone")[1] for key, target in targets.items()}
        names["public"] = unit.public_name
        meeting = make_meeting(uow, unit, chair, place=place)
        settle(uow, meeting)
    return Town(works, clock, unit, party, chair, place, names, meeting.id)


def _named(uow: UnitOfWork, name: str) -> Person:
    return uow.session.execute(select(Person).where(Person.name == name)).scalar_one()


def move(meeting: Meeting, uow: UnitOfWork, day: date) -> None:
    former = FormerDate(
        id=uow.new_id(), number=len(meeting.former_dates) + 1, day=meeting.held_on, left_at=uow.now, ground="họp",
        was_public=True,
    )  # fmt: skip
    meeting.former_dates.append(former)
    meeting.held_on = meeting.sittings[0].day = day
    meeting.state = State.MOVED
