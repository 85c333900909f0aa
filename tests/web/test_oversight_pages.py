"""Oversight on the pages: every way in by role and distance, from a red cell to its answer, and every cheat."""

import csv
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from scheduler import explaining
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.explanations import Explanation
from scheduler.db.locks import LockedVerdict, PeriodLock
from tests.usecases.overseeing import CHAIRMAN, Place, a_province
from tests.web.office import at_the_office, form
from web.pages.oversight import pages

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
FRAMES = {(frame.method, frame.rule) for frame in pages.frames}
ROWS = [row for row in csv.DictReader(LISTED) if (row["method"], row["rule"]) in FRAMES]
WHY, BECAUSE = "Vì sao tháng 10 chỉ tiếp <b>một</b> ngày?", "Ngày 22/10 Chủ tịch đi công tác đột xuất."
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    province, first, second = a_province(app.extensions["works"])
    return SimpleNamespace(province=province, first=first, second=second)


def browser(app: Flask, role: Role, unit) -> FlaskClient:
    return at_the_office(app, Actor(f"a-{role.value}", role, unit.id if unit else None))


def cell_of(at: Place, first_on: str = "2026-10-01") -> str:
    return f"/giam-sat/o/{at.chair.id}/{CHAIRMAN}/{first_on}"


def asked_of(app: Flask, at: Place) -> str:
    with app.extensions["works"].writing(OPERATOR) as uow:
        return explaining.ask(uow, at.chair.id, CHAIRMAN, OCTOBER, WHY).id


def kept(app: Flask, table: type) -> int:
    with app.extensions["works"].reading(OPERATOR) as uow:
        return uow.session.query(table).count()


def test_every_page_of_oversight_is_listed() -> None:
    assert {(row["method"], row["rule"]) for row in ROWS} == FRAMES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['rule']}")
def test_each_role_gets_at_each_distance_what_is_written(
    app: Flask, world: SimpleNamespace, row: dict[str, str]
) -> None:
    stands = {"own": world.first.unit, "other": world.second.unit, "child": world.province}
    for role, distance in product(Role, stands):
        address, given = asked_at(app, world, row)
        client = browser(app, role, stands[distance])
        answer = client.get(address) if row["method"] == "GET" else client.post(address, data=form(**given))
        wanted = int(row[distance]) if role.value in row["roles"].split() else 403
        assert answer.status_code == wanted, (role, distance)
        forget(app)


def asked_at(app: Flask, world: SimpleNamespace, row: dict[str, str]) -> tuple[str, dict[str, str]]:
    """An address of a page about the first commune, and a form that it takes."""
    at, rule = world.first, row["rule"]
    if rule.startswith("/giam-sat/o/"):
        asks = rule.endswith("/hoi")
        return cell_of(at) + ("/hoi" if asks else ""), {"question": WHY} if asks else {}
    if row["method"] == "POST" and rule.endswith("giai-trinh"):
        return rule, {"explanation_id": asked_of(app, at), "answer": BECAUSE}
    return rule.replace("<id:unit_id>", at.unit.id), {"month": "2026-09-01"}


def forget(app: Flask) -> None:
    """Take back by hand what one try did, so that the next one finds the same."""
    with app.extensions["works"].engine.begin() as raw:
        for table in (Explanation, LockedVerdict, PeriodLock):
            raw.execute(delete(table))


def test_from_a_red_cell_to_its_evidence_a_question_and_the_answer(app: Flask, world: SimpleNamespace) -> None:
    above = browser(app, Role.INSPECTOR, world.province)
    board = above.get("/giam-sat?nv=chu_tich_ubnd.reception.periodic").text
    assert cell_of(world.first) in board
    assert ">1/2<" in board
    evidence = above.get(cell_of(world.first)).text
    assert "08/10/2026: tính" in evidence
    assert "22/10/2026: không tính" in evidence

    address = f"{cell_of(world.first)}/hoi"
    assert above.post(address, data=form(question=WHY)).status_code == 303
    told = above.get(cell_of(world.first)).text
    assert "Vì sao tháng 10 chỉ tiếp &lt;b&gt;một&lt;/b&gt; ngày?" in told
    assert "Đơn vị chưa trả lời." in told
    assert f'action="{address}"' not in told

    desk = browser(app, Role.SECRETARY, world.first.unit)
    page = desk.get("/giam-sat/giai-trinh").text
    asked = page.partition('name="explanation_id" value="')[2].partition('"')[0]
    short = desk.post("/giam-sat/giai-trinh", data=form(explanation_id=asked, answer="Vâng"))
    assert short.status_code == 422
    assert ">Vâng</textarea>" in short.text
    sent = desk.post("/giam-sat/giai-trinh", data=form(explanation_id=asked, answer=BECAUSE))
    assert sent.status_code == 303
    above = browser(app, Role.INSPECTOR, world.province)
    assert BECAUSE in above.get(cell_of(world.first)).text


def test_what_is_typed_too_short_stays_in_the_form(app: Flask, world: SimpleNamespace) -> None:
    above = browser(app, Role.INSPECTOR, world.province)
    refused = above.post(f"{cell_of(world.first)}/hoi", data=form(question="Vì sao?"))
    assert refused.status_code == 422
    assert ">Vì sao?</textarea>" in refused.text
    assert kept(app, Explanation) == 0


def test_nobody_asks_or_locks_from_another_site(app: Flask, world: SimpleNamespace) -> None:
    chief = browser(app, Role.OFFICE_CHIEF, world.province)
    assert chief.post(f"{cell_of(world.first)}/hoi", data={"question": WHY}).status_code == 403
    assert chief.post(f"/giam-sat/chot/{world.first.unit.id}", data={"month": "2026-09-01"}).status_code == 403
    assert (kept(app, Explanation), kept(app, PeriodLock)) == (0, 0)


def test_a_locked_month_is_told_and_is_locked_once(app: Flask, world: SimpleNamespace) -> None:
    chief = browser(app, Role.OFFICE_CHIEF, world.first.unit)
    address = f"/giam-sat/chot/{world.first.unit.id}"
    assert "Chốt số liệu tháng 10/2026" in chief.get(address).text
    assert chief.post(address, data=form(month="2026-10-01")).status_code == 303
    told = chief.get(address).text
    assert "tháng 10/2026, chốt lúc 22/11/2026" in told
    assert "Chốt số liệu tháng 10/2026" not in told
    again = chief.post(address, data=form(month="2026-10-01"))
    assert again.status_code == 409
    assert chief.post(address, data=form(month="2026-12-01")).status_code == 422
    assert chief.post(address, data=form(month="hôm qua")).status_code == 404
    assert kept(app, PeriodLock) == 1


def test_the_country_leads_to_its_provinces_and_they_to_their_communes(app: Flask, world: SimpleNamespace) -> None:
    keeper = browser(app, Role.LEGAL_ADMIN, None)
    country = keeper.get("/giam-sat").text
    assert "Tỉnh Lạng Sơn" in country
    link = country.partition(f'href="/giam-sat?don_vi={world.province.id}')[2].partition('"')[0]
    board = keeper.get(f"/giam-sat?don_vi={world.province.id}{link}".replace("&amp;", "&")).text
    assert "Xã Tân Đoàn" in board
    assert "Về cả nước" in board


@pytest.mark.parametrize("wrong", ["?nv=khong-co", "?don_vi=khong-co", "?nam=1800", "?tu=-1", "?sx=to-nhat"])
def test_an_address_that_asks_for_nothing_real_says_so(app: Flask, world: SimpleNamespace, wrong: str) -> None:
    answer = browser(app, Role.INSPECTOR, world.province).get(f"/giam-sat{wrong}")
    assert answer.status_code in {404, 422}
    assert "<h1" in answer.text


def test_a_day_that_is_none_is_not_found(app: Flask, world: SimpleNamespace) -> None:
    assert browser(app, Role.INSPECTOR, world.province).get(cell_of(world.first, "2026-13-01")).status_code == 404
