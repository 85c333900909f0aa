"""What is insisted on is kept where something stood against it, and nowhere else."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from scheduler import publication
from scheduler.arrangement import Seat
from scheduler.core.conflicts import Clash
from scheduler.core.errors import Objection
from scheduler.core.roles import OPERATOR
from scheduler.db.law import Insistence
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_day_off
from tests.usecases.acting import FIRST, GROUND, LAST, chief, december, publishing

WORKED, OFF = date(2026, 12, 8), date(2026, 12, 22)


@pytest.fixture
def two_approved(works: Works):
    """The chairman's two days of December, of which the second has since become a day off."""
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    ids = publishing(works, unit, (WORKED, Seat(chair.id)), (OFF, Seat(chair.id)), place=place)
    with works.writing(OPERATOR) as uow:
        make_day_off(uow, OFF)
    return unit, party, chair, place, ids


def kept(works: Works) -> list[tuple[str, str, str]]:
    with works.reading(OPERATOR) as uow:
        rows = uow.session.execute(select(Insistence)).scalars()
        return sorted((row.meeting_id or "", row.code, row.rule_id) for row in rows)


def marked(works: Works, ids: Sequence[str]) -> list[bool]:
    with works.reading(OPERATOR) as uow:
        return [bool(get_meeting(uow.session, one).insisted_ground) for one in ids]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_day_off_is_insisted_on_for_its_own_meeting_in_whatever_order_they_are_published(
    works: Works, two_approved, order: tuple[int, int]
) -> None:
    unit, _, chair, _, ids = two_approved

    with works.writing(chief(unit)) as uow:
        found = publication.publish(uow, [ids[n] for n in order], insist=GROUND)

    assert [c.against for c in found.conflicts] == [ids[1]]
    assert (ids[1], "conflict", Clash.DAY_OFF.value) in kept(works)
    assert ids[0] not in {row[0] for row in kept(works) if row[1] == "conflict"}
    verdict = december(works, chair)
    assert {c.day for c in verdict.counted} == {WORKED, OFF}


def test_a_span_keeps_each_conflict_with_its_own_meeting(works: Works, two_approved) -> None:
    unit, _, chair, _, ids = two_approved

    with pytest.raises(Objection), works.writing(chief(unit)) as uow:
        publication.publish_span(uow, unit.id, FIRST, LAST)
    with works.writing(chief(unit)) as uow:
        publication.publish_span(uow, unit.id, FIRST, LAST, insist=GROUND)

    assert [row for row in kept(works) if row[1] == "conflict"] == [(ids[1], "conflict", Clash.DAY_OFF.value)]
    assert {c.day for c in december(works, chair).counted} == {WORKED, OFF}


def test_only_meetings_of_an_office_that_is_left_short_are_marked(works: Works, two_approved) -> None:
    unit, party, _, place, ids = two_approved
    ids += publishing(
        works, unit, (date(2026, 12, 9), Seat(party.id)), (date(2026, 12, 23), Seat(party.id)), place=place
    )

    with works.writing(chief(unit)) as uow:
        publication.publish(uow, ids, insist=GROUND)

    assert marked(works, ids) == [True, True, False, False]


def test_a_meeting_with_a_conflict_of_its_own_is_marked_alone_when_nobody_is_left_short(
    works: Works, two_approved
) -> None:
    unit, _, chair, place, ids = two_approved
    ids += publishing(works, unit, (date(2026, 12, 23), Seat(chair.id)), place=place)

    with works.writing(chief(unit)) as uow:
        publication.publish(uow, ids, insist=GROUND)

    assert marked(works, ids) == [False, True, False]
    assert {row[0] for row in kept(works)} == {ids[1]}
