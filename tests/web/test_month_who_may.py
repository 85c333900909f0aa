"""Who may open which page of a month, and do what there: every line of pages.csv about them is tried."""

import csv
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import plans
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import Meeting
from tests.web.office import at_the_office, form
from tests.web.test_month_pages import approved_draft_and_public, month_world
from web.pages.months import pages

__all__ = ["month_world"]
LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
FRAMES = {(frame.method, frame.rule) for frame in pages.frames}
ROWS = [row for row in csv.DictReader(LISTED) if (row["method"], row["rule"]) in FRAMES]

GROUND = "Lãnh đạo đơn vị đã báo cáo Thường trực Tỉnh ủy"


def test_every_page_of_a_month_is_listed() -> None:
    assert {(row["method"], row["rule"]) for row in ROWS} == FRAMES


def asked(app: Flask, unit_id: str, rule: str) -> dict[str, object]:
    """What a valid form of the page carries, for a unit with one of everything."""
    with app.extensions["works"].writing(OPERATOR) as uow:
        ids = approved_draft_and_public(uow, unit_id)
        plan, _ = plans.keep(uow, unit_id, ids.first, ids.last)
        key = "none"
        later = plans.propose(uow, [unit_id], ids.later, ids.later_last)
        key = later.proposed[0].key if later.proposed else key
    return {
        "lich/them": {
            "chuc_vu": ids.office, "loai": "reception/periodic", "ngay": "2026-12-02", "bat_dau": "08:00",
            "ket_thuc": "11:00", "dia_diem": ids.place,
        },
        "de-xuat": {"thang": "2027-01", "nhan": key},
        "de-xuat/hoan-tac": {"thang": "2026-12", "ke_hoach": plan.id},
        "de-xuat/duyet": {"thang": "2026-12", "buoi": f"{ids.draft}:1"},
        "niem-yet": {"thang": "2026-12", "buoi": f"{ids.approved}:1", "ly_do_vuot": GROUND},
        "niem-yet/bang-chung": {
            "thang": "2026-12", "da_dang": ids.public, "kenh": "hq_board", "ngay": "22/11/2026", "gio": "07:30",
        },
    }[rule.partition("<id:unit_id>/")[2]]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['rule']}")
def test_each_role_gets_at_each_distance_what_is_written(
    app: Flask, month_world: SimpleNamespace, row: dict[str, str]
) -> None:
    world = month_world
    at = {"own": world.commune, "other": world.neighbour, "parent": world.commune, "child": world.province}
    of = {"own": world.commune, "other": world.commune, "parent": world.province, "child": world.commune}
    given = {
        unit_id: asked(app, unit_id, row["rule"]) if row["method"] == "POST" else {}
        for unit_id in (world.commune.id, world.province.id)
    }
    for role in Role:
        for distance in ("other", "parent", "child", "own"):
            if distance == "own" and role not in {Role.OFFICE_CHIEF, Role.DEPUTY} and row["method"] == "POST":
                continue  # a form works once: one who may and one who may not
            client = at_the_office(app, Actor("a", role, at[distance].id))
            address = row["rule"].replace("<id:unit_id>", of[distance].id)
            answer = (
                client.get(address)
                if row["method"] == "GET"
                else client.post(address, data=form(**given[of[distance].id]))
            )
            wanted = int(row[distance]) if role.value in row["roles"].split() else 403
            assert answer.status_code == wanted, (role, distance, answer.status_code)


def test_a_form_of_another_site_saves_nothing(app: Flask, month_world: SimpleNamespace) -> None:
    client = at_the_office(app, Actor("a", Role.OFFICE_CHIEF, month_world.commune.id))
    answer = client.post(f"/lam-viec/{month_world.commune.id}/de-xuat", data={"thang": "2026-12", "nhan": "x"})
    assert answer.status_code in {400, 403}
    with app.extensions["works"].reading(OPERATOR) as uow:
        assert uow.session.query(Meeting).filter_by(unit_id=month_world.commune.id).count() == 0
