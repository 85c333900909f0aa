"""Nothing is half translated: every page that can be opened, read in English."""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.offices import Holding
from scheduler.db.tables import metadata
from tests.api.registered import enter
from tests.usecases.leading import signed_in
from tests.usecases.overseeing import CHAIRMAN, a_province
from tests.web.conftest import _addresses
from tests.web.duty_world import GROUND, a_month, in_state
from tests.web.english import data_in, left_vietnamese
from tests.web.keepers import an_account
from tests.web.office import at_the_office, form

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
ROWS = [row for row in csv.DictReader(LISTED) if row["method"] == "GET"]
STATES = {
    "duyet": State.DRAFT,
    "huy": State.DRAFT,
    "tra-lai": State.APPROVED,
    "niem-yet": State.APPROVED,
    "dinh-chinh": State.HELD,
}
HELD = (datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2026, 11, 20, 4, tzinfo=UTC))
ENGLISH = {"Accept-Language": "en-GB,en;q=0.8"}


def reader(app: Flask, world: SimpleNamespace, row: dict[str, str]) -> FlaskClient:
    """A browser of somebody who may open a page: the chief of office where that is enough, or the first named."""
    roles = row["roles"].split()
    role = Role.OFFICE_CHIEF if Role.OFFICE_CHIEF in roles else Role(roles[0])
    at = None if row["other"] == "403" else world.unit.id  # else the page is for those who act for the country
    actor = Actor(f"account-{role.value}", role, at)
    if role is Role.LEADER:
        actor = signed_in(app.extensions["works"], world.unit, role, world.chair, name="Nguyễn Văn Một")
    return at_the_office(app, actor, language="en")


def world_of(app: Flask, row: dict[str, str]) -> SimpleNamespace:
    """A unit with one of everything that the page is about."""
    if row["rule"].startswith("/giam-sat"):
        _, first, _ = a_province(app.extensions["works"])
        names = {"unit_id": first.unit.id, "office_id": first.chair.id, "rule_id": CHAIRMAN, "first_on": "2026-10-01"}
        return SimpleNamespace(unit=first.unit, chair=first.chair, names=names)
    month = a_month(app)
    page = row["rule"].rpartition(">")[2].strip("/") or row["rule"].split("/")[-2]
    past = page in {"ghi-nhan", "dinh-chinh"}
    with month.works.writing(OPERATOR) as uow:
        over = dict(zip(("actual_start", "actual_end"), HELD, strict=True)) if page == "dinh-chinh" else {}
        on = date(2026, 11, 20) if past else date(2026, 12, 9)
        one = in_state(uow, month, STATES.get(page, State.PUBLISHED), on, **over)
        one.origin = {"from": "pattern", "why": "Mẫu: ngày 09 hằng tháng.", "code": "on_pattern", "nominal": str(on)}
        posting = one.postings[0].id if one.postings else ""
        entered = enter(uow, month.unit, month.chair)
    leader = signed_in(month.works, month.unit, Role.LEADER, month.chair, name="Trần Thị Ba")
    asked = form(first_on="2026-12-08", part="all", cause="mission", words=GROUND)
    assert at_the_office(app, leader).post("/cua-toi/bao-ban", data=asked).status_code == 303
    month.names = entered | {"unit_id": month.unit.id, "meeting_id": one.id, "posting_id": posting}
    if "<id:account_id>" in row["rule"]:
        month.names["account_id"] = an_account(app, "thu@xa.vn", Role.SECRETARY, month.unit).id
    with month.works.reading(OPERATOR) as uow:
        held = uow.session.scalars(select(Holding).where(Holding.office_id == month.chair.id)).first()
    month.names |= {"office_id": held.office_id, "holding_id": held.id}
    month.names["rule_id"] = entered["local_rule"] if "/rieng/" in row["rule"] else CHAIRMAN
    return month


def address_of(app: Flask, world: SimpleNamespace, rule: str) -> str:
    """An address of a page; a name that nobody gave is that of the first row of its table."""

    def given(found: re.Match[str]) -> str:
        name = found[1]
        if name in world.names:
            return str(world.names[name])
        with app.extensions["works"].reading(OPERATOR) as uow:
            return str(
                uow.session.execute(select(metadata.tables[name.removesuffix("_id")].c.id).limit(1)).scalar_one()
            )

    return re.sub(r"<(?:\w+:)?(\w+)>", given, rule)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_a_page_of_the_office_is_english_throughout(app: Flask, row: dict[str, str]) -> None:
    world = world_of(app, row)
    address = address_of(app, world, row["rule"])
    answer = reader(app, world, row).get(address)
    assert (answer.status_code, answer.headers.get("Content-Language")) == (200, "en"), answer.headers
    assert '<html lang="en">' in answer.text
    assert left_vietnamese(answer.text, data_in(app.extensions["works"])) == []


def public_pages() -> list[str]:
    return list(_addresses(SimpleNamespace(commune=_Any(), province=_Any(), empty=_Any(), ended=_Any(), ids=_Any())))


class _Any(dict[str, str]):
    public_name = ""

    def __missing__(self, name: str) -> str:
        return name


@pytest.mark.parametrize("name", public_pages())
def test_a_public_page_is_english_throughout(client: FlaskClient, town: SimpleNamespace, name: str) -> None:
    answer = client.get(_addresses(town)[name], headers=ENGLISH)
    assert '<html lang="en">' in answer.text
    assert left_vietnamese(answer.text, data_in(town.app.extensions["works"])) == []


@pytest.mark.parametrize("address", ["/dang-nhap", "/dang-nhap/ma", "/quen-mat-khau"])
def test_the_door_is_english_throughout(client: FlaskClient, address: str) -> None:
    assert left_vietnamese(client.get(address, headers=ENGLISH).text, ["Tiếng Việt"]) == []


def refused_pages(world: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Forms that are refused, by the page they are sent to: a law against them, a field left empty."""
    month = f"/lam-viec/{world.unit.id}"
    return {
        f"/lam-viec/buoi/{world.one}/hoan": {"ly_do": "x"},
        f"/lam-viec/buoi/{world.one}/doi": {"den": "2026-13-40", "tu1": "08:00", "het1": "07:00", "ly_do": ""},
        f"{month}/lich/them": {"ngay": "2020-01-01", "bat_dau": "25:00"},
        f"{month}/niem-yet": {"thang": "2026-12", "buoi": f"{world.approved}:1"},
    }


def test_a_refusal_is_english_throughout(app: Flask) -> None:
    world = a_month(app)
    client = at_the_office(app, Actor("account", Role.OFFICE_CHIEF, world.unit.id), language="en")
    for address, given in refused_pages(world).items():
        answer = client.post(address, data=form(phien_ban=1, **given))
        assert answer.status_code in {409, 412, 422}, address
        typed = [str(value) for value in given.values()]
        assert left_vietnamese(answer.text, data_in(world.works) + typed) == []
