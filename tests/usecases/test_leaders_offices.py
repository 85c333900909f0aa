"""A leader who is bound to offices speaks for the meetings of these offices and for no other."""

from datetime import UTC, date, datetime

import pytest

from scheduler import holding, meetings, records
from scheduler.core.errors import NotAllowed
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.work import Works
from scheduler.registering import presides
from tests.factories import a_commune, make_meeting

PAST = date(2026, 11, 20)
TEXT = "Ghi nhầm số người đến trong buổi sáng"


@pytest.fixture
def town(works: Works):
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        made = {
            state: make_meeting(uow, unit, chair, on=day, state=state, place=place)
            for state, day in ((State.DRAFT, date(2026, 12, 8)), (State.APPROVED, date(2026, 12, 9)))
        }
        made[State.PUBLISHED] = make_meeting(uow, unit, chair, on=PAST, place=place)
    return unit, party, chair, made


def leader(unit, *offices) -> Actor:
    return Actor("account", Role.LEADER, unit.id, frozenset(office.id for office in offices), "account")


def record(chair) -> records.Record:
    hours = [datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (1, 4)]
    return records.Record(*hours, (records.Presence(chair.id, present=True),), 3)


def test_the_leader_who_presides_approves_and_records(works: Works, town) -> None:
    unit, party, chair, made = town

    with works.writing(leader(unit, party, chair)) as uow:
        assert meetings.approve(uow, made[State.DRAFT].id).state is State.APPROVED
        assert meetings.return_to_draft(uow, made[State.APPROVED].id, 1, TEXT).state is State.DRAFT
        held = holding.hold(uow, made[State.PUBLISHED].id, 1, record(chair))
    with works.writing(leader(unit, chair)) as uow:
        assert holding.correct(uow, held.id, held.version, record(chair), TEXT).entered_late


def test_another_leader_of_the_unit_is_refused_everywhere(works: Works, town) -> None:
    unit, party, chair, made = town
    with works.writing(OPERATOR) as uow:
        held = make_meeting(uow, unit, chair, on=PAST, state=State.HELD)
    deeds = (
        lambda uow: meetings.approve(uow, made[State.DRAFT].id),
        lambda uow: meetings.return_to_draft(uow, made[State.APPROVED].id, 1, TEXT),
        lambda uow: meetings.preview_return(uow, made[State.APPROVED].id, 1),
        lambda uow: holding.hold(uow, made[State.PUBLISHED].id, 1, record(chair)),
        lambda uow: holding.correct(uow, held.id, 1, record(chair), TEXT),
    )

    for deed in deeds:
        with works.rehearsing(leader(unit, party)) as uow, pytest.raises(NotAllowed) as refusal:
            deed(uow)
        assert refusal.value.detail == "office-not-presiding"


def test_who_is_bound_to_no_office_is_not_bound_by_it(town) -> None:
    unit, party, _chair, made = town
    meeting = made[State.DRAFT]

    assert presides(leader(unit), meeting)
    assert presides(Actor("chief", Role.OFFICE_CHIEF, unit.id, frozenset({party.id})), meeting)
