"""The shipped administrative units: today's, yesterday's, and which became which.

Reads ``scheduler/data/*.csv``; where they come from stands in ``scheduler/data/UNITS-SOURCES.md``. An old and a
new unit may share a code and a name (T40), so a unit is known by its code and its days of validity together.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from scheduler.core.facts import Level, Span
from scheduler.core.vietnamese import fold, sort_key

KIND_WORDS: Final = {
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
    "quan": "Quận",
    "huyen": "Huyện",
    "thi_xa": "Thị xã",
    "xa": "Xã",
    "phuong": "Phường",
    "thi_tran": "Thị trấn",
    "dac_khu": "Đặc khu",
}
"""The word before the name, by kind; a thành phố is a province or a former district, as its level says."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in force.

    ``code`` is official: 2 digits for a province, 5 for a commune. ``parent_code`` is None for a province.
    ``search_key`` is the folded full name, ``sort_key`` orders by bare name.
    """

    code: str
    level: Level
    kind: str
    name: str
    full_name: str
    parent_code: str | None
    span: Span
    search_key: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A province or district as it stood on its last day.

    ``code`` is the old code (2 digits, 3 for a district), ``parent_code`` the old province's. ``continues`` is
    true for the eleven provinces that 2025 did not merge: the same unit, whose districts ended. The first day
    is not in the source, hence ``last`` alone. ``successors``: today's codes, ascending; provinces for a
    province, communes for a district.
    """

    code: str
    level: Level
    kind: str
    name: str
    full_name: str
    parent_code: str | None
    last: date
    continues: bool
    successors: tuple[str, ...]
    search_key: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name people still use, and today's units that answer to it.

    ``full_name`` with ``district`` and ``province`` (full old names, "" where there is none) tells namesakes
    apart. ``successors``: today's codes; for a commune the one that got most of it first, the others ascending.
    ``search_key`` is the folded full name alone, ``path_key`` that of name, district and province.
    """

    code: str
    level: Level
    kind: str
    name: str
    full_name: str
    district: str
    province: str
    last: date
    successors: tuple[str, ...]
    search_key: str
    path_key: str
    sort_key: str

    @property
    def within(self) -> str:
        """The old district and province: "Huyện Văn Quan, Tỉnh Lạng Sơn"; "" for a province."""
        return ", ".join(filter(None, (self.district, self.province)))


def _table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one shipped table."""
    with (files("scheduler.data") / name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def current_units() -> Iterator[UnitRow]:
    """Yield the 34 provinces and 3,321 communes in force, each province before its communes, by code."""
    for row in _table("units.csv"):
        yield UnitRow(
            code=row["code"],
            level=Level(row["level"]),
            kind=row["kind"],
            name=row["name"],
            full_name=row["full_name"],
            parent_code=row["parent_code"] or None,
            span=Span(
                date.fromisoformat(row["valid_from"]),
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            ),
            search_key=fold(row["full_name"]),
            sort_key=sort_key(row["name"]),
        )


def former_units() -> Iterator[FormerUnit]:
    """Yield the 63 provinces and 696 districts as of 2025-06-30: provinces first, each kind by code."""
    for row in _table("former_units.csv"):
        yield FormerUnit(
            code=row["code"],
            level=Level(row["level"]),
            kind=row["kind"],
            name=row["name"],
            full_name=row["full_name"],
            parent_code=row["parent_code"] or None,
            last=date.fromisoformat(row["valid_to"]),
            continues=row["change"] == "giu_nguyen",
            successors=tuple(row["successor_codes"].split()),
            search_key=fold(row["full_name"]),
            sort_key=sort_key(row["name"]),
        )


def _former_name(unit: FormerUnit, district: str, province: str) -> FormerName:
    """Return the old name of a province or district, or of a commune given in the same shape."""
    return FormerName(
        code=unit.code,
        level=unit.level,
        kind=unit.kind,
        name=unit.name,
        full_name=unit.full_name,
        district=district,
        province=province,
        last=unit.last,
        successors=unit.successors,
        search_key=unit.search_key,
        path_key=fold(f"{unit.full_name} {district} {province}"),
        sort_key=unit.sort_key,
    )


def former_names() -> Iterator[FormerName]:
    """Yield every name in use until 2025-06-30: 63 provinces, 696 districts, then 10,035 communes by code.

    Names that live on are among them ("Phường Ba Đình"): what they covered has changed all the same.
    """
    units = {unit.code: unit for unit in former_units()}
    for unit in units.values():
        yield _former_name(unit, "", units[unit.parent_code].full_name if unit.parent_code else "")
    for row in _table("former_communes.csv"):
        district = units[row["district_code"]]
        full_name = f"{KIND_WORDS[row['kind']]} {row['name']}"
        commune = FormerUnit(
            code=row["code"],
            level=Level.XA,
            kind=row["kind"],
            name=row["name"],
            full_name=full_name,
            parent_code=district.code,
            last=district.last,
            continues=False,
            successors=tuple(row["successor_codes"].split()),
            search_key=fold(full_name),
            sort_key=sort_key(row["name"]),
        )
        yield _former_name(commune, district.full_name, units[district.parent_code or ""].full_name)


def older_names() -> Iterator[FormerName]:
    """Yield names of provinces that ended before 2025-06-30 and that people still say; each row names its basis."""
    for row in _table("older_names.csv"):
        full_name = f"{KIND_WORDS[row['kind']]} {row['name']}"
        unit = FormerUnit(
            code="",
            level=Level(row["level"]),
            kind=row["kind"],
            name=row["name"],
            full_name=full_name,
            parent_code=None,
            last=date.fromisoformat(row["last"]),
            continues=False,
            successors=tuple(row["successor_codes"].split()),
            search_key=fold(full_name),
            sort_key=sort_key(row["name"]),
        )
        yield _former_name(unit, "", "")


def public_name(unit: UnitRow | FormerUnit) -> str:
    """Return the unit's name in public addresses: ASCII, unique through the code.

    "xa-tay-son-21808" for a unit in force; a former one says so ("huyen-van-quan-184-truoc-2025-07"), for a
    former province may share name and code with one of today.
    """
    name = f"{unit.search_key.replace(' ', '-')}-{unit.code}"
    return name if isinstance(unit, UnitRow) else f"{name}-truoc-2025-07"
