"""What whoever acts for an office sees of it, and which calendars are theirs to give away."""

from datetime import UTC, date, datetime

import pytest

from scheduler import feeds, own_days
from scheduler.core.clients import family_of
from scheduler.core.errors import Conflict, NotAllowed, NotFound
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.feeds import FeedScope
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.feeds import Reader
from scheduler.ical.settle import settle_many
from scheduler.settings import Settings
from tests.factories import make_meeting, make_office, make_person
from tests.usecases.acting import chief, commune, go_to, secretary
from tests.usecases.leading import by_key, signed_in

__all__ = ["commune"]


@pytest.fixture
def leader(works: Works, commune) -> Actor:
    unit, chair, _, _ = commune
    return signed_in(works, unit, Role.LEADER, chair)


def test_today_the_coming_month_and_what_is_proposed(works: Works, commune, leader, clock):
    unit, chair, place, (first, second) = commune
    with works.writing(OPERATOR) as uow:
        other = make_office(uow, unit, "thuong_truc_hdnd", "Thường trực HĐND")
        make_meeting(uow, unit, other, on=date(2026, 12, 9))
        draft = make_meeting(uow, unit, chair, on=date(2026, 12, 29), state=State.DRAFT)
        make_meeting(uow, unit, chair, on=date(2026, 12, 30), state=State.CANCELLED, published_at=None)
        make_meeting(uow, unit, chair, on=date(2027, 2, 25), place=place)
    go_to(clock, datetime(2026, 12, 8, 1, tzinfo=UTC))
    with works.reading(leader) as uow:
        found = own_days.own_days(uow)
    assert [own.meeting.id for own in found.of_today] == [first.id]
    assert [own.meeting.id for own in found.coming] == [second.id]
    assert found.proposed == (draft.held_on,)
    assert found.of_today[0].places == ("Phòng Tiếp công dân, Số 1, đường Hùng Vương",)
    assert [v.period.key for v in found.duties if v.rule.id == "R-G-COMM-02"] == ["2026-12", "2027-01"]
    assert [v.required for v in found.next_month if v.rule.id == "R-G-COMM-02"] == [2]


def test_only_own_meetings_exist_and_only_to_whom_they_concern(works: Works, commune, leader):
    unit, _, _, (meeting, _) = commune
    with works.writing(OPERATOR) as uow:
        other = make_office(uow, unit, "thuong_truc_hdnd", "Thường trực HĐND")
        foreign = make_meeting(uow, unit, other)
    with works.reading(leader) as uow:
        assert own_days.own_meeting(uow, meeting.id).office.title == "Chủ tịch UBND"
        with pytest.raises(NotFound):
            own_days.own_meeting(uow, foreign.id)
    with pytest.raises(NotAllowed), works.reading(secretary(unit)) as uow:
        own_days.own_days(uow)
    nobody = Actor("acc", Role.LEADER, unit.id, account_id="acc")
    with works.reading(nobody) as uow:
        found = own_days.own_days(uow)
    assert (found.offices, found.duties, found.coming) == ((), (), ())


def test_a_leader_gives_away_the_own_calendars_only(works: Works, commune, leader):
    unit, chair, _, _ = commune
    with works.writing(OPERATOR) as uow:
        other = make_office(uow, unit, "thuong_truc_hdnd", "Thường trực HĐND")
        person = make_person(uow, unit, "Người Khác")
        theirs, _ = feeds.issue_link(uow, FeedScope.OFFICE, other.id, "Máy khác")
    for scope, target in ((FeedScope.OFFICE, other.id), (FeedScope.PERSON, person.id), (FeedScope.UNIT, unit.id)):
        with pytest.raises(NotAllowed, match="only-own-feeds"), works.writing(leader) as uow:
            feeds.issue_link(uow, scope, target, "iPhone")
    with pytest.raises(NotFound), works.writing(leader) as uow:
        feeds.revoke_link(uow, theirs.id)
    with works.writing(leader) as uow:
        mine, _ = feeds.issue_link(uow, FeedScope.PERSON, leader.person_id, "iPhone")
        also, _ = feeds.issue_link(uow, FeedScope.OFFICE, chair.id, "Máy bàn", "a-form-of-mine")
    with works.reading(leader) as uow:
        assert [link.id for link in feeds.list_links(uow, unit.id)] == [mine.id, also.id]
    with works.reading(chief(unit)) as uow:
        assert len(feeds.list_links(uow, unit.id)) == 3
    with works.writing(by_key(Actor("key", Role.LEADER, unit.id))) as uow:
        feeds.issue_link(uow, FeedScope.UNIT, unit.id, "Chương trình của đơn vị")
    with pytest.raises(Conflict, match="link-made-already"), works.writing(leader) as uow:
        feeds.issue_link(uow, FeedScope.OFFICE, chair.id, "Máy bàn", "a-form-of-mine")


def test_the_family_of_what_fetches_is_noted_with_the_day(works: Works, commune, leader, clock):
    unit, chair, _, two = commune
    with works.writing(OPERATOR) as uow:
        settle_many(uow, [get_meeting(uow.session, meeting.id) for meeting in two])
    with works.writing(leader) as uow:
        _, secret = feeds.issue_link(uow, FeedScope.OFFICE, chair.id, "iPhone")
    reader = Reader(works.engine, clock, Settings())
    reader.note_fetched(reader.look(secret), family_of("iOS/18.1 (22B83) dataaccessd/1.0"))
    with works.reading(leader) as uow:
        (link,) = feeds.list_links(uow, unit.id)
    assert (link.last_fetched_on, link.client) == (date(2026, 11, 22), "apple")


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("Google-Calendar-Importer", "google"),
        ("Microsoft.Exchange/15.20", "outlook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0", "thunderbird"),
        ("macOS/15.1 (24B83) dataaccessd/1.0", "apple"),
        ("ICSx5/2.2 (ical4j/3.2 okhttp/4.12) Android/14", "android"),
        ("Nextcloud Webcal Service", "nextcloud"),
        ("curl/8.5", "other"),
        ("", "other"),
    ],
)
def test_programs_are_told_apart_by_family(said: str, family: str):
    assert family_of(said) == family
