"""Why a need stands unmet: what became of each working day in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.core.planner.encode import cells
from scheduler.core.planner.problem import Duty, Need, Option, Plan, Problem


class Hindrance(StrEnum):
    """What keeps a possible day out of the plan; codes of blocked options come from the caller."""

    CONTESTED = "contested"
    SPACING = "spacing"
    NO_OPTION = "no_option"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Why:
    """The account of one need.

    ``days``: working days in its span. ``chosen`` of them are in the plan. ``hindered``: days by code, each day
    counted once under each of its codes, most frequent first. ``held_by``: days on which each other duty holds what
    this one would need, most frequent first.
    """

    duty_id: str
    need: Need
    days: int
    chosen: int
    missing: int
    hindered: Mapping[str, int]
    held_by: Mapping[str, int]


def why_not(problem: Problem, plan: Plan, duty_id: str, need: Need) -> Why:
    """Explain how the plan serves one need, met or not.

    Raises:
        KeyError: the problem has no such duty.
    """
    duty = duty_of(problem, duty_id)
    holders = _holders(problem, plan, duty_id)
    order = {day: place for place, day in enumerate(sorted(set(problem.working_days)))}
    mine = plan.chosen.get(duty_id, ())
    hindered: Counter[str] = Counter()
    held_by: Counter[str] = Counter()
    taken = {option.day for option in mine if need.first <= option.day <= need.last}
    days = [day for day in order if need.first <= day <= need.last]
    for day in days:
        if day in taken:
            continue
        on_day = [option for option in duty.options if option.day == day]
        free = [option for option in on_day if not option.blocked_by]
        others = {holder for option in free for holder in over(problem, holders, option)}
        if not free:
            codes = {code for option in on_day for code in option.blocked_by} or {str(Hindrance.NO_OPTION)}
            hindered.update(codes)
        elif any(o.day in order and abs(order[o.day] - order[day]) < max(1, duty.min_gap) for o in mine):
            hindered[Hindrance.SPACING] += 1
        elif others:
            hindered[Hindrance.CONTESTED] += 1
            held_by.update(others)
        else:
            hindered[Hindrance.ENOUGH] += 1
    missing = max(0, need.count - len(taken))
    return Why(duty_id, need, len(days), len(taken), missing, _ranked(hindered), _ranked(held_by))


def duty_of(problem: Problem, duty_id: str) -> Duty:
    """Return the duty.

    Raises:
        KeyError: the problem has no such duty.
    """
    for duty in problem.duties:
        if duty.id == duty_id:
            return duty
    raise KeyError(duty_id)


Holders = Mapping[object, list[str]]


def _holders(problem: Problem, plan: Plan, without: str) -> Holders:
    held: dict[object, list[str]] = {}
    for duty in problem.duties:
        if duty.id != without:
            for option in plan.chosen.get(duty.id, ()):
                for cell in cells(option):
                    held.setdefault(cell, []).append(duty.id)
    return held


def over(problem: Problem, holders: Holders, option: Option) -> list[str]:
    """Return the duties that fill a cell which the option would need; empty when it would fit."""
    found: list[str] = []
    for cell in cells(option):
        there = holders.get(cell, [])
        if len(there) >= problem.places.get(cell[2], 1):
            found += there
    return found


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return {str(code): count for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))}
