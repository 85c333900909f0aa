"""The entries of a feed in memory, brought up to date without touching those that stayed."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from scheduler.db.feed_state import Row
from scheduler.ical.body import is_whole

Entries = Mapping[tuple[str, int], Row]
"""The whole, shown entries of a feed by meeting and number, in the order they are told: by start and UID."""

_order = itemgetter(0, 1)


def all_of(rows: Iterable[Row]) -> Entries:
    """Return the entries that a whole reading gave."""
    return {(row[2], row[3]): row for row in sorted(rows, key=_order) if _is_shown(row)}


def renewed(before: Entries, told: Iterable[Row]) -> Entries:
    """Return the entries of before with those told since in their place; what is not shown any more goes."""
    entries = dict(before)
    moved = False
    for row in told:
        key = (row[2], row[3])
        if not _is_shown(row):
            entries.pop(key, None)
            continue
        moved |= key not in entries or _order(entries[key]) != _order(row)
        entries[key] = row
    return all_of(entries.values()) if moved else entries


def _is_shown(row: Row) -> bool:
    return row[5] is not None and is_whole(row[5])
