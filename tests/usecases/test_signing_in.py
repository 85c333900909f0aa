"""Signing in: what opens, what does not any more, and how long it lasts (T-20)."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scheduler import login_sessions, own_account, signing_in
from scheduler.codes import code_at, step_at
from scheduler.core.errors import InvalidInput, NotAuthenticated, NotFound
from scheduler.core.roles import NOBODY, Actor, Outsider, Role
from scheduler.db.accounts import get_account
from scheduler.db.journal import JournalEntry
from scheduler.guessing import Gate
from scheduler.passwords import Passwords
from scheduler.settings import Settings
from tests.factories import a_commune
from tests.usecases.gates import (
    HERE,
    at,
    code_of,
    enters,
    gate,
    known,
    refused,
    someone,
    wait,
)

_ = gate  # a fixture that the tests ask for


@pytest.fixture
def unit(gate: Gate):
    return a_commune(gate.works)


def test_an_invitation_a_password_and_one_is_in_as_what_one_was_given(gate: Gate, unit) -> None:
    commune, _party, chair, _ = unit
    account = someone(gate, "Nam@Xa.gov.vn ", at(commune, Role.LEADER, chair), unit_id=commune.id)

    signed = known(gate, enters(gate, " nam@xa.GOV.vn").secret)

    assert signed.actor == Actor(account.id, Role.LEADER, commune.id, frozenset({chair.id}), account.id)
    assert (signed.name, signed.must_set_code, signed.stepped_up) == ("Lò Thị Năm", False, True)


def test_who_heads_two_offices_acts_for_both_without_choosing(gate: Gate, unit) -> None:
    commune, party, chair, _ = unit
    someone(gate, "a@x.vn", at(commune, Role.LEADER, chair), at(commune, Role.LEADER, party), unit_id=commune.id)

    assert known(gate, enters(gate, "a@x.vn").secret).actor.office_ids == {party.id, chair.id}


def test_who_has_two_roles_chooses_and_may_nothing_before(gate: Gate, unit) -> None:
    commune, _party, chair, _ = unit
    someone(gate, "a@x.vn", at(commune, Role.LEADER, chair), at(commune, Role.SECRETARY), unit_id=commune.id)
    secret = enters(gate, "a@x.vn").secret
    signed = known(gate, secret)

    assert signed.actor.role is Outsider.NOBODY
    with gate.works.writing(NOBODY) as uow:
        login_sessions.act_as(uow, secret, next(h.id for h in signed.held if h.role == "secretary"))
        with pytest.raises(NotFound):
            login_sessions.act_as(uow, secret, "another-s")
    assert known(gate, secret).actor.role is Role.SECRETARY


@pytest.mark.parametrize("role", [Role.UNIT_ADMIN, Role.INSPECTOR, Role.LEGAL_ADMIN, Role.OPERATOR])
def test_roles_that_need_a_second_step_may_nothing_before_it_is_set_up(gate: Gate, unit, role: Role) -> None:
    where = None if role in {Role.OPERATOR, Role.LEGAL_ADMIN} else unit[0]
    someone(gate, "a@x.vn", at(where, role))
    secret = enters(gate, "a@x.vn").secret
    before = known(gate, secret)
    with gate.works.writing(before.actor) as uow:
        proposed = own_account.propose_code(uow, secret)
        with pytest.raises(InvalidInput):
            own_account.set_code(uow, secret, proposed.secret, "000000")
    with gate.works.writing(before.actor) as uow:
        fresh = own_account.set_code(uow, secret, proposed.secret, code_at(proposed.secret, step_at(uow.now)))

    assert before.must_set_code
    assert before.actor.role is Outsider.NOBODY
    assert proposed.address.startswith("otpauth://totp/")
    assert known(gate, fresh).actor.role is role
    assert refused(gate, secret)


def test_the_password_alone_opens_nothing_where_a_code_is_set_up(gate: Gate, unit) -> None:
    account = someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY), with_code=True)
    half = enters(gate, "a@x.vn")

    assert half.needs_code
    assert not half.device
    assert refused(gate, half.secret)
    whole = signing_in.second_step(gate, half.secret, code_of(gate, account), HERE)
    assert known(gate, whole.secret).actor.role is Role.SECRETARY
    assert refused(gate, half.secret)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_opens_once(gate: Gate, unit, steps: int) -> None:
    account = someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY), with_code=True)
    code = code_of(gate, account, steps)
    signing_in.second_step(gate, enters(gate, "a@x.vn").secret, f"{code[:3]} {code[3:]}", HERE)

    with pytest.raises(NotAuthenticated):
        signing_in.second_step(gate, enters(gate, "a@x.vn").secret, code, HERE)


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_another_minute_opens_nothing(gate: Gate, unit, steps: int) -> None:
    account = someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY), with_code=True)

    with pytest.raises(NotAuthenticated):
        signing_in.second_step(gate, enters(gate, "a@x.vn").secret, code_of(gate, account, steps), HERE)


def test_the_second_step_comes_within_five_minutes(gate: Gate, unit) -> None:
    account = someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY), with_code=True)
    half = enters(gate, "a@x.vn")
    wait(gate, minutes=5)

    with pytest.raises(NotAuthenticated):
        signing_in.second_step(gate, half.secret, code_of(gate, account), HERE)


def test_a_password_kept_at_a_lower_cost_is_kept_anew_and_the_journal_says_so(gate: Gate, unit) -> None:
    account = someone(gate, "a@xa.vn", at(unit[0], Role.SECRETARY), with_code=True)
    dearer = replace(gate, passwords=Passwords.by(Settings(password_memory_mb=2, password_rounds=1)))
    for _ in range(2):
        enters(dearer, "a@xa.vn")
    with gate.works.reading(NOBODY) as uow:
        kinds = uow.session.scalars(select(JournalEntry.kind).where(JournalEntry.subject == account.id)).all()
        assert not dearer.passwords.is_outdated(get_account(uow.session, account.id).password_hash)
    assert kinds.count("PasswordKeptAnew") == 1
