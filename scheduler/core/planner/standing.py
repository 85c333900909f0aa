"""What stands already: published choices as a first answer, and the price of leaving them."""

from dataclasses import replace
from itertools import pairwise

from scheduler.core.planner.chain import Chain
from scheduler.core.planner.contest import Arena, Node
from scheduler.core.planner.encode import Part


def incumbent(arena: Arena) -> Node | None:
    """Return the published options as a node, or None where they break a rule among themselves."""
    found = []
    for chain in arena.part.chains:
        picks = tuple([number for number, option in enumerate(chain.options) if option.published])
        if not _lawful(chain, picks):
            return None
        found.append(picks)
    node = arena.node_of(found)
    return None if arena.clash(node) else node


def _lawful(chain: Chain, picks: tuple[int, ...]) -> bool:
    days = [chain.day_of(pick) for pick in picks]
    if any(chain.prev[right] <= left for left, right in pairwise(days)):
        return False
    return all(sum(start <= day < end for day in days) <= count for start, end, count in chain.segments)


def reprice(part: Part, node: Node) -> tuple[Part, list[list[int]]]:
    """Return the part as it would be planned if ``node`` were published, and each option's number in ``part``.

    Only the order of the three aims matters, so the weights may be counted from this part alone.
    """
    chains = part.chains
    wanted = [sum(count for _, _, count in chain.segments) for chain in chains]
    dearest = sum(
        count * max((o.cost for o in chain.options), default=0) for count, chain in zip(wanted, chains, strict=True)
    )
    moved = dearest + 1
    reward = dearest + moved * sum(wanted) + 1
    priced = [_repriced(chain, frozenset(node.found[n][1]), moved, reward) for n, chain in enumerate(chains)]
    return replace(part, chains=[chain for chain, _ in priced]), [order for _, order in priced]


def _repriced(chain: Chain, kept: frozenset[int], moved: int, reward: int) -> tuple[Chain, list[int]]:
    prices = [option.cost + (0 if number in kept else moved) for number, option in enumerate(chain.options)]
    return chain.at(prices, chain.base // chain.reward * reward, reward)
