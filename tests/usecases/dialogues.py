"""A commune with the law and nothing planned, its dialogues, and the records of what was held."""

from datetime import date, datetime, time

import pytest

from scheduler import (
    meetings,
    publication,
    records,
)
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.clock import VIETNAM
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.factories import a_commune, load_law
from tests.usecases.acting import chief


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


def sat(office, first: datetime, last: datetime, *, present: bool = True, delegate: str = "") -> records.Record:
    return records.Record(first, last, (records.Presence(office.id, present, delegate),), 0)


def dialogue(works: Works, unit, office, place, days: list[date], *, kind: str = "youth") -> str:
    """A published dialogue from 8 to 11 on each of some days."""
    hours = tuple(Hours(day, time(8), time(11), place.id) for day in days)
    wanted = Arrangement(Activity.DIALOGUE, kind, hours, (Seat(office.id),), Description(subject="Đối thoại"))
    with works.writing(chief(unit)) as uow:
        meeting = meetings.draft(uow, unit.id, wanted)
        meetings.approve(uow, meeting.id)
        publication.publish(uow, [meeting.id])
        return meeting.id


def version_of(works: Works, meeting_id: str) -> int:
    with works.reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting_id).version


@pytest.fixture
def bare(works: Works):
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    return unit, party, chair, place
