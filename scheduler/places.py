"""Reception places of a unit, which its offices share."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scheduler.core.errors import Conflict, Fault, InvalidInput
from scheduler.core.lifecycle import OPEN
from scheduler.core.roles import Action
from scheduler.core.vietnamese import fold, nfc
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.places import Place, get_place, list_places
from scheduler.db.scope import reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.ical.settle import settle_place
from scheduler.registering import current, refuse_if, text_faults

LONGEST_NAME, LONGEST_ADDRESS, MOST_ROOMS = 200, 300, 50


@dataclass(frozen=True, slots=True)
class Closed:
    """A place that was closed, and the meetings that were to sit there from that day on, by date."""

    place: Place
    meetings: tuple[Meeting, ...]

    @property
    def version(self) -> int:
        """Return the place's version."""
        return self.place.version


def add_place(uow: UnitOfWork, unit_id: str, name: str, address: str = "", rooms: int = 1) -> Place:
    """Enter a place of a unit. ``rooms``: how many meetings fit there at once, 1 to 50.

    Raises: NotFound, NotAllowed, InvalidInput with every fault at once.
    """
    unit = writes(uow, unit_id, Action.KEEP_UNIT)
    _check(uow, Place(unit_id=unit.id, name=name, address=address, rooms=rooms))
    place = Place(id=uow.new_id(), unit_id=unit.id, name=nfc(name), address=nfc(address), rooms=rooms)
    uow.session.add(place)
    uow.session.flush()
    uow.record("PlaceAdded", place.id, unit.id, name=place.name, rooms=rooms)
    return place


def change_place(
    uow: UnitOfWork,
    place_id: str,
    version: int,
    *,
    name: str | None = None,
    address: str | None = None,
    rooms: int | None = None,
) -> Place:
    """Change a place; None leaves a thing as it is. Calendars follow.

    Raises: NotFound, NotAllowed, Stale, InvalidInput.
    """
    place = _own(uow, place_id, version)
    if (name, address, rooms) == (None, None, None):
        raise InvalidInput.at("", "nothing-to-change")
    before = {"name": place.name, "address": place.address, "rooms": place.rooms}
    place.name = place.name if name is None else nfc(name)
    place.address = place.address if address is None else nfc(address)
    place.rooms = place.rooms if rooms is None else rooms
    with uow.session.no_autoflush:
        _check(uow, place)
    changed = [field for field, value in before.items() if getattr(place, field) != value]
    if changed:
        uow.session.flush()
        told = {"before": {n: before[n] for n in changed}, "after": {n: getattr(place, n) for n in changed}}
        uow.record("PlaceChanged", place.id, place.unit_id, **told)
        settle_place(uow, place.id)
    return place


def close_place(uow: UnitOfWork, place_id: str, version: int, on: date) -> Closed:
    """Close a place for good; ``on`` is the first day on which nobody meets there.

    Meetings arranged there from that day on are told and left as they are.
    Raises: NotFound, NotAllowed, Stale, Conflict when it is closed already.
    """
    place = _own(uow, place_id, version)
    if place.closed_on is not None:
        raise Conflict("place-closed-already", place=place.name, closed_on=place.closed_on)
    place.closed_on = on
    uow.session.flush()
    told = {"before": {"closed_on": None}, "after": {"closed_on": str(on)}}
    uow.record("PlaceChanged", place.id, place.unit_id, **told)
    there = select(Sitting.meeting_id).where(Sitting.place_id == place.id, Sitting.day >= on)
    rows = select(Meeting).where(Meeting.id.in_(there), Meeting.state.in_(OPEN))
    return Closed(place, tuple(uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars()))


def get(uow: UnitOfWork, place_id: str) -> Place:
    """Return a place within the actor's reach. Raises: NotFound, NotAllowed."""
    place = get_place(uow.session, place_id)
    reads(uow, place.unit_id)
    return place


def list_of_unit(uow: UnitOfWork, unit_id: str, after: str = "", limit: int = 100) -> list[Place]:
    """Return a unit's places, closed ones too, by id, after an id. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    rows = select(Place).where(Place.unit_id == unit.id, Place.id > after).order_by(Place.id).limit(limit)
    return list(uow.session.execute(rows).scalars())


def _own(uow: UnitOfWork, place_id: str, version: int) -> Place:
    place = get_place(uow.session, place_id)
    writes(uow, place.unit_id, Action.KEEP_UNIT)
    current(place, version)
    return place


def _check(uow: UnitOfWork, wanted: Place) -> None:
    faults = text_faults("name", wanted.name, LONGEST_NAME)
    standing = [p for p in list_places(uow.session, [wanted.unit_id]) if p is not wanted and p.closed_on is None]
    if any(fold(p.name) == fold(wanted.name) for p in standing):
        faults.append(Fault("name", "place-exists"))
    faults += text_faults("address", wanted.address, LONGEST_ADDRESS, needed=False)
    if not 1 <= wanted.rooms <= MOST_ROOMS:
        faults.append(Fault("rooms", "number-out-of-range", {"low": 1, "high": MOST_ROOMS}))
    refuse_if(faults)
