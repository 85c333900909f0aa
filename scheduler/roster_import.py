"""Offices and their holders from a table: row by row what each would do, then all of them or none.

Every row is done by the same use cases as by hand, in one unit of work: a preview is the same work, taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler import offices, people
from scheduler.core.compliance.posts import ONE_AT_A_TIME
from scheduler.core.errors import DomainError, Fault, InvalidInput
from scheduler.core.facts import OfficeKind
from scheduler.core.roles import Action
from scheduler.core.vietnamese import fold, nfc
from scheduler.db.offices import Holding, Office, Person, list_holdings, list_offices
from scheduler.db.scope import writes
from scheduler.db.work import UnitOfWork
from scheduler.people import Capacity, Taking
from scheduler.roster_table import FIRST, KIND, LAST, NAME, TITLE, Cells, Line, check_table, read_line
from scheduler.wording.offices import COLUMNS


class Effect(StrEnum):
    """What a row does: something new, something other than before, nothing, or that it cannot be done."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a row does: a code ("person-new", "office-new", "office-renamed", "taken", "until") and values."""

    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row of the table by its number there, with its cells, what it does, and its faults by column (0 to 5, -1)."""

    number: int
    cells: tuple[str, ...]
    effect: Effect
    steps: tuple[Step, ...]
    faults: tuple[tuple[int, Fault], ...] = ()
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """All rows that say something, in order."""

    rows: tuple[RowRead, ...]

    def number(self, effect: Effect) -> int:
        """Return how many rows have an effect."""
        return sum(row.effect is effect for row in self.rows)

    @property
    def to_do(self) -> int:
        """How many rows would change something."""
        return self.number(Effect.NEW) + self.number(Effect.CHANGED)


def enter(uow: UnitOfWork, unit_id: str, cells: Cells) -> Roster:
    """Do what the rows of a table say, for a unit, and return what each did; whoever calls takes it back or saves.

    A row that cannot be done does nothing and says why; the others are done all the same, so that all faults are told
    at once. Raises: NotFound, NotAllowed, InvalidInput (no table of the template).
    """
    writes(uow, unit_id, Action.KEEP_UNIT)
    check_table(cells, "tep")
    seen: dict[tuple[str, ...], int] = {}
    rows = []
    for number, row in enumerate(cells[1:], 2):
        told = tuple(nfc(cell) for cell in [*row, *[""] * len(COLUMNS)][: len(COLUMNS)])
        if any(told):
            rows.append(_row(uow, unit_id, number, told, seen))
    return Roster(tuple(rows))


def enter_all(uow: UnitOfWork, unit_id: str, cells: Cells) -> Roster:
    """Do the same, all or none.

    Raises: as enter, and InvalidInput when a row cannot be done, ``where`` naming row and column.
    """
    roster = enter(uow, unit_id, cells)
    faults = [Fault(f"tep/{r.number}/{column}", f.code, f.values) for r in roster.rows for column, f in r.faults]
    faults += [Fault(f"tep/{r.number}", "row-refused", {"row": r.number}) for r in roster.rows if r.refusal]
    if faults:
        raise InvalidInput(faults)
    if not roster.to_do:
        raise InvalidInput.at("tep", "nothing-to-import")
    return roster


def _row(
    uow: UnitOfWork, unit_id: str, number: int, told: tuple[str, ...], seen: dict[tuple[str, ...], int]
) -> RowRead:
    key = tuple(fold(cell) for cell in told)
    if key in seen:
        return RowRead(number, told, Effect.REFUSED, (), ((-1, Fault("", "row-twice", {"row": seen[key]})),))
    seen[key] = number
    faults: list[tuple[int, Fault]] = []
    line = read_line(told, faults)
    if faults:
        return RowRead(number, told, Effect.REFUSED, (), tuple(faults))
    steps: list[Step] = []
    try:
        _done(uow, unit_id, line, steps)
    except InvalidInput as error:
        of = {"name": NAME, "person_id": NAME, "kind": KIND, "title": TITLE, "first_on": FIRST, "last_on": LAST}
        named = tuple((of.get(f.where, FIRST if f.where == "valid_from" else -1), f) for f in error.faults)
        return RowRead(number, told, Effect.REFUSED, (), named)
    except DomainError as error:
        return RowRead(number, told, Effect.REFUSED, (), (), error)
    changed = {"office-renamed", "until"}
    new = any(step.code not in changed for step in steps)
    return RowRead(number, told, Effect.NEW if new else Effect.CHANGED if steps else Effect.SAME, tuple(steps))


def _done(uow: UnitOfWork, unit_id: str, line: Line, steps: list[Step]) -> None:
    person = _person(uow, unit_id, line, steps)
    if line.kind is None or line.first_on is None:
        return
    office = _office(uow, unit_id, line, line.kind, steps)
    held = list_holdings(uow.session, [office.id])
    own = next((h for h in held if (h.person_id, h.first_on) == (person.id, line.first_on)), None)
    if own is not None:
        _until(uow, own, line, office, steps)
        return
    heads = [h for h in held if h.capacity != Capacity.CARETAKER and h.first_on < line.first_on]
    gone = [h.person_id for h in heads if h.last_on is None or h.last_on >= line.first_on]
    if line.capacity == Capacity.CARETAKER:
        gone = []
        people.begin_holding(uow, office.id, person.id, Capacity(line.capacity), line.first_on, last_on=line.last_on)
    else:
        people.hand_over(uow, office.id, Taking(person.id, Capacity(line.capacity), line.first_on, line.last_on))
    former = [uow.session.get_one(Person, person_id).name for person_id in gone]
    values = {"office": office.title, "first_on": line.first_on, "last_on": line.last_on, "instead_of": former}
    steps.append(Step("taken", values))


def _until(uow: UnitOfWork, own: Holding, line: Line, office: Office, steps: list[Step]) -> None:
    if line.last_on is not None and own.last_on != line.last_on:
        was = own.last_on
        people.end_holding(uow, own.id, line.last_on)
        steps.append(Step("until", {"office": office.title, "was": was, "last_on": line.last_on}))


def _person(uow: UnitOfWork, unit_id: str, line: Line, steps: list[Step]) -> Person:
    rows = uow.session.query(Person).filter_by(unit_id=unit_id, search_key=fold(line.name)).all()
    named = [row for row in rows if row.name == nfc(line.name)] or rows
    if len(named) > 1:
        raise InvalidInput.at("name", "person-ambiguous")
    if named:
        return named[0]
    steps.append(Step("person-new", {"name": line.name}))
    return people.add_person(uow, unit_id, line.name)


def _office(uow: UnitOfWork, unit_id: str, line: Line, kind: OfficeKind, steps: list[Step]) -> Office:
    first_on = line.first_on or uow.today
    there = [o for o in list_offices(uow.session, [unit_id]) if o.kind == kind]
    there = [o for o in there if o.valid_to is None or o.valid_to >= first_on]
    if kind not in ONE_AT_A_TIME:
        there = [o for o in there if fold(o.title) == fold(line.title)]
    if not there:
        steps.append(Step("office-new", {"office": line.title, "valid_from": first_on}))
        return offices.open_office(uow, unit_id, kind, line.title, first_on)
    office = there[0]
    if office.title != nfc(line.title):
        steps.append(Step("office-renamed", {"was": office.title, "office": line.title}))
        offices.rename_office(uow, office.id, office.version, line.title)
    return office
