"""What leaders ask their office for: an absence, or a stand-in for a meeting. Kept for ever, whatever came of it."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.errors import NotFound
from scheduler.core.facts import DayPart
from scheduler.core.wishes import Cause, Status, Wish
from scheduler.db.base import Base, Versioned, stored


class Request(Versioned, Base):
    """Something a leader or deputy asks for, by the account they signed in with. It changes nothing by itself.

    An absence has its closed span and part of the day and concerns a person, or an office where no person is entered;
    a stand-in has a meeting, an office that presides over it, and a deputy. ``words`` may tell of somebody's health:
    they are shown to the asker and to who decides, and to nobody else.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index("ix_request_unit", "unit_id", "status", "id"),
        Index("ix_request_asker", "asked_by", "id"),
        CheckConstraint("first_on <= last_on", name="span"),
        CheckConstraint("(wish = 'stand_in') = (meeting_id is not null)", name="wish_has_its_meeting"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    wish: Mapped[Wish] = mapped_column(stored(Wish, "wish"))
    status: Mapped[Status] = mapped_column(stored(Status, "status"), default=Status.WAITING)
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    part: Mapped[DayPart] = mapped_column(stored(DayPart, "part"), default=DayPart.ALL)
    cause: Mapped[Cause | None] = mapped_column(stored(Cause, "cause"))
    deputy: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    answer: Mapped[str] = mapped_column(default="")


def get_request(session: Session, request_id: str) -> Request:
    """Return the request. Raises: NotFound."""
    found = session.get(Request, request_id)
    if found is None:
        raise NotFound(kind="request", id=request_id)
    return found


def list_requests_of_unit(session: Session, unit_id: str, status: Collection[Status], limit: int) -> list[Request]:
    """Return the newest requests at a unit that stand at one of ``status``, oldest first."""
    rows = select(Request).where(Request.unit_id == unit_id, Request.status.in_(status))
    return list(session.execute(rows.order_by(Request.id.desc()).limit(limit)).scalars())[::-1]


def list_requests_of_asker(session: Session, account_id: str, unit_id: str | None, limit: int) -> list[Request]:
    """Return the newest requests that an account made at a unit, newest first."""
    rows = select(Request).where(Request.asked_by == account_id, Request.unit_id == unit_id)
    return list(session.execute(rows.order_by(Request.id.desc()).limit(limit)).scalars())
