"""Absences as a page lists them: whom each concerns, by name, and whether it comes from above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from scheduler.core.facts import Level
from scheduler.db.offices import Holding, Office, Person, list_holdings, list_offices
from scheduler.db.places import Absence
from scheduler.db.scope import reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.wording.absences import level_words, office_words, person_words, unit_words

_BELOW = {Level.TRUNG_UONG: (Level.TINH, Level.XA), Level.TINH: (Level.TINH, Level.XA)}
"""The levels that a unit may block as a whole; the districts are no more."""


@dataclass(frozen=True, slots=True)
class AwayDays:
    """An absence with whom it concerns; ``from_above``: entered by a unit above, or for the country."""

    absence: Absence
    whom: str
    from_above: bool


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody an absence may be entered for: ``key`` is "person:<id>", "office:<id>", "unit:<id>" or "level:xa"."""

    key: str
    name: str


def listed(uow: UnitOfWork, unit_id: str, absences: Iterable[Absence]) -> tuple[AwayDays, ...]:
    """Return absences that a unit sees, in the order given, with names. Raises: NotFound, NotAllowed."""
    unit, rows = reads(uow, unit_id), list(absences)
    people = {row.person_id for row in rows} - {None}
    offices = {o.id: o for o in _offices(uow, {row.office_id for row in rows} - {None})}
    names = {p.id: p.name for p in uow.session.execute(select(Person).where(Person.id.in_(people))).scalars()}
    titles = _titles(uow, [unit.id])
    owners = {row.owner_unit_id for row in rows if row.level}
    units = {u.id: u.full_name for u in uow.session.execute(select(Unit).where(Unit.id.in_(owners))).scalars()}

    def whom(row: Absence) -> str:
        if row.level:
            return level_words(Level(row.level), units.get(row.owner_unit_id or "", ""))
        if row.person_id:
            return person_words(names.get(row.person_id, ""), titles.get(row.person_id, ""))
        return office_words(offices[row.office_id].title) if row.office_id in offices else unit_words()

    return tuple(AwayDays(row, whom(row), row.owner_unit_id != unit.id) for row in rows)


def concerned(uow: UnitOfWork, unit_id: str) -> tuple[Concerned, ...]:
    """Return for whom an absence may be entered at a unit from today on: people in office, offices, the unit, levels.

    Raises: NotFound, NotAllowed.
    """
    unit = reads(uow, unit_id)
    offices = [o for o in list_offices(uow.session, [unit.id]) if o.valid_to is None or o.valid_to >= uow.today]
    held = _in_office(uow, [o.id for o in offices])
    titles = _titles(uow, [unit.id])
    # An entry for somebody of another unit belongs to that unit.
    theirs = Person.id.in_({one.person_id for one in held}), Person.unit_id == unit.id
    people = select(Person).where(*theirs).order_by(Person.name, Person.id)
    found = [
        Concerned(f"person:{p.id}", person_words(p.name, titles.get(p.id, "")))
        for p in uow.session.execute(people).scalars()
    ]
    found += [Concerned(f"office:{o.id}", office_words(o.title)) for o in offices]
    found.append(Concerned(f"unit:{unit.id}", unit_words()))
    levels = _BELOW.get(Level(unit.level), ())
    return (*found, *(Concerned(f"level:{one.value}", level_words(one, unit.full_name)) for one in levels))


def _offices(uow: UnitOfWork, ids: Iterable[str | None]) -> Sequence[Office]:
    return uow.session.execute(select(Office).where(Office.id.in_(ids))).scalars().all()


def _in_office(uow: UnitOfWork, office_ids: Sequence[str]) -> list[Holding]:
    """Return who holds the offices on the day of this work or later."""
    return [one for one in list_holdings(uow.session, office_ids) if one.last_on is None or one.last_on >= uow.today]


def _titles(uow: UnitOfWork, unit_ids: Sequence[str]) -> dict[str, str]:
    """Return the titles that the people of some units hold, by person: "Bí thư Đảng ủy; Chủ tịch HĐND"."""
    offices = {office.id: office.title for office in list_offices(uow.session, unit_ids)}
    found: dict[str, list[str]] = {}
    for one in _in_office(uow, list(offices)):
        found.setdefault(one.person_id, []).append(offices[one.office_id])
    return {person: "; ".join(dict.fromkeys(titles)) for person, titles in found.items()}
