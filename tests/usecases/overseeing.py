"""A province with two communes whose months can be looked at, locked and tampered with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import Meeting, MeetingChair
from scheduler.db.offices import Office
from scheduler.db.standing import Standing, due_within
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.judging import judge
from scheduler.records import Presence, Record
from tests.factories import load_law, make_holding, make_meeting, make_office, make_person, make_place, make_unit

YEAR = 2026
CHAIRMAN = "R-G-COMM-02"


@dataclass(frozen=True)
class Place:
    """A commune: its unit, its two heads' offices, and a place."""

    unit: Unit
    party: Office
    chair: Office
    place: Any


def a_province(works: Works) -> tuple[Unit, Place, Place]:
    """Two communes: in October the first one's chairman was in the chair once, and a deputy once."""
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        first, second = (
            _commune(uow, make_unit(uow, name, parent_id=province.id)) for name in ("Xã Tân Đoàn", "Xã Khánh Khê")
        )
        for at in (first, second):
            make_meeting(uow, at.unit, at.chair, on=date(2026, 12, 8), place=at.place, subject="Theo thẩm quyền")
            held(uow, at, date(2026, 10, 8))
        held(uow, first, date(2026, 10, 22), by="Phó Chủ tịch")
        held(uow, second, date(2026, 10, 22))
        make_meeting(uow, first.unit, first.chair, on=date(2026, 10, 15), state=State.NOT_HELD, place=first.place)
    return province, first, second


def _commune(uow: UnitOfWork, unit: Unit) -> Place:
    party = make_office(uow, unit, "bi_thu_cap_uy", "Bí thư Đảng ủy")
    chair = make_office(uow, unit)
    make_holding(uow, party, make_person(uow, unit, "Trần Thị Hai"))
    make_holding(uow, chair, make_person(uow, unit))
    return Place(unit, party, chair, make_place(uow, unit))


def held(uow: UnitOfWork, at: Place, day: date, by: str = "") -> Meeting:
    """A meeting that was held, by the head or a deputy."""
    meeting = make_meeting(uow, at.unit, at.chair, on=day, state=State.HELD, place=at.place, subject="Theo thẩm quyền")
    start, end = hours(day)
    meeting.actual_start, meeting.actual_end, meeting.citizens_received = start, end, 3
    if by:
        chair = uow.session.get_one(MeetingChair, (meeting.id, at.chair.id))
        chair.present, chair.in_person, chair.delegate = False, False, by
    uow.session.flush()
    return meeting


def hours(day: date) -> tuple[datetime, datetime]:
    """From eight to eleven in the morning in Vietnam."""
    start = datetime.combine(day, time(1), UTC)
    return start, start + timedelta(hours=3)


def record(at: Place, day: date, *, present: bool = True) -> Record:
    """What is recorded of a day: the head sat there, or a deputy."""
    return Record(*hours(day), (Presence(at.chair.id, present, "" if present else "Phó Chủ tịch"),), 4)


def meeting_on(uow: UnitOfWork, at: Place, day: date) -> Meeting:
    """The commune's meeting on a day."""
    rows = select(Meeting).where(Meeting.unit_id == at.unit.id, Meeting.held_on == day)
    return uow.session.execute(rows).scalar_one()


def actor(role: Role, unit: Unit | None) -> Actor:
    """Somebody with a role at a unit, or (None) for the country."""
    return Actor(f"key-{role.value}", role, unit.id if unit else None)


def kept(uow: UnitOfWork, unit_ids: Iterable[str], year: int = YEAR) -> list[dict[str, Any]]:
    """The standings as they are kept, in a fixed order."""
    columns = Standing.__table__.c
    rows = uow.session.execute(select(*columns).where(columns.unit_id.in_(list(unit_ids)), columns.year == year))
    return in_order(dict(row._mapping) for row in rows)


def from_scratch(uow: UnitOfWork, unit_id: str, year: int = YEAR) -> list[dict[str, Any]]:
    """The standings of one unit as they read when judged now, alone."""
    return in_order(judge(uow, [unit_id], year))


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows by their key, without the day on which they were judged: a verdict that is final was judged long ago."""
    plain = [{name: value for name, value in row.items() if name != "judged_on"} for row in rows]
    return sorted(plain, key=lambda row: (row["office_id"], row["rule_id"], row["first_on"]))


def due(uow: UnitOfWork, year: int = YEAR) -> frozenset[str]:
    """The units whose standings may not be shown as they are kept."""
    return due_within(uow.session, Unit.id.is_not(None), year, uow.today)
