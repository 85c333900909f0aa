"""Secret links and the state behind a feed, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Gone, InvalidInput, NotAllowed, NotFound
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.base import Mode
from scheduler.db.feeds import FeedLink, FeedScope
from scheduler.db.journal import JournalEntry
from scheduler.db.work import Works
from scheduler.feeds import Reader, issue_link, list_links, revoke_link
from scheduler.ical.settle import settle
from scheduler.settings import Settings
from tests.factories import make_meeting, make_unit
from tests.town import Town, a_town


@pytest.fixture
def town(works: Works, clock: StoppedClock) -> Town:
    return a_town(works, clock)


@pytest.fixture
def reader(town: Town) -> Reader:
    return Reader(town.works.engine, town.clock, Settings())


def test_must_35_a_secret_has_128_bits_is_shown_once_and_kept_as_a_digest(town):
    with town.works.writing(OPERATOR) as uow:
        _, secret = issue_link(uow, FeedScope.OFFICE, town.chair.id, "Máy tính")
        _, other = issue_link(uow, FeedScope.OFFICE, town.chair.id, "Máy tính")

    with town.works.reading(OPERATOR) as uow:
        kept = uow.session.execute(select(FeedLink)).scalars().all()
        told = [entry.body for entry in uow.session.execute(select(JournalEntry)).scalars()]
    assert len(secret) == 32  # 6 bits each
    assert secret != other
    assert secret not in repr([vars(link) for link in kept]) + repr(told)


def test_must_35_a_revoked_link_is_gone_at_once_and_another_of_the_same_feed_stays(town, reader):
    with town.works.writing(OPERATOR) as uow:
        link, secret = issue_link(uow, FeedScope.OFFICE, town.chair.id, "Máy cũ")
    reader.look(secret)

    with town.works.writing(OPERATOR) as uow:
        revoke_link(uow, link.id)

    with pytest.raises(Gone):
        reader.look(secret)
    assert reader.fill(reader.look(town.names["chair"])).body


def test_an_unknown_secret_and_an_unknown_name_are_not_found(reader):
    for name in ("x" * 32, "xa-khong-co-00000", "", "%", "unit:1"):
        with pytest.raises(NotFound):
            reader.look(name)


def test_issuing_and_revoking_are_in_the_journal_and_revoking_twice_is_once(town):
    with town.works.writing(OPERATOR) as uow:
        link, _ = issue_link(uow, FeedScope.UNIT, town.unit.id, "  Máy   bàn ")
    for _ in range(2):
        with town.works.writing(OPERATOR) as uow:
            revoke_link(uow, link.id)

    with town.works.reading(OPERATOR) as uow:
        kinds = select(JournalEntry.kind).where(JournalEntry.subject == link.id).order_by(JournalEntry.seq)
        assert list(uow.session.execute(kinds).scalars()) == ["FeedLinkIssued", "FeedLinkRevoked"]
    assert link.name == "Máy bàn"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_link_needs_a_name_of_sensible_length(town, name):
    with pytest.raises(InvalidInput), town.works.writing(OPERATOR) as uow:
        issue_link(uow, FeedScope.UNIT, town.unit.id, name)


def test_a_public_feed_has_no_secret_link(town):
    with pytest.raises(InvalidInput), town.works.writing(OPERATOR) as uow:
        issue_link(uow, FeedScope.PUBLIC, town.unit.id, "iPhone")


def test_only_who_keeps_feeds_of_the_unit_may_and_strangers_see_nothing(town):
    with town.works.writing(OPERATOR) as uow:
        elsewhere = make_unit(uow, "Xã Khác")
        link, _ = issue_link(uow, FeedScope.UNIT, town.unit.id, "iPhone")
    stranger = Actor("s", Role.SECRETARY, elsewhere.id)
    inspector = Actor("i", Role.INSPECTOR, town.unit.id)
    secretary = Actor("k", Role.SECRETARY, town.unit.id)

    for actor, refusal in ((stranger, NotFound), (inspector, NotAllowed)):
        with pytest.raises(refusal), town.works.writing(actor) as uow:
            issue_link(uow, FeedScope.UNIT, town.unit.id, "iPhone")
        with pytest.raises(refusal), town.works.writing(actor) as uow:
            revoke_link(uow, link.id)
        with pytest.raises(refusal), town.works.reading(actor) as uow:
            list_links(uow, town.unit.id)
    with town.works.writing(secretary) as uow:
        mine, _ = issue_link(uow, FeedScope.OFFICE, town.party.id, "iPad")
        assert mine.id in {each.id for each in list_links(uow, town.unit.id)}


def test_must_28_last_modified_moves_with_the_body_and_only_then(town, reader):
    first = reader.look(town.names["public"])
    town.clock.advance(timedelta(hours=1))
    same = reader.look(town.names["public"])
    with town.changing() as (_, meeting):
        meeting.mode = Mode.HYBRID
    changed = reader.look(town.names["public"])

    assert (same.etag, same.last_modified) == (first.etag, first.last_modified)
    assert changed.etag != first.etag
    assert changed.last_modified == int(town.clock.now().timestamp())


def test_must_28_it_rises_strictly_even_within_one_second(town, reader):
    seen = []
    for mode in (Mode.ONLINE, Mode.HYBRID, Mode.IN_PERSON):
        with town.works.writing(OPERATOR) as uow:
            town_meeting = uow.session.merge(make_meeting(uow, town.unit, town.chair, mode=mode))
            settle(uow, town_meeting)
        seen.append(reader.look(town.names["unit"]).last_modified)

    assert seen == [seen[0], seen[0] + 1, seen[0] + 2]


def test_must_28_an_entry_that_leaves_the_window_moves_it_too(town, reader):
    before = reader.look(town.names["public"])
    town.clock.advance(datetime(2027, 3, 15, 16, tzinfo=UTC) - town.clock.now())
    last_day = reader.look(town.names["public"])
    town.clock.advance(timedelta(days=1))

    after = reader.fill(reader.look(town.names["public"]))

    assert last_day.etag == before.etag
    assert last_day.last_modified == before.last_modified
    assert b"VEVENT" not in after.body
    assert after.last_modified == int(town.clock.now().timestamp())


def test_must_06_the_window_reaches_from_90_days_back_to_365_ahead(town):
    days = [date(2026, 8, 23), date(2026, 8, 24), date(2027, 11, 22), date(2027, 11, 23)]
    with town.works.writing(OPERATOR) as uow:
        for day in days:
            settle(uow, make_meeting(uow, town.unit, town.chair, on=day))

    found = town.body("unit").decode()

    assert [f"{day:%Y%m%d}T08" in found for day in days] == [False, True, True, False]


def test_must_32_two_processes_give_the_same_bytes_in_the_order_of_start_and_uid(town):
    with town.works.writing(OPERATOR) as uow:
        for _ in range(5):
            settle(uow, make_meeting(uow, town.unit, town.chair, on=date(2026, 12, 1)))
    readers = [Reader(town.works.engine, town.clock, Settings()) for _ in range(2)]

    editions = [reader.fill(reader.look(town.names["unit"])) for reader in readers]

    assert editions[0].body == editions[1].body
    assert editions[0].etag == editions[1].etag
    keys = [(e[1], e[0]) for e in sorted(_seen(editions[0].body))]
    assert [(e[1], e[0]) for e in _seen(editions[0].body)] == sorted(keys)


def test_a_feed_changed_by_another_process_is_never_told_with_an_old_body(town, reader):
    other = Reader(town.works.engine, town.clock, Settings())
    old = reader.fill(reader.look(town.names["unit"]))
    with town.changing() as (_, meeting):
        meeting.mode = Mode.ONLINE
    fresh = other.fill(other.look(town.names["unit"]))

    assert reader.fill(reader.look(town.names["unit"])).body == fresh.body != old.body


def test_the_last_use_of_a_link_is_noted_once_a_day(town, reader):
    for _ in range(2):
        reader.note_fetched(reader.look(town.names["chair"]))

    assert reader.look(town.names["chair"]).standing.last_fetched_on is not None
    with town.works.reading(OPERATOR) as uow:
        used = {link.target_id: link.last_fetched_on for link in list_links(uow, town.unit.id)}
    assert used[town.chair.id] == date(2026, 11, 22)
    assert used[town.party.id] is None


def _seen(body: bytes) -> list[tuple[str, str]]:
    lines = body.decode().replace("\r\n ", "").split("\r\n")
    starts = [line for line in lines if line.startswith("DTSTART;")]
    return list(zip((line for line in lines if line.startswith("UID:")), starts, strict=True))
