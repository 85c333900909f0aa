"""Plain builders of rows: each valid by default, one line to differ."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from scheduler.core.facts import Activity, State
from scheduler.core.roles import OPERATOR
from scheduler.core.vietnamese import fold, nfc
from scheduler.db.law import CalendarDayRow, RuleRow
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.offices import Holding, Office, Person
from scheduler.db.places import Place
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.shipped_law import rule_rows

BORN = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = count(1)


def make_unit(uow: UnitOfWork, full_name: str = "Xã Tân Đoàn", **over: Any) -> Unit:
    kind, _, name = full_name.partition(" ")
    given = {
        "level": "xa",
        "kind": fold(kind).replace(" ", "_"),
        "parent_id": None,
        "valid_from": date(2025, 7, 1),
        "valid_to": None,
    }
    given |= {"code": f"{next(_numbers):05d}"} | over
    slug = fold(full_name).replace(" ", "-")
    unit = Unit(
        id=uow.new_id(),
        name=nfc(name),
        full_name=nfc(full_name),
        search_key=fold(full_name),
        public_name=f"{slug}-{given['code']}",
        **given,
    )
    uow.session.add(unit)
    uow.session.flush()
    return unit


def make_office(
    uow: UnitOfWork, unit: Unit, kind: str = "chu_tich_ubnd", title: str = "Chủ tịch UBND", **over: Any
) -> Office:
    given = {"valid_from": unit.valid_from, "valid_to": None} | over
    office = Office(id=uow.new_id(), unit_id=unit.id, kind=kind, title=title, **given)
    uow.session.add(office)
    uow.session.flush()
    return office


def make_person(uow: UnitOfWork, unit: Unit, name: str = "Nguyễn Văn Một") -> Person:
    person = Person(id=uow.new_id(), unit_id=unit.id, name=nfc(name), search_key=fold(name))
    uow.session.add(person)
    uow.session.flush()
    return person


def make_holding(uow: UnitOfWork, office: Office, person: Person, **over: Any) -> Holding:
    given = {"capacity": "holder", "first_on": office.valid_from, "last_on": None} | over
    held = Holding(id=uow.new_id(), office_id=office.id, person_id=person.id, **given)
    uow.session.add(held)
    uow.session.flush()
    return held


def make_place(uow: UnitOfWork, unit: Unit, name: str = "Phòng Tiếp công dân", rooms: int = 1) -> Place:
    place = Place(id=uow.new_id(), unit_id=unit.id, name=name, address="Số 1, đường Hùng Vương", rooms=rooms)
    uow.session.add(place)
    uow.session.flush()
    return place


def make_meeting(
    uow: UnitOfWork,
    unit: Unit,
    *offices: Office,
    on: date = date(2026, 12, 15),
    state: State = State.PUBLISHED,
    hours: tuple[time, time] = (time(8), time(11, 30)),
    place: Place | None = None,
    **over: Any,
) -> Meeting:
    given = {"activity": Activity.RECEPTION, "sub_type": "periodic", "created_at": BORN, "changed_at": BORN} | over
    if state in (State.PUBLISHED, State.MOVED, State.HELD):
        given.setdefault("published_at", BORN)
    meeting = Meeting(id=uow.new_id(), unit_id=unit.id, state=state, held_on=on, **given)
    meeting.sittings = [Sitting(number=1, day=on, starts=hours[0], ends=hours[1], place_id=place.id if place else None)]
    held = True if state is State.HELD else None
    meeting.chairs = [MeetingChair(office_id=o.id, present=held) for o in offices]
    uow.session.add(meeting)
    uow.session.flush()
    return meeting


def make_day_off(uow: UnitOfWork, day: date, name: str = "Nghỉ lễ", kind: str = "off") -> CalendarDayRow:
    row = CalendarDayRow(day=day, kind=kind, name=name, source="test", confirmed=True)
    uow.session.add(row)
    uow.session.flush()
    return row


def a_commune(works: Works) -> tuple[Unit, Office, Office, Place]:
    """A province, a commune below it, its secretary's and chairman's offices with holders, and a place."""
    with works.writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        unit = make_unit(uow, parent_id=province.id)
        party = make_office(uow, unit, "bi_thu_cap_uy", "Bí thư Đảng ủy")
        chair = make_office(uow, unit)
        make_holding(uow, party, make_person(uow, unit, "Trần Thị Hai"))
        make_holding(uow, chair, make_person(uow, unit))
        place = make_place(uow, unit)
    return unit, party, chair, place


def load_law(uow: UnitOfWork) -> None:
    """The shipped rules, as they stand."""
    for row in rule_rows():
        uow.session.add(RuleRow(id=row["rule_id"], row=row, entered_at=BORN, entered_by="test"))
    uow.session.flush()
