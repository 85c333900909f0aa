"""The best days of one duty alone: an exact dynamic programme over its days.

Every day chosen earns a reward. Within a need of count k, layer j holds the least cost of the first m candidate days
with at most j of them chosen: taking day i leads back to layer j - 1 at ``prev[i]``, the number of candidate days far
enough before it. Places before the need are its *head*: the costs of ending the past there, counted from the cost
of ending it freely. A head is all that the past means to a need, so a need is worked out once for each head and ban.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from scheduler.core.planner.problem import Duty, Hold, Option

NEVER = 1 << 62

Head = tuple[int, ...]
Picks = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One need worked out: its layers (from place ``base`` on), what it gains, and the next need's head."""

    layers: list[list[int]]
    gain: int
    head: Head


@dataclass(slots=True)
class Chain:
    """A duty made ready: candidate options by day, cheapest first within the day; a ban is a bit mask of them.

    ``holds`` are the kinds of holds among the options, perhaps repeated. ``first[i]`` is the number of the first option
    of candidate day i (with a sentinel at the end), ``costs[i]`` its price less the reward. ``prices`` are those of all
    options, or empty where they are the options' costs. ``segments`` are (start, end, count) over days.
    ``base`` is the price of meeting nothing. ``memo`` maps a ban to its solution, ``stages`` a need, the bans
    within it and its head to its stage.
    """

    duty: Duty
    pinned: tuple[Option, ...]
    options: list[Option]
    holds: list[tuple[Hold, ...]]
    prices: list[int]
    first: list[int]
    costs: list[int]
    prev: list[int]
    segments: list[tuple[int, int, int]]
    base: int
    reward: int
    memo: dict[int, tuple[int, Picks]] = field(default_factory=dict)
    stages: dict[tuple[int, int, Head], Stage] = field(default_factory=dict)

    def solve(self, ban: int) -> tuple[int, Picks]:
        """Return the least cost and the numbers of the chosen options, ascending, without the banned options."""
        known = self.memo.get(ban)
        if known is None:
            known = self.memo[ban] = self._solve(ban)
        return known

    def forget(self) -> None:
        """Free the memory of what was worked out."""
        self.memo.clear()
        self.stages.clear()

    def price(self, number: int) -> int:
        """Return what an option costs, surcharge included."""
        return self.prices[number] if self.prices else self.options[number].cost

    def day_of(self, number: int) -> int:
        """Return the place of an option's day among the candidate days."""
        return bisect_right(self.first, number) - 1

    def worth(self, picks: Iterable[int]) -> int:
        """Return what it costs to choose exactly these options."""
        return self.base + sum([self.price(pick) - self.reward for pick in picks])

    def at(self, prices: Sequence[int], base: int, reward: int) -> tuple["Chain", list[int]]:
        """Return the chain at other prices of its options, and each of the new chain's options' number in this one."""
        order = sorted(range(len(prices)), key=lambda n: (self.options[n].day, prices[n], self.options[n]))
        ordered = [prices[n] for n in order]
        again = replace(
            self,
            options=[self.options[n] for n in order],
            prices=ordered,
            costs=[ordered[first] - reward for first in self.first[:-1]],
            base=base,
            reward=reward,
            memo={},
            stages={},
        )
        return again, order

    def stage(self, place: int, costs: list[int], head: Head) -> Stage:
        """Work out the need at ``place`` when its days cost so much and the past is ``head``."""
        start, end, count = self.segments[place]
        prev = self.prev
        base = start + 1 - len(head)
        backs = prev[start:end] if base == 0 else [back - base for back in prev[start:end]]
        layers = work_out(costs[start:end], backs, list(head), count)
        final = layers[-1] if layers else [*head, *[0] * (end - start)]
        gain = final[-1]
        next_base = prev[end] if end < len(prev) else end
        return Stage(layers, gain, tuple([value - gain for value in final[next_base - base :]]))

    def _solve(self, ban: int) -> tuple[int, Picks]:
        first = self.first
        costs, instead = self._without(ban) if ban else (self.costs, {})
        head: Head = (0,)
        value = self.base
        trail = []
        for place, (start, end, _) in enumerate(self.segments):
            local = (ban >> first[start]) & ((1 << (first[end] - first[start])) - 1) if ban else 0
            key = (place, local, head)
            stage = self.stages.get(key)
            if stage is None:
                stage = self.stages[key] = self.stage(place, costs, head)
            trail.append(stage.layers)
            value += stage.gain
            head = stage.head
        days = retrace(self.prev, self.segments, trail)
        if instead:
            return value, tuple([instead.get(day, first[day]) for day in days])
        return value, tuple([first[day] for day in days])

    def _without(self, ban: int) -> tuple[list[int], dict[int, int]]:
        """Return the costs of the days under a ban, and the option that stands in on each day changed."""
        costs = self.costs[:]
        instead = {}
        rest = ban
        while rest:
            day = self.day_of((rest & -rest).bit_length() - 1)
            start, end = self.first[day], self.first[day + 1]
            rest = rest >> end << end
            if ban >> start & 1:
                free = next((number for number in range(start + 1, end) if not ban >> number & 1), -1)
                costs[day] = NEVER if free < 0 else self.price(free) - self.reward
                instead[day] = free
        return costs, instead


def work_out(costs: list[int], backs: list[int], head: list[int], count: int) -> list[list[int]]:
    """Return the layers of one need, given the cost of each of its days and the place that taking it leads back to."""
    layers = []
    below = head + head[-1:] * len(costs)
    for _ in range(count):
        layer = head[:]
        low = layer[-1]
        push = layer.append
        for cost, back in zip(costs, backs, strict=True):
            value = cost + below[back]
            if value < low:  # noqa: PLR1730 - min() costs a call in the hottest loop
                low = value
            push(low)
        layers.append(layer)
        below = layer
    return layers


def retrace(prev: list[int], segments: Sequence[tuple[int, int, int]], trail: list[list[list[int]]]) -> list[int]:
    """Return the days taken, ascending; among equals the earliest."""
    taken = []
    here = len(prev)
    for (start, end, _), layers in zip(reversed(segments), reversed(trail), strict=True):
        if here > start:
            # The layers begin before the need by the length of its head.
            shift = len(layers[0]) - 1 - end if layers else 0
            for layer in reversed(layers):
                # A layer never rises within its need, so the first place with this value is where it was earned.
                here = layer.index(layer[here + shift], start + shift) - shift
                if here == start:
                    break
                taken.append(here - 1)
                here = prev[here - 1]
                if here <= start:
                    break
        here = min(here, start)
    taken.reverse()
    return taken
