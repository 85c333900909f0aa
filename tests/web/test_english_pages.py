"""Nothing is half translated: every page that can be opened, read in English."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from migrations import upgrade
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import Actor, Role
from scheduler.settings import Settings
from tests.web.conftest import PUBLIC, public_addresses
from tests.web.duty_world import a_month
from tests.web.english import data_in, left_vietnamese
from tests.web.every_page import ROWS, a_world_of_every_page, address_of, reader_of
from tests.web.office import at_the_office, form
from tests.web.world import NOW
from web.app import create_app

ENGLISH = {"Accept-Language": "en-GB,en;q=0.8"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """One embedded database with everything in it, which the tests only look at."""
    app = create_app(Settings(data=tmp_path_factory.mktemp("every-page")), StoppedClock(NOW))
    upgrade(app.extensions["works"].engine)
    made = a_world_of_every_page(app)
    made.data = data_in(made.works)
    yield made
    made.works.engine.dispose()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_a_page_of_the_office_is_english_throughout(world: SimpleNamespace, row: dict[str, str]) -> None:
    client = at_the_office(world.app, reader_of(world, row), language="en")
    answer = client.get(address_of(world, row["rule"]))
    assert (answer.status_code, answer.headers.get("Content-Language")) == (200, "en"), answer.headers
    assert '<html lang="en">' in answer.text
    assert left_vietnamese(answer.text, world.data) == []


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_english_throughout(client: FlaskClient, town: SimpleNamespace, name: str) -> None:
    answer = client.get(public_addresses(town)[name], headers=ENGLISH)
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
