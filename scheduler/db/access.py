"""Keys of programs, remembered answers to repeated requests, and the ledger of the worker's runs."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, Index, LargeBinary, UniqueConstraint, delete, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.ids import digest
from scheduler.core.roles import Role
from scheduler.db.base import Base


class ApiKey(Base):
    """A program's key: stored as a digest, bound to a unit (None: the country) and a role.

    ``account_id``: on whose behalf it was issued, also through another key; it ends when they leave.
    """

    __tablename__ = "api_key"
    __table_args__ = (Index("ix_api_key_account", "account_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    secret_digest: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Role]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    expires_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class RememberedAnswer(Base):
    """The first answer to an idempotency key, given again to the same request for at least 24 hours (G-04)."""

    __tablename__ = "remembered_answer"
    key_id: Mapped[str] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]
    status: Mapped[int]
    headers: Mapped[str]
    made_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class JobRun(Base):
    """One run of one job at one due time; the unique pair makes a second run harmless."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "due_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    job: Mapped[str]
    due_at: Mapped[datetime]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")


def find_key(session: Session, secret: str) -> ApiKey | None:
    """Return the key that a secret opens, revoked or not, or None."""
    return session.execute(select(ApiKey).where(ApiKey.secret_digest == digest(secret))).scalar_one_or_none()


def list_keys(session: Session, unit_id: str | None, after: str, limit: int) -> list[ApiKey]:
    """Return the keys of one unit (None: all), revoked ones too, oldest first, after an id."""
    rows = select(ApiKey).where(ApiKey.id > after).order_by(ApiKey.id).limit(limit)
    return list(session.execute(rows if unit_id is None else rows.where(ApiKey.unit_id == unit_id)).scalars())


def list_keys_of_account(session: Session, account_id: str) -> list[ApiKey]:
    """Return the keys that were issued on behalf of an account, revoked ones too, oldest first."""
    return list(session.execute(select(ApiKey).where(ApiKey.account_id == account_id).order_by(ApiKey.id)).scalars())


def claim_answer(
    session: Session, key_id: str, idempotency_key: str, request_digest: str, now: datetime
) -> RememberedAnswer | None:
    """Take an idempotency key for this transaction, or return the answer somebody was given for it.

    A second claim made meanwhile waits until the first has committed or was undone: the primary key decides.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    row = {
        "key_id": key_id,
        "idempotency_key": idempotency_key,
        "request_digest": request_digest,
        "made_at": now,
        "status": 0,
        "headers": "",
        "body": b"",
    }
    taken = session.execute(
        insert(RememberedAnswer).values(row).on_conflict_do_nothing().returning(RememberedAnswer.status)
    ).scalar_one_or_none()
    return None if taken is not None else session.get_one(RememberedAnswer, (key_id, idempotency_key))


def remember_answer(session: Session, key_id: str, idempotency_key: str, answer: tuple[int, str, bytes]) -> None:
    """Keep the (status, headers, body) that answers a claimed idempotency key."""
    status, headers, body = answer
    session.execute(
        update(RememberedAnswer)
        .where(RememberedAnswer.key_id == key_id, RememberedAnswer.idempotency_key == idempotency_key)
        .values(status=status, headers=headers, body=body)
    )


def forget_answers(session: Session, before: datetime) -> int:
    """Remove the answers made before an instant and return how many; keep at least 24 hours of them."""
    gone = session.execute(delete(RememberedAnswer).where(RememberedAnswer.made_at < before))
    return cast("CursorResult[Any]", gone).rowcount
