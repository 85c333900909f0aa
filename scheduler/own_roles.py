"""As what somebody signed in may act today, with the names of the units."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from scheduler.core.roles import Role
from scheduler.db.offices import Office
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.signed import Held


@dataclass(frozen=True, slots=True)
class OwnRole:
    """A role to act in. ``where``: the unit's full name, "" for the country; ``office``: the title it is bound to."""

    id: str
    role: Role
    where: str
    office: str


def list_roles(uow: UnitOfWork, held: Sequence[Held]) -> list[OwnRole]:
    """Return the roles in the order held, in two queries. They are the reader's own: nobody else's can be asked for."""
    units = {one.unit_id for one in held if one.unit_id}
    offices = {one.office_id for one in held if one.office_id}
    names = dict(uow.session.execute(select(Unit.id, Unit.full_name).where(Unit.id.in_(units))).all())
    titles = dict(uow.session.execute(select(Office.id, Office.title).where(Office.id.in_(offices))).all())
    return [
        OwnRole(one.id, Role(one.role), names.get(one.unit_id or "", ""), titles.get(one.office_id or "", ""))
        for one in held
    ]
