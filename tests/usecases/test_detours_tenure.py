"""Ways round a minimum by registering: offices cut in two, gaps, first holders, excuses ahead."""

from datetime import UTC, date, datetime

import pytest

from scheduler import absences, holding, offices, people, publication, rescheduling, standings
from scheduler.absences import Whom
from scheduler.arrangement import Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.objections import FindingCode
from scheduler.core.compliance.values import Reason, Status
from scheduler.core.errors import InvalidInput, Objection
from scheduler.core.facts import OfficeKind
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.people import Capacity
from scheduler.wording.refusals import fault_sentence
from tests.factories import a_commune, load_law, make_office, make_person, make_unit
from tests.usecases.acting import (
    FIRST,
    GROUND,
    LAST,
    admin,
    chief,
    commune,
    december,
    go_to,
    held_record,
    publishing,
    replaced,
    secretary,
    standing,
)

__all__ = ["commune"]
MONTHLY, OF_PARTY, YOUTH = "R-G-COMM-02", "R-P-COMM-01", "D-Y-COMM-01"


@pytest.fixture
def party(works: Works):
    unit, party, _, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    seats = [(date(2026, 12, d), Seat(party.id)) for d in (8, 22)]
    return unit, party, publishing(works, unit, *seats, place=place)


def cut(works: Works, unit, office, on: date, again: date):
    """Close an office and set up the same kind again."""
    with works.writing(admin(unit)) as uow:
        offices.close_office(uow, office.id, office.version, on)
        return offices.open_office(uow, unit.id, OfficeKind(office.kind), office.title, again)


# offices cut in two


@pytest.mark.parametrize("again", [date(2026, 12, 16), date(2026, 12, 17), date(2027, 1, 1)])
def test_an_office_closed_within_a_month_and_set_up_again_owes_the_month_once_and_whole(
    works: Works, party, again: date
) -> None:
    unit, old, ids = party
    new = cut(works, unit, old, date(2026, 12, 15), again)

    before, after = standing(works, old, OF_PARTY), standing(works, new, OF_PARTY, max(again, FIRST))
    assert (before.required, before.planned, before.status) == (2, 2, Status.ON_TRACK)
    assert after.status in (Status.ON_TRACK, Status.AT_RISK)
    with works.reading(OPERATOR) as uow:
        assert [v.rule.id for v in standings.of_unit(uow, unit.id, FIRST, LAST)].count(OF_PARTY) == 1
        version = get_meeting(uow.session, ids[0]).version
    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, ids[0], version, "Họp khẩn")


def test_an_office_closed_within_a_period_and_never_set_up_again_still_owes_it(works: Works, party) -> None:
    unit, old, _ = party
    with works.writing(admin(unit)) as uow:
        offices.close_office(uow, old.id, 1, date(2026, 12, 15))

    assert (standing(works, old, OF_PARTY).required, standing(works, old, OF_PARTY).status) == (2, Status.AT_RISK)


def test_an_office_cut_on_new_year_s_day_owes_the_year(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    new = cut(works, unit, chair, date(2026, 12, 31), date(2027, 1, 2))

    assert standing(works, new, YOUTH, date(2027, 1, 5)).status is Status.AT_RISK
    assert standing(works, new, MONTHLY, date(2027, 1, 5)).status is Status.AT_RISK


def test_what_the_closed_office_held_counts_for_the_one_that_follows(works: Works, party, clock: StoppedClock) -> None:
    unit, old, ids = party
    with works.writing(secretary(unit)) as uow:
        publication.publish(uow, ids)
    new = cut(works, unit, old, date(2026, 12, 15), date(2026, 12, 16))
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        one = get_meeting(uow.session, ids[0])
        holding.hold(uow, one.id, one.version, held_record(one, old))

    assert [c.day.day for c in standing(works, new, OF_PARTY).counted if not c.planned] == [8]


def test_an_office_is_not_closed_before_its_announced_meetings_are_cancelled(works: Works, party) -> None:
    unit, old, ids = party
    with works.writing(secretary(unit)) as uow:
        publication.publish(uow, ids)
    with pytest.raises(Objection) as refused, works.writing(admin(unit)) as uow:
        offices.close_office(uow, old.id, 1, date(2026, 11, 30))
    assert {f.code for f in refused.value.findings} == {FindingCode.DUTY_REMOVED}


def test_a_unit_that_ends_within_a_period_does_not_owe_it(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        office = make_office(uow, make_unit(uow, valid_to=date(2026, 12, 15)))

    assert standing(works, office, MONTHLY).reason is Reason.PARTIAL_PERIOD


# gaps and vacancies


def test_a_gap_between_two_holdings_of_one_person_is_no_vacancy(works: Works, commune) -> None:
    unit, chair, _, _ = commune
    replaced(works, unit, chair, date(2026, 11, 30), ("again", Capacity.HOLDER, date(2027, 1, 1), None))

    assert december(works, chair).status is Status.ON_TRACK


def test_nor_is_it_when_the_person_was_entered_a_second_time(works: Works, commune) -> None:
    unit, chair, _, _ = commune
    replaced(works, unit, chair, date(2026, 11, 30), ("Nguyễn văn  MỘT", Capacity.HOLDER, date(2027, 1, 1), None))

    assert december(works, chair).status is Status.ON_TRACK


def test_a_vacancy_does_not_undo_the_days_announced_until_they_are_cancelled_with_a_ground(
    works: Works, commune
) -> None:
    unit, chair, _, both = commune
    replaced(works, unit, chair, date(2026, 11, 30))
    assert december(works, chair).status is Status.BREACHED

    for meeting in both:
        with works.writing(chief(unit)) as uow:
            rescheduling.cancel(uow, meeting.id, meeting.version, "Khuyết người", insist=GROUND)
    left = december(works, chair)
    assert (left.status, left.reason, bool(left.insistences)) == (Status.NOT_APPLICABLE, Reason.VACANT, True)


def test_a_month_without_a_head_or_an_announced_day_is_vacant_when_entered_in_time(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    replaced(works, unit, chair, date(2026, 11, 30), ("Lê Văn Hai", Capacity.HOLDER, date(2027, 1, 1), None))

    assert december(works, chair).reason is Reason.VACANT


# first holders


@pytest.mark.parametrize(("capacity", "last_on"), [(Capacity.HOLDER, None), (Capacity.CARETAKER, date(2026, 12, 1))])
def test_the_first_holder_s_entry_leaves_the_past_as_it_was(works: Works, capacity: Capacity, last_on) -> None:
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        unit = make_unit(uow)
        office, person = make_office(uow, unit), make_person(uow, unit)
    with works.writing(admin(unit)) as uow:
        people.begin_holding(uow, office.id, person.id, capacity, FIRST, last_on=last_on)

    assert standing(works, office, MONTHLY, date(2026, 8, 1)).status is Status.BREACHED
    assert standing(works, office, MONTHLY, date(2027, 3, 1)).status is Status.AT_RISK


def test_a_first_holder_who_left_long_ago_is_not_entered_by_the_unit(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        unit = make_unit(uow)
        office, person = make_office(uow, unit), make_person(uow, unit)
    with pytest.raises(Objection), works.writing(admin(unit)) as uow:
        people.begin_holding(uow, office.id, person.id, Capacity.HOLDER, date(2025, 7, 1), last_on=date(2026, 7, 31))


# excuses


def test_what_an_absence_put_out_of_reach_is_not_excused_before_the_period_is_over(works: Works, commune) -> None:
    unit, chair, _, _ = commune
    with works.writing(secretary(unit)) as uow:
        absences.add(uow, Whom(office_id=chair.id), date(2027, 1, 1), date(2027, 1, 31), "Đi học")
    assert december(works, chair, date(2027, 1, 1)).status is Status.BREACHED

    with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
        standings.excuse(uow, chair.id, MONTHLY, date(2027, 1, 1), GROUND)
    (fault,) = refused.value.faults
    assert fault.code == "short-by-own-entries"
    said = fault_sentence(fault)
    assert "rút lại những mục đó trước, hoặc đợi hết kỳ (31/01/2027) rồi ghi lý do" in said
    assert "không thiếu" not in said


def test_nor_what_a_leaving_put_out_of_reach(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    replaced(works, unit, chair, FIRST)
    with pytest.raises(InvalidInput), works.writing(chief(unit)) as uow:
        standings.excuse(uow, chair.id, MONTHLY, FIRST, GROUND)
