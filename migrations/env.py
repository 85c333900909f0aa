"""Runs inside Alembic. Knows the tables and one connection; no web framework, no settings."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import DateTime, Enum
from sqlalchemy.engine import Connection

from scheduler.db.base import Instant
from scheduler.db.tables import metadata


def _plain(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:  # noqa: ANN401 - Alembic's own signature
    # Migrations import nothing of ours: our types are written as the plain ones they stand for.
    if kind != "type":
        return False
    if isinstance(thing, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, Enum):
        values = ", ".join(repr(value) for value in thing.enums)
        return f"sa.Enum({values}, native_enum=False, create_constraint=True, length=40, name={thing.name!r})"
    return False


def _differs(_context: Any, _inspected: Any, _column: Any, found: Any, wanted: Any) -> bool | None:  # noqa: ANN401 - Alembic's own signature
    if isinstance(wanted, Instant):
        return not isinstance(found, DateTime)
    if isinstance(wanted, Enum):
        return False
    return None


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=_plain,
        compare_type=_differs,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


_run(context.config.attributes["connection"])
