"""What every poll of a calendar asks, and what is noted after one.

The probe and the entries go past SQLAlchemy's Core to the driver: the one is the statement that thousands of calendars
run every hour, the others come by the thousand; Core costs many times the statement itself.
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    CompoundSelect,
    Engine,
    PoolProxiedConnection,
    Select,
    SelectBase,
    String,
    bindparam,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from scheduler.core.errors import NotFound, Unavailable
from scheduler.core.ids import digest
from scheduler.db.engine import is_sqlite
from scheduler.db.feeds import Feed, FeedLink, FeedScope, entries_of_feed, parse_feed_id
from scheduler.db.offices import Office, Person
from scheduler.db.units import Unit
from scheduler.db.untold import untold_of
from scheduler.db.work import brief_write

RETRY_AFTER = 120
"""Seconds after which a calendar may ask again when the database does not answer."""

# What no secret and no public name can look like need not be asked; PostgreSQL even refuses some of it.
_ADDRESS = re.compile(r"[A-Za-z0-9_-]{1,200}", re.ASCII)
_PUBLIC_ID = literal(f"{FeedScope.PUBLIC}:", String, literal_execute=True).concat(Unit.id)
_STATE = (
    func.coalesce(Feed.version, 0),
    func.coalesce(Feed.built, ""),
    func.coalesce(Feed.etag, ""),
    func.coalesce(Feed.last_modified, 0),
)
_BY_SECRET = (
    select(FeedLink.feed_id, *_STATE, FeedLink.id, FeedLink.revoked_at.is_not(None), FeedLink.last_fetched_on)
    .outerjoin(Feed, Feed.id == FeedLink.feed_id)
    .where(FeedLink.secret_digest == bindparam("digest", "", type_=String))
)
_BY_PUBLIC_NAME: Select[*tuple[Any, ...]] = (
    select(_PUBLIC_ID, *_STATE, null(), literal_column("1 = 0"), null())
    .outerjoin(Feed, Feed.id == _PUBLIC_ID)
    .where(Unit.public_name == bindparam("name", "", type_=String))
)
_PROBE: CompoundSelect[*tuple[Any, ...]] = union_all(_BY_SECRET, _BY_PUBLIC_NAME)

# Put together once: that takes longer than to ask them.
_TARGET = bindparam("target", type_=String)
_OF_UNIT: Select[*tuple[Any, ...]] = select(Unit.full_name).where(Unit.id == _TARGET)
_NAMING: dict[FeedScope, Select[*tuple[Any, ...]]] = {
    FeedScope.OFFICE: select(Office.title, Unit.full_name)
    .where(Office.id == _TARGET)
    .join(Unit, Unit.id == Office.unit_id),
    FeedScope.PERSON: select(Person.name, Unit.full_name)
    .where(Person.id == _TARGET)
    .join(Unit, Unit.id == Person.unit_id),
    FeedScope.UNIT: _OF_UNIT,
    FeedScope.PUBLIC: _OF_UNIT,
}
_THIS_FEED = Feed.id == bindparam("feed", type_=String)
_VERSIONS = select(Feed.version, Feed.left_in).where(_THIS_FEED)
_LOCKED = select(Feed.version, Feed.etag, Feed.last_modified).where(_THIS_FEED).with_for_update()
_KEPT = (
    update(Feed)
    .where(_THIS_FEED)
    .values(built=bindparam("now_built"), etag=bindparam("now_etag"), last_modified=bindparam("now_modified"))
)


Row = tuple[str | datetime, str, str, int, str, bytes | None]
"""An entry: start, UID, meeting, number, date in ISO form, finished VEVENT in UTF-8 (None: not shown)."""


class Window(NamedTuple):
    """The dates that a feed tells of, and the day it is told on."""

    first: date
    last: date
    today: date


class Reading(NamedTuple):
    """What a feed holds in one version: the words of its name and, in no order, its entries.

    Unless it is ``whole``, only those entries that were told after the version asked about.
    """

    words: tuple[str, ...]
    version: int
    whole: bool
    rows: list[Row]


class Standing(NamedTuple):
    """How a feed stands: its version, and the version, day and window that its ETag was computed for."""

    feed_id: str
    version: int
    built: str
    etag: str
    last_modified: int
    link_id: str | None
    revoked: bool
    last_fetched_on: str | None


@contextmanager
def answering(engine: Engine) -> Iterator[None]:
    """Turn what the database or its driver complains of into one refusal. Raises: Unavailable."""
    driver = engine.dialect.loaded_dbapi
    try:
        yield
    except (SQLAlchemyError, driver.Error) as failure:
        raise Unavailable(retry_after=RETRY_AFTER) from failure


class _Prepared:
    """A statement put together once and asked through the driver."""

    def __init__(self, engine: Engine, statement: SelectBase) -> None:
        compiled = statement.compile(engine, compile_kwargs={"render_postcompile": True})
        self._text = str(compiled)
        self._order = tuple(compiled.positiontup or ()) if compiled.positional else None
        self._fixed = compiled.params

    def ask(self, connection: PoolProxiedConnection, **blanks: str | int) -> list[tuple[Any, ...]]:
        """Return all rows."""
        values = self._fixed | blanks
        cursor = connection.cursor()
        cursor.execute(self._text, values if self._order is None else tuple([values[key] for key in self._order]))
        rows = cast("list[tuple[Any, ...]]", cursor.fetchall())
        cursor.close()
        return rows


class Feeds:
    """What polls ask the database. Safe between threads."""

    def __init__(self, engine: Engine) -> None:
        """Prepare the statements for the engine's database."""
        self._engine = engine
        self._probe = _Prepared(engine, _PROBE)
        embedded = is_sqlite(engine)
        self._entries = {
            (public, since): _Prepared(engine, entries_of_feed(public=public, on_sqlite=embedded, since=since))
            for public in (True, False)
            for since in (True, False)
        }
        # The version and the entries must be of one moment.
        self._options: dict[str, Any] = {"readonly": True} if embedded else {"isolation_level": "REPEATABLE READ"}

    def probe(self, name: str) -> Standing | None:
        """Return how the feed behind a secret or a unit's public name stands, or None when there is none.

        Raises: Unavailable when the database does not answer.
        """
        if not _ADDRESS.fullmatch(name):
            return None
        with answering(self._engine), closing(self._engine.raw_connection()) as connection:
            rows = self._probe.ask(connection, digest=digest(name), name=name)
        return Standing._make(rows[0]) if rows else None

    def read(self, feed_id: str, window: Window, known: int | None) -> Reading:
        """Return what a feed holds; when a version is ``known``, no more than what came since where that is enough.

        Raises: Unavailable, NotFound when what the feed is of no longer exists.
        """
        scope, target_id = parse_feed_id(feed_id)
        blanks: dict[str, str | int] = {name: day.isoformat() for name, day in window._asdict().items()}
        with answering(self._engine), self._engine.connect().execution_options(**self._options) as connection:
            words = connection.execute(_NAMING[scope], {"target": target_id}).one_or_none()
            if words is None:
                raise NotFound(kind="feed", id=feed_id)
            state = connection.execute(_VERSIONS, {"feed": feed_id}).one_or_none()
            version, left_in = state or (0, 0)
            since = known is not None and left_in <= known <= version
            asked = self._entries[scope is FeedScope.PUBLIC, since]
            rows = asked.ask(connection.connection, feed=feed_id, **blanks, **({"since": known or 0} if since else {}))
        return Reading(tuple(words), version, not since, cast("list[Row]", rows))

    def has_untold(self, feed_id: str, window: Window) -> bool:
        """Tell whether a feed's unit has meetings within the window of which no entry is kept. Raises: Unavailable."""
        scope, target_id = parse_feed_id(feed_id)
        asked = untold_of(scope, window.first, window.last)
        with answering(self._engine), self._engine.connect().execution_options(**self._options) as connection:
            return connection.execute(asked, {"target": target_id}).first() is not None


def keep_built(engine: Engine, standing: Standing, built: str, etag: str, now: int) -> int:
    """Remember the ETag of a body just built; return its Last-Modified in seconds since 1970, strictly rising.

    Nothing is kept when the feed changed meanwhile: the next poll builds again. Raises: Unavailable.
    """
    feed = {"feed": standing.feed_id}
    with answering(engine), brief_write(engine) as connection:
        row = connection.execute(_LOCKED, feed).one_or_none()
        if row is None:
            begun = (sqlite if is_sqlite(engine) else postgresql).insert(Feed).on_conflict_do_nothing()
            fresh = {"id": standing.feed_id, "version": 0, "built": "", "etag": "", "last_modified": 0}
            connection.execute(begun, fresh)
            row = connection.execute(_LOCKED, feed).one()
        last_modified = int(row.last_modified) if row.etag == etag else max(now, int(row.last_modified) + 1)
        if row.version == standing.version:
            connection.execute(_KEPT, feed | {"now_built": built, "now_etag": etag, "now_modified": last_modified})
    return last_modified


def note_fetched(engine: Engine, link_id: str, today: date, client: str) -> None:
    """Note the day of a link's latest use, and the family of the program. Raises: Unavailable."""
    with answering(engine), brief_write(engine) as connection:
        connection.execute(update(FeedLink).where(FeedLink.id == link_id).values(last_fetched_on=today, client=client))
