"""How standings are kept current: what changed within a tick, what time changes every night. Safe to do twice.

Once a week all that is kept is held against what would be judged: nothing else would ever look at a year that is over.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, true

from scheduler.core.roles import WORKER
from scheduler.db.offices import list_offices
from scheduler.db.standing import (
    drop,
    due_within,
    kept_units,
    kept_years,
    list_kept,
    outdate,
    outdated,
    remove_marks,
    take_turn,
    waiting,
)
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.judging import judge, refresh, watched_years

MOST_AT_ONCE = 120
"""So many units are judged in one unit of work when a country is filled: a province, for most."""
MOST_SINGLY = 200
"""So many changed units are judged one by one; when more have changed, they are done by provinces."""


def rejudge_changed(works: Works, stop: Callable[[], bool] = lambda: False) -> int:
    """Judge anew the units that something happened to, and return how many; 0 when nothing did.

    One unit a transaction; many by provinces. A change made meanwhile leaves a mark of its own and waits for the next
    time. ``stop`` is asked between transactions; what is not done yet stays due.
    """
    with works.reading(WORKER) as uow:
        told = waiting(uow.session)
    if not told.marks:
        return 0
    if told.everybody or len(told.units) > MOST_SINGLY:
        with works.writing(WORKER) as uow:
            take_turn(uow.session)
            outdate(uow.session, None if told.everybody else told.units)
            remove_marks(uow.session, told.marks)
        return fill(works, stop)
    for unit_id in sorted(told.units):
        if stop():
            return 0
        with works.writing(WORKER) as uow:
            take_turn(uow.session)
            refresh(uow, [unit_id])
    with works.writing(WORKER) as uow:
        # Only the marks that were there before anything was read: their units are all judged.
        remove_marks(uow.session, told.marks)
    return len(told.units)


def fill(works: Works, stop: Callable[[], bool] = lambda: False) -> int:
    """Judge every unit not judged up to today, in every year that is watched or kept, and return how many units.

    By provinces, each a transaction. ``stop`` is asked between them.
    """
    with works.reading(WORKER) as uow:
        years = sorted(watched_years(uow.today) | kept_years(uow.session))
        chunks = [(year, chunk) for year in years for chunk in _chunks(uow, year)]
    for done, (year, chunk) in enumerate(chunks):
        if stop():
            return sum(len(some) for _, some in chunks[:done])
        with works.writing(WORKER) as uow:
            take_turn(uow.session)
            refresh(uow, chunk, [year])
    return sum(len(some) for _, some in chunks)


def correct_kept(works: Works, stop: Callable[[], bool] = lambda: False) -> int:
    """Judge every kept year of every unit anew, put right what differs, and return how many verdicts differed.

    What is not current for a good reason is made so first, and left alone here. The journal is told of each portion
    in which some differed: they were altered past the service, or an earlier version judged otherwise. ``stop`` is
    asked between portions; what is not looked at yet waits for the next time.
    """
    rejudge_changed(works, stop)
    fill(works, stop)
    with works.reading(WORKER) as uow:
        ordered = _ordered(uow)
        years = {year: kept_units(uow.session, year) for year in sorted(kept_years(uow.session))}
    portions = [(year, some) for year, kept in years.items() for some in _portions([u for u in ordered if u in kept])]
    corrected = 0
    for year, some in portions:
        if stop():
            break
        with works.reading(WORKER) as uow:
            # Judged without holding up any writer; only what differs is judged once more, and kept.
            due = due_within(uow.session, Unit.id.in_(some), year, uow.today)
            wrong = _differing(uow, [unit_id for unit_id in some if unit_id not in due], year)
        if not wrong:
            continue
        with works.writing(WORKER) as uow:
            take_turn(uow.session)
            drop(uow.session, [office.id for office in list_offices(uow.session, list(wrong))], year)
            refresh(uow, sorted(wrong), [year])
            uow.record("StandingsCorrected", "standing", None, year=year, units=len(wrong), differed=wrong.total())
        corrected += wrong.total()
    return corrected


def _differing(uow: UnitOfWork, unit_ids: Sequence[str], year: int) -> Counter[str]:
    """Return how many verdicts of which units are kept otherwise than they would be judged now, or not, or too many."""
    kept, judged = (
        {_name(row): _told(row) for row in rows}
        for rows in (list_kept(uow.session, unit_ids, year), judge(uow, unit_ids, year))
    )
    found = Counter[str]()
    for name in kept.keys() | judged.keys():
        if kept.get(name) != judged.get(name):
            found[(judged.get(name) or kept[name])["unit_id"]] += 1
    return found


def _name(row: dict[str, Any]) -> tuple[object, ...]:
    return row["office_id"], row["rule_id"], row["first_on"]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "judged_on"}


def _chunks(uow: UnitOfWork, year: int) -> list[Sequence[str]]:
    """Return the units to be judged for a year, neighbours together, in portions."""
    due = outdated(uow.session, true(), year, uow.today)
    return _portions([unit_id for unit_id in _ordered(uow) if unit_id in due])


def _ordered(uow: UnitOfWork) -> list[str]:
    """Return all units, neighbours together."""
    rows = uow.session.execute(select(Unit.id, Unit.parent_id)).all()
    return [row.id for row in sorted(rows, key=lambda row: (row.parent_id or row.id, row.id))]


def _portions(unit_ids: Sequence[str]) -> list[Sequence[str]]:
    return [unit_ids[start : start + MOST_AT_ONCE] for start in range(0, len(unit_ids), MOST_AT_ONCE)]
