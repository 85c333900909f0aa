"""Making up for a meeting: for which one it may be said."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.core.errors import Fault
from scheduler.core.facts import Activity, State
from scheduler.core.lifecycle import STANDING
from scheduler.db.meetings import Meeting


def make_up_faults(
    session: Session, unit_id: str, kind: tuple[Activity, str], office_ids: frozenset[str], made_up: str
) -> list[Fault]:
    """Return why a meeting of a kind (activity, sub_type) with these offices may not be said to make up for another.

    The other was announced by the same unit, is of the same kind, has one of the offices as its chair and was not held
    with that head in person; no standing meeting makes up for it already. It may be to come still: the make-up is
    arranged first, so that the minimum is never in danger, and the cancellation follows.
    """
    other = session.get(Meeting, made_up)
    if other is None or other.unit_id != unit_id:
        return [Fault("makeup_for", "no-such-meeting")]
    if (other.activity, other.sub_type) != kind:
        return [Fault("makeup_for", "makes-up-another-kind")]
    shared = [chair for chair in other.chairs if chair.office_id in office_ids]
    if not shared:
        return [Fault("makeup_for", "makes-up-another-office")]
    sat = other.state is State.HELD and all(chair.present for chair in shared)
    if other.published_at is None or sat:
        return [Fault("makeup_for", "nothing-to-make-up")]
    others = session.execute(select(Meeting).where(Meeting.makeup_for == made_up, Meeting.state.in_(STANDING)))
    if any(chair.office_id in office_ids for meeting in others.scalars() for chair in meeting.chairs):
        return [Fault("makeup_for", "made-up-already")]
    return []
