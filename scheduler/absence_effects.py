"""What an absence stands in the way of: meetings and minimums, before and after it is entered, changed or withdrawn."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scheduler import remedies
from scheduler.core.compliance.cures import Cure
from scheduler.core.compliance.objections import Change, objections
from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import Conflict, conflicts
from scheduler.core.lifecycle import OPEN
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.offices import Office
from scheduler.db.places import Absence
from scheduler.db.units import at_or_below, get_unit, lineages
from scheduler.db.work import UnitOfWork
from scheduler.diary import bookings
from scheduler.enforcement import advised
from scheduler.ledger import aways_from, open_ledger, verdicts
from scheduler.weighing import Consequences


@dataclass(frozen=True, slots=True)
class Told:
    """An absence, and what entering, changing or withdrawing it brings about.

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

    @property
    def version(self) -> int:
        """Return the version that the absence has now."""
        return self.absence.version


def standing(uow: UnitOfWork, office_ids: Collection[str], first: date, last: date) -> tuple[Verdict, ...]:
    """Return how the offices concerned stand in every period that touches the span."""
    return verdicts(open_ledger(uow, sorted(office_ids), first, last))


def compared(
    absence: Absence, before: Iterable[Verdict], after: Iterable[Verdict]
) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
    """Return the verdicts to tell, before and after."""
    pairs = list(zip(before, after, strict=True))
    if absence.level is not None:
        # A level has hundreds of offices, most of them as well off as before.
        pairs = [(was, now) for was, now in pairs if (was.status, was.missing) != (now.status, now.missing)]
    return tuple(was for was, _ in pairs), tuple(now for _, now in pairs)


def touched(uow: UnitOfWork, absence: Absence) -> tuple[tuple[Meeting, ...], tuple[Conflict, ...]]:
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


def consequences(uow: UnitOfWork, told: Told) -> Consequences:
    """Return what a rehearsed absence brings about, as pages tell it: with what the law would miss, and lawful dates.

    Nothing is refused by it and no calendar changes. The cures lie near the first meeting in its way; none of a level,
    whose units look after their own.
    """
    absence, findings = told.absence, objections(told.before, told.after, Change.WITHDRAW)
    cures: tuple[Cure, ...] = ()
    if absence.level is None and findings:
        need = remedies.wanted_for(told.after, findings, told.meetings, in_the_way=False)
        ledger = open_ledger(uow, sorted({one.office_id for one in told.after}), absence.first_on, absence.last_on)
        near = next((m.held_on for m in told.meetings if m.held_on), absence.first_on)
        leaving = {meeting.id for meeting in told.meetings}
        cures = remedies.nearest(uow, ledger, need, told.meetings, leaving=leaving, near=near)
    return advised(Consequences(told.meetings, told.before, told.after, findings, (), cures, ()))


def titles_of(uow: UnitOfWork, judged: Iterable[Verdict], unit_id: str) -> dict[str, str]:
    """Return what the offices of some verdicts are called, by id; outside ``unit_id`` with the name of their unit."""
    rows = select(Office).where(Office.id.in_({one.office_id for one in judged}))
    offices = list(uow.session.execute(rows).scalars())
    units = {one: get_unit(uow.session, one).full_name for one in {office.unit_id for office in offices} - {unit_id}}
    return {o.id: f"{o.title}, {units[o.unit_id]}" if o.unit_id in units else o.title for o in offices}
