"""Who said, signed in as themselves, that a head was in the chair: the head, or a second officer."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.db.base import Base, stored


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


def list_confirmations(session: Session, meeting_ids: Iterable[str]) -> list[ChairConfirmation]:
    """Return what was confirmed of some meetings, oldest first."""
    rows = select(ChairConfirmation).where(ChairConfirmation.meeting_id.in_(list(meeting_ids)))
    return list(session.execute(rows.order_by(ChairConfirmation.confirmed_at, ChairConfirmation.id)).scalars())
