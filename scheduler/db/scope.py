"""Whose rows an actor reaches: own unit and those below for reading, own unit only for writing."""

from sqlalchemy import ColumnElement, true

from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.db.units import Unit, at_or_below, get_unit
from scheduler.db.work import UnitOfWork


def readable(uow: UnitOfWork, column: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a unit id lies within the actor's reach for reading."""
    own = uow.actor.unit_id
    if own is None:
        return true()
    return column.in_(at_or_below(own))


def reads(uow: UnitOfWork, unit_id: str) -> Unit:
    """Return the unit if the actor may look at it; what lies outside the reach does not exist.

    Raises: NotFound, NotAllowed.
    """
    uow.require(Action.READ)
    own = uow.actor.unit_id
    unit = get_unit(uow.session, unit_id)
    if own in (None, unit.id) or own == unit.parent_id:
        return unit
    parent = uow.session.get(Unit, unit.parent_id) if unit.parent_id else None
    if parent is not None and parent.parent_id == own:
        return unit
    raise NotFound(kind="unit", id=unit_id)


def may_write(uow: UnitOfWork, unit_id: str, action: Action) -> bool:
    """Tell whether the actor may do ``action`` at a unit: within its role, and at its own unit or for the country.

    Takes no lock and raises nothing: what a page asks before it shows a button.
    """
    return uow.actor.may(action) and uow.actor.unit_id in (None, unit_id)


def writes(uow: UnitOfWork, unit_id: str, action: Action) -> Unit:
    """Return the unit if the actor may do ``action`` there, locked until the end and as it stands now.

    A unit that can be seen but not changed is refused as not allowed; one out of sight does not exist.
    Raises: NotFound, NotAllowed.
    """
    unit = reads(uow, unit_id)
    if not may_write(uow, unit.id, action):
        uow.refuse(action)
    # One change of a unit's calendar at a time: a minimum, a room and a person are judged on all its meetings.
    # Read anew once it is ours: whoever held it before us may have ended it.
    uow.session.refresh(unit, with_for_update={"key_share": True})
    return unit


def oversees(uow: UnitOfWork, unit_id: str, action: Action) -> Unit:
    """Return the unit, the actor's own or one below it, if the actor may do ``action`` there; locked as by writes.

    Raises: NotFound, NotAllowed.
    """
    uow.require(action)
    unit = reads(uow, unit_id)
    uow.session.refresh(unit, with_for_update={"key_share": True})
    return unit


def for_the_country(uow: UnitOfWork, action: Action) -> None:
    """Pass when the actor may do ``action`` for the whole country. Raises: NotAllowed."""
    uow.require(action)
    if uow.actor.unit_id is not None:
        uow.refuse(action)
