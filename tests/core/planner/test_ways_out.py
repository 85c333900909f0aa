"""Every way out that is offered really cures, and the account of a need adds up."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduler.core.planner.explain import Hindrance, why_not
from scheduler.core.planner.giving_way import Kind
from scheduler.core.planner.problem import MORNING, Duty, Hold, Need, Option, Problem, shortfalls
from scheduler.core.planner.solve import plan
from scheduler.core.planner.ways_out import ways_out
from tests.core.planner.small_problems import DAYS, lawful, problems


def _duty(name, options, count, *, gap=1):
    return Duty(name, options, (Need(DAYS[0], DAYS[-1], count),), gap)


def _at(day, person, *, place=None, blocked=(), cost=0):
    holds = (Hold(person, MORNING),) + ((Hold(place, MORNING),) if place else ())
    return Option(DAYS[day], cost, holds, f"{person}-{day}", blocked_by=blocked)


def _ways(problem, duty_id, **more):
    duty = next(duty for duty in problem.duties if duty.id == duty_id)
    return ways_out(problem, plan(problem), duty_id, duty.needs[0], **more)


def test_a_met_need_has_no_ways_out():
    assert _ways(Problem([_duty("a", [_at(0, "a")], 1)], DAYS, {}), "a") == []


def test_the_cheapest_absence_to_lift_comes_first():
    options = [
        _at(0, "a", blocked=("congress",)),
        _at(1, "a", blocked=("away",)),
        _at(2, "a", blocked=("away", "room")),
    ]
    ways = _ways(Problem([_duty("a", options, 1)], DAYS, {}), "a", prices={"congress": 5})
    assert [(way.steps[0].option, way.price) for way in ways] == [(options[1], 1), (options[2], 2), (options[0], 5)]
    assert all(way.missing_after == 0 for way in ways)


def test_two_missing_days_need_two_steps():
    options = [_at(n, "a", blocked=("away",)) for n in range(3)]
    ways = _ways(Problem([_duty("a", options, 2)], DAYS, {}), "a")
    assert [len(way.steps) for way in ways] == [2, 2, 2]


def test_a_full_hall_offers_another_place_and_the_holders_slot():
    duties = [_duty(name, [_at(0, name, place="hall")], 1) for name in "ab"]
    problem = Problem(duties, DAYS, {"hall": 1})
    loser = plan(problem).unmet[0].duty_id
    ways = _ways(problem, loser)
    assert [(way.steps[0].kind, way.steps[0].codes) for way in ways] == [
        (Kind.OTHER_PLACE, ("hall",)),
        (Kind.FREE, ({"a": "b", "b": "a"}[loser],)),
    ]


def test_spacing_is_waived_no_further_than_helps():
    ways = _ways(Problem([_duty("a", [_at(0, "a"), _at(2, "a")], 2, gap=5)], DAYS, {}), "a")
    assert [(way.steps[0].kind, way.steps[0].codes) for way in ways] == [(Kind.SPACING, ("2",))]


def test_a_neighbours_absence_can_be_the_way():
    duties = [
        _duty("a", [_at(0, "a", place="hall")], 1),
        _duty("b", [_at(0, "b", place="hall"), _at(1, "b", place="hall", blocked=("away",))], 1),
    ]
    problem = Problem(duties, DAYS, {"hall": 1})
    loser = plan(problem).unmet[0].duty_id
    step = next(way.steps[0] for way in _ways(problem, loser) if way.steps[0].kind == Kind.LIFT)
    assert (step.duty_id, step.codes) == ("b", ("away",))


def _granted(problem, way, target):
    """The problem with just the things given way that the steps name."""
    duties = []
    for duty in problem.duties:
        options, gap, needs = list(duty.options), duty.min_gap, duty.needs
        for step in way.steps:
            if step.kind == Kind.SPACING and duty.id == target:
                gap = int(step.codes[0])
            if step.kind == Kind.FREE and duty.id in step.codes:
                day = step.option.day
                options = [option for option in options if option.day != day]
                needs = tuple(replace(n, count=n.count - 1) if n.first <= day <= n.last else n for n in needs)
            if step.kind in {Kind.LIFT, Kind.OTHER_PLACE} and duty.id == step.duty_id:
                holds = step.option.holds
                if step.kind == Kind.OTHER_PLACE:
                    holds = tuple(hold for hold in holds if hold.resource not in step.codes)
                options.append(step.option._replace(blocked_by=(), holds=holds, id=step.option.id + "+"))
        duties.append(replace(duty, options=options, min_gap=gap, needs=needs))
    return replace(problem, duties=duties)


def _no_worse(way, before, duty):
    """Nobody lacks more than before, beyond the day he gave up (``duty`` no longer asks it of him)."""
    had = {(each.duty_id, each.need.first): each.missing for each in before.unmet}
    chosen = way.chosen.get(duty.id, before.chosen[duty.id])
    return all(each.missing <= had.get((duty.id, each.need.first), 0) for each in shortfalls(duty, chosen))


@settings(max_examples=80, deadline=None)
@given(problems(most=6))
def test_every_way_out_cures_and_harms_no_other_need(problem):
    before = plan(problem)
    for short in before.unmet:
        ways = ways_out(problem, before, short.duty_id, short.need)
        assert [(way.missing_after, way.price) for way in ways] == sorted((w.missing_after, w.price) for w in ways)
        assert len(ways) <= 5
        for way in ways:
            assert way.steps
            assert way.missing_after < short.missing
            granted = _granted(problem, way, short.duty_id)
            after = plan(granted)
            assert after.missing <= before.missing - short.missing + way.missing_after
            target = next(duty for duty in problem.duties if duty.id == short.duty_id)
            left = {each.need.first: each.missing for each in shortfalls(target, way.chosen[target.id])}
            assert left.get(short.need.first, 0) == way.missing_after
            assert all(_no_worse(way, before, other) for other in granted.duties if other.id != target.id)


@settings(max_examples=80, deadline=None)
@given(problems(pinned=False))
def test_the_account_of_a_need_covers_every_working_day(problem):
    found = plan(problem)
    assert lawful(problem, found.chosen)
    for duty in problem.duties:
        for need in duty.needs:
            why = why_not(problem, found, duty.id, need)
            assert why.chosen + sum(why.hindered.values()) == why.days
            assert why.missing == max(0, need.count - why.chosen)
            if why.missing:
                assert Hindrance.ENOUGH not in why.hindered


def test_the_account_names_codes_and_holders():
    duties = [
        _duty("a", [_at(0, "a", place="hall", blocked=("away",)), _at(1, "a", place="hall"), _at(2, "a")], 3, gap=1),
        _duty("b", [_at(1, "b", place="hall")], 1),
    ]
    problem = Problem([replace(duties[0], min_gap=1), duties[1]], DAYS, {"hall": 1})
    found = plan(problem)
    loser = next(each.duty_id for each in found.unmet if each.missing)
    assert loser == "a"
    why = why_not(problem, found, "a", duties[0].needs[0])
    assert why.hindered["away"] == 1
    assert why.missing == 3 - why.chosen


def test_an_unknown_duty_is_refused():
    problem = Problem([_duty("a", [], 1)], DAYS, {})
    with pytest.raises(KeyError):
        why_not(problem, plan(problem), "nobody", problem.duties[0].needs[0])
    with pytest.raises(KeyError):
        ways_out(problem, plan(problem), "nobody", problem.duties[0].needs[0])
