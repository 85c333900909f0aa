"""The dates that can be offered to the planner, what each costs, and what forbids the others.

Costs are preferences only (I): the planner puts the minimum first and published meetings second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from scheduler.core.compliance.heads import Heads
from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import Booking, Clash, conflicts
from scheduler.core.deadlines import MeetingKind, posting_deadline
from scheduler.core.patterns import PatternDate
from scheduler.core.periods import PeriodKind
from scheduler.core.planner.problem import AFTERNOON, ALL_DAY, MORNING, Hold, Option
from scheduler.planning.scene import OTHER, USUAL, Scene, Standing, closing, parts_of
from scheduler.shipped_law import deadline_rules

LATE_POSTING, OFF_PATTERN, OTHER_HALF, EDGE_OF_WEEK, FARTHEST = 60, 10, 4, 1, 20
_IN_THE_WAY = (Clash.AWAY, Clash.PERSON_BUSY, Clash.PLACE_FULL)
_MONDAY, _FRIDAY = 0, 4
_OF_PARTS = {
    MORNING: USUAL,
    AFTERNOON: OTHER,
    ALL_DAY: (*USUAL, *OTHER),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands behind one of the planner's options."""

    office_id: str
    day: date
    hours: tuple[tuple[time, time], ...]
    place_id: str | None
    pattern: Standing | None = None
    kept: PatternDate | None = None


@dataclass(frozen=True, slots=True)
class Habit:
    """An office's own ways: its pattern's dates in the span, its hours, its place."""

    dates: dict[date, tuple[Standing, PatternDate]]
    usual: Standing | None

    def hours_on(self, day: date) -> tuple[tuple[time, time], ...]:
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
    office = scene.offices[verdict.office_id]
    own_place = habit.usual.row.place_id if habit.usual else None
    kind = MeetingKind(verdict.rule.activity, verdict.rule.sub_type, scene.fact(office.id).level)
    pattern_places = [n for n, day in enumerate(days) if day in habit.dates]
    for n, day in enumerate(days):
        if day <= scene.today or day in taken:
            continue
        due = posting_deadline(deadline_rules(), kind, day, scene.ledger.calendar)
        late = LATE_POSTING if due is not None and due.due < scene.today else 0
        cost = late + _preference(day, n, habit, pattern_places)
        usual = habit.hours_on(day)
        place = scene.place_of(office.unit_id, own_place, day)
        person = scene.head_on(office.id, day)
        for hours in _choices(usual):
            standing, found = habit.dates.get(day, (None, None))
            parts = parts_of(hours)
            blocked = _blocked(scene, office.id, day, hours, place)
            extra = 0 if hours == usual else OTHER_HALF
            name = f"{office.id}/{day}/{parts}"
            option = Option(day, cost + extra, _holds(person, place, parts), name, blocked_by=blocked)
            yield option, Offer(office.id, day, hours, place, standing, found)


def _choices(usual: tuple[tuple[time, time], ...]) -> list[tuple[tuple[time, time], ...]]:
    other = {MORNING: AFTERNOON, AFTERNOON: MORNING}.get(parts_of(usual))
    return [usual, _OF_PARTS[other]] if other else [usual, _OF_PARTS[MORNING], _OF_PARTS[AFTERNOON]]


def _preference(day: date, n: int, habit: Habit, pattern_places: Sequence[int]) -> int:
    if day in habit.dates:
        return 0
    if pattern_places:
        return OFF_PATTERN + min(FARTHEST, *(abs(n - place) for place in pattern_places))
    return OFF_PATTERN + (EDGE_OF_WEEK if day.weekday() in (_MONDAY, _FRIDAY) else 0)


def _holds(person: str | None, place: str | None, parts: int) -> tuple[Hold, ...]:
    holds = [Hold(f"person:{person}", parts)] if person else []
    return (*holds, Hold(f"place:{place}", parts)) if place else tuple(holds)


def _blocked(
    scene: Scene, office_id: str, day: date, hours: tuple[tuple[time, time], ...], place: str | None
) -> tuple[str, ...]:
    """Return the codes of what stands in the way: asked as for a meeting that is booked, so that both agree."""
    person = scene.head_on(office_id, day)
    vacant = () if Heads(scene.fact(office_id), PeriodKind.MONTH).on(day) else ("vacant",)
    others, aways = scene.bookings_on(day), scene.aways_on(office_id, day)
    if not others and not aways:
        return vacant
    people, offices = frozenset({person} if person else ()), frozenset({office_id})
    wanted = (Booking("", day, starts, ends, people, offices, place) for starts, ends in hours)
    found = {conflict.clash for conflict in conflicts(wanted, others, scene.rooms, aways)}
    return (*vacant, *(clash.value for clash in _IN_THE_WAY if clash in found))
