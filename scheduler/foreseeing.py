"""What an absence or a stand-in would bring about, worked out without making it: for whoever may only ask for it.

The same verdicts come of it as of the change itself (absences, delegating); nothing is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from scheduler import remedies
from scheduler.core.compliance.objections import Change, objections
from scheduler.core.conflicts import conflicts
from scheduler.core.facts import Away
from scheduler.core.lifecycle import OPEN
from scheduler.db.feeds import list_entries
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.offices import Holding, Office
from scheduler.db.places import Absence
from scheduler.db.units import lineages
from scheduler.db.work import UnitOfWork
from scheduler.diary import bookings
from scheduler.enforcement import advised
from scheduler.ledger import Ledger, aways_from, open_ledger, verdicts
from scheduler.weighing import Consequences

NOTHING = Consequences((), (), (), (), (), (), ())


def foresee_absence(uow: UnitOfWork, absence: Absence) -> Consequences:
    """Return what an absence of a person or an office brings about.

    ``meetings`` are those that it stands in the way of. The row may be one that was never stored. Its cures lie near
    the first of these meetings, and leave their dates.
    """
    offices = _offices_of(uow, absence)
    if not offices:
        return NOTHING
    lines = lineages(uow.session, {office.unit_id for office in offices})
    aways = aways_from(uow, [absence], offices, lines)
    touched = _touched(uow, absence, offices, [away for spans in aways.values() for away in spans])
    ledger = open_ledger(uow, [office.id for office in offices], absence.first_on, absence.last_on)
    near = next((m.held_on for m in touched if m.held_on), absence.first_on)
    return _weighed(uow, (ledger, ledger.with_aways(aways)), touched, near)


def foresee_stand_in(uow: UnitOfWork, meeting: Meeting, office_id: str) -> Consequences:
    """Return what it brings about when a deputy sits in for an office at a meeting; every calendar with it changes."""
    day = meeting.held_on or uow.today
    ledger = open_ledger(uow, [office_id], day, day)
    fact = ledger.meetings[meeting.id]
    chairs = tuple(replace(c, in_person=c.in_person and c.office_id != office_id) for c in fact.chairs)
    then = ledger.with_meetings([replace(fact, chairs=chairs)])
    found = _weighed(uow, (ledger, then), [meeting], day)
    shown = list_entries(uow.session, [meeting.id]).get(meeting.id, [])
    return replace(found, calendars=len({entry.feed_id for entry in shown}))


def _weighed(uow: UnitOfWork, ledgers: tuple[Ledger, Ledger], meetings: Sequence[Meeting], near: date) -> Consequences:
    now, then = ledgers
    before, after = verdicts(now), verdicts(then)
    findings = objections(before, after, Change.WITHDRAW)
    need = remedies.wanted_for(after, findings, meetings, in_the_way=False)
    leaving = {meeting.id for meeting in meetings}
    cures = remedies.nearest(uow, then, need, meetings, leaving=leaving, near=near)
    return advised(Consequences(tuple(meetings), before, after, findings, (), cures, ()))


def _offices_of(uow: UnitOfWork, absence: Absence) -> list[Office]:
    """Return the offices whose head an absence of a person or of one office keeps away."""
    held = select(Holding.office_id).where(Holding.person_id == absence.person_id)
    meant = Office.id.in_(held) if absence.person_id is not None else Office.id == absence.office_id
    return list(uow.session.execute(select(Office).where(meant).order_by(Office.title, Office.id)).scalars())


def _touched(uow: UnitOfWork, absence: Absence, offices: Iterable[Office], aways: Sequence[Away]) -> list[Meeting]:
    """Return the standing meetings in which a head who is to sit in person could not, by date."""
    then = select(Sitting.meeting_id).where(Sitting.day >= absence.first_on, Sitting.day <= absence.last_on)
    theirs = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_([office.id for office in offices]))
    rows = select(Meeting).where(Meeting.id.in_(then), Meeting.id.in_(theirs), Meeting.state.in_(OPEN))
    found = uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars()
    return [meeting for meeting in found if conflicts(bookings(meeting, ()), (), {}, aways)]
