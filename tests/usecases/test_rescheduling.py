"""A minimum is never quietly lost: moving, postponing, cancelling."""

from datetime import date, time

import pytest
from sqlalchemy import select

from scheduler import rescheduling, standings
from scheduler.arrangement import Hours
from scheduler.core.compliance.objections import FindingCode
from scheduler.core.compliance.values import WhyNot
from scheduler.core.conflicts import Clash
from scheduler.core.errors import InvalidInput, NotAllowed, Objection, Stale
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.journal import JournalEntry
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.factories import make_meeting
from tests.usecases.acting import GROUND, chief, commune, secretary, state_of

__all__ = ["commune"]


def test_moving_within_the_month_passes_and_keeps_the_history(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 10), "Họp Hội đồng nhân dân")

    with works.reading(OPERATOR) as uow:
        moved = get_meeting(uow.session, meeting.id)
        assert moved.state is State.MOVED
        assert moved.held_on == date(2026, 12, 10)
        assert [f.day for f in moved.former_dates] == [date(2026, 12, 8)]
        assert moved.sittings[0].day == date(2026, 12, 10)


def test_moving_out_of_the_month_is_refused_with_cures_and_changes_nothing(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2027, 1, 5), "Họp Hội đồng nhân dân")

    (finding,) = [f for f in refused.value.findings if f.code is FindingCode.SHORTFALL]
    assert finding.rule_id == "R-G-COMM-02"
    assert finding.legal_basis
    assert (finding.required, finding.counted, finding.missing) == (2, 1, 1)
    assert len(refused.value.cures) == 3
    assert not refused.value.may_insist
    assert state_of(works, meeting) is State.PUBLISHED


def test_an_entitled_person_insists_and_it_stays_in_the_evidence(works: Works, commune) -> None:
    unit, chair, _, (meeting, _) = commune

    with works.writing(chief(unit)) as uow:
        rescheduling.cancel(uow, meeting.id, meeting.version, "Họp khẩn", insist=GROUND)

    with works.reading(OPERATOR) as uow:
        (verdict,) = [
            v
            for v in standings.of_office(uow, chair.id, date(2026, 12, 1), date(2026, 12, 31))
            if v.rule.id == "R-G-COMM-02"
        ]
        assert meeting.id in verdict.insisted
        assert any(n.meeting_id == meeting.id and n.why is WhyNot.CANCELLED for n in verdict.not_counted)
        about = select(JournalEntry).filter_by(subject=meeting.id, kind="MeetingCancelled")
        assert uow.session.scalars(about).one().body["insisted"] == GROUND


def test_a_secretary_may_not_insist(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(NotAllowed), works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, meeting.id, meeting.version, "Họp khẩn", insist=GROUND)


def test_a_ground_must_say_something(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(InvalidInput), works.writing(chief(unit)) as uow:
        rescheduling.cancel(uow, meeting.id, meeting.version, "Họp khẩn", insist="bận")


def test_cancelling_is_refused_while_it_leaves_the_month_short(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, meeting.id, meeting.version, "Họp khẩn")

    assert refused.value.cures
    assert state_of(works, meeting) is State.PUBLISHED


def test_a_cure_taken_first_lets_the_cancellation_pass(works: Works, commune) -> None:
    unit, chair, place, (meeting, _) = commune
    with works.rehearsing(secretary(unit)) as uow:
        cure = rescheduling.preview_cancel(uow, meeting.id, meeting.version).cures[0]
    with works.writing(OPERATOR) as uow:
        make_meeting(uow, unit, chair, on=cure.day, place=place, subject="Tiếp bù", makeup_for=meeting.id)

    with works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, meeting.id, meeting.version, "Họp khẩn")

    assert state_of(works, meeting) is State.CANCELLED


def test_postponing_without_a_date_is_refused_with_dates_to_take(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.postpone(uow, meeting.id, meeting.version, "Thiên tai")

    assert FindingCode.POSTPONED_WITHOUT_DATE in {f.code for f in refused.value.findings}
    assert refused.value.cures


def test_postponed_with_a_ground_gets_its_date_later_under_the_same_name(works: Works, commune) -> None:
    unit, _, place, (meeting, _) = commune
    with works.writing(chief(unit)) as uow:
        found = rescheduling.postpone(uow, meeting.id, meeting.version, "Thiên tai", insist=GROUND)
        version = found.meetings[0].version
    assert state_of(works, meeting) is State.POSTPONED

    with works.writing(secretary(unit)) as uow:
        version = get_meeting(uow.session, meeting.id).version
        hours = [Hours(date(2026, 12, 17), time(8), time(11), place.id)]
        rescheduling.move(uow, meeting.id, version, date(2026, 12, 17), "Đã hết thiên tai", hours=hours)

    assert state_of(works, meeting) is State.MOVED


def test_what_is_saved_equals_what_was_previewed_and_a_preview_writes_nothing(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    to = date(2026, 12, 15)
    with works.rehearsing(secretary(unit)) as uow:
        seen = rescheduling.preview_move(uow, meeting.id, meeting.version, to)
    assert state_of(works, meeting) is State.PUBLISHED

    with works.writing(secretary(unit)) as uow:
        done = rescheduling.move(uow, meeting.id, meeting.version, to, "Họp Hội đồng nhân dân")

    assert (seen.before, seen.after, seen.findings, seen.cures, seen.postings, seen.calendars) == (
        done.before,
        done.after,
        done.findings,
        done.cures,
        done.postings,
        done.calendars,
    )


def test_a_stale_change_is_refused(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 10), "Họp Hội đồng nhân dân")

    with pytest.raises(Stale), works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 11), "Họp Hội đồng nhân dân")


def test_a_room_already_taken_is_an_objection(works: Works, commune) -> None:
    unit, _chair, _place, (meeting, _other) = commune

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 22), "Dồn buổi")

    assert {Clash.PERSON_BUSY, Clash.PLACE_FULL} <= {getattr(f, "clash", None) for f in refused.value.findings}


def test_a_day_off_is_an_objection(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 13), "Chủ nhật")

    assert Clash.DAY_OFF in {getattr(f, "clash", None) for f in refused.value.findings}


def test_a_move_that_changes_nothing_is_refused(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 8), "Họp Hội đồng nhân dân")

    assert [f.code for f in refused.value.faults] == ["same-hours"]
