"""Opening the database with the settings that keep promises (WAL, FULL, foreign keys, IMMEDIATE)."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from scheduler.core.vietnamese import fold

BUSY_TIMEOUT = 10_000
"""Milliseconds for which a writer waits for another on SQLite."""

# The default cache of 2 MB is smaller than a calendar's rows; with 8 MB they are read twice as fast.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT}",
    "temp_store=MEMORY",
    "cache_size=-8000",
)
_PG_OPTIONS = (
    "-c lock_timeout=3000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)


def make_engine(url: str) -> Engine:
    """Return an engine for a SQLite or PostgreSQL address; makes the folder of a SQLite file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            url,
            hide_parameters=True,  # values of rows never reach a log through an error (T-30)
            pool_pre_ping=True,
            pool_size=8,
            max_overflow=8,
            connect_args={"options": _PG_OPTIONS},
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        url, hide_parameters=True, pool_size=8, max_overflow=8, connect_args={"check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def is_sqlite(engine: Engine) -> bool:
    """Tell whether the engine speaks to the embedded database."""
    return engine.dialect.name == "sqlite"


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling begins too late and oversells; we begin ourselves.
    driver: Any = connection
    driver.isolation_level = None
    driver.create_function("folded", 1, _folded, deterministic=True)
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql(f"PRAGMA query_only={int(reads)}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
