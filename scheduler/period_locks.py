"""Locking a month of a unit: from then on, whatever is changed in it is seen for ever (T-28). There is no way back."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from scheduler.core.errors import Conflict, InvalidInput
from scheduler.core.lifecycle import COMING
from scheduler.core.periods import last_of_month, month_of
from scheduler.core.roles import Action
from scheduler.db.locks import LockedVerdict, PeriodLock, list_locks, locked_months
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.offices import list_offices
from scheduler.db.scope import oversees, reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import open_ledger, verdicts
from scheduler.registering import refuse_if, unit_faults

MONTHS_LOOKED_BACK = 12
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Locks:
    """The locked months of a unit, and the first days of those proposed for locking: over, and nothing waits in them.

    Both by month; proposed are those of the last twelve.
    """

    locked: tuple[PeriodLock, ...]
    proposed: tuple[date, ...]


def lock_period(uow: UnitOfWork, unit_id: str, month: date) -> PeriodLock:
    """Lock the month of ``month`` of the actor's unit or one below it, and keep how every office stood then.

    Raises: NotFound, NotAllowed, InvalidInput (the month is not over, the unit did not exist), Conflict when it is
        locked already or a meeting of it still waits for its record.
    Law: none; that a month is closed before it is reported, and seen when changed after, is ours (I).
    """
    unit = oversees(uow, unit_id, Action.LOCK_PERIOD)
    first, last = month.replace(day=1), last_of_month(month.year, month.month)
    if last >= uow.today:
        raise InvalidInput.at("month", "month-not-over", last=last)
    refuse_if(unit_faults(unit, "month", min(last, unit.valid_to or last) if unit.valid_from > first else first))
    if locked_months(uow.session, unit.id, first, first):
        raise Conflict("period-locked-already", month=first)
    waiting = _waiting(uow, unit, first, last)
    if waiting:
        raise Conflict("records-outstanding", month=first, days=waiting)
    lock = PeriodLock(id=uow.new_id(), unit_id=unit.id, first_on=first, locked_at=uow.now, locked_by=uow.actor.id)
    uow.session.add(lock)
    uow.session.flush()
    ledger = open_ledger(uow, [office.id for office in list_offices(uow.session, [unit.id])], first, last)
    kept = [
        LockedVerdict(
            office_id=v.office_id,
            obligation=v.rule.obligation,
            first_on=v.period.first,
            lock_id=lock.id,
            status=v.status.value,
            required=v.required,
            held=v.held,
        )
        for v in verdicts(ledger)
        if first <= v.period.last <= last
    ]
    uow.session.add_all(kept)
    uow.session.flush()
    uow.record("PeriodLocked", lock.id, unit.id, month=month_of(first).key, verdicts=len(kept))
    return lock


def of_unit(uow: UnitOfWork, unit_id: str) -> Locks:
    """Return which months of a unit are locked, and which could be now. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    locked = tuple(list_locks(uow.session, [unit.id]))
    taken, proposed = {lock.first_on for lock in locked}, list[date]()
    last = uow.today.replace(day=1) - _DAY
    for _ in range(MONTHS_LOOKED_BACK):
        first = last.replace(day=1)
        existed = unit.valid_from <= last and (unit.valid_to is None or unit.valid_to >= first)
        if existed and first not in taken and not _waiting(uow, unit, first, last):
            proposed.append(first)
        last = first - _DAY
    return Locks(locked, tuple(sorted(proposed)))


def _waiting(uow: UnitOfWork, unit: Unit, first: date, last: date) -> list[date]:
    """Return the dates of a unit's meetings in a span that were announced and whose record is still to come."""
    within = Meeting.held_on.between(first, last)
    later = Meeting.id.in_(select(Sitting.meeting_id).where(Sitting.day.between(first, last)))
    rows = select(Meeting.held_on).where(Meeting.unit_id == unit.id, Meeting.state.in_(COMING), or_(within, later))
    return sorted({day for day in uow.session.execute(rows).scalars() if day is not None})
