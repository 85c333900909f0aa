"""What a page of oversight needs besides the figures: names of units, offices and people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from scheduler.db.access import ApiKey
from scheduler.db.accounts import Account
from scheduler.db.explanations import Explanation, explanations_within
from scheduler.db.offices import Office, get_office
from scheduler.db.scope import reads
from scheduler.db.units import Unit, at_or_below
from scheduler.db.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose figures these are. ``above``: the unit above it that the reader reaches too, None when there is none."""

    unit: Unit
    above: Unit | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question put to a unit, with the names of what it is about."""

    row: Explanation
    unit: str
    office: str


def heading(uow: UnitOfWork, unit_id: str) -> Heading:
    """Return whose figures a page shows. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    own = uow.actor.unit_id
    reached = unit.parent_id is not None and own != unit.id
    return Heading(unit, uow.session.get(Unit, unit.parent_id) if reached else None)


def office_of(uow: UnitOfWork, office_id: str) -> Office:
    """Return an office in reach. Raises: NotFound, NotAllowed."""
    office = get_office(uow.session, office_id)
    reads(uow, office.unit_id)
    return office


def names_of(uow: UnitOfWork, actors: Iterable[str | None]) -> Mapping[str, str]:
    """Return how people and programs are called, by the id that the journal remembers; none for others."""
    wanted = sorted({actor for actor in actors if actor})
    found: dict[str, str] = {}
    for table in (ApiKey, Account):
        rows = uow.session.execute(select(table.id, table.name).where(table.id.in_(wanted)))
        found.update((row.id, row.name) for row in rows)
    return found


def questions(uow: UnitOfWork, unit_id: str, limit: int = 200) -> list[Question]:
    """Return what was asked of a unit and those below it, open ones first, then the newest.

    Raises: NotFound, NotAllowed.
    """
    unit = reads(uow, unit_id)
    rows = explanations_within(uow.session, at_or_below(unit.id), limit)
    unit_names = select(Unit.id, Unit.full_name).where(Unit.id.in_({row.unit_id for row in rows}))
    office_names = select(Office.id, Office.title).where(Office.id.in_({row.office_id for row in rows}))
    units = {row.id: row.full_name for row in uow.session.execute(unit_names)}
    titles = {row.id: row.title for row in uow.session.execute(office_names)}
    return [Question(row, units[row.unit_id], titles[row.office_id]) for row in rows]
