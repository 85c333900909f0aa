"""Meetings from draft to publication: draft, change, approve, publish, post."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import select

from scheduler.arrangement import Arrangement, Description, Hours, Seat, arrangement_of, describe, put
from scheduler.completeness import check
from scheduler.core.clock import VIETNAM
from scheduler.core.conflicts import Conflict
from scheduler.core.errors import Fault, InvalidInput, WrongState
from scheduler.core.facts import State
from scheduler.core.lifecycle import Action as Step
from scheduler.core.lifecycle import Birth, allowed, born, is_public, is_terminal, step
from scheduler.core.roles import Action
from scheduler.db.base import Mode
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.scope import reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.diary import conflicts_of
from scheduler.enforcement import advised, checked_ground, enforce
from scheduler.history import changes, standing_of
from scheduler.ical.settle import settle, settle_many
from scheduler.postings import leave_content, posting_faults
from scheduler.registering import own, own_all, own_presided, presides, refuse_if, span_faults, touch
from scheduler.weighing import Consequences, Watch, Withdrawing

_SAID_ONCE_POSTED = ("co_attendees", "notice_number")
_APPROVED_AS_IT_IS = ("subject", "mode", "online_url", "trigger")


def draft(uow: UnitOfWork, unit_id: str, wanted: Arrangement) -> Meeting:
    """Draft a meeting of a unit; nobody outside sees it.

    Raises: NotFound, NotAllowed, InvalidInput with every fault at once (a date that has passed, an office of another
        unit, hours that overlap, an ad hoc reception without its trigger, a delegation without a ground).
    Law: the arrangement's own; see arrangement.check.
    """
    unit = writes(uow, unit_id, Action.BOOK)
    check(uow.session, unit, wanted, uow.now)
    meeting = Meeting(
        id=uow.new_id(),
        unit_id=unit.id,
        activity=wanted.activity,
        sub_type=wanted.sub_type,
        state=born(Birth.DRAFTED),
        makeup_for=wanted.makeup_for,
        created_at=uow.now,
        changed_at=uow.now,
    )
    put(meeting, wanted.hours, wanted.seats)
    describe(meeting, wanted.description)
    uow.session.add(meeting)
    uow.session.flush()
    uow.record("MeetingDrafted", meeting.id, unit.id, sub_type=meeting.sub_type, **standing_of(meeting))
    return meeting


def change(
    uow: UnitOfWork,
    meeting_id: str,
    version: int,
    said: Description,
    *,
    hours: Sequence[Hours] | None = None,
    seats: Sequence[Seat] | None = None,
) -> Meeting:
    """Change a meeting's description at any time before it is held, and its whole arrangement while it is a draft.

    Once approved, dates and hours change only by moving, which asks for a new approval; who presides, only by
    delegating; what it is about and its form, only after the approval was taken back. Of what had to be posted the
    content, who else attends and the notice's number can be said otherwise and not taken back, and what the content had
    been stays on its page; another form, or another address of a meeting online, is a move.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    """
    meeting = own(uow, meeting_id, Action.BOOK)
    touch(uow, meeting, version)
    if is_terminal(meeting.state) or meeting.state is State.NOT_HELD:
        raise WrongState("record-closed", state=meeting.state.value)
    if (hours is not None or seats is not None) and meeting.state is not State.DRAFT:
        raise WrongState("only-drafts-rearranged", state=meeting.state.value)
    if is_public(meeting.state) and said.mode not in (None, meeting.mode):
        raise WrongState("form-was-announced", state=meeting.state.value)
    elsewhere = bool(said.online_url) and said.online_url != meeting.online_url
    if elsewhere and is_public(meeting.state) and meeting.mode is Mode.ONLINE:
        raise WrongState("address-was-announced", state=meeting.state.value)
    if meeting.state is State.APPROVED and any(getattr(said, name) is not None for name in _APPROVED_AS_IT_IS):
        raise WrongState("approved-as-it-is", state=meeting.state.value)
    taken_back = _taken_back(meeting, said)
    before, former = standing_of(meeting), meeting.subject
    changed = describe(meeting, said)
    unit, wanted = writes(uow, meeting.unit_id, Action.BOOK), arrangement_of(meeting, hours, seats)
    check(uow.session, unit, wanted, None if hours is None else min(uow.now, _midnight(meeting.held_on or uow.today)))
    put(meeting, hours, seats)
    if is_public(meeting.state):
        refuse_if([*posting_faults(meeting), *taken_back])
        if meeting.subject != former:
            leave_content(uow, meeting, former)
    told = changes(before, standing_of(meeting))
    changed += [name for name in told["after"] if name not in changed]
    uow.session.flush()
    uow.record("MeetingChanged", meeting.id, meeting.unit_id, fields=changed, **told)
    settle(uow, meeting)
    return meeting


def _taken_back(meeting: Meeting, said: Description) -> list[Fault]:
    """Return a fault for each thing said of a meeting that would be said no more."""
    gone = [name for name in _SAID_ONCE_POSTED if getattr(meeting, name) and getattr(said, name) is not None]
    return [Fault(name, "posting-taken-back") for name in gone if not getattr(said, name).strip()]


def approve(uow: UnitOfWork, meeting_id: str, version: int | None = None) -> Meeting:
    """Approve a draft, so that it may be published.

    Raises: NotFound, NotAllowed, Stale, WrongState.
    """
    meeting = own_presided(uow, meeting_id, Action.APPROVE)
    touch(uow, meeting, version)
    meeting.state = step(meeting.state, Step.APPROVE)
    uow.session.flush()
    uow.record("MeetingApproved", meeting.id, meeting.unit_id, **standing_of(meeting))
    settle(uow, meeting)
    return meeting


def preview_approve(uow: UnitOfWork, meeting_id: str, version: int) -> Consequences:
    """Approve inside this unit of work, and return what it brings about: told, and refused by nothing.

    What stands in the way is told too; it is refused when the meeting is published.

    Raises: NotFound, NotAllowed, Stale, WrongState.
    """
    meeting = own_presided(uow, meeting_id, Action.APPROVE)
    touch(uow, meeting, version)
    day = meeting.held_on or uow.today
    watch = Watch(uow, [c.office_id for c in meeting.chairs], sorted(meeting.days()) or [day])
    meeting.state = step(meeting.state, Step.APPROVE)
    found = watch.weigh([meeting], Withdrawing(), near=day)
    return replace(advised(found), conflicts=found.conflicts)


def approve_all(uow: UnitOfWork, versions: Mapping[str, int]) -> list[Meeting]:
    """Approve several drafts together, all or none. ``versions``: in which each was read, by id.

    Raises: NotFound, NotAllowed, Stale, InvalidInput with what stands against each, named by its id (it is no draft;
        the actor is a leader and does not preside over it).
    """
    meetings = own_all(uow, list(versions), Action.APPROVE)
    refuse_if([fault for meeting in meetings for fault in _approval_faults(uow, meeting)])
    if not meetings:
        raise InvalidInput.at("meetings", "empty", least=1)
    for meeting in meetings:
        touch(uow, meeting, versions[meeting.id])
        meeting.state = step(meeting.state, Step.APPROVE)
    uow.session.flush()
    for meeting in meetings:
        uow.record("MeetingApproved", meeting.id, meeting.unit_id, **standing_of(meeting))
    settle_many(uow, meetings)
    return meetings


def return_to_draft(uow: UnitOfWork, meeting_id: str, version: int, ground: str, insist: str | None = None) -> Meeting:
    """Take an approval back before publication.

    Refused when the rest of the office's plan for the period is public already and would be left short.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput (a ground of 5 to 500 characters), Objection.
    """
    checked = checked_ground(ground, shortest=5)
    found = preview_return(uow, meeting_id, version)
    found, insisted = enforce(uow, found, insist)
    (meeting,) = found.meetings
    uow.session.flush()
    uow.record("MeetingReturned", meeting.id, meeting.unit_id, ground=checked, **insisted.get(meeting.id, {}))
    settle(uow, meeting)
    return meeting


def preview_return(uow: UnitOfWork, meeting_id: str, version: int) -> Consequences:
    """Take the approval back inside this unit of work without asking whether it is lawful; what it brings about.

    Raises: NotFound, NotAllowed, Stale, WrongState.
    """
    meeting = own_presided(uow, meeting_id, Action.APPROVE)
    touch(uow, meeting, version)
    day = meeting.held_on or uow.today
    watch = Watch(uow, [c.office_id for c in meeting.chairs], [day], [meeting])
    meeting.state = step(meeting.state, Step.RETURN)
    return watch.weigh([meeting], Withdrawing(announced_only=True), near=day)


def get(uow: UnitOfWork, meeting_id: str) -> Meeting:
    """Return a meeting within the actor's reach. Raises: NotFound, NotAllowed."""
    meeting = get_meeting(uow.session, meeting_id)
    reads(uow, meeting.unit_id)
    return meeting


def list_of_unit(
    uow: UnitOfWork, unit_id: str, first: date, last: date, *, after: tuple[date, str] | None = None, limit: int = 100
) -> list[Meeting]:
    """Return a unit's dated meetings of the closed span of at most 400 days, by date and id, after a (date, id).

    Raises: NotFound, NotAllowed, InvalidInput.
    """
    unit = reads(uow, unit_id)
    refuse_if(span_faults("last", first, last))
    rows = select(Meeting).where(Meeting.unit_id == unit.id, Meeting.held_on >= first, Meeting.held_on <= last)
    if after is not None:
        rows = rows.where((Meeting.held_on > after[0]) | ((Meeting.held_on == after[0]) & (Meeting.id > after[1])))
    return list(uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id).limit(limit)).scalars())


def conflicts(uow: UnitOfWork, meeting_id: str) -> tuple[Conflict, ...]:
    """Return what stands in the way of a meeting as it is arranged. Raises: NotFound, NotAllowed."""
    return conflicts_of(uow, get(uow, meeting_id))


def _approval_faults(uow: UnitOfWork, meeting: Meeting) -> list[Fault]:
    if Step.APPROVE not in allowed(meeting.state):
        return [Fault(meeting.id, "not-to-approve", {"day": meeting.held_on, "state": meeting.state.value})]
    return [] if presides(uow.actor, meeting) else [Fault(meeting.id, "office-not-presiding")]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)
