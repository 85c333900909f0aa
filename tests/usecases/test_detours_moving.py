"""The ways round a minimum by moving: what was announced, for which days, when, where and instead of what."""

from datetime import date, datetime, time, timedelta

import pytest

from scheduler import delegating, holding, meetings, publication, rescheduling
from scheduler.arrangement import Arrangement, Description, Form, Hours, Seat
from scheduler.core.clock import VIETNAM, StoppedClock
from scheduler.core.compliance.objections import FindingCode
from scheduler.core.compliance.values import WhyNot
from scheduler.core.deadlines import PostingCode
from scheduler.core.errors import InvalidInput, Objection, WrongState
from scheduler.core.facts import Activity, State
from scheduler.core.roles import OPERATOR
from scheduler.db.base import Mode
from scheduler.db.meetings import get_meeting
from scheduler.db.places import Place
from scheduler.db.work import Works
from scheduler.public import meeting_page
from tests.factories import make_meeting
from tests.usecases.acting import GROUND, chief, commune, december, go_to, publishing, secretary
from tests.usecases.dialogues import at, bare, dialogue

__all__ = ["bare", "commune"]
OUT = date(2027, 1, 12)


def version_of(works: Works, meeting_id: str) -> int:
    with works.reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting_id).version


def wanted(chair, place, day: date, **over) -> Arrangement:
    given = {"hours": (Hours(day, time(8), time(11), place.id),), "seats": (Seat(chair.id),)} | over
    return Arrangement(
        Activity.RECEPTION, "periodic", given.pop("hours"), given.pop("seats"), Description(subject="Đất đai"), **given
    )


def test_an_unpublished_meeting_does_not_stand_in_for_a_published_one(works: Works, commune) -> None:
    unit, chair, place, (one, _) = commune
    (spare,) = publishing(works, unit, (date(2026, 12, 15), Seat(chair.id)), place=place)

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, one.id, one.version, "Họp khẩn")

    (finding,) = refused.value.findings
    assert (finding.bare, finding.counted, finding.missing) == (True, 1, 1)
    with works.writing(secretary(unit)) as uow:
        publication.publish(uow, [spare])
        rescheduling.cancel(uow, one.id, one.version, "Họp khẩn")


@pytest.mark.parametrize("fate", ["forgotten", "delegated"])
def test_an_approved_day_beside_what_was_announced_is_not_dated_away(
    works: Works, commune, clock: StoppedClock, fate: str
) -> None:
    unit, chair, place, (one, two) = commune
    with works.writing(chief(unit)) as uow:
        publication_left = get_meeting(uow.session, two.id)
        rescheduling.cancel(uow, two.id, publication_left.version, "Bão số 12", insist=GROUND)
    (spare,) = publishing(works, unit, (date(2026, 12, 24), Seat(chair.id)), place=place)
    if fate == "forgotten":
        go_to(clock, datetime(2026, 12, 10, 3, tzinfo=VIETNAM))
        with works.writing(OPERATOR) as uow:
            holding.mark_missed(uow, one.id)
    else:
        with works.writing(secretary(unit)) as uow:
            delegating.delegate(uow, one.id, one.version, chair.id, deputy="Phó Chủ tịch", ground=GROUND)

    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, spare, version_of(works, spare), OUT, "Họp Hội đồng")
    with pytest.raises(Objection), works.writing(chief(unit)) as uow:
        meetings.return_to_draft(uow, spare, version_of(works, spare), "Xem lại")


def test_hours_of_today_that_are_past_are_neither_drafted_nor_published(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, place, _ = commune
    day = date(2026, 12, 15)
    (approved,) = publishing(works, unit, (day, Seat(chair.id)), place=place)
    go_to(clock, datetime(2026, 12, 15, 8, 1, tzinfo=VIETNAM))

    for verb in (
        lambda uow: meetings.draft(uow, unit.id, wanted(chair, place, day)),
        lambda uow: publication.publish(uow, [approved], insist=GROUND),
    ):
        with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
            verb(uow)
        assert [f.code for f in refused.value.faults] == ["hour-passed"]
    with works.writing(chief(unit)) as uow:
        later = (Hours(day, time(13, 30), time(16), place.id),)
        assert meetings.draft(uow, unit.id, wanted(chair, place, day, hours=later)).state is State.DRAFT


def test_a_later_date_of_a_dialogue_leaves_its_trace_and_is_watched(works: Works, bare) -> None:
    unit, _, chair, place = bare
    days = [date(2026, 12, 17), date(2026, 12, 29)]
    made = dialogue(works, unit, chair, place, days)
    hours = [Hours(day, time(8), time(11), place.id) for day in (days[0], OUT)]

    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, made, version_of(works, made), OUT, "Họp Hội đồng", hours=hours)

    with works.reading(OPERATOR) as uow:
        found = get_meeting(uow.session, made)
        lines = meeting_page(uow, made).card.former
    assert (found.state, [was.day for was in found.former_dates]) == (State.MOVED, [days[1]])
    assert [(was.day, was.stays) for was in lines] == [(days[1], False)]


def test_other_hours_the_evening_before_are_posted_anew_and_late(works: Works, commune, clock: StoppedClock) -> None:
    unit, _, place, (one, _) = commune
    go_to(clock, datetime(2026, 12, 7, 19, tzinfo=VIETNAM))
    hours = [Hours(one.held_on, time(13, 30), time(16), place.id)]

    with works.writing(secretary(unit)) as uow:
        found = rescheduling.move(uow, one.id, one.version, one.held_on, "Sáng họp", hours=hours)

    assert [f.code for f in found.findings] == [FindingCode.LATE_PUBLICATION]
    with works.reading(OPERATOR) as uow:
        assert publication.clock(uow, one.id).status.code is PostingCode.LATE
        (was,) = meeting_page(uow, one.id).card.former
    assert (was.day, was.hours, was.where, was.stays) == (one.held_on, "08:00–11:30", "Phòng Tiếp công dân", True)


def test_the_form_of_a_public_meeting_changes_by_a_move_that_leaves_its_trace(works: Works, commune) -> None:
    unit, _, _, (one, _) = commune
    online = Form(Mode.ONLINE, "https://hop.example/1")
    with pytest.raises(WrongState), works.writing(secretary(unit)) as uow:
        meetings.change(uow, one.id, one.version, Description(mode=Mode.ONLINE, online_url="https://hop.example/1"))
    with pytest.raises(InvalidInput), works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, one.held_on, "Dịch bệnh", form=Form(Mode.ONLINE))

    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, one.held_on, "Dịch bệnh", form=online)

    with works.reading(OPERATOR) as uow:
        found = get_meeting(uow.session, one.id)
    assert (found.state, found.mode) == (State.PUBLISHED, Mode.ONLINE)
    assert [was.as_posted["mode"] for was in found.former_dates] == ["in_person"]


def test_a_reception_in_person_is_published_with_a_place_that_is_open(works: Works, commune) -> None:
    unit, chair, place, _ = commune
    day = date(2026, 12, 15)
    with works.writing(OPERATOR) as uow:
        nowhere = make_meeting(
            uow, unit, chair, on=day, state=State.APPROVED, subject="Đất đai", online_url="https://hop.example/1"
        )
    (shut,) = publishing(works, unit, (date(2026, 12, 16), Seat(chair.id)), place=place)
    with works.writing(OPERATOR) as uow:
        uow.session.get_one(Place, place.id).closed_on = day

    for meeting_id, code in ((nowhere.id, "posting-needs-place"), (shut, "place-closed")):
        with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
            publication.publish(uow, [meeting_id], insist=GROUND)
        assert [f.code for f in refused.value.faults] == [code]


@pytest.mark.parametrize("days", [401, 300_000])
def test_nothing_is_dated_beyond_four_hundred_days(works: Works, commune, days: int) -> None:
    unit, chair, place, (one, _) = commune
    far = works.clock.now().date() + timedelta(days=days)

    for verb in (
        lambda uow: meetings.draft(uow, unit.id, wanted(chair, place, far)),
        lambda uow: rescheduling.move(uow, one.id, one.version, far, "Họp Hội đồng"),
    ):
        with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
            verb(uow)
        assert [f.code for f in refused.value.faults] == ["day-too-far"]


def test_a_month_shows_the_day_that_was_moved_out_of_it(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune
    with works.writing(chief(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, OUT, "Họp Hội đồng", insist=GROUND)

    gone = [(day.meeting_id, day.day, day.why) for day in december(works, chair).not_counted]
    assert gone == [(one.id, date(2026, 12, 8), WhyNot.MOVED_AWAY)]
    assert december(works, chair, OUT).counted[0].meeting_id == one.id


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("dialogue", "makes-up-another-kind"),
        ("party", "makes-up-another-office"),
        ("draft", "nothing-to-make-up"),
        ("held", "nothing-to-make-up"),
        ("made up", "made-up-already"),
        (None, "no-such-meeting"),
    ],
)
def test_a_meeting_makes_up_for_its_own_kind_only_and_once(works: Works, bare, target: str | None, code: str) -> None:
    unit, party, chair, place = bare
    day = date(2026, 12, 8)
    with works.writing(OPERATOR) as uow:
        given = {
            "dialogue": {"activity": Activity.DIALOGUE, "sub_type": "people"},
            "draft": {"state": State.DRAFT},
            "held": {"state": State.HELD},
        }.get(target, {})
        other = make_meeting(uow, unit, party if target == "party" else chair, on=day, place=place, **given)
        if target == "made up":
            make_meeting(uow, unit, chair, on=date(2026, 12, 9), makeup_for=other.id)

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        made = "nothing" if target is None else other.id
        meetings.draft(uow, unit.id, wanted(chair, place, date(2026, 12, 16), makeup_for=made))
    assert [(f.where, f.code) for f in refused.value.faults] == [("makeup_for", code)]


def test_a_cancelled_day_is_made_up(works: Works, bare) -> None:
    unit, _, chair, place = bare
    with works.writing(OPERATOR) as uow:
        gone = make_meeting(uow, unit, chair, on=date(2026, 12, 8), place=place)
        gone.state = State.CANCELLED
    with works.writing(secretary(unit)) as uow:
        made = meetings.draft(uow, unit.id, wanted(chair, place, date(2026, 12, 16), makeup_for=gone.id))
    assert made.makeup_for == gone.id
    assert at(date(2026, 12, 16), 8) == made.begins_at()
