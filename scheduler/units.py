"""Units: loading the shipped list, looking one up by any name it ever bore, and what is told about it."""

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import delete, insert, select

from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.db.prints import about_to_write
from scheduler.db.scope import for_the_country, readable, reads, writes
from scheduler.db.touched import NOTED, touch
from scheduler.db.unit_search import Found, find_units
from scheduler.db.units import FormerName, Unit, list_children, units_by_code
from scheduler.db.work import UnitOfWork
from scheduler.ical.settle import settle_unit
from scheduler.registering import current
from scheduler.unit_data import FormerUnit, UnitRow, current_units, former_names, former_units, older_names, public_name

FORMER_SINCE = date(2014, 7, 1)
"""The day former units begin with us (I): the source has only their last day; the oldest law here is of this day."""
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows the import added."""

    units: int
    former_units: int
    former_names: int


def import_units(uow: UnitOfWork) -> Imported:
    """Load the shipped units of today and yesterday and their former names; doing it again adds nothing.

    Provinces that 2025 left unmerged are one unit: their row begins with the former one. What stands is not changed.
    Raises: NotAllowed.
    Law: the district level ended on 2025-06-30 (T1); a unit is its code and validity together (T40).
    """
    for_the_country(uow, Action.KEEP_UNITS)
    had = {(code, first): row for row, code, first in uow.session.execute(select(Unit.id, Unit.code, Unit.valid_from))}
    before = tuple(former_units())
    lasting = {unit.successors[0] for unit in before if unit.continues}
    now = [
        _now_row(uow, unit, FORMER_SINCE if unit.code in lasting else unit.span.first, had) for unit in current_units()
    ]
    then = [_then_row(uow, unit, had) for unit in before if not unit.continues]
    new, old = [row for row in now if row], [row for row in then if row]
    _insert(uow, [*new, *old])
    made = Imported(len(new), len(old), _import_names(uow))
    if made != Imported(0, 0, 0):
        values = {"units": made.units, "former_units": made.former_units, "former_names": made.former_names}
        uow.record("UnitsImported", "units", None, **values)
    return made


def change_unit(
    uow: UnitOfWork,
    unit_id: str,
    version: int,
    *,
    address: str | None = None,
    telephone: str | None = None,
    regular_hours: str | None = None,
) -> Unit:
    """Change what is told about a unit; None leaves a thing as it is. ``regular_hours`` are those of the daily duty.

    Raises: NotFound, NotAllowed, Stale, InvalidInput when nothing is given.
    Law: Luật 42/2013 Điều 24.1 (place and regular hours are published).
    """
    unit = writes(uow, unit_id, Action.KEEP_UNIT)
    current(unit, version)
    given = {"address": address, "telephone": telephone, "regular_hours": regular_hours}
    wanted = {name: nfc(value) for name, value in given.items() if value is not None}
    if not wanted:
        raise InvalidInput.at("", "nothing-to-change")
    before = {name: getattr(unit, name) for name, value in wanted.items() if getattr(unit, name) != value}
    for name in before:
        setattr(unit, name, wanted[name])
    if before:
        uow.session.flush()
        uow.record("UnitChanged", unit.id, unit.id, before=before, after={name: wanted[name] for name in before})
        settle_unit(uow, unit.id)
    return unit


def get(uow: UnitOfWork, unit_id: str) -> Unit:
    """Return a unit within the actor's reach. Raises: NotFound, NotAllowed."""
    return reads(uow, unit_id)


def children(uow: UnitOfWork, unit_id: str | None, day: date | None = None) -> list[Unit]:
    """Return the units directly below one on a day (today), by name.

    None: for an actor of one unit that unit and then those directly below it; for the country's, the provinces.
    Raises: NotFound, NotAllowed.
    """
    uow.require(Action.READ)
    day = day or uow.today
    if unit_id is not None:
        reads(uow, unit_id)
    own = uow.actor.unit_id
    if unit_id is None and own is not None:
        mine = [unit for unit in [reads(uow, own)] if unit.valid_from <= day <= (unit.valid_to or day)]
        return [*mine, *list_children(uow.session, own, day)]
    reach = _reach(uow)
    return [unit for unit in list_children(uow.session, unit_id, day) if reach is None or unit.id in reach]


def by_code(uow: UnitOfWork, code: str, day: date | None = None) -> list[Unit]:
    """Return the unit that bears an official code on a day (today), or none when the actor does not reach one.

    Raises: NotAllowed.
    Law: a code without a day names no unit, for codes are given again (T40).
    """
    uow.require(Action.READ)
    found = units_by_code(uow.session, [code], day or uow.today).values()
    reach = _reach(uow)
    return [unit for unit in found if reach is None or unit.id in reach]


def search(uow: UnitOfWork, text: str, day: date | None = None, limit: int = 50) -> list[Found]:
    """Return the units within reach and in force on a day (today) that any name or code leads to; best first.

    Raises: NotAllowed.
    """
    uow.require(Action.READ)
    return find_units(uow.session, text, day or uow.today, readable(uow, Unit.__table__.c.id))[:limit]


def _reach(uow: UnitOfWork) -> frozenset[str] | None:
    """Return the ids the actor reaches, None for all."""
    if uow.actor.unit_id is None:
        return None
    rows = select(Unit.id).where(readable(uow, Unit.__table__.c.id))
    return frozenset(uow.session.execute(rows).scalars())


def _now_row(uow: UnitOfWork, unit: UnitRow, first: date, had: dict[tuple[str, date], str]) -> dict[str, Any] | None:
    if (unit.code, first) in had:
        return None
    had[unit.code, first] = uow.new_id()
    lines = [(unit.parent_code or "", day) for day in (unit.span.first, FORMER_SINCE)]
    above = next((had[line] for line in lines if line in had), None)
    return _row(unit, had[unit.code, first], above, first, unit.span.last)


def _then_row(uow: UnitOfWork, unit: FormerUnit, had: dict[tuple[str, date], str]) -> dict[str, Any] | None:
    if (unit.code, FORMER_SINCE) in had:
        return None
    had[unit.code, FORMER_SINCE] = uow.new_id()
    above = had[unit.parent_code, FORMER_SINCE] if unit.parent_code else None
    return _row(unit, had[unit.code, FORMER_SINCE], above, FORMER_SINCE, unit.last)


def _row(unit: UnitRow | FormerUnit, row_id: str, above: str | None, first: date, last: date | None) -> dict[str, Any]:
    return {
        "id": row_id,
        "code": unit.code,
        "level": unit.level.value,
        "kind": unit.kind,
        "name": unit.name,
        "full_name": unit.full_name,
        "search_key": unit.search_key,
        "public_name": public_name(unit),
        "parent_id": above,
        "valid_from": first,
        "valid_to": last,
        "version": 1,
        "address": "",
        "telephone": "",
        "regular_hours": "",
    }


def _insert(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    # Those above before those below: PostgreSQL asks for the parent row at once.
    for wave in (True, False):
        part = [row for row in rows if (row["parent_id"] is None) is wave]
        for start in range(0, len(part), _AT_ONCE):
            uow.session.execute(insert(Unit), part[start : start + _AT_ONCE])


def _import_names(uow: UnitOfWork) -> int:
    wanted = [
        {
            "id": number,
            "full_name": name.full_name,
            "within": name.within,
            "search_key": name.search_key,
            "successor_codes": list(name.successors),
        }
        for number, name in enumerate(chain(former_names(), older_names()), 1)
    ]
    stored = select(FormerName.id, FormerName.full_name, FormerName.within, FormerName.successor_codes)
    had = {number: (full, within, codes) for number, full, within, codes in uow.session.execute(stored)}
    same = {row["id"]: (row["full_name"], row["within"], row["successor_codes"]) for row in wanted} == had
    if same:
        return 0
    # Nothing refers to these rows and nobody edits them: a corrected list replaces them as a whole.
    about_to_write(uow.session, FormerName.__tablename__, [(number,) for number in had])
    uow.session.execute(delete(FormerName), execution_options=NOTED)
    touch(uow.session, FormerName.__tablename__, [(number,) for number in had])
    for start in range(0, len(wanted), _AT_ONCE):
        uow.session.execute(insert(FormerName), wanted[start : start + _AT_ONCE])
    return len(wanted)
