"""Publishing: refused while a shortfall can be avoided; late stays late."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler import holding, meetings, publication, records, rescheduling
from scheduler.arrangement import Arrangement, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.objections import FindingCode, Severity
from scheduler.core.deadlines import PostingCode
from scheduler.core.errors import InvalidInput, Objection
from scheduler.core.facts import Activity, State
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.factories import a_commune, load_law
from tests.usecases.acting import GROUND, chief, commune, go_to, publishing, secretary

__all__ = ["commune"]


def test_late_posting_is_warned_of_not_refused(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    days = (date(2026, 11, 25), date(2026, 11, 30))
    late, timely = publishing(works, unit, *((day, Seat(chair.id)) for day in days), place=place)

    with works.writing(secretary(unit)) as uow:
        found = publication.publish(uow, [late, timely])

    assert not found.refused
    (finding,) = found.findings
    assert (finding.code, finding.severity) == (FindingCode.LATE_PUBLICATION, Severity.WARN)
    assert (finding.meeting_id, finding.rule_id) == (late, "DL-PUB-01")
    assert (finding.due, finding.days_late) == (date(2026, 11, 18), 2)
    with works.reading(OPERATOR) as uow:
        assert get_meeting(uow.session, late).state is State.PUBLISHED


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


def test_entering_the_past_is_late_and_unposted_for_ever(works: Works, commune) -> None:
    unit, chair, place, _ = commune
    start = datetime(2026, 11, 20, 1, tzinfo=UTC)
    wanted = Arrangement(
        Activity.RECEPTION, "periodic", (Hours(date(2026, 11, 20), time(8), time(11), place.id),), (Seat(chair.id),)
    )
    record = records.Record(start, start + timedelta(hours=2), (records.Presence(chair.id, present=True),), 1)

    with works.writing(chief(unit)) as uow:
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


def test_other_hours_on_the_same_date_leave_it_published(works: Works, commune) -> None:
    unit, _, place, (meeting, _) = commune

    with works.writing(secretary(unit)) as uow:
        hours = [Hours(date(2026, 12, 8), time(13, 30), time(16, 30), place.id)]
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 8), "Sáng họp", hours=hours)

    with works.reading(OPERATOR) as uow:
        found = get_meeting(uow.session, meeting.id)
    assert found.state is State.PUBLISHED
    (left,) = found.former_dates
    assert (left.day, left.ground, left.as_posted["stays"]) == (date(2026, 12, 8), "Sáng họp", True)
    assert left.as_posted["sittings"] == [{"starts": "08:00", "ends": "11:30", "where": "Phòng Tiếp công dân"}]
    assert found.first_posted_at() == works.clock.now()
    assert found.sittings[0].starts == time(13, 30)
