"""Asking one's office for something: an absence, or a stand-in for one meeting. It changes nothing by itself.

Both sides see the same consequences (scheduler/foreseeing.py).
"""

from dataclasses import dataclass
from datetime import date

from scheduler.core.errors import Conflict, Fault, InvalidInput, NotAllowed, NotFound
from scheduler.core.facts import DayPart
from scheduler.core.lifecycle import OPEN
from scheduler.core.roles import Action, Role
from scheduler.core.vietnamese import nfc
from scheduler.core.wishes import Cause, Status, Wish
from scheduler.db.accounts import Account
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.offices import Person, get_office, holder_on, list_holdings
from scheduler.db.places import Absence
from scheduler.db.requests import Request, get_request, list_requests_of_asker
from scheduler.db.scope import writes
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import checked_ground
from scheduler.foreseeing import foresee_absence, foresee_stand_in
from scheduler.registering import refuse_if, span_faults, text_faults
from scheduler.weighing import Consequences

LONGEST_WORDS, LONGEST_DEPUTY, MOST_DAYS = 300, 200, 366
_MOST_OWN, _MOST_WAITING = 20, 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as both sides read it: who asked, whom it concerns, and the meeting that it is about, if any."""

    request: Request
    asker: str
    whom: str
    meeting: Meeting | None


def foresee(uow: UnitOfWork, request: Request) -> Consequences:
    """Return what granting a request would bring about now; the row may be one that was never stored."""
    if request.wish is Wish.STAND_IN:
        meeting = get_meeting(uow.session, request.meeting_id or "")
        return foresee_stand_in(uow, meeting, request.office_id or "")
    return foresee_absence(uow, _absence(uow, request))


def draft_absence(uow: UnitOfWork, first_on: date, last_on: date, part: DayPart) -> Request:
    """Return what the actor would ask for, to be foreseen; nothing is stored.

    The closed span first_on..last_on is of 366 days at most and begins today or later. Raises: NotAllowed, InvalidInput
        with every fault at once.
    """
    asked = _begun(uow, Wish.ABSENCE)
    faults = span_faults("last_on", first_on, last_on, MOST_DAYS)
    if first_on < uow.today:
        faults.append(Fault("first_on", "day-passed", {"day": first_on, "earliest": uow.today}))
    refuse_if(faults)
    asked.first_on, asked.last_on, asked.part = first_on, last_on, part
    asked.person_id, asked.office_id = _whom(uow)
    return asked


def ask_absence(uow: UnitOfWork, first_on: date, last_on: date, part: DayPart, *, cause: Cause, words: str) -> Request:
    """Ask to be away. ``words``: up to 300 letters, needed only for a cause of another kind.

    Raises: NotAllowed, InvalidInput with every fault at once, Conflict (the same already waits).
    """
    asked = draft_absence(uow, first_on, last_on, part)
    faults = text_faults("words", words, LONGEST_WORDS, needed=False)
    if cause is Cause.OTHER and not nfc(words):
        faults.append(Fault("words", "other-cause-needs-words"))
    refuse_if(faults)
    asked.cause, asked.words = cause, nfc(words)
    return _sent(uow, asked)


def draft_stand_in(uow: UnitOfWork, meeting_id: str) -> Request:
    """Return what the actor would ask for a coming meeting over which the own office presides; nothing is stored.

    Raises: NotAllowed, InvalidInput.
    """
    asked = _begun(uow, Wish.STAND_IN)
    meeting = uow.session.get(Meeting, meeting_id)
    own = meeting is not None and meeting.unit_id == asked.unit_id and meeting.state in OPEN
    chairs = (
        [c for c in meeting.chairs if c.office_id in uow.actor.office_ids and c.in_person] if meeting and own else []
    )
    if not chairs or meeting is None or meeting.held_on is None or meeting.held_on < uow.today:
        raise InvalidInput.at("meeting_id", "not-own-meeting")
    asked.meeting_id, asked.office_id = meeting.id, chairs[0].office_id
    asked.first_on, asked.last_on = meeting.held_on, max(meeting.days() | {meeting.held_on})
    return asked


def ask_stand_in(uow: UnitOfWork, meeting_id: str, deputy: str, words: str) -> Request:
    """Ask that a deputy (a post or a name, 1 to 200 letters) sit in at a meeting; ``words``: 20 to 500 letters.

    Raises: NotAllowed, InvalidInput, Conflict (the same already waits).
    """
    asked = draft_stand_in(uow, meeting_id)
    refuse_if(text_faults("deputy", deputy, LONGEST_DEPUTY))
    asked.deputy, asked.words = nfc(deputy), checked_ground(words, "words")
    return _sent(uow, asked)


def withdraw(uow: UnitOfWork, request_id: str) -> Request:
    """Take an own request back while it waits. Raises: NotFound, NotAllowed, Conflict (it is settled)."""
    uow.require(Action.REQUEST)
    row = get_request(uow.session, request_id)
    if row.asked_by != uow.actor.account_id or not uow.actor.is_person or row.unit_id != uow.actor.unit_id:
        raise NotFound(kind="request", id=request_id)
    writes(uow, row.unit_id, Action.REQUEST)
    return settled(uow, row, Status.WITHDRAWN, "RequestWithdrawn")


def own(uow: UnitOfWork) -> tuple[Asked, ...]:
    """Return the actor's own 20 newest requests at the present unit, newest first. Raises: NotAllowed."""
    uow.require(Action.REQUEST)
    rows = list_requests_of_asker(uow.session, uow.actor.account_id or "", uow.actor.unit_id, _MOST_OWN)
    return tuple(told(uow, row) for row in rows)


def require_waiting(row: Request) -> None:
    """Pass when nobody has settled a request yet. Raises: Conflict."""
    if row.status is not Status.WAITING:
        raise Conflict("request-settled")


def settled(uow: UnitOfWork, row: Request, status: Status, kind: str, **values: str) -> Request:
    """Write down what became of a waiting request, and tell the journal by an event's kind. Raises: Conflict."""
    uow.session.refresh(row, ["status"])
    require_waiting(row)
    row.status, row.settled_at, row.settled_by = status, uow.now, uow.actor.id
    uow.session.flush()
    uow.record(kind, row.id, row.unit_id, **values)
    return row


def told(uow: UnitOfWork, row: Request) -> Asked:
    """Return a request as both sides read it."""
    person = uow.session.get(Person, row.person_id) if row.person_id else None
    whom = person.name if person else get_office(uow.session, row.office_id or "").title
    asker = uow.session.get_one(Account, row.asked_by).name
    return Asked(row, asker, whom, get_meeting(uow.session, row.meeting_id) if row.meeting_id else None)


def _begun(uow: UnitOfWork, wish: Wish) -> Request:
    uow.require(Action.REQUEST)
    actor = uow.actor
    if not actor.is_person or actor.unit_id is None:
        raise NotAllowed("only-own-request", action=Action.REQUEST.value, role=actor.role.value)
    now, by = uow.now, actor.account_id
    given = {"id": uow.new_id(), "unit_id": actor.unit_id, "asked_at": now, "asked_by": by}
    return Request(**given, wish=wish, status=Status.WAITING, part=DayPart.ALL, deputy="", words="", answer="")


def _whom(uow: UnitOfWork) -> tuple[str | None, str | None]:
    """Return the person that the actor is at the unit; of a leader else who heads the office, else the office."""
    actor = uow.actor
    person = uow.session.get(Person, actor.person_id) if actor.person_id else None
    if person is not None and person.unit_id == actor.unit_id:
        return person.id, None
    office_id = min(actor.office_ids, default=None) if actor.role is Role.LEADER else None
    if office_id is None:
        raise InvalidInput.at("", "request-needs-person")
    held = holder_on(list_holdings(uow.session, [office_id]), office_id, uow.today)
    return (held.person_id, None) if held else (None, office_id)


def _sent(uow: UnitOfWork, asked: Request) -> Request:
    writes(uow, asked.unit_id, Action.REQUEST)
    same = ("wish", "person_id", "office_id", "meeting_id", "first_on", "last_on", "part")
    waiting = list_requests_of_asker(uow.session, asked.asked_by, asked.unit_id, _MOST_WAITING)
    terms = [getattr(asked, name) for name in same]
    if any(row.status is Status.WAITING and [getattr(row, name) for name in same] == terms for row in waiting):
        raise Conflict("asked-already")
    uow.session.add(asked)
    uow.session.flush()
    values = {name: str(getattr(asked, name)) for name in same if getattr(asked, name) is not None}
    # What was said may tell of somebody's health: it stays in the row.
    uow.record("RequestMade", asked.id, asked.unit_id, **values)
    return asked


def _absence(uow: UnitOfWork, row: Request) -> Absence:
    """Return the absence that a request asks for, as it would be entered; not stored."""
    return Absence(
        id=uow.new_id(),
        owner_unit_id=row.unit_id,
        person_id=row.person_id,
        office_id=row.office_id if row.person_id is None else None,
        first_on=row.first_on,
        last_on=row.last_on,
        part=row.part.value,
        reason="",
    )
