"""Measure what the fingerprints of rows cost: at each commit, and when everything is compared.

    python bench/bench_journal.py [--meetings 20000] [--rounds 7]

Makes a unit with as many meetings on SQLite, a hundred in each unit of work, then prints ``name ours anchor ratio goal
pass/fail``: a unit of work that changes the description of a meeting with fingerprints against the same without them,
and ``verify`` against walking the chain alone; then how long ``verify`` would take for a million rows. Always the
quickest of the rounds.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, select

from migrations import upgrade
from scheduler import meetings
from scheduler.arrangement import Description
from scheduler.core.clock import StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.engine import make_engine
from scheduler.db.fingerprints import inspect_all, watched_tables
from scheduler.db.journal import inspect_chain
from scheduler.db.work import Works
from tests.factories import a_commune, make_meeting

KEY = b"a key of the bench"
AT_ONCE, CHANGES = 100, 200
MILLION, WITHIN = 1_000_000, 60.0
COSTLIER = 1.5


def quickest(work: Callable[[], object], rounds: int) -> float:
    """Return the seconds of the quickest of some rounds."""
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def filled(works: Works, wanted: int) -> list[str]:
    """Give one unit drafts on successive days, and return their ids."""
    unit, _, chair, _ = a_commune(works)
    made: list[str] = []
    while len(made) < wanted:
        with works.writing(OPERATOR) as uow:
            first = date(2026, 1, 1) + timedelta(days=len(made) % 300)
            rows = [make_meeting(uow, unit, chair, on=first, state=State.DRAFT) for _ in range(AT_ONCE)]
            made += [row.id for row in rows]
    return made


def changing(works: Works, ids: list[str]) -> Callable[[], None]:
    """Return what changes the descriptions of some meetings, each in a unit of work of its own."""
    turn = [0]

    def done() -> None:
        turn[0] += 1
        for meeting_id in ids[:CHANGES]:
            with works.writing(OPERATOR) as uow:
                meetings.change(uow, meeting_id, None, Description(subject=f"Đất đai, lần {turn[0]}"))

    return done


def without(change: Callable[[], None]) -> float:
    """Return the seconds of the same without fingerprints."""
    with patch("scheduler.db.work.written", lambda *_: {}), patch("scheduler.db.work.look_before"):
        return quickest(change, 1)


def walking(works: Works, walk: Callable[..., object]) -> Callable[[], None]:
    """Return what walks the journal and fails when it finds anything."""

    def done() -> None:
        with works.reading(OPERATOR) as uow:
            found = list(walk(uow.session, KEY))  # type: ignore[call-overload]  # both walk
        if found:
            raise SystemExit(f"damaged: {found[:3]}")

    return done


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meetings", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/bench.sqlite3")
        upgrade(engine)
        works = Works(engine, StoppedClock(datetime(2026, 11, 22, 1, tzinfo=UTC)), KEY)
        ids = filled(works, asked.meetings)
        with works.reading(OPERATOR) as uow:
            rows = sum(uow.session.scalar(select(func.count()).select_from(t)) or 0 for t in watched_tables())
        verify, chain = (quickest(walking(works, walk), 3) for walk in (inspect_all, inspect_chain))
        change = changing(works, ids)
        pairs = [(quickest(change, 1), without(change)) for _ in range(asked.rounds)]
        ours, bare = (min(spent) for spent in zip(*pairs, strict=True))
        engine.dispose()
    each = 1000 / CHANGES
    print(f"{'name':34}{'ours':>10}{'anchor':>10}{'ratio':>8}{'goal':>8}")
    verdict = "pass" if ours / bare <= COSTLIER else "fail"
    print(f"{'commit, ms':34}{ours * each:10.2f}{bare * each:10.2f}{ours / bare:8.2f}{COSTLIER:8} {verdict}")
    print(f"{f'verify of {rows} rows, s':34}{verify:10.2f}{chain:10.2f}{verify / chain:8.2f}{'-':>8}")
    whole = verify / rows * MILLION
    verdict = "pass" if whole <= WITHIN else "fail"
    print(f"{'verify of a million rows, s':34}{whole:10.1f}{'-':>10}{'-':>8}{WITHIN:8} {verdict}")


if __name__ == "__main__":
    main()
