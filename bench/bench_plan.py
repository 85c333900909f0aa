"""Measure the planner against CP-SAT and HiGHS, unit by unit, on the same units in the same run, on one core.

    python bench/bench_plan.py [--units 3355] [--sample 150] [--all] [--year-units N] [--rounds 3] [--check]

Prints ``name ours anchor ratio goal pass/fail``. Everything runs on one thread. The country's month and year are
judged by seconds of CPU, so that neighbours on the machine do not count; the wall is printed beside them. Against the
solvers the rounds are interleaved and wall is compared with wall, CPU with CPU. Reading the public dataclasses counts
as planning; building them is the caller's and is printed apart. ``--all`` gives the solvers every unit, not a sample.
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


def timed(work: Callable[[], T]) -> tuple[float, float, T]:
    """Return the seconds (on the wall, of CPU) and the result."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


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
    built, _, problems = timed(lambda: country(units))
    joined = whole(problems)
    _settle()
    runs = [timed(lambda: plan(joined)) for _ in range(rounds)]
    found = runs[-1][2]
    seconds = statistics.median(cpu for _, cpu, _ in runs)
    _say("month", joined, found, (built, statistics.median(wall for wall, _, _ in runs)))
    name = f"month of {units} units, CPU s"
    rows = [
        (name, f"{seconds:.2f}", "-", "-", "< 1", seconds < 1),
        ("month proved optimal", str(found.objective), str(found.bound), "1.000", "equal", found.proved),
    ]
    return rows, problems


def against(problems: list[Problem], rounds: int, goal: float) -> list[Row]:
    """Both solvers on the same units, interleaved; the objectives must agree."""
    work = {
        "ours": lambda: apart(problems),
        "CP-SAT": lambda: by_solver(cp_sat, problems),
        "HiGHS": lambda: by_solver(highs, problems),
    }
    runs = [{name: timed(each) for name, each in work.items()} for _ in range(rounds)]
    objectives = {run[name][2] for run in runs for name in work}
    assert len(objectives) == 1, objectives
    best = str(objectives.pop())
    rows: list[Row] = [(f"objective of {len(problems)} units", best, best, "1.000", "equal", True)]
    for name, least in (("CP-SAT", goal), ("HiGHS", 0.0)):
        for place, clock in enumerate(("wall", "CPU")):
            mine = statistics.median(run["ours"][place] for run in runs)
            theirs = statistics.median(run[name][place] for run in runs)
            ratio = theirs / mine
            judged = least if clock == "wall" else 0.0
            aim = f">= {judged:g}x" if judged else "-"
            label = f"one by one, {clock} s ({name})"
            rows.append((label, f"{mine:.3f}", f"{theirs:.3f}", f"{ratio:.1f}", aim, ratio >= judged))
    return rows


def year(units: int) -> list[Row]:
    """The country's year, once; its goal scales with the units."""
    built, _, problems = timed(lambda: country(units, months=12, seed=2))
    joined = whole(problems)
    _settle()
    wall, seconds, found = timed(lambda: plan(joined))
    _say("year", joined, found, (built, wall))
    gap = found.objective / found.bound
    goal = 20 * units / UNITS
    return [
        (f"year of {units} units, CPU s", f"{seconds:.2f}", "-", "-", f"< {goal:.1f}", seconds < goal),
        ("year over its own bound", str(found.objective), str(found.bound), f"{gap:.4f}", "<= 1.02", gap <= 1.02),
    ]


def _settle() -> None:
    """Put the instance out of the collector's sight, as loaded data is in a server's worker."""
    gc.collect()
    gc.freeze()


def _say(name: str, problem: Problem, found: Plan, times: tuple[float, float]) -> None:
    options = sum(len(duty.options) for duty in problem.duties)
    print(
        f"{name}: {len(problem.duties)} duties, {options} options "
        f"(built in {times[0]:.2f} s by the caller), planned in {times[1]:.2f} s on the wall, "
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
