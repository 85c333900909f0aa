"""Measure the planner against CP-SAT and HiGHS, unit by unit, on the same units in the same run, on one core.

    python bench/bench_plan.py [--units 3355] [--sample 150] [--all] [--year-units N] [--rounds 3] [--check]

Prints ``name ours anchor ratio goal pass/fail``. Times are seconds of CPU (everything here
runs on one thread, and neighbours on the machine should not count) and include reading the public dataclasses
(building them is the caller's and is printed apart). ``--all`` gives CP-SAT every unit instead of a sample.
"""

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.oracles import cp_sat, highs
from bench.plan_instances import UNITS, country, whole
from scheduler.core.planner.problem import Plan, Problem
from scheduler.core.planner.solve import plan

T = TypeVar("T")
Row = tuple[str, str, str, str, str, bool]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds of CPU and the result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def apart(problems: list[Problem]) -> int:
    """Plan unit by unit; return the sum of the objectives, each proved."""
    plans = [plan(problem) for problem in problems]
    assert all(each.proved for each in plans)
    return sum(each.objective for each in plans)


def by_solver(solver: Callable[[Problem], tuple[int, bool]], problems: list[Problem]) -> int:
    """Solve unit by unit; return the sum of the objectives, each proved."""
    answers = [solver(problem) for problem in problems]
    assert all(proved for _, proved in answers)
    return sum(objective for objective, _ in answers)


def month(units: int, rounds: int) -> tuple[list[Row], list[Problem]]:
    """The whole country's month at once."""
    built, problems = timed(lambda: country(units))
    joined = whole(problems)
    _settle()
    times, found = [], None
    for _ in range(rounds):
        seconds, found = timed(lambda: plan(joined))
        times.append(seconds)
    assert found is not None
    _say("month", joined, found, built)
    seconds = statistics.median(times)
    name = f"month of {units} units, s"
    rows = [
        (name, f"{seconds:.2f}", "-", "-", "< 1", seconds < 1),
        ("month proved optimal", str(found.objective), str(found.bound), "1.000", "equal", found.proved),
    ]
    return rows, problems


def against(problems: list[Problem], rounds: int, goal: float) -> list[Row]:
    """Both oracles on the same units, interleaved; the objectives must agree."""
    ours, cps, hss = [], [], []
    for _ in range(rounds):
        seconds, objective = timed(lambda: apart(problems))
        ours.append(seconds)
        cp_seconds, cp_objective = timed(lambda: by_solver(cp_sat, problems))
        cps.append(cp_seconds)
        hs_seconds, hs_objective = timed(lambda: by_solver(highs, problems))
        hss.append(hs_seconds)
        assert objective == cp_objective == hs_objective, (objective, cp_objective, hs_objective)
    mine = statistics.median(ours)
    name = f"{len(problems)} units, one by one, s"
    rows = [("objective of them", str(objective), str(cp_objective), "1.000", "equal", objective == cp_objective)]
    for anchor, times, least in (("CP-SAT", cps, goal), ("HiGHS", hss, 0.0)):
        theirs = statistics.median(times)
        ratio = theirs / mine
        aim = f">= {least:g}x" if least else "-"
        rows.append((f"{name} ({anchor})", f"{mine:.3f}", f"{theirs:.3f}", f"{ratio:.1f}", aim, ratio >= least))
    return rows


def year(units: int) -> list[Row]:
    """The country's year, once; its goal scales with the units."""
    built, problems = timed(lambda: country(units, months=12, seed=2))
    joined = whole(problems)
    _settle()
    seconds, found = timed(lambda: plan(joined))
    _say("year", joined, found, built)
    gap = found.objective / found.bound
    goal = 20 * units / UNITS
    return [
        (f"year of {units} units, s", f"{seconds:.2f}", "-", "-", f"< {goal:.1f}", seconds < goal),
        ("year over its own bound", str(found.objective), str(found.bound), f"{gap:.4f}", "<= 1.02", gap <= 1.02),
    ]


def _settle() -> None:
    """Put the instance out of the collector's sight, as loaded data is in a server's worker."""
    gc.collect()
    gc.freeze()


def _say(name: str, problem: Problem, found: Plan, built: float) -> None:
    options = sum(len(duty.options) for duty in problem.duties)
    print(
        f"{name}: {len(problem.duties)} duties, {options} options (built in {built:.2f} s by the caller), "
        f"{found.missing} days unmet, preference {found.cost}, bound {found.bound}, {found.nodes} nodes, "
        f"{len(found.open_duties)} duties not proved"
    )


def main() -> int:
    """Run, print, and with ``--check`` say by the exit code whether all goals were reached."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--units", type=int, default=UNITS)
    ask.add_argument("--sample", type=int, default=150)
    ask.add_argument("--all", action="store_true")
    ask.add_argument("--year-units", type=int, default=None)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--check", action="store_true")
    given = ask.parse_args()
    rows, problems = month(given.units, given.rounds)
    step = 1 if given.all else max(1, len(problems) // given.sample)
    rows += against(problems[::step], 1 if given.all else given.rounds, 30.0)
    del problems
    gc.unfreeze()
    rows += year(given.units if given.year_units is None else given.year_units)
    print(f"{'name':<44}{'ours':>12}{'anchor':>12}{'ratio':>9}{'goal':>10}  result")
    for name, ours, anchor, ratio, goal, good in rows:
        print(f"{name:<44}{ours:>12}{anchor:>12}{ratio:>9}{goal:>10}  {'pass' if good else 'FAIL'}")
    return 1 if given.check and not all(row[5] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
