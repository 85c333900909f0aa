"""The ways round a refusal: what cannot be done at once cannot be done by steps either."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler import (
    absences,
    delegating,
    holding,
    meetings,
    publication,
    records,
    rescheduling,
    standings,
)
from scheduler.absences import Whom
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import WhyNot
from scheduler.core.errors import InvalidInput, NotAllowed, Objection, WrongState
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_day_off
from tests.usecases.acting import (
    FIRST,
    GROUND,
    LAST,
    chief,
    commune,
    december,
    go_to,
    held_record,
    publishing,
    secretary,
)

__all__ = ["commune"]


def test_an_absence_does_not_open_the_way_to_a_cancellation(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune
    with works.writing(secretary(unit)) as uow:
        absences.add(uow, Whom(office_id=chair.id), FIRST, LAST, "Đi học")

    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, one.id, one.version, "Họp khẩn")


def test_a_delegation_is_told_and_saved_and_does_not_open_the_way_to_a_cancellation(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune
    with works.writing(secretary(unit)) as uow:
        found = delegating.delegate(uow, one.id, one.version, chair.id, deputy="Phó Chủ tịch", ground=GROUND)
        version = found.meetings[0].version
    assert not found.refused
    assert found.findings

    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, one.id, version, "Họp khẩn")


def test_a_delegated_day_counts_again_only_on_a_leader_s_or_the_chief_s_word(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, _, (one, _) = commune
    with works.writing(secretary(unit)) as uow:
        delegating.delegate(uow, one.id, one.version, chair.id, deputy="Phó Chủ tịch", ground=GROUND)
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.reading(OPERATOR) as uow:
        version = get_meeting(uow.session, one.id).version

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, version, held_record(one, chair))
    assert [f.code for f in refused.value.faults] == ["delegated-not-counted"]

    with works.writing(chief(unit)) as uow:
        held = holding.hold(uow, one.id, version, held_record(one, chair))
    assert (held.chairs[0].delegate, held.chairs[0].delegation_ground) == ("Phó Chủ tịch", GROUND)
    assert december(works, chair).held == 1


def test_what_is_insisted_on_stays_with_the_month_it_hurt_for_ever(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune
    with works.writing(chief(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, date(2027, 1, 5), "Họp khẩn", insist=GROUND)

    (told,) = december(works, chair).insistences
    assert (told.meeting_id, told.ground, told.by) == (one.id, GROUND, "key-chief")
    assert december(works, chair, date(2027, 1, 5)).insistences == ()


def test_a_second_insistence_does_not_replace_the_first(works: Works, commune) -> None:
    unit, _, _, (one, _) = commune
    with works.writing(chief(unit)) as uow:
        moved = rescheduling.move(uow, one.id, one.version, date(2026, 12, 13), "Chủ nhật", insist=GROUND).meetings[0]
    with works.writing(chief(unit)) as uow:
        rescheduling.cancel(uow, one.id, moved.version, "Họp khẩn", insist=f"{GROUND}, lần hai")

    with works.reading(OPERATOR) as uow:
        assert get_meeting(uow.session, one.id).insisted_ground.split("\n") == [GROUND, f"{GROUND}, lần hai"]


def two_approved(works: Works):
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    ids = publishing(
        works, unit, (date(2026, 12, 8), Seat(chair.id)), (date(2026, 12, 22), Seat(chair.id)), place=place
    )
    with works.writing(chief(unit)) as uow:
        publication.publish(uow, ids[:1], insist=GROUND)
    with works.reading(OPERATOR) as uow:
        return unit, place, get_meeting(uow.session, ids[1])


def test_the_rest_of_a_published_plan_cannot_quietly_go_back_to_draft(works: Works) -> None:
    unit, _, other = two_approved(works)

    with pytest.raises(Objection), works.writing(chief(unit)) as uow:
        meetings.return_to_draft(uow, other.id, other.version, "Sửa lại")
    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, other.id, other.version, date(2026, 12, 23), "Sửa lại")

    with works.writing(chief(unit)) as uow:
        assert meetings.return_to_draft(uow, other.id, other.version, "Sửa lại", GROUND).state is State.DRAFT


def test_what_was_approved_is_published_as_it_was_approved(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    (one,) = publishing(works, unit, (date(2026, 12, 8), Seat(chair.id)), place=place)
    with works.reading(OPERATOR) as uow:
        version = get_meeting(uow.session, one).version

    with pytest.raises(WrongState), works.writing(secretary(unit)) as uow:
        meetings.change(uow, one, version, Description(subject="Việc khác"))
    with works.writing(secretary(unit)) as uow:
        hours = [Hours(date(2026, 12, 8), time(22), time(22, 30), site="Quán cà phê")]
        moved = rescheduling.move(uow, one, version, date(2026, 12, 8), "Đổi giờ", hours=hours)
    assert moved.meetings[0].state is State.DRAFT


def test_a_meeting_that_has_begun_is_not_moved_away(works: Works, commune, clock: StoppedClock) -> None:
    unit, _, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 8, 1, 30, tzinfo=UTC))

    with pytest.raises(WrongState), works.writing(chief(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, date(2026, 12, 10), "Vắng mặt", insist=GROUND)


def test_only_what_cannot_be_made_good_is_excused(works: Works, commune) -> None:
    unit, chair, _, _ = commune

    with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
        standings.excuse(uow, chair.id, "R-G-COMM-02", FIRST, GROUND)
    assert [f.code for f in refused.value.faults] == ["nothing-to-excuse"]


def test_the_past_is_entered_by_somebody_entitled_and_never_twice_at_once(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, place, (one, _) = commune
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))
    start = datetime(2026, 12, 8, 2, tzinfo=UTC)
    wanted = Arrangement(
        one.activity, "periodic", (Hours(date(2026, 12, 8), time(9), time(10), place.id),), (Seat(chair.id),)
    )
    record = records.Record(start, start + timedelta(hours=1), (records.Presence(chair.id, present=True),), 0)

    with pytest.raises(NotAllowed), works.writing(secretary(unit)) as uow:
        holding.enter_past(uow, unit.id, wanted, record, GROUND)
    with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
        holding.enter_past(uow, unit.id, wanted, record, GROUND)
    assert [f.code for f in refused.value.faults] == ["overlaps-record"]


def test_a_second_is_no_meeting(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    start = datetime(2026, 12, 8, 2, tzinfo=UTC)
    record = records.Record(start, start + timedelta(seconds=1), (records.Presence(chair.id, present=True),), 0)

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, record)
    assert [f.code for f in refused.value.faults] == ["too-short"]


def test_a_published_day_that_becomes_a_day_off_no_longer_counts(works: Works, commune) -> None:
    _, chair, _, (one, _) = commune
    with works.writing(OPERATOR) as uow:
        make_day_off(uow, date(2026, 12, 8))

    found = december(works, chair)
    assert [(n.meeting_id, n.why) for n in found.not_counted] == [(one.id, WhyNot.DAY_OFF)]
    assert found.missing == 1
