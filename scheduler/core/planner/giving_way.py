"""What can give way for a meeting, at what price, and what a duty looks like then."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from scheduler.core.planner.problem import Duty, Option, Problem

OTHER_PLACE = "other_place"
SPACING = "spacing"
FREE = "free"
PRICES: Mapping[str, int] = {OTHER_PLACE: 1, SPACING: 2, FREE: 10}
"""Price of each thing given way; a code not named costs 1. Callers may pass their own."""


class Kind(StrEnum):
    """What gives way."""

    LIFT = "lift"
    OTHER_PLACE = OTHER_PLACE
    SPACING = SPACING
    FREE = FREE


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One thing that gives way so that ``duty_id`` can meet as ``option`` says.

    LIFT: the block(s) in ``codes``. OTHER_PLACE: a place beyond the full pools in ``codes``. SPACING: the gap, down
    to the number in ``codes``. FREE: the duties in ``codes`` no longer meet then and are left short by it.
    """

    duty_id: str
    option: Option
    kind: Kind
    codes: tuple[str, ...]


def given_way(step: Step, part: Problem) -> Option:
    """Return the option as it is once the step was taken."""
    option = step.option._replace(blocked_by=(), id=f"{step.option.id}|{step.kind}")
    if step.kind == Kind.OTHER_PLACE:
        return option._replace(holds=tuple(hold for hold in option.holds if hold.resource not in part.places))
    return option


def yield_day(duty: Duty, day: date) -> Duty:
    """Return the duty asking one day less in the need that holds ``day``, and never meeting on that day."""
    needs = tuple(replace(n, count=n.count - 1) if n.first <= day <= n.last else n for n in duty.needs)
    return replace(duty, needs=needs, options=[option for option in duty.options if option.day != day])


def dearest(part: Problem) -> int:
    """Return the most that all the days of the part could cost together."""
    return sum(
        sum(need.count for need in duty.needs) * max((option.cost for option in duty.options), default=0)
        for duty in part.duties
    )
