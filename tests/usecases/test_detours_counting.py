"""The ways round a count: a day counts when it was held, as announced, by somebody, on that day, and for one office."""

from datetime import date

import pytest

from scheduler import (
    absences,
    holding,
    people,
    public,
    rulebook,
    standings,
)
from scheduler.absences import Whom
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import Status, Verdict, WhyNot
from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Activity, DayPart, State
from scheduler.core.periods import PeriodKind
from scheduler.core.roles import OPERATOR
from scheduler.db.work import Works
from scheduler.rule_terms import Terms
from tests.factories import BORN, make_meeting, make_office
from tests.usecases.acting import FIRST, GROUND, LAST, chief, commune, december, go_to, secretary, standing
from tests.usecases.dialogues import at, bare, dialogue, sat, version_of

__all__ = ["bare", "commune"]


def local(works: Works, office, first: date, last: date, month: date) -> Verdict:
    with works.reading(OPERATOR) as uow:
        found = standings.of_office(uow, office.id, first, last)
    return next(v for v in found if v.rule.unit_id and v.period.first == month)


def locally(works: Works, unit, minimum: int) -> None:
    terms = Terms(Activity.DIALOGUE, "people", "chu_tich_ubnd", "xa", minimum, PeriodKind.MONTH, "QĐ tỉnh")
    with works.writing(OPERATOR) as uow:
        rulebook.add_local_rule(uow, unit.id, terms, FIRST)


def test_a_dialogue_over_two_years_counts_in_the_year_in_which_it_was_held(
    works: Works, bare, clock: StoppedClock
) -> None:
    unit, _, chair, place = bare
    one, two = date(2026, 12, 31), date(2027, 11, 15)
    made = dialogue(works, unit, chair, place, [one, two])
    assert standing(works, chair, "D-Y-COMM-01", one).planned == 1
    go_to(clock, at(date(2027, 3, 1), 8))
    assert standing(works, chair, "D-Y-COMM-01", one).status is Status.BREACHED
    assert standing(works, chair, "D-Y-COMM-01", two).planned == 1

    go_to(clock, at(two, 17))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, made, version_of(works, made), sat(chair, at(two, 8, 5), at(two, 9)))

    before = standing(works, chair, "D-Y-COMM-01", one)
    assert (before.status, before.held) == (Status.BREACHED, 0)
    assert [(n.day, n.why) for n in before.not_counted] == [(one, WhyNot.NOT_RECORDED)]
    assert standing(works, chair, "D-Y-COMM-01", two).held == 1


def test_a_first_date_told_after_its_month_was_judged_is_late_and_later_only_added_by_the_chief(
    works: Works, bare, clock: StoppedClock
) -> None:
    unit, _, chair, place = bare
    one, two = date(2026, 12, 22), date(2027, 1, 12)
    made = dialogue(works, unit, chair, place, [one, two])
    go_to(clock, at(two, 17))
    both, second = sat(chair, at(one, 8), at(two, 11)), sat(chair, at(two, 8), at(two, 11))
    with works.rehearsing(secretary(unit)) as uow:
        assert holding.hold(uow, made, version_of(works, made), both).entered_late
    with works.writing(secretary(unit)) as uow:
        held = holding.hold(uow, made, version_of(works, made), second)
        assert not held.entered_late

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.correct(uow, made, version_of(works, made), both, GROUND)
    assert [f.code for f in refused.value.faults] == ["day-not-on-record"]
    with works.writing(chief(unit)) as uow:
        assert holding.correct(uow, made, version_of(works, made), both, GROUND).entered_late


def test_one_record_of_the_first_date_does_not_hold_the_dates_to_come(works: Works, bare, clock: StoppedClock) -> None:
    unit, _, chair, place = bare
    locally(works, unit, 3)
    days = [date(2026, 12, day) for day in (8, 15, 22)]
    made = dialogue(works, unit, chair, place, days, kind="people")
    first = sat(chair, at(days[0], 8), at(days[0], 8, 15))
    go_to(clock, at(days[0], 17))
    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, made, version_of(works, made), first)
    assert [(f.code, f.values["last"]) for f in refused.value.faults] == [("sittings-to-come", days[2])]

    go_to(clock, at(days[2], 17))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, made, version_of(works, made), first)
    found = local(works, chair, FIRST, LAST, FIRST)
    assert [c.day for c in found.counted] == days[:1]
    assert [(n.day, n.why) for n in found.not_counted] == [(day, WhyNot.NOT_RECORDED) for day in days[1:]]


def test_a_dialogue_with_nobody_in_the_chair_was_not_held(works: Works, bare, clock: StoppedClock) -> None:
    unit, _, _, place = bare
    with works.writing(OPERATOR) as uow:
        body = make_office(uow, unit, "chinh_quyen_xa", "Chính quyền xã")
    day = date(2026, 12, 28)
    made = dialogue(works, unit, body, place, [day], kind="commune_people_conference")
    go_to(clock, at(day, 17))
    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, made, version_of(works, made), sat(body, at(day, 8), at(day, 9), present=False))
    assert [f.code for f in refused.value.faults] == ["nobody-in-chair"]
    by_deputy = sat(body, at(day, 8), at(day, 9), present=False, delegate="Phó Chủ tịch UBND xã")
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, made, version_of(works, made), by_deputy)
    with works.reading(OPERATOR) as uow:
        found = standings.of_office(uow, body.id, day, day)
    assert [v.status for v in found] == [Status.MET]


def test_an_absence_over_the_very_hours_takes_the_day_and_one_over_the_other_half_does_not(
    works: Works, commune
) -> None:
    unit, chair, _, _ = commune
    assert december(works, chair).planned == 2
    for part, planned in ((DayPart.AFTERNOON, 2), (DayPart.MORNING, 0)):
        with works.writing(secretary(unit)) as uow:
            added = absences.add(uow, Whom(office_id=chair.id), FIRST, LAST, "Học", part=part)
        assert december(works, chair).planned == planned
        with works.writing(secretary(unit)) as uow:
            absences.remove(uow, added.absence.id, 1)


def test_a_joint_day_is_credited_to_one_office_of_one_person(works: Works, bare) -> None:
    unit, party, chair, place = bare
    with works.writing(OPERATOR) as uow:
        (head,), (other,) = people.holdings_of(uow, chair.id), people.holdings_of(uow, party.id)
        people.end_holding(uow, other.id, date(2026, 12, 14))
        people.begin_holding(uow, party.id, head.person_id, people.Capacity.HOLDER, date(2026, 12, 15))
        for day in (8, 22):
            make_meeting(uow, unit, party, chair, on=date(2026, 12, day), place=place)

    found = [standing(works, party, "R-P-COMM-01", FIRST), december(works, chair)]
    first, second = sorted(found, key=lambda verdict: verdict.office_id)
    assert (first.planned, second.planned) == (2, 1)
    assert [(n.day, n.why) for n in second.not_counted] == [(date(2026, 12, 22), WhyNot.OTHER_CAPACITY)]


def test_the_second_date_of_a_dialogue_stays_on_the_public_pages(works: Works, bare, clock: StoppedClock) -> None:
    unit, _, chair, place = bare
    later = date(2027, 1, 20)
    made = dialogue(works, unit, chair, place, [FIRST, later])
    go_to(clock, at(date(2027, 1, 18), 8))
    with works.reading(OPERATOR) as uow:
        coming = public.unit_page(uow, unit.public_name)
        months = [public.month_page(uow, unit.public_name, day).cards for day in (FIRST, later)]
        soon = public.home(uow).soon
    assert [(card.id, card.day) for card in coming.coming] == [(made, later)]
    assert [[(card.id, card.day) for card in cards] for cards in months] == [[(made, FIRST)], [(made, later)]]
    assert [(card.id, card.day) for card in soon] == [(made, later)]
    assert coming.months == (date(2027, 1, 1),)


def test_a_month_stands_the_same_asked_alone_and_with_the_month_before(works: Works, bare) -> None:
    unit, _, chair, place = bare
    locally(works, unit, 1)
    dialogue(works, unit, chair, place, [date(2026, 12, 17), date(2027, 1, 12)], kind="people")
    january = date(2027, 1, 1)
    alone, with_december = (local(works, chair, first, date(2027, 1, 31), january) for first in (january, FIRST))
    assert alone == with_december
    assert alone.status is Status.ON_TRACK


@pytest.mark.parametrize("state", [State.PUBLISHED, State.CANCELLED, State.NOT_HELD])
def test_a_makeup_that_does_not_take_place_is_not_shown_as_one(works: Works, commune, state: State) -> None:
    unit, chair, place, (one, _) = commune
    with works.writing(OPERATOR) as uow:
        given = {"place": place, "makeup_for": one.id, "published_at": BORN}
        made = make_meeting(uow, unit, chair, on=date(2026, 12, 15), state=state, **given)
    with works.reading(OPERATOR) as uow:
        shown = public.meeting_page(uow, one.id).card.made_up_by
    assert (shown and shown.meeting_id) == (made.id if state is State.PUBLISHED else None)
