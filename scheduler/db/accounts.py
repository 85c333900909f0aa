"""Accounts of people, what they are to which unit and for how long, and the links that open an account."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, CursorResult, ForeignKey, Index, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.errors import NotFound
from scheduler.core.ids import digest
from scheduler.core.language import Language
from scheduler.core.roles import Role
from scheduler.db.base import Base, Versioned, stored
from scheduler.db.prints import about_to_write
from scheduler.db.sealed import Sealable, Sealed
from scheduler.db.touched import NOTED, touch


class Purpose(StrEnum):
    """What a link to an account is for."""

    INVITE = "invite"
    RESET = "reset"


class Account(Versioned, Base):
    """Somebody who can sign in. ``unit_id`` is the unit that keeps the account (None: the country).

    ``email`` is folded: one account for each address. ``totp_step`` is the last step of a code that was used; it is
    written past the version, for signing in changes nothing that others edit.
    """

    __tablename__ = "account"
    __table_args__ = (Index("ix_account_unit", "unit_id", "id"),)
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    language: Mapped[Language] = mapped_column(stored(Language, "language"))
    password_hash: Mapped[str | None]
    totp: Mapped[Sealable | None] = mapped_column(Sealed("account.totp"))
    totp_step: Mapped[int | None]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    ended_at: Mapped[datetime | None]

    @property
    def has_password(self) -> bool:
        """Tell whether the invitation was taken."""
        return self.password_hash is not None


class Assignment(Base):
    """What an account is to a unit (None: to the country) from a day to a day; a leader or deputy by an office."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_account", "account_id"), Index("ix_assignment_unit", "unit_id"))
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role]
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    made_at: Mapped[datetime]
    made_by: Mapped[str]

    def is_live(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return self.first_on <= day and self.is_to_come(day)

    def is_to_come(self, day: date) -> bool:
        """Tell whether it holds on a day or will."""
        return self.last_on is None or day <= self.last_on


class AccountLink(Base):
    """A link that opens an account once, to set its password. Withdrawn, it expires at that instant."""

    __tablename__ = "account_link"
    __table_args__ = (Index("ix_account_link_account", "account_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[Purpose] = mapped_column(stored(Purpose, "purpose"))
    secret_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AccountChange(Base):
    """A change of an administrator's account that waits for a second administrator.

    ``kind`` is assign, end or leave; ``terms`` are its values as they were asked for.
    """

    __tablename__ = "account_change"
    __table_args__ = (Index("ix_account_change_unit", "unit_id", "id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    confirmed: Mapped[bool | None]


def get_account(session: Session, account_id: str) -> Account:
    """Return the account. Raises: NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(kind="account", id=account_id)
    return account


def find_account(session: Session, email: str) -> Account | None:
    """Return the account of a folded address, ended or not, or None."""
    return session.execute(select(Account).where(Account.email == email)).scalar_one_or_none()


def list_accounts(session: Session, unit_id: str | None, after: str, limit: int) -> list[Account]:
    """Return the accounts that a unit keeps (None: all), ended ones too, by id, after an id."""
    rows = select(Account).where(Account.id > after).order_by(Account.id).limit(limit)
    return list(session.execute(rows if unit_id is None else rows.where(Account.unit_id == unit_id)).scalars())


def has_accounts(session: Session) -> bool:
    """Tell whether anybody was ever invited."""
    return bool(session.execute(select(func.count()).select_from(Account)).scalar_one())


def list_assignments(session: Session, account_ids: Iterable[str]) -> list[Assignment]:
    """Return what some accounts were, are and will be, oldest first."""
    rows = select(Assignment).where(Assignment.account_id.in_(list(account_ids)))
    return list(session.execute(rows.order_by(Assignment.first_on, Assignment.id)).scalars())


def list_changes(session: Session, unit_id: str | None, after: str, limit: int) -> list[AccountChange]:
    """Return the changes that wait at a unit (None: anywhere), oldest first, after an id."""
    rows = select(AccountChange).where(AccountChange.settled_at.is_(None), AccountChange.id > after)
    rows = rows.order_by(AccountChange.id).limit(limit)
    return list(session.execute(rows if unit_id is None else rows.where(AccountChange.unit_id == unit_id)).scalars())


def find_link(session: Session, secret: str) -> AccountLink | None:
    """Return the link that a secret opens, used and expired ones too, or None."""
    return session.execute(select(AccountLink).where(AccountLink.secret_digest == digest(secret))).scalar_one_or_none()


def newest_links(session: Session, account_ids: Iterable[str]) -> dict[str, AccountLink]:
    """Return the newest link of each account that ever had one, used, withdrawn and expired ones too."""
    rows = select(AccountLink).where(AccountLink.account_id.in_(list(account_ids)))
    # Of several made at one instant: none that was withdrawn at once, and rather one that was not used.
    kept = AccountLink.expires_at > AccountLink.made_at
    order = (AccountLink.made_at, kept, AccountLink.used_at.is_(None), AccountLink.expires_at, AccountLink.id)
    return {link.account_id: link for link in session.execute(rows.order_by(*order)).scalars()}


def use_link(session: Session, link_id: str, now: datetime) -> bool:
    """Take a link that is still good, and tell whether it was; of two at once only one takes it."""
    good = (AccountLink.used_at.is_(None), AccountLink.expires_at > now)
    rows = update(AccountLink).where(AccountLink.id == link_id, *good).values(used_at=now)
    about_to_write(session, AccountLink.__tablename__, [(link_id,)])
    taken = session.execute(rows.execution_options(**NOTED))
    touch(session, AccountLink.__tablename__, [(link_id,)])
    return cast("CursorResult[Any]", taken).rowcount == 1


def withdraw_links(session: Session, account_id: str, now: datetime) -> int:
    """Let all links of an account that were not used expire now; return how many were still good."""
    good = (AccountLink.account_id == account_id, AccountLink.used_at.is_(None), AccountLink.expires_at > now)
    seen = [(link_id,) for link_id in session.execute(select(AccountLink.id).where(*good)).scalars()]
    about_to_write(session, AccountLink.__tablename__, seen)
    rows = update(AccountLink).where(*good).values(expires_at=now).returning(AccountLink.id)
    gone = session.execute(rows.execution_options(**NOTED)).scalars().all()
    touch(session, AccountLink.__tablename__, [(link_id,) for link_id in gone])
    return len(gone)


def use_step(session: Session, account_id: str, step: int) -> bool:
    """Take a step of an account's codes and tell whether no code of it or of a later one was used before."""
    unused = or_(Account.totp_step.is_(None), Account.totp_step < step)
    rows = update(Account).where(Account.id == account_id, unused).values(totp_step=step)
    taken = session.execute(rows.execution_options(synchronize_session=False, **NOTED))
    return cast("CursorResult[Any]", taken).rowcount == 1
