"""Build the shipped tables of administrative units. Run by hand, only when the source changes.

    python -m venv /somewhere/else && /somewhere/else/bin/pip install --no-deps vietnamadminunits==1.0.4
    /somewhere/else/bin/python tools/build_units.py

Reads the package's data files without importing it (its imports want three heavy libraries) and writes
``units.csv``, ``former_units.csv`` and ``former_communes.csv`` into ``scheduler/data``. What it decides is told
in ``scheduler/data/UNITS-SOURCES.md``. The same source gives the same bytes.
"""

import csv
import json
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PACKAGE: Final = "vietnamadminunits"
OUT: Final = Path(__file__).resolve().parent.parent / "scheduler" / "data"
NEW_ORDER: Final = "2025-07-01"
OLD_ORDER_ENDS: Final = "2025-06-30"
KINDS: Final = {
    "Tỉnh": "tinh",
    "Thành phố": "thanh_pho",
    "Quận": "quan",
    "Huyện": "huyen",
    "Thị xã": "thi_xa",
    "Xã": "xa",
    "Phường": "phuong",
    "Thị trấn": "thi_tran",
    "Đặc khu": "dac_khu",
}

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """The package's data: today's communes, yesterday's communes, and what became of them."""

    new: list[sqlite3.Row]
    old: list[sqlite3.Row]
    whole: dict[str, dict[str, list[str]]]
    divided: dict[str, dict[str, list[dict[str, object]]]]
    provinces: dict[str, list[str]]


def clean(text: str) -> str:
    """Return NFC on one line, with plain apostrophes and the capitals that the source lost ("Đại áng")."""
    words = unicodedata.normalize("NFC", text).replace("’", "'").split()
    return " ".join(word if word[0].isascii() else word[0].upper() + word[1:] for word in words)


def parted(text: str) -> tuple[str, str, str]:
    """Return the kind's code, the bare name and the full name of "Thị trấn Đồng Đăng"."""
    full_name = clean(text)
    for word, kind in KINDS.items():
        # The source also writes "Thành Phố Bắc Kạn".
        if full_name.casefold().startswith(f"{word} ".casefold()):
            name = full_name[len(word) + 1 :]
            return kind, name, f"{word} {name}"
    raise ValueError(full_name)


def read() -> Source:
    """Read the data files of the installed package."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{PACKAGE} is not installed in this environment")
    folder = Path(next(iter(spec.submodule_search_locations))) / "data"
    base = sqlite3.connect(folder / "dataset.db")
    base.row_factory = sqlite3.Row
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    return Source(
        new=base.execute("SELECT * FROM admin_units").fetchall(),
        old=base.execute("SELECT * FROM admin_units_legacy").fetchall(),
        whole=conversion["DICT_PROVINCE_WARD_NO_DIVIDED"],
        divided=conversion["DICT_PROVINCE_WARD_DIVIDED"],
        provinces=conversion["DICT_PROVINCE"],
    )


def current(source: Source) -> list[list[str]]:
    """Return the rows of units.csv: each province, then its communes by code."""
    rows = {}
    for row in source.new:
        code = row["provinceCode"]
        rows[code, ""] = [code, "tinh", *parted(row["province"]), "", NEW_ORDER, ""]
        rows[code, row["wardCode"]] = [row["wardCode"], "xa", *parted(row["ward"]), code, NEW_ORDER, ""]
    return [rows[key] for key in sorted(rows)]


def district_of(old: str) -> str:
    """Return the district's part of an old commune's key."""
    return old.rsplit("_", 1)[0]


def successors(source: Source) -> tuple[dict[str, list[Key]], int]:
    """Return each old commune's new communes, the main one first, and how many doubtful links were left out.

    The source finds the parts of a divided commune by name within the new province, so a commune sometimes
    inherits the parts of a namesake from another former province. Such a link is left out when a namesake
    has it too and no neighbour from the same old district went to that new commune.
    """
    links: dict[str, list[Key]] = defaultdict(list)
    neighbours: dict[Key, set[str]] = defaultdict(set)
    for province, communes in source.whole.items():
        for commune, olds in communes.items():
            for old in olds:
                links[old].append((province, commune))
                neighbours[province, commune].add(district_of(old))
    parts: dict[str, list[tuple[bool, Key]]] = {}
    namesakes: dict[Key, set[str]] = defaultdict(set)
    for province, divided in source.divided.items():
        for old, news in divided.items():
            parts[old] = [(not new["isDefaultNewWard"], (province, str(new["newWardKey"]))) for new in news]
    for old, keys in [*links.items(), *((old, [key for _, key in found]) for old, found in parts.items())]:
        namesakes[keys[0][0], old.rsplit("_", 1)[1]].add(old)
    dropped = 0
    for old, found in parts.items():
        others = namesakes[found[0][1][0], old.rsplit("_", 1)[1]] - {old}
        taken = {key for other in others for key in [*links.get(other, []), *(k for _, k in parts.get(other, []))]}
        kept = [
            (minor, key) for minor, key in sorted(found)
            if not (minor and key in taken and district_of(old) not in neighbours[key])
        ]  # fmt: skip
        dropped += len(found) - len(kept)
        links[old] = [key for _, key in kept]
    return links, dropped


def coded(links: Mapping[str, list[Key]], codes: Mapping[Key, str], old: str) -> list[str]:
    """Return the codes of an old commune's successors, the main one first and the others by code."""
    first, *rest = [codes[key] for key in links[old]]
    return [first, *sorted(rest)]


def former(source: Source) -> tuple[list[list[str]], list[list[str]], int]:
    """Return the rows of former_units.csv and of former_communes.csv, and the number of links left out."""
    links, dropped = successors(source)
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in source.new}
    new_province = {row["provinceKey"]: row["provinceCode"] for row in source.new}
    heir = {old: new_province[new] for new, olds in source.provinces.items() for old in olds}
    alone = {olds[0] for olds in source.provinces.values() if len(olds) == 1}
    units: dict[str, list[str]] = {}
    heirs: dict[str, set[str]] = defaultdict(set)
    communes = []
    for row in source.old:
        found = coded(links, codes, f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}")
        key = row["provinceKey"]
        change = "giu_nguyen" if key in alone else "hop_nhat"
        units[row["provinceCode"]] = [
            row["provinceCode"], "tinh", *parted(row["province"]), "", OLD_ORDER_ENDS, change, heir[key],
        ]  # fmt: skip
        heirs[row["districtCode"]].update(found)
        units[row["districtCode"]] = [
            row["districtCode"], "huyen", *parted(row["district"]), row["provinceCode"], OLD_ORDER_ENDS,
            "bo_cap_huyen", " ".join(sorted(heirs[row["districtCode"]])),
        ]  # fmt: skip
        if row["ward"]:
            communes.append([row["wardCode"], *parted(row["ward"])[:2], row["districtCode"], " ".join(found)])
    return sorted(units.values(), key=lambda u: (len(u[0]), u[0])), sorted(communes), dropped


def write(name: str, head: str, rows: Iterable[list[str]]) -> None:
    """Write one table: UTF-8, LF, a head line."""
    with (OUT / name).open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(head.split())
        table.writerows(rows)


def main() -> None:
    """Build the three tables and print what was counted."""
    source = read()
    units = current(source)
    old_units, communes, dropped = former(source)
    write("units.csv", "code level kind name full_name parent_code valid_from valid_to", units)
    write(
        "former_units.csv",
        "code level kind name full_name parent_code valid_to change successor_codes",
        old_units,
    )
    write("former_communes.csv", "code kind name district_code successor_codes", communes)
    print(f"{PACKAGE} {version(PACKAGE)}")
    print(f"units.csv {len(units)}, former_units.csv {len(old_units)}, former_communes.csv {len(communes)}")
    print(f"links left out as belonging to a namesake: {dropped}")


if __name__ == "__main__":
    main()
