"""A preview tells how many calendars change, and so many change then."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from scheduler import delegating, meetings, publication, rescheduling
from scheduler.arrangement import Seat
from scheduler.core.roles import OPERATOR
from scheduler.db.feeds import Feed
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.work import UnitOfWork, Works
from scheduler.weighing import Consequences
from tests.usecases.acting import GROUND, chief, commune, publishing

__all__ = ["commune"]
TO = date(2026, 12, 10)


def versions(works: Works) -> dict[str, int]:
    with works.reading(OPERATOR) as uow:
        return {row.id: row.version for row in uow.session.execute(select(Feed.id, Feed.version))}


def publish_it(uow: UnitOfWork, one: Meeting) -> Consequences:
    return publication.publish(uow, [one.id])


def delegate_it(uow: UnitOfWork, one: Meeting) -> Consequences:
    (chair,) = one.chairs
    return delegating.delegate(uow, one.id, one.version, chair.office_id, deputy="Phó Chủ tịch", ground=GROUND)


def preview_delegation_of(uow: UnitOfWork, one: Meeting) -> Consequences:
    return delegating.preview_delegation(uow, one.id, one.version, one.chairs[0].office_id)


CHANGES: dict[str, tuple[bool, int, Callable, Callable]] = {
    # whether it is public before; how many calendars: office, person, unit, public
    "publish": (False, 4, lambda uow, one: publication.preview_publish(uow, [one.id]), publish_it),
    "return": (
        False,
        3,
        lambda uow, one: meetings.preview_return(uow, one.id, one.version),
        lambda uow, one: meetings.return_to_draft(uow, one.id, one.version, "Xếp lại lịch"),
    ),
    "move": (
        True,
        4,
        lambda uow, one: rescheduling.preview_move(uow, one.id, one.version, TO),
        lambda uow, one: rescheduling.move(uow, one.id, one.version, TO, "Họp Hội đồng nhân dân"),
    ),
    "delegate": (True, 4, preview_delegation_of, delegate_it),
    "cancel": (
        True,
        4,
        lambda uow, one: rescheduling.preview_cancel(uow, one.id, one.version),
        lambda uow, one: rescheduling.cancel(uow, one.id, one.version, "Họp khẩn"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_calendars_told_of_in_the_preview_are_those_that_change(works: Works, commune, name: str) -> None:
    public, number, preview, change = CHANGES[name]
    unit, chair, place, _ = commune
    (one,) = publishing(works, unit, (date(2026, 12, 15), Seat(chair.id)), place=place)
    if public:
        with works.writing(chief(unit)) as uow:
            publication.publish(uow, [one])

    with works.rehearsing(chief(unit)) as uow:
        seen = preview(uow, get_meeting(uow.session, one))
    before = versions(works)
    with works.writing(chief(unit)) as uow:
        change(uow, get_meeting(uow.session, one))

    after = versions(works)
    assert seen.calendars == len({feed for feed in after if after[feed] != before.get(feed)}) == number
