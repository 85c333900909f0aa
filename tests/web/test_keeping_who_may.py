"""Who may open the pages about absences, patterns and places, and do what there: every line of pages.csv is tried."""

import csv
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import absences, standing_patterns
from scheduler.absences import Whom
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.places import get_place
from tests.web.keeping import SPAN, a_kept_commune, enter
from tests.web.office import form
from web.pages.unit import pages

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
FRAMES = {(frame.method, frame.rule) for frame in pages.frames}
ROWS = [row for row in csv.DictReader(LISTED) if (row["method"], row["rule"]) in FRAMES]
MONTHLY = {
    "shape": {"kind": "days_of_month", "days": [15]},
    "validity": {"first": "2026-11-01", "last": None},
    "on_day_off": "next",
}
PATTERN = {
    "sub_type": "reception/periodic", "kind": "days_of_month", "days": "20", "turns": "together", "first": "2027-01-01",
    "on_day_off": "next",
}  # fmt: skip


@pytest.fixture
def kept(app: Flask) -> SimpleNamespace:
    return a_kept_commune(app)


def test_every_page_of_a_units_entries_is_listed() -> None:
    assert {(row["method"], row["rule"]) for row in ROWS} == FRAMES


def ready(kept: SimpleNamespace, rule: str) -> tuple[dict[str, str], dict[str, object]]:
    """What stands for the names in an address, and what a valid form of the page carries."""
    with kept.works.writing(OPERATOR) as uow:
        day = date(2026, 12, 1)
        away = absences.add(uow, Whom(office_id=kept.party.id), day, day, "Đi công tác").absence
        pattern = MONTHLY | {"offices": [kept.chair.id]}
        row = standing_patterns.add_pattern(uow, kept.unit.id, Activity.RECEPTION, "periodic", pattern)
        names = {"unit_id": kept.unit.id, "absence_id": away.id, "pattern_id": row.id, "place_id": kept.hall.id}
        version, seen = str(get_place(uow.session, kept.hall.id).version), str(away.version)
    given = {
        "vang-mat/them": {"whom": f"office:{kept.party.id}", "reason": "Họp", **SPAN},
        "vang-mat/<id:absence_id>": {"version": seen, "reason": "Họp", **SPAN},
        "vang-mat/<id:absence_id>/go": {"version": seen},
        "mau-lap/them": {**PATTERN, "offices": kept.party.id},
        "mau-lap/<id:pattern_id>/ket-thuc": {"last_on": "2026-12-31"},
        "mau-lap/<id:pattern_id>/thay": {**PATTERN, "offices": kept.chair.id},
        "dia-diem/them": {"name": "Phòng số 9", "rooms": "1"},
        "dia-diem/<id:place_id>": {"version": version, "name": "Phòng số 9", "rooms": "1"},
        "dia-diem/<id:place_id>/dong": {"version": version, "on": "2026-12-31"},
    }
    return names, given.get(rule.partition("<id:unit_id>/")[2], {})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['rule']}")
def test_each_role_gets_at_each_distance_what_is_written(kept: SimpleNamespace, row: dict[str, str]) -> None:
    names, given = ready(kept, row["rule"])
    address = row["rule"]
    for name, value in names.items():
        address = address.replace(f"<id:{name}>", value)
    doer = Role.OFFICE_CHIEF if "office_chief" in row["roles"].split() else Role.UNIT_ADMIN
    for role in sorted(Role, key=lambda one: one is doer):  # what a form does is done last
        for distance, unit in {"other": kept.sister, "child": kept.province, "own": kept.unit}.items():
            if distance == "own" and row["method"] == "POST" and role not in {doer, Role.DEPUTY}:
                continue  # a form works once: one who may and one who may not
            client = enter(kept, role, unit)
            answer = client.get(address) if row["method"] == "GET" else client.post(address, data=form(**given))
            wanted = int(row[distance]) if role.value in row["roles"].split() else 403
            assert answer.status_code == wanted, (role, distance, answer.status_code)


def test_what_belongs_to_the_unit_above_is_out_of_sight(kept: SimpleNamespace) -> None:
    for page in ("vang-mat", "mau-lap", "dia-diem", "vang-mat/them", "mau-lap/them", "dia-diem/them"):
        role = Role.OFFICE_CHIEF if page.startswith("vang") else Role.UNIT_ADMIN
        assert enter(kept, role).get(f"/lam-viec/{kept.province.id}/{page}").status_code == 404


def test_a_form_of_another_site_saves_nothing(kept: SimpleNamespace) -> None:
    client = enter(kept, Role.UNIT_ADMIN)
    answer = client.post(f"{kept.at}/dia-diem/them", data={"name": "Phòng số 9", "rooms": "1"})
    assert answer.status_code in {400, 403}
    assert "Phòng số 9" not in client.get(f"{kept.at}/dia-diem").text
