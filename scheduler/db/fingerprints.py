"""Fingerprints of rows: what each row looked like when a unit of work wrote it, kept in the journal's entry of it.

A keyed digest, so that whoever can write to the database but has no key of the journal can make none.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table, and_, or_, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from scheduler.db.journal import Damage, JournalEntry, inspect_chain
from scheduler.db.tables import metadata
from scheduler.db.touched import NOT_WATCHED, PASSING, Key, name_of, touch

Fingerprints = dict[str, dict[str, str | None]]
"""By table and row (its primary key as text): the fingerprint, None for a row that is gone."""

_AT_ONCE = 400


def watched_tables() -> list[Table]:
    """Return the tables whose rows have fingerprints, parents before children."""
    return [table for table in metadata.sorted_tables if table.name not in NOT_WATCHED]


def fingerprints_of(session: Session, key: bytes, rows: Mapping[str, Iterable[Key]]) -> Fingerprints:
    """Return the fingerprints of some rows as they stand now, by table."""
    return {
        table: _stand(session, key, metadata.tables[table], sorted(rows[table], key=repr)) for table in sorted(rows)
    }


def list_fingerprints(session: Session, key: bytes, table: Table) -> Iterator[tuple[Key, str]]:
    """Yield primary key and fingerprint of every row of a table as it stands."""
    found = session.execute(_rows(table).execution_options(yield_per=2000))
    return ((_key_of(table, row), _fingerprint(key, table, row)) for row in found)


def recorded(session: Session) -> dict[str, dict[str, tuple[int, str]]]:
    """Return the last fingerprint of every row that stands by the journal, with its entry's number, by table and row.

    It takes about 300 bytes of memory for a row.
    """
    found: dict[str, dict[str, tuple[int, str]]] = {}
    entries = select(JournalEntry.seq, JournalEntry.fingerprints).where(JournalEntry.fingerprints.is_not(None))
    for seq, written in session.execute(entries.order_by(JournalEntry.seq).execution_options(yield_per=200)):
        for table, rows in (written or {}).items():
            stands = found.setdefault(table, {})
            for row, fingerprint in rows.items():
                if fingerprint is None:
                    stands.pop(row, None)
                else:
                    stands[row] = (seq, fingerprint)
    return found


def inspect_all(session: Session, key: bytes, anchors: Collection[tuple[int, str]] = ()) -> Iterator[Damage]:
    """Walk the journal's chain, then compare every row with it, and yield what is wrong.

    With the key of another journal only that is told: every row would differ.
    """
    for damage in inspect_chain(session, key, anchors):
        yield damage
        if damage.code == "other-key":
            return
    yield from compare_rows(session, key)


def compare_rows(session: Session, key: bytes) -> Iterator[Damage]:
    """Yield every row that was altered, is missing, or that no unit of work ever wrote, table by table.

    A damage has the number of the entry that last wrote the row, 0 where none did. Rows whose contents were swapped
    are altered both.
    """
    stands = recorded(session)
    for table in watched_tables():
        expected = stands.pop(table.name, {})
        for row, fingerprint in list_fingerprints(session, key, table):
            seq, was = expected.pop(name_of(row), (0, ""))
            if not was:
                yield Damage(0, "row-stranger", table.name, name_of(row))
            elif not hmac.compare_digest(was, fingerprint):
                yield Damage(seq, "row-altered", table.name, name_of(row))
        for name, (seq, _) in expected.items():
            yield Damage(seq, "row-missing", table.name, name)


def take_in(session: Session, key: bytes) -> dict[str, int]:
    """Have the rows that do not match their fingerprints written down as they stand; return how many, by table.

    For after a migration only, which may give rows what no unit of work wrote.
    """
    found: dict[str, int] = {}
    stands = recorded(session)
    for table in watched_tables():
        expected = stands.get(table.name, {})
        for row, fingerprint in list_fingerprints(session, key, table):
            if expected.get(name_of(row), (0, ""))[1] != fingerprint:
                touch(session, table.name, [_as_bound(table, row)])
                found[table.name] = found.get(table.name, 0) + 1
    return found


def _stand(session: Session, key: bytes, table: Table, keys: list[Key]) -> dict[str, str | None]:
    found: dict[str, str | None] = {name_of(row): None for row in keys}
    columns = list(table.primary_key)
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        where: ColumnElement[bool]
        if len(columns) == 1:
            where = columns[0].in_([row[0] for row in part])
        else:
            where = or_(*(and_(*(c == value for c, value in zip(columns, row, strict=True))) for row in part))
        for row in session.execute(_rows(table).where(where)):
            found[name_of(_key_of(table, row))] = _fingerprint(key, table, row)
    return found


def _rows(table: Table) -> Any:  # noqa: ANN401 - a select of as many columns as the table has
    # All is taken as it lies there: sealed columns need no key then, and what was made unreadable is still compared.
    return select(*(type_coerce(column, NullType()).label(column.name) for column in _columns(table)))


def _columns(table: Table) -> list[Column[Any]]:
    passing = PASSING.get(table.name, frozenset())
    return sorted((column for column in table.columns if column.name not in passing), key=lambda column: column.name)


def _key_of(table: Table, row: Row[Any]) -> Key:
    return tuple(row._mapping[column.name] for column in table.primary_key)  # noqa: SLF001 - SQLAlchemy's public way


def _as_bound(table: Table, row: Key) -> Key:
    return tuple(
        date.fromisoformat(part) if column.type.python_type is date and isinstance(part, str) else part
        for column, part in zip(table.primary_key, row, strict=True)
    )


def _fingerprint(key: bytes, table: Table, row: Row[Any]) -> str:
    # Without what is empty: a later version's new column leaves the fingerprints of older rows as they are.
    values = {name: value for name, value in row._mapping.items() if value is not None}  # noqa: SLF001 - as above
    content = json.dumps([table.name, values], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text)
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()[:32]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(type(value))
