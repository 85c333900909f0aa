"""Who is signed in where, from which devices, and the guesses that were evaluated."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    ForeignKey,
    Index,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.ids import digest
from scheduler.core.signing import DeviceKind, Guess
from scheduler.db.accounts import Account, Assignment
from scheduler.db.base import Base, stored
from scheduler.db.prints import about_to_write
from scheduler.db.touched import NOTED, touch

_SIGNED_63_BITS = 2**63 - 1


class Outcome(StrEnum):
    """How a guess ended; one that is still being looked at counts as refused."""

    EVALUATING = "evaluating"
    REFUSED = "refused"
    PASSED = "passed"


class LoginSession(Base):
    """Somebody signed in at one device, acting by one assignment.

    ``passed_at`` None: the password was right and the second step is still to come; nothing may be done with it.
    ``identity_id``: the account of a provider it came by (None: by the password).
    """

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_account", "account_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    assignment_id: Mapped[str | None] = mapped_column(ForeignKey("assignment.id"))
    secret_digest: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str]
    kind: Mapped[DeviceKind] = mapped_column(stored(DeviceKind, "kind"))
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    passed_at: Mapped[datetime | None]
    stepped_up_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    identity_id: Mapped[str | None]


class SignInAttempt(Base):
    """A guess that was evaluated, by keyed digests of address and place; none of them can be read back."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_email", "email_digest", "at"),
        Index("ix_sign_in_attempt_address", "address_digest", "at"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[Guess] = mapped_column(stored(Guess, "kind"))
    email_digest: Mapped[str]
    address_digest: Mapped[str]
    device_id: Mapped[str | None]
    at: Mapped[datetime]
    outcome: Mapped[Outcome] = mapped_column(stored(Outcome, "outcome"))


class KnownDevice(Base):
    """A device from which somebody signed in before; its guesses are counted apart from everybody else's."""

    __tablename__ = "known_device"
    __table_args__ = (Index("ix_known_device_account", "account_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    secret_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]


def read_session(session: Session, secret: str) -> list[tuple[LoginSession, Account, Assignment | None]]:
    """Return what a secret opens in one query: the session and its account, once for each of its assignments."""
    rows = select(LoginSession, Account, Assignment).join(Account, Account.id == LoginSession.account_id)
    rows = rows.outerjoin(Assignment, Assignment.account_id == Account.id)
    rows = rows.where(LoginSession.secret_digest == digest(secret)).order_by(Assignment.first_on, Assignment.id)
    found = session.execute(rows.execution_options(populate_existing=True))
    return [(signed_in, account, held) for signed_in, account, held in found]


def list_sessions(session: Session, account_id: str, now: datetime) -> list[LoginSession]:
    """Return the sessions of an account that have not ended, oldest first."""
    rows = select(LoginSession).where(LoginSession.account_id == account_id, *_open(now))
    return list(session.execute(rows.order_by(LoginSession.begun_at, LoginSession.id)).scalars())


def last_seen(session: Session, account_ids: Sequence[str]) -> dict[str, datetime]:
    """Return when each account was last seen signed in, as far as its sessions are kept (30 days after they ended)."""
    rows = select(LoginSession.account_id, func.max(LoginSession.seen_at)).group_by(LoginSession.account_id)
    rows = rows.where(LoginSession.account_id.in_(account_ids), LoginSession.passed_at.is_not(None))
    return dict(session.execute(rows).all())


def end_sessions(session: Session, account_id: str, now: datetime, spare: str = "") -> int:
    """End all sessions of an account but the spared one; return how many were open."""
    return _end(session, now, LoginSession.account_id == account_id, LoginSession.id != spare)


def end_sessions_by(session: Session, identity_id: str, now: datetime, spare: str = "") -> int:
    """End all sessions that came by an account of a provider but the spared one; return how many were open."""
    return _end(session, now, LoginSession.identity_id == identity_id, LoginSession.id != spare)


def touch_session(session: Session, session_id: str, now: datetime, before: datetime) -> None:
    """Note that a session is in use, unless that was noted since ``before``."""
    rows = update(LoginSession).where(LoginSession.id == session_id, LoginSession.seen_at < before)
    session.execute(rows.values(seen_at=now), execution_options=NOTED)  # no fingerprint has when it was last seen


def end_session_of(session: Session, secret: str, now: datetime) -> None:
    """End the session that a secret stands for, if it is open."""
    _end(session, now, LoginSession.secret_digest == digest(secret))


def find_device(session: Session, secret: str, email: str, since: datetime) -> str | None:
    """Return the id of the device that a secret stands for, if the account with this address used it ``since``."""
    rows = select(KnownDevice.id).join(Account, Account.id == KnownDevice.account_id)
    rows = rows.where(KnownDevice.secret_digest == digest(secret), Account.email == email, KnownDevice.seen_at > since)
    return session.execute(rows).scalar_one_or_none()


def touch_device(session: Session, device_id: str | None, now: datetime) -> bool:
    """Note that a device is in use, and tell whether it is still known."""
    rows = update(KnownDevice).where(KnownDevice.id == device_id).values(seen_at=now)
    return cast("CursorResult[Any]", session.execute(rows)).rowcount == 1


def forget_devices(session: Session, account_id: str, spare: str = "") -> int:
    """Forget the known devices of an account but the spared one; return how many there were."""
    rows = delete(KnownDevice).where(KnownDevice.account_id == account_id, KnownDevice.id != spare)
    return cast("CursorResult[Any]", session.execute(rows)).rowcount


def one_at_a_time(session: Session, email_digests: Sequence[str]) -> None:
    """Let nobody else count the guesses at an account until this transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock(int(email_digests[0][:16], 16) & _SIGNED_63_BITS)))


def when_guessed(
    session: Session, whose: Sequence[ColumnElement[bool]], kind: Guess, since: datetime, most: int
) -> list[datetime]:
    """Return when the newest ``most`` guesses that did not pass were made after an instant, newest first."""
    rows = select(SignInAttempt.at).where(*whose, SignInAttempt.kind == kind, SignInAttempt.at > since)
    rows = rows.where(SignInAttempt.outcome != Outcome.PASSED).order_by(SignInAttempt.at.desc()).limit(most)
    return list(session.execute(rows).scalars())


def was_evaluated(session: Session, email_digests: Sequence[str]) -> bool:
    """Tell whether anything was evaluated for a value, however it ended; attempts are kept for a day."""
    rows = select(SignInAttempt.id).where(SignInAttempt.email_digest.in_(email_digests)).limit(1)
    return session.execute(rows).first() is not None


def settle_attempt(session: Session, attempt_id: str, outcome: Outcome) -> None:
    """Write down how a guess ended."""
    session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(outcome=outcome))


def forget_signing(session: Session, attempts_before: datetime, unused_since: datetime) -> int:
    """Remove old guesses, and devices that nobody used, each before its instant; return how many rows went."""
    gone = [
        delete(SignInAttempt).where(SignInAttempt.at < attempts_before),
        delete(KnownDevice).where(KnownDevice.seen_at < unused_since),
    ]
    return sum(cast("CursorResult[Any]", session.execute(rows)).rowcount for rows in gone)


def forget_sessions(session: Session, ended_before: datetime) -> int:
    """Remove the sessions that ended before an instant; return how many went."""
    past = or_(LoginSession.ended_at < ended_before, LoginSession.ends_at < ended_before)
    _look(session, past)
    rows = delete(LoginSession).where(past).returning(LoginSession.id)
    return _noted(session, session.execute(rows.execution_options(**NOTED)).scalars().all())


def _end(session: Session, now: datetime, *which: ColumnElement[bool]) -> int:
    _look(session, *which, *_open(now))
    rows = update(LoginSession).where(*which, *_open(now)).values(ended_at=now).returning(LoginSession.id)
    return _noted(session, session.execute(rows.execution_options(**NOTED)).scalars().all())


def _look(session: Session, *which: ColumnElement[bool]) -> None:
    seen = session.execute(select(LoginSession.id).where(*which)).scalars()
    about_to_write(session, LoginSession.__tablename__, [(of,) for of in seen])


def _noted(session: Session, ids: Sequence[str]) -> int:
    touch(session, LoginSession.__tablename__, [(of,) for of in ids])
    return len(ids)


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (LoginSession.ended_at.is_(None), LoginSession.ends_at > now)
