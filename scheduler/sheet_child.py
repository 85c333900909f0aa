"""The program that reads a spreadsheet, by itself and within limits: the file comes in, its cells go out as JSON.

Started by scheduler/sheets.py as a program of its own, so it imports nothing of ours. It ends with 0 when the cells
were written, with 3 when there are too many of them, and with anything else when the file cannot be read.
"""

import io
import json
import resource
import sys
from datetime import date, datetime

import openpyxl

MEMORY, SECONDS = 512 * 1024 * 1024, 10
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2000, 30, 500
TOO_MANY = 3


def main() -> int:
    """Read the first sheet of the file on the input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    data = sys.stdin.buffer.read()
    if not openpyxl.DEFUSEDXML:
        return 4
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    rows: list[list[str]] = []
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)):
        cells = [told(value) for value in row]
        if number > MOST_ROWS or any(cells[MOST_COLUMNS:]):
            return TOO_MANY
        rows.append(cells[:MOST_COLUMNS])
    while rows and not any(rows[-1]):
        rows.pop()
    json.dump(rows, sys.stdout)
    return 0


def told(value: object) -> str:
    """Return a cell as text: a day as 2026-12-31, a whole number without a point, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:LONGEST_CELL]


if __name__ == "__main__":
    sys.exit(main())
