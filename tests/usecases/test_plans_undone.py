"""What a proposal leaves out can come back; what was kept can be undone while nobody touched it."""

from datetime import date, time

import pytest

from scheduler import absences, meetings, plans
from scheduler.absences import Whom
from scheduler.arrangement import Description
from scheduler.core.conflicts import Clash
from scheduler.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Stale
from scheduler.core.facts import State
from scheduler.core.patterns.policy import OffDayPolicy, ReasonCode
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.journal import JournalEntry
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_day_off, make_meeting, make_office
from tests.usecases.acting import FIRST, LAST, chief, secretary
from tests.usecases.test_plans import pattern

TUESDAY = date(2026, 12, 15)


@pytest.fixture
def commune(works: Works):
    found = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        unit, _party, chair, place = found
        uow.session.add(pattern(unit, chair, place=place, days=(15,)))
    return found


def left(works: Works, unit):
    with works.reading(secretary(unit)) as uow:
        return plans.propose(uow, [unit.id], FIRST, LAST)


def test_a_promised_date_in_whose_way_something_stands_is_named_with_it(works: Works, commune) -> None:
    unit, _party, chair, place = commune
    with works.writing(secretary(unit)) as uow:
        absences.add(uow, Whom(office_id=chair.id), TUESDAY, TUESDAY, "Đi học")

    (one,) = left(works, unit).skipped

    assert one.wanted is not None
    assert (one.wanted.day, one.wanted.office_ids, one.again) == (TUESDAY, (chair.id,), None)
    assert [(h.starts, h.ends, h.place_id) for h in one.wanted.hours] == [(time(8), time(11, 30), place.id)]
    assert [(c.clash, c.reason) for c in one.conflicts] == [(Clash.AWAY, "Đi học")]


def test_a_promised_date_comes_back_when_its_way_is_free_though_the_rest_was_accepted(works: Works, commune) -> None:
    unit, _, chair, _ = commune
    with works.writing(secretary(unit)) as uow:
        away = absences.add(uow, Whom(office_id=chair.id), TUESDAY, TUESDAY, "Đi học").absence
        plans.keep(uow, unit.id, FIRST, LAST)
    assert [s.kept.on for s in left(works, unit).skipped] == [TUESDAY]
    with works.writing(secretary(unit)) as uow:
        absences.remove(uow, away.id, away.version)

    found = left(works, unit)

    assert [p for p in found.proposed if chair.id in p.office_ids] == []
    (one,) = found.skipped
    assert one.again is not None
    assert one.conflicts == ()
    with works.writing(secretary(unit)) as uow:
        _, drafts = plans.keep(uow, unit.id, FIRST, LAST, [one.again.key])
    assert [(m.held_on, m.state, m.origin["from"]) for m in drafts] == [(TUESDAY, State.DRAFT, "pattern")]
    assert left(works, unit).skipped == ()


def test_what_still_stands_in_the_way_is_not_added_again(works: Works, commune) -> None:
    unit, _, chair, _ = commune
    with works.writing(secretary(unit)) as uow:
        absences.add(uow, Whom(office_id=chair.id), TUESDAY, TUESDAY, "Đi học")
    (one,) = left(works, unit).skipped

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        plans.keep(uow, unit.id, FIRST, LAST, [one.wanted.key])

    assert [f.code for f in refused.value.faults] == ["no-longer-proposed"]


def test_what_stands_that_day_is_in_the_way_of_another_head_and_not_left_out_for_its_own(works: Works, commune) -> None:
    unit, party, chair, place = commune
    with works.writing(OPERATOR) as uow:
        make_meeting(uow, unit, party, on=TUESDAY, place=place, hours=(time(8), time(17)))
        make_meeting(uow, unit, chair, on=date(2026, 12, 3), place=place)
        uow.session.add(pattern(unit, chair, place=place, days=(3,)))

    (one,) = left(works, unit).skipped

    assert (one.kept.on, [c.clash for c in one.conflicts]) == (TUESDAY, [Clash.PLACE_FULL])


def test_a_date_that_came_to_nothing_is_left_out_with_its_reason_in_the_span_only(works: Works, commune) -> None:
    unit, party, *_ = commune
    with works.writing(OPERATOR) as uow:
        make_day_off(uow, date(2026, 12, 10))
        uow.session.add(pattern(unit, party, days=(10,), on_day_off=OffDayPolicy.SKIP.value))

    (one,) = left(works, unit).skipped

    assert (one.kept.nominal, one.kept.on, one.kept.reason.code) == (
        date(2026, 12, 10),
        None,
        ReasonCode.SKIPPED_OFF,
    )


def test_what_was_proposed_instead_stands_in_the_way_too(works: Works, commune) -> None:
    unit, party, _, place = commune
    with works.writing(OPERATOR) as uow:
        second = make_office(uow, unit, "chu_tich_hdnd", "Chủ tịch HĐND")
        uow.session.add(pattern(unit, party, second, place=place, days=(15,)))

    found = left(works, unit)

    blocked = [s for s in found.skipped if s.kept.on == TUESDAY]
    held = [p for p in found.proposed if p.day == TUESDAY]
    assert len(held) + len(blocked) >= 2
    assert all(s.conflicts for s in blocked)


def test_undoing_drops_exactly_the_drafts_of_the_plan(works: Works, commune) -> None:
    unit, _, chair, place = commune
    with works.writing(secretary(unit)) as uow:
        other = make_meeting(uow, unit, chair, on=date(2026, 12, 3), place=place, state=State.DRAFT)
        plan, drafts = plans.keep(uow, unit.id, FIRST, LAST)
    with works.reading(secretary(unit)) as uow:
        seen = plans.outlook(uow, unit.id, FIRST, LAST)
        assert [(k.plan.id, {m.id for m in k.meetings}) for k in seen.undoable] == [(plan.id, {m.id for m in drafts})]
        assert {m.id for m in seen.drafts} == {other.id, *(m.id for m in drafts)}

    with works.writing(secretary(unit)) as uow:
        dropped = plans.undo(uow, plan.id)

    assert {m.id for m in dropped} == {m.id for m in drafts}
    with works.reading(secretary(unit)) as uow:
        seen = plans.outlook(uow, unit.id, FIRST, LAST)
        assert ([m.id for m in seen.drafts], seen.undoable) == ([other.id], ())
        (told,) = uow.session.query(JournalEntry).filter_by(kind="PlanUndone")
        assert (told.subject, set(told.body["meetings"])) == (plan.id, {m.id for m in drafts})
    with works.writing(secretary(unit)) as uow:
        again, _ = plans.keep(uow, unit.id, FIRST, LAST)
    assert again.id != plan.id


@pytest.mark.parametrize("touch", ["change", "approve", "undo"])
def test_a_plan_is_not_undone_once_one_of_its_drafts_was_touched(works: Works, commune, touch: str) -> None:
    unit, *_ = commune
    with works.writing(chief(unit)) as uow:
        plan, drafts = plans.keep(uow, unit.id, FIRST, LAST)
    with works.writing(chief(unit)) as uow:
        if touch == "change":
            meetings.change(uow, drafts[0].id, 1, Description(subject="Đất đai"))
        elif touch == "approve":
            meetings.approve(uow, drafts[0].id)
        else:
            plans.undo(uow, plan.id)

    with pytest.raises(Conflict) as refused, works.writing(chief(unit)) as uow:
        plans.undo(uow, plan.id)

    assert refused.value.detail == "plan-in-use"
    with works.reading(chief(unit)) as uow:
        assert plans.outlook(uow, unit.id, FIRST, LAST).undoable == ()


def test_only_who_may_book_at_the_unit_undoes(works: Works, commune) -> None:
    unit, *_ = commune
    with works.writing(chief(unit)) as uow:
        plan, _ = plans.keep(uow, unit.id, FIRST, LAST)
    for role, unit_id, refusal in (
        (Role.LEADER, unit.id, NotAllowed),
        (Role.SECRETARY, unit.parent_id, NotAllowed),
        (Role.SECRETARY, "elsewhere", NotFound),
    ):
        with pytest.raises(refusal), works.writing(Actor("k", role, unit_id)) as uow:
            plans.undo(uow, plan.id)


def test_drafts_are_approved_together_or_not_at_all(works: Works, commune) -> None:
    unit, *_ = commune
    with works.writing(chief(unit)) as uow:
        _, drafts = plans.keep(uow, unit.id, FIRST, LAST)
        meetings.approve(uow, drafts[0].id)
    ids = [m.id for m in drafts]
    seen = {m.id: m.version for m in drafts}
    open_ones = {i: seen[i] for i in ids[1:]}

    with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
        meetings.approve_all(uow, seen)
    assert [(f.where, f.code, f.values["state"]) for f in refused.value.faults] == [
        (ids[0], "not-to-approve", "approved")
    ]
    with works.reading(chief(unit)) as uow:
        assert {get_meeting(uow.session, i).state for i in ids[1:]} == {State.DRAFT}

    with pytest.raises(Stale), works.writing(chief(unit)) as uow:
        meetings.approve_all(uow, open_ones | {ids[-1]: seen[ids[-1]] + 1})
    with works.reading(chief(unit)) as uow:
        assert {get_meeting(uow.session, i).state for i in ids[1:]} == {State.DRAFT}
    with works.writing(chief(unit)) as uow:
        meetings.approve_all(uow, open_ones)
    with works.reading(chief(unit)) as uow:
        assert {get_meeting(uow.session, i).state for i in ids} == {State.APPROVED}
        assert uow.session.query(JournalEntry).filter_by(kind="MeetingApproved").count() == len(ids)
    with pytest.raises(NotAllowed), works.writing(secretary(unit)) as uow:
        meetings.approve_all(uow, seen)
    with pytest.raises(InvalidInput), works.writing(chief(unit)) as uow:
        meetings.approve_all(uow, {})


def test_what_stands_months_away_keeps_no_date_of_this_month_off(works: Works, commune) -> None:
    unit, party, _, place = commune
    with works.writing(OPERATOR) as uow:
        uow.session.add(pattern(unit, party, place=place, days=(2, 16)))
        make_meeting(uow, unit, party, on=date(2026, 10, 21), place=place, state=State.DRAFT)

    found = left(works, unit)

    mine = [p.day.day for p in found.proposed if party.id in p.office_ids and p.sub_type == "periodic"]
    assert mine == [2, 16]
    assert [s for s in found.skipped if party.id in s.kept.office_ids] == []
