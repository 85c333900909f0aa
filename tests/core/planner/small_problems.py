"""Small random problems and an exhaustive oracle for them."""

from datetime import date, timedelta
from itertools import combinations, pairwise

from hypothesis import strategies as st

from scheduler.core.planner.encode import cells, weigh
from scheduler.core.planner.problem import AFTERNOON, ALL_DAY, MORNING, Duty, Hold, Need, Option, Problem, shortfalls

FIRST = date(2027, 1, 4)
DAYS = [FIRST + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8, 9)]
PLACES = {"hall": 2, "room": 1}


@st.composite
def problems(draw, *, published=False, pinned=True, most=5, duties=3):
    people = ["an", "an", "binh", "chi"]
    made = [
        draw(_duty(f"d{n}", people[draw(st.integers(0, 3))], published=published, pinned=pinned, most=most))
        for n in range(duties)
    ]
    return Problem(made, DAYS, PLACES, None)


@st.composite
def _duty(draw, name, person, *, published, pinned, most):
    options = []
    for number in range(draw(st.integers(1, most))):
        parts = draw(st.sampled_from([MORNING, AFTERNOON, ALL_DAY]))
        place = draw(st.sampled_from(["hall", "room", None]))
        holds = (Hold(person, parts),) + ((Hold(place, parts),) if place else ())
        mark = draw(st.sampled_from(["", "", "", "", "pin", "block"])) if pinned else ""
        options.append(
            Option(
                draw(st.sampled_from(DAYS)),
                draw(st.integers(0, 3)),
                holds,
                f"{name}o{number}",
                pinned=mark == "pin",
                published=published and draw(st.booleans()),
                blocked_by=("away",) if mark == "block" else (),
            )
        )
    cut = draw(st.sampled_from([3, 5]))
    counts = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    needs = (Need(DAYS[0], DAYS[cut - 1], counts[0]), Need(DAYS[cut], DAYS[-1], counts[1]))
    return Duty(name, options, needs, draw(st.integers(1, 3)))


def lawful(problem, chosen):
    """Every hard rule: pins stay, nothing blocked, one a day, the gap, no cell overfull by a planned option."""
    place = {day: n for n, day in enumerate(sorted(problem.working_days))}
    use = {}
    for duty in problem.duties:
        mine = sorted(chosen[duty.id])
        if any(option not in duty.options for option in mine):
            return False
        if any(option.pinned and option not in mine for option in duty.options):
            return False
        for left, right in combinations(mine, 2):
            near = abs(place[left.day] - place[right.day]) < max(1, duty.min_gap)
            if near and not (left.pinned and right.pinned):
                return False
        for option in mine:
            if option.blocked_by and not option.pinned:
                return False
            for cell in set(cells(option)):
                use.setdefault(cell, []).append(option.pinned)
    return all(len(pins) <= problem.places.get(cell[2], 1) or all(pins) for cell, pins in use.items())


def worth(problem, chosen):
    """The objective of a choice, from the definitions alone."""
    weights = weigh(problem, published=any(o.published and not o.pinned for d in problem.duties for o in d.options))
    total = 0
    for duty in problem.duties:
        total += weights.unmet * sum(each.missing for each in shortfalls(duty, chosen[duty.id]))
        free = [option for option in chosen[duty.id] if not option.pinned]
        total += sum(option.cost for option in free)
        total += weights.moved * sum(not option.published for option in free)
    return total


def exhaustive(problem):
    """The least objective of all lawful choices."""
    per_duty = []
    for duty in problem.duties:
        pins = [option for option in duty.options if option.pinned]
        free = [option for option in duty.options if not (option.pinned or option.blocked_by)]
        alone = Problem([duty], problem.working_days, problem.places, None)
        choices = []
        for size in range(len(free) + 1):
            for some in combinations(free, size):
                if all(left.day != right.day for left, right in pairwise(sorted(some))):
                    mine = [*pins, *some]
                    if lawful(alone, {duty.id: mine}) or (len(pins) > 0 and not some):
                        choices.append(mine)
        per_duty.append((duty.id, choices))
    return min(_all(problem, per_duty, {}))


def _all(problem, per_duty, chosen):
    if not per_duty:
        if lawful(problem, chosen):
            yield worth(problem, chosen)
        return
    (name, choices), *rest = per_duty
    for mine in choices:
        yield from _all(problem, rest, {**chosen, name: mine})
