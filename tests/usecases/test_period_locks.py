"""A locked month: changed only by somebody entitled, with a ground, and seen for ever; never dressed up (T-28)."""

from datetime import date

import pytest

from scheduler import holding, oversight, people, period_locks, rescheduling
from scheduler.core.compliance.values import Status
from scheduler.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.journal import JournalEntry
from scheduler.db.locks import list_corrections
from scheduler.db.work import UnitOfWork, Works
from tests.factories import make_meeting
from tests.usecases.acting import GROUND
from tests.usecases.overseeing import CHAIRMAN, Place, a_province, actor, from_scratch, meeting_on, record

OCTOBER = date(2026, 10, 1)
HELD, DEPUTY, MISSED = date(2026, 10, 8), date(2026, 10, 22), date(2026, 10, 15)


@pytest.fixture
def world(works: Works):
    return a_province(works)


@pytest.fixture
def at(works: Works, world) -> Place:
    """The commune that met one of its two days in October, and whose October is locked."""
    _, first, _ = world
    with works.writing(actor(Role.OFFICE_CHIEF, first.unit)) as uow:
        period_locks.lock_period(uow, first.unit.id, date(2026, 10, 20))
    return first


def october(uow: UnitOfWork, at: Place) -> oversight.CellEvidence:
    return oversight.cell(uow, at.chair.id, CHAIRMAN, OCTOBER)


def after_lock(uow: UnitOfWork, at: Place) -> int:
    rows = from_scratch(uow, at.unit.id)
    (row,) = [r for r in rows if (r["office_id"], r["rule_id"], r["first_on"]) == (at.chair.id, CHAIRMAN, OCTOBER)]
    return row["after_lock"]


def test_a_month_is_locked_once_it_is_over_and_once_only(works: Works, at: Place) -> None:
    chief = actor(Role.OFFICE_CHIEF, at.unit)
    with pytest.raises(Conflict) as twice, works.writing(chief) as uow:
        period_locks.lock_period(uow, at.unit.id, OCTOBER)
    with pytest.raises(InvalidInput) as early, works.writing(chief) as uow:
        period_locks.lock_period(uow, at.unit.id, date(2026, 11, 1))
    with pytest.raises(InvalidInput) as unborn, works.writing(chief) as uow:
        period_locks.lock_period(uow, at.unit.id, date(2025, 6, 1))

    assert twice.value.detail == "period-locked-already"
    assert [early.value.faults[0].code, unborn.value.faults[0].code] == ["month-not-over", "unit-not-in-being"]
    with works.reading(OPERATOR) as uow:
        found = october(uow, at)
        assert (found.as_locked.status, found.as_locked.required, found.as_locked.held) == (Status.BREACHED, 2, 1)
        assert found.as_locked.by == chief.id


def test_a_month_waits_for_the_records_of_its_meetings(works: Works, world) -> None:
    _, _, second = world
    with works.writing(OPERATOR) as uow:
        make_meeting(uow, second.unit, second.chair, on=date(2026, 10, 29), place=second.place)
    with pytest.raises(Conflict) as refusal, works.writing(actor(Role.OFFICE_CHIEF, second.unit)) as uow:
        period_locks.lock_period(uow, second.unit.id, OCTOBER)

    assert refusal.value.detail == "records-outstanding"
    assert refusal.value.values["days"] == [date(2026, 10, 29)]
    with works.reading(OPERATOR) as uow:
        assert OCTOBER not in period_locks.of_unit(uow, second.unit.id).proposed


def test_months_that_are_over_are_proposed_until_they_are_locked(works: Works, world, at: Place) -> None:
    _, _, second = world
    with works.reading(OPERATOR) as uow:
        mine, theirs = (period_locks.of_unit(uow, unit.unit.id) for unit in (at, second))
    assert [lock.first_on for lock in mine.locked] == [OCTOBER]
    assert theirs.proposed[-1] == OCTOBER
    assert mine.proposed == theirs.proposed[:-1]
    assert len(theirs.proposed) == 12


@pytest.mark.parametrize(
    ("role", "where", "may"),
    [
        (Role.OFFICE_CHIEF, "own", True),
        (Role.OFFICE_CHIEF, "above", True),
        (Role.OFFICE_CHIEF, "beside", False),
        (Role.SECRETARY, "own", False),
        (Role.UNIT_ADMIN, "own", False),
        (Role.INSPECTOR, "above", False),
    ],
)
def test_who_may_lock(works: Works, world, role: Role, where: str, *, may: bool) -> None:
    province, first, second = world
    unit = {"own": second.unit, "above": province, "beside": first.unit}[where]
    if may:
        with works.writing(actor(role, unit)) as uow:
            assert period_locks.lock_period(uow, second.unit.id, OCTOBER).unit_id == second.unit.id
        return
    with pytest.raises((NotAllowed, NotFound)), works.writing(actor(role, unit)) as uow:
        period_locks.lock_period(uow, second.unit.id, OCTOBER)


def _correct(uow: UnitOfWork, at: Place, *, present: bool) -> None:
    meeting = meeting_on(uow, at, DEPUTY)
    holding.correct(uow, meeting.id, meeting.version, record(at, DEPUTY, present=present), GROUND)


def test_the_secretary_changes_nothing_in_a_locked_month_any_more(works: Works, at: Place) -> None:
    with pytest.raises(NotAllowed) as refusal, works.writing(actor(Role.SECRETARY, at.unit)) as uow:
        _correct(uow, at, present=False)
    assert refusal.value.detail == "period-locked"


def test_a_correction_shows_old_and_new_value_and_author_and_counts_as_after_lock(works: Works, at: Place) -> None:
    chief = actor(Role.OFFICE_CHIEF, at.unit)
    with works.writing(chief) as uow:
        _correct(uow, at, present=True)

    with works.reading(OPERATOR) as uow:
        found = october(uow, at)
        (change,) = found.changes
        assert found.verdict.status is Status.MET
        assert (found.as_locked.status, found.as_locked.held) == (Status.BREACHED, 1)
        assert (change.kind, change.by, change.ground, change.after_lock) == (
            "MeetingCorrected",
            chief.id,
            GROUND,
            True,
        )
        assert [change.before["chairs"][0]["present"], change.after["chairs"][0]["present"]] == [False, True]
        (proof,) = [p for p in found.proofs if p.after_lock]
        assert proof.days == (DEPUTY,)
        assert proof.meeting_id in found.verdict.after_lock
        assert after_lock(uow, at) == 1


def test_a_late_entry_in_a_locked_month_is_marked_too(works: Works, at: Place) -> None:
    with works.writing(actor(Role.OFFICE_CHIEF, at.unit)) as uow:
        meeting = meeting_on(uow, at, MISSED)
        holding.hold(uow, meeting.id, meeting.version, record(at, MISSED), GROUND)

    with works.reading(OPERATOR) as uow:
        found = october(uow, at)
        assert (found.verdict.status, after_lock(uow, at)) == (Status.MET, 1)
        assert [c.kind for c in found.changes] == ["MeetingHeld"]
        entry = uow.session.query(JournalEntry).filter_by(kind="MeetingHeld").one()
        assert entry.body["after_lock"] is True


def test_what_was_approved_and_never_announced_leaves_a_locked_month_with_a_mark(works: Works, world) -> None:
    _, _, second = world
    with works.writing(OPERATOR) as uow:
        meeting = make_meeting(uow, second.unit, second.chair, on=MISSED, state=State.APPROVED)
    with works.writing(actor(Role.OFFICE_CHIEF, second.unit)) as uow:
        period_locks.lock_period(uow, second.unit.id, OCTOBER)
    with works.writing(actor(Role.OFFICE_CHIEF, second.unit)) as uow:
        rescheduling.cancel(uow, meeting.id, meeting.version, GROUND)

    with works.reading(OPERATOR) as uow:
        (row,) = list_corrections(uow.session, [second.unit.id], OCTOBER, OCTOBER)
        assert (row.kind, row.meeting_id, row.ground) == ("MeetingDropped", meeting.id, GROUND)


def test_a_vacancy_is_not_put_into_a_locked_month_by_the_unit(works: Works, at: Place) -> None:
    with works.reading(OPERATOR) as uow:
        held = people.holdings_of(uow, at.party.id)[-1]
    with pytest.raises(DomainError), works.writing(actor(Role.UNIT_ADMIN, at.unit)) as uow:
        people.end_holding(uow, held.id, date(2026, 9, 30))
    with pytest.raises(InvalidInput) as silent, works.writing(OPERATOR) as uow:
        people.end_holding(uow, held.id, date(2026, 9, 30))
    assert silent.value.faults[0].code == "locked-needs-ground"

    with works.writing(OPERATOR) as uow:
        people.end_holding(uow, held.id, date(2026, 9, 30), GROUND)
    with works.reading(OPERATOR) as uow:
        found = oversight.cell(uow, at.party.id, "R-P-COMM-01", OCTOBER)
        assert (found.verdict.status, found.as_locked.status) == (Status.NOT_APPLICABLE, Status.BREACHED)
        assert [(c.kind, c.ground) for c in found.changes] == [("TenureEnded", GROUND)]


def test_what_happens_after_the_locked_month_asks_for_nothing(works: Works, at: Place) -> None:
    with works.writing(actor(Role.UNIT_ADMIN, at.unit)) as uow:
        held = people.holdings_of(uow, at.party.id)[-1]
        people.end_holding(uow, held.id, date(2026, 12, 31))
    with works.reading(OPERATOR) as uow:
        assert list_corrections(uow.session, [at.unit.id], OCTOBER, date(2026, 12, 31)) == []


def test_a_verdict_that_reads_otherwise_by_any_other_way_shows_it(works: Works, at: Place) -> None:
    with works.writing(OPERATOR) as uow:
        meeting = meeting_on(uow, at, DEPUTY)
        meeting.chairs[0].in_person = meeting.chairs[0].present = True
        uow.session.flush()
        assert after_lock(uow, at) == 1
