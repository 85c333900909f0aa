"""What people wait for asks the database a fixed and small number of questions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from scheduler import plans, publication, rescheduling, standings
from scheduler.arrangement import Seat
from scheduler.core.roles import OPERATOR
from scheduler.db.work import UnitOfWork, Works
from tests.factories import make_meeting
from tests.usecases.acting import GROUND, chief, commune, publishing, secretary

__all__ = ["commune"]
_FIRST, _LAST = date(2026, 12, 1), date(2026, 12, 31)


@contextmanager
def counting(works: Works) -> Iterator[list[str]]:
    """Gather the statements sent to the database, without the beginnings and ends of transactions."""
    sent: list[str] = []

    def note(_connection, _cursor, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            sent.append(statement)

    event.listen(works.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(works.engine, "before_cursor_execute", note)


@pytest.fixture(params=[0, 8])
def busy(request: pytest.FixtureRequest, works: Works, commune):
    """The commune, alone or with more meetings in the same month: the number of questions may not grow with them."""
    unit, chair, place, two = commune
    with works.writing(OPERATOR) as uow:
        for n in range(request.param):
            make_meeting(uow, unit, chair, on=date(2026, 12, 1 + 3 * n), place=place, subject="Theo thẩm quyền")
    return unit, chair, place, two


def test_the_verdicts_of_a_unit(works: Works, busy) -> None:
    unit, _, _, _ = busy
    with works.reading(secretary(unit)) as uow, counting(works) as sent:
        assert standings.of_unit(uow, unit.id, _FIRST, _LAST)
    assert len(sent) <= 20


def test_a_proposal(works: Works, busy) -> None:
    unit, _, _, _ = busy
    with works.reading(secretary(unit)) as uow, counting(works) as sent:
        plans.propose(uow, [unit.id], _FIRST, _LAST)
    assert len(sent) <= 30


def test_a_preview_of_cancelling_with_its_cures(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    with works.rehearsing(secretary(unit)) as uow, counting(works) as sent:
        assert len(rescheduling.preview_cancel(uow, meeting.id, meeting.version).cures) == 3
    assert len(sent) < 40


def previewed(uow: UnitOfWork, ids: list[str]) -> None:
    publication.preview_publish(uow, ids)


def insisted(uow: UnitOfWork, ids: list[str]) -> None:
    publication.publish(uow, ids, insist=GROUND)


@pytest.mark.parametrize(("verb", "each"), [(previewed, 1), (insisted, 2)])
def test_publishing_twenty_meetings_asks_no_more_than_publishing_one(works: Works, commune, verb, each: int) -> None:
    """Only writing grows: the version of each meeting is checked by itself, and each may be marked as insisted on."""
    unit, chair, place, _ = commune
    others = {}
    # Each has something in its way, so that dates are looked for: too few of them, or a weekend among them.
    for number, month in ((1, 2), (5, 5), (20, 7)):
        days = [date(2027, month, 1) + timedelta(days=n) for n in range(number)]
        ids = publishing(works, unit, *((day, Seat(chair.id)) for day in days), place=place)
        with counting(works) as sent, works.writing(chief(unit)) as uow:
            verb(uow, ids)
        written = sum(statement.startswith("UPDATE meeting") for statement in sent)
        assert written <= each * number
        others[number] = len(sent) - written

    # Two of them look how the rows were before they are written (ADR 0016): one for each table that is changed.
    assert others[20] == others[5] == others[1] <= 72
