"""Keys of programs, remembered answers to repeated requests, and the ledger of the worker's runs."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.ids import digest
from scheduler.core.roles import Role
from scheduler.db.base import Base


class ApiKey(Base):
    """A program's key: stored as a digest, bound to a unit (None: the country) and a role."""

    __tablename__ = "api_key"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    secret_digest: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Role]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    expires_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]


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
