"""The whole look at a database: its own checks, its shape, the journal's chain, every row, the ends noted outside."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from sqlalchemy import select

from scheduler import backups
from scheduler.anchors import lacking_anchors, read_anchors
from scheduler.core.clock import VIETNAM
from scheduler.core.roles import OPERATOR
from scheduler.db.journal import JournalEntry
from scheduler.db.work import UnitOfWork, Works


def look(
    works: Works, data: Path, shape: backups.Shape | None = None, anchors: Collection[tuple[int, str]] = ()
) -> backups.Check:
    """Return what is wrong with the database and with the file of anchors in the data folder.

    ``anchors``: more ends, noted elsewhere. ``shape``: as for backups.inspect. Raises: NotFound when there is no
    database yet, InvalidInput when somebody wrote in the file of anchors.
    """
    url = works.engine.url.render_as_string(hide_password=False)
    found = backups.inspect(url, works.audit_key, [*read_anchors(data), *anchors], shape)
    if not found.whole:
        return found
    with works.reading(OPERATOR) as uow:
        return replace(found, damage=(*found.damage, *lacking_anchors(uow, data)))


def note_damage(uow: UnitOfWork, found: backups.Check) -> bool:
    """Let the journal tell how much was found damaged, at most once a day; return whether it was told now."""
    midnight = datetime.combine(uow.today, time(), VIETNAM)
    told = select(JournalEntry.seq).where(JournalEntry.kind == "DamageFound", JournalEntry.at >= midnight).limit(1)
    if found.sound or uow.session.execute(told).first() is not None:
        return False
    rows = sum(bool(one.table) for one in found.damage)
    counts = {"faults": len(found.faults), "entries": len(found.damage) - rows, "rows": rows}
    uow.record("DamageFound", "database", None, **counts)
    return True
