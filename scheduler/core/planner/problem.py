"""What the planner is asked and what it answers. Everything here is an opaque id, a civil date or a small number.

Three aims, each outranking the next entirely: fewest unmet days, fewest published meetings disturbed, least
preference cost. The caller only ever states the preference cost of an option; the planner weighs the three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

MORNING = 1
AFTERNOON = 2
ALL_DAY = MORNING | AFTERNOON


class Hold(NamedTuple):
    """A person or place occupied on the option's day for the parts given (bits MORNING, AFTERNOON)."""

    resource: str
    parts: int


class Option(NamedTuple):
    """One feasible meeting of a duty. A named tuple because a country's month has a quarter of a million of them.

    ``cost`` >= 0 is the preference cost. ``holds`` may be one tuple shared by many options (that is faster).
    ``pinned``: stands already; always in the plan, whatever it collides with. ``published``: announced; kept if
    any equally lawful plan keeps it. ``blocked_by``: codes of what forbids it; never planned, a way out at most.
    The order of the fields is the order of choice between equals: earlier day, then cost, holds and id.
    """

    day: date
    cost: int
    holds: tuple[Hold, ...] = ()
    id: str = ""
    pinned: bool = False
    published: bool = False
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """``count`` meeting days wanted within the closed span first..last."""

    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Duty:
    """An office under one rule. ``needs`` are disjoint spans; options outside all of them are not planned.

    ``min_gap`` is the least distance between two chosen days, in places of ``Problem.working_days``; it spans the
    ends of periods. It binds a planned day against every other, but not two pinned days against each other.
    """

    id: str
    options: Sequence[Option]
    needs: tuple[Need, ...]
    min_gap: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Duties to be planned together.

    ``places``: rooms in each place pool; a resource not named here is a person or single room (capacity 1).
    ``unmet_cost``: weight of one unmet day, or None for the least weight that surely outranks all costs. A given
    weight is exact for "fewest unmet days first" while the dearest possible plan of each connected part costs
    less than it. With published options the weight is raised to that point in any case.
    """

    duties: Sequence[Duty]
    working_days: Sequence[date]
    places: Mapping[str, int]
    unmet_cost: int | None = None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """``missing`` days of one need cannot be planned."""

    duty_id: str
    need: Need
    missing: int


@dataclass(frozen=True, slots=True)
class Proof:
    """How good a plan is known to be. It costs ``objective`` >= 0; no plan costs less than ``bound``."""

    objective: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether the plan is optimal."""
        return self.objective == self.bound

    @property
    def gap(self) -> float | None:
        """By which part of the bound the plan lies above it, 0.0 when proved; None above a bound of nothing."""
        if self.proved:
            return 0.0
        return (self.objective - self.bound) / self.bound if self.bound else None


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer. ``chosen`` is ordered by duty id, then day, and includes the pinned options.

    ``cost``: preference cost of the chosen options that are not pinned. ``disturbed``: those of them that are not
    published, when the problem had published options. ``objective`` and ``bound`` weigh missing, disturbed and
    cost together in the same units; no plan is below ``bound``. ``proved``: this plan is optimal.
    ``open_duties``: the duties of the parts whose optimality is not proved.
    """

    chosen: Mapping[str, tuple[Option, ...]]
    unmet: tuple[Shortfall, ...]
    missing: int
    disturbed: int
    cost: int
    objective: int
    bound: int
    proved: bool
    nodes: int
    open_duties: tuple[str, ...] = ()

    @property
    def proof(self) -> Proof:
        """Its cost and its bound."""
        return Proof(self.objective, self.bound)


def keep(problem: Problem, plan: Plan) -> Problem:
    """Return the problem with exactly the plan's own choices marked published: planning it again changes nothing."""
    duties = []
    for duty in problem.duties:
        kept = {option._replace(published=False) for option in plan.chosen.get(duty.id, ())}
        options = [
            option._replace(published=option._replace(published=False) in kept and not option.blocked_by)
            for option in duty.options
        ]
        duties.append(replace(duty, options=options))
    return replace(problem, duties=duties)


def shortfalls(duty: Duty, chosen: Sequence[Option]) -> list[Shortfall]:
    """Return the needs that ``chosen`` leaves unmet, in the order of their first days."""
    found = []
    for need in sorted(duty.needs, key=lambda each: each.first):
        days = {option.day for option in chosen if need.first <= option.day <= need.last}
        if len(days) < need.count:
            found.append(Shortfall(duty.id, need, need.count - len(days)))
    return found
