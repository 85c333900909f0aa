"""Naming a deputy: recorded, told with its consequence, never counted."""

from scheduler.arrangement import own, touch
from scheduler.core.compliance.objections import Change
from scheduler.core.errors import InvalidInput, WrongState
from scheduler.core.lifecycle import OPEN
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import Consequences, Watch, advised, checked_ground
from scheduler.ical.settle import settle


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
    found = advised(watch.weigh([meeting], Change.WITHDRAW, near=day))
    uow.record(
        "MeetingDelegated", meeting.id, meeting.unit_id, office=office_id, deputy=chair.delegate, ground=ground.strip()
    )
    settle(uow, meeting)
    return found
