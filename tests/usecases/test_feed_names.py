"""Which feeds show an entry, what they call it, and four golden feeds, on both databases."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from scheduler.core.clock import StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.feeds import FeedScope
from scheduler.db.meetings import MeetingChair, Sitting
from scheduler.db.offices import Holding, Office, Person
from scheduler.db.places import Place
from scheduler.db.units import Unit
from scheduler.db.work import Works
from scheduler.feeds import issue_link
from scheduler.ical.settle import settle_office, settle_person, settle_place, settle_unit
from tests.factories import make_holding, make_person
from tests.ical.reading import ENGINES, events, head, utc
from tests.town import Town, a_town, move


@pytest.fixture
def town(works: Works, clock: StoppedClock) -> Town:
    return a_town(works, clock)


def test_an_entry_is_in_the_feeds_of_its_offices_their_holders_and_its_unit(town):
    assert town.counts() == {"unit": 1, "chair": 1, "holder": 1, "public": 1, "party": 0, "other": 0}


def test_another_chair_takes_the_entry_along(town):
    with town.changing() as (_, meeting):
        meeting.chairs = [MeetingChair(office_id=town.party.id)]

    assert town.counts() == {"unit": 1, "chair": 0, "holder": 0, "public": 1, "party": 1, "other": 1}
    assert "Trần Thị Hai" in town.entry("party")["DESCRIPTION"]


def test_a_delegated_meeting_leaves_the_leaders_own_calendar_and_stays_in_the_offices(town):
    with town.changing() as (_, meeting):
        meeting.chairs[0].in_person = False

    assert town.counts() == {"unit": 1, "chair": 1, "holder": 0, "public": 1, "party": 0, "other": 0}


@pytest.mark.parametrize(
    ("delegate", "said"),
    [
        ("Phó Chủ tịch Lê Thị Ba", "Chủ trì: Phó Chủ tịch Lê Thị Ba, tiếp thay Chủ tịch UBND"),
        ("", "Chủ trì: Chủ tịch UBND (vắng mặt)"),
    ],
)
def test_a_head_who_was_absent_is_named_by_no_calendar(town, delegate, said):
    with town.changing() as (_, meeting):
        meeting.state, (chair,) = State.HELD, meeting.chairs
        chair.present, chair.delegate = False, delegate

    assert said in town.entry("public")["DESCRIPTION"]
    assert "Nguyễn Văn Một" not in town.entry("public")["DESCRIPTION"]
    assert town.counts()["holder"] == 0


def test_a_new_holder_gets_the_entries_of_the_office(town):
    town.clock.advance(timedelta(minutes=1))
    with town.works.writing(OPERATOR) as uow:
        person = make_person(uow, town.unit, "Lê Văn Mới")
        held = uow.session.execute(select(Holding).where(Holding.office_id == town.chair.id)).scalar_one()
        held.last_on = date(2026, 12, 1)
        make_holding(uow, town.chair, person, first_on=date(2026, 12, 2))
        town.names["new"] = issue_link(uow, FeedScope.PERSON, person.id, "Máy bàn")[1]
        settle_office(uow, town.chair.id)

    assert (town.counts()["holder"], town.counts()["new"]) == (0, 1)
    assert "Lê Văn Mới" in town.entry("public")["DESCRIPTION"]


@pytest.mark.parametrize(
    ("change", "settled", "field", "said"),
    [
        (lambda t: (Place, t.place.id, "name", "Nhà văn hóa"), settle_place, "LOCATION", "Nhà văn hóa"),
        (lambda t: (Unit, t.unit.id, "full_name", "Phường Mới"), settle_unit, "SUMMARY", "Phường Mới"),
        (lambda t: (Office, t.chair.id, "title", "Trưởng ban"), settle_office, "SUMMARY", "Trưởng ban"),
    ],
)
def test_a_new_name_reaches_the_entries_and_raises_their_stamp(town, change, settled, field, said):
    kind, key, name, value = change(town)
    town.clock.advance(timedelta(minutes=1))
    with town.works.writing(OPERATOR) as uow:
        setattr(uow.session.get(kind, key), name, value)
        settled(uow, key)

    entry = town.entry("public")

    assert said in entry[field]
    assert utc(entry["LAST-MODIFIED"]) == town.clock.now()


def test_a_persons_new_name_reaches_the_entries_and_the_name_of_the_feed(town):
    with town.works.writing(OPERATOR) as uow:
        person = uow.session.execute(select(Person).where(Person.name == "Nguyễn Văn Một")).scalar_one()
        person.name = "Nguyễn Văn Nhất"
        settle_person(uow, person.id)

    assert "Nguyễn Văn Nhất" in town.entry("public")["DESCRIPTION"]
    assert [p.text for p in head(town.body("holder")) if p.name == "NAME"] == [
        "Lịch tiếp công dân – Nguyễn Văn Nhất – Xã Tân Đoàn"
    ]


def test_sittings_of_one_date_are_one_entry_and_of_another_date_another(town):
    with town.changing() as (_, meeting):
        meeting.sittings.append(Sitting(number=2, day=date(2026, 12, 15), starts=time(13, 30), ends=time(17)))
        meeting.sittings.append(Sitting(number=3, day=date(2026, 12, 16), starts=time(8), ends=time(11)))

    first, second = events(town.body())

    assert (first["DTSTART"].value, first["DTEND"].value) == ("20261215T080000", "20261215T170000")
    assert "Giờ: 08:00–11:30, 13:30–17:00" in first["DESCRIPTION"].text
    assert second["UID"].value == f"reception-{town.meeting_id}-2@lich.example.vn"
    with town.changing() as (_, meeting):
        meeting.sittings.pop()
    assert [e["STATUS"].value for e in events(town.body())] == ["CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize("story", ["create", "move", "cancel", "rename"])
def test_golden(town, story, golden: Callable[[str, bytes], None]):
    with town.changing() as (uow, meeting):
        if story == "move":
            move(meeting, uow, date(2026, 12, 22))
        if story == "cancel":
            meeting.state = State.CANCELLED
        if story == "rename":
            uow.session.get(Office, town.chair.id).title = "Quyền Chủ tịch UBND"

    # Row ids are random, may be folded, and are always of one length: only their letters are made equal.
    row_id = re.compile("(?:\r\n )?".join(town.meeting_id).encode())
    found = row_id.sub(lambda match: re.sub(rb"[0-9a-f]", b"0", match[0]), town.body("public"))

    golden(f"feed-{story}.ics", found)
    read = [engine(found) for engine in ENGINES]
    assert all(seen == read[0] for seen in read)
