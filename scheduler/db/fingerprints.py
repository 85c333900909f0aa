"""Every row compared with the fingerprint that the journal has of it: what no unit of work wrote is found.

The entries are walked in order, so that a row altered first and then written by an ordinary deed is found too.
"""

import hmac
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from scheduler.db.journal import Damage, JournalEntry, inspect_chain
from scheduler.db.prints import Written, fingerprint_of, key_of, rows_of
from scheduler.db.tables import metadata
from scheduler.db.touched import NOT_WATCHED, Key, name_of, touch


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the journal tells of rows.

    ``stands``: by table and row, the last fingerprint of each row that should stand, with its entry's number.
    ``before``: rows that were not, when a unit of work wrote them, as the journal had left them.
    """

    stands: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    before: list[Damage] = field(default_factory=list)


def watched_tables() -> list[Table]:
    """Return the tables whose rows have fingerprints, parents before children."""
    return [table for table in metadata.sorted_tables if table.name not in NOT_WATCHED]


def list_fingerprints(session: Session, key: bytes, table: Table) -> Iterator[tuple[Key, str]]:
    """Yield primary key and fingerprint of every row of a table as it stands."""
    found = session.execute(rows_of(table).execution_options(yield_per=2000))
    return ((key_of(table, row), fingerprint_of(key, table, row)) for row in found)


def recorded(session: Session) -> Recorded:
    """Walk the entries in order and return what they tell of rows. It takes about 300 bytes of memory for a row."""
    found = Recorded()
    entries = select(JournalEntry.seq, JournalEntry.fingerprints).where(JournalEntry.fingerprints.is_not(None))
    for seq, written in session.execute(entries.order_by(JournalEntry.seq).execution_options(yield_per=200)):
        for table, rows in (written or {}).items():
            stands = found.stands.setdefault(table, {})
            for row, told in rows.items():
                if not _tells_on(stands, row, seq, told):
                    found.before.append(Damage(seq, "row-altered-before", table, row))
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
    are altered both. Rows that a unit of work met otherwise than the journal had left them come first, with the number
    of that unit's entry.
    """
    journal = recorded(session)
    stands = journal.stands
    yield from journal.before
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
    stands = recorded(session).stands
    for table in watched_tables():
        expected = stands.get(table.name, {})
        for row, fingerprint in list_fingerprints(session, key, table):
            if expected.get(name_of(row), (0, ""))[1] != fingerprint:
                touch(session, table.name, [_as_bound(table, row)])
                found[table.name] = found.get(table.name, 0) + 1
    return found


def _tells_on(stands: dict[str, tuple[int, str]], row: str, seq: int, told: Written) -> bool:
    """Take in what an entry tells of a row, and tell whether that goes on from what stood before."""
    _, stood = stands.pop(row, (0, None))
    was, now = told if isinstance(told, list) else (stood, told)  # older entries tell only how it was left
    if now is not None:
        stands[row] = (seq, now)
    return was == stood


def _as_bound(table: Table, row: Key) -> Key:
    return tuple(
        date.fromisoformat(part) if column.type.python_type is date and isinstance(part, str) else part
        for column, part in zip(table.primary_key, row, strict=True)
    )
