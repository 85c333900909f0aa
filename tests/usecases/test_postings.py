"""One clock for every posting: only the server's own time counts, whatever people type."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler import daymarks, publication, rescheduling
from scheduler.arrangement import Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.deadlines import PostingCode
from scheduler.core.errors import Conflict, InvalidInput
from scheduler.core.roles import OPERATOR
from scheduler.core.workdays import CalendarDay, DayKind
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.public import meeting_page
from tests.usecases.acting import GROUND, chief, commune, go_to, publishing, secretary

__all__ = ["commune"]
_BOARD = "hq_board"


def codes_of(works: Works, unit, meeting_id: str) -> list[PostingCode]:
    """How the public page and the API's clock call one posting."""
    with works.reading(secretary(unit)) as uow:
        return [meeting_page(uow, meeting_id).card.posted.status.code, publication.clock(uow, meeting_id).status.code]


def published_late(works: Works, commune, clock: StoppedClock) -> str:
    unit, chair, place, _ = commune
    (one,) = publishing(works, unit, (date(2026, 12, 15), Seat(chair.id)), place=place)
    go_to(clock, datetime(2026, 12, 10, 1, tzinfo=UTC))
    with works.writing(chief(unit)) as uow:
        publication.publish(uow, [one], insist=GROUND)
    return one


def test_the_page_and_the_clock_both_call_a_late_publication_late_whatever_paper_hung_before(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, _, _, _ = commune
    one = published_late(works, commune, clock)
    with works.writing(chief(unit)) as uow:
        publication.post(uow, one, _BOARD, datetime(2026, 12, 1, 1, tzinfo=UTC), "Bảng tin trụ sở")

    assert codes_of(works, unit, one) == [PostingCode.LATE, PostingCode.LATE]
    with works.reading(secretary(unit)) as uow:
        assert meeting_page(uow, one).card.posted.at == datetime(2026, 12, 10, 1, tzinfo=UTC)


def test_a_changed_calendar_tells_of_the_same_late_posting(works: Works, commune, clock: StoppedClock) -> None:
    unit, _, _, _ = commune
    one = published_late(works, commune, clock)
    with works.writing(chief(unit)) as uow:
        publication.post(uow, one, _BOARD, datetime(2026, 12, 1, 1, tzinfo=UTC))
    with works.writing(OPERATOR) as uow:
        day = CalendarDay(date(2026, 12, 14), DayKind.OFF, "Nghỉ lễ", "Công văn 1", confirmed=True)
        found = daymarks.set_day(uow, day)

    (moved,) = [p for p in found.postings if p.meeting.id == one]
    assert (moved.was.code, moved.now.code) == (PostingCode.LATE, PostingCode.LATE)
    assert (moved.was.due.due, moved.now.due.due) == (date(2026, 12, 8), date(2026, 12, 7))


def test_nothing_was_posted_for_a_new_date_before_that_date_was_set(works: Works, commune, clock: StoppedClock) -> None:
    unit, _, _, (meeting, _) = commune
    clock.advance(timedelta(days=2))
    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 10), "Họp Hội đồng nhân dân")
    moved_at = clock.now()
    clock.advance(timedelta(hours=3))

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        publication.post(uow, meeting.id, _BOARD, moved_at - timedelta(seconds=1))
    with works.writing(secretary(unit)) as uow:
        publication.post(uow, meeting.id, _BOARD, moved_at)

    assert [(f.where, f.code, f.values) for f in refused.value.faults] == [
        ("posted_at", "before-its-date-was-set", {"earliest": moved_at})
    ]


def test_a_date_given_after_a_postponement_counts_from_when_it_was_given(works: Works, commune, clock) -> None:
    unit, _, place, (meeting, _) = commune
    with works.writing(chief(unit)) as uow:
        rescheduling.postpone(uow, meeting.id, meeting.version, "Bão số 12", insist=GROUND)
    postponed_at = clock.now()
    clock.advance(timedelta(days=1))
    with works.writing(chief(unit)) as uow:
        version = get_meeting(uow.session, meeting.id).version
        hours = [Hours(date(2026, 12, 10), time(8), time(11), place.id)]
        rescheduling.move(uow, meeting.id, version, date(2026, 12, 10), "Hết bão", hours=hours)

    with pytest.raises(InvalidInput), works.writing(secretary(unit)) as uow:
        publication.post(uow, meeting.id, _BOARD, postponed_at + timedelta(hours=1))


def test_a_posting_is_taken_down_once_and_the_first_ground_stays(works: Works, commune, clock: StoppedClock) -> None:
    unit, _, _, (meeting, _) = commune
    with works.writing(secretary(unit)) as uow:
        posting = publication.post(uow, meeting.id, _BOARD, clock.now())
        publication.withdraw_posting(uow, meeting.id, posting.id, "Mưa làm rách")
    taken_at = clock.now()
    clock.advance(timedelta(days=1))

    with pytest.raises(Conflict) as refused, works.writing(secretary(unit)) as uow:
        publication.withdraw_posting(uow, meeting.id, posting.id, "Lý do khác")

    assert refused.value.detail == "posting-withdrawn-already"
    with works.reading(OPERATOR) as uow:
        (found,) = [p for p in get_meeting(uow.session, meeting.id).postings if p.id == posting.id]
    assert (found.withdrawn_at, found.withdrawal_ground) == (taken_at, "Mưa làm rách")


def test_a_date_that_was_left_and_taken_again_is_posted_anew(works: Works, commune, clock: StoppedClock) -> None:
    unit, _, _, (one, _) = commune
    with works.writing(secretary(unit)) as uow:
        away = rescheduling.move(uow, one.id, one.version, date(2026, 12, 10), "Họp đột xuất").meetings[0]
    go_to(clock, datetime(2026, 12, 4, 1, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, one.id, away.version, date(2026, 12, 8), "Hết họp")

    assert codes_of(works, unit, one.id) == [PostingCode.LATE, PostingCode.LATE]
