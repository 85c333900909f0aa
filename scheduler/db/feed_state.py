"""What every poll of a calendar asks, and what is noted after one.

The probe goes past SQLAlchemy's Core to the driver: it is the one statement that thousands of calendars run every
hour, and Core costs fifteen times the statement itself.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Engine,
    Select,
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
from scheduler.db.feeds import Feed, FeedLink, FeedScope, parse_feed_id, pieces_of
from scheduler.db.offices import Office, Person
from scheduler.db.units import Unit

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


class Prober:
    """Asks how the feed behind an address stands, in one statement."""

    def __init__(self, engine: Engine) -> None:
        """Prepare the statement for the engine's database."""
        self._engine = engine
        compiled = _PROBE.compile(dialect=engine.dialect, compile_kwargs={"render_postcompile": True})
        self._statement = str(compiled)
        self._order = tuple(compiled.positiontup or ()) if compiled.positional else None
        self._fixed = compiled.params

    def probe(self, name: str) -> Standing | None:
        """Return how the feed behind a secret or a unit's public name stands, or None when there is none.

        Raises: Unavailable when the database does not answer.
        """
        if not _ADDRESS.fullmatch(name):
            return None
        values = self._fixed | {"digest": digest(name), "name": name}
        given = values if self._order is None else tuple(values[key] for key in self._order)
        try:
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute(self._statement, given)
                row = cursor.fetchone()
                cursor.close()
            finally:
                connection.close()
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as failure:
            raise Unavailable(retry_after=RETRY_AFTER) from failure
        return Standing._make(row) if row else None


@contextmanager
def answering(engine: Engine) -> Iterator[None]:
    """Turn what the database or its driver complains of into one refusal. Raises: Unavailable."""
    driver = engine.dialect.loaded_dbapi
    try:
        yield
    except (SQLAlchemyError, driver.Error) as failure:
        raise Unavailable(retry_after=RETRY_AFTER) from failure


@contextmanager
def _hurried(engine: Engine) -> Iterator[Connection]:
    # A calendar must not wait for a long writer only so that we can note something.
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if is_sqlite(engine):
            driver.execute("PRAGMA busy_timeout=250")
        try:
            with connection.begin():
                yield connection
        finally:
            if is_sqlite(engine):
                driver.execute("PRAGMA busy_timeout=10000")


def read_feed(
    engine: Engine, feed_id: str, first: date, last: date, today: date
) -> tuple[tuple[str, ...], list[tuple[str, date]]]:
    """Return the words of a feed's name, and its VEVENTs that touch first..last with their dates, in order.

    Raises: Unavailable, NotFound when what the feed is of no longer exists.
    """
    with answering(engine), engine.connect().execution_options(readonly=True) as connection:
        words = connection.execute(_naming(feed_id)).one_or_none()
        if words is None:
            raise NotFound(kind="feed", id=feed_id)
        pieces = connection.execute(pieces_of(feed_id, first, last, today)).all()
    return tuple(words), [(piece or "", day) for piece, day in pieces]


def _naming(feed_id: str) -> Select[*tuple[Any, ...]]:
    scope, target_id = parse_feed_id(feed_id)
    match scope:
        case FeedScope.OFFICE:
            named = select(Office.title, Unit.full_name).where(Office.id == target_id)
            return named.join(Unit, Unit.id == Office.unit_id)
        case FeedScope.PERSON:
            return (
                select(Person.name, Unit.full_name).where(Person.id == target_id).join(Unit, Unit.id == Person.unit_id)
            )
        case FeedScope.UNIT | FeedScope.PUBLIC:
            return select(Unit.full_name).where(Unit.id == target_id)


def keep_built(engine: Engine, standing: Standing, built: str, etag: str, now: int) -> int:
    """Remember the ETag of a body just built; return its Last-Modified in seconds since 1970, strictly rising.

    Nothing is kept when the feed changed meanwhile: the next poll builds again. Raises: Unavailable.
    """
    insert = sqlite.insert(Feed) if is_sqlite(engine) else postgresql.insert(Feed)
    begun = insert.values(id=standing.feed_id, version=0, built="", etag="", last_modified=0).on_conflict_do_nothing()
    locked = select(Feed.version, Feed.etag, Feed.last_modified).where(Feed.id == standing.feed_id).with_for_update()
    with answering(engine), _hurried(engine) as connection:
        connection.execute(begun)
        version, old_etag, old_time = connection.execute(locked).one()
        last_modified = int(old_time) if old_etag == etag else max(now, int(old_time) + 1)
        if version == standing.version:
            kept = update(Feed).where(Feed.id == standing.feed_id)
            connection.execute(kept.values(built=built, etag=etag, last_modified=last_modified))
    return last_modified


def note_fetched(engine: Engine, link_id: str, today: date) -> None:
    """Note the day of a link's latest use. Raises: Unavailable."""
    with answering(engine), _hurried(engine) as connection:
        connection.execute(update(FeedLink).where(FeedLink.id == link_id).values(last_fetched_on=today))
