"""Entries that were lost are never told as an empty calendar; when they come back they are no older than before."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Unavailable
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.feeds import Reader
from scheduler.ical.settle import settle, settle_untold
from scheduler.settings import Settings
from tests.factories import make_meeting, make_unit
from tests.ical.reading import events
from tests.town import Town, a_town


@pytest.fixture
def town(works: Works, clock: StoppedClock) -> Town:
    return a_town(works, clock)


def lose_everything(town: Town) -> None:
    with town.works.engine.begin() as connection:
        for table in ("feed_entry", "occurrence", "feed"):
            connection.execute(text(f"DELETE FROM {table}"))


def told_again(town: Town) -> int:
    with town.works.writing(OPERATOR) as uow:
        return settle_untold(uow)


@pytest.mark.parametrize("feed", ["public", "unit", "chair", "holder"])
def test_a_calendar_without_any_entry_is_refused_while_the_unit_has_meetings_to_tell(town: Town, feed: str) -> None:
    reader = Reader(town.works.engine, town.clock, Settings())
    lose_everything(town)

    with pytest.raises(Unavailable, match="calendar-entries-lost"):
        reader.look(town.names[feed])

    assert told_again(town) == 1
    assert town.counts()[feed] == 1


def test_entries_that_come_back_have_their_uid_and_no_older_a_sequence(town: Town) -> None:
    for day in (16, 17, 18):
        with town.changing() as (uow, meeting):
            meeting.held_on = meeting.sittings[0].day = date(2026, 12, day)
            uow.record("MeetingMoved", meeting.id, meeting.unit_id)
    before = town.entry("public")
    lose_everything(town)
    town.clock.advance(timedelta(hours=1))

    told_again(town)

    after = town.entry("public")
    assert (after["UID"], after["DTSTART"]) == (before["UID"], before["DTSTART"])
    assert int(before["SEQUENCE"]) == 3
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTAMP"] > before["DTSTAMP"]
    with town.changing() as (_, meeting):
        meeting.held_on = meeting.sittings[0].day = date(2026, 12, 21)
    assert int(town.entry("public")["SEQUENCE"]) == int(after["SEQUENCE"]) + 1


def test_what_no_calendar_tells_is_not_missed(town: Town) -> None:
    with town.works.writing(OPERATOR) as uow:
        get_meeting(uow.session, town.meeting_id).held_on = None
        get_meeting(uow.session, town.meeting_id).state = State.POSTPONED
        get_meeting(uow.session, town.meeting_id).sittings = []
        make_meeting(uow, town.unit, town.chair, state=State.DRAFT)
    lose_everything(town)

    assert set(town.counts().values()) == {0}
    assert told_again(town) == 0


def test_a_calendar_whose_meetings_lie_outside_its_window_is_truly_empty(town: Town) -> None:
    with town.changing() as (_, meeting):
        meeting.held_on = meeting.sittings[0].day = date(2029, 1, 10)
    lose_everything(town)

    assert town.counts()["public"] == 0
    assert told_again(town) == 1


def test_a_unit_that_never_had_a_meeting_has_an_empty_calendar(town: Town) -> None:
    with town.works.writing(OPERATOR) as uow:
        other = make_unit(uow, "Xã Khánh Khê")
    reader = Reader(town.works.engine, town.clock, Settings())
    lose_everything(town)

    assert events(reader.fill(reader.look(other.public_name)).body) == []


def test_an_approved_meeting_comes_back_to_its_own_calendars_only(town: Town) -> None:
    with town.works.writing(OPERATOR) as uow:
        settle(uow, make_meeting(uow, town.unit, town.party, place=town.place, state=State.APPROVED))
    before = town.counts()
    lose_everything(town)

    assert told_again(town) == 2
    assert town.counts() == before
