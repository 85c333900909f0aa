"""A process that has told a calendar before and one that never has tell the same, whatever happened in between."""

import random
from datetime import date, time, timedelta

import pytest

from scheduler.core.clock import StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.base import Mode
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.work import UnitOfWork, Works
from scheduler.feeds import Reader
from scheduler.ical.settle import settle, settle_place
from scheduler.settings import Settings
from tests.factories import make_meeting
from tests.ical.reading import events
from tests.town import Town, a_town, move


@pytest.fixture
def town(works: Works, clock: StoppedClock) -> Town:
    return a_town(works, clock)


def body(reader: Reader, name: str) -> tuple[str, bytes]:
    edition = reader.fill(reader.look(name))
    return edition.etag, edition.body


@pytest.mark.parametrize("seed", range(4))
def test_what_is_renewed_equals_what_is_read_whole(town, seed):
    dice, known = random.Random(seed), Reader(town.works.engine, town.clock, Settings())  # noqa: S311 - a test's dice
    meetings = [town.meeting_id, *_more(town, 4), *_more(town, 2, State.APPROVED)]
    for _ in range(25):
        with town.works.writing(OPERATOR) as uow:
            dice.choice(_CHANGES)(town, uow, get_meeting(uow.session, dice.choice(meetings)), dice)
        for feed in dice.sample(sorted(town.names), 3):
            name = town.names[feed]

            told = body(known, name)

            assert told == body(Reader(town.works.engine, town.clock, Settings()), name), feed
            assert events(told[1]) is not None


def test_one_change_reads_one_entry(town):
    _more(town, 20)
    reader = Reader(town.works.engine, town.clock, Settings())
    name = town.names["unit"]
    before = body(reader, name)
    with town.changing() as (_, meeting):
        meeting.sittings[0].site = "Nhà văn hóa thôn Hai"
    read: list[int] = []
    entries = reader._feeds.read
    reader._feeds.read = lambda *given: _counted(entries(*given), read)

    after = body(reader, name)

    assert read == [1]
    assert before[0] != after[0]
    assert len(events(after[1])) == 21


def test_an_entry_that_left_has_all_read_anew(town):
    with town.works.writing(OPERATOR) as uow:
        approved = make_meeting(uow, town.unit, town.chair, place=town.place, state=State.APPROVED)
        settle(uow, approved)
    reader = Reader(town.works.engine, town.clock, Settings())
    before = events(body(reader, town.names["unit"])[1])
    with town.works.writing(OPERATOR) as uow:
        meeting = get_meeting(uow.session, approved.id)
        meeting.state = State.DRAFT
        settle(uow, meeting)

    after = events(body(reader, town.names["unit"])[1])

    assert (len(before), len(after)) == (2, 1)


def _counted(reading, read):
    read.append(len(reading.rows))
    return reading


def _more(town: Town, count: int, state: State = State.PUBLISHED) -> list[str]:
    with town.works.writing(OPERATOR) as uow:
        made = [
            make_meeting(
                uow, town.unit, town.chair, on=uow.today + timedelta(days=7 + n), place=town.place, state=state
            )
            for n in range(count)
        ]
        for meeting in made:
            settle(uow, meeting)
        return [meeting.id for meeting in made]


def _elsewhere(_: Town, uow: UnitOfWork, meeting: Meeting, dice: random.Random) -> None:
    meeting.sittings[0].site = f"Nhà văn hóa thôn {dice.randint(1, 3)}"
    settle(uow, meeting)


def _other_hours(_: Town, uow: UnitOfWork, meeting: Meeting, dice: random.Random) -> None:
    meeting.sittings[0].starts = time(dice.randint(6, 8))
    settle(uow, meeting)


def _other_day(_: Town, uow: UnitOfWork, meeting: Meeting, dice: random.Random) -> None:
    # Two years off, it is outside every feed's window.
    move(meeting, uow, date(2026, 12, 1) + timedelta(days=dice.choice([0, 9, 20, 800])))
    settle(uow, meeting)


def _other_state(_: Town, uow: UnitOfWork, meeting: Meeting, dice: random.Random) -> None:
    meeting.state = dice.choice([State.DRAFT, State.APPROVED, State.PUBLISHED, State.CANCELLED])
    settle(uow, meeting)


def _other_mode(_: Town, uow: UnitOfWork, meeting: Meeting, dice: random.Random) -> None:
    meeting.mode = dice.choice([Mode.IN_PERSON, Mode.HYBRID])
    settle(uow, meeting)


def _other_place(town: Town, uow: UnitOfWork, _: Meeting, dice: random.Random) -> None:
    place = uow.session.get(type(town.place), town.place.id)
    place.name = f"Phòng {dice.randint(1, 3)}"
    settle_place(uow, place.id)


def _next_day(town: Town, *_: object) -> None:
    town.clock.advance(timedelta(days=1))


_CHANGES = (_elsewhere, _other_hours, _other_day, _other_state, _other_mode, _other_place, _next_day)
