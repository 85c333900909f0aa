"""Units from a CSV file: all rows or none, each fault with its row; what stands is never rewritten."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from sqlalchemy import select

from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import Level
from scheduler.core.roles import Action
from scheduler.core.vietnamese import fold, nfc
from scheduler.db.scope import for_the_country
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.unit_data import KIND_WORDS

COLUMNS = ("code", "level", "kind", "name", "full_name", "parent_code", "valid_from", "valid_to")
MOST_BYTES, MOST_ROWS, MOST_FAULTS, LONGEST_NAME = 2_000_000, 20_000, 100, 120
_CODE_LENGTHS = {Level.TINH: 2, Level.XA: 5}


@dataclass(frozen=True, slots=True)
class Read:
    """How many rows were new, told the end of a unit that stood open, or said what was known."""

    added: int
    ended: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that can be understood."""

    number: int
    code: str
    level: Level
    kind: str
    name: str
    full_name: str
    parent_code: str | None
    first: date
    last: date | None


def import_file(uow: UnitOfWork, content: bytes) -> Read:
    """Bring the units in line with a CSV file in UTF-8 with the columns of the shipped list, parents before children.

    A row is new, or the same as what stands, or gives an open unit its last day. Any other difference is a fault: a
    unit that changes is ended and succeeded by another row. At most 2 MB and 20,000 rows.

    Raises: NotAllowed, InvalidInput with every fault (the first hundred), ``where`` naming row and column.
    Law: a unit is its code and validity together (T40).
    """
    for_the_country(uow, Action.KEEP_UNITS)
    faults: list[Fault] = []
    lines = _lines(content, faults)
    units = {(unit.code, unit.valid_from): unit for unit in uow.session.execute(select(Unit)).scalars()}
    added, ended = [], []
    for line in lines:
        stands = units.get((line.code, line.first))
        if stands is None:
            faults += _clashes(line, units)
            unit = _unit(uow, line, _parent(line, units, faults))
            units[line.code, line.first] = unit
            added.append(unit)
        elif differs := _differences(line, stands):
            faults += [Fault(f"{line.number}/{column}", "unit-differs", {"stands": was}) for column, was in differs]
        elif line.last is not None and stands.valid_to is None:
            stands.valid_to = line.last
            ended.append(stands)
    if faults:
        raise InvalidInput(faults[:MOST_FAULTS])
    uow.session.add_all(unit for unit in added if unit.parent_id is None)
    uow.session.flush()
    uow.session.add_all(added)
    uow.session.flush()
    if added or ended:
        uow.record("UnitsImported", "units", None, units=len(added), ended=[unit.code for unit in ended])
    return Read(len(added), len(ended), len(lines) - len(added) - len(ended))


def _lines(content: bytes, faults: list[Fault]) -> list[_Line]:
    if len(content) > MOST_BYTES:
        raise InvalidInput.at("", "file-too-large", most=MOST_BYTES)
    try:
        table = csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
        rows = list(table) if not missing else []
    except (UnicodeDecodeError, csv.Error):
        raise InvalidInput.at("", "not-a-csv") from None
    if missing:
        raise InvalidInput([Fault(f"1/{name}", "column-missing") for name in missing])
    if len(rows) > MOST_ROWS:
        raise InvalidInput.at("", "too-many-items", most=MOST_ROWS)
    if not rows:
        raise InvalidInput.at("", "empty")
    found = [line for number, row in enumerate(rows, 2) if (line := _line(number, row, faults)) is not None]
    seen: set[tuple[str, date]] = set()
    for line in found:
        if (line.code, line.first) in seen:
            faults.append(Fault(f"{line.number}/code", "repeated"))
        seen.add((line.code, line.first))
    return found


def _line(number: int, raw: Mapping[str, str | None], faults: list[Fault]) -> _Line | None:
    row = {name: nfc(raw.get(name) or "") for name in COLUMNS}
    wrong = [Fault(f"{number}/{name}", "required") for name in COLUMNS[:5] if not row[name]]
    if row["level"] not in ("tinh", "xa"):
        wrong.append(Fault(f"{number}/level", "unknown-value", {"allowed": ("tinh", "xa")}))
    elif not (row["code"].isdecimal() and len(row["code"]) == _CODE_LENGTHS[Level(row["level"])]):
        wrong.append(Fault(f"{number}/code", "not-a-unit-code"))
    if row["kind"] not in KIND_WORDS:
        wrong.append(Fault(f"{number}/kind", "unknown-value", {"allowed": tuple(KIND_WORDS)}))
    elif row["full_name"] != f"{KIND_WORDS[row['kind']]} {row['name']}":
        wrong.append(Fault(f"{number}/full_name", "name-does-not-fit", {"expected": KIND_WORDS[row["kind"]]}))
    if len(row["full_name"]) > LONGEST_NAME:
        wrong.append(Fault(f"{number}/full_name", "text-too-long", {"most": LONGEST_NAME}))
    if (row["level"] == "tinh") is bool(row["parent_code"]):
        wrong.append(Fault(f"{number}/parent_code", "no-such-parent"))
    first, last = _day(number, "valid_from", row, wrong), _day(number, "valid_to", row, wrong)
    if first is None and row["valid_from"] == "":
        wrong.append(Fault(f"{number}/valid_from", "required"))
    if first and last and last < first:
        wrong.append(Fault(f"{number}/valid_to", "ends-before-start", {"start": first}))
    faults += wrong
    if wrong or first is None:
        return None
    kept = (row["code"], Level(row["level"]), row["kind"], row["name"], row["full_name"], row["parent_code"] or None)
    return _Line(number, *kept, first, last)


def _day(number: int, column: str, row: Mapping[str, str], wrong: list[Fault]) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        wrong.append(Fault(f"{number}/{column}", "not-a-date"))
        return None


def _clashes(line: _Line, units: Mapping[tuple[str, date], Unit]) -> list[Fault]:
    """Return the fault of a code that would be borne by two units at the same time."""
    for (code, first), unit in units.items():
        overlaps = (unit.valid_to is None or line.first <= unit.valid_to) and (line.last is None or first <= line.last)
        if code == line.code and overlaps:
            return [Fault(f"{line.number}/code", "code-taken", {"unit": unit.full_name})]
    return []


def _parent(line: _Line, units: Mapping[tuple[str, date], Unit], faults: list[Fault]) -> str | None:
    if line.parent_code is None:
        return None
    for (code, first), unit in units.items():
        if code == line.parent_code and first <= line.first and (unit.valid_to is None or line.first <= unit.valid_to):
            return unit.id
    faults.append(Fault(f"{line.number}/parent_code", "no-such-parent"))
    return None


def _differences(line: _Line, unit: Unit) -> Sequence[tuple[str, object]]:
    said = (("level", line.level.value), ("kind", line.kind), ("name", line.name), ("full_name", line.full_name))
    found: list[tuple[str, object]] = [(n, getattr(unit, n)) for n, value in said if getattr(unit, n) != value]
    if unit.valid_to is not None and line.last != unit.valid_to:
        found.append(("valid_to", unit.valid_to))
    return found


def _unit(uow: UnitOfWork, line: _Line, parent_id: str | None) -> Unit:
    key = fold(line.full_name)
    return Unit(
        id=uow.new_id(),
        code=line.code,
        level=line.level.value,
        kind=line.kind,
        name=line.name,
        full_name=line.full_name,
        search_key=key,
        public_name=f"{key.replace(' ', '-')}-{line.code}",
        parent_id=parent_id,
        valid_from=line.first,
        valid_to=line.last,
    )
