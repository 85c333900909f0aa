"""Measure the boards of a whole country against loops over its meetings, in one run, on both databases.

    python bench/bench_oversight.py [--units 3355] [--meetings 300000] [--rounds 3] [--only sqlite|postgres] [--check]

Makes the same country on each database (PostgreSQL is started for it, as the tests do), fills the kept verdicts of one
year from nothing, and checks them: a sample of units against verdicts judged from scratch, the board against both
loops, the databases against each other. Then it prints ``name ours anchor ratio goal pass/fail``: provinces x months
against one loop over Core rows and one over ORM objects of all meetings, and how long each board takes to open, always
the quickest of the rounds. Filling is judged by seconds of CPU of this process, so that neighbours do not count.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Engine, func, select, text

from bench.oversight_country import NOW, YEAR, Country, country, load
from migrations import upgrade
from scheduler import oversight
from scheduler.core.clock import StoppedClock
from scheduler.core.duty import FIRST_ASKED
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.engine import is_sqlite, make_engine
from scheduler.db.meetings import Meeting, MeetingChair
from scheduler.db.offices import Office
from scheduler.db.standing import Standing, StandingDue, take_turn
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.judging import judge, refresh
from tests.postgres import Server

T = TypeVar("T")
Row = tuple[str, str, str, str, str, bool]
Counts = dict[tuple[str, int], int]
_PORTION = 120
_WITHIN = 1.0


def timed(work: Callable[[], T], rounds: int = 1) -> tuple[float, T]:
    """Return the seconds of the quickest of some rounds (neighbours on the machine only add), and the last result."""
    spent = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        result = work()
        spent.append(time.perf_counter() - start)
    return min(spent), result


def fill_year(works: Works, units: list[str]) -> int:
    """Judge every unit of the year from nothing, by portions, and return how many verdicts are kept."""
    kept = 0
    for start in range(0, len(units), _PORTION):
        with works.writing(OPERATOR) as uow:
            take_turn(uow.session)
            kept += refresh(uow, units[start : start + _PORTION], [YEAR])
    return kept


def in_reading(works: Works, work: Callable[[UnitOfWork], T]) -> Callable[[], T]:
    """Return the work as one unit of work that only looks."""

    def done() -> T:
        with works.reading(OPERATOR) as uow:
            return work(uow)

    return done


def by_rows(uow: UnitOfWork) -> Counts:
    """Count the days that heads of one kind held themselves, by province and month: a loop over Core rows."""
    rows = select(Meeting.held_on, Meeting.state, MeetingChair.present, Unit.id, Unit.parent_id)
    rows = rows.join(MeetingChair, MeetingChair.meeting_id == Meeting.id).join(
        Office, Office.id == MeetingChair.office_id
    )
    rows = rows.join(Unit, Unit.id == Meeting.unit_id).where(Meeting.sub_type == FIRST_ASKED.sub_type)
    rows = rows.add_columns(Office.kind)
    found: dict[tuple[str, int], set[Any]] = {}
    for on, state, present, unit, parent, kind in uow.session.execute(rows):
        if state is State.HELD and present and kind == FIRST_ASKED.office:
            found.setdefault((parent or unit, on.month), set()).add((unit, on))
    return {key: len(days) for key, days in found.items()}


def by_objects(uow: UnitOfWork) -> Counts:
    """Count the same by a loop over ORM objects."""
    units = {unit.id: unit for unit in uow.session.execute(select(Unit)).scalars()}
    kinds = {office.id: office.kind for office in uow.session.execute(select(Office)).scalars()}
    found: dict[tuple[str, int], set[Any]] = {}
    for meeting in uow.session.execute(select(Meeting)).scalars():
        if meeting.state is not State.HELD or meeting.sub_type != FIRST_ASKED.sub_type or meeting.held_on is None:
            continue
        unit = units[meeting.unit_id]
        for chair in meeting.chairs:
            if chair.present and kinds[chair.office_id] == FIRST_ASKED.office:
                day = (unit.id, meeting.held_on)
                found.setdefault((unit.parent_id or unit.id, meeting.held_on.month), set()).add(day)
    return {key: len(days) for key, days in found.items()}


def by_board(uow: UnitOfWork) -> Counts:
    """Read the same from the country's board."""
    board = oversight.country(uow, YEAR, FIRST_ASKED)
    assert board.updating == 0
    return {
        (province.unit_id, column.month): share.sums.held
        for province in board.provinces
        for column, share in zip(board.columns, province.shares, strict=True)
    }


def checked(works: Works, units: list[str]) -> None:
    """Stop when what is kept is not what is judged from scratch, for a sample of units one by one."""
    with works.reading(OPERATOR) as uow:
        for unit in units[:: max(1, len(units) // 20)]:
            fresh = {(r["office_id"], r["rule_id"], r["first_on"]): r for r in judge(uow, [unit], YEAR)}
            columns = Standing.__table__.c
            names = columns.keys()
            rows = uow.session.execute(select(*columns).where(columns.unit_id == unit, columns.year == YEAR)).all()
            kept = {(row.office_id, row.rule_id, row.first_on): dict(zip(names, row, strict=True)) for row in rows}
            assert kept == fresh


def measure(name: str, engine: Engine, given: argparse.Namespace, made: Country) -> tuple[list[Row], Counts]:
    """Fill one database, check it, and time everything on it."""
    upgrade(engine)
    loading, _ = timed(lambda: load(engine, made))
    works = Works(engine, StoppedClock(NOW), b"bench")
    with works.reading(OPERATOR) as uow:
        units = list(uow.session.execute(select(Unit.id).order_by(Unit.parent_id, Unit.id)).scalars())
        meetings = uow.session.execute(select(func.count()).select_from(Meeting)).scalar_one()
    began = time.process_time()
    filling, kept = timed(lambda: fill_year(works, units))
    busy = time.process_time() - began
    if not is_sqlite(engine):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    checked(works, units)
    print(
        f"{name}: {len(units)} units, {meetings} meetings (put in in {loading:.0f} s), {kept} verdicts kept "
        f"(filled in {filling:.1f} s on the wall)"
    )
    ours, read = timed(in_reading(works, by_board), given.rounds)
    rows_took, counted = timed(in_reading(works, by_rows), given.rounds)
    objects_took, also = timed(in_reading(works, by_objects))
    assert counted == also
    # The board counts distinct dates of each office on which it was there in person: so did the loops.
    assert {key: days for key, days in read.items() if days} == counted
    full = given.units >= 3355 and given.meetings >= 300_000
    rows: list[Row] = [
        (f"{name}: a year filled from nothing, CPU s", f"{busy:.1f}", "-", "-", "< 60", busy < 60),
        _ratio(f"{name}: provinces x months / Core rows", ours, rows_took, 0.3 if full else 9),
        _ratio(f"{name}: provinces x months / ORM objects", ours, objects_took, 0.03 if full else 9),
    ]
    boards: dict[str, Callable[[UnitOfWork], object]] = {
        "country by provinces": lambda uow: oversight.country(uow, YEAR),
        "all units, first page": lambda uow: oversight.board(uow, None, YEAR, limit=50),
        "all units, 200 a page": lambda uow: oversight.board(uow, None, YEAR, limit=200),
        "a province by communes": lambda uow: oversight.board(uow, units[0], YEAR, limit=200),
        "one commune": lambda uow: oversight.board(uow, units[-1], YEAR),
        "one cell": lambda uow: oversight.cell(
            uow, f"bi_thu_cap_uy-{given.units - 1:05d}", "R-P-COMM-01", NOW.date().replace(month=10, day=1)
        ),
    }
    rows += [
        _opened(f"{name}: {board}", timed(in_reading(works, work), given.rounds)[0]) for board, work in boards.items()
    ]
    with works.writing(OPERATOR) as uow:
        uow.session.add_all(
            StandingDue(id=f"due-{n}", unit_id=unit, below=False, marked_at=NOW) for n, unit in enumerate(units[1:21])
        )
    live, also_read = timed(in_reading(works, by_board), given.rounds)
    assert also_read == read
    rows.append(_opened(f"{name}: country, 20 units judged live", live))
    return rows, read


def _ratio(name: str, ours: float, anchor: float, goal: float) -> Row:
    ratio = ours / anchor
    return name, f"{ours:.3f}", f"{anchor:.3f}", f"{ratio:.3f}", f"<= {goal:g}", ratio <= goal


def _opened(name: str, seconds: float) -> Row:
    return f"{name}, s", f"{seconds:.3f}", "-", "-", f"< {_WITHIN:g}", seconds < _WITHIN


def main() -> int:
    """Run, print, and with ``--check`` say by the exit code whether all goals were reached."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--units", type=int, default=3355)
    ask.add_argument("--meetings", type=int, default=300_000)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--only", choices=("sqlite", "postgres"))
    ask.add_argument("--check", action="store_true")
    given = ask.parse_args()
    made = country(given.units, given.meetings)
    rows: list[Row] = []
    read: list[Counts] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgres"):
            if given.only not in {None, kind}:
                continue
            server = Server() if kind == "postgres" else None
            engine = make_engine(server.create("bench") if server else f"sqlite:///{folder}/bench.sqlite3")
            found, counts = measure(kind, engine, given, made)
            rows, read = rows + found, [*read, counts]
            engine.dispose()
            if server:
                server.stop()
    assert all(counts == read[0] for counts in read)
    print(f"{'name':<48}{'ours':>10}{'anchor':>10}{'ratio':>9}{'goal':>9}  result")
    for name, ours, anchor, ratio, goal, good in rows:
        print(f"{name:<48}{ours:>10}{anchor:>10}{ratio:>9}{goal:>9}  {'pass' if good else 'FAIL'}")
    return 1 if given.check and not all(row[5] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
