"""Dates on which several offices sit together: decided first, because they are one meeting with one room."""

from dataclasses import dataclass
from datetime import date, time

from scheduler.core.conflicts import Booking, Conflict, conflicts
from scheduler.core.patterns import PatternDate
from scheduler.planning.scene import USUAL, Scene, Standing, closing, parts_of
from scheduler.planning.values import key_of


@dataclass(frozen=True, slots=True)
class Joint:
    """One joint date that can be kept."""

    standing: Standing
    kept: PatternDate
    day: date
    hours: tuple[tuple[time, time], ...]
    place_id: str | None

    @property
    def key(self) -> str:
        """Return the name of the date."""
        return key_of(self.day, "joint", self.standing.row.id, self.place_id)

    @property
    def parts(self) -> int:
        """Return the parts of the day it takes."""
        return parts_of(self.hours)

    @property
    def sub_type(self) -> str:
        """Return the kind of meeting."""
        return self.standing.row.sub_type

    def bookings(self, scene: Scene) -> list[Booking]:
        """Return what it takes from people and place."""
        people = {scene.head_on(office_id, self.day) for office_id in self.kept.office_ids}
        return [
            Booking(
                self.key,
                self.day,
                starts,
                ends,
                frozenset(filter(None, people)),
                frozenset(self.kept.office_ids),
                self.place_id,
            )
            for starts, ends in self.hours
        ]


def joint_dates(scene: Scene) -> tuple[list[Joint], list[tuple[str, PatternDate, tuple[Conflict, ...]]]]:
    """Return the joint dates to keep, and those in whose way something stands, by unit id."""
    kept: list[Joint] = []
    left: list[tuple[str, PatternDate, tuple[Conflict, ...]]] = []
    for standing in scene.standing:
        for found in standing.dates:
            if len(found.office_ids) < 2 or found.on is None or found.on <= scene.today:  # noqa: PLR2004 - together is two or more
                continue
            if any(m.held_on == found.on for o in found.office_ids for m in scene.meetings_of(o)):
                continue
            place = scene.place_of(standing.row.unit_id, standing.row.place_id, found.on)
            hours = tuple((s.start, s.end or closing(s.start)) for s in found.sittings) or USUAL
            joint = Joint(standing, found, found.on, hours, place)
            others = [b for k in kept for b in k.bookings(scene)]
            aways = [a for office_id in found.office_ids for a in scene.ledger.aways.get(office_id, ())]
            way = conflicts(joint.bookings(scene), [*scene.bookings_on(found.on), *others], scene.rooms, aways)
            if way:
                left.append((standing.row.unit_id, found, way))
            else:
                kept.append(joint)
    return kept, left
