"""When somebody or everybody is not free: leave, missions, congresses, council sessions (T39).

Entering one moves no meeting and is never refused for what it does to a minimum; the caller is told what that is.
"""

from dataclasses import dataclass
from datetime import date

from scheduler.absence_effects import Told, compared, standing, touched
from scheduler.core.errors import InvalidInput, NotFound
from scheduler.core.facts import DayPart, Level
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.db.offices import Person, get_office
from scheduler.db.places import Absence, list_absences, offices_concerned
from scheduler.db.scope import for_the_country, reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.ledger import blocks_level, lineage
from scheduler.registering import current, refuse_if, span_faults, text_faults

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


def add(
    uow: UnitOfWork, whom: Whom, first_on: date, last_on: date, reason: str, *, part: DayPart = DayPart.ALL
) -> Told:
    """Enter the closed span first_on..last_on (366 days at most) or, with ``part``, its mornings or afternoons.

    Raises: NotFound, NotAllowed, InvalidInput with every fault at once.
    """
    owner = _owner(uow, whom)
    _check(first_on, last_on, reason)
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
    offices = offices_concerned(uow.session, absence)
    before = standing(uow, offices, first_on, last_on)
    uow.session.add(absence)
    uow.session.flush()
    after = standing(uow, offices, first_on, last_on)
    told = Told(absence, *touched(uow, absence), *compared(absence, before, after))
    in_the_way = [meeting.id for meeting in told.meetings]
    uow.record("AbsenceAdded", absence.id, absence.owner_unit_id, **_said(absence), touched=in_the_way)
    return told


def change(
    uow: UnitOfWork,
    absence_id: str,
    version: int,
    *,
    first_on: date | None = None,
    last_on: date | None = None,
    part: DayPart | None = None,
    reason: str | None = None,
) -> Told:
    """Change the span and the reason of an absence; None leaves a thing as it is, and whom it concerns stays.

    The verdicts are those of the old span and the new one. ``version``: in which it was read.
    Raises: NotFound, NotAllowed, Stale, InvalidInput with every fault at once.
    """
    absence = _own(uow, absence_id, version)
    if (first_on, last_on, part, reason) == (None, None, None, None):
        raise InvalidInput.at("", "nothing-to-change")
    first_on, last_on = first_on or absence.first_on, last_on or absence.last_on
    part, reason = part or DayPart(absence.part), absence.reason if reason is None else reason
    was = _said(absence)
    _check(first_on, last_on, reason)
    span = min(first_on, absence.first_on), max(last_on, absence.last_on)
    wanted = _like(absence, first_on, last_on)
    # Who held an office in one span and not in the other is concerned all the same.
    offices = {*offices_concerned(uow.session, absence), *offices_concerned(uow.session, wanted)}
    before = standing(uow, offices, *span)
    absence.first_on, absence.last_on, absence.part, absence.reason = first_on, last_on, part.value, nfc(reason)
    uow.session.flush()
    told = Told(absence, *touched(uow, absence), *compared(absence, before, standing(uow, offices, *span)))
    values = {"before": was, "after": _said(absence), "touched": [meeting.id for meeting in told.meetings]}
    uow.record("AbsenceChanged", absence.id, absence.owner_unit_id, **values)
    return told


def remove(uow: UnitOfWork, absence_id: str, version: int) -> Told:
    """Withdraw an absence; the journal keeps that it was there. ``version``: in which it was read.

    Raises: NotFound, NotAllowed, Stale.
    """
    absence = _own(uow, absence_id, version)
    offices, stood = offices_concerned(uow.session, absence), touched(uow, absence)
    span = absence.first_on, absence.last_on
    before = standing(uow, offices, *span)
    uow.session.delete(absence)
    uow.session.flush()
    uow.record("AbsenceRemoved", absence.id, absence.owner_unit_id, **_said(absence))
    return Told(absence, *stood, *compared(absence, before, standing(uow, offices, *span)))


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


def _own(uow: UnitOfWork, absence_id: str, version: int) -> Absence:
    """Return an absence that the actor may change, locked with its unit. Raises: NotFound, NotAllowed, Stale."""
    owner = get(uow, absence_id).owner_unit_id
    if owner is None:
        for_the_country(uow, Action.BOOK)
    else:
        writes(uow, owner, Action.BOOK)
    # Read only now: whoever held the unit before us may have changed or withdrawn it.
    absence = uow.session.get(Absence, absence_id, with_for_update=True, populate_existing=True)
    if absence is None:
        raise NotFound(kind="absence", id=absence_id)
    current(absence, version)
    return absence


def _like(absence: Absence, first_on: date, last_on: date) -> Absence:
    """Return an absence of the same in another span, which is never stored."""
    whom = {name: getattr(absence, name) for name in ("person_id", "office_id", "unit_id", "level", "owner_unit_id")}
    return Absence(**whom, first_on=first_on, last_on=last_on)


def _check(first_on: date, last_on: date, reason: str) -> None:
    faults = span_faults("last_on", first_on, last_on, MOST_DAYS)
    refuse_if(faults + text_faults("reason", reason, LONGEST_REASON))


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


def _said(absence: Absence) -> dict[str, object]:
    names = ("person_id", "office_id", "unit_id", "level", "part")
    meant = {name: getattr(absence, name) for name in names if getattr(absence, name) is not None}
    # The reason may tell of somebody's health: it stays in the row and goes with it.
    return {"of": meant, "first_on": str(absence.first_on), "last_on": str(absence.last_on)}
