"""Kept verdicts altered past the service are put right, also those of a year that nobody would judge again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from scheduler import holding
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR
from scheduler.db.journal import JournalEntry
from scheduler.db.work import Works
from scheduler.rejudging import correct_kept, fill, rejudge_changed
from scheduler.upkeep import JOBS, WARNING, Keeper
from tests.usecases.acting import GROUND
from tests.usecases.overseeing import YEAR, Place, a_province, kept, meeting_on, record

Both = tuple[Place, Place]


@pytest.fixture
def both(works: Works, clock: StoppedClock) -> Both:
    """Two communes whose year is over and kept."""
    _, first, second = a_province(works)
    clock.advance(datetime(2027, 2, 10, 1, tzinfo=UTC) - clock.now())
    rejudge_changed(works)
    fill(works)
    return first, second


def told(works: Works) -> list[dict]:
    with works.reading(OPERATOR) as uow:
        rows = select(JournalEntry.body).where(JournalEntry.kind == "StandingsCorrected").order_by(JournalEntry.seq)
        return list(uow.session.execute(rows).scalars())


def stands(works: Works, both: Both) -> list[dict]:
    with works.reading(OPERATOR) as uow:
        return kept(uow, [at.unit.id for at in both])


def altered(works: Works, statement: str, **values: object) -> int:
    with works.engine.begin() as raw:
        return raw.execute(text(statement), values).rowcount


def test_what_holds_is_left_alone_and_nothing_is_told(works: Works, both: Both) -> None:
    before = stands(works, both)
    assert before
    assert correct_kept(works) == 0
    assert stands(works, both) == before
    assert told(works) == []


def test_an_altered_past_year_is_put_right_and_told(works: Works, both: Both, clock: StoppedClock, tmp_path) -> None:
    before = stands(works, both)
    better = "UPDATE standing SET status = 'met', rank = 0, held = required WHERE status = 'breached' AND year = :year"
    wrong = altered(works, better, year=YEAR)
    clock.advance(timedelta(days=1))
    fill(works)
    assert wrong
    assert stands(works, both) != before, "the night alone does not look at it"

    (check,) = (job for job in JOBS if job.name == "standing-check")
    assert check.run(Keeper(works, tmp_path)) == f"{WARNING}{wrong} kept verdicts differed and were put right"
    assert stands(works, both) == before
    assert sum(one["differed"] for one in told(works)) == wrong
    assert {one["year"] for one in told(works)} <= {YEAR, YEAR + 1}
    assert not check.run(Keeper(works, tmp_path)).startswith(WARNING)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM standing WHERE unit_id = :one",
        "UPDATE standing SET unit_id = :two WHERE unit_id = :one",
        "UPDATE standing SET unit_id = 'nobody' WHERE unit_id = :one",
        "UPDATE standing SET year = 1999 WHERE unit_id = :one",
        "UPDATE standing SET office_id = office_id || 'x' WHERE unit_id = :one",
        "UPDATE standing SET insisted = 7 WHERE unit_id = :one AND month = 11",
    ],
)
def test_whatever_was_done_to_the_rows_they_are_as_before(works: Works, both: Both, statement: str) -> None:
    before = stands(works, both)
    names = {"one": both[0].unit.id} | ({"two": both[1].unit.id} if ":two" in statement else {})
    assert altered(works, statement, **names)
    assert correct_kept(works) > 0
    assert stands(works, both) == before
    assert correct_kept(works) == 0


def test_what_changed_for_a_good_reason_is_no_difference(works: Works, both: Both, clock: StoppedClock) -> None:
    before = stands(works, both)
    with works.writing(OPERATOR) as uow:
        meeting = meeting_on(uow, both[0], date(2026, 12, 8))
        holding.hold(uow, meeting.id, meeting.version, record(both[0], meeting.held_on), GROUND)
    clock.advance(timedelta(days=3))
    assert correct_kept(works) == 0
    assert stands(works, both) != before
    assert told(works) == []
