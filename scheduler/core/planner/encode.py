"""Make a problem ready for the search: weights, candidate options, and the parts that must be solved together."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter

from scheduler.core.planner.chain import Chain
from scheduler.core.planner.problem import Duty, Hold, Need, Option, Problem

Cell = tuple[date, int, str]
_DAY = attrgetter("day")


@dataclass(frozen=True, slots=True)
class Weights:
    """Price of one unmet day, and of one new day where published ones exist; each outranks all below it."""

    unmet: int
    moved: int


@dataclass(slots=True)
class Part:
    """Duties joined by shared resources. ``shared`` are the resources that they could hold too often between them."""

    chains: list[Chain]
    shared: frozenset[str]


@dataclass(slots=True)
class Encoded:
    """The whole problem made ready. ``room`` is what pinned meetings leave of a cell; absent means untouched."""

    parts: list[Part]
    weights: Weights
    room: dict[Cell, int]


@dataclass(frozen=True, slots=True)
class _Context:
    """What every duty is read against; ``order`` gives a working day its place among ``working``.

    ``shut``: places without a room. ``full``: the days on which pinned meetings fill a cell.
    """

    order: dict[date, int]
    working: list[date]
    weights: Weights
    room: dict[Cell, int]
    shut: frozenset[str]
    full: frozenset[date]

    def place(self, day: date) -> int:
        """Return the day's place among the working days; a day off has the place of the next working day."""
        return self.order[day] if day in self.order else bisect_left(self.working, day)


def bits(parts: int) -> tuple[int, ...]:
    """Return the single parts of the day within ``parts``."""
    return (1, 2) if parts == 3 else (parts,)  # noqa: PLR2004 - both bits


def cells(option: Option) -> list[Cell]:
    """Return every (day, part, resource) that the option occupies."""
    return [(option.day, bit, hold.resource) for hold in option.holds for bit in bits(hold.parts)]


def encode(problem: Problem) -> Encoded:
    """Return the problem made ready, independent of the order of its duties and options.

    Raises:
        ValueError: two duties share an id, or needs of a duty overlap.
    """
    duties = sorted(problem.duties, key=lambda duty: duty.id)
    for left, right in pairwise(duties):
        if left.id == right.id:
            raise ValueError(left.id)
    marked = [[o for o in duty.options if o[4] or o[5] or o[6]] for duty in duties]
    pins = [tuple(sorted([o for o in marks if o.pinned])) for marks in marked]
    room = _room(problem, pins) if any(pins) else {}
    shut = frozenset(resource for resource, count in problem.places.items() if count < 1)
    published = any(o.published and not o.pinned for marks in marked for o in marks)
    working = sorted(set(problem.working_days))
    order = {day: place for place, day in enumerate(working)}
    full = frozenset(day for (day, _, _), left in room.items() if left == 0)
    context = _Context(order, working, weigh(problem, published=published), room, shut, full)
    chains = []
    for duty, pinned, marks in zip(duties, pins, marked, strict=True):
        free = [o for o in duty.options if not (o.pinned or o.blocked_by)] if marks else duty.options
        chains.append(_chain(duty, pinned, sorted(free), context))
    return Encoded(_parts(chains, problem.places, room), context.weights, room)


def weigh(problem: Problem, *, published: bool) -> Weights:
    """Return weights under which unmet outranks moved and moved outranks cost (see ``Problem.unmet_cost``).

    ``published``: some option that is not pinned is published.
    """
    if problem.unmet_cost is not None and not published:
        return Weights(problem.unmet_cost, 0)
    days = sum(need.count for duty in problem.duties for need in duty.needs)
    dearest = sum(
        sum(need.count for need in duty.needs) * max((option.cost for option in duty.options), default=0)
        for duty in problem.duties
    )
    moved = dearest + 1 if published else 0
    return Weights(max(problem.unmet_cost or 0, dearest + moved * days + 1), moved)


def _room(problem: Problem, pins: Iterable[Sequence[Option]]) -> dict[Cell, int]:
    taken = Counter(cell for pinned in pins for option in pinned for cell in set(cells(option)))
    return {cell: max(0, problem.places.get(cell[2], 1) - count) for cell, count in taken.items()}


def _chain(duty: Duty, pinned: tuple[Option, ...], options: list[Option], context: _Context) -> Chain:
    """Make one duty ready; ``options`` are sorted and neither pinned nor blocked."""
    needs = sorted(duty.needs, key=lambda need: need.first)
    for left, right in pairwise(needs):
        if left.last >= right.first:
            raise ValueError(duty.id)
    shut = context.shut
    if shut:
        options = [o for o in options if not any(hold.resource in shut for hold in o.holds)]
    if context.full:
        options = [o for o in options if o.day not in context.full or all(context.room.get(c, 1) for c in cells(o))]
    if pinned:
        gap = max(1, duty.min_gap)
        stand = [context.place(o.day) for o in pinned]
        options = [o for o in options if all(abs(context.place(o.day) - place) >= gap for place in stand)]
    if _strays(options, needs):
        options = [option for need in needs for option in _within(options, need)]
    prices: list[int] = []
    if context.weights.moved:
        prices, options = _surcharge(options, context.weights.moved)
    return _ready(duty, pinned, options, prices, context)


def _strays(options: list[Option], needs: list[Need]) -> bool:
    """Tell whether some of the sorted options may lie outside the sorted needs."""
    if not options:
        return False
    if not needs or options[0].day < needs[0].first or options[-1].day > needs[-1].last:
        return True
    return any(left.last.toordinal() + 1 < right.first.toordinal() for left, right in pairwise(needs))


def _within(options: list[Option], need: Need) -> list[Option]:
    """Return those of the sorted options whose day lies in the need."""
    return options[bisect_left(options, need.first, key=_DAY) : bisect_right(options, need.last, key=_DAY)]


def _surcharge(options: list[Option], moved: int) -> tuple[list[int], list[Option]]:
    priced = sorted((o.day, o.cost + (0 if o.published else moved), o) for o in options)
    return [price for _, price, _ in priced], [option for _, _, option in priced]


def _ready(
    duty: Duty, pinned: tuple[Option, ...], options: list[Option], prices: list[int], context: _Context
) -> Chain:
    days: list[date] = []
    first: list[int] = []
    last: date | None = None
    kinds: list[tuple[Hold, ...]] = []
    one: tuple[Hold, ...] | None = None
    two: tuple[Hold, ...] | None = None
    for number, option in enumerate(options):
        day, holds = option[0], option[2]
        if holds is not one and holds is not two:  # mostly two kinds take turns: morning and afternoon
            one, two = holds, one
            kinds.append(holds)
        if day is not last and day != last:
            last = day
            days.append(day)
            first.append(number)
    segments = []
    wanted = high = 0
    for need in sorted(duty.needs, key=lambda need: need.first):
        low, high = high, bisect_right(days, need.last)
        stand = len({o.day for o in pinned if need.first <= o.day <= need.last}) if pinned else 0
        left = max(0, need.count - stand)
        segments.append((low, high, min(left, high - low)))
        wanted += left
    reward = context.weights.unmet
    costs = [(prices[number] if prices else options[number].cost) - reward for number in first]
    first.append(len(options))
    order = context.order
    try:
        places = [order[day] for day in days]
    except KeyError:
        places = [context.place(day) for day in days]
    prev = _reach(places, max(1, duty.min_gap))
    return Chain(duty, pinned, options, kinds, prices, first, costs, prev, segments, wanted * reward, reward)


def _reach(places: list[int], gap: int) -> list[int]:
    """For each day, how many days lie at least ``gap`` places before it."""
    prev = []
    far = 0
    for place in places:
        while places[far] <= place - gap:
            far += 1
        prev.append(far)
    return prev


def _parts(chains: list[Chain], places: Mapping[str, int], room: dict[Cell, int]) -> list[Part]:
    """Join the chains that may overfill a resource they share; parts come in the order of their first duty."""
    root = list(range(len(chains)))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    contested = _contested(chains, places, room)
    for numbers in contested.values():
        for number in numbers[1:]:
            left, right = find(numbers[0]), find(number)
            root[max(left, right)] = min(left, right)
    groups: dict[int, list[Chain]] = {}
    for number, chain in enumerate(chains):
        groups.setdefault(find(number), []).append(chain)
    names: dict[int, set[str]] = {}
    for resource, numbers in contested.items():
        names.setdefault(find(numbers[0]), set()).add(resource)
    return [Part(group, frozenset(names.get(key, ()))) for key, group in groups.items()]


def _contested(chains: list[Chain], places: Mapping[str, int], room: dict[Cell, int]) -> dict[str, list[int]]:
    """Return the resources that more chains may hold than there is room for, with those chains' numbers."""
    holders: dict[str, list[int]] = {}
    for number, chain in enumerate(chains):
        for resource in {hold[0] for holds in chain.holds for hold in holds}:
            holders.setdefault(resource, []).append(number)
    least = {resource: 1 if places.get(resource, 1) > 0 else 0 for _, _, resource in room}
    return {
        resource: numbers
        for resource, numbers in holders.items()
        if len(numbers) > 1 and len(numbers) > least.get(resource, places.get(resource, 1))
    }
