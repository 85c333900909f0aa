"""People with accounts, and the door they come through: passwords that cost next to nothing to check."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from scheduler import accounts, own_account, signing_in
from scheduler.account_deeds import Terms
from scheduler.codes import code_at, new_code_secret, step_at
from scheduler.core.errors import NotAuthenticated
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.accounts import Account, get_account
from scheduler.db.sealed import Sealable
from scheduler.db.work import Works
from scheduler.guessing import Caller, Gate
from scheduler.login_sessions import who_is
from scheduler.passwords import Passwords
from scheduler.settings import Settings
from scheduler.signed import Signed

PASSWORD = "con trâu gặm cỏ ven sông"  # noqa: S105 - of a made-up person
OTHER = "bảy chiếc thuyền giấy màu xanh"
HERE = Caller("192.0.2.7")
SINCE = date(2026, 1, 1)


@cache
def cheap() -> Passwords:
    return Passwords.by(Settings(password_memory_mb=1, password_rounds=1))


@pytest.fixture
def gate(works: Works) -> Gate:
    return Gate(works, cheap())


def someone(gate: Gate, email: str, *terms: Terms, unit_id: str | None = None, **over: Any) -> Account:
    """An account that took its invitation, with these roles and a second step if ``with_code``."""
    with gate.works.writing(OPERATOR) as uow:
        made = accounts.invite(uow, accounts.Newcomer(email, over.get("name", "Lò Thị Năm"), unit_id))
        for given in terms:
            accounts.assign(uow, made.account.id, given)
    own_account.take_link(gate, made.secret, PASSWORD)
    with gate.works.writing(OPERATOR) as uow:
        account = get_account(uow.session, made.account.id)
        if over.get("with_code"):
            account.totp = Sealable(account.id, new_code_secret())
    return account


def at(unit, role: Role, office=None, **over: Any) -> Terms:
    given = {"first_on": SINCE} | over
    return Terms(role, unit.id if unit else None, office.id if office else None, **given)


def enters(gate: Gate, email: str, password: str = PASSWORD, caller: Caller = HERE, **over: Any) -> signing_in.Entry:
    return signing_in.begin(gate, signing_in.Arrival(email, password, caller, **over))


def enters_with_code(gate: Gate, account: Account, caller: Caller = HERE) -> signing_in.Entry:
    half = enters(gate, account.email, caller=caller)
    return signing_in.second_step(gate, half.secret, code_of(gate, account), caller)


def code_of(gate: Gate, account: Account, steps: int = 0) -> str:
    """The code that shows on the account's phone, some half minutes from now."""
    return code_at(account.totp.of(account.id), step_at(gate.works.clock.now()) + steps)


def known(gate: Gate, secret: str) -> Signed:
    with gate.works.reading(OPERATOR) as uow:
        return who_is(uow, secret)


def admin_of(gate: Gate, unit, email: str) -> tuple[Account, Actor]:
    account = someone(gate, email, at(unit, Role.UNIT_ADMIN), unit_id=unit.id, with_code=True)
    return account, Actor(account.id, Role.UNIT_ADMIN, unit.id, frozenset(), account.id)


def wait(gate: Gate, **span: float) -> None:
    gate.works.clock.advance(timedelta(**span))


def refused(gate: Gate, secret: str) -> bool:
    try:
        known(gate, secret)
    except NotAuthenticated:
        return True
    return False
