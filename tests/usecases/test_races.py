"""Two at once: what one alone may do, both together may not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import update

from scheduler import people, rescheduling, rulebook, standing_patterns
from scheduler.core.errors import Conflict, DomainError, Objection
from scheduler.core.facts import Activity, State
from scheduler.core.periods import PeriodKind
from scheduler.core.roles import OPERATOR
from scheduler.db.law import PatternRow, RuleRow
from scheduler.db.meetings import get_meeting, list_meetings
from scheduler.db.offices import Holding, list_holdings
from scheduler.db.touched import NOTED
from scheduler.db.work import UnitOfWork, Works
from scheduler.rule_terms import Terms
from tests.factories import a_commune, load_law, make_meeting, make_office
from tests.usecases.acting import secretary

ROUNDS = 3
RULE = "R-G-COMM-02"
TERMS = Terms(Activity.RECEPTION, "periodic", "chu_tich_ubnd", "xa", 3, PeriodKind.MONTH, "Luật sửa đổi")


def both(works: Works, actor, *acts: Callable[[UnitOfWork], object]) -> list[object]:
    """Begin all acts at the same moment; return what each gave or how it was refused."""
    ready = Barrier(len(acts), timeout=20)

    def run(act: Callable[[UnitOfWork], object]) -> object:
        ready.wait()
        try:
            with works.writing(actor) as uow:
                return act(uow)
        except DomainError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("_again", range(ROUNDS))
def test_two_cancellations_at_once_cannot_both_leave_one_day_of_two(works: Works, _again: int) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        three = [make_meeting(uow, unit, chair, on=date(2026, 12, day), place=place) for day in (8, 15, 22)]

    answers = both(
        works, secretary(unit),
        *(lambda uow, m=m: rescheduling.cancel(uow, m.id, m.version, "Họp khẩn") for m in three[:2]),
    )  # fmt: skip

    assert sorted(isinstance(answer, Objection) for answer in answers) == [False, True]
    with works.reading(OPERATOR) as uow:
        left = list_meetings(uow.session, [unit.id], date(2026, 12, 1), date(2026, 12, 31))
    assert sum(m.state is State.PUBLISHED for m in left) == 2


@pytest.mark.parametrize("_again", range(ROUNDS))
def test_two_moves_at_once_cannot_both_take_the_last_room(works: Works, _again: int) -> None:
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        one = make_meeting(uow, unit, chair, on=date(2026, 12, 8), place=place)
        two = make_meeting(uow, unit, party, on=date(2026, 12, 15), place=place)

    answers = both(
        works, secretary(unit),
        *(lambda uow, m=m: rescheduling.move(uow, m.id, m.version, date(2026, 12, 22), "Họp khẩn") for m in (one, two)),
    )  # fmt: skip

    assert sorted(isinstance(answer, Objection) for answer in answers) == [False, True]


def test_the_same_meeting_moved_twice_at_once_moves_once(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        meeting = make_meeting(uow, unit, chair, on=date(2026, 12, 8), place=place)
        make_office(uow, unit, "chu_tich_hdnd", "Chủ tịch HĐND")

    answers = both(
        works, secretary(unit),
        *(
            lambda uow, day=day: rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, day), "Họp khẩn")
            for day in (16, 17)
        ),
    )  # fmt: skip

    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    with works.reading(OPERATOR) as uow:
        assert len(get_meeting(uow.session, meeting.id).former_dates) == 1


@pytest.mark.parametrize("_again", range(ROUNDS))
def test_two_successors_at_once_cannot_both_follow_one_rule(works: Works, _again: int) -> None:
    with works.writing(OPERATOR) as uow:
        load_law(uow)

    answers = both(
        works, OPERATOR,
        *(
            lambda uow, heir=heir: rulebook.succeed_rule(uow, RULE, date(2027, 1, 1), TERMS, heir_id=heir)
            for heir in ("R-X-1", "R-X-2")
        ),
    )  # fmt: skip

    assert sorted(isinstance(answer, Conflict) for answer in answers) == [False, True]
    with works.reading(OPERATOR) as uow:
        heirs = [row.id for row in rulebook.list_of(uow) if row.id.startswith("R-X-")]
        assert [uow.session.get_one(RuleRow, RULE).succeeded_by] == heirs


def test_a_pattern_that_was_ended_while_we_waited_is_not_prolonged(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    shape = {
        "shape": {"kind": "days_of_month", "days": [15], "short_month": None},
        "offices": [chair.id],
        "on_day_off": "next",
        "on_holiday": None,
        "sittings": [{"start": "08:00", "end": "11:30"}],
        "validity": {"first": "2026-12-01", "last": None},
        "seasons": [],
    }
    with works.writing(OPERATOR) as uow:
        row = standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", shape)

    table = PatternRow.__table__
    with works.writing(OPERATOR) as uow:
        known = standing_patterns.get(uow, row.id)
        # What somebody else commits while we wait goes past our session, as this does.
        theirs = update(table).where(table.c.id == known.id).values(valid_to=date(2027, 1, 31))
        uow.session.execute(theirs.execution_options(**NOTED))
        with pytest.raises(Conflict):
            standing_patterns.end_pattern(uow, known.id, date(2027, 2, 28))


def test_an_end_of_a_holding_corrected_while_we_waited_is_corrected_again(works: Works) -> None:
    _, _, chair, _ = a_commune(works)
    ours, theirs = date(2027, 3, 31), date(2027, 4, 30)
    with works.writing(OPERATOR) as uow:
        (held,) = list_holdings(uow.session, [chair.id])
        people.end_holding(uow, held.id, ours)

    table = Holding.__table__
    with works.writing(OPERATOR) as uow:
        known = uow.session.get_one(Holding, held.id)
        said = update(table).where(table.c.id == known.id).values(last_on=theirs)
        uow.session.execute(said.execution_options(**NOTED))
        people.end_holding(uow, known.id, ours)
    with works.reading(OPERATOR) as uow:
        assert uow.session.get_one(Holding, held.id).last_on == ours
