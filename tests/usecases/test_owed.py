"""What a unit still owes is listed: dates of postponed meetings, offices for duties that rest on none."""

from datetime import date

import pytest

from scheduler import owed
from scheduler.core.errors import NotFound
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_meeting, make_office, make_unit

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def test_postponed_meetings_without_a_date_are_listed_and_no_others(works: Works) -> None:
    unit, party, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        waiting = make_meeting(uow, unit, chair, state=State.POSTPONED)
        make_meeting(uow, unit, party, on=date(2026, 12, 16))
        elsewhere = make_unit(uow, "Xã Khác")

    with works.reading(Actor("s", Role.SECRETARY, unit.id)) as uow:
        assert [meeting.id for meeting in owed.undated(uow, unit.id)] == [waiting.id]
        with pytest.raises(NotFound):
            owed.undated(uow, elsewhere.id)


def test_a_unit_is_told_which_rules_nobody_bears(works: Works) -> None:
    unit, _, _, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        assert "D-G-COMM-03" in owed.unborne(uow, unit.id, *YEAR)
        make_office(uow, unit, "chinh_quyen_xa", "Chính quyền xã", valid_from=date(2026, 3, 1))
        assert "D-G-COMM-03" not in owed.unborne(uow, unit.id, *YEAR)
        assert "D-G-COMM-03" in owed.unborne(uow, unit.id, date(2026, 1, 1), date(2026, 2, 28))
