"""When somebody or everybody is not free: leave, missions, congresses, council sessions (T39).

Entering one moves no meeting and is never refused for what it does to a minimum; the caller is told what that is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import Conflict, conflicts
from scheduler.core.errors import InvalidInput, NotFound
from scheduler.core.facts import DayPart, Level
from scheduler.core.lifecycle import OPEN
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.offices import Office, Person, get_office
from scheduler.db.places import Absence, list_absences, offices_concerned
from scheduler.db.scope import for_the_country, reads, writes
from scheduler.db.units import at_or_below, lineages
from scheduler.db.work import UnitOfWork
from scheduler.diary import bookings
from scheduler.ledger import aways_from, blocks_level, lineage, open_ledger, verdicts
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
    """An absence, and what entering or withdrawing it brings about.

    ``meetings``: the standing ones that it stands in the way of (or stood, once withdrawn), by date and id;
    ``conflicts``: how, by meeting and day. ``before`` and ``after``: the verdicts of the offices concerned in every
    period that touches its span, in the same order: by unit, office, period, rule id. Of a whole level only those in
    which the office stands otherwise than it did.
    """

    absence: Absence
    meetings: tuple[Meeting, ...]
    conflicts: tuple[Conflict, ...]
    before: tuple[Verdict, ...]
    after: tuple[Verdict, ...]


def add(
    uow: UnitOfWork, whom: Whom, first_on: date, last_on: date, reason: str, *, part: DayPart = DayPart.ALL
) -> Told:
    """Enter the closed span first_on..last_on (366 days at most) or, with ``part``, its mornings or afternoons.

    Raises: NotFound, NotAllowed, InvalidInput with every fault at once.
    """
    told = preview_add(uow, whom, first_on, last_on, reason, part=part)
    absence, touched = told.absence, [meeting.id for meeting in told.meetings]
    uow.record("AbsenceAdded", absence.id, absence.owner_unit_id, **_said(absence), touched=touched)
    return told


def preview_add(
    uow: UnitOfWork, whom: Whom, first_on: date, last_on: date, reason: str, *, part: DayPart = DayPart.ALL
) -> Told:
    """Enter an absence inside this unit of work without a word to the journal, and return what it brings about.

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
    offices = offices_concerned(uow.session, absence)
    before = _standing(uow, absence, offices)
    uow.session.add(absence)
    uow.session.flush()
    return Told(absence, *_touched(uow, absence), *_compared(absence, before, _standing(uow, absence, offices)))


def remove(uow: UnitOfWork, absence_id: str) -> Told:
    """Withdraw an absence; the journal keeps that it was there.

    Raises: NotFound, NotAllowed.
    """
    told = preview_remove(uow, absence_id)
    uow.record("AbsenceRemoved", told.absence.id, told.absence.owner_unit_id, **_said(told.absence))
    return told


def preview_remove(uow: UnitOfWork, absence_id: str) -> Told:
    """Withdraw an absence inside this unit of work without a word to the journal, and return what it brings about.

    Raises: NotFound, NotAllowed.
    """
    absence = get(uow, absence_id)
    if absence.owner_unit_id is None:
        for_the_country(uow, Action.BOOK)
    else:
        writes(uow, absence.owner_unit_id, Action.BOOK)
    offices, touched = offices_concerned(uow.session, absence), _touched(uow, absence)
    before = _standing(uow, absence, offices)
    uow.session.delete(absence)
    uow.session.flush()
    return Told(absence, *touched, *_compared(absence, before, _standing(uow, absence, offices)))


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


def _standing(uow: UnitOfWork, absence: Absence, office_ids: list[str]) -> tuple[Verdict, ...]:
    """Return how the offices concerned stand in every period that the absence touches."""
    return verdicts(open_ledger(uow, office_ids, absence.first_on, absence.last_on))


def _compared(
    absence: Absence, before: Iterable[Verdict], after: Iterable[Verdict]
) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
    """Return the verdicts to tell, before and after."""
    pairs = list(zip(before, after, strict=True))
    if absence.level is not None:
        # A level has hundreds of offices, most of them as well off as before.
        pairs = [(was, now) for was, now in pairs if (was.status, was.missing) != (now.status, now.missing)]
    return tuple(was for was, _ in pairs), tuple(now for _, now in pairs)


def _touched(uow: UnitOfWork, absence: Absence) -> tuple[tuple[Meeting, ...], tuple[Conflict, ...]]:
    """Return the standing meetings in which a head who is to sit in person cannot, and the days on which."""
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
    found = [(meeting, conflicts(bookings(meeting, ()), (), {}, aways)) for meeting in meetings]
    return tuple(m for m, clashes in found if clashes), tuple(clash for _, clashes in found for clash in clashes)


def _said(absence: Absence) -> dict[str, object]:
    names = ("person_id", "office_id", "unit_id", "level", "part")
    meant = {name: getattr(absence, name) for name in names if getattr(absence, name) is not None}
    # The reason may tell of somebody's health: it stays in the row and goes with it.
    return {"of": meant, "first_on": str(absence.first_on), "last_on": str(absence.last_on)}
