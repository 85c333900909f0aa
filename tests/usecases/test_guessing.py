"""Guessing is slowed down, nobody is locked out (T-20), and nobody learns who has an account (T-21)."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from scheduler import own_account, signing_in
from scheduler.core.errors import NotAuthenticated, TooMany
from scheduler.core.roles import NOBODY, OPERATOR, Role
from scheduler.db.accounts import get_account
from scheduler.db.signing import Outcome, SignInAttempt, forget_signing
from scheduler.guessing import Caller, Gate
from tests.factories import a_commune
from tests.usecases.gates import HERE, at, cheap, code_of, enters, gate, known, someone, wait

_ = gate  # a fixture that the tests ask for


class Counting:
    """A hasher that counts how often a password was really looked at."""

    def __init__(self) -> None:
        self.looked = 0

    def __getattr__(self, name: str):
        return getattr(cheap().hasher, name)

    def verify(self, kept: str, password: bytes) -> bool:
        self.looked += 1
        return cheap().hasher.verify(kept, password)


@pytest.fixture
def counted(gate: Gate) -> tuple[Gate, Counting]:
    hasher = Counting()
    return replace(gate, passwords=replace(cheap(), hasher=hasher)), hasher


@pytest.fixture
def unit(gate: Gate):
    return a_commune(gate.works)[0]


def guess(gate: Gate, email: str, caller: Caller) -> str:
    try:
        enters(gate, email, "not the password at all", caller)
    except TooMany as refusal:
        return "too many" if 1 <= refusal.values["retry_after"] <= 600 else "told wrongly when"
    except NotAuthenticated:
        return "refused"
    return "in"


def test_of_a_thousand_guesses_in_ten_minutes_twenty_are_evaluated_and_the_owner_gets_in(counted, unit) -> None:
    gate, passwords = counted
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))
    owner = replace(HERE, device=enters(gate, "a@x.vn").device)
    passwords.looked = 0

    said = []
    for number in range(1000):
        said.append(guess(gate, "a@x.vn", Caller(f"198.51.100.{number % 250}")))
        if number % 10 == 9:
            wait(gate, seconds=5)

    assert passwords.looked == said.count("refused") == 20
    assert said.count("too many") == 980
    with pytest.raises(TooMany):
        enters(gate, "a@x.vn")
    assert known(gate, enters(gate, "a@x.vn", caller=owner).secret).actor.role is Role.SECRETARY


def test_who_waits_as_told_is_evaluated_again(counted, unit) -> None:
    gate, _passwords = counted
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))
    for _number in range(20):
        guess(gate, "a@x.vn", HERE)
        wait(gate, seconds=10)
    with pytest.raises(TooMany) as refusal:
        enters(gate, "a@x.vn")

    wait(gate, seconds=refusal.value.values["retry_after"] - 1)
    with pytest.raises(TooMany):
        enters(gate, "a@x.vn")
    wait(gate, seconds=1)
    assert enters(gate, "a@x.vn").secret


def test_the_limit_holds_over_midnight(counted, unit) -> None:
    gate, passwords = counted
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))
    wait(gate, hours=15, minutes=57)  # three minutes to midnight in Vietnam
    for _number in range(40):
        guess(gate, "a@x.vn", HERE)
        wait(gate, seconds=10)

    assert passwords.looked == 20


def test_one_address_does_not_try_many_accounts(counted) -> None:
    gate, passwords = counted

    said = [guess(gate, f"somebody-{number}@x.vn", HERE) for number in range(130)]

    assert passwords.looked == said.count("refused") == 100
    assert guess(gate, "somebody@x.vn", Caller("203.0.113.9")) == "refused"


def test_a_known_device_of_another_account_is_not_known(counted, unit) -> None:
    gate, passwords = counted
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))
    someone(gate, "b@x.vn", at(unit, Role.SECRETARY))
    thief = replace(HERE, device=enters(gate, "b@x.vn").device)
    passwords.looked = 0

    for _number in range(30):
        guess(gate, "a@x.vn", HERE)
        guess(gate, "a@x.vn", thief)

    assert passwords.looked == 20


def test_a_known_device_guesses_twenty_times_too(counted, unit) -> None:
    gate, passwords = counted
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))
    thief = replace(HERE, device=enters(gate, "a@x.vn").device)
    passwords.looked = 0

    assert [guess(gate, "a@x.vn", thief) for _ in range(30)].count("refused") == passwords.looked == 20


def test_workers_guessing_at_once_share_one_limit(counted, unit) -> None:
    gate, passwords = counted
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))
    passwords.looked = 0
    threads = [
        threading.Thread(target=lambda: [guess(gate, "a@x.vn", HERE) for _ in range(12)], daemon=True) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert passwords.looked == 20


def test_codes_are_guessed_ten_times_an_hour_whatever_the_session(gate: Gate, unit) -> None:
    account = someone(gate, "a@x.vn", at(unit, Role.SECRETARY), with_code=True)
    right, said = code_of(gate, account), []
    wrong = f"{(int(right) + 500_000) % 1_000_000:06d}"
    for _number in range(15):
        half = enters(gate, "a@x.vn")
        try:
            signing_in.second_step(gate, half.secret, wrong, HERE)
        except TooMany:
            said.append("too many")
        except NotAuthenticated:
            said.append("refused")

    assert (said.count("refused"), said.count("too many")) == (10, 5)


def test_a_password_right_is_no_guess(counted, unit) -> None:
    gate, _passwords = counted
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))

    assert all(enters(gate, "a@x.vn").secret for _ in range(25))


def test_resets_are_asked_for_three_times_an_hour_known_or_not(gate: Gate, unit) -> None:
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))
    for email in ("a@x.vn", "nobody@x.vn"):
        made = [own_account.ask_reset(gate, email, HERE) for _ in range(3)]
        with pytest.raises(TooMany):
            own_account.ask_reset(gate, email, HERE)
        assert [one is None for one in made] == [email != "a@x.vn"] * 3


# ---- T-21


def path(gate: Gate, passwords: Counting, email: str) -> tuple[list[str], int, str, str]:
    """What one refused sign-in asked the database, how many passwords it looked at, and what it said."""
    said, before = [], passwords.looked

    def note(_connection, _cursor, statement, *_: object) -> None:
        said.append(statement)

    event.listen(gate.works.engine, "before_cursor_execute", note)
    with pytest.raises(NotAuthenticated) as refusal:
        enters(gate, email, "not the password at all")
    event.remove(gate.works.engine, "before_cursor_execute", note)
    return said, passwords.looked - before, refusal.value.detail, str(refusal.value.values)


def test_known_unknown_left_and_never_opened_accounts_are_refused_alike_after_the_same_work(counted, unit) -> None:
    gate, passwords = counted
    for email in ("a@x.vn", "left@x.vn", "new@x.vn"):
        account = someone(gate, email, at(unit, Role.SECRETARY))
        with gate.works.writing(OPERATOR) as uow:
            row = get_account(uow.session, account.id)
            row.ended_at = uow.now if email == "left@x.vn" else None
            row.password_hash = None if email == "new@x.vn" else row.password_hash

    paths = [path(gate, passwords, email) for email in ("a@x.vn", "nobody@x.vn", "left@x.vn", "new@x.vn")]

    assert paths[1:] == paths[:1] * 3
    assert paths[0][1] == 1
    assert len(paths[0][0]) > 4


def test_guesses_keep_neither_address_nor_place_and_are_forgotten(gate: Gate, unit) -> None:
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY))
    guess(gate, "a@x.vn", HERE)
    with gate.works.writing(NOBODY) as uow:
        (row,) = uow.session.scalars(select(SignInAttempt))
        kept = str([getattr(row, column.name) for column in SignInAttempt.__table__.columns])
        gone = forget_signing(uow.session, uow.now, uow.now)

    assert row.outcome is Outcome.REFUSED
    assert "x.vn" not in kept
    assert "192.0.2" not in kept
    assert gone == 0
    wait(gate, days=1)
    with gate.works.writing(NOBODY) as uow:
        assert forget_signing(uow.session, uow.now, uow.now) == 1
