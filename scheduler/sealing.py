"""Sealing anew: after a new key was added, everything is sealed with it, in batches, while people work."""

from sqlalchemy import Table, select, update

from scheduler.core.roles import Action
from scheduler.db.prints import about_to_write
from scheduler.db.scope import for_the_country
from scheduler.db.sealed import Sealed
from scheduler.db.tables import metadata
from scheduler.db.touched import NOTED, touch
from scheduler.db.work import UnitOfWork

BATCH = 500


def sealed_tables() -> list[Table]:
    """Return the tables with sealed columns, by name; each is known by its id."""
    tables = [t for t in metadata.tables.values() if any(isinstance(c.type, Sealed) for c in t.columns)]
    return sorted(tables, key=lambda table: table.name)


def seal_anew(uow: UnitOfWork, table: Table, after: str) -> str | None:
    """Seal the next rows of a table with the newest key; return the last one's id, None when there were none.

    Done again it does no harm, and where it broke off it goes on with the same ``after``. Raises: NotAllowed.
    """
    for_the_country(uow, Action.KEEP_UNITS)
    columns = [column for column in table.columns if isinstance(column.type, Sealed)]
    rows = select(table.c.id, *columns).where(table.c.id > after).order_by(table.c.id).limit(BATCH)
    last = None
    for row in uow.session.execute(rows.with_for_update()).all():
        values = {column.name: value for column, value in zip(columns, row[1:], strict=True) if value is not None}
        if values:
            about_to_write(uow.session, table.name, [(row.id,)])
            uow.session.execute(update(table).where(table.c.id == row.id).values(values), execution_options=NOTED)
            touch(uow.session, table.name, [(row.id,)])
        last = str(row.id)
    return last


def note_rotation(uow: UnitOfWork, batches: int) -> None:
    """Note in the journal that the key changed. Raises: NotAllowed."""
    for_the_country(uow, Action.KEEP_UNITS)
    uow.record("SealKeyRotated", "seal", None, batches=batches)
