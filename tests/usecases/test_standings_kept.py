"""What boards read is what would be judged from scratch, whatever happened (I-11)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler import absences, daymarks, delegating, holding, meetings, people, rescheduling, rulebook, standings
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.duty import Duty
from scheduler.core.errors import DomainError
from scheduler.core.facts import Activity, Level, OfficeKind
from scheduler.core.periods import PeriodKind
from scheduler.core.roles import OPERATOR
from scheduler.core.workdays import CalendarDay, DayKind
from scheduler.db.meetings import list_meetings
from scheduler.db.standing import waiting
from scheduler.db.work import UnitOfWork, Works
from scheduler.oversight import board
from scheduler.people import Capacity
from scheduler.rejudging import fill, rejudge_changed
from scheduler.rule_terms import Terms
from tests.usecases.acting import GROUND
from tests.usecases.overseeing import Place, a_province, due, from_scratch, hours, in_order, kept, record

DUTY = Duty(OfficeKind.CHU_TICH_UBND, Activity.RECEPTION, "periodic")
Deed = Callable[[UnitOfWork, Place, int], object]


def _some(uow: UnitOfWork, at: Place, n: int):
    """One of the commune's meetings."""
    found = list_meetings(uow.session, [at.unit.id], date(2026, 1, 1), date(2027, 12, 31))
    return found[n % len(found)]


def _draft(uow: UnitOfWork, at: Place, n: int) -> None:
    day = uow.today + timedelta(days=1 + n)
    wanted = Hours(day, hours(day)[0].time().replace(hour=14), hours(day)[1].time().replace(hour=16), at.place.id)
    said = Description(subject="Theo thẩm quyền")
    meeting = meetings.draft(
        uow, at.unit.id, Arrangement(Activity.RECEPTION, "periodic", (wanted,), (Seat(at.chair.id),), said)
    )
    meetings.approve(uow, meeting.id)


def _hold(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _some(uow, at, n)
    holding.hold(uow, meeting.id, meeting.version, record(at, meeting.held_on, present=n % 2 == 0), GROUND)


def _correct(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _some(uow, at, n)
    holding.correct(uow, meeting.id, meeting.version, record(at, meeting.held_on, present=n % 2 == 0), GROUND)


def _cancel(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _some(uow, at, n)
    rescheduling.cancel(uow, meeting.id, meeting.version, GROUND, insist=GROUND)


def _move(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _some(uow, at, n)
    rescheduling.move(uow, meeting.id, meeting.version, uow.today + timedelta(days=3 + n), GROUND, insist=GROUND)


def _delegate(uow: UnitOfWork, at: Place, n: int) -> None:
    meeting = _some(uow, at, n)
    delegating.delegate(uow, meeting.id, meeting.version, at.chair.id, deputy="Phó Chủ tịch", ground=GROUND)


def _absent(uow: UnitOfWork, at: Place, n: int) -> None:
    everybody = absences.Whom(level=Level.XA, owner_unit_id=at.unit.parent_id)
    whom = absences.Whom(office_id=at.chair.id) if n % 2 else everybody
    absences.add(uow, whom, uow.today, uow.today + timedelta(days=n), "Công tác")


def _leave(uow: UnitOfWork, at: Place, n: int) -> None:
    held = people.holdings_of(uow, at.chair.id)[-1]
    people.end_holding(uow, held.id, uow.today + timedelta(days=n - 20))


def _come(uow: UnitOfWork, at: Place, n: int) -> None:
    person = people.add_person(uow, at.unit.id, f"Người số {n}")
    people.begin_holding(uow, at.chair.id, person.id, Capacity.HOLDER, uow.today + timedelta(days=n - 10))


def _day_off(uow: UnitOfWork, _at: Place, n: int) -> None:
    daymarks.set_day(uow, CalendarDay(uow.today + timedelta(days=n), DayKind.OFF, "Nghỉ", "thử", confirmed=True))


def _rule(uow: UnitOfWork, at: Place, n: int) -> None:
    terms = Terms(Activity.RECEPTION, "periodic", "chu_tich_ubnd", "xa", 3, PeriodKind.MONTH, "Quy chế 01")
    owner = at.unit.id if n % 2 else at.unit.parent_id
    rulebook.add_local_rule(uow, owner, terms, (uow.today + timedelta(days=40)).replace(day=1))


def _excuse(uow: UnitOfWork, at: Place, n: int) -> None:
    standings.excuse(uow, at.chair.id, "R-G-COMM-02", date(2026, 7 + n % 5, 1), GROUND)


DEEDS: tuple[Deed, ...] = (
    *(_draft, _hold, _correct, _cancel, _move, _delegate, _absent, _leave, _come, _day_off, _rule, _excuse),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_happens_boards_read_what_would_be_judged_now(
    works: Works, clock: StoppedClock, world: tuple, data: st.DataObject
) -> None:
    province, first, second = world
    acts = st.tuples(st.sampled_from(DEEDS), st.integers(0, 30), st.booleans(), st.integers(0, 4))
    for deed, n, other, days in data.draw(st.lists(acts, min_size=1, max_size=6)):
        clock.advance(timedelta(days=days))
        try:
            with works.writing(OPERATOR) as uow:
                deed(uow, second if other else first, n)
        except DomainError:
            continue

    units = [first.unit.id, second.unit.id]
    with works.reading(OPERATOR) as uow:
        fresh = {unit: from_scratch(uow, unit) for unit in units}
        current = [unit for unit in units if unit not in due(uow)]
        assert kept(uow, current) == in_order(row for unit in current for row in fresh[unit])
        for unit in units:
            told = standings.of_unit(uow, unit, date(2026, 1, 1), date(2026, 12, 31))
            assert {(v.office_id, v.rule.id, v.period.first, v.status.value, v.held) for v in told} >= {
                (r["office_id"], r["rule_id"], r["first_on"], r["status"], r["held"]) for r in fresh[unit]
            }
            assert sum(v.period.first.year == 2026 for v in told) == len(fresh[unit])
        seen = board(uow, province.id, 2026, DUTY)
        assert seen.updating == 0
        for row in seen.rows:
            rows = [r for r in fresh[row.unit_id] if r["duty"] == DUTY.name and r["leads"]]
            assert row.total.sums.held == sum(r["held"] for r in rows)
            assert row.total.sums.required == sum(r["required"] for r in rows)

    rejudge_changed(works)
    fill(works)
    with works.reading(OPERATOR) as uow:
        assert waiting(uow.session).marks == ()
        assert due(uow) == frozenset()
        assert kept(uow, units) == in_order(row for unit in units for row in fresh[unit])


@pytest.fixture
def world(works: Works):
    found = a_province(works)
    fill(works)
    return found


def test_a_change_marks_its_unit_with_the_same_commit_and_another_one_does_not(works: Works, world) -> None:
    _, first, second = world
    with works.reading(OPERATOR) as uow:
        assert due(uow) == frozenset()
    with works.writing(OPERATOR) as uow:
        _delegate(uow, first, -1)
    with works.reading(OPERATOR) as uow:
        assert due(uow) == {first.unit.id}
    with pytest.raises(DomainError), works.writing(OPERATOR) as uow:
        _delegate(uow, second, 0)
    with works.reading(OPERATOR) as uow:
        assert due(uow) == {first.unit.id}


def test_what_happens_above_marks_those_below_and_the_calendar_marks_all(works: Works, world) -> None:
    province, first, second = world
    with works.writing(OPERATOR) as uow:
        everybody = absences.Whom(level=Level.XA, owner_unit_id=province.id)
        absences.add(uow, everybody, date(2026, 12, 1), date(2026, 12, 4), "Đại hội")
    with works.reading(OPERATOR) as uow:
        assert due(uow) == {first.unit.id, second.unit.id}
    assert rejudge_changed(works) > 0
    with works.writing(OPERATOR) as uow:
        _day_off(uow, first, 9)
    with works.reading(OPERATOR) as uow:
        assert waiting(uow.session).everybody
        assert due(uow) == {first.unit.id, second.unit.id}
    rejudge_changed(works)
    with works.reading(OPERATOR) as uow:
        assert due(uow) == frozenset()


def test_a_new_day_outdates_what_is_kept_and_the_night_judges_it_once(works: Works, clock: StoppedClock, world) -> None:
    _, first, second = world
    clock.advance(timedelta(days=1))
    with works.reading(OPERATOR) as uow:
        assert due(uow) == {first.unit.id, second.unit.id}

    assert fill(works) > 0
    assert fill(works) == 0
    with works.reading(OPERATOR) as uow:
        assert due(uow) == frozenset()


def test_what_happens_while_units_are_judged_stays_due(works: Works, world) -> None:
    _, first, _ = world
    with works.writing(OPERATOR) as uow:
        _delegate(uow, first, -1)
    with works.reading(OPERATOR) as uow:
        before = waiting(uow.session).marks

    def meanwhile() -> bool:
        with works.writing(OPERATOR) as uow:
            uow.record("MeetingHeld", "x", first.unit.id)
        return False

    rejudge_changed(works, meanwhile)
    with works.reading(OPERATOR) as uow:
        after = waiting(uow.session).marks
    assert after
    assert not set(after) & set(before)


def test_what_cannot_change_a_verdict_marks_nobody(works: Works, world) -> None:
    _, first, _ = world
    with works.writing(OPERATOR) as uow:
        uow.record("PlaceChanged", "x", first.unit.id)
        uow.record("SignedIn", "x", None)
    with works.reading(OPERATOR) as uow:
        assert due(uow) == frozenset()


def test_a_year_that_is_over_is_judged_once_for_ever(works: Works, clock: StoppedClock, world) -> None:
    _, first, second = world
    clock.advance(timedelta(days=30))
    with works.reading(OPERATOR) as uow:
        assert due(uow, 2025) == frozenset()
        assert due(uow, 2026) == {first.unit.id, second.unit.id}


def test_marks_are_told_once_for_each_unit_of_a_unit_of_work(works: Works, world) -> None:
    _, first, _ = world
    with works.writing(OPERATOR) as uow:
        for _ in range(3):
            uow.record("MeetingHeld", "x", first.unit.id)
    with works.reading(OPERATOR) as uow:
        assert len(waiting(uow.session).marks) == 1
