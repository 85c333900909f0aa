"""The plan is lawful and no lawful choice beats it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.planner.problem import AFTERNOON, MORNING, Duty, Hold, Need, Option, Problem, keep
from scheduler.core.planner.solve import plan
from tests.core.planner.small_problems import DAYS, exhaustive, lawful, problems, worth

MANY = settings(max_examples=80, deadline=None)
CLIMBED = st.sampled_from([0, 1, 4])


@MANY
@given(problems())
def test_no_lawful_choice_is_better(problem):
    found = plan(problem)
    assert found.proved
    assert lawful(problem, found.chosen)
    assert worth(problem, found.chosen) == found.objective == found.bound == exhaustive(problem)


@MANY
@given(problems(published=True, most=4))
def test_published_meetings_are_disturbed_as_little_as_can_be(problem):
    found = plan(problem)
    assert worth(problem, found.chosen) == found.objective == exhaustive(problem)


@MANY
@given(problems(duties=4, most=8), st.integers(1, 3), CLIMBED)
def test_a_search_cut_short_is_lawful_and_its_bound_holds(problem, limit, climbs):
    short, full = plan(problem, node_limit=limit, climbs=climbs), plan(problem)
    assert lawful(problem, short.chosen)
    assert short.bound <= full.objective <= short.objective
    assert worth(problem, short.chosen) == short.objective
    assert bool(short.open_duties) == (not short.proved)


@MANY
@given(problems(duties=5, most=8), st.integers(1, 60), CLIMBED, st.booleans())
def test_planning_again_on_its_own_result_changes_nothing(problem, limit, climbs, again):
    first = plan(problem, node_limit=limit, climbs=climbs)
    second = plan(keep(problem, first), node_limit=limit, climbs=climbs)
    assert second.disturbed == 0
    assert _names(second) == _names(first)
    if again:
        third = plan(keep(keep(problem, first), second), node_limit=limit, climbs=climbs)
        assert _names(third) == _names(first)


@MANY
@given(problems(published=True, duties=5, most=8), st.integers(1, 60), CLIMBED, st.randoms())
def test_the_order_of_the_input_changes_nothing(problem, limit, climbs, rng):
    duties = [replace(duty, options=rng.sample(duty.options, len(duty.options))) for duty in problem.duties]
    duties = [replace(duty, needs=tuple(rng.sample(duty.needs, len(duty.needs)))) for duty in duties]
    rng.shuffle(duties)
    other = replace(problem, duties=duties, working_days=rng.sample(problem.working_days, len(DAYS)))
    limits = {"node_limit": limit, "climbs": climbs}
    assert plan(other, **limits) == plan(problem, **limits)


@MANY
@given(problems())
def test_a_need_is_either_met_or_named_as_unmet(problem):
    found = plan(problem)
    named = {(each.duty_id, each.need.first): each.missing for each in found.unmet}
    for duty in problem.duties:
        for need in duty.needs:
            days = {option.day for option in found.chosen[duty.id] if need.first <= option.day <= need.last}
            assert max(0, need.count - len(days)) == named.get((duty.id, need.first), 0)
    assert found.missing == sum(named.values())


def _names(found):
    return {duty: [option.id for option in options] for duty, options in found.chosen.items()}


def _duty(name, options, count, *, gap=1):
    return Duty(name, options, (Need(DAYS[0], DAYS[-1], count),), gap)


def _at(day, person, *, place=None, part=MORNING, cost=0, **marks):
    holds = (Hold(person, part),) + ((Hold(place, part),) if place else ())
    return Option(DAYS[day], cost, holds, f"{person}-{day}-{part}", **marks)


def test_two_offices_of_one_person_never_meet_in_the_same_half_day():
    both = [_duty(name, [_at(0, "an"), _at(0, "an", part=AFTERNOON, cost=2)], 1) for name in "ab"]
    found = plan(Problem(both, DAYS, {}))
    parts = {options[0].holds[0].parts for options in found.chosen.values()}
    assert found.missing == 0
    assert parts == {MORNING, AFTERNOON}


def test_a_person_shared_across_units_joins_the_units():
    left = [
        _duty("u1-a", [_at(0, "an", place="u1")], 1),
        _duty("u1-b", [_at(0, "binh", place="u1"), _at(1, "binh")], 1),
    ]
    right = [_duty("u2-a", [_at(0, "an", place="u2"), _at(1, "an", place="u2", cost=3)], 1)]
    apart = plan(Problem(left, DAYS, {}))
    joined = plan(Problem(left + right, DAYS, {}))
    assert joined.missing == apart.missing == 0
    assert joined.cost == 3
    assert joined.chosen["u2-a"][0].day == DAYS[1]


@pytest.mark.parametrize(("rooms", "missing"), [(0, 3), (1, 2), (2, 1), (3, 0)])
def test_a_pool_holds_as_many_meetings_as_it_has_rooms(rooms, missing):
    duties = [_duty(name, [_at(0, name, place="hall")], 1) for name in "abc"]
    assert plan(Problem(duties, DAYS, {"hall": rooms})).missing == missing


def test_pinned_meetings_stand_even_against_gap_and_room():
    pins = [_at(0, "a", place="hall", pinned=True), _at(1, "a", place="hall", pinned=True)]
    others = [_at(0, "b", place="hall"), _at(2, "b", place="hall", cost=5)]
    found = plan(Problem([_duty("a", pins, 3, gap=4), _duty("b", others, 2)], DAYS, {"hall": 1}))
    assert found.chosen["a"] == tuple(pins)
    assert found.chosen["b"] == (others[1],)
    assert [(each.duty_id, each.missing) for each in found.unmet] == [("a", 1), ("b", 1)]


def test_the_gap_holds_across_the_end_of_a_month():
    options = [_at(n, "a", cost=n % 2) for n in range(8)]
    needs = (Need(DAYS[0], DAYS[3], 1), Need(DAYS[4], DAYS[7], 1))
    found = plan(Problem([Duty("a", options, needs, 5)], DAYS, {}))
    first, second = (DAYS.index(option.day) for option in found.chosen["a"])
    assert second - first >= 5
    assert found.missing == 0


def test_equals_are_settled_by_the_earliest_day():
    found = plan(Problem([_duty("a", [_at(n, "a") for n in range(8)], 2, gap=3)], DAYS, {}))
    assert [option.day for option in found.chosen["a"]] == [DAYS[0], DAYS[3]]


def test_a_late_absence_moves_only_the_meeting_it_hits():
    duties = [_duty(name, [_at(n, name, place="hall", cost=n * 7 % 4) for n in range(8)], 2, gap=2) for name in "abc"]
    problem = Problem(duties, DAYS, {"hall": 1})
    first = plan(problem)
    hit = first.chosen["b"][0]
    standing = keep(problem, first)
    changed = [
        replace(d, options=[o._replace(blocked_by=("away",)) if o.id == hit.id else o for o in d.options])
        for d in standing.duties
    ]
    second = plan(replace(standing, duties=changed))
    assert second.missing == first.missing == 0
    assert second.disturbed == 1


def test_needs_that_overlap_or_ids_used_twice_are_refused():
    need = Need(DAYS[0], DAYS[3], 1)
    with pytest.raises(ValueError, match="a"):
        plan(Problem([Duty("a", [], (need, need))], DAYS, {}))
    with pytest.raises(ValueError, match="a"):
        plan(Problem([Duty("a", [], ()), Duty("a", [], ())], DAYS, {}))
