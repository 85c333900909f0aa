"""The dates that can be offered to the planner, what each costs, and what forbids the others.

Costs are preferences only (I): the planner puts the minimum first and published meetings second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import Booking, Clash, conflicts
from scheduler.core.deadlines import MeetingKind
from scheduler.core.facts import Away
from scheduler.core.patterns import PatternDate
from scheduler.core.planner.problem import AFTERNOON, MORNING, Hold, Option
from scheduler.planning.scene import OTHER, USUAL, Scene, Standing, closing, parts_of

Sittings = tuple[tuple[time, time], ...]
LATE_POSTING, OFF_PATTERN, OTHER_HALF, EDGE_OF_WEEK, FARTHEST = 60, 10, 4, 1, 20
_IN_THE_WAY = (Clash.AWAY, Clash.PERSON_BUSY, Clash.PLACE_FULL)
_MONDAY, _FRIDAY = 0, 4
_OF_PARTS = {MORNING: USUAL, AFTERNOON: OTHER}


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands behind one of the planner's options."""

    office_id: str
    day: date
    hours: Sittings
    place_id: str | None
    pattern: Standing | None = None
    kept: PatternDate | None = None


@dataclass(frozen=True, slots=True)
class Habit:
    """An office's own ways: its pattern's dates in the span, its hours, its place."""

    dates: dict[date, tuple[Standing, PatternDate]]
    usual: Standing | None

    def hours_on(self, day: date) -> Sittings:
        """Return the office's hours on a day: its pattern's, or the usual morning (I)."""
        sittings = self.usual.pattern.hours.on(day) if self.usual else ()
        return tuple((s.start, s.end or closing(s.start)) for s in sittings) or USUAL


def habit_of(scene: Scene, office_id: str, sub_type: str) -> Habit:
    """Return the ways of an office for one kind of meeting, from its patterns in the order of their ids."""
    dates: dict[date, tuple[Standing, PatternDate]] = {}
    usual = None
    for standing in scene.standing:
        if standing.row.sub_type != sub_type:
            continue
        mine = [d for d in standing.dates if office_id in d.office_ids]
        usual = usual or (standing if mine else None)
        for found in mine:
            if found.on is not None and len(found.office_ids) == 1:
                dates.setdefault(found.on, (standing, found))
    return Habit(dates, usual)


def options(
    scene: Scene, verdict: Verdict, habit: Habit, days: Sequence[date], taken: frozenset[date]
) -> Iterable[tuple[Option, Offer]]:
    """Yield an option for every working day of one need, the forbidden ones with what forbids them.

    ``taken``: days on which the office already has a meeting of any kind.
    """
    office_id, unit_id = verdict.office_id, scene.offices[verdict.office_id].unit_id
    own_place = habit.usual.row.place_id if habit.usual else None
    kind = MeetingKind(verdict.rule.activity, verdict.rule.sub_type, scene.fact(office_id).level)
    pattern_places = [n for n, day in enumerate(days) if day in habit.dates]
    for n, day in enumerate(days):
        if day <= scene.today or day in taken:
            continue
        due = scene.due(kind, day)
        late = LATE_POSTING if due is not None and due.due < scene.today else 0
        cost = late + _preference(day, n, habit, pattern_places)
        place = scene.place_of(unit_id, own_place, day)
        person = scene.head_on(office_id, day)
        vacant = () if scene.is_headed(office_id, day) else ("vacant",)
        aways = scene.aways_on(office_id, day)
        free = not aways and not scene.bookings_on(day)
        standing, found = habit.dates.get(day, (None, None))
        for hours, parts, extra in _choices(habit.hours_on(day)):
            wanted = Offer(office_id, day, hours, place, standing, found)
            blocked = vacant if free else (*vacant, *_in_the_way(scene, wanted, person, aways))
            name = f"{office_id}/{day}/{parts}"
            yield Option(day, cost + extra, _holds(person, place, parts), name, blocked_by=blocked), wanted


@lru_cache(maxsize=256)  # a country keeps few hours
def _choices(usual: Sittings) -> list[tuple[Sittings, int, int]]:
    """Return the usual hours and those of another part of the day, each with its parts and what it costs more."""
    parts = parts_of(usual)
    others = {MORNING: (AFTERNOON,), AFTERNOON: (MORNING,)}.get(parts, (MORNING, AFTERNOON))
    return [(usual, parts, 0), *((_OF_PARTS[other], other, OTHER_HALF) for other in others)]


def _preference(day: date, n: int, habit: Habit, pattern_places: Sequence[int]) -> int:
    if day in habit.dates:
        return 0
    if pattern_places:
        return OFF_PATTERN + min(FARTHEST, *(abs(n - place) for place in pattern_places))
    return OFF_PATTERN + (EDGE_OF_WEEK if day.weekday() in (_MONDAY, _FRIDAY) else 0)


@lru_cache(maxsize=4096)  # options that share the tuple are read faster
def _holds(person: str | None, place: str | None, parts: int) -> tuple[Hold, ...]:
    holds = [Hold(f"person:{person}", parts)] if person else []
    return (*holds, Hold(f"place:{place}", parts)) if place else tuple(holds)


def _in_the_way(scene: Scene, wanted: Offer, person: str | None, aways: Sequence[Away]) -> tuple[str, ...]:
    """Return the codes of what stands in the way: asked as for a meeting that is booked, so that both agree."""
    people, offices = frozenset({person} if person else ()), frozenset({wanted.office_id})
    asked = (Booking("", wanted.day, starts, ends, people, offices, wanted.place_id) for starts, ends in wanted.hours)
    found = {conflict.clash for conflict in conflicts(asked, scene.bookings_on(wanted.day), scene.rooms, aways)}
    return tuple(clash.value for clash in _IN_THE_WAY if clash in found)
