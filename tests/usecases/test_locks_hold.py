"""No way round a locked month: whatever a unit tries, a breach does not become met unseen (T-28)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler import holding, offices, people, period_locks, rescheduling, standings
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.errors import DomainError
from scheduler.core.facts import Activity, OfficeKind
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.locks import list_corrections
from scheduler.db.meetings import Meeting, list_meetings
from scheduler.db.work import UnitOfWork, Works
from scheduler.people import Capacity
from scheduler.registering import current
from tests.usecases.acting import GROUND
from tests.usecases.overseeing import CHAIRMAN, Place, a_province, actor, from_scratch, hours, record

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def at(works: Works) -> Place:
    """The commune that met one of its two days in October, and whose October is locked."""
    _, first, _ = a_province(works)
    with works.writing(actor(Role.OFFICE_CHIEF, first.unit)) as uow:
        period_locks.lock_period(uow, first.unit.id, date(2026, 10, 20))
    return first


def _meeting(uow: UnitOfWork, at: Place, n: int) -> Meeting:
    found = list_meetings(uow.session, [at.unit.id], date(2026, 9, 1), date(2027, 12, 31))
    return found[n % len(found)]


def _hold(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _meeting(uow, at, n)
    holding.hold(uow, meeting.id, meeting.version, record(at, meeting.held_on, present=n % 3 > 0), GROUND)


def _recorrect(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _meeting(uow, at, n)
    holding.correct(uow, meeting.id, meeting.version, record(at, meeting.held_on, present=n % 3 > 0), GROUND)


def _enter(uow: UnitOfWork, at: Place, n: int) -> None:
    day = OCTOBER + timedelta(days=n)
    when = Hours(day, hours(day)[0].time().replace(hour=8), hours(day)[1].time().replace(hour=11), at.place.id)
    wanted = Arrangement(Activity.RECEPTION, "periodic", (when,), (Seat(at.chair.id),), Description(subject="Đất đai"))
    holding.enter_past(uow, at.unit.id, wanted, record(at, day), GROUND)


def _cancel(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _meeting(uow, at, n)
    rescheduling.cancel(uow, meeting.id, meeting.version, GROUND, insist=GROUND)


def _move(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _meeting(uow, at, n)
    rescheduling.move(uow, meeting.id, meeting.version, OCTOBER + timedelta(days=n), GROUND, insist=GROUND)


def _leave(uow: UnitOfWork, at: Place, n: int) -> None:
    people.end_holding(uow, people.holdings_of(uow, at.chair.id)[-1].id, OCTOBER + timedelta(days=n - 10), GROUND)


def _come(uow: UnitOfWork, at: Place, n: int) -> None:
    person = people.add_person(uow, at.unit.id, "Nguyễn Văn Một")
    people.begin_holding(uow, at.chair.id, person.id, Capacity.HOLDER, OCTOBER + timedelta(days=n - 10), ground=GROUND)


def _rename(uow: UnitOfWork, at: Place, n: int) -> None:
    someone = people.list_people(uow, at.unit.id)
    person = someone[n % len(someone)]
    current(person, person.version)
    people.rename_person(uow, person.id, person.version, "Phó Chủ tịch" if n % 2 else "Nguyễn Văn Một")


def _close(uow: UnitOfWork, at: Place, n: int) -> None:
    office = offices.get(uow, at.chair.id)
    offices.close_office(uow, office.id, office.version, OCTOBER + timedelta(days=n - 10), GROUND)


def _open(uow: UnitOfWork, at: Place, n: int) -> None:
    day = OCTOBER + timedelta(days=n - 10)
    offices.open_office(uow, at.unit.id, OfficeKind.CHU_TICH_UBND, "Chủ tịch", day, ground=GROUND)


def _excuse(uow: UnitOfWork, at: Place, _n: int) -> None:
    standings.excuse(uow, at.chair.id, CHAIRMAN, OCTOBER, GROUND)


CHEATS: tuple[Callable[[UnitOfWork, Place, int], None], ...] = (
    *(_hold, _recorrect, _enter, _cancel, _move, _leave, _come, _rename, _close, _open, _excuse),
)
AT_THE_UNIT = (Role.SECRETARY, Role.LEADER, Role.OFFICE_CHIEF, Role.UNIT_ADMIN)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tries=st.lists(st.tuples(st.sampled_from(CHEATS), st.integers(0, 30), st.sampled_from(AT_THE_UNIT)), max_size=8))
def test_no_calls_of_a_unit_turn_a_breached_locked_month_into_met_unseen(works: Works, at: Place, tries: list) -> None:
    with works.rehearsing(OPERATOR) as uow:
        for cheat, n, role in tries:
            uow.actor = actor(role, at.unit)
            try:
                with uow.session.begin_nested():
                    cheat(uow, at, n)
            except DomainError:
                uow.session.expire_all()
        uow.actor = OPERATOR
        uow.session.flush()
        rows = [r for r in from_scratch(uow, at.unit.id) if r["duty"].startswith("chu_tich_ubnd.reception")]
        (row,) = [r for r in rows if r["rule_id"] == CHAIRMAN and r["first_on"] == OCTOBER]
        assert row["status"] in {"breached", "excused"} or row["after_lock"] > 0
        if row["status"] == "met":
            changed = list_corrections(uow.session, [at.unit.id], OCTOBER, OCTOBER)
            assert {c.entered_by for c in changed} == {actor(Role.OFFICE_CHIEF, at.unit).id}
            assert all(c.ground == GROUND for c in changed)
