"""Anchors: ends of the journal noted day by day in a file beside its key, outside the database.

Who cuts the journal's end in the database, and makes its head match, does not reach them; copies of the file on another
machine, or the printed line, hold even against who reaches this machine's files.
"""

import os
from pathlib import Path

from scheduler.core.errors import InvalidInput
from scheduler.db.journal import JournalHead
from scheduler.db.work import UnitOfWork

FILE = "anchors.txt"
_OWNER_ONLY = 0o600


def note_anchor(uow: UnitOfWork, data: Path) -> str:
    """Append the journal's end, with the instant, to the file of anchors unless it stands there; return it.

    A line is ``instant seq:seal``. Raises: OSError when the folder cannot be written.
    """
    end = uow.session.get_one(JournalHead, 1)
    if end.seq and (end.seq, end.seal) not in read_anchors(data)[-1:]:
        with os.fdopen(os.open(data / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWNER_ONLY), "w") as out:
            out.write(f"{uow.now.isoformat()} {end.seq}:{end.seal}\n")
            out.flush()
            os.fsync(out.fileno())
    return f"{end.seq}:{end.seal}"


def read_anchors(data: Path) -> list[tuple[int, str]]:
    """Return the noted ends of the journal, oldest first; none when nothing was noted yet.

    Raises: InvalidInput when a line is no anchor: somebody wrote in the file.
    """
    path = data / FILE
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        seq, _, seal = line.rpartition(" ")[2].partition(":")
        if not seq.isdecimal() or not seal:
            raise InvalidInput.at(FILE, "anchor-file-broken", line=number)
        found.append((int(seq), seal))
    return found
