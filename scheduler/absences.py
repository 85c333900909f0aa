"""When somebody or everybody is not free: leave, missions, congresses, council sessions (T39).

Entering one moves no meeting; the caller is told which meetings it touches.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scheduler.core.conflicts import conflicts
from scheduler.core.errors import InvalidInput, NotFound
from scheduler.core.facts import DayPart, Level
from scheduler.core.lifecycle import OPEN
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.offices import Office, Person, get_office
from scheduler.db.places import Absence, list_absences
from scheduler.db.scope import for_the_country, reads, writes
from scheduler.db.units import at_or_below, lineages
from scheduler.db.work import UnitOfWork
from scheduler.diary import bookings
from scheduler.ledger import aways_from, blocks_level, lineage
from scheduler.registering import refuse_if, span_faults, text_faults

LONGEST_REASON, MOST_DAYS = 300, 366


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom an absence concerns: exactly one of person, office, whole unit, or whole level.

    A level is meant below (and at) the unit ``owner_unit_id``; None, for the country's actors only, means everywhere.
    """

    person_id: str | None = None
    office_id: str | None = None
    unit_id: str | None = None
    level: Level | None = None
    owner_unit_id: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An absence and the standing meetings that it stands in the way of (or stood, once removed), by date."""

    absence: Absence
    meetings: tuple[Meeting, ...]


def add(
    uow: UnitOfWork, whom: Whom, first_on: date, last_on: date, reason: str, *, part: DayPart = DayPart.ALL
) -> Told:
    """Enter the closed span first_on..last_on (366 days at most) or, with ``part``, its mornings or afternoons.

    Raises: NotFound, NotAllowed, InvalidInput with every fault at once.
    """
    faults = span_faults("last_on", first_on, last_on, MOST_DAYS)
    faults += text_faults("reason", reason, LONGEST_REASON)
    owner = _owner(uow, whom)
    refuse_if(faults)
    absence = Absence(
        id=uow.new_id(),
        owner_unit_id=owner,
        person_id=whom.person_id,
        office_id=whom.office_id,
        unit_id=whom.unit_id,
        level=whom.level.value if whom.level else None,
        first_on=first_on,
        last_on=last_on,
        part=part.value,
        reason=nfc(reason),
    )
    uow.session.add(absence)
    uow.session.flush()
    touched = _touched(uow, absence)
    uow.record("AbsenceAdded", absence.id, owner, **_said(absence), touched=[m.id for m in touched])
    return Told(absence, touched)


def remove(uow: UnitOfWork, absence_id: str) -> Told:
    """Withdraw an absence; the journal keeps that it was there.

    Raises: NotFound, NotAllowed.
    """
    absence = get(uow, absence_id)
    if absence.owner_unit_id is None:
        for_the_country(uow, Action.BOOK)
    else:
        writes(uow, absence.owner_unit_id, Action.BOOK)
    touched = _touched(uow, absence)
    uow.session.delete(absence)
    uow.session.flush()
    uow.record("AbsenceRemoved", absence.id, absence.owner_unit_id, **_said(absence))
    return Told(absence, touched)


def get(uow: UnitOfWork, absence_id: str) -> Absence:
    """Return an absence that the actor reaches: of a unit within reach, or one that blocks the actor's own level.

    Raises: NotFound, NotAllowed.
    """
    uow.require(Action.READ)
    absence = uow.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound(kind="absence", id=absence_id)
    own = uow.actor.unit_id
    if own is not None and not blocks_level(absence, reads(uow, own).level, lineage(uow, own)):
        if absence.owner_unit_id is None:
            raise NotFound(kind="absence", id=absence_id)
        reads(uow, absence.owner_unit_id)
    return absence


def list_of_unit(uow: UnitOfWork, unit_id: str, first: date, last: date) -> list[Absence]:
    """Return what was entered at a unit, and what blocks its whole level, in the closed span; by first day and id.

    The span has 400 days at most. Raises: NotFound, NotAllowed, InvalidInput.
    """
    unit = reads(uow, unit_id)
    refuse_if(span_faults("last", first, last))
    above = lineage(uow, unit.id)
    found = list_absences(uow.session, sorted(above), first, last)
    return [row for row in found if row.owner_unit_id == unit.id or blocks_level(row, unit.level, above)]


def _owner(uow: UnitOfWork, whom: Whom) -> str | None:
    """Check whom it concerns and return the unit that the entry belongs to, None for the whole country."""
    given = [name for name in ("person_id", "office_id", "unit_id", "level") if getattr(whom, name) is not None]
    if len(given) != 1 or (whom.owner_unit_id is not None and whom.level is None):
        raise InvalidInput.at("", "absence-of-one")
    if whom.level is not None:
        if whom.owner_unit_id is None:
            for_the_country(uow, Action.BOOK)
            return None
        return writes(uow, whom.owner_unit_id, Action.BOOK).id
    unit_id = whom.unit_id
    if whom.office_id is not None:
        unit_id = get_office(uow.session, whom.office_id).unit_id
    if whom.person_id is not None:
        person = uow.session.get(Person, whom.person_id)
        if person is None:
            raise NotFound(kind="person", id=whom.person_id)
        unit_id = person.unit_id
    return writes(uow, unit_id or "", Action.BOOK).id


def _touched(uow: UnitOfWork, absence: Absence) -> tuple[Meeting, ...]:
    """Return the standing meetings in which a head who is to sit in person cannot."""
    then = select(Sitting.meeting_id).where(Sitting.day >= absence.first_on, Sitting.day <= absence.last_on)
    rows = select(Meeting).where(Meeting.id.in_(then), Meeting.state.in_(OPEN))
    if absence.owner_unit_id is not None:
        # No absence reaches farther than those below its owner; whom it concerns there is the ledger's to say.
        rows = rows.where(Meeting.unit_id.in_(at_or_below(absence.owner_unit_id)))
    meetings = list(uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars())
    chairs = {chair.office_id for meeting in meetings for chair in meeting.chairs}
    offices = list(uow.session.execute(select(Office).where(Office.id.in_(chairs))).scalars())
    lines = lineages(uow.session, {office.unit_id for office in offices})
    aways = [away for spans in aways_from(uow, [absence], offices, lines).values() for away in spans]
    return tuple(meeting for meeting in meetings if conflicts(bookings(meeting, ()), (), {}, aways))


def _said(absence: Absence) -> dict[str, object]:
    names = ("person_id", "office_id", "unit_id", "level", "part")
    meant = {name: getattr(absence, name) for name in names if getattr(absence, name) is not None}
    # The reason may tell of somebody's health: it stays in the row and goes with it.
    return {"of": meant, "first_on": str(absence.first_on), "last_on": str(absence.last_on)}
