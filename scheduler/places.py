"""Reception places of a unit, which its offices share."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scheduler.core.errors import Conflict, Fault, InvalidInput
from scheduler.core.lifecycle import OPEN
from scheduler.core.roles import Action
from scheduler.core.vietnamese import fold, nfc
from scheduler.db.law import PatternRow, list_patterns
from scheduler.db.meetings import Meeting, Sitting
from scheduler.db.offices import list_offices
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


@dataclass(frozen=True, slots=True)
class Used:
    """A place with what it is used for from today on.

    ``meetings``: the standing ones, by date; ``patterns``: those in force that name it; ``offices``: the titles of
    all offices of these, by title.
    """

    place: Place
    meetings: tuple[Meeting, ...]
    patterns: tuple[PatternRow, ...]
    offices: tuple[str, ...]


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
    uow.record("PlaceChanged", place.id, place.unit_id, before={"closed_on": None}, after={"closed_on": str(on)})
    return Closed(place, tuple(_meetings(uow, [place.id], on).get(place.id, ())))


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


def uses(uow: UnitOfWork, unit_id: str) -> tuple[Used, ...]:
    """Return a unit's places with what they are used for: open ones first, then by name.

    A fixed number of queries, however many there are. Raises: NotFound, NotAllowed.
    """
    unit = reads(uow, unit_id)
    found = sorted(list_places(uow.session, [unit.id]), key=lambda place: not place.is_open(uow.today))
    return _used(uow, unit.id, found)


def use_of(uow: UnitOfWork, place_id: str) -> Used:
    """Return a place within the actor's reach with what it is used for. Raises: NotFound, NotAllowed."""
    place = get(uow, place_id)
    (used,) = _used(uow, place.unit_id, [place])
    return used


def _used(uow: UnitOfWork, unit_id: str, places: list[Place]) -> tuple[Used, ...]:
    meetings = _meetings(uow, [place.id for place in places], uow.today)
    titles = {office.id: office.title for office in list_offices(uow.session, [unit_id])}
    kept: dict[str, list[PatternRow]] = {}
    for row in list_patterns(uow.session, [unit_id]):
        if row.place_id and (row.valid_to is None or row.valid_to >= uow.today):
            kept.setdefault(row.place_id, []).append(row)

    def used(place: Place) -> Used:
        there, rows = meetings.get(place.id, []), kept.get(place.id, [])
        ids = {c.office_id for m in there for c in m.chairs} | {str(one) for row in rows for one in row.office_ids}
        return Used(place, tuple(there), tuple(rows), tuple(sorted(titles[one] for one in ids if one in titles)))

    return tuple(used(place) for place in places)


def _meetings(uow: UnitOfWork, place_ids: list[str], since: date) -> dict[str, list[Meeting]]:
    """Return, by place, the standing meetings that sit there on a day or after it, by date and id."""
    pairs = select(Sitting.meeting_id, Sitting.place_id).where(Sitting.place_id.in_(place_ids), Sitting.day >= since)
    there: dict[str, set[str]] = {}
    for meeting_id, place_id in uow.session.execute(pairs):
        there.setdefault(meeting_id, set()).add(str(place_id))
    rows = select(Meeting).where(Meeting.id.in_(there), Meeting.state.in_(OPEN))
    found: dict[str, list[Meeting]] = {}
    for meeting in uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars():
        for place_id in there[meeting.id]:
            found.setdefault(place_id, []).append(meeting)
    return found


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
