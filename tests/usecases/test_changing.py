"""What may be said of a meeting: any time before it is held, and never less than the law wants posted."""

from datetime import date, time

import pytest

from scheduler import meetings, rescheduling
from scheduler.arrangement import Description, Hours
from scheduler.core.errors import InvalidInput
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.base import Mode
from scheduler.db.meetings import get_meeting
from scheduler.db.places import Place
from scheduler.db.work import Works
from tests.factories import make_meeting
from tests.usecases.acting import GROUND, chief, commune, secretary

__all__ = ["commune"]


def test_a_public_meeting_keeps_the_content_the_law_wanted_posted(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        meetings.change(uow, meeting.id, meeting.version, Description(subject="  "))

    assert [(f.where, f.code) for f in refused.value.faults] == [("subject", "posting-needs-content")]


def test_a_public_meeting_without_a_room_keeps_its_address(works: Works, commune) -> None:
    unit, chair, _, _ = commune
    with works.writing(OPERATOR) as uow:
        online = make_meeting(
            uow, unit, chair, subject="Theo thẩm quyền", mode=Mode.ONLINE, online_url="https://hop.example/1"
        )

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        meetings.change(uow, online.id, online.version, Description(online_url=""))

    assert [(f.where, f.code) for f in refused.value.faults] == [("online_url", "posting-needs-address")]


def test_a_public_meeting_is_not_moved_to_nowhere(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    nowhere = [Hours(date(2026, 12, 10), time(8), time(11))]

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 10), "Họp Hội đồng", hours=nowhere)

    assert [(f.where, f.code) for f in refused.value.faults] == [("sittings", "posting-needs-place")]


def test_a_draft_may_still_lack_what_is_posted_later(works: Works, commune) -> None:
    unit, chair, _, _ = commune
    with works.writing(OPERATOR) as uow:
        draft = make_meeting(uow, unit, chair, state=State.DRAFT, subject="Đất đai")

    with works.writing(secretary(unit)) as uow:
        assert meetings.change(uow, draft.id, draft.version, Description(subject="")).subject == ""


def test_a_postponed_meeting_can_be_described_anew(works: Works, commune) -> None:
    unit, _, _, (meeting, _) = commune
    with works.writing(chief(unit)) as uow:
        rescheduling.postpone(uow, meeting.id, meeting.version, "Bão số 12", insist=GROUND)
    with works.reading(OPERATOR) as uow:
        version = get_meeting(uow.session, meeting.id).version

    with works.writing(secretary(unit)) as uow:
        assert meetings.change(uow, meeting.id, version, Description(subject="Đất đai")).subject == "Đất đai"


def test_hours_that_stand_are_not_judged_again_when_only_the_description_changes(works: Works, commune) -> None:
    unit, _, place, (meeting, _) = commune
    with works.writing(OPERATOR) as uow:
        uow.session.get_one(Place, place.id).closed_on = date(2026, 12, 1)

    with works.writing(secretary(unit)) as uow:
        assert meetings.change(uow, meeting.id, meeting.version, Description(subject="Đất đai")).subject == "Đất đai"
