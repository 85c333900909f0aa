"""What every table shares: names of constraints, and types that refuse what would lie."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy import Dialect, Enum, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from scheduler.core.facts import Activity, State
from scheduler.core.roles import Role


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused rather than guessed."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - signature is SQLAlchemy's
        """Turn into UTC. Raises ValueError on a naive instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a naive instant cannot be stored"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - signature is SQLAlchemy's
        """Give the instant back aware, in UTC (SQLite forgets the zone)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Mode(StrEnum):
    """How people meet (Điều 3a: online is lawful for receptions from 2026-07-01)."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


def stored(kind: type[StrEnum], name: str) -> Enum:
    """Return the column type that stores a StrEnum by value, with a check, on both databases."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda members: [m.value for m in members],
    )


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: Instant(),
        Activity: stored(Activity, "activity"),
        State: stored(State, "state"),
        Mode: stored(Mode, "mode"),
        Role: stored(Role, "role"),
    }


class Versioned:
    """What people edit carries a version; a stale edit is refused instead of overwriting."""

    version: Mapped[int] = mapped_column(default=1)
