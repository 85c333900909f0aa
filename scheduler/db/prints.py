"""The fingerprint of a row: how it is taken, and that of each row a unit of work is about to change, as it lies there.

A keyed digest, so that whoever can write to the database but has no key of the journal can make none.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, event, or_, select, type_coerce
from sqlalchemy.orm import Mapper, Session, UOWTransaction, object_session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.types import NullType

from scheduler.db.base import Base
from scheduler.db.touched import NOT_WATCHED, PASSING, Key, name_of, note_stood, stood_before

Print = str | None
"""A fingerprint; None for a row that is not there."""
Written = Print | list[Print]
"""What an entry has of a row: ``[before, after]``, or what came after alone where nobody looked before."""
Fingerprints = dict[str, dict[str, Written]]
"""By table and row (its primary key as text)."""

_AT_ONCE = 400
_KEY = "key of the journal"


def look_before(session: Session, key: bytes) -> None:
    """Have this session keep, of every row that it changes or deletes, the fingerprint it had in the database."""
    session.info[_KEY] = key


def about_to_write(session: Session, table: str, keys: Iterable[Key]) -> None:
    """Keep the fingerprints of rows that a statement past the ORM will write; the caller calls ``touch`` too.

    On PostgreSQL the rows are locked as the statement itself would lock them: what is read is what is changed.
    """
    key = session.info.get(_KEY)
    if key is not None and table not in NOT_WATCHED:
        _look(session.connection(), session, key, table, keys)


def written(session: Session, key: bytes, rows: Mapping[str, Iterable[Key]]) -> Fingerprints:
    """Return what the entry keeps of rows that were written: how each was, where that was seen, and how it is now."""
    found: Fingerprints = {}
    for table in sorted(rows):
        now = _stand(session.connection(), key, Base.metadata.tables[table], sorted(rows[table], key=repr))
        before = stood_before(session, table)
        found[table] = {row: _both(before, row, stands) for row, stands in now.items()}
    return found


def rows_of(table: Table) -> Any:  # noqa: ANN401 - a select of as many columns as the table has
    """Return the select of a table's rows as they lie there, without the columns that are not watched."""
    # Sealed columns need no key then, and what was made unreadable is still compared.
    return _select(table)


def key_of(table: Table, row: Row[Any]) -> Key:
    """Return the primary key of a row of ``rows_of``."""
    return tuple(row._mapping[column.name] for column in table.primary_key)  # noqa: SLF001 - SQLAlchemy's public way


def fingerprint_of(key: bytes, table: Table, row: Row[Any]) -> str:
    """Return the fingerprint of a row of ``rows_of``: 128 bits in hexadecimal digits."""
    # Without what is empty: a later version's new column leaves the fingerprints of older rows as they are.
    values = {name: value for name, value in row._mapping.items() if value is not None}  # noqa: SLF001 - as above
    content = json.dumps([table.name, values], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text)
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()[:32]


@event.listens_for(Session, "before_flush")
def _before_flush(session: Session, _flush: UOWTransaction, _some: object) -> None:
    key = session.info.get(_KEY)
    if key is None:
        return
    found: dict[str, list[Key]] = {}
    changed = (row for row in session.dirty if session.is_modified(row, include_collections=False))
    for row in (*changed, *session.deleted):
        identity = instance_state(row).key
        if identity is not None and row.__tablename__ not in NOT_WATCHED:
            found.setdefault(row.__tablename__, []).append(tuple(identity[1]))
    # In the order in which the rows are written themselves, so that two at once wait instead of blocking each other.
    for table in sorted(found, key=_order().__getitem__):
        _look(session.connection(), session, key, table, found[table])


def _before_row(_mapper: Mapper[Any], connection: Connection, row: Base) -> None:
    # What only the flush itself finds out: children that lost their parent, rows that are written though unchanged.
    session, identity = object_session(row), instance_state(row).key
    key = session.info.get(_KEY) if session is not None else None
    if session is not None and key is not None and identity is not None and row.__tablename__ not in NOT_WATCHED:
        _look(connection, session, key, row.__tablename__, [tuple(identity[1])])


for _moment in ("before_update", "before_delete"):
    event.listen(Base, _moment, _before_row, propagate=True)


def _look(connection: Connection, session: Session, key: bytes, table: str, keys: Iterable[Key]) -> None:
    seen = stood_before(session, table)
    fresh = [row for row in keys if name_of(row) not in seen]
    if fresh:
        found = _stand(connection, key, Base.metadata.tables[table], sorted(fresh, key=repr), locked=True)
        note_stood(session, table, found)


def _stand(
    connection: Connection, key: bytes, table: Table, keys: list[Key], *, locked: bool = False
) -> dict[str, Print]:
    found: dict[str, Print] = {name_of(row): None for row in keys}
    columns = list(table.primary_key)
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        where: ColumnElement[bool]
        if len(columns) == 1:
            where = columns[0].in_([row[0] for row in part])
        else:
            where = or_(*(and_(*(c == value for c, value in zip(columns, row, strict=True))) for row in part))
        asked = rows_of(table).where(where)
        # Without the lock another one could commit between this look and our own change.
        for row in connection.execute(asked.with_for_update(key_share=True) if locked else asked):
            found[name_of(key_of(table, row))] = fingerprint_of(key, table, row)
    return found


def _both(before: Mapping[str, Print], row: str, now: Print) -> Written:
    was = before.get(row)
    return now if row not in before or (was is None and now is None) else [was, now]


@cache
def _select(table: Table) -> Any:  # noqa: ANN401 - as rows_of
    return select(*(type_coerce(column, NullType()).label(column.name) for column in _columns(table)))


@cache
def _order() -> dict[str, int]:
    return {table.name: number for number, table in enumerate(Base.metadata.sorted_tables)}


def _columns(table: Table) -> list[Column[Any]]:
    passing = PASSING.get(table.name, frozenset())
    return sorted((column for column in table.columns if column.name not in passing), key=lambda column: column.name)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(type(value))
