"""The page of a meeting: what it may tell whom, what may be done, what it does for the law; in few questions."""

from datetime import UTC, date, datetime

import pytest

from scheduler import delegating, holding, meeting_life, meetings, publication, rescheduling
from scheduler.arrangement import Description
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import WhyNot
from scheduler.core.deeds import OF_THE_CHAIR, Deed, asked_for, deeds_in
from scheduler.core.errors import NotAllowed, NotFound, WrongState
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.factories import make_meeting, make_unit
from tests.usecases.acting import GROUND, chief, commune, go_to, held_record, secretary
from tests.usecases.test_query_counts import counting

__all__ = ["commune"]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", State)
def test_the_offers_are_the_lifecycle_crossed_with_the_roles(works: Works, commune, state: State, role: Role) -> None:
    unit, chair, place, _ = commune
    with works.writing(OPERATOR) as uow:
        told = None if state in (State.DRAFT, State.APPROVED) else datetime(2026, 11, 1, tzinfo=UTC)
        one = make_meeting(uow, unit, chair, on=date(2026, 12, 15), state=state, place=place, published_at=told)
    actor = Actor("somebody", role, unit.id, office_ids=frozenset({chair.id}))
    with works.reading(actor) as uow:
        offers = meeting_life.head_of(uow, one.id).offers

    borne = deeds_in(state, announced=told is not None)
    assert [offer.deed for offer in offers] == [d for d in borne if all(map(actor.may, asked_for(d, state)))]


def test_a_leader_of_another_office_is_offered_nothing_of_the_chair(works: Works, commune) -> None:
    unit, _, _, (one, _) = commune
    other = Actor("leader", Role.LEADER, unit.id, office_ids=frozenset({"another"}))
    with works.reading(other) as uow:
        assert not {offer.deed for offer in meeting_life.head_of(uow, one.id).offers} & OF_THE_CHAIR
        with pytest.raises(NotAllowed):
            meeting_life.open_deed(uow, one.id, Deed.RECORD)


def test_a_deed_opens_only_in_its_time_and_state(works: Works, commune, clock: StoppedClock) -> None:
    unit, _, _, (one, _) = commune
    with works.reading(secretary(unit)) as uow:
        for closed in (Deed.RECORD, Deed.APPROVE, Deed.CORRECT):
            with pytest.raises(WrongState):
                meeting_life.open_deed(uow, one.id, closed)
        assert meeting_life.open_deed(uow, one.id, Deed.MOVE).primary is None
    go_to(clock, datetime(2026, 12, 8, 6, tzinfo=UTC))
    with works.reading(secretary(unit)) as uow:
        assert meeting_life.open_deed(uow, one.id, Deed.RECORD).primary is Deed.RECORD
        with pytest.raises(WrongState):
            meeting_life.open_deed(uow, one.id, Deed.CANCEL)


def test_other_units_do_not_see_it_and_the_past_is_for_those_who_work_on_it(works: Works, commune) -> None:
    unit, _, _, (one, _) = commune
    with works.writing(OPERATOR) as uow:
        stranger = make_unit(uow, "Xã Điềm He")
    with works.reading(secretary(stranger)) as uow, pytest.raises(NotFound):
        meeting_life.life_of(uow, one.id)
    with works.reading(Actor("front", Role.FRONT, unit.id)) as uow:
        assert meeting_life.life_of(uow, one.id).past is None


def test_it_says_what_it_does_for_the_law(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune
    with works.reading(secretary(unit)) as uow:
        (bearing, *_) = meeting_life.life_of(uow, one.id).bearings
        assert [day.day for day in bearing.counted] == [date(2026, 12, 8)]
    with works.writing(secretary(unit)) as uow:
        delegating.delegate(uow, one.id, one.version, chair.id, deputy="Phó Chủ tịch", ground=GROUND)
    with works.reading(secretary(unit)) as uow:
        life = meeting_life.life_of(uow, one.id)
    assert [day.why for b in life.bearings for day in b.not_counted] == [WhyNot.DELEGATED]
    assert life.head.meeting.chairs[0].delegate == "Phó Chủ tịch"
    assert "Cử Phó Chủ tịch tiếp thay Chủ tịch UBND" in life.past[0].told.sentence


def test_the_past_is_told_newest_first_with_old_and_new(works: Works, commune) -> None:
    unit, _, place, (one, _) = commune
    with works.writing(chief(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, date(2026, 12, 10), "Họp Hội đồng nhân dân")
    with works.writing(secretary(unit)) as uow:
        again = get_meeting(uow.session, one.id)
        meetings.change(uow, one.id, again.version, Description(subject="Đất đai"))
    with works.reading(secretary(unit)) as uow:
        newest, moved = meeting_life.life_of(uow, one.id).past

    assert [(c.what, c.was, c.now) for c in newest.told.changes] == [("Nội dung dự kiến", "Theo thẩm quyền", "Đất đai")]
    assert moved.told.sentence == "Chuyển buổi từ thứ Ba 08/12/2026 sang thứ Năm 10/12/2026."
    changed = {c.what: (c.was, c.now) for c in moved.told.changes}
    assert changed["Trạng thái"] == ("đã niêm yết", "lùi lịch")
    assert changed["Giờ và địa điểm"][1] == f"thứ Năm 10/12/2026 08:00–11:30, {place.name}"
    assert moved.told.notes == ("Lý do: Họp Hội đồng nhân dân",)
    assert moved.who == "Tài khoản cũ"


@pytest.mark.parametrize("present", [True, False])
def test_a_record_brings_about_what_its_preview_says(works: Works, commune, clock: StoppedClock, *, present) -> None:
    unit, chair, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    record = held_record(one, chair, present=present)
    with works.rehearsing(secretary(unit)) as uow:
        shown = holding.preview_hold(uow, one.id, one.version, record)
    with works.reading(OPERATOR) as uow:
        assert get_meeting(uow.session, one.id).state is State.PUBLISHED
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, record)
    with works.reading(secretary(unit)) as uow:
        assert next(b.verdict for b in meeting_life.life_of(uow, one.id).bearings) in shown.after
    assert not shown.refused


def test_a_correction_and_an_approval_bring_about_what_their_previews_say(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, place, (one, _) = commune
    with works.writing(OPERATOR) as uow:
        draft = make_meeting(uow, unit, chair, on=date(2026, 12, 28), state=State.DRAFT, place=place)
    with works.rehearsing(chief(unit)) as uow:
        approving = meetings.preview_approve(uow, draft.id, draft.version)
    assert [v.planned for v in approving.after] > [v.planned for v in approving.before]

    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        version = holding.hold(uow, one.id, one.version, held_record(one, chair)).version
    with works.rehearsing(secretary(unit)) as uow:
        absent = held_record(one, chair, present=False)
        shown = holding.preview_correct(uow, one.id, version, absent, GROUND)
    assert sum(v.held for v in shown.after) < sum(v.held for v in shown.before)


def test_evidence_is_entered_once_for_each_form(works: Works, commune) -> None:
    unit, _, _, (one, _) = commune
    with works.writing(secretary(unit)) as uow:
        publication.post(uow, one.id, "hq_board", uow.now, version=one.version)
    with pytest.raises(Exception, match="stale"), works.writing(secretary(unit)) as uow:
        publication.post(uow, one.id, "hq_board", uow.now, version=one.version)


@pytest.mark.parametrize("changes", [0, 12])
def test_the_page_asks_a_fixed_number_of_questions(works: Works, commune, changes: int) -> None:
    unit, chair, place, (one, _) = commune
    for n in range(changes):
        with works.writing(secretary(unit)) as uow:
            make_meeting(uow, unit, chair, on=date(2027, 1, 4 + n), place=place)
            meetings.change(uow, one.id, get_meeting(uow.session, one.id).version, Description(subject=f"Việc {n}"))
    with works.reading(secretary(unit)) as uow, counting(works) as sent:
        meeting_life.life_of(uow, one.id)
    assert len(sent) <= 40
