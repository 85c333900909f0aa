"""The table from which offices and holders are entered: its head, its rows as values, and how a form carries it."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import compress, decompressobj
from zlib import error as ZlibError  # noqa: N812 - an error by the name of its library

from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import OfficeKind
from scheduler.core.vietnamese import fold
from scheduler.wording.offices import CAPACITY_WORDS, COLUMNS, KINDS

MOST_ROWS = 500
NAME, KIND, TITLE, CAPACITY, FIRST, LAST = range(6)
"""The columns of the template, in its order."""
Cells = Sequence[Sequence[str]]
_LARGEST = 1_000_000
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_HALF_A_LETTER = re.compile("[\ud800-\udfff]")
_HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Line:
    """A row that can be understood; without a ``kind`` it only enters somebody. ``capacity``: holder, acting…."""

    name: str
    kind: OfficeKind | None
    title: str
    capacity: str
    first_on: date | None
    last_on: date | None


def packed(cells: Cells) -> str:
    """Return a table as text that a form can carry: what a preview was made of, to be done when it is confirmed."""
    return urlsafe_b64encode(compress(json.dumps(cells, ensure_ascii=False).encode(), 9)).decode()


def unpacked(text: str, where: str) -> list[list[str]]:
    """Return the table of such a text; never more than a million bytes are made of it. Raises: InvalidInput."""
    try:
        opened = decompressobj()
        plain = opened.decompress(urlsafe_b64decode(text.encode()), _LARGEST)
        cells = json.loads(plain) if not opened.unconsumed_tail else None
    except (ValueError, ZlibError, RecursionError):
        cells = None
    rows = cells if isinstance(cells, list) else [None]
    found = [row for row in rows if isinstance(row, list) and all(_is_text(cell) for cell in row)]
    if len(found) != len(rows):
        raise InvalidInput.at(where, "sheet-to-be-sent-again")
    return found


def _is_text(cell: object) -> bool:
    """Tell whether a cell holds what can be written down: half a surrogate pair cannot."""
    return isinstance(cell, str) and _HALF_A_LETTER.search(cell) is None


def check_table(cells: Cells, where: str) -> None:
    """Pass when a table has the template's head and at least one row, 500 at most. Raises: InvalidInput."""
    head = [fold(cell) for cell in (cells[0] if cells else ())]
    if head[: len(COLUMNS)] != [fold(name) for name in COLUMNS]:
        raise InvalidInput.at(where, "sheet-not-the-template", columns=COLUMNS)
    filled = sum(any(cell.strip() for cell in row) for row in cells[1:])
    if not filled:
        raise InvalidInput.at(where, "sheet-without-rows")
    if filled > MOST_ROWS:
        raise InvalidInput.at(where, "sheet-too-long", most=MOST_ROWS)


def read_line(told: Sequence[str], faults: list[tuple[int, Fault]]) -> Line:
    """Return the values of a row of six cells, and add what is wrong with it to ``faults``, by column."""
    kind = _known(told[KIND], {**{k: k for k in KINDS}, **{name: k for k, name in KINDS.items()}}, KIND, faults)
    capacity = _known(told[CAPACITY], CAPACITY_WORDS, CAPACITY, faults) or _HOLDER
    first_on, last_on = _day(told, FIRST, faults), _day(told, LAST, faults)
    needed = [NAME] if not told[KIND] else [NAME, TITLE, FIRST]
    if not told[KIND] and any(told[TITLE : LAST + 1]):
        needed.append(KIND)
    faults += [(column, Fault("", "required")) for column in needed if not told[column]]
    return Line(told[NAME], OfficeKind(kind) if kind else None, told[TITLE], capacity, first_on, last_on)


def _known(text: str, words: Mapping[str, str], column: int, faults: list[tuple[int, Fault]]) -> str | None:
    found = next((value for word, value in words.items() if fold(word) == fold(text)), None)
    if text and found is None:
        allowed = [word for word in words if word not in words.values()]
        faults.append((column, Fault("", "cell-not-known", {"given": text, "allowed": allowed})))
    return found


def _day(told: Sequence[str], column: int, faults: list[tuple[int, Fault]]) -> date | None:
    text = told[column]
    if not text:
        return None
    parts = _DAY.fullmatch(text)
    try:
        day = date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else date.fromisoformat(text)
    except ValueError:
        faults.append((column, Fault("", "cell-not-a-date", {"given": text})))
        return None
    if not 1945 <= day.year <= 2199:  # noqa: PLR2004 - as everywhere: outside are slips of the pen
        faults.append((column, Fault("", "date-out-of-range", {"given": text})))
    return day
