"""The cheapest ways out of an unmet need: what would have to give way, each tried before it is offered.

A way is found by planning the connected part again with more allowed: days blocked by something that could be
lifted, a place beyond those there are, a smaller gap, or a slot that another duty gives up. Each thing given way has
a price; unmet days still outrank the price, the price outranks disturbed meetings, those outrank preference. Further
ways come from forbidding, one at a time, what the ways found so far rely on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from scheduler.core.planner.encode import encode
from scheduler.core.planner.explain import duty_of
from scheduler.core.planner.giving_way import (
    FREE,
    OTHER_PLACE,
    PRICES,
    SPACING,
    Kind,
    Step,
    dearest,
    given_way,
    yield_day,
)
from scheduler.core.planner.problem import Duty, Need, Option, Plan, Problem
from scheduler.core.planner.solve import plan as solve

MOST = 5


@dataclass(frozen=True, slots=True)
class WayOut:
    """Things to give way together. ``missing_after``: what the need still lacks then.

    ``chosen``: the plan then, of the connected part only; everything else stays as it is.
    """

    steps: tuple[Step, ...]
    price: int
    missing_after: int
    chosen: Mapping[str, tuple[Option, ...]]


def ways_out(
    problem: Problem,
    plan: Plan,
    duty_id: str,
    need: Need,
    *,
    most: int = MOST,
    prices: Mapping[str, int] | None = None,
) -> list[WayOut]:
    """Return up to ``most`` ways to cure what ``need`` of the duty lacks under ``plan``, cheapest first.

    All of them leave the same number of days missing: none, or as few as giving way can reach. In every way but FREE
    no other need ends up worse than now. Empty when the need is met or nothing that could give way would help. Blocks
    are lifted in any number together, other kinds come one at a time.

    Raises:
        KeyError: the problem has no such duty.
    """
    duty_of(problem, duty_id)
    missing = {(each.duty_id, each.need.first): each.missing for each in plan.unmet}
    if not missing.get((duty_id, need.first)):
        return []
    search = _Search(_part(problem, duty_id), plan, duty_id, need, {**PRICES, **(prices or {})}, missing)
    found = search.lifted(most) + search.closer() + search.freed()
    found.sort(key=lambda way: (way.missing_after, way.price, len(way.steps), way.steps))
    best = min((way.missing_after for way in found), default=0)
    return [way for way in found if way.missing_after == best][:most]


def _part(problem: Problem, duty_id: str) -> Problem:
    """Return the problem of the duties that may be touched: those joined to the duty, blocked options counted in."""
    opened = [
        replace(duty, options=[option._replace(blocked_by=(), pinned=False) for option in duty.options])
        for duty in problem.duties
    ]
    parts = encode(replace(problem, duties=opened)).parts
    ids = next(ids for part in parts if duty_id in (ids := {chain.duty.id for chain in part.chains}))
    return replace(problem, duties=[duty for duty in problem.duties if duty.id in ids], unmet_cost=None)


@dataclass(frozen=True, slots=True)
class _Search:
    """One connected part, its present plan, and the need to be helped."""

    part: Problem
    plan: Plan
    duty_id: str
    need: Need
    prices: Mapping[str, int]
    missing: Mapping[tuple[str, date], int]

    def lifted(self, most: int) -> list[WayOut]:
        """Return the cheapest ways by lifting blocks (this duty's or a neighbour's) or finding other places."""
        found: list[WayOut] = []
        tried: set[frozenset[Step]] = set()
        pending: list[frozenset[Step]] = [frozenset()]
        for _ in range(4 * most):
            if not pending or len(found) >= most:
                break
            banned = pending.pop(0)
            if banned in tried:
                continue
            tried.add(banned)
            way = self._cheapest(banned)
            if way is not None:
                if all(way.steps != other.steps for other in found):
                    found.append(way)
                pending += [banned | {step} for step in way.steps]
        return found

    def closer(self) -> list[WayOut]:
        """Return the way with the largest gap below the present one that helps."""
        gap = duty_of(self.part, self.duty_id).min_gap
        for smaller in range(gap - 1, 0, -1):
            duties = [replace(duty, min_gap=smaller) if duty.id == self.duty_id else duty for duty in self._standing()]
            then = solve(replace(self.part, duties=duties))
            if self._helps(then):
                way = self._way((), self.prices[SPACING], then, {})
                new = self._new(way.chosen)
                return [replace(way, steps=tuple(Step(self.duty_id, o, Kind.SPACING, (str(smaller),)) for o in new))]
        return []

    def freed(self) -> list[WayOut]:
        """Return ways in which one neighbour gives up a day that it holds."""
        found = []
        for other in self.part.duties:
            if other.id == self.duty_id:
                continue
            for held in self.plan.chosen.get(other.id, ()):
                if not held.pinned and self.need.first <= held.day <= self.need.last:
                    found += self._without(other.id, held)
        return found

    def _without(self, other: str, held: Option) -> list[WayOut]:
        duties = [yield_day(duty, held.day) if duty.id == other else duty for duty in self._standing()]
        then = solve(replace(self.part, duties=duties))
        if not self._helps(then):
            return []
        way = self._way((), self.prices[FREE], then, {})
        there = [option for option in self._new(way.chosen) if option.day == held.day]
        return [replace(way, steps=(Step(self.duty_id, there[0], Kind.FREE, (other,)),))] if there else []

    def _standing(self) -> list[Duty]:
        """Return the duties with the plan's own choices preferred, asking of the others no more than they have."""
        moved = 1 + dearest(self.part)
        duties = []
        for duty in self.part.duties:
            kept = set(self.plan.chosen.get(duty.id, ()))
            options = [o._replace(published=False, cost=o.cost + (0 if o in kept else moved)) for o in duty.options]
            needs = tuple(self._asked(duty, need) for need in duty.needs)
            duties.append(replace(duty, options=options, needs=needs))
        return duties

    def _asked(self, duty: Duty, need: Need) -> Need:
        if (duty.id, need.first) == (self.duty_id, self.need.first):
            return need
        return replace(need, count=need.count - self.missing.get((duty.id, need.first), 0))

    def _cheapest(self, banned: frozenset[Step]) -> WayOut | None:
        standing = self._standing()
        unit = 1 + dearest(replace(self.part, duties=standing))
        steps: dict[tuple[str, Option], Step] = {}
        wider = []
        for duty, kept in zip(self.part.duties, standing, strict=True):
            more = []
            for number, step in self._steps(duty):
                if step not in banned:
                    price = kept.options[number].cost + self._price(step) * unit
                    option = given_way(step, self.part)._replace(cost=price)
                    steps[duty.id, option] = step
                    more.append(option)
            wider.append(replace(kept, options=[*kept.options, *more]))
        then = solve(replace(self.part, duties=wider))
        used = {(duty, o): steps[duty, o] for duty, chosen in then.chosen.items() for o in chosen if (duty, o) in steps}
        if not used or not self._helps(then):
            return None
        ordered = tuple(sorted(used.values()))
        return self._way(ordered, sum(self._price(step) for step in ordered), then, used)

    def _steps(self, duty: Duty) -> list[tuple[int, Step]]:
        """Return what could give way for one duty, by number of option: blocks; for the duty in need also places."""
        steps = []
        for number, option in enumerate(duty.options):
            if option.pinned or not self.need.first <= option.day <= self.need.last:
                continue
            if option.blocked_by:
                steps.append((number, Step(duty.id, option, Kind.LIFT, option.blocked_by)))
            elif duty.id == self.duty_id:
                pools = tuple(hold.resource for hold in option.holds if hold.resource in self.part.places)
                if pools:
                    steps.append((number, Step(duty.id, option, Kind.OTHER_PLACE, pools)))
        return steps

    def _price(self, step: Step) -> int:
        if step.kind == Kind.OTHER_PLACE:
            return self.prices[OTHER_PLACE]
        return sum(self.prices.get(code, 1) for code in step.codes)

    def _new(self, then: Mapping[str, tuple[Option, ...]]) -> list[Option]:
        days = {held.day for held in self.plan.chosen.get(self.duty_id, ())}
        return [o for o in then[self.duty_id] if o.day not in days and self.need.first <= o.day <= self.need.last]

    def _helps(self, then: Plan) -> bool:
        """Tell whether the need lacks less than now and nobody less than was asked of him."""
        mine = (self.duty_id, self.need.first)
        left = {(each.duty_id, each.need.first): each.missing for each in then.unmet}
        return left.get(mine, 0) < self.missing[mine] and not left.keys() - {mine}

    def _way(self, steps: tuple[Step, ...], price: int, then: Plan, used: Mapping[tuple[str, Option], Step]) -> WayOut:
        """Put the caller's own options back in place of the priced copies."""
        original = {
            (duty.id, priced): option
            for duty, copy in zip(self.part.duties, self._standing(), strict=True)
            for option, priced in zip(duty.options, copy.options, strict=True)
        }
        original.update({key: step.option for key, step in used.items()})
        chosen = {duty: tuple(original[duty, option] for option in options) for duty, options in then.chosen.items()}
        mine = (self.duty_id, self.need.first)
        after = sum(each.missing for each in then.unmet if (each.duty_id, each.need.first) == mine)
        return WayOut(steps, price, after, chosen)
