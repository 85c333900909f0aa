"""Guesses are slowed down and nobody is locked out: what is evaluated is counted in our tables, for all workers."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement

from scheduler.core.clock import civil_date
from scheduler.core.errors import NotAuthenticated, TooMany
from scheduler.core.roles import NOBODY
from scheduler.core.signing import DEVICE_LASTS, OF_ACCOUNT, OF_ADDRESS, OF_TRIALS, Guess, Limit
from scheduler.db.signing import (
    Outcome,
    SignInAttempt,
    find_device,
    one_at_a_time,
    settle_attempt,
    was_evaluated,
    when_guessed,
)
from scheduler.db.work import UnitOfWork, Works
from scheduler.passwords import Passwords

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gate:
    """What signing in needs: units of work, and how passwords are checked. One for each process."""

    works: Works
    passwords: Passwords


@dataclass(frozen=True, slots=True)
class Caller:
    """From where a guess comes: its address in the network, and the secret that its device was given, or ""."""

    address: str
    device: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to evaluate one guess; ``device_id`` is the known device it came from."""

    attempt_id: str
    device_id: str | None


def evaluated(gate: Gate, kind: Guess, email: str, caller: Caller) -> Ticket:
    """Count a guess before it is looked at, so that of many at once no more than the limit are.

    ``email`` is folded, known or not. Raises: TooMany with the seconds until the next one is evaluated, Unavailable.
    """
    with gate.works.writing(NOBODY) as uow:
        digests, places = _digests_of(gate, uow, email, caller)
        one_at_a_time(uow.session, digests)
        device_id = find_device(uow.session, caller.device, email, uow.now - DEVICE_LASTS)
        mine = (SignInAttempt.email_digest.in_(digests), SignInAttempt.device_id == device_id)
        _pass(uow, kind, OF_ACCOUNT[kind], mine)
        if device_id is None:
            _pass(uow, kind, OF_ADDRESS[kind], (SignInAttempt.address_digest.in_(places),))
        return _noted(uow, kind, digests[0], places[0], device_id)


def taken_up(gate: Gate, journey: str, caller: Caller) -> Ticket:
    """Count the way back from a provider before its answer is looked at, and let each journey (a secret) back once.

    It counts like a password, from the caller's address. Raises: TooMany, NotAuthenticated (again), Unavailable.
    """
    with gate.works.writing(NOBODY) as uow:
        digests, places = _digests_of(gate, uow, journey, caller)
        one_at_a_time(uow.session, digests)
        if was_evaluated(uow.session, digests):
            raise NotAuthenticated("journey-over")
        _pass(uow, Guess.PASSWORD, OF_ADDRESS[Guess.PASSWORD], (SignInAttempt.address_digest.in_(places),))
        return _noted(uow, Guess.PASSWORD, digests[0], places[0], None)


def settled(uow: UnitOfWork, ticket: Ticket, *, passed: bool) -> None:
    """Write down how a guess ended."""
    settle_attempt(uow.session, ticket.attempt_id, Outcome.PASSED if passed else Outcome.REFUSED)


def letter_asked(gate: Gate, what: str, caller: Caller) -> None:
    """Count a letter before it is sent, by what asks for it and by the caller's address, like a reset.

    Raises: TooMany, Unavailable.
    """
    with gate.works.writing(NOBODY) as uow:
        digests, places = _digests_of(gate, uow, what, caller)
        one_at_a_time(uow.session, digests)
        _pass(uow, Guess.RESET, OF_TRIALS, (SignInAttempt.email_digest.in_(digests),))
        _pass(uow, Guess.RESET, OF_ADDRESS[Guess.RESET], (SignInAttempt.address_digest.in_(places),))
        _noted(uow, Guess.RESET, digests[0], places[0], None)


def _noted(uow: UnitOfWork, kind: Guess, email_digest: str, address_digest: str, device_id: str | None) -> Ticket:
    attempt = SignInAttempt(
        id=uow.new_id(),
        kind=kind,
        email_digest=email_digest,
        address_digest=address_digest,
        device_id=device_id,
        at=uow.now,
        outcome=Outcome.EVALUATING,
    )
    uow.session.add(attempt)
    return Ticket(attempt.id, device_id)


def _pass(uow: UnitOfWork, kind: Guess, limit: Limit, whose: Sequence[ColumnElement[bool]]) -> None:
    made = when_guessed(uow.session, whose, kind, uow.now - limit.within, limit.most)
    if len(made) >= limit.most:
        raise TooMany(retry_after=max(1, ceil((made[-1] + limit.within - uow.now).total_seconds())))


def _digests_of(gate: Gate, uow: UnitOfWork, whose: str, caller: Caller) -> tuple[tuple[str, str], tuple[str, str]]:
    key = gate.works.audit_key
    return _digests(key, uow.now, whose), _digests(key, uow.now, caller.address)


def _digests(key: bytes, now: datetime, value: str) -> tuple[str, str]:
    """Return the keyed digests of a value today and yesterday; the key changes daily (what is old means nothing)."""
    today = civil_date(now)
    days = (hmac.new(key, f"sign-in attempts {day}".encode(), hashlib.sha256) for day in (today, today - _DAY))
    one, two = (hmac.new(day.digest(), value.encode(), hashlib.sha256).hexdigest() for day in days)
    return one, two
