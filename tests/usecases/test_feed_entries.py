"""MUST 15 to 18, 23 and 24: what calendars are told when a meeting changes, on both databases."""

import re
from datetime import date, datetime, time, timedelta

import pytest

from scheduler.core.clock import VIETNAM, StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.base import Mode
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.ical.settle import settle
from tests.factories import make_meeting
from tests.ical.reading import events, utc
from tests.town import Town, a_town, move


@pytest.fixture
def town(works: Works, clock: StoppedClock) -> Town:
    return a_town(works, clock)


def test_must_15_the_uid_is_one_in_all_feeds_and_survives_every_change(town):
    before = {town.entry(feed)["UID"] for feed in ("unit", "chair", "holder", "public")}

    with town.changing() as (uow, meeting):
        move(meeting, uow, date(2026, 12, 22))
        meeting.sub_type = "adhoc"
    town.works = Works(town.works.engine, town.clock, town.works.audit_key, "https://other.example.vn")
    with town.changing() as (_, meeting):
        meeting.sittings[0].starts = time(7)

    assert before == {f"reception-{town.meeting_id}@lich.example.vn"}
    assert {town.entry(feed)["UID"] for feed in ("unit", "public")} == before


def test_must_16_stamps_are_the_time_of_the_last_visible_change(town):
    first = town.entry()
    town.clock.advance(timedelta(hours=5))
    with town.changing() as (_, meeting):
        meeting.pinned = True  # invisible
    same = town.entry()
    with town.changing() as (_, meeting):
        meeting.mode = Mode.HYBRID

    changed = town.entry()

    assert first["DTSTAMP"] == first["LAST-MODIFIED"] == "20261122T010000Z"
    assert same == first
    assert changed["DTSTAMP"] == changed["LAST-MODIFIED"] == "20261122T060200Z"


def test_must_16_two_changes_within_a_second_have_two_stamps(town):
    stamps = [town.entry()["LAST-MODIFIED"]]
    for mode in (Mode.ONLINE, Mode.HYBRID):
        with town.works.writing(OPERATOR) as uow:
            meeting = get_meeting(uow.session, town.meeting_id)
            meeting.mode = mode
            settle(uow, meeting)
        stamps.append(town.entry()["LAST-MODIFIED"])

    assert [utc(stamp).second for stamp in stamps] == [0, 1, 2]


@pytest.mark.parametrize(
    ("change", "by"),
    [
        (lambda m: setattr(m.sittings[0], "starts", time(7, 30)), 1),
        (lambda m: setattr(m.sittings[0], "ends", time(12)), 1),
        (lambda m: setattr(m.sittings[0], "site", "Nhà văn hóa thôn 3"), 1),
        (lambda m: setattr(m, "state", State.CANCELLED), 1),
        (lambda m: setattr(m, "mode", Mode.HYBRID), 0),
        (lambda m: setattr(m, "sub_type", "adhoc"), 0),
        (lambda m: setattr(m, "state", State.HELD), 0),
        (lambda m: setattr(m, "subject", "đất đai"), 0),
    ],
)
def test_must_17_the_sequence_rises_for_time_place_and_status_only(town, change, by):
    with town.changing() as (_, meeting):
        change(meeting)

    assert int(town.entry()["SEQUENCE"]) == by


def test_must_17_taking_a_cancellation_back_raises_it_again_and_it_never_falls(town):
    seen = []
    for state in (State.CANCELLED, State.PUBLISHED, State.POSTPONED, State.MOVED):
        with town.changing() as (_, meeting):
            meeting.state = state
        seen.append((town.entry()["SEQUENCE"], town.entry()["STATUS"]))

    assert seen == [("1", "CANCELLED"), ("2", "CONFIRMED"), ("3", "CANCELLED"), ("4", "CONFIRMED")]


def test_must_17_it_goes_on_after_the_entry_was_out_of_sight(town):
    with town.changing() as (_, meeting):
        meeting.sittings[0].starts = time(7)
    with town.changing() as (_, meeting):
        meeting.state = State.DRAFT
    assert town.counts() == dict.fromkeys(town.names, 0)

    with town.changing() as (_, meeting):
        meeting.state, meeting.sittings[0].starts = State.PUBLISHED, time(9)

    assert town.entry()["SEQUENCE"] == "2"


@pytest.mark.parametrize(
    ("state", "prefix"),
    [(State.CANCELLED, "ĐÃ HỦY: "), (State.POSTPONED, "ĐÃ HOÃN: "), (State.NOT_HELD, "KHÔNG TỔ CHỨC: ")],
)
def test_must_18_a_cancelled_entry_stays_until_thirty_days_after_its_end(town, state, prefix):
    plain = town.entry("public")["SUMMARY"]
    with town.changing() as (_, meeting):
        meeting.state = state

    entry = town.entry("public")

    assert entry["SUMMARY"] == f"{prefix}{plain}"
    assert (entry["STATUS"], entry["TRANSP"], entry["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", "1")
    assert utc(entry["LAST-MODIFIED"]) == town.clock.now()
    last = datetime(2027, 1, 14, 23, 59, tzinfo=VIETNAM)
    town.clock.advance(last - town.clock.now())
    assert town.counts()["public"] == 1
    town.clock.advance(timedelta(minutes=1))
    assert town.counts() == dict.fromkeys(town.names, 0)


def test_a_meeting_postponed_without_a_date_keeps_the_hours_it_had(town):
    before = town.entry()
    with town.changing() as (_, meeting):
        meeting.state, meeting.held_on, meeting.sittings = State.POSTPONED, None, []

    after = town.entry()

    assert [after[k] for k in ("DTSTART", "DTEND", "LOCATION")] == [before[k] for k in ("DTSTART", "DTEND", "LOCATION")]


@pytest.mark.parametrize(
    ("state", "published", "private", "public"),
    [
        (State.DRAFT, False, None, None),
        (State.APPROVED, False, "TENTATIVE", None),
        (State.PUBLISHED, True, "CONFIRMED", "CONFIRMED"),
        (State.HELD, True, "CONFIRMED", "CONFIRMED"),
        (State.HELD, False, "CONFIRMED", None),
        (State.CANCELLED, False, None, None),
        (State.CANCELLED, True, "CANCELLED", "CANCELLED"),
    ],
)
def test_must_23_the_public_feed_shows_what_was_published_and_nothing_else(town, state, published, private, public):
    with town.works.writing(OPERATOR) as uow:
        at = uow.now if published else None
        other = make_meeting(uow, town.unit, town.chair, on=date(2026, 12, 29), state=state, published_at=at)
        settle(uow, other)

    for feed, status in (("unit", private), ("chair", private), ("public", public)):
        found = [e["STATUS"].value for e in events(town.body(feed)) if other.id in e["UID"].value]
        assert found == ([status] if status else []), feed


def test_must_25_an_entry_links_to_its_page_and_one_that_has_no_page_yet_to_nothing(town):
    assert town.entry("chair")["URL"] == f"https://lich.example.vn/buoi/{town.meeting_id}"
    with town.changing() as (_, meeting):
        meeting.state, meeting.published_at = State.APPROVED, None

    assert "URL" not in town.entry("chair")
    assert "buoi" not in town.entry("chair")["DESCRIPTION"]


def test_cancelling_what_only_leaders_saw_tells_leaders_only(town):
    with town.changing() as (_, meeting):
        meeting.state, meeting.published_at = State.APPROVED, None
    with town.changing() as (_, meeting):
        meeting.state = State.CANCELLED

    assert town.entry("chair")["STATUS"] == "CANCELLED"
    assert town.counts()["public"] == 0


def test_must_24_what_somebody_came_for_or_could_be_reached_by_is_in_no_feed(town):
    with town.changing() as (_, meeting):
        meeting.subject = meeting.co_attendees = "Ông Lê Văn Khiếu Nại, 0912345678, khieunai@example.vn"
        meeting.ground, meeting.online_url = "bà Tố Cáo 012345678901", "https://hop.example.vn/?pwd=mo-cua"

    for feed in town.names:
        assert not re.search("Khiếu|Tố Cáo|0912345678|012345678901|khieunai|mo-cua", town.body(feed).decode())
