"""Finding a unit by any name people know it by: its present one, a former one, its code; with marks or without."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Case, ColumnElement, case, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.core.facts import Level
from scheduler.core.vietnamese import expand_short_forms, nfc, sort_key
from scheduler.db.units import FormerName, Unit, in_force_on

_KINDS = ("tinh", "thanh pho", "xa", "phuong", "dac khu", "quan", "huyen", "thi xa", "thi tran")
_BODIES = ("uy ban nhan dan", "ubnd", "dang uy", "hoi dong nhan dan", "hdnd")
_LOOKED_AT = 200
_EXACT, _BEGINS, _CONTAINS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Found:
    """A unit found, and the former names through which it was found, when it does not bear the same name today."""

    unit: Unit
    former: tuple[FormerName, ...] = ()


def find_units(session: Session, asked: str, day: date, within: ColumnElement[bool] | None = None) -> list[Found]:
    """Return the units in force on a day that code, present or former name leads to; marks and case are ignored.

    "TP HCM", "TX Sơn Tây", "Q.1" and "UBND xã Tân Đoàn" are understood. A former name that only says again what its
    one successor is called is left out; one that parted among several is told with each. ``within`` narrows the units.

    Returns: the code's own unit; then names that are the question, that begin so, that contain it, of each the
        present before the former ones, those with the same marks first, provinces first, then by alphabet and code.
    """
    text, inside = _name_in(asked), true() if within is None else within
    numbered = _by_code(session, {asked.strip()}, day, inside)
    now = _present(session, text, day, inside)
    before = _former(session, text)
    heirs = _by_code(session, {code for former in before for code in former.successor_codes}, day, inside)
    told: dict[str, list[FormerName]] = {}
    found = {unit.id: unit for unit in (*numbered.values(), *now)}
    for former in before:
        units = [heirs[code] for code in former.successor_codes if code in heirs]
        if len(former.successor_codes) == 1 and [unit.full_name for unit in units] == [former.full_name]:
            continue
        for unit in units:
            found.setdefault(unit.id, unit)
            told.setdefault(unit.id, []).append(former)
    typed, codes = nfc(asked).strip().casefold(), set(numbered)

    def place(unit: Unit) -> tuple[bool, int, bool, bool, bool, str, str]:
        here = _how_well(unit.search_key, text)
        best = min([here, *(_how_well(former.search_key, text) for former in told.get(unit.id, ()))])
        unmarked = typed not in unit.full_name.casefold()
        province = unit.level == Level.TINH
        return unit.code not in codes, best, here > best, unmarked, not province, sort_key(unit.name), unit.code

    return [Found(unit, tuple(told.get(unit.id, ()))) for unit in sorted(found.values(), key=place)]


def _name_in(asked: str) -> str:
    """Return the name to look for, without the body that people write before it ("UBND xã Tân Đoàn": the commune)."""
    text = expand_short_forms(asked)
    return next((text.removeprefix(f"{body} ") for body in _BODIES if text.startswith(f"{body} ")), text)


def _present(session: Session, text: str, day: date, inside: ColumnElement[bool]) -> list[Unit]:
    if not text:
        return []
    rows = select(Unit).where(Unit.search_key.contains(text, autoescape=True), *in_force_on(day), inside)
    ordered = rows.order_by(_rank(Unit.search_key, text), Unit.search_key, Unit.code)
    return list(session.execute(ordered.limit(_LOOKED_AT)).scalars())


def _former(session: Session, text: str) -> list[FormerName]:
    if not text:
        return []
    rows = select(FormerName).where(FormerName.search_key.contains(text, autoescape=True))
    ordered = rows.order_by(_rank(FormerName.search_key, text), FormerName.search_key, FormerName.id)
    return list(session.execute(ordered.limit(_LOOKED_AT)).scalars())


def _by_code(session: Session, codes: Iterable[str], day: date, inside: ColumnElement[bool]) -> dict[str, Unit]:
    rows = select(Unit).where(Unit.code.in_(list(codes)), *in_force_on(day), inside).order_by(Unit.code)
    return {unit.code: unit for unit in session.execute(rows).scalars()}


def _names(text: str) -> list[str]:
    # The kind of unit stands before the name: "xa tan doan" is what people mean by "tan doan".
    return [text, *(f"{kind} {text}" for kind in _KINDS)]


def _rank(column: InstrumentedAttribute[str], text: str) -> Case[int]:
    names = _names(text)
    begins = or_(*(column.startswith(name, autoescape=True) for name in names))
    return case((column.in_(names), _EXACT), (begins, _BEGINS), else_=_CONTAINS)


def _how_well(search_key: str, text: str) -> int:
    """Return what _rank says of one name; the worst, too, of a name that the question has no part in."""
    names = _names(text)
    if search_key in names:
        return _EXACT
    return _BEGINS if search_key.startswith(tuple(names)) else _CONTAINS
