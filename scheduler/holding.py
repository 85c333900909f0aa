"""The record of what was held: who was in the chair, from when to when; late is marked late for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from scheduler.arrangement import Arrangement, check, describe, own, put, touch
from scheduler.core.clock import VIETNAM, civil_date
from scheduler.core.compliance.objections import Change
from scheduler.core.errors import Fault, InvalidInput, WrongState
from scheduler.core.facts import State
from scheduler.core.lifecycle import OPEN, Birth, born, step
from scheduler.core.lifecycle import Action as Step
from scheduler.core.roles import Action
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.offices import holder_on, list_holdings
from scheduler.db.scope import writes
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import Consequences, Watch, checked_ground
from scheduler.ical.settle import settle

TIMELY = timedelta(days=3)
_LONGEST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether an office's holder was in the chair; if not, who sat (a post or a name), if anybody."""

    office_id: str
    present: bool
    delegate: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What happened: real times (aware instants), who presided, how many citizens were received."""

    started_at: datetime
    ended_at: datetime
    presences: tuple[Presence, ...]
    citizens_received: int


def hold(uow: UnitOfWork, meeting_id: str, version: int, record: Record) -> Meeting:
    """Record that a published meeting was held.

    Real times must lie on one of its dates and not in the future; every office presiding must be accounted for.
    A record entered more than 3 days after the meeting, or after it was marked as not held, is late for ever.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    Law: the head is to receive in person (trực tiếp); a deputy's sitting is recorded and does not count.
    """
    meeting = own(uow, meeting_id, Action.CONFIRM_HELD)
    touch(uow, meeting, version)
    late = meeting.state is State.NOT_HELD or uow.now - record.ended_at > TIMELY
    meeting.state = step(meeting.state, Step.ENTER_LATE if meeting.state is State.NOT_HELD else Step.HOLD)
    _write(uow, meeting, record, late=late)
    uow.record("MeetingHeld", meeting.id, meeting.unit_id, **_said(meeting, record))
    settle(uow, meeting)
    return meeting


def enter_past(uow: UnitOfWork, unit_id: str, wanted: Arrangement, record: Record, ground: str) -> Meeting:
    """Enter a meeting that was held without ever having been planned here. It is late, and unposted, for ever.

    ``ground``: 20 to 500 characters: why it was not entered before.

    Raises: NotFound, NotAllowed, InvalidInput.
    """
    unit = writes(uow, unit_id, Action.CONFIRM_HELD)
    if any(h.day > uow.today for h in wanted.hours):
        raise InvalidInput.at("sittings", "in-the-future")
    check(uow.session, unit, wanted, date.min)
    meeting = Meeting(
        id=uow.new_id(),
        unit_id=unit.id,
        activity=wanted.activity,
        sub_type=wanted.sub_type,
        state=born(Birth.ENTERED_PAST),
        created_at=uow.now,
        changed_at=uow.now,
        ground=checked_ground(ground),
        makeup_for=wanted.makeup_for,
    )
    put(meeting, wanted.hours, wanted.seats)
    describe(meeting, wanted.description)
    uow.session.add(meeting)
    _write(uow, meeting, record, late=True)
    uow.session.flush()
    uow.record("MeetingHeld", meeting.id, unit.id, ground=meeting.ground, unplanned=True, **_said(meeting, record))
    settle(uow, meeting)
    return meeting


def delegate(
    uow: UnitOfWork, meeting_id: str, version: int, office_id: str, *, deputy: str, ground: str
) -> Consequences:
    """Name a deputy to sit in for an office. The meeting stays, and no longer counts for the head (T4).

    ``deputy``: a post or a name; ``ground``: 20 to 500 characters. Returns what that does to the minimum, with the
    nearest dates for a make-up meeting; it is not refused, because people are waiting to be received.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    Law: delegation never satisfies a head's minimum (reading I; Luật 136/2025 as explained to the Assembly).
    """
    meeting = own(uow, meeting_id, Action.BOOK)
    touch(uow, meeting, version)
    if meeting.state not in OPEN:
        raise WrongState("record-closed", state=meeting.state.value)
    if meeting.held_on and meeting.held_on < uow.today:
        raise WrongState("meeting-day-passed", state=meeting.state.value, day=meeting.held_on)
    chair = next((c for c in meeting.chairs if c.office_id == office_id), None)
    if chair is None:
        raise InvalidInput.at("office_id", "no-such-office")
    if not deputy.strip():
        raise InvalidInput.at("deputy", "delegation-needs-name-and-ground")
    day = meeting.held_on or uow.today
    watch = Watch(uow, [office_id], [day])
    chair.in_person, chair.delegate, chair.delegation_ground = False, deputy.strip(), checked_ground(ground)
    found = watch.weigh([meeting], Change.WITHDRAW, near=day)
    uow.record(
        "MeetingDelegated", meeting.id, meeting.unit_id, office=office_id, deputy=chair.delegate, ground=ground.strip()
    )
    settle(uow, meeting)
    return found


def correct(uow: UnitOfWork, meeting_id: str, version: int, record: Record, ground: str) -> Meeting:
    """Correct the record of a held meeting. Both versions stay in the journal, and it is late for ever.

    ``ground``: 20 to 500 characters.

    Raises: NotFound, NotAllowed, Stale, WrongState (it was not held), InvalidInput.
    """
    meeting = own(uow, meeting_id, Action.CONFIRM_HELD)
    touch(uow, meeting, version)
    if meeting.state is not State.HELD:
        raise WrongState("not-held", state=meeting.state.value)
    before = _standing(meeting)
    _write(uow, meeting, record, late=True)
    uow.record(
        "MeetingCorrected",
        meeting.id,
        meeting.unit_id,
        before=before,
        after=_standing(meeting),
        ground=checked_ground(ground),
    )
    settle(uow, meeting)
    return meeting


def mark_missed(uow: UnitOfWork) -> list[Meeting]:
    """Mark every published meeting whose last date has passed without a record as not held. For the worker.

    A day's grace lets the evening's record come in. Running it twice changes nothing.

    Raises: NotAllowed.
    """
    uow.require(Action.KEEP_UNITS)
    last = select(Sitting.meeting_id).where(Sitting.day >= uow.today - timedelta(days=1))
    rows = select(Meeting).where(
        Meeting.state.in_((State.PUBLISHED, State.MOVED)), Meeting.held_on < uow.today, Meeting.id.not_in(last)
    )
    missed = list(uow.session.execute(rows.order_by(Meeting.id)).scalars())
    for meeting in missed:
        touch(uow, meeting, None)
        meeting.state = step(meeting.state, Step.MISS)
        uow.record("MeetingNotHeld", meeting.id, meeting.unit_id, on=str(meeting.held_on))
        settle(uow, meeting)
    return missed


def _write(uow: UnitOfWork, meeting: Meeting, record: Record, *, late: bool) -> None:
    faults = [*_check_times(uow, meeting, record), *_check_presences(meeting, record.presences)]
    if record.citizens_received < 0:
        faults.append(Fault("citizens_received", "negative"))
    if faults:
        raise InvalidInput(faults)
    meeting.actual_start, meeting.actual_end = record.started_at, record.ended_at
    meeting.citizens_received, meeting.recorded_at = record.citizens_received, uow.now
    meeting.entered_late = meeting.entered_late or late
    said = {p.office_id: p for p in record.presences}
    holdings = list_holdings(uow.session, said)
    day = civil_date(record.started_at)
    for chair in meeting.chairs:
        presence = said[chair.office_id]
        held = holder_on(holdings, chair.office_id, day)
        chair.present = presence.present
        chair.in_person = presence.present or (chair.in_person and not presence.delegate.strip())
        chair.delegate = "" if presence.present else (presence.delegate.strip() or chair.delegate)
        chair.person_id = held.person_id if presence.present and held is not None else None


def _check_times(uow: UnitOfWork, meeting: Meeting, record: Record) -> list[Fault]:
    faults: list[Fault] = []
    days = {s.day for s in meeting.sittings}
    if not record.started_at < record.ended_at:
        faults.append(Fault("ended_at", "ends-before-start", _local(record)))
    if record.ended_at - record.started_at > _LONGEST and len(days) == 1:
        faults.append(Fault("ended_at", "longer-than-a-day"))
    if record.ended_at > uow.now:
        faults.append(Fault("ended_at", "in-the-future"))
    if civil_date(record.started_at) not in days:
        faults.append(Fault("started_at", "not-its-day", {"days": sorted(days)}))
    return faults


def _local(record: Record) -> dict[str, object]:
    return {
        "start": record.started_at.astimezone(VIETNAM).time(),
    }


def _check_presences(meeting: Meeting, presences: Sequence[Presence]) -> list[Fault]:
    expected, said = {c.office_id for c in meeting.chairs}, [p.office_id for p in presences]
    faults = [Fault(f"chairs/{n}/office_id", "no-such-office") for n, one in enumerate(said) if one not in expected]
    if len(set(said)) < len(said):
        faults.append(Fault("chairs", "repeated"))
    if expected - set(said):
        faults.append(Fault("chairs", "chair-unaccounted"))
    return faults


def _said(meeting: Meeting, record: Record) -> dict[str, object]:
    return {
        "on": str(meeting.held_on),
        "late": meeting.entered_late,
        "citizens": record.citizens_received,
        "present": sorted(p.office_id for p in record.presences if p.present),
    }


def _standing(meeting: Meeting) -> Mapping[str, object]:
    return {
        "started_at": meeting.actual_start.isoformat() if meeting.actual_start else None,
        "ended_at": meeting.actual_end.isoformat() if meeting.actual_end else None,
        "citizens": meeting.citizens_received,
        "present": sorted(c.office_id for c in meeting.chairs if c.present),
    }
