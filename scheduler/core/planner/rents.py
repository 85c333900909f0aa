"""Rents: a better bound, and better plans, where the clashes of many months multiply (Lagrangian relaxation).

Every contested cell charges a rent, 0 or more, to each duty that holds it. The sum of the duties' own optima with the
rents in, less what the cells would take in when full, is below every lawful plan. A rent rises where too many want the
cell and falls where room is left; so the bound climbs to that of the linear relaxation, in which the clashes of
different months add up. A search at the rents found meets hardly any clash. What is counted is rounds and nodes, never
time: the same question gets the same answer on every machine.
"""

from dataclasses import dataclass, field, replace

from scheduler.core.planner.chain import NEVER, Chain, Head, Picks, Stage, retrace
from scheduler.core.planner.contest import Arena, Node, best_first
from scheduler.core.planner.dive import dive
from scheduler.core.planner.encode import Cell

CLIMBS = 4
"""Climbs at most, with a search after each."""
ROUNDS = 25
"""Rounds of a climb."""
SEARCH = 60
"""Nodes of a search."""
PATIENCE = 5
"""Rounds without a better bound after which the steps are halved."""
SCALE = 1000
"""Rents are whole thousandths of a cost, so that nothing depends on how a machine rounds."""


def let(arena: Arena, node: Node, bound: int, climbs: int) -> tuple[Node, int]:
    """Return a lawful plan no worse than ``node`` and a bound no lower than ``bound``; they agree when it is proved.

    ``climbs`` >= 0 is how often the rents may be bettered.
    """
    rents = _Rents(arena, bound)
    for _ in range(climbs):
        node = rents.climb(node)
        if rents.bound < node.bound:
            node = min(node, rents.search(), key=_cost)
        if rents.bound >= node.bound:
            break
    return node, rents.bound


@dataclass(slots=True)
class _Tenant:
    """A chain at its present rents; ``prices`` of all options, ``costs`` and the ``best`` option by day, scaled.

    ``need`` gives a day its need. ``stages`` are the needs worked out, with the head each began with; None where a
    price changed since.
    """

    chain: Chain
    prices: list[int]
    costs: list[int] = field(init=False)
    best: list[int] = field(init=False)
    need: list[int] = field(init=False)
    stages: list[tuple[Head, Stage] | None] = field(init=False)

    def __post_init__(self) -> None:
        segments = self.chain.segments
        self.need = [number for number, (start, end, _) in enumerate(segments) for _ in range(start, end)]
        self.stages = [None] * len(segments)
        self.costs = [0] * len(self.chain.costs)
        self.best = self.costs[:]
        for day in range(len(self.costs)):
            self._settle(day)

    def charge(self, numbers: list[int], more: int) -> None:
        """Raise the rent of some options (lower it when ``more`` is negative)."""
        for number in numbers:
            self.prices[number] += more
        for day in {self.chain.day_of(number) for number in numbers}:
            self._settle(day)

    def solve(self) -> tuple[int, Picks]:
        """Return the least cost with rents, scaled, and the numbers of the chosen options."""
        chain = self.chain
        head: Head = (0,)
        value = SCALE * chain.base
        trail = []
        for number in range(len(chain.segments)):
            stage = self._stage(number, head)
            trail.append(stage.layers)
            value += stage.gain
            head = stage.head
        days = retrace(chain.prev, chain.segments, trail)
        return value, tuple([self.best[day] for day in days])

    def _stage(self, number: int, head: Head) -> Stage:
        known = self.stages[number]
        if known is None or known[0] != head:
            known = self.stages[number] = head, self.chain.stage(number, self.costs, head)
        return known[1]

    def _settle(self, day: int) -> None:
        first = self.chain.first
        best = min(range(first[day], first[day + 1]), key=self.prices.__getitem__)
        self.best[day] = best
        self.costs[day] = self.prices[best] - SCALE * self.chain.reward
        self.stages[self.need[day]] = None


@dataclass(slots=True)
class _Rents:
    """The rents of one part. No lawful plan costs less than ``bound``; ``best`` are the rents that showed it."""

    arena: Arena
    bound: int
    best: dict[Cell, int] = field(default_factory=dict)
    _now: dict[Cell, int] = field(default_factory=dict)
    _tenants: list[_Tenant] = field(init=False)
    _highest: int = -NEVER
    _halved: int = 0
    _waited: int = 0

    def __post_init__(self) -> None:
        self._tenants = [_Tenant(chain, self._prices(n, {})) for n, chain in enumerate(self.arena.part.chains)]

    def climb(self, node: Node) -> Node:
        """Better the rents, until the bound reaches the cost of ``node``; return ``node`` or a better plan."""
        for _ in range(ROUNDS):
            found = [tenant.solve() for tenant in self._tenants]
            use = self.arena.use([picks for _, picks in found])
            value = sum([cost for cost, _ in found]) - self._full(self._now)
            self._note(value)
            over = {}
            for cell in dict.fromkeys([*use, *self._now]):
                much = len(use.get(cell, ())) - self.arena.capacity(cell)
                if much > 0 or (much and self._now.get(cell)):
                    over[cell] = much
            if all(much < 0 for much in over.values()):
                node = min(node, self.arena.node_of([picks for _, picks in found]), key=_cost)
            if self.bound >= node.bound or not over:
                break
            step = max(1, (node.bound * SCALE - value >> self._halved) // sum(much * much for much in over.values()))
            for cell, much in over.items():
                self._set(cell, max(0, self._now.get(cell, 0) + step * much))
        return node

    def search(self) -> Node:
        """Return a lawful plan found at the best rents; the bound may rise.

        The rents are taken down a little: between equals a duty then keeps to what it wanted in the first place.
        """
        rents = {cell: rent * 99 // 100 for cell, rent in self.best.items() if rent > 1}
        part = self.arena.part
        made = [
            chain.at(self._prices(number, rents), SCALE * chain.base, SCALE * chain.reward)
            for number, chain in enumerate(part.chains)
        ]
        arena = Arena(replace(part, chains=[chain for chain, _ in made]), self.arena.places, self.arena.room)
        root = arena.root()
        outcome, _ = best_first(arena, root, SEARCH)
        node = outcome.node or dive(arena, root)
        self.arena.nodes += arena.nodes
        self.bound = max(self.bound, _whole(outcome.bound - self._full(rents)))
        return self.arena.back(node, [order for _, order in made])

    def _note(self, value: int) -> None:
        """Keep the present rents when their bound, scaled, is the highest; else shorten the steps after a while."""
        if value > self._highest:
            self._highest, self.best, self._waited = value, dict(self._now), 0
            self.bound = max(self.bound, _whole(value))
            return
        self._waited += 1
        if self._waited == PATIENCE:
            self._halved, self._waited = self._halved + 1, 0

    def _full(self, rents: dict[Cell, int]) -> int:
        """Return what the cells take in when full."""
        return sum([rent * self.arena.capacity(cell) for cell, rent in rents.items()])

    def _prices(self, number: int, rents: dict[Cell, int]) -> list[int]:
        """Return what each option of a chain costs with its rents, scaled."""
        chain = self.arena.part.chains[number]
        prices = [SCALE * chain.price(option) for option in range(len(chain.options))]
        for cell, rent in rents.items():
            for option in _numbers(self.arena.masks(cell)[number]):
                prices[option] += rent
        return prices

    def _set(self, cell: Cell, rent: int) -> None:
        more = rent - self._now.get(cell, 0)
        self._now[cell] = rent
        for tenant, mask in zip(self._tenants, self.arena.masks(cell), strict=True):
            if mask and more:
                tenant.charge(_numbers(mask), more)


def _cost(node: Node) -> int:
    return node.bound


def _whole(scaled: int) -> int:
    """Return the least whole cost that is not below a scaled one."""
    return -(-scaled // SCALE)


def _numbers(mask: int) -> list[int]:
    """Return the places of the bits set, ascending."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
