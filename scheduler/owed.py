"""What a unit still owes somebody: a date for postponed meetings, an office for duties that rest on none."""

from datetime import date

from scheduler.core.compliance.unborne import without_office
from scheduler.db.meetings import Meeting, list_undated
from scheduler.db.offices import list_offices
from scheduler.db.scope import reads
from scheduler.db.work import UnitOfWork
from scheduler.ledger import lineage, rules_for


def undated(uow: UnitOfWork, unit_id: str) -> list[Meeting]:
    """Return a unit's meetings that were postponed and wait for a date, oldest first.

    Raises: NotFound, NotAllowed.
    Law: Luật 42/2013 Điều 24.4 (a postponement announces the specific new time).
    """
    return list_undated(uow.session, [reads(uow, unit_id).id])


def unborne(uow: UnitOfWork, unit_id: str, first: date, last: date) -> tuple[str, ...]:
    """Return the ids of the rules judged at the unit's level in first..last for which it has no office in force.

    Raises: NotFound, NotAllowed.
    """
    unit = reads(uow, unit_id)
    here = [
        office.kind
        for office in list_offices(uow.session, [unit.id])
        if office.valid_from <= last and (office.valid_to is None or office.valid_to >= first)
    ]
    above = lineage(uow, unit.id)
    return without_office(rules_for(uow, above), here, unit.level, first, last, lineage=above)
