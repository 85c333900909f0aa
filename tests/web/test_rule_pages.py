"""The rules on the pages: who may, what turns before it is saved, every slip named, and nothing ever edited."""

import csv
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler import rulebook
from scheduler.core.facts import Activity
from scheduler.core.periods import PeriodKind
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.law import RuleRow
from scheduler.rule_terms import Terms
from tests.usecases.overseeing import CHAIRMAN, a_province
from tests.web.duty_world import text_of
from tests.web.html import get
from tests.web.office import at_the_office, form
from web.pages.law import pages

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
FRAMES = {(frame.method, frame.rule) for frame in pages.frames if frame.rule.startswith("/quy-tac")}
ROWS = [row for row in csv.DictReader(LISTED) if (row["method"], row["rule"]) in FRAMES]
STRICTER = Terms(Activity.RECEPTION, "periodic", "chu_tich_ubnd", "xa", 3, PeriodKind.MONTH, "Quy chế 05-QC/ĐU")
BASIS = "Luật 999/2026/QH15 Đ1 <b>"
TERMS = {
    "sub_type": "reception/periodic", "office": "chu_tich_ubnd", "level": "xa", "minimum": "3", "unit": "day",
    "period": "month", "counts_delegated": "no", "counts_adhoc": "no",
}  # fmt: skip
NEW = TERMS | {"sub_type": "dialogue/people", "valid_from": "2027-01-01", "legal_basis": BASIS}
NATIONAL = NEW | {"rule_id": "R-MOI", "confidence": "P"}
HEIR = TERMS | {"on": "2027-01-01", "legal_basis": BASIS}
pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    province, first, second = a_province(app.extensions["works"])
    with app.extensions["works"].writing(OPERATOR) as uow:
        local = rulebook.add_local_rule(uow, first.unit.id, STRICTER, date(2026, 12, 1)).id
    return SimpleNamespace(province=province, first=first, second=second, local=local)


def browser(app: Flask, role: Role = Role.LEGAL_ADMIN, unit=None) -> FlaskClient:
    return at_the_office(app, Actor(f"a-{role.value}", role, unit.id if unit else None), where="Cả nước")


def rows(app: Flask) -> dict[str, tuple[object, object]]:
    with app.extensions["works"].reading(OPERATOR) as uow:
        return {row.id: (row.row["min_count"], row.ended_on) for row in uow.session.query(RuleRow)}


def asked_at(world: SimpleNamespace, row: dict[str, str], role: Role) -> tuple[str, dict[str, str]]:
    """An address of a page, and a form that it takes: about the first commune, where a unit is meant."""
    rule = row["rule"]
    own = "/rieng/" in rule
    address = rule.replace("<id:rule_id>", world.local if own else CHAIRMAN)
    address = address.replace("<id:unit_id>", world.first.unit.id)
    end = {"last_on": "2026-12-31"}
    heir = HEIR if own else HEIR | {"heir_id": f"R-{role.value}", "confidence": "P"}
    by_end = {"het": end, "thay": heir, "them": NEW if "/don-vi/" in rule else NATIONAL}
    return address, by_end.get(rule.rpartition("/")[2], {})


def test_every_page_of_the_rules_is_listed() -> None:
    assert {(row["method"], row["rule"]) for row in ROWS} == FRAMES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['rule']}")
def test_each_role_gets_at_each_distance_what_is_written(
    app: Flask, world: SimpleNamespace, row: dict[str, str]
) -> None:
    local = "/rieng/" in row["rule"] or "/don-vi/" in row["rule"]
    own = world.first.unit if local else None
    stands = {"other": world.second.unit, "child": world.province, "own": own}
    for role, distance in product(Role, stands):
        if row["method"] == "POST" and distance == "own" and role is Role.OPERATOR:
            continue  # a form works once
        address, given = asked_at(world, row, role)
        client = browser(app, role, stands[distance])
        answer = client.get(address) if row["method"] == "GET" else client.post(address, data=form(**given))
        wanted = int(row[distance]) if role.value in row["roles"].split() else 403
        assert answer.status_code == wanted, (role, distance, answer.status_code)


def test_the_board_lists_by_level_what_holds_and_on_demand_all(app: Flask, world: SimpleNamespace) -> None:
    page = get(browser(app), "/quy-tac")
    assert "Cấp xã" in page.text
    assert "2 ngày mỗi tháng" in page.text
    assert "R-G-COMM-01" not in page.text
    assert "Quy chế 05-QC/ĐU" in page.text
    every = get(browser(app), "/quy-tac?dang=tat-ca").text
    assert "R-G-COMM-01" in every
    assert "chưa tìm thấy số ngày phải tiếp" in every
    unit = get(browser(app, Role.UNIT_ADMIN, world.second.unit), "/quy-tac").text
    assert "Quy chế 05-QC/ĐU" not in unit
    assert "Thêm quy tắc riêng" in unit


def test_a_rule_shows_its_versions_and_an_off_one_why(app: Flask, world: SimpleNamespace) -> None:
    page = text_of(browser(app).get(f"/quy-tac/{CHAIRMAN}").text)
    assert "Các bản của nghĩa vụ này (2)" in page
    assert "từ 01/07/2014 đến 30/06/2026" in page
    off = browser(app).get("/quy-tac/R-H-SC-01").text
    assert "chưa tìm thấy số ngày phải tiếp" in off
    assert "Không có nút bật" in off
    assert browser(app).get("/quy-tac/khong-co").status_code == 404
    assert browser(app, Role.UNIT_ADMIN, world.second.unit).get(f"/quy-tac/{world.local}").status_code == 404


def test_a_successor_shows_what_turns_and_the_old_rule_stays_as_it_was(app: Flask) -> None:
    client, address = browser(app), f"/quy-tac/{CHAIRMAN}/thay"
    before = rows(app)
    seen = client.get(address, query_string=TERMS | {"on": "2026-10-01"})
    told = text_of(seen.text)
    assert seen.status_code == 200
    assert "Xét đủ 2 đơn vị có chức vụ này." in told
    assert "Xã Khánh Khê, Chủ tịch UBND tháng 10/2026 đạt, 2/2 thiếu, 2/3" in told
    assert rows(app) == before

    given = TERMS | {"on": "2026-10-01", "legal_basis": BASIS, "heir_id": "R-MOI", "confidence": "S"}
    saved = client.post(address, data=form(**given))
    assert (saved.status_code, saved.headers["Location"]) == (303, "/quy-tac/R-MOI?xong=da-luu")
    after = rows(app)
    assert after[CHAIRMAN] == ("2", date(2026, 9, 30))
    assert after["R-MOI"] == ("3", None)
    assert "Luật 999/2026/QH15 Đ1 &lt;b&gt;" in client.get("/quy-tac/R-MOI").text
    again = client.get(address, query_string=TERMS | {"on": "2026-11-01"})
    assert again.status_code == 422
    assert client.post(address, data=form(**given)).status_code == 409


def test_an_end_names_what_is_no_longer_judged(app: Flask) -> None:
    client, address = browser(app), f"/quy-tac/{CHAIRMAN}/het"
    assert "thiếu, 1/2 không xét" in text_of(client.get(f"{address}?last_on=2026-09-30").text)
    assert client.get(f"{address}?last_on=2010-01-01").status_code == 422
    assert client.post(address, data=form(last_on="2026-09-30")).status_code == 303
    assert rows(app)[CHAIRMAN] == ("2", date(2026, 9, 30))


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"minimum": "0"}, "minimum"),
        ({"minimum": "21"}, "minimum"),
        ({"minimum": "hai"}, "minimum"),
        ({"office": "vua"}, "office"),
        ({"level": "trai-dat"}, "level"),
        ({"sub_type": "reception/adhoc"}, "sub_type"),
        ({"sub_type": "x"}, "sub_type"),
        ({"period": "ngay"}, "period"),
        ({"valid_from": "2027-02-30"}, "valid_from"),
        ({"valid_to": "2026-01-01"}, "valid_to"),
        ({"counts_adhoc": "unknown"}, "counts_adhoc"),
        ({"confidence": "M"}, "confidence"),
        ({"rule_id": CHAIRMAN}, "rule_id"),
        ({"rule_id": "có dấu"}, "rule_id"),
        ({"legal_basis": "x" * 501}, "legal_basis"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    app: Flask, over: dict[str, str], field: str
) -> None:
    before = rows(app)
    refused = browser(app).post("/quy-tac/them", data=form(**(NATIONAL | {"note": "Ghi chú <i>riêng</i>"} | over)))
    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert f'id="{field}"' in refused.text
    assert "Ghi chú &lt;i&gt;riêng&lt;/i&gt;" in refused.text
    assert rows(app) == before


def test_a_rule_that_is_off_is_switched_on_by_a_founded_successor_only(app: Flask) -> None:
    client, address = browser(app), "/quy-tac/R-H-SC-01/thay"
    given = TERMS | {
        "office": "thuong_truc_hdnd", "level": "tinh_xa", "minimum": "1", "on": "2027-01-01", "legal_basis": "NQ",
        "heir_id": "R-H-SC-02",
    }  # fmt: skip
    memory = client.post(address, data=form(**given, confidence="M"))
    assert memory.status_code == 422
    assert "R-H-SC-02" not in rows(app)
    assert client.post(address, data=form(**given, confidence="P")).status_code == 303
    assert rows(app)["R-H-SC-01"] == ("", date(2026, 12, 31))
    template = client.get("/quy-tac/them?mau=D-218-LOCAL-02")
    assert template.status_code == 200
    assert 'value="dialogue/mttq_ctxh_people" selected' in template.text


def test_a_unit_makes_its_own_rule_stricter_never_looser(app: Flask, world: SimpleNamespace) -> None:
    admin = browser(app, Role.UNIT_ADMIN, world.second.unit)
    address = f"/quy-tac/don-vi/{world.second.unit.id}/them"
    local = TERMS | {"valid_from": "2026-12-01", "legal_basis": "Quy chế 07"}
    looser = admin.post(address, data=form(**(local | {"minimum": "1"})))
    assert looser.status_code == 422
    assert "không được thấp hơn mức chung là 2" in looser.text
    assert 'value="Quy chế 07"' in looser.text
    past = admin.get(address, query_string=TERMS | {"valid_from": "2026-10-01"})
    assert past.status_code == 422
    assert "không xét lại những kỳ đã qua" in past.text
    seen = admin.get(address, query_string=TERMS | {"valid_from": "2026-12-01"})
    assert "Xét đủ 1 đơn vị có chức vụ này." in text_of(seen.text)
    assert "Cả nước" not in seen.text.partition("<main")[2]
    assert admin.post(address, data=form(**local)).status_code == 303
    twin = admin.post(address, data=form(**local))
    assert twin.status_code == 422
    assert "đã có quy định riêng" in twin.text


def test_a_look_out_of_reach_or_at_nothing_is_not_found(app: Flask, world: SimpleNamespace) -> None:
    admin = browser(app, Role.UNIT_ADMIN, world.first.unit)
    address = f"/quy-tac/don-vi/{world.first.unit.id}/them"
    terms = NEW | {"within": world.second.unit.id}
    del terms["legal_basis"]
    assert admin.get(address, query_string=terms).status_code == 404
    assert browser(app).get("/quy-tac?dang=gi").status_code == 422
    assert browser(app).get("/quy-tac?la=1").status_code == 422


def test_a_form_of_another_site_changes_nothing(app: Flask) -> None:
    before = rows(app)
    assert browser(app).post("/quy-tac/them", data=NATIONAL).status_code == 403
    assert browser(app).post(f"/quy-tac/{CHAIRMAN}/het", data={"last_on": "2026-12-31"}).status_code == 403
    assert rows(app) == before
