"""Who may open which page of those who keep a unit, and do what there: every line of pages.csv about them is tried."""

import csv
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from scheduler import account_desk, accounts, feeds, keys
from scheduler.account_deeds import Terms
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.feeds import FeedScope
from scheduler.roster_table import packed
from scheduler.wording.offices import COLUMNS
from tests.factories import make_holding, make_office, make_person
from tests.usecases.leading import make_account
from tests.web.keepers import an_account, works_of
from tests.web.office import at_the_office, form
from tests.web.people import SINCE
from tests.web.sheets import book
from web.pages.offices import pages as offices
from web.pages.people import pages as people

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
FRAMES = {(frame.method, frame.rule) for pages in (people, offices) for frame in pages.frames}
ROWS = [row for row in csv.DictReader(LISTED) if (row["method"], row["rule"]) in FRAMES]
DISTANCES = ("other", "parent", "child", "own")
DAY = "2026-11-22"


def test_every_page_of_those_who_keep_a_unit_is_listed() -> None:
    assert {(row["method"], row["rule"]) for row in ROWS} == FRAMES


def _of_account(app: Flask, unit: Any, rule: str) -> tuple[dict[str, str], dict[str, object]]:
    """What stands in an address about an account of a unit, and what its form sends."""
    last = rule.rpartition("/")[2]
    account = an_account(app, f"{unit.code}@xa.vn", Role.SECRETARY, unit, invited=last == "moi-lai")
    with works_of(app).writing(OPERATOR) as uow:
        whole = account_desk.look(uow, account.id)
        held, link = whole.listed.roles[0].row.id, whole.listed.link
        asker = make_account(uow, f"hoi-{unit.code}", unit)
        me = Actor(asker.id, Role.UNIT_ADMIN, unit.id, account_id=asker.id)
    with works_of(app).writing(me) as uow:
        asked = accounts.assign(uow, account.id, Terms(Role.UNIT_ADMIN, unit.id, None, SINCE))
    names = {"account_id": account.id, "assignment_id": held, "change_id": asked.id}
    given: dict[str, dict[str, object]] = {
        "moi": {
            "email": "m@x.vn", "name": "M", "role": "desk", "unit_id": unit.id, "first_on": DAY,
        },
        "ten": {"version": whole.listed.account.version, "name": "Tên khác", "language": "vi"},
        "vai-tro": {"role": "desk", "unit_id": unit.id, "first_on": DAY},
        "ket-thuc": {"last_on": DAY},
        **{key: {"link_id": link.id if link else ""} for key in ("moi-lai", "dat-lai", "lam-lai")},
    }  # fmt: skip
    return names, given.get(last, {})


def _of_keys(app: Flask, unit: Any, rule: str) -> tuple[dict[str, str], dict[str, object]]:
    """The same about a key and a calendar link of a unit; a new one is always of the reader's own unit."""
    with works_of(app).writing(OPERATOR) as uow:
        key, _ = keys.issue_key(uow, "Cổng", unit.id, Role.SECRETARY)
        link, _ = feeds.issue_link(uow, FeedScope.UNIT, unit.id, "Sảnh")
    given: dict[str, dict[str, object]] = {
        "khoa": {"unit_id": unit.id, "name": "Cổng", "role": "secretary", "seen": key.id},
        "lich": {"unit_id": unit.id, "device": "Sảnh", "target": f"unit:{unit.id}", "link_id": "moi"},
    }
    return {"key_id": key.id, "link_id": link.id}, given.get(rule.rpartition("/")[2], {})


def _of_offices(app: Flask, unit: Any, rule: str) -> tuple[dict[str, str], dict[str, object]]:
    """The same about an office and a person of a unit."""
    with works_of(app).writing(OPERATOR) as uow:
        office, person = make_office(uow, unit, "chu_tich_hdnd", "Chủ tịch HĐND"), make_person(uow, unit, "Vi Văn A")
        held = make_holding(uow, office, person)
    names = {"office_id": office.id, "holding_id": held.id, "person_id": person.id}
    given: dict[str, dict[str, object]] = {
        "chuc-vu/them": {"kind": "thuong_truc_hdnd", "title": "Thường trực", "valid_from": "2026-12-01"},
        "ten": {"version": 1, "title": "Chủ tịch Hội đồng nhân dân"},
        "ket-thuc": {"version": 1, "on": "2027-12-31"},
        "nguoi-giu": {"name": "Vi Văn B", "capacity": "holder", "first_on": "2026-12-01"},
        "thoi-giu/<id:holding_id>": {"last_on": "2027-12-31"},
        "nhap": {"bang": packed([list(COLUMNS), ["Vi Văn E"]])},
        "nhap/xem-truoc": {"tep": book(["Vi Văn G"])},
        "nhan-su/them": {"name": "Vi Văn C"},
        "nhan-su/<id:person_id>": {"version": 1, "name": "Vi Văn D"},
    }
    return names, next((sent for end, sent in given.items() if rule.endswith(f"/{end}")), {})


def as_sent(values: dict[str, object]) -> dict[str, object]:
    """What a form sends: bytes are a file, read once each time."""
    return {name: (BytesIO(value), "a.xlsx") if isinstance(value, bytes) else value for name, value in values.items()}


READY: dict[str, Callable[[Flask, Any, str], tuple[dict[str, str], dict[str, object]]]] = {
    "/nguoi-dung": _of_account,
    "/khoa-va-lien-ket": _of_keys,
    "/lam-viec": _of_offices,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['rule']}")
def test_each_role_gets_at_each_distance_what_is_written(
    app: Flask, own_world: SimpleNamespace, row: dict[str, str]
) -> None:
    world = own_world
    of = {"own": world.commune, "other": world.commune, "parent": world.province, "child": world.commune}
    at = {"own": world.commune, "other": world.empty, "parent": world.commune, "child": world.province}
    ready = next(made for start, made in READY.items() if row["rule"].startswith(start))
    given = {unit.id: ready(app, unit, row["rule"]) for unit in (world.commune, world.province)}
    for role in Role:
        for distance in DISTANCES:
            if not row[distance]:
                continue  # an address of the reader's own
            if distance == "own" and row["method"] == "POST" and role not in {Role.UNIT_ADMIN, Role.DEPUTY}:
                continue  # a form works once: one who may and one who may not
            client = at_the_office(
                app, Actor("a", role, at[distance].id, account_id="a" if "change_id" in row["rule"] else None)
            )
            names, sent = given[of[distance].id]
            address = row["rule"].replace("<id:unit_id>", of[distance].id)
            for name, value in names.items():
                address = address.replace(f"<id:{name}>", value)
            answer = client.get(address) if row["method"] == "GET" else client.post(address, data=form(**as_sent(sent)))
            wanted = int(row[distance]) if role.value in row["roles"].split() else 403
            assert answer.status_code == wanted, (role, distance, answer.status_code, answer.text[-1500:])


@pytest.mark.parametrize("row", [row for row in ROWS if row["method"] == "POST"], ids=lambda row: row["rule"])
def test_a_form_of_another_site_is_refused(app: Flask, own_world: SimpleNamespace, row: dict[str, str]) -> None:
    ready = next(made for start, made in READY.items() if row["rule"].startswith(start))
    names, sent = ready(app, own_world.commune, row["rule"])
    address = row["rule"].replace("<id:unit_id>", own_world.commune.id)
    for name, value in names.items():
        address = address.replace(f"<id:{name}>", value)
    client = at_the_office(app, Actor("a", Role.UNIT_ADMIN, own_world.commune.id))
    assert client.post(address, data=as_sent(sent)).status_code == 403
    assert client.get(address).status_code in {200, 405}
