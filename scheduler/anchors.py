"""Anchors: ends of the journal noted hour by hour in a file beside its key, outside the database.

Who cuts the journal's end in the database, and makes its head match, does not reach them; copies of the file on another
machine, or the printed line, hold even against who reaches this machine's files.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from scheduler.core.errors import InvalidInput
from scheduler.db.jobs import last_runs
from scheduler.db.journal import Damage, JournalEntry, JournalHead
from scheduler.db.work import UnitOfWork

FILE, JOB = "anchors.txt", "anchor"
"""The file, and the worker's job that writes in it."""
_AGAIN, _LATE, _BUSY = timedelta(hours=20), timedelta(hours=30), timedelta(hours=1)
"""An end that stays is noted again; a newest line is then so old at most; so long a unit of work may run."""
_OWNER_ONLY = 0o600


def note_anchor(uow: UnitOfWork, data: Path) -> str:
    """Append the journal's end, with the instant, to the file of anchors and return it.

    One that stands there already is noted again only after 20 hours. A line is ``instant seq:seal``.
    Raises: OSError when the folder cannot be written, InvalidInput as read_anchors.
    """
    end, newest = uow.session.get_one(JournalHead, 1), _read(data)[-1:]
    fresh = all((seq, seal) != (end.seq, end.seal) or uow.now - at >= _AGAIN for at, seq, seal in newest)
    if end.seq and fresh:
        with os.fdopen(os.open(data / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWNER_ONLY), "w") as out:
            out.write(f"{uow.now.isoformat()} {end.seq}:{end.seal}\n")
            out.flush()
            os.fsync(out.fileno())
    return f"{end.seq}:{end.seal}"


def read_anchors(data: Path) -> list[tuple[int, str]]:
    """Return the noted ends of the journal, oldest first; none when nothing was noted yet.

    Raises: InvalidInput when a line is no anchor: somebody wrote in the file.
    """
    return [(seq, seal) for _, seq, seal in _read(data)]


def lacking_anchors(uow: UnitOfWork, data: Path) -> list[Damage]:
    """Return what the file of anchors lacks by the account of the worker's runs: all of it, or its newest lines.

    Raises: InvalidInput as read_anchors.
    """
    run, noted = last_runs(uow.session, [JOB])[JOB][1], _read(data)
    head = uow.session.get_one(JournalHead, 1)
    if run is None or not head.seq:
        return []
    if not noted:
        return [Damage(head.seq, "anchors-missing")]
    at, seq, _ = noted[-1]
    # What was written well before the newest run must have been noted by it; a unit of work may have run meanwhile.
    rows = select(JournalEntry.seq).where(JournalEntry.seq > seq, JournalEntry.at < run.started_at - _BUSY).limit(1)
    unseen = uow.session.execute(rows).first() is not None
    return [Damage(seq, "anchors-old")] if unseen or run.started_at - at > _LATE else []


def _read(data: Path) -> list[tuple[datetime, int, str]]:
    path = data / FILE
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        at, _, end = line.partition(" ")
        seq, _, seal = end.partition(":")
        try:
            found.append((datetime.fromisoformat(at), int(seq), seal))
        except ValueError as strange:
            raise InvalidInput.at(FILE, "anchor-file-broken", line=number) from strange
        if not seal or found[-1][0].tzinfo is None:
            raise InvalidInput.at(FILE, "anchor-file-broken", line=number)
    return found
