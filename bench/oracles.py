"""The planning problem for general solvers, from the definition alone: CP-SAT and HiGHS. Exact, or they say not."""

import os
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model

from scheduler.core.planner.encode import cells, weigh
from scheduler.core.planner.problem import Problem


@dataclass
class Model:
    """A 0/1 model: costs of the columns, rows (columns, lower, upper), and the columns fixed at one.

    The last ``len(slack)`` columns are whole numbers up to ``slack``: the unmet days of each need.
    """

    costs: list[int]
    rows: list[tuple[list[int], int, int]]
    fixed: list[int]
    slack: list[int]


def model(problem: Problem) -> Model:
    """Return the problem as linear rows."""
    weights = weigh(problem, published=any(o.published and not o.pinned for d in problem.duties for o in d.options))
    columns = [(d, o) for d in problem.duties for o in d.options if o.pinned or not o.blocked_by]
    costs = [0 if o.pinned else o.cost + (0 if o.published else weights.moved) for _, o in columns]
    rows: list[tuple[list[int], int, int]] = []
    by_duty = defaultdict(list)
    use = defaultdict(list)
    for number, (duty, option) in enumerate(columns):
        by_duty[duty.id].append(number)
        for cell in cells(option):
            use[cell].append(number)
    working = sorted(set(problem.working_days))
    fixed = [number for number, (_, option) in enumerate(columns) if option.pinned]
    for duty in problem.duties:
        own = [(bisect_left(working, columns[n][1].day), n) for n in by_duty[duty.id]]
        rows += [(columns_, 0, 1) for columns_ in _windows(own, max(1, duty.min_gap))]
    for cell, numbers in use.items():
        if len(numbers) > problem.places.get(cell[2], 1):
            rows.append((numbers, 0, problem.places.get(cell[2], 1)))
    slack = []
    for duty in problem.duties:
        for need in duty.needs:
            inside = [n for n in by_duty[duty.id] if need.first <= columns[n][1].day <= need.last]
            rows.append(([*inside, len(columns) + len(slack)], need.count, max(need.count, len(inside))))
            slack.append(need.count)
            costs.append(weights.unmet)
    return Model(costs, rows, fixed, slack)


def _windows(own: list[tuple[int, int]], gap: int) -> Iterator[list[int]]:
    """At most one choice in any ``gap`` consecutive places."""
    places = sorted({place for place, _ in own})
    for start in places:
        inside = [number for place, number in own if start <= place < start + gap]
        if len(inside) > 1:
            yield inside


def cp_sat(problem: Problem, *, limit: float = 60.0) -> tuple[int, bool]:
    """Return the least objective found by CP-SAT on one worker, and whether it is proved."""
    plain = model(problem)
    made = cp_model.CpModel()
    first_slack = len(plain.costs) - len(plain.slack)
    columns = [made.new_bool_var("") for _ in range(first_slack)]
    columns += [made.new_int_var(0, high, "") for high in plain.slack]
    for number in plain.fixed:
        made.add(columns[number] == 1)
    for numbers, low, high in plain.rows:
        if (low, high) == (0, 1):
            made.add_at_most_one(columns[n] for n in numbers)
        elif low:
            made.add(sum(columns[n] for n in numbers) >= low)
        else:
            made.add(sum(columns[n] for n in numbers) <= high)
    made.minimize(cp_model.LinearExpr.weighted_sum(columns, plain.costs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = limit
    status = solver.solve(made)
    return round(solver.objective_value), status == cp_model.OPTIMAL


def highs(problem: Problem) -> tuple[int, bool]:
    """Return the least objective found by HiGHS and whether it is proved. It is the HiGHS within OR-Tools.

    (highspy and ortools of today cannot be loaded by one process: both bring a libhighs.) HiGHS stops at a relative
    gap of 1e-4, which proves a whole number only below 10,000.
    """
    plain = model(problem)
    made = model_builder.Model()
    first_slack = len(plain.costs) - len(plain.slack)
    columns = [made.new_bool_var("") for _ in range(first_slack)]
    columns += [made.new_int_var(0, high, "") for high in plain.slack]
    for number in plain.fixed:
        made.add(columns[number] == 1)
    for numbers, low, high in plain.rows:
        made.add_linear_constraint(model_builder.LinearExpr.sum([columns[n] for n in numbers]), low, high)
    made.minimize(model_builder.LinearExpr.weighted_sum(columns, plain.costs))
    solver = model_builder.Solver("highs")
    with _quiet():
        status = solver.solve(made)
    best = round(solver.objective_value)
    return best, status == model_builder.SolveStatus.OPTIMAL and best < 10_000


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep HiGHS from printing its name at every solve."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
