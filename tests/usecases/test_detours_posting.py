"""Ways round a minimum by not posting: what nobody was told of covers nothing, and is not dropped unseen."""

from datetime import UTC, date, datetime

import pytest

from scheduler import holding, meetings, publication, rescheduling
from scheduler.arrangement import Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.objections import FindingCode
from scheduler.core.compliance.values import Reason, Status, WhyNot
from scheduler.core.deadlines import PostingCode
from scheduler.core.errors import Objection, Stale
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.judging import judge
from scheduler.wording.findings import finding_sentence
from tests.factories import a_commune, load_law, make_meeting
from tests.usecases.acting import FIRST, GROUND, LAST, chief, december, go_to, held_record, publishing, secretary

ONE, TWO = date(2026, 12, 15), date(2026, 12, 29)
TOO_LATE = datetime(2026, 12, 9, 1, tzinfo=UTC)
"""The day after the last one for posting the first meeting; the second has time until 21 December."""


@pytest.fixture
def town(works: Works):
    """A commune whose chairman has two approved days in December."""
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    ids = publishing(works, unit, (ONE, Seat(chair.id)), (TWO, Seat(chair.id)), place=place)
    return unit, chair, place, ids


def version_of(works: Works, meeting_id: str) -> int:
    with works.reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting_id).version


def test_an_approved_day_past_its_posting_date_leaves_the_month_at_risk_for_all_to_see(
    works: Works, town, clock: StoppedClock
) -> None:
    unit, chair, _, (one, _) = town
    assert december(works, chair).status is Status.ON_TRACK

    go_to(clock, TOO_LATE)

    verdict = december(works, chair)
    assert (verdict.status, verdict.reason, verdict.planned) == (Status.AT_RISK, Reason.NOT_POSTED, 1)
    assert [(n.meeting_id, n.why) for n in verdict.not_counted] == [(one, WhyNot.NOT_POSTED)]
    with works.reading(OPERATOR) as uow:
        (row,) = [r for r in judge(uow, [unit.id], 2026) if r["rule_id"] == "R-G-COMM-02" and r["month"] == 12]
    assert (row["status"], row["planned"], row["missing"]) == ("at_risk", 1, 1)


def test_posted_late_and_held_it_counts_and_stays_late_for_ever(works: Works, town, clock: StoppedClock) -> None:
    unit, chair, _, (one, two) = town
    go_to(clock, TOO_LATE)
    with works.writing(secretary(unit)) as uow:
        found = publication.publish(uow, [one, two])
    assert [(f.code, f.meeting_id) for f in found.findings] == [(FindingCode.LATE_PUBLICATION, one)]
    assert december(works, chair).status is Status.ON_TRACK

    go_to(clock, datetime(2026, 12, 15, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        meeting = get_meeting(uow.session, one)
        holding.hold(uow, one, meeting.version, held_record(meeting, chair))

    assert december(works, chair).held == 1
    with works.reading(OPERATOR) as uow:
        assert publication.clock(uow, one).status.code is PostingCode.LATE


@pytest.mark.parametrize("left", [0, 1])
def test_a_plan_is_not_published_in_part(works: Works, town, left: int) -> None:
    unit, chair, _, ids = town
    published = [ids[1 - left]]

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        publication.publish(uow, published)

    (finding,) = refused.value.findings
    assert (finding.code, finding.office_id, finding.bare) == (FindingCode.UNANNOUNCED, chair.id, True)
    assert (finding.counted, finding.required, finding.missing) == (1, 2, 1)
    assert "niêm yết các buổi đã duyệt của kỳ cùng một lần" in finding_sentence(finding)
    assert refused.value.cures == ()
    with works.writing(secretary(unit)) as uow:
        assert not publication.publish(uow, ids).refused


def test_a_plan_published_in_part_on_a_ground_keeps_it_and_its_rest_follows_freely(works: Works, town) -> None:
    unit, chair, _, (one, two) = town
    with works.writing(chief(unit)) as uow:
        publication.publish(uow, [one], insist=GROUND)

    assert [(i.code, i.ground) for i in december(works, chair).insistences] == [("unannounced", GROUND)]
    with works.writing(secretary(unit)) as uow:
        assert publication.publish(uow, [two]).findings == ()


def test_a_span_does_not_lean_on_what_is_approved_after_it(works: Works, town) -> None:
    unit, chair, _, _ = town

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        publication.publish_span(uow, unit.id, FIRST, date(2026, 12, 20))

    mine = [f for f in refused.value.findings if getattr(f, "office_id", None) == chair.id and f.rule_id[0] == "R"]
    assert [f.code for f in mine] == [FindingCode.UNANNOUNCED]


def test_beyond_the_minimum_an_office_publishes_when_it_likes(works: Works, town) -> None:
    unit, chair, place, ids = town
    (spare,) = publishing(works, unit, (date(2026, 12, 22), Seat(chair.id)), place=place)
    with works.writing(secretary(unit)) as uow:
        publication.publish(uow, ids)
    with works.writing(secretary(unit)) as uow:
        publication.publish(uow, [spare])


def test_a_lapsed_meeting_opens_no_way_to_withdraw_another(works: Works, town, clock: StoppedClock) -> None:
    unit, chair, place, (_, two) = town
    (three,) = publishing(works, unit, (date(2026, 12, 30), Seat(chair.id)), place=place)
    go_to(clock, TOO_LATE)

    # Three were approved; with the first one lapsed the other two are just enough.
    for meeting_id in (two, three):
        with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
            rescheduling.cancel(uow, meeting_id, version_of(works, meeting_id), "Họp khẩn")


def test_a_lapsed_meeting_is_not_dropped_as_if_it_had_never_covered_anything(
    works: Works, town, clock: StoppedClock
) -> None:
    unit, chair, _, (one, _) = town
    with works.writing(OPERATOR) as uow:
        make_meeting(uow, unit, chair, on=date(2026, 12, 30), subject="Theo thẩm quyền").state = "cancelled"
    go_to(clock, TOO_LATE)

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, one, version_of(works, one), "Họp khẩn")
    assert [(f.bare, f.missing) for f in refused.value.findings] == [(True, 1)]
    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, one, version_of(works, one), date(2027, 1, 12), "Họp khẩn")
    with pytest.raises(Objection), works.writing(chief(unit)) as uow:
        meetings.return_to_draft(uow, one, version_of(works, one), "Xem lại")


def test_a_plan_read_before_somebody_approved_more_is_not_published(works: Works, town) -> None:
    unit, chair, place, ids = town
    read = {one: version_of(works, one) for one in ids}
    (more,) = publishing(works, unit, (date(2026, 12, 22), Seat(chair.id)), place=place)

    for versions in (read, {**read, more: 99}, {**read, more: version_of(works, more), "none": 1}):
        with pytest.raises(Stale), works.writing(chief(unit)) as uow:
            publication.publish_span(uow, unit.id, FIRST, LAST, insist=GROUND, versions=versions)
    with works.writing(chief(unit)) as uow:
        whole = {**read, more: version_of(works, more)}
        found = publication.publish_span(uow, unit.id, FIRST, LAST, insist=GROUND, versions=whole)
    assert {m.id for m in found.meetings} == set(whole)
