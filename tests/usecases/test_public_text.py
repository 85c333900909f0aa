"""What is published word for word: nobody's number, and what was said before stays readable."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from scheduler import delegating, holding, meetings, public, publication, rescheduling
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Fault, InvalidInput, WrongState
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR
from scheduler.db.base import Mode
from scheduler.db.meetings import FormerDate, Meeting, get_meeting
from scheduler.db.work import UnitOfWork, Works
from scheduler.judging import _posted
from scheduler.wording.refusals import fault_sentence
from tests.usecases.acting import GROUND, chief, commune, go_to, held_record, publishing, secretary

__all__ = ["commune"]
PAPER, MOBILE = "CCCD 020 090 001 234", "gọi 0912.345.678"


def refusals(works: Works, unit, act: Callable[[UnitOfWork], object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
        act(uow)
    return [(f.where, f.code) for f in refused.value.faults]


def arranged(chair, place, day: date, said: Description) -> Arrangement:
    hours = (Hours(day, time(8), time(11), place.id),)
    return Arrangement(Activity.RECEPTION, "periodic", hours, (Seat(chair.id),), said)


def test_a_draft_says_nobody_s_number(works: Works, commune) -> None:
    unit, chair, place, _ = commune
    said = Description(subject=f"Vụ ông A, {PAPER}", co_attendees=f"Công an xã, {MOBILE}")
    wanted = arranged(chair, place, date(2026, 12, 15), said)

    found = refusals(works, unit, lambda uow: meetings.draft(uow, unit.id, wanted))

    assert found == [("subject", "personal-number"), ("co_attendees", "personal-number")]
    assert "không ghi số giấy tờ tùy thân" in fault_sentence(Fault("subject", "personal-number"))
    with works.writing(chief(unit)) as uow:
        plain = Description(subject="Hỗ trợ 120.000.000 đồng", notice_number="0912345678")
        assert meetings.draft(uow, unit.id, arranged(chair, place, date(2026, 12, 15), plain)).notice_number


def test_neither_a_site_nor_who_stands_in_says_somebody_s_number(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (meeting, _) = commune
    key = (meeting.id, meeting.version)
    hours = (Hours(date(2026, 12, 15), time(8), time(11), site=f"Nhà bà C, {MOBILE}"),)
    seats = (Seat(chair.id, in_person=False, delegate=f"Phó Chủ tịch, {MOBILE}", ground=GROUND),)
    wanted = Arrangement(Activity.RECEPTION, "periodic", hours, seats, Description(subject="Theo thẩm quyền"))
    deputy = f"Phó Chủ tịch, {PAPER}"
    record = held_record(meeting, chair, present=False)
    record = replace(record, presences=tuple(replace(one, delegate=deputy) for one in record.presences))

    drafted = refusals(works, unit, lambda uow: meetings.draft(uow, unit.id, wanted))
    named = refusals(works, unit, lambda uow: delegating.delegate(uow, *key, chair.id, deputy=deputy, ground=GROUND))
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    recorded = refusals(works, unit, lambda uow: holding.hold(uow, *key, record))

    assert drafted == [("sittings/0/site", "personal-number"), ("chairs/0/delegate", "personal-number")]
    assert named == [("deputy", "personal-number")]
    assert recorded == [("chairs/0/delegate", "personal-number")]


def test_what_was_posted_is_not_left_blank_afterwards(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    with works.writing(OPERATOR) as uow:
        row = get_meeting(uow.session, meeting.id)
        row.co_attendees, row.notice_number = "Công an xã", "12/TB-UBND"
        uow.session.flush()
        key = (row.id, row.version)
    blank = Description(co_attendees=" ", notice_number="")

    found = refusals(works, unit, lambda uow: meetings.change(uow, *key, blank))

    assert found == [("co_attendees", "posting-taken-back"), ("notice_number", "posting-taken-back")]
    with works.writing(secretary(unit)) as uow:
        said = Description(co_attendees="Công an xã; Tư pháp", notice_number="13/TB-UBND")
        assert meetings.change(uow, *key, said).notice_number == "13/TB-UBND"


def test_the_address_of_a_public_meeting_online_changes_by_a_move_only(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    with works.writing(OPERATOR) as uow:
        row = get_meeting(uow.session, meeting.id)
        row.mode, row.online_url = Mode.ONLINE, "https://hop.example/1"
        uow.session.flush()
        key = (row.id, row.version)
    elsewhere = Description(online_url="https://khac.example/9")

    with pytest.raises(WrongState) as refused, works.writing(secretary(unit)) as uow:
        meetings.change(uow, *key, elsewhere)

    assert refused.value.detail == "address-was-announced"
    with works.writing(secretary(unit)) as uow:
        same = Description(online_url="https://hop.example/1", co_attendees="Công an xã")
        assert meetings.change(uow, *key, same).online_url == "https://hop.example/1"


def test_a_past_meeting_is_entered_with_nobody_s_number(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, place, (meeting, _) = commune
    go_to(clock, datetime(2026, 12, 9, 1, tzinfo=UTC))
    wanted = arranged(chair, place, date(2026, 12, 8), Description(subject=PAPER))
    record = held_record(meeting, chair)
    found = refusals(works, unit, lambda uow: holding.enter_past(uow, unit.id, wanted, record, GROUND))
    assert found == [("subject", "personal-number")]


def test_no_change_of_a_public_meeting_puts_a_number_on_its_page(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    key, day, ground = (meeting.id, meeting.version), date(2026, 12, 10), f"Vụ bà B, {PAPER}"
    acts: list[tuple[Callable[[UnitOfWork], object], str]] = [
        (lambda uow: meetings.change(uow, *key, Description(subject=MOBILE)), "subject"),
        (lambda uow: meetings.change(uow, *key, Description(co_attendees=MOBILE)), "co_attendees"),
        (lambda uow: rescheduling.move(uow, *key, day, ground), "ground"),
        (lambda uow: rescheduling.postpone(uow, *key, ground, GROUND), "ground"),
        (lambda uow: rescheduling.cancel(uow, *key, ground, GROUND), "ground"),
    ]
    for act, where in acts:
        assert refusals(works, unit, act) == [(where, "personal-number")]


def test_a_published_content_said_otherwise_stays_on_the_page_and_starts_no_clock(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, place, _ = commune
    (one,) = publishing(works, unit, (date(2026, 12, 15), Seat(chair.id)), place=place)
    with works.writing(chief(unit)) as uow:
        publication.publish(uow, [one], insist=GROUND)
        posted = get_meeting(uow.session, one).first_posted_at()
        before = publication.clock(uow, one).status
    go_to(clock, datetime(2026, 12, 14, 1, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        meeting = meetings.change(uow, one, get_meeting(uow.session, one).version, Description(subject="Đất đai"))
        meetings.change(uow, one, meeting.version, Description(subject="Đất đai", co_attendees="Công an xã"))

    with works.reading(OPERATOR) as uow:
        meeting = get_meeting(uow.session, one)
        (was,) = public.meeting_page(uow, one).card.former
        assert publication.clock(uow, one).status == before
        assert _posted(uow, [unit.id], date(2026, 12, 15), date(2026, 12, 15)) == {one: meeting.first_posted_on()}
        assert uow.session.execute(select(FormerDate).where(FormerDate.restarts)).all() == []
        assert uow.session.execute(select(Meeting.id).where(Meeting.former_dates.any(~FormerDate.restarts))).all()
    assert meeting.first_posted_at() == posted
    assert (was.day, was.said, was.stays, was.to) == (date(2026, 12, 15), "Theo thẩm quyền", True, None)


def test_it_stays_readable_beside_the_dates_left_before_and_after(works: Works, commune, clock: StoppedClock) -> None:
    unit, _, _, (meeting, _) = commune
    go_to(clock, datetime(2026, 11, 23, 1, tzinfo=UTC))
    with works.writing(chief(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 10), "Họp Hội đồng")
    go_to(clock, datetime(2026, 11, 24, 1, tzinfo=UTC))
    with works.writing(chief(unit)) as uow:
        version = get_meeting(uow.session, meeting.id).version
        meetings.change(uow, meeting.id, version, Description(subject="Đất đai"))
    go_to(clock, datetime(2026, 11, 25, 1, tzinfo=UTC))
    with works.writing(chief(unit)) as uow:
        version = get_meeting(uow.session, meeting.id).version
        rescheduling.move(uow, meeting.id, version, date(2026, 12, 11), "Họp Hội đồng")

    with works.reading(OPERATOR) as uow:
        card = public.meeting_page(uow, meeting.id).card
        posted = get_meeting(uow.session, meeting.id).first_posted_at()
    assert [(was.day, was.to, was.said) for was in card.former] == [
        (date(2026, 12, 8), date(2026, 12, 10), None),
        (date(2026, 12, 10), None, "Theo thẩm quyền"),
        (date(2026, 12, 10), date(2026, 12, 11), None),
    ]
    assert posted == datetime(2026, 11, 25, 1, tzinfo=UTC)


def test_a_postponed_meeting_keeps_its_former_content_too(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    with works.writing(chief(unit)) as uow:
        rescheduling.postpone(uow, meeting.id, meeting.version, "Bão số 12", GROUND)
    with works.writing(secretary(unit)) as uow:
        version = get_meeting(uow.session, meeting.id).version
        meetings.change(uow, meeting.id, version, Description(subject="Đất đai"))
    with works.reading(OPERATOR) as uow:
        card = public.meeting_page(uow, meeting.id).card
    assert [(was.day, was.to, was.said) for was in card.former] == [
        (date(2026, 12, 8), None, None),
        (date(2026, 12, 8), None, "Theo thẩm quyền"),
    ]
