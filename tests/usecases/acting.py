"""A commune with a published month, and who acts in it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler import meetings, people, records, standings
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import Verdict
from scheduler.core.facts import Activity, State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.work import Works
from scheduler.people import Capacity
from tests.factories import a_commune, load_law, make_meeting

GROUND = "Họp đột xuất theo triệu tập của Tỉnh ủy Lạng Sơn"


@pytest.fixture
def commune(works: Works):
    unit, _party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        two = [
            make_meeting(uow, unit, chair, on=date(2026, 12, d), place=place, subject="Theo thẩm quyền")
            for d in (8, 22)
        ]
    return unit, chair, place, two


def secretary(unit) -> Actor:
    return Actor("key-secretary", Role.SECRETARY, unit.id)


def chief(unit) -> Actor:
    return Actor("key-chief", Role.OFFICE_CHIEF, unit.id)


def admin(unit) -> Actor:
    return Actor("key-admin", Role.UNIT_ADMIN, unit.id)


def replaced(works: Works, unit, office, last_on: date, *others: tuple[str, Capacity, date, date | None]) -> None:
    """End who heads the office; then others head it, somebody new or "again" the same."""
    with works.writing(admin(unit)) as uow:
        held = people.holdings_of(uow, office.id)[-1]
        people.end_holding(uow, held.id, last_on)
        for name, capacity, first, last in others:
            person = held.person_id if name == "again" else people.add_person(uow, unit.id, name).id
            people.begin_holding(uow, office.id, person, capacity, first, last_on=last)


def state_of(works: Works, meeting: Meeting) -> State:
    with works.reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting.id).state


def publishing(works: Works, unit, *hours: tuple[date, Seat], place) -> list[str]:
    ids = []
    with works.writing(chief(unit)) as uow:
        for day, seat in hours:
            wanted = Arrangement(
                Activity.RECEPTION,
                "periodic",
                (Hours(day, time(8), time(11), place.id),),
                (seat,),
                Description(subject="Theo thẩm quyền"),
            )
            meeting = meetings.draft(uow, unit.id, wanted)
            meetings.approve(uow, meeting.id)
            ids.append(meeting.id)
    return ids


def held_record(meeting: Meeting, chair, *, present: bool = True) -> records.Record:
    start = datetime(2026, 12, meeting.held_on.day, 1, 5, tzinfo=UTC)
    return records.Record(
        start, start + timedelta(hours=3), (records.Presence(chair.id, present, "" if present else "Phó Chủ tịch"),), 4
    )


def go_to(clock: StoppedClock, at: datetime) -> None:
    clock.advance(at - clock.now())


FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def standing(works: Works, office, rule_id: str, day: date = FIRST) -> Verdict:
    """The verdict of an office under a rule for the period of a day."""
    with works.reading(OPERATOR) as uow:
        return next(v for v in standings.of_office(uow, office.id, day, day) if v.rule.id == rule_id)


def december(works: Works, office, day: date = FIRST) -> Verdict:
    """How a chairman stands in the month of a day; December when none is given."""
    return standing(works, office, "R-G-COMM-02", day)
