"""Rents bound every lawful plan from below, and what they find is lawful."""

import random
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduler.core.planner.contest import Arena
from scheduler.core.planner.dive import dive
from scheduler.core.planner.encode import encode
from scheduler.core.planner.problem import Duty, Hold, Need, Option, Problem, keep
from scheduler.core.planner.rents import SCALE, _Tenant, let
from scheduler.core.planner.solve import plan
from tests.core.planner.small_problems import DAYS, exhaustive, lawful, worth

MANY = settings(max_examples=80, deadline=None)


@st.composite
def crowds(draw):
    """Several duties that all want the same hall."""
    rooms = draw(st.integers(1, 2))
    costs = draw(st.lists(st.integers(0, 3), min_size=6, max_size=6))
    duties = [_member(draw, f"d{number}", costs) for number in range(draw(st.integers(rooms + 1, 3)))]
    return Problem(duties, DAYS, {"hall": rooms}, None)


def _member(draw, name, costs):
    holds = (Hold("hall", 1),)
    days = draw(st.sets(st.integers(0, 5), min_size=2, max_size=4))
    options = [Option(DAYS[day], costs[day] + draw(st.integers(0, 1)), holds, f"{name}-{day}") for day in sorted(days)]
    needs = (Need(DAYS[0], DAYS[2], draw(st.integers(0, 2))), Need(DAYS[3], DAYS[-1], draw(st.integers(0, 2))))
    return Duty(name, options, needs, draw(st.integers(1, 3)))


@MANY
@given(crowds(), st.integers(0, 4))
def test_no_plan_is_below_the_bound_and_none_is_worse_than_before(problem, climbs):
    ready = encode(problem)
    least = 0
    clashes = 0
    for part in ready.parts:
        arena = Arena(part, problem.places, ready.room)
        root = arena.root()
        if arena.clash(root) is None:
            least += root.bound
            continue
        clashes += 1
        first = dive(arena, root)
        node, bound = let(arena, first, root.bound, climbs)
        assert arena.clash(node) is None
        assert root.bound <= bound <= node.bound <= first.bound
        least += bound
    assume(clashes)
    assert least <= exhaustive(problem)


@MANY
@given(crowds(), st.integers(0, 4))
def test_a_plan_by_rents_alone_is_lawful_and_proved_only_when_it_is_best(problem, climbs):
    found = plan(problem, node_limit=1, climbs=climbs)
    best = exhaustive(problem)
    assert lawful(problem, found.chosen)
    assert worth(problem, found.chosen) == found.objective
    assert found.bound <= best <= found.objective
    assert found.proved == (found.bound == found.objective)


@MANY
@given(crowds(), st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 4)), min_size=1, max_size=6))
def test_what_is_kept_of_a_duty_between_two_rounds_is_what_working_it_out_anew_gives(problem, charges):
    chain = encode(problem).parts[0].chains[0]
    tenant = _Tenant(chain, [SCALE * option.cost for option in chain.options])
    tenant.solve()
    for number, more in charges:
        tenant.charge([number % len(chain.options)], more * SCALE)
        anew, order = chain.at(tenant.prices, SCALE * chain.base, SCALE * chain.reward)
        value, picks = anew.solve(0)
        assert tenant.solve() == (value, tuple(order[pick] for pick in picks))


def test_rents_settle_what_a_short_search_leaves_open():
    """Two offices want the same morning every month: each clash doubles the search, and one rent settles each."""
    months = [DAYS[n : n + 2] for n in range(0, 8, 2)]
    duties = []
    for name in ("a", "b"):
        options = [
            Option(day, 3 * late, (Hold("hall", 1),), f"{name}-{day}")
            for month in months
            for late, day in enumerate(month)
        ]
        duties.append(Duty(name, options, tuple(Need(month[0], month[-1], 1) for month in months)))
    problem = Problem(duties, DAYS, {"hall": 1})
    cut = plan(problem, node_limit=2, climbs=0)
    whole = plan(problem, node_limit=2)
    assert (cut.proved, whole.proved) == (False, True)
    assert cut.bound < whole.bound == whole.objective == 3 * len(months)


@pytest.mark.parametrize("seed", [27, 32, 35, 47])
def test_what_was_kept_stays_though_rents_would_then_find_a_better_plan(seed):
    rng = random.Random(seed)  # noqa: S311 - a crowd made up anew each time needs no secret
    days = [DAYS[0] + timedelta(days=7 * week + day) for week in range(4) for day in range(5)]
    duties = []
    for name in "abcdef":
        options = [
            Option(days[n], rng.randint(0, 4), (Hold("hall", rng.choice((1, 2))),), f"{name}{n}-{twice}")
            for n in range(20)
            for twice in range(2)
            if rng.random() < 0.4
        ]
        needs = tuple(Need(days[week], days[week + 4], rng.randint(1, 3)) for week in range(0, 20, 5))
        duties.append(Duty(name, options, needs, rng.randint(1, 4)))
    problem = Problem(duties, days, {})
    first = plan(problem, node_limit=1, climbs=1)
    again = plan(keep(problem, first), node_limit=1, climbs=1)
    assert not first.proved
    assert (again.disturbed, again.missing, again.cost) == (0, first.missing, first.cost)
