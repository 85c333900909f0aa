"""Where meetings are held, and when somebody or everybody is not free."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from scheduler.core.errors import NotFound
from scheduler.db.base import Base, Versioned
from scheduler.db.offices import Holding, Office
from scheduler.db.units import Unit, at_or_below


class Place(Versioned, Base):
    """A reception place of a unit; ``rooms`` meetings fit there at once. Offices of the unit share it."""

    __tablename__ = "place"
    __table_args__ = (Index("ix_place_unit", "unit_id"), CheckConstraint("rooms >= 1", name="rooms"))
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    rooms: Mapped[int] = mapped_column(default=1)
    closed_on: Mapped[date | None]

    def is_open(self, day: date) -> bool:
        """Tell whether anybody may meet there on a day; ``closed_on`` is the first on which nobody does."""
        return self.closed_on is None or day < self.closed_on


class Absence(Versioned, Base):
    """A span in which a person, an office, a unit, or every unit of a level below one cannot receive.

    Exactly one of person_id, office_id, unit_id is set, or ``level`` (with unit_id None: the whole country; with
    unit_id: the units of that level below it). ``part`` is all, morning or afternoon.
    """

    __tablename__ = "absence"
    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - SQLAlchemy's own convention
    __table_args__ = (
        Index("ix_absence_span", "last_on", "first_on"),
        CheckConstraint("first_on <= last_on", name="span"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    owner_unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    level: Mapped[str | None]
    first_on: Mapped[date]
    last_on: Mapped[date]
    part: Mapped[str]
    reason: Mapped[str]


def get_place(session: Session, place_id: str) -> Place:
    """Return the place. Raises: NotFound."""
    place = session.get(Place, place_id)
    if place is None:
        raise NotFound(kind="place", id=place_id)
    return place


def list_places(session: Session, unit_ids: Sequence[str]) -> list[Place]:
    """Return the places of some units, by unit and name."""
    return list(
        session.execute(
            select(Place).where(Place.unit_id.in_(unit_ids)).order_by(Place.unit_id, Place.name, Place.id)
        ).scalars()
    )


def closed_places(session: Session, place_ids: Collection[str]) -> dict[str, Place]:
    """Return those of some places that have a day from which they are closed, by id."""
    rows = select(Place).where(Place.id.in_(place_ids), Place.closed_on.is_not(None))
    return {place.id: place for place in session.execute(rows).scalars()}


def offices_concerned(session: Session, absence: Absence) -> list[str]:
    """Return the ids of the offices whose heads an absence keeps away, entered or not yet, ascending.

    A person's: those held in its span. A unit's or a level's: those that exist in it.
    """
    rows = select(Office.id)
    if absence.office_id is not None:
        rows = rows.where(Office.id == absence.office_id)
    elif absence.person_id is not None:
        held = select(Holding.office_id).where(Holding.person_id == absence.person_id)
        rows = rows.where(Office.id.in_(held.where(_meets(absence, Holding.first_on, Holding.last_on))))
    else:
        rows = rows.where(_meets(absence, Office.valid_from, Office.valid_to))
    if absence.unit_id is not None:
        rows = rows.where(Office.unit_id == absence.unit_id)
    if absence.level is not None:
        units = select(Unit.id).where(Unit.level == absence.level)
        if absence.owner_unit_id is not None:
            units = units.where(Unit.id.in_(at_or_below(absence.owner_unit_id)))
        rows = rows.where(Office.unit_id.in_(units))
    return list(session.execute(rows.order_by(Office.id)).scalars())


def _meets(
    absence: Absence, first: InstrumentedAttribute[date], last: InstrumentedAttribute[date | None]
) -> ColumnElement[bool]:
    return and_(first <= absence.last_on, or_(last.is_(None), last >= absence.first_on))


def list_absences(session: Session, unit_ids: Sequence[str], first: date, last: date) -> list[Absence]:
    """Return the absences that touch a span and were entered by some units or by the country, oldest first."""
    owned = or_(Absence.owner_unit_id.in_(unit_ids), Absence.owner_unit_id.is_(None))
    rows = select(Absence).where(owned, Absence.first_on <= last, Absence.last_on >= first)
    return list(session.execute(rows.order_by(Absence.first_on, Absence.id)).scalars())
