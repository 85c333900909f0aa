"""A minimum is never quietly lost: publishing, moving, postponing, cancelling."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler import holding, meetings, publication, rescheduling, standings
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.objections import FindingCode
from scheduler.core.compliance.values import Status, WhyNot
from scheduler.core.conflicts import Clash
from scheduler.core.deadlines import PostingCode
from scheduler.core.errors import InvalidInput, NotAllowed, Objection, Stale, WrongState
from scheduler.core.facts import Activity, State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db import journal
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_meeting

GROUND = "Họp đột xuất theo triệu tập của Tỉnh ủy Lạng Sơn"


@pytest.fixture
def commune(works: Works):
    unit, _party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        two = [
            make_meeting(uow, unit, chair, on=date(2026, 12, d), place=place, subject="Theo thẩm quyền")
            for d in (8, 22)
        ]
    return unit, chair, place, two


def secretary(unit) -> Actor:
    return Actor("key-secretary", Role.SECRETARY, unit.id)


def chief(unit) -> Actor:
    return Actor("key-chief", Role.OFFICE_CHIEF, unit.id)


def state_of(works: Works, meeting: Meeting) -> State:
    with works.reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting.id).state


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
        entries = [e for e in journal.list_of_subject(uow.session, meeting.id) if e.kind == "MeetingCancelled"]
        assert entries[0].body["insisted"] == GROUND


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
    unit, _, _, (meeting, _) = commune
    with works.writing(chief(unit)) as uow:
        found = rescheduling.postpone(uow, meeting.id, meeting.version, "Thiên tai", insist=GROUND)
        version = found.meetings[0].version
    assert state_of(works, meeting) is State.POSTPONED

    with works.writing(secretary(unit)) as uow:
        version = get_meeting(uow.session, meeting.id).version
        hours = [Hours(date(2026, 12, 17), time(8), time(11))]
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


def test_late_posting_is_warned_of_not_refused(works: Works, commune) -> None:
    unit, _, _, (_, meeting) = commune
    tomorrow = date(2026, 12, 1)

    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 2), "Họp Hội đồng nhân dân")
    with works.reading(OPERATOR) as uow:
        moved = get_meeting(uow.session, meeting.id)
    assert moved.first_posted_on() < tomorrow


def publishing(works: Works, unit, *hours: tuple[date, Seat], place) -> list[str]:
    ids = []
    with works.writing(chief(unit)) as uow:
        for day, seat in hours:
            wanted = Arrangement(
                Activity.RECEPTION,
                "periodic",
                (Hours(day, time(8), time(11), place.id),),
                (seat,),
                Description(subject="Theo thẩm quyền"),
            )
            meeting = meetings.draft(uow, unit.id, wanted)
            meetings.approve(uow, meeting.id)
            ids.append(meeting.id)
    return ids


def test_a_plan_with_an_avoidable_shortfall_is_not_published(works: Works) -> None:
    unit, _party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    ids = publishing(works, unit, (date(2026, 12, 8), Seat(chair.id)), place=place)

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        publication.publish(uow, ids)

    assert {f.office_id for f in refused.value.findings} == {chair.id}
    assert refused.value.cures

    ids += publishing(works, unit, (refused.value.cures[0].day, Seat(chair.id)), place=place)
    with works.writing(secretary(unit)) as uow:
        publication.publish(uow, ids)
    with works.reading(OPERATOR) as uow:
        assert {get_meeting(uow.session, i).state for i in ids} == {State.PUBLISHED}


def test_publishing_the_whole_plan_looks_at_the_office_nobody_planned_for(works: Works) -> None:
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    publishing(works, unit, (date(2026, 11, 24), Seat(chair.id)), (date(2026, 11, 26), Seat(chair.id)), place=place)

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        publication.publish_span(uow, unit.id, date(2026, 11, 23), date(2026, 11, 30))

    assert party.id in {f.office_id for f in refused.value.findings if hasattr(f, "office_id")}


def test_what_the_law_wants_posted_must_be_there(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(chief(unit)) as uow:
        wanted = Arrangement(
            Activity.RECEPTION, "periodic", (Hours(date(2026, 12, 8), time(8), time(11)),), (Seat(chair.id),)
        )
        meeting = meetings.draft(uow, unit.id, wanted)
        meetings.approve(uow, meeting.id)

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        publication.publish(uow, [meeting.id])

    assert {f.code for f in refused.value.faults} == {"posting-needs-content", "posting-needs-place"}


def held_record(meeting: Meeting, chair, *, present: bool = True) -> holding.Record:
    start = datetime(2026, 12, meeting.held_on.day, 1, 5, tzinfo=UTC)
    return holding.Record(
        start, start + timedelta(hours=3), (holding.Presence(chair.id, present, "" if present else "Phó Chủ tịch"),), 4
    )


def go_to(clock: StoppedClock, at: datetime) -> None:
    clock.advance(at - clock.now())


def test_held_in_person_counts_and_a_deputy_does_not(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, two) = commune
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))
    go_to(clock, datetime(2026, 12, 22, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, two.id, two.version, held_record(two, chair, present=False))

    with works.reading(OPERATOR) as uow:
        (verdict,) = [
            v
            for v in standings.of_office(uow, chair.id, date(2026, 12, 1), date(2026, 12, 31))
            if v.rule.id == "R-G-COMM-02"
        ]
    assert verdict.held == 1
    assert verdict.missing == 1
    assert {n.why for n in verdict.not_counted} & {WhyNot.DELEGATED, WhyNot.CHAIR_ABSENT}


def test_nothing_is_held_before_it_happened_or_on_another_day(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, _) = commune

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))
    assert [f.code for f in refused.value.faults] == ["in-the-future"]

    go_to(clock, datetime(2026, 12, 9, 10, tzinfo=UTC))
    start = datetime(2026, 12, 9, 1, tzinfo=UTC)
    other_day = holding.Record(start, start + timedelta(hours=2), (holding.Presence(chair.id, present=True),), 0)
    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, other_day)
    assert [f.code for f in refused.value.faults] == ["not-its-day"]


def test_a_late_record_is_late_for_ever(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 12, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))

    with works.reading(OPERATOR) as uow:
        (verdict,) = [
            v
            for v in standings.of_office(uow, chair.id, date(2026, 12, 1), date(2026, 12, 31))
            if v.rule.id == "R-G-COMM-02"
        ]
        assert get_meeting(uow.session, one.id).entered_late
    assert verdict.late_entries == (one.id,)


def test_a_day_that_passed_without_a_record_is_not_held_and_running_twice_changes_nothing(
    works: Works, commune, clock: StoppedClock
) -> None:
    _unit, _, _, (one, two) = commune
    go_to(clock, datetime(2026, 12, 10, 1, tzinfo=UTC))
    for expected in ([one.id], []):
        with works.writing(OPERATOR) as uow:
            assert [m.id for m in holding.mark_missed(uow)] == expected
    assert state_of(works, two) is State.PUBLISHED


def test_a_meeting_whose_day_is_past_cannot_be_made_never_to_have_been_due(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, _, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 9, 1, tzinfo=UTC))
    with works.reading(OPERATOR) as uow:
        version = get_meeting(uow.session, one.id).version

    for attempt in (
        lambda uow: rescheduling.cancel(uow, one.id, version, "Họp khẩn", insist=GROUND),
        lambda uow: rescheduling.move(uow, one.id, version, date(2026, 12, 15), "Họp khẩn", insist=GROUND),
        lambda uow: rescheduling.postpone(uow, one.id, version, "Họp khẩn", insist=GROUND),
    ):
        with pytest.raises(WrongState), works.writing(chief(unit)) as uow:
            attempt(uow)


def test_delegation_is_recorded_with_its_shortfall_and_dates_for_a_makeup(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune

    with works.writing(secretary(unit)) as uow:
        found = holding.delegate(uow, one.id, one.version, chair.id, deputy="Phó Chủ tịch UBND xã", ground=GROUND)

    assert any(f.code is FindingCode.SHORTFALL for f in found.findings)
    assert found.cures


def test_an_excuse_shows_and_the_statutory_report_still_says_not_met(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, _, _ = commune
    go_to(clock, datetime(2027, 1, 4, 1, tzinfo=UTC))
    with works.writing(OPERATOR) as uow:
        holding.mark_missed(uow)

    with works.writing(chief(unit)) as uow:
        verdict = standings.excuse(uow, chair.id, "R-G-COMM-02", date(2026, 12, 1), GROUND)

    assert verdict.status is Status.EXCUSED
    assert not verdict.statutorily_met
    with pytest.raises(InvalidInput), works.writing(chief(unit)) as uow:
        standings.excuse(uow, chair.id, "R-G-COMM-02", date(2026, 12, 1), GROUND)


def test_entering_the_past_is_late_and_unposted_for_ever(works: Works, commune) -> None:
    unit, chair, place, _ = commune
    start = datetime(2026, 11, 20, 1, tzinfo=UTC)
    wanted = Arrangement(
        Activity.RECEPTION, "periodic", (Hours(date(2026, 11, 20), time(8), time(11), place.id),), (Seat(chair.id),)
    )
    record = holding.Record(start, start + timedelta(hours=2), (holding.Presence(chair.id, present=True),), 1)

    with works.writing(secretary(unit)) as uow:
        meeting = holding.enter_past(uow, unit.id, wanted, record, GROUND)

    with works.reading(OPERATOR) as uow:
        found = get_meeting(uow.session, meeting.id)
        assert found.entered_late
        assert found.first_posted_on() is None


def test_the_posting_clock_counts_working_days_and_late_stays_late(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, place, _ = commune
    (one,) = publishing(works, unit, (date(2026, 12, 15), Seat(chair.id)), place=place)
    with works.reading(secretary(unit)) as uow:
        waiting = publication.clock(uow, one).status
    assert (waiting.code, waiting.due.due, waiting.days) == (PostingCode.DUE_IN, date(2026, 12, 8), 12)

    go_to(clock, datetime(2026, 12, 10, 1, tzinfo=UTC))
    with works.writing(chief(unit)) as uow:
        publication.publish(uow, [one], insist=GROUND)
    with works.reading(secretary(unit)) as uow:
        late = publication.clock(uow, one).status
    assert (late.code, late.days) == (PostingCode.LATE, 2)


def test_a_paper_said_to_have_hung_earlier_does_not_make_a_late_posting_timely(works: Works, commune, clock) -> None:
    unit, chair, place, _ = commune
    (one,) = publishing(works, unit, (date(2026, 12, 15), Seat(chair.id)), place=place)
    go_to(clock, datetime(2026, 12, 10, 1, tzinfo=UTC))
    with works.writing(chief(unit)) as uow:
        publication.publish(uow, [one], insist=GROUND)
        publication.post(uow, one, "hq_board", datetime(2026, 12, 1, 1, tzinfo=UTC), "Bảng tin trụ sở")

    with works.reading(secretary(unit)) as uow:
        assert publication.clock(uow, one).status.code is PostingCode.LATE


def test_a_move_that_changes_nothing_is_refused(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 8), "Họp Hội đồng nhân dân")

    assert [f.code for f in refused.value.faults] == ["nothing-changes"]


def test_other_hours_on_the_same_date_leave_it_published(works: Works, commune) -> None:
    unit, _, place, (meeting, _) = commune

    with works.writing(secretary(unit)) as uow:
        hours = [Hours(date(2026, 12, 8), time(13, 30), time(16, 30), place.id)]
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 8), "Sáng họp", hours=hours)

    with works.reading(OPERATOR) as uow:
        found = get_meeting(uow.session, meeting.id)
    assert found.state is State.PUBLISHED
    assert found.former_dates == []
    assert found.sittings[0].starts == time(13, 30)
