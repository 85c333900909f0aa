"""Which rows a session writes: noted as they are written, so that their fingerprints are taken at the commit."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, object_session
from sqlalchemy.orm.attributes import instance_state

from scheduler.db.base import Base

Key = tuple[Any, ...]
"""A row's primary key."""

NOT_WATCHED = frozenset({
    "journal", "journal_head",  # the chain has seals of its own
    "standing", "standing_due", "standing_year",  # worked out from the rest, at any time again
    "feed",  # counts what happened to a calendar, outside units of work too
    "job_run", "remembered_answer",  # machinery that forgets
    "sign_in_attempt", "known_device",  # come and go with each visit, and open nothing
})  # fmt: skip
"""Tables whose rows have no fingerprint: losing or altering them changes no fact."""
PASSING = {
    "account": frozenset({"totp_step"}),
    "feed_entry": frozenset({"told_in"}),
    "feed_link": frozenset({"last_fetched_on", "client"}),
    "login_session": frozenset({"seen_at"}),
}
"""Columns that only say when something was last used or told; they are written past units of work too."""
NOTED = {"rows_noted": True}
"""The execution option of a statement that writes many rows and whose caller says which, with ``touch``."""

_TOUCHED, _STOOD = "touched rows", "how rows stood"


def touch(session: Session, table: str, keys: Iterable[Key]) -> None:
    """Note rows that a statement wrote past the ORM, by primary key; their fingerprints are taken at the commit."""
    if table not in NOT_WATCHED:
        session.info.setdefault(_TOUCHED, {}).setdefault(table, set()).update(keys)


def take_touched(session: Session) -> dict[str, set[Key]]:
    """Return the rows this session wrote, by table, and begin to count anew."""
    found: dict[str, set[Key]] = session.info.pop(_TOUCHED, {})
    return found


def note_stood(session: Session, table: str, rows: Mapping[str, str | None]) -> None:
    """Keep how rows stood in the database before this session wrote them (None: not there); what was first holds."""
    kept = stood_before(session, table)
    for row, fingerprint in rows.items():
        kept.setdefault(row, fingerprint)


def stood_before(session: Session, table: str) -> dict[str, str | None]:
    """Return how rows of a table stood before this session wrote them, as far as somebody looked."""
    kept: dict[str, dict[str, str | None]] = session.info.setdefault(_STOOD, {})
    return kept.setdefault(table, {})


def name_of(row: Key) -> str:
    """Return a row's primary key as one text."""
    return "|".join(part.isoformat() if isinstance(part, date) else str(part) for part in row)


def _wrote(mapper: Mapper[Any], _connection: object, row: Base) -> None:
    session = object_session(row)
    if session is not None:
        table: Any = mapper.local_table  # one table each
        identity = instance_state(row).key
        key = identity[1] if identity is not None else tuple(mapper.primary_key_from_instance(row))
        touch(session, table.name, [tuple(key)])
        if identity is None and table.name not in NOT_WATCHED:
            note_stood(session, table.name, {name_of(tuple(key)): None})  # it is being inserted


for _moment in ("after_insert", "after_update", "after_delete"):
    event.listen(Base, _moment, _wrote, propagate=True)


@event.listens_for(Session, "do_orm_execute")
def _written_past_the_orm(state: ORMExecuteState) -> None:
    """Take note of statements that write many rows at once. Raises RuntimeError where nobody can say which."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table: Any = state.statement.table  # type: ignore[attr-defined] # writing statements have one
    if table.name in NOT_WATCHED or state.execution_options.get("rows_noted"):
        return
    rows = state.parameters if isinstance(state.parameters, list) else [state.parameters or {}]
    names = [column.name for column in table.primary_key]
    if not state.is_insert or not all(name in row for row in rows for name in names):
        msg = f"a statement writes {table.name} and does not say which rows: call touch() and pass NOTED"
        raise RuntimeError(msg)
    touch(state.session, table.name, [tuple(row[name] for name in names) for row in rows])
