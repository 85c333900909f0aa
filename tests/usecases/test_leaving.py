"""Somebody leaves: one act, and nothing that ever opened anything for them opens anything any more (T-41)."""

import pytest
from sqlalchemy import select

from scheduler import accounts, login_sessions, own_account, signing_in
from scheduler.core.errors import Gone, NotAllowed, NotAuthenticated, WrongState
from scheduler.core.roles import NOBODY, OPERATOR, Actor, Role
from scheduler.db.access import ApiKey
from scheduler.db.accounts import AccountLink, Assignment, get_account
from scheduler.db.feeds import FeedLink, FeedScope
from scheduler.db.signing import KnownDevice, LoginSession
from scheduler.feeds import issue_link
from scheduler.guessing import Gate
from scheduler.keys import issue_key
from tests.factories import a_commune, make_person
from tests.usecases.gates import HERE, OTHER, at, code_of, enters, enters_with_code, gate, known, someone, wait

_ = gate  # a fixture that the tests ask for


@pytest.fixture
def leaver(gate: Gate):
    """An administrator with everything one can have: sessions, links, devices, keys of keys, calendars."""
    unit, *_rest = a_commune(gate.works)
    with gate.works.writing(OPERATOR) as uow:
        person = make_person(uow, unit, "Hoàng Thị Ba")
        made = accounts.invite(uow, accounts.Newcomer("ba@x.vn", "Hoàng Thị Ba", unit.id, person_id=person.id))
        for role in (Role.UNIT_ADMIN, Role.SECRETARY):
            accounts.assign(uow, made.account.id, at(unit, role))
        issue_link(uow, FeedScope.PERSON, person.id, "do người khác cấp")
    account = someone(gate, "khac@x.vn", at(unit, Role.SECRETARY), unit_id=unit.id)
    own_account.take_link(gate, made.secret, OTHER)
    me = Actor(made.account.id, Role.UNIT_ADMIN, unit.id, frozenset(), made.account.id)
    with gate.works.writing(me) as uow:
        key, _ = issue_key(uow, "một", unit.id, Role.UNIT_ADMIN)
        issue_link(uow, FeedScope.UNIT, unit.id, "màn hình")
    with gate.works.writing(Actor(key.id, Role.UNIT_ADMIN, unit.id, account_id=key.account_id)) as uow:
        issue_key(uow, "khóa của khóa", unit.id, Role.SECRETARY)
        issue_link(uow, FeedScope.UNIT, unit.id, "do khóa cấp")
    sessions = [enters(gate, "ba@x.vn", OTHER) for _ in range(2)]
    reset = own_account.ask_reset(gate, "ba@x.vn", HERE)
    return unit, made.account, account, sessions, reset


def living(gate: Gate, account, person_id: str) -> dict[str, int]:
    """How many credentials of an account are alive, by kind, counted in the tables themselves."""
    with gate.works.reading(OPERATOR) as uow:
        rows = {kind: list(uow.session.scalars(select(kind))) for kind in (ApiKey, FeedLink, LoginSession, AccountLink)}
        keys = {k.id for k in rows[ApiKey] if k.account_id == account.id}
        return {
            "roles": sum(
                a.account_id == account.id and a.is_to_come(uow.today) for a in uow.session.scalars(select(Assignment))
            ),
            "keys": sum(k.id in keys and k.revoked_at is None for k in rows[ApiKey]),
            "feeds": sum(
                (link.issued_by in {account.id, *keys} or link.target_id == person_id) and link.revoked_at is None
                for link in rows[FeedLink]
            ),
            "sessions": sum(
                s.account_id == account.id and s.ended_at is None and s.ends_at > uow.now for s in rows[LoginSession]
            ),
            "links": sum(
                k.account_id == account.id and k.used_at is None and k.expires_at > uow.now for k in rows[AccountLink]
            ),
            "devices": sum(d.account_id == account.id for d in uow.session.scalars(select(KnownDevice))),
        }


def test_after_leaving_there_are_no_live_credentials(gate: Gate, leaver) -> None:
    _unit, account, other, sessions, reset = leaver
    before = living(gate, account, account.person_id)
    with gate.works.writing(OPERATOR) as uow:
        accounts.leave_post(uow, account.id)

    assert before == {"roles": 2, "keys": 2, "feeds": 3, "sessions": 2, "links": 1, "devices": 2}
    assert living(gate, account, account.person_id) == dict.fromkeys(before, 0)
    for entry in sessions:
        with pytest.raises(NotAuthenticated):
            known(gate, entry.secret)
    with pytest.raises(NotAuthenticated):
        enters(gate, "ba@x.vn", OTHER)
    with pytest.raises(Gone):
        own_account.take_link(gate, reset.secret, OTHER)
    assert own_account.ask_reset(gate, "ba@x.vn", HERE) is None
    assert living(gate, other, "")["roles"] == 1


def test_a_half_open_session_ends_too(gate: Gate, leaver) -> None:
    unit, *_rest = leaver
    account = someone(gate, "c@x.vn", at(unit, Role.SECRETARY), unit_id=unit.id, with_code=True)
    half, whole = enters(gate, "c@x.vn"), enters_with_code(gate, account)
    with gate.works.writing(OPERATOR) as uow:
        accounts.leave_post(uow, account.id)
    wait(gate, seconds=60)

    with pytest.raises(NotAuthenticated):
        signing_in.second_step(gate, half.secret, code_of(gate, account), HERE)
    with gate.works.writing(NOBODY) as uow, pytest.raises(NotAuthenticated):
        login_sessions.who_is(uow, whole.secret)


def test_a_session_that_slipped_in_while_somebody_left_opens_nothing(gate: Gate, leaver) -> None:
    unit, *_rest = leaver
    account = someone(gate, "c@x.vn", at(unit, Role.SECRETARY), unit_id=unit.id)
    entry = enters(gate, "c@x.vn")
    with gate.works.writing(OPERATOR) as uow:
        get_account(uow.session, account.id).ended_at = uow.now

    with pytest.raises(NotAuthenticated):
        known(gate, entry.secret)


def test_one_leaves_once_and_gets_nothing_afterwards(gate: Gate, leaver) -> None:
    unit, account, *_rest = leaver
    with gate.works.writing(OPERATOR) as uow:
        accounts.leave_post(uow, account.id)
        for deed in (
            lambda: accounts.leave_post(uow, account.id),
            lambda: accounts.assign(uow, account.id, at(unit, Role.DESK)),
            lambda: accounts.invite_again(uow, account.id),
            lambda: accounts.begin_anew(uow, account.id),
        ):
            with pytest.raises(WrongState):
                deed()


def test_who_also_has_a_role_elsewhere_leaves_by_the_country_s_hand(gate: Gate, leaver) -> None:
    unit, _account, other, *_rest = leaver
    admin = Actor("key", Role.UNIT_ADMIN, unit.id)
    with gate.works.writing(OPERATOR) as uow:
        accounts.assign(uow, other.id, at(None, Role.INSPECTOR))
    with gate.works.rehearsing(admin) as uow, pytest.raises(NotAllowed, match="role-elsewhere"):
        accounts.leave_post(uow, other.id)
    with gate.works.writing(OPERATOR) as uow:
        assert accounts.leave_post(uow, other.id).ended_at == uow.now
