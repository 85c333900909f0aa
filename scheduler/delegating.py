"""Naming a deputy: recorded, told with its consequence, never counted."""

from collections.abc import Mapping
from typing import Any

from scheduler.arrangement import Seat
from scheduler.core.errors import InvalidInput, WrongState
from scheduler.core.lifecycle import OPEN
from scheduler.core.personal_numbers import personal_number_faults
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import advised, checked_ground
from scheduler.history import changes, standing_of
from scheduler.ical.settle import settle
from scheduler.registering import own, refuse_if, touch
from scheduler.weighing import Consequences, Watch, Withdrawing


def delegate(
    uow: UnitOfWork, meeting_id: str, version: int, office_id: str, *, deputy: str, ground: str
) -> Consequences:
    """Name a deputy to sit in for an office. The meeting stays, and no longer counts for the head (T4).

    ``deputy``: a post or a name; ``ground``: 20 to 500 characters. Returns what that does to the minimum, with the
    nearest dates for a make-up meeting; it is not refused, because people are waiting to be received. To cancel the
    meeting later is weighed as if its head were still to sit.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    Law: delegation never satisfies a head's minimum (reading I; Luật 136/2025 as explained to the Assembly).
    """
    named, checked = deputy.strip(), checked_ground(ground)
    if not named:
        raise InvalidInput.at("deputy", "delegation-needs-name-and-ground")
    refuse_if(personal_number_faults({"deputy": named}))
    found, before = _delegate(
        uow, meeting_id, version, Seat(office_id, in_person=False, delegate=named, ground=checked)
    )
    (meeting,) = found.meetings
    told = changes(before, standing_of(meeting))
    uow.record("MeetingDelegated", meeting.id, meeting.unit_id, office=office_id, deputy=named, ground=checked, **told)
    settle(uow, meeting)
    return found


def preview_delegation(uow: UnitOfWork, meeting_id: str, version: int, office_id: str) -> Consequences:
    """Name some deputy inside this unit of work, and return what it brings about: told, and refused by nothing.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    """
    found, _ = _delegate(uow, meeting_id, version, Seat(office_id, in_person=False))
    return found


def _delegate(uow: UnitOfWork, meeting_id: str, version: int, seat: Seat) -> tuple[Consequences, Mapping[str, Any]]:
    """Give an office's seat to a deputy; what it brings about, and how the meeting stood before."""
    meeting = own(uow, meeting_id, Action.BOOK)
    touch(uow, meeting, version)
    if meeting.state not in OPEN:
        raise WrongState("record-closed", state=meeting.state.value)
    if meeting.held_on and meeting.held_on < uow.today:
        raise WrongState("meeting-day-passed", state=meeting.state.value, day=meeting.held_on)
    chair = next((c for c in meeting.chairs if c.office_id == seat.office_id), None)
    if chair is None:
        raise InvalidInput.at("office_id", "no-such-office")
    before, day = standing_of(meeting), meeting.held_on or uow.today
    watch = Watch(uow, [seat.office_id], [day])
    chair.in_person, chair.delegate, chair.delegation_ground = seat.in_person, seat.delegate, seat.ground
    return advised(watch.weigh([meeting], Withdrawing(), near=day)), before
