"""Who said, signed in as themselves, that a head was in the chair: the head, or a second officer."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from scheduler.db.access import ApiKey
from scheduler.db.accounts import Account
from scheduler.db.base import Base, stored
from scheduler.db.meetings import Meeting


class Word(StrEnum):
    """Whose word it is: of whoever acts for the office, or of an officer who did not write the record."""

    CHAIR = "chair"
    OFFICER = "officer"


class ChairConfirmation(Base):
    """That an account said so of one office at one meeting, at the server's own time; never changed, never deleted.

    ``for_day``: the first date the meeting then had. Given another date, it has to be said anew.
    """

    __tablename__ = "chair_confirmation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "office_id", "for_day", "word", name="uq_chair_confirmation_once"),
        Index("ix_chair_confirmation_meeting", "meeting_id"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    word: Mapped[Word] = mapped_column(stored(Word, "word"))
    for_day: Mapped[date]
    confirmed_at: Mapped[datetime]


def standing_alone() -> ColumnElement[bool]:
    """Return the condition that a confirmation vouches: it does not come down to whoever wrote the record.

    It does, when that one opened the account from which it came (whoever opens an account holds its first link), and
    when an officer confirms what a program wrote: nobody knows who used the program's key. Until there is a record
    every confirmation stands.
    """
    key, issued = aliased(ApiKey), aliased(ApiKey)
    of_a_key = select(key.account_id).where(key.id == Meeting.recorded_by).scalar_subquery()
    by_a_key = select(key.id).where(key.id == Meeting.recorded_by).exists()
    opened_by_a_key = select(issued.account_id).where(issued.id == Account.made_by).scalar_subquery()
    same = func.coalesce(opened_by_a_key, Account.made_by) == func.coalesce(of_a_key, Meeting.recorded_by)
    leans = (
        select(Meeting.id)
        .join(Account, Account.id == ChairConfirmation.account_id)
        .where(Meeting.id == ChairConfirmation.meeting_id, Meeting.recorded_by.is_not(None))
        .where(or_(same, and_(ChairConfirmation.word == Word.OFFICER, by_a_key)))
        .correlate(ChairConfirmation)
    )
    return ~leans.exists()


def list_standing_alone(session: Session, meeting_ids: Iterable[str]) -> frozenset[str]:
    """Return the ids of the confirmations of some meetings that vouch."""
    rows = select(ChairConfirmation.id).where(ChairConfirmation.meeting_id.in_(list(meeting_ids)), standing_alone())
    return frozenset(session.scalars(rows))


def opener_of(session: Session, account_id: str) -> str:
    """Return the id of whoever opened an account; of the person, where it was done through a program's key."""
    made_by = session.get_one(Account, account_id).made_by
    key = session.get(ApiKey, made_by)
    return made_by if key is None or key.account_id is None else key.account_id


def list_confirmations(session: Session, meeting_ids: Iterable[str]) -> list[ChairConfirmation]:
    """Return what was confirmed of some meetings, oldest first."""
    rows = select(ChairConfirmation).where(ChairConfirmation.meeting_id.in_(list(meeting_ids)))
    return list(session.execute(rows.order_by(ChairConfirmation.confirmed_at, ChairConfirmation.id)).scalars())
