"""What a meeting may be booked with by hand: the offices, places and meetings to make up for that a unit has."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.core.facts import State
from scheduler.core.lifecycle import COMING, STANDING
from scheduler.core.roles import Action
from scheduler.db.meetings import Meeting, list_meetings, list_undated
from scheduler.db.offices import Office, list_offices
from scheduler.db.places import Place, list_places
from scheduler.db.scope import may_write, reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork

_BACK, _AHEAD = timedelta(days=180), timedelta(days=180)
_LOST = frozenset({State.CANCELLED, State.POSTPONED, State.NOT_HELD})


@dataclass(frozen=True, slots=True)
class Bookable:
    """A unit's offices in force and open places, and its meetings that may be made up for, the latest first."""

    unit: Unit
    offices: tuple[Office, ...]
    places: tuple[Place, ...]
    to_make_up: tuple[Meeting, ...]


def bookable(uow: UnitOfWork, unit_id: str) -> Bookable:
    """Return what a meeting of a unit may be booked with from today on.

    A meeting may be made up for when it was announced within half a year of today and fell away, was received by a
    deputy, or is to come still; one for which another stands is left out.

    Raises: NotFound, NotAllowed.
    """
    unit = reads(uow, unit_id)
    if not may_write(uow, unit.id, Action.BOOK):
        uow.refuse(Action.BOOK)
    near = list_meetings(uow.session, [unit.id], uow.today - _BACK, uow.today + _AHEAD)
    made_up = {m.makeup_for for m in near if m.state in STANDING}
    lost = [m for m in (*near, *list_undated(uow.session, [unit.id])) if _is_lost(m) and m.id not in made_up]
    return Bookable(
        unit,
        tuple(o for o in list_offices(uow.session, [unit.id]) if o.valid_to is None or o.valid_to >= uow.today),
        tuple(p for p in list_places(uow.session, [unit.id]) if p.is_open(uow.today)),
        tuple(sorted(lost, key=lambda m: (m.held_on is not None, m.held_on), reverse=True)),
    )


def _is_lost(meeting: Meeting) -> bool:
    if meeting.published_at is None:
        return False
    by_deputy = any(not chair.in_person or chair.present is False for chair in meeting.chairs)
    return meeting.state in _LOST or meeting.state in COMING or (meeting.state is State.HELD and by_deputy)
