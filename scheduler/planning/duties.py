"""The planning problem: what each office owes, what stands already, and what patterns promise beyond the minimum."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.conflicts import Conflict
from scheduler.core.facts import State
from scheduler.core.patterns import PatternDate
from scheduler.core.planner.problem import Duty, Hold, Need, Option, Problem
from scheduler.db.meetings import Meeting
from scheduler.planning.offers import Habit, Offer, habit_of, options
from scheduler.planning.scene import Scene, parts_of
from scheduler.planning.together import Joint, joint_dates

GAPS = {1: 1, 2: 5, 3: 4, 4: 3}
"""Least distance in working days between an office's days, by how many it owes a period (I); 2 when it owes more."""

_NEXT_DOOR = timedelta(days=31)


@dataclass(slots=True)
class Posed:
    """A problem with what stands behind its ids."""

    problem: Problem
    offers: dict[str, Offer] = field(default_factory=dict)
    joints: list[Joint] = field(default_factory=list)
    blocked: list[tuple[str, PatternDate, tuple[Conflict, ...]]] = field(default_factory=list)
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)

    def loosened(self, duty_ids: Iterable[str]) -> Problem:
        """Return the problem with no spacing for some duties: a minimum outranks comfort."""
        names = set(duty_ids)
        duties = [replace(d, min_gap=1) if d.id in names else d for d in self.problem.duties]
        return replace(self.problem, duties=duties)


def pose(scene: Scene, movable: tuple[Meeting, ...] = ()) -> Posed:
    """Return the problem of a scene. ``movable``: meetings that may go elsewhere, though rather not."""
    posed = Posed(Problem((), (), {}))
    posed.joints, posed.blocked = joint_dates(scene)
    duties = [duty for group in _groups(scene).values() for duty in _duty(scene, group, movable, posed)]
    duties += _fixed(scene, posed.joints)
    days = {option.day for duty in duties for option in duty.options} | {scene.first, scene.last}
    # Every working day between them, or two days far apart would seem to lie side by side.
    days.update(scene.ledger.calendar.working_days(min(days), max(days)))
    places = {f"place:{p.id}": p.rooms for p in scene.places.values()}
    posed.problem = Problem(tuple(duties), tuple(sorted(days)), places)
    return posed


def duty_name(verdict: Verdict) -> str:
    """Return the name of the duty that a verdict is planned under: an office's meetings of one kind in such periods.

    A unit's own stricter rule and the national one ask for the same meetings; planned apart, they would be held twice.
    """
    rule = verdict.rule
    window = f"/{rule.window.first}-{rule.window.last}" if rule.window else ""
    return f"{verdict.office_id}/{rule.activity}/{rule.sub_type}/{verdict.period.kind}{window}"


def _groups(scene: Scene) -> dict[str, list[Verdict]]:
    """Return the verdicts to plan for, by the duty's name: those whose period ends within the span."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in scene.before:
        ends_within = verdict.obligation.last <= scene.last
        if ends_within and verdict.status is not Status.NOT_APPLICABLE and verdict.obligation.last > scene.today:
            groups.setdefault(duty_name(verdict), []).append(verdict)
    return groups


def _duty(scene: Scene, group: list[Verdict], movable: tuple[Meeting, ...], posed: Posed) -> Iterable[Duty]:
    lead = group[0]
    name = duty_name(lead)
    habit = habit_of(scene, lead.office_id, lead.rule.sub_type)
    standing = scene.meetings_of(lead.office_id)
    joint = [j for j in posed.joints if lead.office_id in j.kept.office_ids and j.sub_type == lead.rule.sub_type]
    taken = frozenset(s.day for m in standing for s in m.sittings) | {j.day for j in joint}
    pinned = {day for day in _pinned(group, standing) | {j.day for j in joint} if _matters(scene, group, day)}
    found: list[Option] = [Option(day, 0, (), f"{name}/{day}/stands", pinned=True) for day in sorted(pinned)]
    needs, gap = [], _gap(scene, group, habit)
    for verdict in _strictest(group):
        first, last = max(verdict.obligation.first, scene.first), verdict.obligation.last
        days = scene.ledger.calendar.working_days(first, last)
        offered = list(options(scene, verdict, habit, days, taken))
        posed.offers.update((option.id, offer) for option, offer in offered)
        found += [_marked(option, offer, movable) for option, offer in offered]
        inside = {day for day in pinned if verdict.obligation.first <= day <= last}
        promised = {o.day for o, _ in offered if o.day in habit.dates and not o.blocked_by}
        # A promise too near to what stands already is left out, not kept on some other day.
        promised = {day for day in promised if _is_clear(scene, day, pinned - {day}, gap)}
        needs.append(Need(verdict.obligation.first, last, max(verdict.required, len(promised | inside))))
    posed.verdicts[name] = group
    yield Duty(name, tuple(found), tuple(needs), gap)


def _strictest(group: list[Verdict]) -> list[Verdict]:
    """Return of each period the verdict that asks for the most."""
    most: dict[str, Verdict] = {}
    for verdict in group:
        if verdict.period.key not in most or verdict.required > most[verdict.period.key].required:
            most[verdict.period.key] = verdict
    return list(most.values())


def _pinned(group: list[Verdict], standing: list[Meeting]) -> set[date]:
    counted: set[date] = set()
    for verdict in _strictest(group):
        alike = [v for v in group if v.period == verdict.period]
        counted |= set.intersection(*({day.day for day in v.counted} for v in alike))
    drafts = {
        s.day
        for m in standing
        if m.state is State.DRAFT and m.sub_type == group[0].rule.sub_type
        for c in m.chairs
        if c.office_id == group[0].office_id and c.in_person
        for s in m.sittings
    }
    # A movable meeting is counted in the verdict but no longer stands.
    return (counted | drafts) & {s.day for m in standing for s in m.sittings}


def _marked(option: Option, offer: Offer, movable: tuple[Meeting, ...]) -> Option:
    for meeting in movable:
        mine = any(c.office_id == offer.office_id for c in meeting.chairs)
        hours = tuple((s.starts, s.ends) for s in meeting.sittings)
        if mine and meeting.held_on == offer.day and parts_of(hours) == parts_of(offer.hours):
            return option._replace(published=not option.blocked_by)
    return option


def _gap(scene: Scene, group: list[Verdict], habit: Habit) -> int:
    gap = GAPS.get(max(v.required for v in group), 2)
    # A pattern keeps its own distance also to its dates next door, which may stand already.
    around = scene.ledger.calendar.working_days(scene.first - _NEXT_DOOR, scene.last + _NEXT_DOOR)
    places = {day: n for n, day in enumerate(around)}
    promised = sorted(places[day] for day in habit.dates if day in places)
    return min([gap, *(b - a for a, b in pairwise(promised) if b > a)])


def _matters(scene: Scene, group: list[Verdict], day: date) -> bool:
    """Tell whether a day that stands serves a need, or lies near enough to keep others at a distance."""
    near = scene.first - _NEXT_DOOR <= day <= scene.last + _NEXT_DOOR
    return near or any(v.obligation.first <= day <= v.obligation.last for v in group)


def _is_clear(scene: Scene, day: date, others: Iterable[date], gap: int) -> bool:
    calendar = scene.ledger.calendar
    return all(calendar.count(min(day, other), max(day, other)) > gap for other in others)


def _fixed(scene: Scene, joints: list[Joint]) -> list[Duty]:
    """Return what joint dates take from people and places, as duties with nothing to choose."""
    found = []
    for joint in joints:
        people = {scene.head_on(office_id, joint.day) for office_id in joint.kept.office_ids}
        holds = [Hold(f"person:{p}", joint.parts) for p in sorted(filter(None, people))]
        holds += [Hold(f"place:{joint.place_id}", joint.parts)] if joint.place_id else []
        option = Option(joint.day, 0, tuple(holds), f"{joint.key}/stands", pinned=True)
        found.append(Duty(joint.key, (option,), (Need(joint.day, joint.day, 1),)))
    return found
