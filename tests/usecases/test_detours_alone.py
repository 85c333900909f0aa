"""One administrator alone makes no record look better: not by names, keys, accounts opened to oneself, or new posts."""

from datetime import UTC, date, datetime

import pytest

from scheduler import accounts, confirming, delegating, holding, offices, own_account, people, standings
from scheduler.account_deeds import Terms
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import Status
from scheduler.core.errors import Gone, InvalidInput, NotAllowed
from scheduler.core.facts import OfficeKind
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import get_meeting
from scheduler.db.offices import Person
from scheduler.db.work import Works
from scheduler.keys import issue_key
from scheduler.people import Capacity, Taking
from tests.factories import a_commune, load_law, make_holding, make_office, make_person, make_unit
from tests.usecases.acting import (
    FIRST,
    GROUND,
    LAST,
    admin,
    commune,
    december,
    go_to,
    held_record,
    replaced,
    secretary,
)
from tests.usecases.gates import PASSWORD, admin_of, at, enters, gate, known, someone

__all__ = ["commune", "gate"]
AFTER = datetime(2027, 1, 20, 1, tzinfo=UTC)


def by_key(works: Works, issuer: Actor, unit, role: Role) -> Actor:
    with works.writing(issuer) as uow:
        key, _ = issue_key(uow, role.value, unit.id, role)
    return Actor(key.id, role, unit.id, account_id=key.account_id)


def recorded(works: Works, clock: StoppedClock, actor: Actor, meeting_id: str, chair) -> None:
    with works.reading(OPERATOR) as uow:
        day = get_meeting(uow.session, meeting_id).held_on
    go_to(clock, datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
    with works.writing(actor) as uow:
        meeting = get_meeting(uow.session, meeting_id)
        holding.hold(uow, meeting.id, meeting.version, held_record(meeting, chair))


def opened(gate, issuer: Actor, email: str, terms: Terms, unit) -> Actor:
    """An account that somebody invites and opens by the link that is theirs to hand over."""
    with gate.works.writing(issuer) as uow:
        made = accounts.invite(uow, accounts.Newcomer(email, "Nguyễn Văn Một", unit.id), terms)
    own_account.take_link(gate, made.secret, PASSWORD)
    return known(gate, enters(gate, email).secret).actor


def test_another_name_turns_no_month_that_is_over(works: Works, clock: StoppedClock) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    go_to(clock, AFTER)
    with works.writing(admin(unit)) as uow:
        (held,) = people.holdings_of(uow, chair.id)
        twin = people.add_person(uow, unit.id, uow.session.get_one(Person, held.person_id).name)
        people.hand_over(uow, chair.id, Taking(twin.id, Capacity.HOLDER, date(2027, 1, 10)))
    with works.writing(admin(unit)) as uow:
        people.end_holding(uow, held.id, date(2026, 11, 30))
    assert december(works, chair).status is Status.BREACHED

    with pytest.raises(InvalidInput) as refused, works.writing(admin(unit)) as uow:
        people.rename_person(uow, twin.id, 1, "Nguyễn Văn Mốt Hai")
    assert [(f.where, f.code) for f in refused.value.faults] == [("name", "name-turns-verdicts")]
    assert december(works, chair).status is Status.BREACHED
    with works.writing(OPERATOR) as uow:
        assert people.rename_person(uow, twin.id, 1, "Nguyễn Văn Mốt Hai").version == 2


def test_a_name_that_turns_nothing_is_corrected(works: Works, commune) -> None:
    unit, chair, _, _ = commune
    with works.writing(admin(unit)) as uow:
        (held,) = people.holdings_of(uow, chair.id)
        assert people.rename_person(uow, held.person_id, 1, "Nguyễn Văn Mốt").name == "Nguyễn Văn Mốt"


def test_days_of_whoever_stands_in_do_not_become_the_head_s_by_a_name(works: Works, commune, clock) -> None:
    unit, chair, _, both = commune
    head = "Nguyễn Văn Một"
    stands_in = ("Phó Chủ tịch", Capacity.ACTING, date(2026, 12, 8), date(2026, 12, 22))
    replaced(works, unit, chair, date(2026, 12, 7), stands_in, (head, Capacity.HOLDER, date(2026, 12, 23), None))
    for meeting in both:
        recorded(works, clock, secretary(unit), meeting.id, chair)
    assert december(works, chair).held == 0
    with works.reading(OPERATOR) as uow:
        back = people.holdings_of(uow, chair.id)[-1].person_id
    with pytest.raises(InvalidInput), works.writing(admin(unit)) as uow:
        people.rename_person(uow, back, uow.session.get_one(Person, back).version, f"{head} A")
    assert december(works, chair).held == 0


@pytest.mark.parametrize("who", ["key", "other office"])
def test_a_delegated_day_counts_again_on_that_head_s_own_word_only(works, commune, gate, clock, who: str) -> None:
    unit, chair, _, both = commune
    _, me = admin_of(gate, unit, "admin@x.vn")
    with works.writing(secretary(unit)) as uow:
        one = get_meeting(uow.session, both[0].id)
        delegating.delegate(uow, one.id, one.version, chair.id, deputy="Phó Chủ tịch", ground=GROUND)
    stranger = by_key(works, me, unit, Role.LEADER)
    if who == "other office":
        stranger = Actor("l", Role.LEADER, unit.id, frozenset({"another"}), account_id="l")
    with pytest.raises((InvalidInput, NotAllowed)):
        recorded(works, clock, stranger, both[0].id, chair)
    assert december(works, chair).held == 0
    own = Actor("l", Role.LEADER, unit.id, frozenset({chair.id}), account_id="l")
    recorded(works, clock, own, both[0].id, chair)
    assert december(works, chair).held == 1


def test_who_writes_the_record_vouches_through_no_account_they_opened(works, commune, gate, clock) -> None:
    unit, chair, _, both = commune
    _, me = admin_of(gate, unit, "admin@x.vn")
    leader = opened(gate, me, "toi2@x.vn", at(unit, Role.LEADER, chair), unit)
    officer = opened(gate, me, "toi3@x.vn", at(unit, Role.SECRETARY), unit)
    recorded(works, clock, by_key(works, me, unit, Role.SECRETARY), both[0].id, chair)

    with works.writing(leader) as uow:
        confirming.confirm(uow, both[0].id, chair.id)
    with pytest.raises(NotAllowed), works.writing(officer) as uow:
        confirming.confirm_as_officer(uow, both[0].id, chair.id)
    assert december(works, chair).unconfirmed == (both[0].id,)
    with works.reading(OPERATOR) as uow:
        (seat,) = confirming.seats(uow, both[0].id)
    assert (seat.missing, [one.vouches for one in seat.confirmed]) == (True, [False])


def test_nobody_seconds_what_a_program_wrote_and_a_head_opened_by_others_vouches(works, commune, gate, clock) -> None:
    unit, chair, _, both = commune
    _, me = admin_of(gate, unit, "admin@x.vn")
    head = someone(gate, "chu@x.vn", at(unit, Role.LEADER, chair), unit_id=unit.id)
    second = someone(gate, "s@x.vn", at(unit, Role.SECRETARY), unit_id=unit.id)
    recorded(works, clock, by_key(works, me, unit, Role.SECRETARY), both[0].id, chair)
    officer = Actor(second.id, Role.SECRETARY, unit.id, account_id=second.id)
    with pytest.raises(NotAllowed), works.writing(officer) as uow:
        confirming.confirm_as_officer(uow, both[0].id, chair.id)
    assert december(works, chair).unconfirmed == (both[0].id,)
    with works.writing(Actor(head.id, Role.LEADER, unit.id, frozenset({chair.id}), account_id=head.id)) as uow:
        confirming.confirm(uow, both[0].id, chair.id)
    assert december(works, chair).unconfirmed == ()


def test_nobody_becomes_two_administrators(works, commune, gate) -> None:
    unit, *_ = commune
    _, first = admin_of(gate, unit, "mot@x.vn")
    _, second = admin_of(gate, unit, "hai@x.vn")
    with works.writing(first) as uow:
        made = accounts.invite(uow, accounts.Newcomer("bong@x.vn", "Bóng", unit.id))
        asked = accounts.assign(uow, made.account.id, at(unit, Role.UNIT_ADMIN))
    with works.writing(second) as uow:
        accounts.confirm(uow, asked.id)
    with pytest.raises(Gone):
        own_account.take_link(gate, made.secret, PASSWORD)
    with pytest.raises(NotAllowed), works.writing(first) as uow:
        accounts.invite_again(uow, made.account.id)
    with works.writing(second) as uow:
        fresh = accounts.invite_again(uow, made.account.id)
    own_account.take_link(gate, fresh, PASSWORD)
    assert known(gate, enters(gate, "bong@x.vn").secret).must_set_code


@pytest.mark.parametrize("title", ["Giám đốc Sở", "Giám đốc Sở Xây dựng và Giao thông"])
def test_an_agency_s_head_closed_and_opened_again_owes_what_lies_between(
    works, clock: StoppedClock, title: str
) -> None:
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        unit = make_unit(uow, "Sở Xây dựng", level="tinh")
        office = make_office(uow, unit, "thu_truong_co_quan", "Giám đốc Sở")
        make_holding(uow, office, make_person(uow, unit))
    with works.writing(admin(unit)) as uow:
        offices.close_office(uow, office.id, office.version, date(2026, 11, 30))
    go_to(clock, datetime(2027, 1, 2, 1, tzinfo=UTC))
    with works.writing(admin(unit)) as uow:
        new = offices.open_office(uow, unit.id, OfficeKind.THU_TRUONG_CO_QUAN, title, date(2027, 1, 1))
    with works.reading(OPERATOR) as uow:
        found = [v for one in (office, new) for v in standings.of_office(uow, one.id, FIRST, LAST)]
    assert [(v.rule.id, v.status) for v in found if v.rule.id == "R-G-DEPT-01"] == [("R-G-DEPT-01", Status.BREACHED)]
