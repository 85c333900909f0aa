"""Requests of leaders at the secretary's desk: what is granted is done in the same unit of work."""

from dataclasses import dataclass

from scheduler import absences, delegating
from scheduler.asking import Asked, foresee, require_waiting, settled, told
from scheduler.core.errors import Conflict, NotFound, WrongState
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.core.wishes import Cause, Status, Wish
from scheduler.db.meetings import get_meeting
from scheduler.db.requests import Request, get_request, list_requests_of_unit
from scheduler.db.scope import may_write, reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.registering import current, refuse_if, text_faults
from scheduler.weighing import Consequences
from scheduler.wording.requests import cause_for_others

LONGEST_ANSWER = 500
_WAITING, _SETTLED = (Status.WAITING,), tuple(status for status in Status if status is not Status.WAITING)
_MOST_WAITING, _MOST_SETTLED = 200, 20


@dataclass(frozen=True, slots=True)
class Desk:
    """The requests at a unit: those that wait, oldest first, and the 20 settled last."""

    waiting: tuple[Asked, ...]
    settled: tuple[Asked, ...]


def grant(uow: UnitOfWork, request_id: str, version: int, meeting_version: int | None = None) -> Request:
    """Do what was asked for: enter the absence, or name the deputy at the meeting whose version was seen.

    Raises: NotFound, NotAllowed, Stale, WrongState (the meeting is over, or delegated), Conflict (the request is
        settled, or the meeting was moved since).
    """
    row = _to_settle(uow, request_id, version)
    if row.wish is Wish.STAND_IN:
        meeting = get_meeting(uow.session, row.meeting_id or "")
        uow.session.refresh(meeting)
        if meeting.held_on != row.first_on:
            raise Conflict("meeting-moved-since")
        if not any(c.office_id == row.office_id and c.in_person for c in meeting.chairs):
            raise WrongState("delegated-already", state=meeting.state.value)
        seen = meeting.version if meeting_version is None else meeting_version
        delegating.delegate(uow, meeting.id, seen, row.office_id or "", deputy=row.deputy, ground=row.words)
        return settled(uow, row, Status.GRANTED, "RequestGranted", meeting=meeting.id)
    whom = absences.Whom(person_id=row.person_id, office_id=None if row.person_id else row.office_id)
    why = cause_for_others(row.cause or Cause.OTHER)
    entered = absences.add(uow, whom, row.first_on, row.last_on, why, part=row.part)
    return settled(uow, row, Status.GRANTED, "RequestGranted", absence=entered.absence.id)


def decline(uow: UnitOfWork, request_id: str, version: int, answer: str) -> Request:
    """Decline a request with a reason of 1 to 500 letters, which the asker reads.

    Raises: NotFound, NotAllowed, Stale, Conflict (it is settled), InvalidInput.
    """
    row = _to_settle(uow, request_id, version)
    refuse_if(text_faults("answer", answer, LONGEST_ANSWER))
    row.answer = nfc(answer)
    return settled(uow, row, Status.DECLINED, "RequestDeclined")


def at_unit(uow: UnitOfWork, unit_id: str) -> Desk:
    """Return the requests at a unit, for whoever may grant them. Raises: NotFound, NotAllowed."""
    _require_desk(uow, unit_id)
    waiting = list_requests_of_unit(uow.session, unit_id, _WAITING, _MOST_WAITING)
    settled = list_requests_of_unit(uow.session, unit_id, _SETTLED, _MOST_SETTLED)
    return Desk(tuple(told(uow, row) for row in waiting), tuple(told(uow, row) for row in settled[::-1]))


def get(uow: UnitOfWork, request_id: str) -> Request:
    """Return a request at a unit where the actor may grant it. Raises: NotFound, NotAllowed."""
    row = get_request(uow.session, request_id)
    try:
        _require_desk(uow, row.unit_id)
    except NotFound:
        raise NotFound(kind="request", id=request_id) from None
    return row


def look(uow: UnitOfWork, unit_id: str, request_id: str) -> tuple[Asked, Consequences | None]:
    """Return a request at a unit with what granting it would bring about; None once it is settled.

    Raises: NotFound, NotAllowed.
    """
    _require_desk(uow, unit_id)
    row = get_request(uow.session, request_id)
    if row.unit_id != unit_id:
        raise NotFound(kind="request", id=request_id)
    return told(uow, row), foresee(uow, row) if row.status is Status.WAITING else None


def _to_settle(uow: UnitOfWork, request_id: str, version: int) -> Request:
    """Return a request that the actor may settle, locked with its unit, as it stands now."""
    row = get_request(uow.session, request_id)
    writes(uow, row.unit_id, Action.BOOK)
    uow.session.refresh(row)
    current(row, version)
    require_waiting(row)
    return row


def _require_desk(uow: UnitOfWork, unit_id: str) -> None:
    reads(uow, unit_id)
    if not may_write(uow, unit_id, Action.BOOK):
        uow.refuse(Action.BOOK)
