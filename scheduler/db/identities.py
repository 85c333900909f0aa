"""Accounts of a provider (agency accounts), each bound to one account here."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.db.base import Base
from scheduler.db.touched import NOTED, touch

_GOOD = text("ended_at IS NULL")


class Identity(Base):
    """An account of a provider that opens an account here; once ended it opens nothing, and may be bound anew.

    ``issuer`` and ``subject`` are the provider's own names for itself and for the person, as its tokens spell them.
    """

    __tablename__ = "identity"
    __table_args__ = (
        Index("ix_identity_account", "account_id"),
        Index("uq_identity_bound", "issuer", "subject", unique=True, sqlite_where=_GOOD, postgresql_where=_GOOD),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    issuer: Mapped[str]
    subject: Mapped[str]
    bound_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def find_identity(session: Session, issuer: str, subject: str) -> Identity | None:
    """Return the binding of a provider's account that is still good, or None."""
    rows = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject, Identity.ended_at.is_(None))
    return session.execute(rows).scalar_one_or_none()


def list_identities(session: Session, account_id: str) -> list[Identity]:
    """Return the bindings of an account that are still good, oldest first."""
    rows = select(Identity).where(Identity.account_id == account_id, Identity.ended_at.is_(None))
    return list(session.execute(rows.order_by(Identity.bound_at, Identity.id)).scalars())


def end_identities(session: Session, account_id: str, now: datetime) -> list[str]:
    """End all bindings of an account that are still good; return their ids."""
    rows = update(Identity).where(Identity.account_id == account_id, Identity.ended_at.is_(None)).values(ended_at=now)
    ended = session.execute(rows.returning(Identity.id).execution_options(**NOTED)).scalars().all()
    touch(session, Identity.__tablename__, [(one,) for one in ended])
    return list(ended)
