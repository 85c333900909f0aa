"""Two at once: what one alone may do, both together may not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from scheduler import rescheduling
from scheduler.core.errors import DomainError, Objection
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting, list_meetings
from scheduler.db.work import UnitOfWork, Works
from tests.factories import a_commune, load_law, make_meeting, make_office
from tests.usecases.acting import secretary

ROUNDS = 3


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
