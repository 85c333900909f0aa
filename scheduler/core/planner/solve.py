"""Planning: split, solve each part, put the answer together."""

from dataclasses import dataclass

from scheduler.core.planner.contest import Arena, Node, best_first
from scheduler.core.planner.dive import dive
from scheduler.core.planner.encode import Encoded, Part, encode
from scheduler.core.planner.problem import Option, Plan, Problem, Shortfall, shortfalls
from scheduler.core.planner.rents import CLIMBS, let
from scheduler.core.planner.standing import incumbent, reprice

NODE_LIMIT = 20_000
"""Nodes of the first, exact search for a part of about one month; a part of n months gets 1/n³ of them."""
_MONTH = 31


@dataclass(slots=True)
class _Solved:
    part: Part
    node: Node
    bound: int
    nodes: int


def plan(problem: Problem, *, node_limit: int = NODE_LIMIT, climbs: int = CLIMBS) -> Plan:
    """Return the plan with fewest unmet days, then fewest published meetings disturbed, then least cost.

    Optimal wherever ``Plan.proved`` (or the duty is not in ``open_duties``). Deterministic: the order of duties
    and options does not matter, and between equals a duty takes its earliest days. Planning ``keep(problem, plan)``
    gives the same choices again. What the first search cannot prove is planned by rents, bettered ``climbs`` times.

    Raises:
        ValueError: two duties share an id, or needs of one duty overlap.
    """
    ready = encode(problem)
    solved = []
    for part in ready.parts:
        solved.append(_solve(problem, ready, part, node_limit, climbs))
        for chain in part.chains:
            chain.forget()
    return _assemble(ready, solved)


def _solve(problem: Problem, ready: Encoded, part: Part, node_limit: int, climbs: int) -> _Solved:
    arena = Arena(part, problem.places, ready.room)
    root = arena.root()
    if not part.shared:
        return _Solved(part, root, root.bound, 1)
    node, bound = _search(arena, root, node_limit)
    if node.bound > bound:
        standing = incumbent(arena)
        if standing is not None and standing.bound <= node.bound:
            # A better plan found by rents is not taken: planning again must not change what was kept.
            _, bound = let(arena, standing, bound, climbs)
            return _Solved(part, standing, bound, arena.nodes)
        node, bound = let(arena, node, bound, climbs)
        if node.bound > bound:
            node = _settle(arena, node, node_limit)
    return _Solved(part, node, bound, arena.nodes)


def _search(arena: Arena, root: Node, node_limit: int) -> tuple[Node, int]:
    """Return a node without clash and a bound; they agree when the node is proved optimal."""
    if arena.clash(root) is None:
        arena.nodes += 1
        return root, root.bound
    months = max(1, round(_span(arena.part) / _MONTH))
    outcome, _ = best_first(arena, root, max(1, node_limit // months**3))
    return outcome.node or dive(arena, root), outcome.bound


def _span(part: Part) -> int:
    needs = [need for chain in part.chains for need in chain.duty.needs]
    return (max(n.last for n in needs) - min(n.first for n in needs)).days + 1 if needs else 0


def _settle(arena: Arena, node: Node, node_limit: int) -> Node:
    """Replan an unproved part on its own result until that changes nothing, so that replanning later does not either.

    Each round leaves fewer days unmet than the one before, hence the end.
    """
    while True:
        part, orders = reprice(arena.part, node)
        trial = Arena(part, arena.places, arena.room)
        again, _ = _search(trial, trial.root(), node_limit)
        arena.nodes += trial.nodes
        if sum(len(picks) for _, picks in again.found) <= sum(len(picks) for _, picks in node.found):
            return node
        node = arena.back(again, orders)


def _assemble(ready: Encoded, solved: list[_Solved]) -> Plan:
    rows: list[tuple[str, tuple[Option, ...]]] = []
    unmet: list[Shortfall] = []
    open_duties: list[str] = []
    cost = disturbed = 0
    for answer in solved:
        if answer.node.bound > answer.bound:
            open_duties += [chain.duty.id for chain in answer.part.chains]
        for chain, (_, picks) in zip(answer.part.chains, answer.node.found, strict=True):
            options = [chain.options[pick] for pick in picks]
            cost += sum([option.cost for option in options])
            if ready.weights.moved:
                disturbed += sum(not option.published for option in options)
            chosen = tuple(sorted([*chain.pinned, *options])) if chain.pinned else tuple(options)
            rows.append((chain.duty.id, chosen))
            if chain.base > len(options) * chain.reward:
                unmet += shortfalls(chain.duty, chosen)
    rows.sort(key=lambda row: row[0])
    unmet.sort(key=lambda each: (each.duty_id, each.need.first))
    objective = sum([answer.node.bound for answer in solved])
    bound = sum([answer.bound for answer in solved])
    return Plan(
        chosen=dict(rows),
        unmet=tuple(unmet),
        missing=sum(each.missing for each in unmet),
        disturbed=disturbed,
        cost=cost,
        objective=objective,
        bound=bound,
        proved=objective == bound,
        nodes=sum(answer.nodes for answer in solved),
        open_duties=tuple(sorted(open_duties)),
    )
