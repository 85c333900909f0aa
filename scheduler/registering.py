"""What is asked of every entry and meeting: whose it is, that it is current, that its text and days make sense."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from sqlalchemy.orm.attributes import flag_modified

from scheduler.core.errors import Fault, InvalidInput, NotAllowed, Stale
from scheduler.core.roles import Action, Actor, Role
from scheduler.core.vietnamese import nfc
from scheduler.db.meetings import Meeting, list_meetings_by_id, units_of_meetings
from scheduler.db.offices import Holding, Office, get_office
from scheduler.db.scope import writes
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork

LONGEST_SPAN = 400
"""Days that may be asked about at once: a year and what reaches over its ends."""


class Counted(Protocol):
    """A row with a version."""

    @property
    def version(self) -> int:
        """Which state of it somebody read."""


def current(row: Counted, version: int) -> None:
    """Pass when ``version`` is the row's present one. Raises: Stale."""
    if row.version != version:
        raise Stale(current_version=row.version)


def refuse_if(faults: list[Fault]) -> None:
    """Pass when there are no faults. Raises: InvalidInput with all of them."""
    if faults:
        raise InvalidInput(faults)


def text_faults(where: str, text: str, longest: int, *, needed: bool = True) -> list[Fault]:
    """Return what is wrong with a line of text of 1 (0, when not ``needed``) to ``longest`` letters."""
    if needed and not nfc(text):
        return [Fault(where, "required")]
    return [Fault(where, "text-too-long", {"most": longest})] if len(nfc(text)) > longest else []


def order_faults(where: str, first: date, last: date | None) -> list[Fault]:
    """Return the fault of a span that ends before it starts."""
    return [Fault(where, "ends-before-start", {"start": first})] if last is not None and last < first else []


def span_faults(where: str, first: date, last: date, most: int = LONGEST_SPAN) -> list[Fault]:
    """Return what is wrong with a closed span of 1 to ``most`` days."""
    too_long = [Fault(where, "span-too-long", {"most": most})] if (last - first).days >= most else []
    return order_faults(where, first, last) + too_long


def unit_faults(unit: Unit, where: str, day: date | None) -> list[Fault]:
    """Return the fault of a day on which the unit did not exist (T1)."""
    if day is None or (unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)):
        return []
    return [Fault(where, "unit-not-in-being", {"day": day, "unit": unit.full_name})]


def own_office(uow: UnitOfWork, office_id: str) -> Office:
    """Return an office whose entries the actor may change, locked so that two heads cannot be entered at once.

    Raises: NotFound, NotAllowed.
    """
    writes(uow, get_office(uow.session, office_id).unit_id, Action.KEEP_UNIT)
    return uow.session.get_one(Office, office_id, with_for_update=True, populate_existing=True)


def end_tenure(
    uow: UnitOfWork, office: Office, held: Holding, last_on: date, said: Mapping[str, object] | None = None
) -> None:
    """Write down the last day of a holding; ``said``: what the event tells besides."""
    held.last_on = last_on
    uow.session.flush()
    values = {"office": office.id, "person": held.person_id, "last_on": str(last_on), **(said or {})}
    uow.record("TenureEnded", held.id, office.unit_id, **values)


def own(uow: UnitOfWork, meeting_id: str, action: Action) -> Meeting:
    """Return a meeting that the actor may do ``action`` to. Raises: NotFound, NotAllowed."""
    (meeting,) = own_all(uow, [meeting_id], action)
    return meeting


def own_presided(uow: UnitOfWork, meeting_id: str, action: Action) -> Meeting:
    """Return a meeting that the actor may do ``action`` to and, as a leader, presides over.

    Raises: NotFound, NotAllowed.
    """
    meeting = own(uow, meeting_id, action)
    if not presides(uow.actor, meeting):
        raise NotAllowed("office-not-presiding", action=action.value, role=uow.actor.role.value)
    return meeting


def presides(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether a meeting concerns an actor: for a leader bound to offices, one of these must preside over it.

    Who is no leader, or a leader bound to no office (a key of the unit's own program), is not bound by this.
    """
    if actor.role is not Role.LEADER or not actor.office_ids:
        return True
    return any(chair.office_id in actor.office_ids for chair in meeting.chairs)


def own_all(uow: UnitOfWork, meeting_ids: Iterable[str], action: Action) -> list[Meeting]:
    """Return meetings that the actor may do ``action`` to, each once, in the order of their ids as given.

    Asked once for each unit, whatever the number of meetings. Raises: NotFound, NotAllowed.
    """
    wanted = list(dict.fromkeys(meeting_ids))
    units = units_of_meetings(uow.session, wanted)
    # In one order everywhere, so that two writers never wait for each other in a circle.
    for unit_id in sorted(set(units.values())):
        writes(uow, unit_id, action)
    # Read only now: whoever held the unit before us may have changed them.
    return list_meetings_by_id(uow.session, wanted)


def as_read(meeting: Meeting, version: int | None) -> None:
    """Check that the meeting is still as somebody read it. Raises: Stale when ``version`` is not the present one."""
    if version is not None and version != meeting.version:
        raise Stale(current_version=meeting.version, meeting_id=meeting.id)


def touch(uow: UnitOfWork, meeting: Meeting, version: int | None) -> None:
    """Note that the meeting changes now, so that its version rises even when only its sittings changed.

    Raises: Stale when ``version`` is given and is not the present one.
    """
    as_read(meeting, version)
    meeting.changed_at = uow.now
    flag_modified(meeting, "changed_at")
