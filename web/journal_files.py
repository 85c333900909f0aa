"""Entries of the journal as files to take away: CSV for a table, JSON for a program. Formulas stay inert (T-10)."""

import csv
import io
import json
from datetime import datetime

from scheduler.audit import Browsed, Entry
from scheduler.core.clock import VIETNAM
from scheduler.wording.language import said, source
from scheduler.wording.meeting_events import Telling

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_HEADS = (
    *("seq", "at", "actor", "actor_name", "kind", "told", "changes", "notes", "unit_id", "unit", "subject"),
    *("subject_name", "body", "seal"),
)
_MORE = source("Còn nữa: tệp dừng ở đây; thu hẹp bộ lọc rồi tải tiếp.")


def as_csv(found: Browsed) -> bytes:
    """Return entries as CSV (RFC 4180, UTF-8 with its mark, as tables expect it); no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_HEADS)
    writer.writerows([inert(str(cell)) for cell in _cells(entry)] for entry in found.entries)
    if found.before is not None:
        writer.writerow(["", "", "", "", "", said(_MORE)])
    return out.getvalue().encode("utf-8-sig")


def as_json(found: Browsed) -> bytes:
    """Return entries as JSON: what the journal keeps, with names and words beside it; ``more`` tells it was cut."""
    entries = [dict(zip(_HEADS, _cells(entry, whole=True), strict=True)) for entry in found.entries]
    return json.dumps({"entries": entries, "more": found.before is not None}, ensure_ascii=False, indent=1).encode()


def inert(text: str) -> str:
    """Return a cell that no table takes for a formula: marked, never cut, so that "+84 912" stays what it was."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(entry: Entry, *, whole: bool = False) -> list[object]:
    row, told = entry.row, entry.told
    body = row.body if whole else json.dumps(row.body, ensure_ascii=False, sort_keys=True)
    return [
        *(row.seq, _here(row.at), row.actor, entry.who, row.kind, told.sentence, _changes(told)),
        *("; ".join(told.notes), row.unit_id or "", entry.unit, row.subject, entry.subject, body, row.seal),
    ]


def _changes(told: Telling) -> str:
    return "; ".join(f"{c.what}: {c.was} → {c.now}" if c.was else f"{c.what}: {c.now}" for c in told.changes)


def _here(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")
