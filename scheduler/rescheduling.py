"""Moving, postponing and cancelling: never so that a minimum is quietly lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from scheduler.arrangement import Hours, arrangement_of, check, own, put, touch
from scheduler.core.clock import VIETNAM
from scheduler.core.compliance.objections import Change, Finding, postponed_without_date
from scheduler.core.errors import InvalidInput, WrongState
from scheduler.core.facts import State
from scheduler.core.lifecycle import COMING, is_public, step
from scheduler.core.lifecycle import Action as Step
from scheduler.core.roles import Action
from scheduler.db.meetings import FormerDate, Meeting
from scheduler.db.scope import writes
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import Consequences, Watch, checked_ground, enforce
from scheduler.ical.settle import settle
from scheduler.postings import place_faults, post_on_portal
from scheduler.registering import refuse_if
from scheduler.shipped_law import deadline_rules

_POSTPONEMENT_ROW = "DL-PUB-03"


def move(
    uow: UnitOfWork,
    meeting_id: str,
    version: int,
    to: date,
    ground: str,
    *,
    hours: Sequence[Hours] | None = None,
    insist: str | None = None,
) -> Consequences:
    """Give a meeting another date (or other hours or places on the same date).

    A meeting that was public keeps its former date for ever and stands as moved; its address stays the same.
    ``to``: civil date, today or later. ``hours`` defaults to the present hours on the new date; a meeting on
    several dates needs them. ``ground``: 5 to 500 characters. ``insist``: 20 to 500, only for those entitled.

    Raises: NotFound, NotAllowed, Stale, WrongState (also when its day has begun to pass), InvalidInput, Objection.
    Law: Luật 42/2013 Điều 24.4 (a new time must be announced); the minimum of each rule.
    """
    ground = checked_ground(ground, shortest=5)
    found = preview_move(uow, meeting_id, version, to, ground, hours=hours)
    enforce(uow, found, insist)
    (meeting,) = found.meetings
    former = str(meeting.former_dates[-1].day) if meeting.former_dates else None
    insisted = {"insisted": meeting.insisted_ground} if found.refused else {}
    uow.record(
        "MeetingMoved",
        meeting.id,
        meeting.unit_id,
        former=former,
        on=str(meeting.held_on),
        ground=ground.strip(),
        **insisted,
    )
    settle(uow, meeting)
    return found


def preview_move(
    uow: UnitOfWork, meeting_id: str, version: int, to: date, ground: str = "", *, hours: Sequence[Hours] | None = None
) -> Consequences:
    """Make the move inside this unit of work without asking whether it is lawful, and return what it brings about.

    A door calls this inside a rehearsal, so that nothing is written.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    """
    meeting = own(uow, meeting_id, Action.BOOK)
    touch(uow, meeting, version)
    _not_yet_over(uow, meeting)
    was_public, old = is_public(meeting.state), meeting.held_on
    wanted = _shifted(meeting, to) if hours is None else tuple(hours)
    if not any(h.day == to for h in wanted):
        raise InvalidInput.at("to", "date-without-sitting")
    if sorted(wanted, key=_order) == sorted(arrangement_of(meeting).hours, key=_order):
        raise InvalidInput.at("to", "same-hours")
    check(uow.session, writes(uow, meeting.unit_id, Action.BOOK), arrangement_of(meeting, wanted), uow.today)
    was_approved = meeting.state is State.APPROVED
    watch = Watch(uow, [c.office_id for c in meeting.chairs], [day for day in (old, to) if day], [meeting])
    redated = min(h.day for h in wanted) != old
    dated = Step.MOVE if was_public else Step.REDATE
    meeting.state = step(meeting.state, dated if redated else Step.REARRANGE)
    if was_public and redated:
        _remember_date(uow, meeting, ground)
    put(meeting, wanted, None)
    refuse_if(place_faults(meeting) if was_public else [])
    meeting.ground = ground.strip()
    if was_public and redated:
        post_on_portal(uow, meeting)
    return watch.weigh([meeting], Change.WITHDRAW, near=old or to, announced_only=was_approved)


def postpone(uow: UnitOfWork, meeting_id: str, version: int, ground: str, insist: str | None = None) -> Consequences:
    """Postpone a published meeting without a new date: always refused, unless somebody entitled insists.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput, Objection with the dates it could be moved to.
    Law: Luật 42/2013 Điều 24.4: the expected new time must be announced (T20).
    """
    found = preview_postpone(uow, meeting_id, version, checked_ground(ground, shortest=5))
    enforce(uow, found, insist)
    (meeting,) = found.meetings
    uow.record(
        "MeetingPostponed",
        meeting.id,
        meeting.unit_id,
        former=str(meeting.former_dates[-1].day),
        ground=meeting.ground,
        insisted=meeting.insisted_ground,
    )
    settle(uow, meeting)
    return found


def preview_postpone(uow: UnitOfWork, meeting_id: str, version: int, ground: str = "") -> Consequences:
    """Postpone inside this unit of work without asking whether it is lawful, and return what it brings about.

    Raises: NotFound, NotAllowed, Stale, WrongState.
    """
    meeting, old, watch = _withdrawing(uow, meeting_id, version)
    meeting.state = step(meeting.state, Step.POSTPONE)
    _remember_date(uow, meeting, ground)
    meeting.sittings, meeting.held_on = [], None
    meeting.ground = ground.strip()
    return watch.weigh([meeting], Change.WITHDRAW, near=old, extra=[_owed_date(meeting)])


def cancel(uow: UnitOfWork, meeting_id: str, version: int, ground: str, insist: str | None = None) -> Consequences:
    """Cancel a meeting, or drop a draft that nobody outside ever saw.

    ``ground``: 5 to 500 characters.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput, Objection when a minimum would be left short.
    Law: the minimum of each rule.
    """
    checked = checked_ground(ground, shortest=5)
    found = preview_cancel(uow, meeting_id, version, checked)
    enforce(uow, found, insist)
    (meeting,) = found.meetings
    kind = "MeetingCancelled" if meeting.published_at else "MeetingDropped"
    insisted = {"insisted": meeting.insisted_ground} if found.refused else {}
    uow.record(kind, meeting.id, meeting.unit_id, former=str(meeting.held_on), ground=checked, **insisted)
    settle(uow, meeting)
    return found


def preview_cancel(uow: UnitOfWork, meeting_id: str, version: int, ground: str = "") -> Consequences:
    """Cancel inside this unit of work without asking whether it is lawful, and return what it brings about.

    Raises: NotFound, NotAllowed, Stale, WrongState.
    """
    meeting, old, watch = _withdrawing(uow, meeting_id, version)
    meeting.state = step(meeting.state, Step.CANCEL)
    meeting.ground = ground.strip()
    return watch.weigh([meeting], Change.WITHDRAW, near=old)


def _withdrawing(uow: UnitOfWork, meeting_id: str, version: int) -> tuple[Meeting, date, Watch]:
    meeting = own(uow, meeting_id, Action.BOOK)
    touch(uow, meeting, version)
    _not_yet_over(uow, meeting)
    day = meeting.held_on or uow.today
    return meeting, day, Watch(uow, [c.office_id for c in meeting.chairs], [day], [meeting])


def _not_yet_over(uow: UnitOfWork, meeting: Meeting) -> None:
    # A meeting that has begun was held or was not; it cannot be made never to have been due.
    if meeting.state in COMING and meeting.held_on and _has_begun(uow, meeting):
        raise WrongState("meeting-day-passed", state=meeting.state.value, day=meeting.held_on)


def _has_begun(uow: UnitOfWork, meeting: Meeting) -> bool:
    return any(datetime.combine(s.day, s.starts, VIETNAM) <= uow.now for s in meeting.sittings)


def _shifted(meeting: Meeting, to: date) -> tuple[Hours, ...]:
    present = arrangement_of(meeting).hours
    if len({h.day for h in present}) > 1 or not present:
        raise InvalidInput.at("sittings", "hours-needed")
    return tuple(replace(h, day=to) for h in present)


def _order(hours: Hours) -> tuple[date, time, time, str, str]:
    return hours.day, hours.starts, hours.ends, hours.place_id or "", hours.site


def _remember_date(uow: UnitOfWork, meeting: Meeting, ground: str) -> None:
    if meeting.held_on is None:
        return
    meeting.former_dates.append(
        FormerDate(
            id=uow.new_id(),
            number=len(meeting.former_dates) + 1,
            day=meeting.held_on,
            left_at=uow.now,
            ground=ground.strip(),
            was_public=True,
        )
    )


def _owed_date(meeting: Meeting) -> Finding:
    row = next(rule for rule in deadline_rules() if rule.id == _POSTPONEMENT_ROW)
    return postponed_without_date(meeting.id, row)
