"""Reception places of a unit."""

from datetime import date

import pytest

from scheduler import places
from scheduler.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Stale
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.work import Works
from tests.factories import a_commune, make_meeting, make_unit


def test_a_place_is_entered_and_changed(works: Works) -> None:
    unit, *_ = a_commune(works)
    admin = Actor("a", Role.UNIT_ADMIN, unit.id)
    with works.writing(admin) as uow:
        place = places.add_place(uow, unit.id, "Nhà văn hóa thôn Nà Lải", rooms=2)
    with works.writing(admin) as uow:
        changed = places.change_place(uow, place.id, 1, address="Thôn Nà Lải")

    assert (changed.name, changed.address, changed.rooms, changed.version) == (
        "Nhà văn hóa thôn Nà Lải",
        "Thôn Nà Lải",
        2,
        2,
    )
    with pytest.raises(Stale), works.writing(admin) as uow:
        places.change_place(uow, place.id, 1, rooms=3)
    with works.reading(admin) as uow:
        assert {p.name for p in places.list_of_unit(uow, unit.id)} == {"Phòng Tiếp công dân", "Nhà văn hóa thôn Nà Lải"}


def test_every_fault_of_a_place_is_told_at_once_and_nothing_is_saved(works: Works) -> None:
    unit, _, _, place = a_commune(works)
    with works.writing(OPERATOR) as uow, pytest.raises(InvalidInput) as refused:
        places.add_place(uow, unit.id, "phong tiep cong dan", "x" * 301, rooms=0)
    assert [(f.where, f.code) for f in refused.value.faults] == [
        ("name", "place-exists"),
        ("address", "text-too-long"),
        ("rooms", "number-out-of-range"),
    ]
    with pytest.raises(InvalidInput), works.writing(OPERATOR) as uow:
        places.change_place(uow, place.id, 1, rooms=99)
    with works.reading(OPERATOR) as uow:
        assert [(p.name, p.rooms, p.version) for p in places.list_of_unit(uow, unit.id)] == [(place.name, 1, 1)]


def test_closing_a_place_tells_the_meetings_and_leaves_them(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        first = make_meeting(uow, unit, chair, on=date(2026, 12, 1), place=place)
        second = make_meeting(uow, unit, chair, on=date(2026, 12, 15), place=place)
        make_meeting(uow, unit, chair, on=date(2026, 12, 16), place=place, state=State.CANCELLED)
    with works.writing(OPERATOR) as uow:
        closed = places.close_place(uow, place.id, 1, date(2026, 12, 2))

    assert [meeting.id for meeting in closed.meetings] == [second.id]
    assert first.id != second.id
    with pytest.raises(Conflict), works.writing(OPERATOR) as uow:
        places.close_place(uow, place.id, 2, date(2026, 12, 3))


def test_a_place_of_another_unit_does_not_exist(works: Works) -> None:
    unit, _, _, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        other = make_unit(uow, "Xã Khánh Khê")
    with works.writing(Actor("a", Role.UNIT_ADMIN, other.id)) as uow:
        for attempt in (places.get, lambda uow, i: places.change_place(uow, i, 1, rooms=2)):
            with pytest.raises(NotFound):
                attempt(uow, place.id)
    with pytest.raises(NotAllowed), works.writing(Actor("s", Role.SECRETARY, unit.id)) as uow:
        places.add_place(uow, unit.id, "Phòng họp")
