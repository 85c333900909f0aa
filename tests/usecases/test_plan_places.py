"""Where a plan meets: in rooms that are free and open on the day."""

from datetime import date, time

import pytest

from scheduler import places, plans
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from scheduler.db.offices import Office
from scheduler.db.places import Place
from scheduler.db.work import Works
from scheduler.diary import conflicts_of
from scheduler.wording.refusals import fault_sentence
from tests.factories import make_meeting, make_office, make_place
from tests.usecases.test_plans import FIRST, LAST, commune, pattern

__all__ = ["commune"]


def test_a_place_is_proposed_until_it_closes_and_not_from_that_day_on(works: Works, commune) -> None:
    unit, _, chair, place = commune
    with works.writing(OPERATOR) as uow:
        room = make_place(uow, unit, "Phòng họp cũ")
        uow.session.add(pattern(unit, chair, place=room, days=(3, 17)))
        uow.session.get_one(Place, room.id).closed_on = date(2026, 12, 10)
        uow.session.get_one(Place, place.id).closed_on = date(2027, 6, 1)

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    mine = {p.day: p.hours[0].place_id for p in found.proposed if p.pattern_id is not None}
    assert mine == {date(2026, 12, 3): room.id, date(2026, 12, 17): place.id}


def test_a_joint_day_is_not_proposed_in_a_place_that_is_closed_by_then(works: Works, commune) -> None:
    unit, party, chair, place = commune
    with works.writing(OPERATOR) as uow:
        uow.session.add(pattern(unit, party, chair, place=place, days=(15,)))
        uow.session.get_one(Place, place.id).closed_on = date(2026, 12, 1)

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    assert [(p.day.day, p.hours[0].place_id) for p in found.proposed if len(p.office_ids) == 2] == [(15, None)]


def test_what_was_accepted_in_a_place_that_closed_since_is_refused_by_its_name(works: Works, commune) -> None:
    unit, _, _, place = commune
    with works.writing(OPERATOR) as uow:
        make_place(uow, unit, "Phòng họp số 2")
    with works.reading(OPERATOR) as uow:
        keys = [p.key for p in plans.propose(uow, [unit.id], FIRST, LAST).proposed]
    with works.writing(OPERATOR) as uow:
        places.close_place(uow, place.id, place.version, FIRST)

    with pytest.raises(InvalidInput) as refused, works.writing(OPERATOR) as uow:
        plans.keep(uow, unit.id, FIRST, LAST, accept=keys)

    (fault,) = refused.value.faults
    assert (fault.code, fault.values) == ("place-closed", {"place": place.name, "closed_on": FIRST})
    assert fault_sentence(fault) == "Địa điểm Phòng Tiếp công dân ngừng sử dụng từ ngày 01/12/2026; chọn địa điểm khác."


def test_a_plan_keeps_only_what_could_be_drafted_by_hand(works: Works, commune, monkeypatch) -> None:
    unit, _, _, place = commune
    with works.writing(OPERATOR) as uow:
        uow.session.get_one(Place, place.id).closed_on = FIRST
    # A planner gone wrong: it thinks that no place ever closes.
    monkeypatch.setattr(Place, "is_open", lambda _place, _day: True)

    with pytest.raises(InvalidInput) as refused, works.writing(OPERATOR) as uow:
        plans.keep(uow, unit.id, FIRST, LAST)

    assert {fault.code for fault in refused.value.faults} == {"place-closed"}


def test_a_joint_day_after_an_office_ended_is_not_proposed(works: Works, commune) -> None:
    unit, party, chair, place = commune
    with works.writing(OPERATOR) as uow:
        uow.session.add(pattern(unit, party, chair, place=place, days=(8, 22)))
        uow.session.get_one(Office, party.id).valid_to = date(2026, 12, 15)
        _, drafts = plans.keep(uow, unit.id, FIRST, LAST)

    assert [m.held_on for m in drafts if len(m.chairs) == 2] == [date(2026, 12, 8)]


def test_the_planner_and_the_diary_agree_when_a_room_is_free(works: Works, commune) -> None:
    unit, party, chair, place = commune
    hours = (time(8), time(11, 30))
    with works.writing(OPERATOR) as uow:
        uow.session.get_one(Place, place.id).rooms = 2
        third = make_office(uow, unit, "chu_tich_hdnd", "Chủ tịch HĐND")
        uow.session.add(pattern(unit, chair, place=place, days=(15,)))
        for part in ((time(7, 30), time(9)), (time(9, 30), time(11))):
            make_meeting(uow, unit, third, on=date(2026, 12, 15), place=place, hours=part)
        other = make_meeting(uow, unit, party, on=date(2026, 12, 22), place=place, hours=hours)

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)
        assert conflicts_of(uow, get_meeting(uow.session, other.id), date(2026, 12, 15)) == ()

    (mine,) = [p for p in found.proposed if p.pattern_id is not None]
    assert (mine.day, mine.hours[0].starts) == (date(2026, 12, 15), time(8))
