"""Finding a unit by any name people know it by: its present one, a former one, its code; with marks or without.

After the name may stand where it lies, or lay: "Tân Đoàn, Lạng Sơn".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from sqlalchemy import Case, ColumnElement, case, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.core.facts import Level
from scheduler.core.vietnamese import expand_short_forms, fold, nfc, sort_key
from scheduler.db.units import FormerName, Unit, in_force_on

_KINDS = ("tinh", "thanh pho", "xa", "phuong", "dac khu", "quan", "huyen", "thi xa", "thi tran")
_BODIES = ("uy ban nhan dan", "ubnd", "dang uy", "hoi dong nhan dan", "hdnd")
_LOOKED_AT = 200
_LONGEST_NAME = 8
"""Words of a name; no unit bears a longer one."""
_EXACT, _PLACED, _BEGINS, _CONTAINS = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Found:
    """A unit found, and the former names through which it was found, when it does not bear the same name today."""

    unit: Unit
    former: tuple[FormerName, ...] = ()


def find_units(session: Session, asked: str, day: date, within: ColumnElement[bool] | None = None) -> list[Found]:
    """Return the units in force on a day that code, present or former name leads to; marks and case are ignored.

    "TP HCM", "TX Sơn Tây", "Q.1" and "UBND xã Tân Đoàn" are understood. A former name that only says again what its
    one successor is called is left out; one that parted among several is told with each. ``within`` narrows the units.
    After a whole name may stand the units above it, present or former, one or several of them from below upwards.

    Returns: the code's own unit; then names that are the question, that are it together with where they lie, that begin
        so, that contain it, of each the present before the former ones, those with the same marks first, provinces
        first, then by alphabet and code.
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
    by_name, by_old_name = set[str](), set[str]()
    for unit, old in _placed(session, text, day, inside):
        found.setdefault(unit.id, unit)
        (by_name if old is None else by_old_name).add(unit.id)
        if old is not None and old not in told.setdefault(unit.id, []):
            told[unit.id].append(old)
    typed, codes = nfc(asked).strip().casefold(), set(numbered)

    def place(unit: Unit) -> tuple[bool, int, bool, bool, bool, str, str]:
        then = [_how_well(former.search_key, text) for former in told.get(unit.id, ())]
        here = min(_how_well(unit.search_key, text), _PLACED if unit.id in by_name else _CONTAINS)
        best = min([here, *then, _PLACED if unit.id in by_old_name else _CONTAINS])
        marked = typed in unit.full_name.casefold() or (best == _PLACED and unit.name.casefold() in typed)
        province = unit.level == Level.TINH
        return unit.code not in codes, best, here > best, not marked, not province, sort_key(unit.name), unit.code

    return [Found(unit, tuple(told.get(unit.id, ()))) for unit in sorted(found.values(), key=place)]


def _placed(
    session: Session, text: str, day: date, inside: ColumnElement[bool]
) -> Iterator[tuple[Unit, FormerName | None]]:
    """Yield the units that the question names together with where they lie or lay, and the former name it used.

    None: by the name the unit bears. Only whole names are looked up, so that the indexes answer.
    """
    tails = _tails(text)
    if not tails:
        return
    now = select(Unit).where(Unit.search_key.in_(tails), *in_force_on(day), inside)
    units = list(session.execute(now).scalars())
    names = select(FormerName).where(FormerName.search_key.in_(tails)).order_by(FormerName.id)
    before = list(session.execute(names).scalars())
    heirs = _by_code(session, {code for former in before for code in former.successor_codes}, day, inside)
    above = _Above.of(session, [*units, *heirs.values()], {tail for some in tails.values() for tail in some})
    yield from ((unit, None) for unit in units if above.is_meant(unit, tails[unit.search_key]))
    for former in before:
        asked, lay = tails[former.search_key], tuple(fold(place) for place in former.within.split(", "))
        there = not _sayings(lay).isdisjoint(asked)
        only = len(former.successor_codes) == 1
        for unit in (heirs[code] for code in former.successor_codes if code in heirs):
            if there or above.is_meant(unit, asked):
                yield unit, None if only and unit.full_name == former.full_name else former


def _tails(text: str) -> dict[str, list[str]]:
    """Return each name that the question may begin with, and what then follows."""
    words, found = text.split(), dict[str, list[str]]()
    for n in range(1, min(len(words), _LONGEST_NAME + 1)):
        for name in _names(" ".join(words[:n])):
            found.setdefault(name, []).append(" ".join(words[n:]))
    return found


@dataclass(frozen=True, slots=True)
class _Above:
    """What the units above some units are called, or were: ``lines`` by unit id, from below upwards."""

    lines: Mapping[str, Sequence[tuple[str, ...]]]

    @classmethod
    def of(cls, session: Session, units: Sequence[Unit], tails: Iterable[str]) -> "_Above":
        """Look up what stands above some units; of former names only those that the question may mean."""
        parents = _rows_by_id(session, {unit.parent_id for unit in units if unit.parent_id})
        tops = _rows_by_id(session, {unit.parent_id for unit in parents.values() if unit.parent_id})
        wanted = {name for tail in tails for name in _names(tail)}
        former = select(FormerName.search_key, FormerName.successor_codes).where(
            FormerName.search_key.in_(wanted), FormerName.within == ""
        )
        once: dict[str, list[str]] = {}
        for name, codes in session.execute(former):
            for code in codes:
                once.setdefault(code, []).append(name)
        lines: dict[str, list[tuple[str, ...]]] = {}
        for unit in units:
            parent = parents.get(unit.parent_id or "")
            top = tops.get(parent.parent_id or "") if parent else None
            there = [above for above in (parent, top) if above]
            lines[unit.id] = [tuple(above.search_key for above in there)]
            lines[unit.id] += [(name,) for above in there for name in once.get(above.code, ())]
        return cls(lines)

    def is_meant(self, unit: Unit, tails: Sequence[str]) -> bool:
        """Tell whether one of the tails of a question says where the unit lies."""
        return any(not _sayings(line).isdisjoint(tails) for line in self.lines[unit.id])


def _rows_by_id(session: Session, ids: Iterable[str]) -> dict[str, Unit]:
    return {unit.id: unit for unit in session.execute(select(Unit).where(Unit.id.in_(list(ids)))).scalars()}


def _sayings(line: Sequence[str]) -> set[str]:
    """Return every way to say where something lies: some units in a row from below upwards, with or without kind."""
    ways = [(name, _without_kind(name)) for name in line]
    return {
        " ".join(said)
        for first in range(len(ways))
        for last in range(first + 1, len(ways) + 1)
        for said in product(*ways[first:last])
    }


def _without_kind(name: str) -> str:
    return next((name.removeprefix(f"{kind} ") for kind in _KINDS if name.startswith(f"{kind} ")), name)


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
