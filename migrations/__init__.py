"""The database's history: numbered steps, up and down, that keep the data."""

from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from scheduler.core.errors import Conflict, Unavailable
from scheduler.db.engine import is_sqlite

_ADVISORY_LOCK = 7_415_116


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; the connection is ours, with our lock and settings."""
    config = Config()
    config.set_main_option("script_location", "migrations:")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to a revision. Two at once are safe: the second waits and finds nothing to do."""
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision ("base": to nothing). Going up again then gives back every row as it was.

    Raises: Conflict when the older schema has no place for rows that stand; nothing is changed then.
    """
    _run(engine, lambda config: _step_down(config, revision))


def current(engine: Engine) -> str | None:
    """Return the revision the database stands at, or None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the newest revision there is."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def revisions() -> list[str]:
    """Return all revisions there are, oldest first."""
    return sorted(step.revision for step in ScriptDirectory.from_config(configuration()).walk_revisions())


def is_newest(engine: Engine) -> bool:
    """Tell whether the database stands at the newest revision. Raises: Unavailable when it does not answer."""
    try:
        return current(engine) == newest()
    except SQLAlchemyError as failure:
        raise Unavailable from failure


def _step_down(config: Config, revision: str) -> None:
    rows = _lost(config.attributes["connection"], revision)
    if rows:
        raise Conflict("downgrade-loses", revision=revision, rows=rows)
    command.downgrade(config, revision)


def _lost(connection: Connection, revision: str) -> dict[str, int]:
    """Return how many rows of which tables would be gone for good, by table; the newest step's first.

    Each step says in NOT_GIVEN_BACK which tables (and, after them, which of their rows) only it has a place for.
    """
    found: dict[str, int] = {}
    standing = MigrationContext.configure(connection).get_current_revision() or ""
    below = "" if revision == "base" else revision
    steps = ScriptDirectory.from_config(configuration()).walk_revisions()  # numbered, in one line
    for step in (step for step in steps if below < step.revision <= standing):
        for table, which in step.module.NOT_GIVEN_BACK.items():
            if connection.dialect.name != "sqlite":  # there the whole database is ours already
                connection.exec_driver_sql(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            asked = f"SELECT count(*) FROM {table} WHERE {which}"  # noqa: S608 - both are written in our own steps
            found[table] = found.get(table, 0) or connection.exec_driver_sql(asked).scalar_one()
    return {table: rows for table, rows in found.items() if rows}


def _run(engine: Engine, step: Callable[[Config], None]) -> None:
    if not is_sqlite(engine):
        with engine.begin() as connection:
            # Another one may be migrating: that is waited for, longer than a request would wait for anything.
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5min'")
            connection.exec_driver_sql("SET LOCAL statement_timeout = '10min'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            step(configuration(connection))
        return
    # A table that is rebuilt with foreign keys on would take its children along; so they are off, and checked after.
    plain = create_engine(engine.url)
    event.listen(plain, "connect", _without_foreign_keys)
    event.listen(plain, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with plain.begin() as connection:
            step(configuration(connection))
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                msg = f"the migration would leave {len(broken)} rows without their parent; nothing was changed"
                raise RuntimeError(msg)
    finally:
        plain.dispose()


def _without_foreign_keys(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own class
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")
