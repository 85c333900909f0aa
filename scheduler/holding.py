"""The record of what was held: who was in the chair, from when to when; late is marked late for ever."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from scheduler.arrangement import Arrangement, describe, put
from scheduler.completeness import ANY_TIME, check
from scheduler.core.errors import InvalidInput, WrongState
from scheduler.core.facts import State
from scheduler.core.lifecycle import COMING, Birth, born, step
from scheduler.core.lifecycle import Action as Step
from scheduler.core.roles import Action
from scheduler.db.locks import locked_months
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.scope import writes
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import advised, checked_ground, vouch
from scheduler.history import changes, record_of, standing_of
from scheduler.ical.settle import settle
from scheduler.ledger import open_ledger, verdicts
from scheduler.locking import mark_meeting
from scheduler.records import Record, dates_added, is_late, unannounced, write_record
from scheduler.registering import own, own_presided, refuse_if, touch
from scheduler.weighing import Consequences, Watch, Withdrawing

_GRACE = timedelta(days=1)


def hold(uow: UnitOfWork, meeting_id: str, version: int, record: Record, ground: str | None = None) -> Meeting:
    """Record that a published meeting was held.

    Real times must lie on one of its dates and not in the future; every office presiding must be accounted for.
    A record entered more than 3 days after the last sitting, or after it was marked as not held, is late for ever.

    ``ground``: 20 to 500 characters, for those entitled to insist; without it nothing is recorded once the meeting was
    marked as not held, nor of other hours than were announced. With it the record is late.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    Law: the head is to receive in person (trực tiếp); a deputy's sitting is recorded and does not count.
    """
    before, meeting, marked = _hold(uow, meeting_id, version, record, ground)
    vouched = {"ground": meeting.ground} if ground is not None else {}
    told = changes(before, record_of(meeting))
    uow.record("MeetingHeld", meeting.id, meeting.unit_id, **_said(meeting), **told, **vouched, **marked)
    settle(uow, meeting)
    return meeting


def preview_hold(
    uow: UnitOfWork, meeting_id: str, version: int, record: Record, ground: str | None = None
) -> Consequences:
    """Enter the record inside this unit of work, and return what it brings about: told, and refused by nothing.

    Raises: as hold.
    """
    watch, near = _watching(uow, meeting_id)
    _, meeting, _ = _hold(uow, meeting_id, version, record, ground)
    return _as_recorded(uow, watch, meeting, near)


def needs_ground(uow: UnitOfWork, meeting_id: str, record: Record) -> bool:
    """Tell whether a record stands only with a ground of somebody entitled.

    So it is of a meeting marked as not held, of other hours than were announced, and in a locked month.

    Raises: NotFound, NotAllowed.
    """
    meeting = own_presided(uow, meeting_id, Action.CONFIRM_HELD)
    locked = any(locked_months(uow.session, meeting.unit_id, day, day) for day in sorted(meeting.days()))
    return meeting.state is State.NOT_HELD or locked or bool(unannounced(meeting, record))


def _hold(
    uow: UnitOfWork, meeting_id: str, version: int, record: Record, ground: str | None
) -> tuple[Mapping[str, Any], Meeting, Mapping[str, Any]]:
    """Write the record onto the meeting; what was recorded before, the meeting, and whether its month was locked."""
    meeting = own_presided(uow, meeting_id, Action.CONFIRM_HELD)
    touch(uow, meeting, version)
    missed = meeting.state is State.NOT_HELD
    meeting.state = step(meeting.state, Step.ENTER_LATE if missed else Step.HOLD)
    vouched = missed or ground is not None
    if vouched:
        uow.require(Action.INSIST)
        meeting.ground = checked_ground(ground or "")
    late = vouched or is_late(uow, meeting, record)
    before = record_of(meeting)
    write_record(uow, meeting, record, late=late, vouched=vouched)
    if vouched:
        vouch(uow, meeting, meeting.ground)
    return before, meeting, mark_meeting(uow, meeting, meeting.days(), "MeetingHeld", ground)


def enter_past(uow: UnitOfWork, unit_id: str, wanted: Arrangement, record: Record, ground: str) -> Meeting:
    """Enter a meeting that was held without ever having been planned here. It is late, and unposted, for ever.

    ``ground``: 20 to 500 characters: why it was not entered before.

    Somebody entitled to insist enters it: it can turn a breach into a duty met, and will always show that it did.

    Raises: NotFound, NotAllowed, InvalidInput.
    """
    unit = writes(uow, unit_id, Action.INSIST)
    if any(h.day > uow.today for h in wanted.hours):
        raise InvalidInput.at("sittings", "in-the-future")
    check(uow.session, unit, wanted, ANY_TIME)
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
    write_record(uow, meeting, record, late=True, vouched=True)
    vouch(uow, meeting, meeting.ground)
    told: dict[str, Any] = {"sub_type": meeting.sub_type, "after": standing_of(meeting) | record_of(meeting)}
    told |= mark_meeting(uow, meeting, meeting.days(), "MeetingHeld", ground)
    uow.record("MeetingHeld", meeting.id, unit.id, ground=meeting.ground, unplanned=True, **_said(meeting), **told)
    settle(uow, meeting)
    return meeting


def correct(uow: UnitOfWork, meeting_id: str, version: int, record: Record, ground: str) -> Meeting:
    """Correct the record of a held meeting. Both versions stay in the journal, and it is late for ever.

    ``ground``: 20 to 500 characters. Only those entitled to insist may enter a date that it did not speak of, or other
    hours than were announced.

    Raises: NotFound, NotAllowed, Stale, WrongState (it was not held), InvalidInput.
    """
    checked = checked_ground(ground)
    before, meeting, marked = _correct(uow, meeting_id, version, record, checked)
    told = {"before": before, "after": record_of(meeting), "ground": checked, **marked}
    uow.record("MeetingCorrected", meeting.id, meeting.unit_id, **told)
    settle(uow, meeting)
    return meeting


def preview_correct(uow: UnitOfWork, meeting_id: str, version: int, record: Record, ground: str) -> Consequences:
    """Correct the record inside this unit of work, and return what it brings about: told, and refused by nothing.

    Raises: as correct.
    """
    watch, near = _watching(uow, meeting_id)
    _, meeting, _ = _correct(uow, meeting_id, version, record, checked_ground(ground))
    return _as_recorded(uow, watch, meeting, near)


def _correct(
    uow: UnitOfWork, meeting_id: str, version: int, record: Record, ground: str
) -> tuple[Mapping[str, Any], Meeting, Mapping[str, Any]]:
    """Write another record onto a held meeting; as ``_hold``."""
    meeting = own_presided(uow, meeting_id, Action.CONFIRM_HELD)
    touch(uow, meeting, version)
    if meeting.state is not State.HELD:
        raise WrongState("not-held", state=meeting.state.value)
    before, entitled = record_of(meeting), uow.actor.may(Action.INSIST)
    refuse_if([] if entitled else dates_added(meeting, record))
    same_hours = (meeting.actual_start, meeting.actual_end) == (record.started_at, record.ended_at)
    write_record(uow, meeting, record, late=True, vouched=entitled or same_hours)
    if entitled:
        vouch(uow, meeting, ground)
    return before, meeting, mark_meeting(uow, meeting, meeting.days(), "MeetingCorrected", ground)


def list_missed(uow: UnitOfWork) -> list[str]:
    """Return the ids of the published meetings whose last date has passed without a record. For the worker.

    A day's grace lets the evening's record come in.

    Raises: NotAllowed.
    """
    uow.require(Action.KEEP_UNITS)
    last = select(Sitting.meeting_id).where(Sitting.day >= uow.today - _GRACE)
    rows = select(Meeting.id).where(Meeting.state.in_(COMING), Meeting.held_on < uow.today, Meeting.id.not_in(last))
    return list(uow.session.execute(rows.order_by(Meeting.id)).scalars())


def mark_missed(uow: UnitOfWork, meeting_id: str) -> Meeting:
    """Mark a published meeting whose last date has passed without a record as not held. For the worker.

    Raises: NotFound, NotAllowed, WrongState (it was recorded or given another date since it was listed).
    """
    meeting = own(uow, meeting_id, Action.KEEP_UNITS)
    touch(uow, meeting, None)
    days = [s.day for s in meeting.sittings] or [meeting.held_on or uow.today]
    if meeting.state in COMING and max(days) >= uow.today - _GRACE:
        raise WrongState(state=meeting.state.value, action=Step.MISS.value)
    meeting.state = step(meeting.state, Step.MISS)
    uow.record("MeetingNotHeld", meeting.id, meeting.unit_id, on=str(meeting.held_on))
    settle(uow, meeting)
    return meeting


def _watching(uow: UnitOfWork, meeting_id: str) -> tuple[Watch, date]:
    """Return how the offices of a meeting stand before its record, and its date."""
    meeting = own_presided(uow, meeting_id, Action.CONFIRM_HELD)
    days = sorted(meeting.days()) or [uow.today]
    return Watch(uow, [c.office_id for c in meeting.chairs], days), days[0]


def _as_recorded(uow: UnitOfWork, watch: Watch, meeting: Meeting, near: date) -> Consequences:
    """Return what a record brings about. The verdicts are read anew: what was vouched for counts in them too."""
    found = advised(watch.weigh([meeting], Withdrawing(), near=near))
    days = sorted(meeting.days())
    ledger = open_ledger(uow, sorted(c.office_id for c in meeting.chairs), days[0], days[-1])
    return replace(found, after=verdicts(ledger))


def _said(meeting: Meeting) -> dict[str, object]:
    present = sorted(c.office_id for c in meeting.chairs if c.present)
    return {
        "on": str(meeting.held_on),
        "late": meeting.entered_late,
        "citizens": meeting.citizens_received,
        "present": present,
    }
