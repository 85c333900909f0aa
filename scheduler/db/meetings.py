"""Meetings: receptions and dialogues, their sittings, who presides, where they were posted, where they came from."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    exists,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from scheduler.core.clock import VIETNAM, civil_date
from scheduler.core.errors import NotFound
from scheduler.core.facts import Activity, State
from scheduler.db.base import Base, Mode, Versioned


class Plan(Base):
    """One proposal that was kept as drafts: for which span, by whom, and what could not be met."""

    __tablename__ = "plan"
    __table_args__ = (Index("ix_plan_unit", "unit_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class Sitting(Base):
    """One block of hours of a meeting on one civil date, at one place."""

    __tablename__ = "sitting"
    __table_args__ = (
        Index("ix_sitting_place_day", "place_id", "day"),
        Index("ix_sitting_day", "day"),
        CheckConstraint("starts < ends", name="hours"),
    )
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    site: Mapped[str] = mapped_column(default="")


class MeetingChair(Base):
    """An office's part in a meeting: in person, or a deputy in its stead (recorded, never counted)."""

    __tablename__ = "meeting_chair"
    __table_args__ = (Index("ix_meeting_chair_office", "office_id", "meeting_id"),)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    in_person: Mapped[bool] = mapped_column(default=True)
    delegate: Mapped[str] = mapped_column(default="")
    delegation_ground: Mapped[str] = mapped_column(default="")
    present: Mapped[bool | None]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class FormerDate(Base):
    """A date the meeting once had, kept for ever so that old notices can be followed.

    ``as_posted``: the hours, places, form and content that had been posted for it. When ``day`` is still a date of the
    meeting, only those were given up; with ``content_only`` no more than the content, which is no new posting.
    """

    __tablename__ = "former_date"
    __table_args__ = (UniqueConstraint("meeting_id", "number"), Index("ix_former_date_day", "day"))
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    number: Mapped[int]
    day: Mapped[date]
    left_at: Mapped[datetime]
    ground: Mapped[str]
    was_public: Mapped[bool]
    as_posted: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")

    @hybrid_property
    def restarts(self) -> bool:
        """Return whether the posting was counted anew."""
        return not self.as_posted.get("content_only", False)

    @restarts.inplace.expression
    @classmethod
    def _restarts(cls) -> ColumnElement[bool]:
        told: ColumnElement[bool] = cls.as_posted["content_only"].as_boolean()
        return told.is_not(true())


class Posting(Base):
    """Evidence of publication through one channel. Taking it down later does not erase it (T36)."""

    __tablename__ = "posting"
    __table_args__ = (Index("ix_posting_meeting", "meeting_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    channel: Mapped[str]
    posted_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    for_day: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawal_ground: Mapped[str] = mapped_column(default="")


class Meeting(Versioned, Base):
    """A reception day or a dialogue, from draft to record."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_unit_day", "unit_id", "held_on"),
        Index("ix_meeting_day_state", "held_on", "state"),
        Index("ix_meeting_makeup_for", "makeup_for"),
        CheckConstraint("held_on is not null or state in ('postponed', 'cancelled')", name="dated"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id"))
    pattern_id: Mapped[str | None] = mapped_column(ForeignKey("pattern.id"))
    activity: Mapped[Activity]
    sub_type: Mapped[str]
    state: Mapped[State]
    held_on: Mapped[date | None]
    mode: Mapped[Mode] = mapped_column(default=Mode.IN_PERSON)
    online_url: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    co_attendees: Mapped[str] = mapped_column(default="")
    trigger: Mapped[str] = mapped_column(default="")
    notice_number: Mapped[str] = mapped_column(default="")
    origin: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    pinned: Mapped[bool] = mapped_column(default=False)
    makeup_for: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"))
    ground: Mapped[str] = mapped_column(default="")
    insisted_ground: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    actual_start: Mapped[datetime | None]
    actual_end: Mapped[datetime | None]
    citizens_received: Mapped[int | None]
    recorded_at: Mapped[datetime | None]
    recorded_by: Mapped[str | None]
    entered_late: Mapped[bool] = mapped_column(default=False)
    after_lock: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sittings: Mapped[list[Sitting]] = relationship(
        order_by=Sitting.number, lazy="selectin", cascade="all, delete-orphan"
    )
    chairs: Mapped[list[MeetingChair]] = relationship(
        order_by=MeetingChair.office_id, lazy="selectin", cascade="all, delete-orphan"
    )
    former_dates: Mapped[list[FormerDate]] = relationship(
        order_by=FormerDate.number, lazy="selectin", cascade="all, delete-orphan"
    )
    postings: Mapped[list[Posting]] = relationship(
        order_by=Posting.posted_at, lazy="selectin", cascade="all, delete-orphan"
    )

    def days(self) -> set[date]:
        """Return the distinct civil dates of its sittings; none while it waits for a date."""
        return {s.day for s in self.sittings}

    def begins_at(self) -> datetime | None:
        """Return the instant of the first announced hour, None while it waits for a date."""
        first = min(((s.day, s.starts) for s in self.sittings), default=None)
        return None if first is None else datetime.combine(*first, VIETNAM)

    def first_posted_at(self) -> datetime | None:
        """Return the first instant at which the present date was known here to be posted, None when it never was.

        The server's own time counts, not the one somebody enters: a paper said to have hung earlier does not make
        a late publication timely. A posting that was taken down again still happened (T36); one that hung before the
        meeting went elsewhere and came back does not speak for its return.
        """
        since = max((was.left_at for was in self.former_dates if was.restarts), default=None)
        told = (p.entered_at for p in self.postings if p.for_day == self.held_on)
        return min((at for at in told if since is None or at >= since), default=None)

    def first_posted_on(self) -> date | None:
        """Return the civil day of ``first_posted_at``."""
        first = self.first_posted_at()
        return None if first is None else civil_date(first)


def get_meeting(session: Session, meeting_id: str) -> Meeting:
    """Return the meeting. Raises: NotFound."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound(kind="meeting", id=meeting_id)
    return meeting


def units_of_meetings(session: Session, meeting_ids: Sequence[str]) -> dict[str, str]:
    """Return the ids of the units that arrange some meetings, by meeting. Raises: NotFound when one is missing."""
    rows = session.execute(select(Meeting.id, Meeting.unit_id).where(Meeting.id.in_(meeting_ids)))
    found = {row.id: row.unit_id for row in rows}
    for meeting_id in meeting_ids:
        if meeting_id not in found:
            raise NotFound(kind="meeting", id=meeting_id)
    return found


def list_meetings_by_id(session: Session, meeting_ids: Sequence[str]) -> list[Meeting]:
    """Return some meetings in the order of the ids given. Raises: NotFound when one is missing."""
    rows = select(Meeting).where(Meeting.id.in_(meeting_ids))
    found = {meeting.id: meeting for meeting in session.execute(rows).scalars()}
    for meeting_id in meeting_ids:
        if meeting_id not in found:
            raise NotFound(kind="meeting", id=meeting_id)
    return [found[meeting_id] for meeting_id in meeting_ids]


def dated_within(first: date, last: date) -> ColumnElement[bool]:
    """Return the condition that a meeting has a date in the closed span first..last: its first, or a later one."""
    later = exists().where(Sitting.meeting_id == Meeting.id, Sitting.day >= first, Sitting.day <= last)
    return and_(Meeting.held_on <= last, or_(Meeting.held_on >= first, later))


def list_meetings(session: Session, unit_ids: Sequence[str], first: date, last: date) -> list[Meeting]:
    """Return the meetings of some units with a date in a span, cancelled ones too, by first date and id."""
    rows = select(Meeting).where(Meeting.unit_id.in_(unit_ids), dated_within(first, last))
    return list(session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars())


def list_undated(session: Session, unit_ids: Sequence[str]) -> list[Meeting]:
    """Return the meetings that were postponed and wait for a date, oldest first."""
    rows = select(Meeting).where(Meeting.unit_id.in_(unit_ids), Meeting.state == State.POSTPONED)
    return list(session.execute(rows.order_by(Meeting.id)).scalars())
