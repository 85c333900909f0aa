"""Calendar feeds: the entries as they were last told, which feed shows which, and the secret links to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.errors import NotFound
from scheduler.db.base import Base
from scheduler.db.touched import NOTED

_ISO = "YYYY-MM-DD"


class FeedScope(StrEnum):
    """Whose calendar a feed is. ``PUBLIC`` is a unit's feed for everybody; the others need a secret link."""

    OFFICE = "office"
    PERSON = "person"
    UNIT = "unit"
    PUBLIC = "public"


class OccurrenceRow(Base):
    """One entry of a meeting in calendars (one for each civil date), as it was last told to anybody.

    It outlives its own disappearance from every feed, because SEQUENCE and the UID must never start anew.
    ``piece`` and ``public_piece`` are finished VEVENTs; None means that no such calendar may show it.
    """

    __tablename__ = "occurrence"
    __table_args__ = (Index("ix_occurrence_ends_on", "ends_on"),)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(unique=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    gone_after: Mapped[date | None]
    location: Mapped[str]
    status: Mapped[str]
    sequence: Mapped[int]
    revised_at: Mapped[datetime]
    rendered_hash: Mapped[str]
    piece: Mapped[str | None]
    public_piece: Mapped[str | None]


class FeedEntry(Base):
    """That a feed shows an entry. Kept as rows, so that the feeds an entry leaves are known too.

    ``told_in`` is the feed's version in which the entry came or last changed.
    """

    __tablename__ = "feed_entry"
    __table_args__ = (Index("ix_feed_entry_meeting", "meeting_id"), Index("ix_feed_entry_told", "feed_id", "told_in"))
    feed_id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told_in: Mapped[int] = mapped_column(default=0, server_default="0")


class Feed(Base):
    """The state of one feed; small, because every poll reads it.

    ``version`` rises with each change of an entry, and ``left_in`` is the last one in which an entry left; ``built``
    names the version, day and window that ``etag`` and ``last_modified`` (whole seconds since 1970, as HTTP counts)
    belong to.
    """

    __tablename__ = "feed"
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    built: Mapped[str] = mapped_column(default="")
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[int] = mapped_column(default=0)
    left_in: Mapped[int] = mapped_column(default=0, server_default="0")


class FeedLink(Base):
    """A secret address of a feed, named by its owner; only the secret's digest is kept.

    ``client``: the family of the program that fetched it last, "" before anything did.
    """

    __tablename__ = "feed_link"
    __table_args__ = (Index("ix_feed_link_unit", "unit_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    secret_digest: Mapped[str] = mapped_column(unique=True)
    feed_id: Mapped[str]
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    scope: Mapped[str]
    target_id: Mapped[str]
    name: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    revoked_at: Mapped[datetime | None]
    last_fetched_on: Mapped[date | None]
    client: Mapped[str] = mapped_column(default="", server_default="")


def feed_id(scope: FeedScope, target_id: str) -> str:
    """Return the name of the row that holds a feed's state."""
    return f"{scope}:{target_id}"


def parse_feed_id(name: str) -> tuple[FeedScope, str]:
    """Return the scope and the target of a feed's name."""
    scope, _, target_id = name.partition(":")
    return FeedScope(scope), target_id


def bump(
    session: Session, feed_ids: Iterable[str], *, changed: Collection[str] = (), left: Collection[str] = ()
) -> None:
    """Raise the version of some feeds, beginning those that nobody has used yet.

    ``changed``: the meetings whose entries are told anew in it; ``left``: the feeds among them that an entry left.
    """
    # In one order everywhere, so that two writers never wait for each other in a circle.
    rows = [{"id": name, "version": 1, "built": "", "etag": "", "last_modified": 0} for name in sorted(set(feed_ids))]
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert(Feed) if dialect == "sqlite" else postgresql.insert(Feed)
    raised = insert.on_conflict_do_update(index_elements=["id"], set_={"version": Feed.version + 1})
    for row in rows:
        session.execute(raised, row)
    now = select(Feed.version).where(Feed.id == FeedEntry.feed_id).scalar_subquery()
    if changed:
        told = update(FeedEntry).where(
            FeedEntry.meeting_id.in_(changed), FeedEntry.feed_id.in_([r["id"] for r in rows])
        )
        session.execute(told.values(told_in=now), execution_options={"synchronize_session": False, **NOTED})
    if left:
        gone = update(Feed).where(Feed.id.in_(left)).values(left_in=Feed.version)
        session.execute(gone, execution_options={"synchronize_session": False})


def list_occurrences(session: Session, meeting_ids: Sequence[str]) -> dict[str, list[OccurrenceRow]]:
    """Return the stored entries of some meetings, by meeting, in the order of their numbers."""
    rows = select(OccurrenceRow).where(OccurrenceRow.meeting_id.in_(meeting_ids))
    found: dict[str, list[OccurrenceRow]] = {}
    for row in session.execute(rows.order_by(OccurrenceRow.meeting_id, OccurrenceRow.number)).scalars():
        found.setdefault(row.meeting_id, []).append(row)
    return found


def list_entries(session: Session, meeting_ids: Sequence[str]) -> dict[str, list[FeedEntry]]:
    """Return which feeds show the entries of some meetings, by meeting."""
    found: dict[str, list[FeedEntry]] = {}
    for row in session.execute(select(FeedEntry).where(FeedEntry.meeting_id.in_(meeting_ids))).scalars():
        found.setdefault(row.meeting_id, []).append(row)
    return found


@cache
def entries_of_feed(*, public: bool, on_sqlite: bool, since: bool) -> Select[*tuple[Any, ...]]:
    """Return the question for the entries of a feed: start, UID, meeting, number, date in ISO form, VEVENT in UTF-8.

    Its blanks: ``feed``; ``first`` and ``last``, the dates it must touch; ``today``. Asked ``since`` a version (a blank
    too), it names every entry told after it, without a VEVENT where the feed does not show it (any more).
    """
    piece = OccurrenceRow.public_piece if public else OccurrenceRow.piece
    # Asked for as bytes, so that a megabyte is not turned into letters and back for every changed one.
    written = cast(piece, LargeBinary) if on_sqlite else func.convert_to(piece, "UTF8", type_=LargeBinary)
    day = type_coerce(OccurrenceRow.starts_on, String) if on_sqlite else func.to_char(OccurrenceRow.starts_on, _ISO)
    same = and_(FeedEntry.meeting_id == OccurrenceRow.meeting_id, FeedEntry.number == OccurrenceRow.number)
    shown = and_(
        piece.is_not(None),
        OccurrenceRow.ends_on >= bindparam("first"),
        OccurrenceRow.starts_on <= bindparam("last"),
        or_(OccurrenceRow.gone_after.is_(None), OccurrenceRow.gone_after >= bindparam("today")),
    )
    named = (OccurrenceRow.starts_at, OccurrenceRow.uid, FeedEntry.meeting_id, FeedEntry.number, day)
    rows = select(*named, case((shown, written)) if since else written).join_from(FeedEntry, OccurrenceRow, same)
    of_feed = FeedEntry.feed_id == bindparam("feed")
    return rows.where(of_feed, FeedEntry.told_in > bindparam("since")) if since else rows.where(of_feed, shown)


def get_link(session: Session, link_id: str) -> FeedLink:
    """Return the link. Raises: NotFound."""
    link = session.get(FeedLink, link_id)
    if link is None:
        raise NotFound(kind="feed_link", id=link_id)
    return link


def list_feed_links(session: Session, unit_id: str) -> list[FeedLink]:
    """Return the links of a unit, revoked ones too, oldest first."""
    rows = select(FeedLink).where(FeedLink.unit_id == unit_id)
    return list(session.execute(rows.order_by(FeedLink.issued_at, FeedLink.id)).scalars())


def list_links_issued_by(session: Session, issuers: Collection[str], person_id: str | None) -> list[FeedLink]:
    """Return the links in use that some accounts or keys issued, or that show a person's own calendar, oldest first."""
    own = and_(FeedLink.scope == FeedScope.PERSON.value, FeedLink.target_id == person_id)
    rows = select(FeedLink).where(FeedLink.revoked_at.is_(None), or_(FeedLink.issued_by.in_(issuers), own))
    return list(session.execute(rows.order_by(FeedLink.issued_at, FeedLink.id)).scalars())
