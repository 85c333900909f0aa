"""Moving, postponing and cancelling: never so that a minimum is quietly lost."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.arrangement import (
    Arrangement,
    Description,
    Form,
    Hours,
    arrangement_of,
    describe,
    in_order,
    put,
    shifted,
)
from scheduler.completeness import check
from scheduler.core.compliance.objections import Finding, postponed_without_date
from scheduler.core.errors import InvalidInput, WrongState
from scheduler.core.facts import State
from scheduler.core.lifecycle import COMING, is_public, step
from scheduler.core.lifecycle import Action as Step
from scheduler.core.roles import Action
from scheduler.db.meetings import Meeting
from scheduler.db.scope import writes
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import enforce, public_ground
from scheduler.history import changes, days_told, standing_of
from scheduler.ical.settle import settle
from scheduler.locking import mark_meeting
from scheduler.postings import leave, place_faults, post_on_portal
from scheduler.registering import own, refuse_if, touch
from scheduler.shipped_law import deadline_rules
from scheduler.weighing import Consequences, Watch, Withdrawing

_POSTPONEMENT_ROW = "DL-PUB-03"


def move(  # noqa: PLR0913 - what is wanted of a move, each by its name
    uow: UnitOfWork,
    meeting_id: str,
    version: int,
    to: date,
    ground: str,
    *,
    hours: Sequence[Hours] | None = None,
    form: Form | None = None,
    insist: str | None = None,
) -> Consequences:
    """Give a meeting other dates, or other hours, places or another form on the same ones.

    A meeting that was public keeps for ever what had been posted of it, and its posting is counted anew; on another
    date it stands as moved. Its address stays the same.
    ``to``: civil date, today to 400 days on. ``hours`` defaults to the present hours on the new date; a meeting on
    several dates needs them. ``form`` defaults to the present one. ``ground``: 5 to 500 characters. ``insist``: 20 to
    500, only for those entitled.

    Raises: NotFound, NotAllowed, Stale, WrongState (also when its day has begun to pass), InvalidInput, Objection.
    Law: Luật 42/2013 Điều 24.4 (a new time must be announced); the minimum of each rule.
    """
    ground = public_ground(ground)
    found, before = _move(uow, meeting_id, version, to, ground, (hours, form))
    found, insisted = enforce(uow, found, insist)
    (meeting,) = found.meetings
    told: dict[str, Any] = {"ground": ground, **changes(before, standing_of(meeting)), **insisted.get(meeting.id, {})}
    kind = "MeetingRearranged"
    if days_told(told["before"]) != days_told(told["after"]):
        kind, told = "MeetingMoved", {"former": _former(meeting, before), "on": str(meeting.held_on), **told}
    told |= mark_meeting(uow, meeting, days_told(before), kind, ground)
    uow.record(kind, meeting.id, meeting.unit_id, **told)
    settle(uow, meeting)
    return found


def preview_move(
    uow: UnitOfWork,
    meeting_id: str,
    version: int,
    to: date,
    ground: str = "",
    *,
    hours: Sequence[Hours] | None = None,
    form: Form | None = None,
) -> Consequences:
    """Make the move inside this unit of work without asking whether it is lawful, and return what it brings about.

    A door calls this inside a rehearsal, so that nothing is written.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    """
    found, _ = _move(uow, meeting_id, version, to, ground, (hours, form))
    return found


def _move(  # noqa: PLR0917 - the whole of what move and its preview share
    uow: UnitOfWork,
    meeting_id: str,
    version: int,
    to: date,
    ground: str,
    wish: tuple[Sequence[Hours] | None, Form | None],
) -> tuple[Consequences, Mapping[str, Any]]:
    """Make the move; what it brings about, and how the meeting stood before."""
    meeting, before = _opened(uow, meeting_id, version)
    wanted = _wanted(uow, meeting, to, *wish)
    was_public, was_approved = is_public(meeting.state), meeting.state is State.APPROVED
    old, new = meeting.days(), {h.day for h in wanted.hours}
    watch = Watch(uow, [c.office_id for c in meeting.chairs], sorted(old | new), [meeting])
    dated = Step.MOVE if was_public else Step.REDATE
    meeting.state = step(meeting.state, dated if old != new else Step.REARRANGE)
    if was_public:
        leave(uow, meeting, old - new or old, ground, stays=old <= new)
    put(meeting, wanted.hours, None)
    describe(meeting, Description(mode=wanted.description.mode, online_url=wanted.description.online_url))
    refuse_if(place_faults(meeting) if was_public else [])
    meeting.ground = ground.strip()
    if was_public:
        post_on_portal(uow, meeting)
    near = min(old, default=to)
    return watch.weigh([meeting], Withdrawing(announced_only=was_approved), near=near), before


def _wanted(
    uow: UnitOfWork, meeting: Meeting, to: date, hours: Sequence[Hours] | None, form: Form | None
) -> Arrangement:
    """Return the meeting as it is wanted. Raises: InvalidInput, also when that is how it stands."""
    wanted = arrangement_of(meeting, shifted(meeting, to) if hours is None else hours, form=form)
    standing = arrangement_of(meeting)
    if not any(h.day == to for h in wanted.hours):
        raise InvalidInput.at("to", "date-without-sitting")
    same_hours = sorted(wanted.hours, key=in_order) == sorted(standing.hours, key=in_order)
    if same_hours and wanted.description == standing.description:
        raise InvalidInput.at("to", "same-hours")
    check(uow.session, writes(uow, meeting.unit_id, Action.BOOK), wanted, uow.now)
    return wanted


def postpone(uow: UnitOfWork, meeting_id: str, version: int, ground: str, insist: str | None = None) -> Consequences:
    """Postpone a published meeting without a new date: always refused, unless somebody entitled insists.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput, Objection with the dates it could be moved to.
    Law: Luật 42/2013 Điều 24.4: the expected new time must be announced (T20).
    """
    found, before = _postpone(uow, meeting_id, version, public_ground(ground))
    found, insisted = enforce(uow, found, insist)
    (meeting,) = found.meetings
    uow.record(
        "MeetingPostponed",
        meeting.id,
        meeting.unit_id,
        former=before["on"],
        ground=meeting.ground,
        **changes(before, standing_of(meeting)),
        **insisted.get(meeting.id, {}),
    )
    settle(uow, meeting)
    return found


def preview_postpone(uow: UnitOfWork, meeting_id: str, version: int, ground: str = "") -> Consequences:
    """Postpone inside this unit of work without asking whether it is lawful, and return what it brings about.

    Raises: NotFound, NotAllowed, Stale, WrongState.
    """
    found, _ = _postpone(uow, meeting_id, version, ground)
    return found


def _postpone(uow: UnitOfWork, meeting_id: str, version: int, ground: str) -> tuple[Consequences, Mapping[str, Any]]:
    meeting, before = _opened(uow, meeting_id, version)
    old, watch = _withdrawing(uow, meeting)
    meeting.state = step(meeting.state, Step.POSTPONE)
    leave(uow, meeting, meeting.days(), ground)
    meeting.sittings, meeting.held_on = [], None
    meeting.ground = ground.strip()
    return watch.weigh([meeting], Withdrawing(extra=(_owed_date(meeting),)), near=old), before


def cancel(uow: UnitOfWork, meeting_id: str, version: int, ground: str, insist: str | None = None) -> Consequences:
    """Cancel a meeting, or drop a draft that nobody outside ever saw.

    ``ground``: 5 to 500 characters.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput, Objection when a minimum would be left short.
    Law: the minimum of each rule.
    """
    checked = public_ground(ground)
    found, before = _cancel(uow, meeting_id, version, checked)
    found, insisted = enforce(uow, found, insist)
    (meeting,) = found.meetings
    kind = "MeetingCancelled" if meeting.published_at else "MeetingDropped"
    told: dict[str, Any] = changes(before, standing_of(meeting))
    told |= mark_meeting(uow, meeting, days_told(before), kind, checked)
    former = _former(meeting, before)
    uow.record(kind, meeting.id, meeting.unit_id, former=former, ground=checked, **told, **insisted.get(meeting.id, {}))
    settle(uow, meeting)
    return found


def preview_cancel(uow: UnitOfWork, meeting_id: str, version: int, ground: str = "") -> Consequences:
    """Cancel inside this unit of work without asking whether it is lawful, and return what it brings about.

    Raises: NotFound, NotAllowed, Stale, WrongState.
    """
    found, _ = _cancel(uow, meeting_id, version, ground)
    return found


def _cancel(uow: UnitOfWork, meeting_id: str, version: int, ground: str) -> tuple[Consequences, Mapping[str, Any]]:
    meeting, before = _opened(uow, meeting_id, version)
    old, watch = _withdrawing(uow, meeting)
    meeting.state = step(meeting.state, Step.CANCEL)
    meeting.ground = ground.strip()
    return watch.weigh([meeting], Withdrawing(), near=old), before


def _opened(uow: UnitOfWork, meeting_id: str, version: int) -> tuple[Meeting, Mapping[str, Any]]:
    """Return a meeting that may still be changed, and how it stands."""
    meeting = own(uow, meeting_id, Action.BOOK)
    touch(uow, meeting, version)
    _not_yet_over(uow, meeting)
    return meeting, standing_of(meeting)


def _withdrawing(uow: UnitOfWork, meeting: Meeting) -> tuple[date, Watch]:
    days = sorted(meeting.days()) or [uow.today]
    return days[0], Watch(uow, [c.office_id for c in meeting.chairs], days, [meeting])


def _former(meeting: Meeting, before: Mapping[str, Any]) -> str | None:
    """Return the date a meeting had, or the last one it had before it was postponed."""
    left = meeting.former_dates[-1].day if meeting.former_dates else None
    return before["on"] or (str(left) if left else None)


def _not_yet_over(uow: UnitOfWork, meeting: Meeting) -> None:
    # A meeting that has begun was held or was not; it cannot be made never to have been due.
    begins = meeting.begins_at()
    if meeting.state in COMING and begins is not None and begins <= uow.now:
        raise WrongState("meeting-day-passed", state=meeting.state.value, day=meeting.held_on)


def _owed_date(meeting: Meeting) -> Finding:
    row = next(rule for rule in deadline_rules() if rule.id == _POSTPONEMENT_ROW)
    return postponed_without_date(meeting.id, row)
