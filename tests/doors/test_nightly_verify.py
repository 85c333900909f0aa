"""Every night everything is compared; what is damaged is told in the log and, once a day, in the journal."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from scheduler.core.roles import OPERATOR
from scheduler.db.journal import JournalEntry
from scheduler.db.units import Unit
from scheduler.db.work import Works
from scheduler.upkeep import JOBS, WARNING, Keeper
from tests.factories import make_unit

(VERIFY,) = (job for job in JOBS if job.name == "verify")


@pytest.fixture
def keeper(works: Works, tmp_path) -> Keeper:
    with works.writing(OPERATOR) as uow:
        make_unit(uow)
        uow.record("UnitsImported", "x")
    return Keeper(works, tmp_path, lambda _: ())


def told(keeper: Keeper) -> list[dict]:
    with keeper.works.reading(OPERATOR) as uow:
        rows = select(JournalEntry.body).where(JournalEntry.kind == "DamageFound").order_by(JournalEntry.seq)
        return list(uow.session.execute(rows).scalars())


def test_a_sound_night_says_nothing_to_the_journal(keeper: Keeper):
    assert not VERIFY.run(keeper).startswith(WARNING)
    assert told(keeper) == []


def test_a_damaged_row_is_logged_and_told_to_the_journal_once_a_day(keeper: Keeper, clock, caplog):
    with keeper.works.engine.begin() as raw:
        raw.execute(update(Unit.__table__).values(telephone="0205"))
    with caplog.at_level(logging.WARNING, "tiepdan.worker"):
        assert VERIFY.run(keeper) == f"{WARNING}0 faults, 1 damaged entries and rows; see cli.py verify"
    assert "row-altered" in caplog.text
    VERIFY.run(keeper)
    assert told(keeper) == [{"faults": 0, "entries": 0, "rows": 1}]

    clock.advance(timedelta(days=1))
    VERIFY.run(keeper)
    assert len(told(keeper)) == 2


def test_a_planted_trigger_is_told_to_the_journal(keeper: Keeper):
    planted = Keeper(keeper.works, keeper.data, lambda _: ("schema-strange: trigger quiet",))
    assert VERIFY.run(planted).startswith(f"{WARNING}1 faults")
    assert told(keeper) == [{"faults": 1, "entries": 0, "rows": 0}]
