"""Plans for horizons too long to prove: exact within each window of time, one window after the other.

Twelve months of independent clashes multiply in a best-first search, so after a short try the search settles the
clashes of one window (a need's span) for good before it looks at the next. The continuation of every duty up to
the end of the horizon is always weighed in, because each node carries whole-horizon optima.
"""

from datetime import date

from scheduler.core.planner.contest import Arena, Node, best_first

WINDOW_LIMIT = 60


def windows(arena: Arena) -> list[date]:
    """Return the last days of the longest-spaced needs of the part, ascending: where windows end."""
    duties = [chain.duty for chain in arena.part.chains]
    fewest = min((duty.needs for duty in duties if duty.needs), key=len, default=())
    ends = sorted(need.last for need in fewest)
    latest = max((need.last for duty in duties for need in duty.needs), default=None)
    if latest is not None and (not ends or ends[-1] < latest):
        ends.append(latest)
    return ends


def dive(arena: Arena, start: Node) -> Node:
    """Return a node without any clash, below ``start``: good, not proved."""
    node = start
    for end in windows(arena):
        outcome, best = best_first(arena, node, WINDOW_LIMIT, end)
        node = outcome.node or _plunge(arena, best, end)
    return node


def _plunge(arena: Arena, node: Node, until: date) -> Node:
    """Take the cheapest child at every clash until none is left in the window."""
    while (clash := arena.clash(node, until)) is not None:
        arena.nodes += 1
        node = min(arena.children(node, *clash), key=lambda child: child.bound)
    return node
