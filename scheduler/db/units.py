"""Units of the state and Party, as they were and are, and the names people still know them by."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Select, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.errors import NotFound
from scheduler.db.base import Base, Versioned


class Unit(Versioned, Base):
    """A province, a commune, a former district, or a department: identified by code and validity (T40)."""

    __tablename__ = "unit"
    __table_args__ = (
        Index("uq_unit_code_from", "code", "valid_from", unique=True),
        Index("ix_unit_parent", "parent_id"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    level: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    full_name: Mapped[str]
    search_key: Mapped[str] = mapped_column(index=True)
    public_name: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    address: Mapped[str] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(default="")
    regular_hours: Mapped[str] = mapped_column(default="")


class FormerName(Base):
    """A name that a unit, or part of it, bore before 2025-07-01; a merger may lead to several successors."""

    __tablename__ = "former_name"
    __table_args__ = (
        Index("ix_former_name_search_key", "search_key"),
        Index("ix_former_name_full_name", "full_name"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    full_name: Mapped[str]
    within: Mapped[str]
    search_key: Mapped[str]
    successor_codes: Mapped[list[Any]] = mapped_column(JSON)


def get_unit(session: Session, unit_id: str) -> Unit:
    """Return the unit. Raises: NotFound."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(kind="unit", id=unit_id)
    return unit


def find_unit_by_public_name(session: Session, public_name: str) -> Unit | None:
    """Return the unit whose public address name this is, or None."""
    return session.execute(select(Unit).where(Unit.public_name == public_name)).scalar_one_or_none()


def in_force_on(day: date) -> tuple[Any, ...]:
    """Return the conditions that a unit exists on a day."""
    return (Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to >= day))


def at_or_below(unit_id: str) -> Select[str]:
    """Return the query for the ids of a unit and of those below it: a province, its communes, their departments."""
    children = select(Unit.id).where(Unit.parent_id == unit_id)
    return select(Unit.id).where(or_(Unit.id == unit_id, Unit.parent_id == unit_id, Unit.parent_id.in_(children)))


def lineages(session: Session, unit_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return by unit the ids of the unit and of those above it, in one query; units that do not exist are left out."""
    line = select(Unit.id.label("of"), Unit.id, Unit.parent_id).where(Unit.id.in_(list(unit_ids))).cte(recursive=True)
    line = line.union(select(line.c.of, Unit.id, Unit.parent_id).join(line, Unit.id == line.c.parent_id))
    found: dict[str, set[str]] = {}
    for of, unit_id in session.execute(select(line.c.of, line.c.id)):
        found.setdefault(of, set()).add(unit_id)
    return {of: frozenset(ids) for of, ids in found.items()}


def list_children(session: Session, parent_id: str | None, day: date) -> list[Unit]:
    """Return the units directly below one (None: the provinces) on a day, by search key."""
    below = Unit.parent_id == parent_id if parent_id else and_(Unit.parent_id.is_(None), Unit.level == "tinh")
    return list(
        session.execute(select(Unit).where(below, *in_force_on(day)).order_by(Unit.search_key, Unit.code)).scalars()
    )


def units_by_code(session: Session, codes: Sequence[str], day: date) -> dict[str, Unit]:
    """Return the units in force on a day that bear these codes, by code."""
    return {u.code: u for u in session.execute(select(Unit).where(Unit.code.in_(codes), *in_force_on(day))).scalars()}
