"""The dates of patterns that a proposal leaves out, and why: nothing that was promised vanishes without a word."""

from collections.abc import Iterable, Mapping
from datetime import date

from scheduler.core.conflicts import Booking, conflicts
from scheduler.core.patterns import PatternDate
from scheduler.planning.duties import Posed
from scheduler.planning.making import Room, from_pattern
from scheduler.planning.scene import USUAL, Scene, Standing, closing
from scheduler.planning.values import Proposed, Skipped


def left_out(scene: Scene, posed: Posed, proposed: Iterable[Proposed]) -> tuple[Skipped, ...]:
    """Return the dates of patterns within the span that are not proposed, by date, unit and pattern.

    What came to nothing, what something stands in the way of (of what stands, and of what is proposed instead), and
    what the planner passed over. A day on which the office meets anyway is not left out, nor one that has passed.
    """
    wanted = tuple(proposed)
    joint = {kept: way for _, kept, way in posed.blocked}
    planned_for = {(group[0].office_id, group[0].rule.sub_type) for group in posed.verdicts.values()}
    met = {(chair.office_id, s.day) for m in scene.meetings for chair in m.chairs for s in m.sittings}
    met |= {(office_id, p.day) for p in wanted for office_id in p.office_ids}
    taken = _taken(scene, wanted)
    found: list[Skipped] = []
    for standing in scene.standing:
        for kept in standing.dates:
            if not scene.first <= kept.filed <= scene.last:
                continue
            if kept.on is None:
                found.append(Skipped(standing.row.unit_id, kept, None))
            elif kept in joint:
                found.append(Skipped(standing.row.unit_id, kept, _wanted(scene, standing, kept, kept.on), joint[kept]))
            elif _is_passed_over(scene, kept, kept.on, met) and (kept.office_id, standing.row.sub_type) in planned_for:
                found.append(_alone(scene, standing, kept, kept.on, taken))
    return tuple(sorted(found, key=lambda s: (s.kept.filed, s.unit_id, s.kept.pattern_id, s.kept.office_ids)))


def _is_passed_over(scene: Scene, kept: PatternDate, day: date, met: set[tuple[str, date]]) -> bool:
    return len(kept.office_ids) == 1 and day > scene.today and (kept.office_id, day) not in met


def _taken(scene: Scene, proposed: Iterable[Proposed]) -> Mapping[date, list[Booking]]:
    """Return what the proposed meetings would take, by day."""
    taken: dict[date, list[Booking]] = {}
    for booking in (b for one in proposed for b in _bookings(scene, one)):
        taken.setdefault(booking.day, []).append(booking)
    return taken


def _wanted(scene: Scene, standing: Standing, kept: PatternDate, day: date) -> Proposed:
    hours = tuple((s.start, s.end or closing(s.start)) for s in kept.sittings) or USUAL
    place_id = scene.place_of(standing.row.unit_id, standing.row.place_id, day)
    return from_pattern(scene, standing, kept, day, Room(hours, place_id))


def _alone(
    scene: Scene, standing: Standing, kept: PatternDate, day: date, taken: Mapping[date, list[Booking]]
) -> Skipped:
    wanted = _wanted(scene, standing, kept, day)
    others = [*scene.bookings_on(day), *taken.get(day, ())]
    way = conflicts(_bookings(scene, wanted), others, scene.rooms, scene.aways_on(kept.office_id, day))
    return Skipped(standing.row.unit_id, kept, wanted, way)


def _bookings(scene: Scene, one: Proposed) -> list[Booking]:
    people = frozenset(filter(None, (scene.head_on(office_id, one.day) for office_id in one.office_ids)))
    offices = frozenset(one.office_ids)
    return [Booking(one.key, h.day, h.starts, h.ends, people, offices, h.place_id) for h in one.hours]
