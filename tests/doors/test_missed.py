"""The night's marking of meetings without a record: one short unit of work each."""

from datetime import date
from pathlib import Path

import pytest

from scheduler import holding
from scheduler.core.errors import Stale
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import Meeting
from scheduler.db.work import UnitOfWork, Works
from scheduler.upkeep import JOBS, Keeper
from tests.factories import a_commune, make_meeting


@pytest.mark.parametrize(
    ("wrong", "outcome"),
    [
        (Stale(current_version=2), "marked 2"),
        (ValueError("a bad row"), "warning: marked 2, 1 could not be marked"),
    ],
)
def test_one_meeting_that_cannot_be_marked_does_not_lose_the_night(
    works: Works, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Exception, outcome: str
):
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        three = [make_meeting(uow, unit, chair, on=date(2026, 11, day)).id for day in (16, 17, 18)]
    mark = holding.mark_missed

    def one_fails(uow: UnitOfWork, meeting_id: str) -> Meeting:
        marked = mark(uow, meeting_id)
        if meeting_id == three[1]:
            raise wrong
        return marked

    monkeypatch.setattr(holding, "mark_missed", one_fails)

    assert JOBS[0].run(Keeper(works, tmp_path)) == outcome
    with works.reading(OPERATOR) as uow:
        states = [uow.session.get_one(Meeting, meeting_id).state for meeting_id in three]
    assert states == [State.NOT_HELD, State.PUBLISHED, State.NOT_HELD]
