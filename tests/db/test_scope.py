"""Whose rows an actor reaches, and what is known of a unit once it is locked."""

from datetime import date

import pytest
from sqlalchemy import update

from scheduler.core.errors import NotAllowed
from scheduler.core.roles import NOBODY, OPERATOR, Action, Actor, Role
from scheduler.db.scope import for_the_country, may_write, reads, writes
from scheduler.db.touched import NOTED
from scheduler.db.units import Unit
from scheduler.db.work import Works
from tests.factories import a_commune


def test_a_unit_that_ended_while_we_waited_for_it_is_known_to_have_ended(works: Works) -> None:
    unit, *_ = a_commune(works)
    table = Unit.__table__

    with works.writing(OPERATOR) as uow:
        known = reads(uow, unit.id)
        # What somebody else commits while we wait goes past our session, as this does.
        ended = update(table).where(table.c.id == unit.id).values(valid_to=date(2026, 12, 31))
        uow.session.execute(ended, execution_options=NOTED)
        assert writes(uow, unit.id, Action.BOOK) is known
        assert known.valid_to == date(2026, 12, 31)


def test_whether_one_may_is_answered_as_the_act_is(works: Works) -> None:
    unit, *_ = a_commune(works)
    actors = [OPERATOR, NOBODY]
    actors += [Actor("k", role, at) for role in Role for at in (None, unit.id, unit.parent_id)]

    for actor in actors:
        with works.rehearsing(actor) as uow:
            for action in Action:
                told = may_write(uow, unit.id, action)
                try:
                    done = writes(uow, unit.id, action) is not None
                except NotAllowed:
                    done = False
                assert told is done, (actor, action)


def test_a_reading_unit_of_work_can_ask_whether_a_button_may_be_shown(works: Works) -> None:
    unit, *_ = a_commune(works)
    with works.reading(Actor("k", Role.SECRETARY, unit.id)) as uow:
        assert may_write(uow, unit.id, Action.BOOK)


def test_only_the_countrys_actors_act_for_the_country(works: Works) -> None:
    unit, *_ = a_commune(works)
    for actor, passes in (
        (OPERATOR, True),
        (Actor("l", Role.LEGAL_ADMIN), True),
        (Actor("l", Role.LEGAL_ADMIN, unit.id), False),
        (Actor("s", Role.SECRETARY), False),
        (NOBODY, False),
    ):
        with works.reading(actor) as uow:
            if passes:
                for_the_country(uow, Action.KEEP_LAW)
            else:
                with pytest.raises(NotAllowed):
                    for_the_country(uow, Action.KEEP_LAW)


@pytest.mark.parametrize("action", Action)
def test_who_has_not_said_who_it_is_may_do_nothing(action: Action) -> None:
    assert not NOBODY.may(action)
