"""How standings are kept current: what changed within a tick, what time changes every night. Safe to do twice."""

from collections.abc import Callable, Sequence

from sqlalchemy import select, true

from scheduler.core.roles import WORKER
from scheduler.db.standing import kept_years, outdate, outdated, remove_marks, take_turn, waiting
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.judging import refresh, watched_years

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


def _chunks(uow: UnitOfWork, year: int) -> list[Sequence[str]]:
    """Return the units to be judged for a year, neighbours together, in portions."""
    due = outdated(uow.session, true(), year, uow.today)
    rows = uow.session.execute(select(Unit.id, Unit.parent_id)).all()
    ordered = [row.id for row in sorted(rows, key=lambda row: (row.parent_id or row.id, row.id)) if row.id in due]
    return [ordered[start : start + MOST_AT_ONCE] for start in range(0, len(ordered), MOST_AT_ONCE)]
