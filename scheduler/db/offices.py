"""Offices that bear duties, the people who hold them, and for how long."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.errors import NotFound
from scheduler.core.facts import OfficeFact, Span, Tenure
from scheduler.core.vietnamese import fold
from scheduler.db.base import Base, Versioned
from scheduler.db.units import Unit


class Office(Versioned, Base):
    """A post at a unit on which a duty rests (Bí thư, Chủ tịch UBND, head of a department)."""

    __tablename__ = "office"
    __table_args__ = (Index("ix_office_unit", "unit_id"),)
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    title: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Person(Versioned, Base):
    """Somebody who holds or held an office of a unit. Never a citizen."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_unit", "unit_id"),)
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    search_key: Mapped[str]


class Holding(Base):
    """One person's span in one office; ``capacity`` is holder, acting (quyền, phụ trách) or caretaker (điều hành)."""

    __tablename__ = "holding"
    __table_args__ = (Index("ix_holding_office", "office_id"), Index("ix_holding_person", "person_id"))
    id: Mapped[str] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date | None]


def get_office(session: Session, office_id: str) -> Office:
    """Return the office. Raises: NotFound."""
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound(kind="office", id=office_id)
    return office


def list_offices(session: Session, unit_ids: Sequence[str]) -> list[Office]:
    """Return the offices of some units, by unit and title."""
    return list(
        session.execute(
            select(Office).where(Office.unit_id.in_(unit_ids)).order_by(Office.unit_id, Office.title, Office.id)
        ).scalars()
    )


def list_holdings(session: Session, office_ids: Iterable[str]) -> list[Holding]:
    """Return who held these offices and when, oldest first."""
    return list(
        session.execute(
            select(Holding).where(Holding.office_id.in_(list(office_ids))).order_by(Holding.first_on, Holding.id)
        ).scalars()
    )


def holder_on(holdings: Iterable[Holding], office_id: str, day: date) -> Holding | None:
    """Return who heads the office on a day (holder or acting, never a caretaker), or None when it is vacant."""
    for held in holdings:
        covers = held.first_on <= day and (held.last_on is None or day <= held.last_on)
        if held.office_id == office_id and held.capacity != "caretaker" and covers:
            return held
    return None


def office_facts(session: Session, offices: Sequence[Office]) -> list[OfficeFact]:
    """Return what the engines need to know of the offices, in the given order."""
    tenures: dict[str, list[Tenure]] = {}
    held = select(Holding, Person.search_key).join(Person).where(Holding.office_id.in_([o.id for o in offices]))
    for h, name in session.execute(held.order_by(Holding.first_on, Holding.id)):
        told = Tenure(h.person_id, Span(h.first_on, h.last_on), h.capacity != "caretaker", name)
        tenures.setdefault(h.office_id, []).append(told)
    units = {u.id: u for u in session.execute(select(Unit).where(Unit.id.in_({o.unit_id for o in offices}))).scalars()}
    return [_fact(office, units[office.unit_id], tenures.get(office.id, [])) for office in offices]


def _fact(office: Office, unit: Unit, tenures: Iterable[Tenure]) -> OfficeFact:
    ends = [end for end in (office.valid_to, unit.valid_to) if end]
    return OfficeFact(
        id=office.id,
        unit_id=office.unit_id,
        kind=office.kind,
        level=unit.level,
        span=Span(max(office.valid_from, unit.valid_from), min(ends) if ends else None),
        tenures=tuple(tenures),
        unit_span=Span(unit.valid_from, unit.valid_to),
        name=fold(office.title),
    )
