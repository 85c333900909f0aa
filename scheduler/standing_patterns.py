"""Patterns of a unit: standing promises of meeting days. A pattern is ended and followed by another, never edited."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.completeness import SUB_TYPES
from scheduler.core.errors import Conflict, Fault, InvalidInput, NotFound
from scheduler.core.facts import Activity
from scheduler.core.patterns import Pattern, PatternDate, Rotation, from_dict, occurrences, to_dict
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.db.law import PatternRow
from scheduler.db.offices import Office
from scheduler.db.places import Place
from scheduler.db.scope import reads, writes
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import work_calendar
from scheduler.registering import current, order_faults, refuse_if, span_faults, text_faults, unit_faults

LONGEST_NOTE, MOST_DAYS = 500, 800
_UNNAMED, _DAY = "new", timedelta(days=1)


def add_pattern(
    uow: UnitOfWork,
    unit_id: str,
    activity: Activity,
    sub_type: str,
    pattern: Mapping[str, object],
    *,
    place_id: str | None = None,
    note: str = "",
) -> PatternRow:
    """Keep a pattern of dates for one or several offices of a unit, at a place of the unit.

    ``pattern``: plain values as core.patterns reads them; its id is given here.
    Raises: NotFound, NotAllowed, InvalidInput with every fault of the pattern, or else every fault of what it names;
    Conflict when the offices have the same dates promised already at a time that overlaps.
    Law: KL 215-KL/TW Điều 4.1 (a fixed, announced time every month).
    """
    unit = writes(uow, unit_id, Action.KEEP_UNIT)
    row_id = uow.new_id()
    wanted = _read(pattern, row_id)
    faults: list[Fault] = []
    if sub_type not in SUB_TYPES[activity]:
        faults.append(Fault("sub_type", "unknown-value", {"allowed": SUB_TYPES[activity]}))
    faults += _name_faults(uow, unit, wanted)
    place = uow.session.get(Place, place_id) if place_id else None
    if place_id and (place is None or place.unit_id != unit.id or place.closed_on is not None):
        faults.append(Fault("place_id", "no-such-place"))
    refuse_if(faults + text_faults("note", note, LONGEST_NOTE, needed=False))
    _refuse_twin(uow, unit.id, (activity.value, sub_type), wanted)
    row = PatternRow(
        id=row_id,
        unit_id=unit.id,
        office_ids=list(_offices(wanted)),
        activity=activity.value,
        sub_type=sub_type,
        place_id=place_id,
        shape=to_dict(wanted),
        valid_from=wanted.validity.first,
        valid_to=wanted.validity.last,
        note=nfc(note),
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record("PatternAdded", row.id, row.unit_id, pattern=row.shape, sub_type=sub_type)
    return row


def succeed_pattern(
    uow: UnitOfWork,
    pattern_id: str,
    activity: Activity,
    sub_type: str,
    pattern: Mapping[str, object],
    *,
    place_id: str | None = None,
    note: str = "",
) -> PatternRow:
    """End a pattern with the day before another begins, and keep that one; the meetings of the old one stay.

    Raises: as add_pattern; InvalidInput too when the new one would begin no later than the old one did.
    """
    old = get(uow, pattern_id)
    writes(uow, old.unit_id, Action.KEEP_UNIT)
    last_on = _read(pattern, _UNNAMED).validity.first - _DAY
    if last_on < old.valid_from:
        raise InvalidInput.at("pattern/validity/first", "succeeds-too-early", first=old.valid_from)
    if old.valid_to is None or old.valid_to > last_on:
        end_pattern(uow, old.id, last_on)
    return add_pattern(uow, old.unit_id, activity, sub_type, pattern, place_id=place_id, note=note)


def end_pattern(uow: UnitOfWork, pattern_id: str, last_on: date, *, version: int | None = None) -> PatternRow:
    """End a pattern with its last day. It is kept, and so are the meetings that came of it.

    ``version``: in which it was read.

    Raises: NotFound, NotAllowed, Stale, Conflict when it ends earlier already, InvalidInput.
    """
    writes(uow, get(uow, pattern_id).unit_id, Action.KEEP_UNIT)
    # Read only now: whoever held the unit before us may have ended it.
    row = uow.session.get_one(PatternRow, pattern_id, with_for_update={"key_share": True}, populate_existing=True)
    if version is not None:
        current(row, version)
    if row.valid_to is not None and row.valid_to < last_on:
        raise Conflict("pattern-ended", on=row.valid_to)
    refuse_if(order_faults("last_on", row.valid_from, last_on))
    if row.valid_to != last_on:
        row.valid_to = last_on
        uow.session.flush()
        uow.record("PatternEnded", row.id, row.unit_id, last_on=str(last_on))
    return row


def get(uow: UnitOfWork, pattern_id: str) -> PatternRow:
    """Return a pattern within the actor's reach. Raises: NotFound, NotAllowed."""
    row = uow.session.get(PatternRow, pattern_id)
    if row is None:
        raise NotFound(kind="pattern", id=pattern_id)
    reads(uow, row.unit_id)
    return row


def list_of_unit(uow: UnitOfWork, unit_id: str, after: str = "", limit: int = 100) -> list[PatternRow]:
    """Return a unit's patterns, ended ones too, by id, after an id. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    rows = select(PatternRow).where(PatternRow.unit_id == unit.id, PatternRow.id > after)
    return list(uow.session.execute(rows.order_by(PatternRow.id).limit(limit)).scalars())


def preview_dates(
    uow: UnitOfWork, unit_id: str, pattern: Mapping[str, object], first: date, last: date
) -> tuple[Pattern, tuple[PatternDate, ...]]:
    """Return the pattern and the dates it would give in the closed span of at most 800 days, with their reasons.

    Raises: NotFound, NotAllowed, InvalidInput.
    """
    unit = reads(uow, unit_id)
    refuse_if(span_faults("last", first, last, MOST_DAYS))
    wanted = _read(pattern, _UNNAMED)
    refuse_if(_name_faults(uow, unit, wanted))
    return wanted, occurrences(wanted, first, last, work_calendar(uow))


def _read(pattern: Mapping[str, object], pattern_id: str) -> Pattern:
    """Return the pattern that plain values describe, with an id of ours; faults are told below ``pattern``."""
    if "id" in pattern:
        raise InvalidInput.at("pattern/id", "unknown-field")
    try:
        return from_dict({"id": pattern_id, **pattern})
    except InvalidInput as refusal:
        below = [Fault(f"pattern/{f.where}" if f.where else "pattern", f.code, f.values) for f in refusal.faults]
        raise InvalidInput(below) from None


def _refuse_twin(uow: UnitOfWork, unit_id: str, what: tuple[str, str], wanted: Pattern) -> None:
    """Pass when no pattern promises the same dates to the same offices in an overlapping time. Raises: Conflict."""
    shape, offices, span = to_dict(wanted)["shape"], sorted(_offices(wanted)), wanted.validity
    for row in uow.session.execute(select(PatternRow).where(PatternRow.unit_id == unit_id)).scalars():
        meets = (span.last is None or row.valid_from <= span.last) and (
            row.valid_to is None or span.first <= row.valid_to
        )
        same = (
            (row.activity, row.sub_type) == what and sorted(row.office_ids) == offices and row.shape["shape"] == shape
        )
        if same and meets:
            raise Conflict("pattern-exists", pattern_id=row.id, since=row.valid_from)


def _offices(pattern: Pattern) -> tuple[str, ...]:
    named = pattern.shape.order if isinstance(pattern.shape, Rotation) else pattern.offices
    return tuple(dict.fromkeys(named))


def _name_faults(uow: UnitOfWork, unit: Unit, pattern: Pattern) -> list[Fault]:
    """Return what is wrong with the offices and days a pattern names: offices of this unit, while it exists (T1)."""
    where = "pattern/shape/order" if isinstance(pattern.shape, Rotation) else "pattern/offices"
    rows = select(Office.id).where(Office.id.in_(_offices(pattern)), Office.unit_id == unit.id)
    known = set(uow.session.execute(rows).scalars())
    strangers = [Fault(f"{where}/{n}", "no-such-office") for n, o in enumerate(_offices(pattern)) if o not in known]
    return strangers + unit_faults(unit, "pattern/validity/first", pattern.validity.first)
