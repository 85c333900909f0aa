"""Signed in: who is it, as what do they act, and how does it end."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.core.errors import NotAuthenticated, NotFound
from scheduler.core.roles import Actor
from scheduler.core.signing import SEEN_EVERY, DeviceKind, lasting
from scheduler.db.signing import LoginSession, end_sessions, list_sessions, touch_session
from scheduler.db.work import UnitOfWork
from scheduler.signed import Signed, get_signed, read_row


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is signed in; ``is_this``: the one that asks."""

    session_id: str
    device: str
    kind: DeviceKind
    begun_at: datetime
    seen_at: datetime
    is_this: bool


def who_is(uow: UnitOfWork, secret: str) -> Signed:
    """Return who is signed in behind a secret and make them the actor of the work; one query.

    A session that was ended, an account that was left or a role that was taken away counts from the next request on.
    Raises: NotAuthenticated.
    """
    found = get_signed(uow, secret)
    uow.actor = found.actor
    return found


def note_seen(uow: UnitOfWork, signed: Signed) -> None:
    """Note that somebody is still there, at most once a minute (``signed.is_seen`` tells whether that is needed)."""
    touch_session(uow.session, signed.session_id, uow.now, uow.now - SEEN_EVERY)


def act_as(uow: UnitOfWork, secret: str, assignment_id: str) -> Actor:
    """Choose as what one acts from now on, among one's own roles of today; return the actor.

    Raises: NotAuthenticated, NotFound when it is none of them.
    """
    who_is(uow, secret)
    row, account, assignments = read_row(uow, secret)
    chosen = next((a for a in assignments if a.id == assignment_id), None)
    if chosen is None:
        raise NotFound(kind="assignment", id=assignment_id)
    if row.kind is DeviceKind.PHONE:
        # Thirty days are for what a leader does with a phone; any other role ends the same evening.
        row.ends_at = row.begun_at + lasting(row.kind, chosen.role).whole
        if row.ends_at <= uow.now:
            raise NotAuthenticated("sign-in-again")
    row.assignment_id = chosen.id
    uow.session.flush()
    uow.record("AssignmentChosen", row.id, chosen.unit_id, account=account.id, role=chosen.role.value)
    return who_is(uow, secret).actor


def sign_out(uow: UnitOfWork, secret: str) -> None:
    """End the session of a secret; one that is over already stays over.

    Raises: nothing a person would have to answer to: signing out always succeeds.
    """
    try:
        row, account, _ = read_row(uow, secret)
    except NotAuthenticated:
        return
    row.ended_at = uow.now
    uow.session.flush()
    uow.record("SignedOut", row.id, account.unit_id, account=account.id)


def sign_out_everywhere(uow: UnitOfWork, secret: str) -> int:
    """End all sessions of whoever asks, this one too; return how many there were. Raises: NotAuthenticated."""
    signed = who_is(uow, secret)
    ended = end_sessions(uow.session, signed.account_id, uow.now)
    uow.record("SignedOutEverywhere", signed.account_id, signed.actor.unit_id, sessions=ended)
    return ended


def end_session(uow: UnitOfWork, secret: str, session_id: str) -> None:
    """End one of one's own sessions. Raises: NotAuthenticated, NotFound when it is none of them."""
    signed = who_is(uow, secret)
    row = uow.session.get(LoginSession, session_id)
    if row is None or row.account_id != signed.account_id:
        raise NotFound(kind="login_session", id=session_id)
    if row.ended_at is None:
        row.ended_at = uow.now
        uow.session.flush()
        uow.record("SignedOut", row.id, signed.actor.unit_id, account=row.account_id)


def list_places(uow: UnitOfWork, secret: str) -> list[Place]:
    """Return where whoever asks is signed in, oldest first. Raises: NotAuthenticated."""
    signed = who_is(uow, secret)
    found = [row for row in list_sessions(uow.session, signed.account_id, uow.now) if row.passed_at is not None]
    return [Place(r.id, r.device, r.kind, r.begun_at, r.seen_at, r.id == signed.session_id) for r in found]
