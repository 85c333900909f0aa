"""Spreadsheets from people (XLSX): looked at before anything opens them, then read by a program of its own (T-23).

A file that somebody sends is never opened inside the service. What it may cost is bounded: its size, the sizes it
declares, and for the program that reads it memory, seconds and rows.
"""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath

from scheduler.core.errors import InvalidInput

MOST_BYTES = 900_000
MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 200, 30_000_000, 100
MOST_ROWS = 2000
_SECONDS = 20
_MOST_ANSWER = 8_000_000
_TOO_MANY = 3
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SMALL = 100_000
_CHILD = Path(__file__).with_name("sheet_child.py")


def read_sheet(data: bytes, where: str) -> list[list[str]]:
    """Return the cells of the first sheet of an .xlsx file as text, row by row, trailing empty rows left out.

    At most 900 kB, 2,000 rows and 30 columns; a day is told as 2026-12-31. Formulas count as what they last gave.

    Raises: InvalidInput at ``where`` (empty, no .xlsx, password, macro, links to other files, too large, unreadable).
    """
    _look_at(data, where)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", "-B", str(_CHILD)],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise InvalidInput.at(where, "sheet-too-slow") from None
    if done.returncode == _TOO_MANY:
        raise InvalidInput.at(where, "sheet-too-long", most=MOST_ROWS)
    if done.returncode != 0 or len(done.stdout) > _MOST_ANSWER:
        raise InvalidInput.at(where, "sheet-unreadable")
    rows: list[list[str]] = json.loads(done.stdout)
    return rows


def _look_at(data: bytes, where: str) -> None:
    """Pass when a file is a small, plain .xlsx by what it says of itself; nothing is unpacked. Raises: InvalidInput."""
    if not data:
        raise InvalidInput.at(where, "sheet-empty")
    if len(data) > MOST_BYTES:
        raise InvalidInput.at(where, "file-too-large", most=MOST_BYTES)
    if data.startswith(_OLE):
        # Both a workbook with a password and one of Excel 95 to 2003 are of this kind.
        raise InvalidInput.at(where, "sheet-locked-or-old")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise InvalidInput.at(where, "sheet-not-xlsx") from None
    names = [entry.filename for entry in entries]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise InvalidInput.at(where, "sheet-with-macro")
    if any("externallinks/" in name.lower() for name in names):
        raise InvalidInput.at(where, "sheet-with-links")
    if "xl/workbook.xml" not in names or any(_is_outside(name) for name in names):
        raise InvalidInput.at(where, "sheet-not-xlsx")
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(e.file_size > _SMALL and e.file_size > MOST_RATIO * max(e.compress_size, 1) for e in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or swollen:
        raise InvalidInput.at(where, "sheet-swollen")


def _is_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts
