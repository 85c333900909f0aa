"""Branching where duties compete: best-first search over which duty gives way at an oversubscribed cell.

A node bans options of some duties; its bound is the sum of the duties' own optima under those bans. At a cell of
capacity c with users u0, u1, … the search splits into: u0 gives way, …, u(c-1) gives way, and everybody but
u0 … u(c-1) gives way. Every lawful plan lies in one of these, so the first node without a clash is optimal.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.core.planner.chain import Chain
from scheduler.core.planner.encode import Cell, Part, bits


@dataclass(slots=True)
class Node:
    """A ban for each chain, and each chain's own optimum under it: (cost, numbers of its chosen options)."""

    bound: int
    bans: list[int]
    found: list[tuple[int, tuple[int, ...]]]


@dataclass(slots=True)
class Arena:
    """One part of the problem in search; ``nodes`` counts the nodes looked at."""

    part: Part
    places: Mapping[str, int]
    room: Mapping[Cell, int]
    nodes: int = 0
    _cells: list[dict[int, tuple[Cell, ...]]] = field(init=False)
    _masks: dict[Cell, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cells = [{} for _ in self.part.chains]

    def root(self) -> Node:
        """Return the node without bans; its bound holds for every plan of the part."""
        found = [chain.solve(0) for chain in self.part.chains]
        return Node(sum([value for value, _ in found]), [0] * len(found), found)

    def node_of(self, picks: Sequence[tuple[int, ...]]) -> Node:
        """Return the node of a choice for every chain: the numbers of its chosen options, ascending."""
        found = [(chain.worth(mine), mine) for chain, mine in zip(self.part.chains, picks, strict=True)]
        return Node(sum([value for value, _ in found]), [0] * len(found), found)

    def back(self, node: Node, orders: Sequence[Sequence[int]]) -> Node:
        """Return the node of another arena as one of this; ``orders`` gives its options their numbers here."""
        picked = [picks for _, picks in node.found]
        return self.node_of(
            [tuple(sorted([order[pick] for pick in picks])) for order, picks in zip(orders, picked, strict=True)]
        )

    def use(self, picks: Iterable[Sequence[int]]) -> dict[Cell, list[int]]:
        """Return the cells that a choice for every chain occupies, each with its users."""
        use: dict[Cell, list[int]] = {}
        for number, mine in enumerate(picks):
            chain, known = self.part.chains[number], self._cells[number]
            for pick in mine:
                spots = known.get(pick)
                if spots is None:
                    spots = known[pick] = self._spots(chain, pick)
                for cell in spots:
                    use.setdefault(cell, []).append(number)
        return use

    def clash(self, node: Node, until: date | None = None) -> tuple[Cell, list[int]] | None:
        """Return the first oversubscribed cell, by day, with its users; cells after ``until`` are not looked at."""
        use = self.use([picks for _, picks in node.found])
        over = [
            cell
            for cell, users in use.items()
            if len(users) > 1 and len(users) > self.capacity(cell) and (until is None or cell[0] <= until)
        ]
        if not over:
            return None
        cell = min(over)
        return cell, use[cell]

    def children(self, node: Node, cell: Cell, users: list[int]) -> list[Node]:
        """Split a node at a clash, those who would lose most by giving way first."""
        capacity = self.capacity(cell)
        masks = self.masks(cell)
        loss = {user: self._without(node, user, masks[user])[0] - node.found[user][0] for user in users}
        stay = sorted(users, key=lambda user: (-loss[user], user))[:capacity]
        out = [self._child(node, [user], masks) for user in stay]
        others = [number for number, mask in enumerate(masks) if mask and number not in stay]
        out.append(self._child(node, others, masks))
        return out

    def _spots(self, chain: Chain, pick: int) -> tuple[Cell, ...]:
        shared, option = self.part.shared, chain.options[pick]
        spots = [(option.day, bit, name) for name, parts in option.holds if name in shared for bit in bits(parts)]
        return tuple(spots) if len(spots) < 2 else tuple(dict.fromkeys(spots))  # noqa: PLR2004 - nothing to repeat

    def masks(self, cell: Cell) -> list[int]:
        """Return which options of each chain occupy the cell, as bit masks."""
        masks = self._masks.get(cell)
        if masks is None:
            masks = self._masks[cell] = [_mask(chain, cell) for chain in self.part.chains]
        return masks

    def capacity(self, cell: Cell) -> int:
        """Return how many may hold the cell: its rooms, less what pinned meetings take."""
        left = self.room.get(cell)
        return self.places.get(cell[2], 1) if left is None else left

    def _without(self, node: Node, number: int, mask: int) -> tuple[int, tuple[int, ...]]:
        chosen = node.found[number]
        for pick in chosen[1]:
            if mask >> pick & 1:
                return self.part.chains[number].solve(node.bans[number] | mask)
        return chosen

    def _child(self, node: Node, leaving: list[int], masks: list[int]) -> Node:
        bans, found, bound = node.bans[:], node.found[:], node.bound
        for number in leaving:
            found[number] = self._without(node, number, masks[number])
            bans[number] |= masks[number]
            bound += found[number][0] - node.found[number][0]
        return Node(bound, bans, found)


def _mask(chain: Chain, cell: Cell) -> int:
    """Return the chain's options that occupy the cell."""
    day, part, resource = cell
    options = chain.options
    mask = 0
    # Options are sorted by day; a tuple of the day alone sorts before all of that day.
    for number in range(bisect_left(options, (day,)), len(options)):
        option = options[number]
        if option.day != day:
            break
        if any(hold.resource == resource and hold.parts & part for hold in option.holds):
            mask |= 1 << number
    return mask


@dataclass(frozen=True, slots=True)
class Outcome:
    """``node`` has no clash (within the window searched); nothing in the searched tree is below ``bound``."""

    node: Node | None
    bound: int


def best_first(arena: Arena, start: Node, limit: int, until: date | None = None) -> tuple[Outcome, Node]:
    """Search from ``start`` through at most ``limit`` nodes.

    Returns the outcome (its node is None when the limit was reached) and the most promising node still open.
    """
    heap = [(start.bound, 0, 0, start)]
    born = 0
    for _ in range(limit):
        bound, depth, _, node = heapq.heappop(heap)
        arena.nodes += 1
        clash = arena.clash(node, until)
        if clash is None:
            return Outcome(node, bound), node
        for child in arena.children(node, *clash):
            born += 1
            heapq.heappush(heap, (child.bound, depth - 1, born, child))
    return Outcome(None, heap[0][0]), heap[0][3]
