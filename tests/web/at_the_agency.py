"""People on their way to the provider and back: fixtures and steps of the tests of agency accounts."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.journal import JournalEntry
from scheduler.settings import Settings
from tests.usecases.gates import PASSWORD
from tests.web.agency import CLIENT, SECRET, Agency, open_agency
from tests.web.people import a_person, through_the_door, token_in
from web.app import create_app
from web.provider import BACK

MAIL = "thu@xa.vn"
DOOR = "/dang-nhap/co-quan"


@pytest.fixture
def agency(clock: StoppedClock) -> Iterator[Agency]:
    with open_agency() as made:
        made.now = clock.now
        made.people = {
            "p-1": {"email": MAIL, "email_verified": True},
            "p-2": {"email": "b@x.vn", "email_verified": True},
        }
        made.who = "p-1"
        yield made


def settings_of(agency: Agency, folder: Path, database_url: str, **over: Any) -> Settings:
    secret = folder / "oidc.secret"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    secret.chmod(0o600)
    made = Settings(
        **{
            "data": folder / "data",
            "database_url": database_url,
            "oidc_issuer": agency.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret_file": secret,
        }
        | over
    )
    agency.client.backs = [f"{made.public_url}{BACK}"]
    return made


@pytest.fixture
def app(agency: Agency, database_url: str, clock: StoppedClock, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(settings_of(agency, tmp_path, database_url), clock)
    yield made
    made.extensions["works"].engine.dispose()


@pytest.fixture
def secretary(app: Flask, own_world: SimpleNamespace):
    return a_person(app, MAIL, (Role.SECRETARY, own_world.commune))


def set_out(client: FlaskClient, address: str = DOOR) -> str:
    """Follow our link; return where the provider sends the browser back to."""
    led = client.get(address)
    assert led.status_code == 303, led.text
    return at_the_provider(led.headers["Location"])


def at_the_provider(address: str) -> str:
    answer = requests.get(address, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def come_back(client: FlaskClient, address: str):
    return client.get(path_of(address))


def enters(app: Flask, **over: Any) -> tuple[FlaskClient, Any]:
    """A browser that came in by an agency account, and what it was answered."""
    client = over.pop("client", None) or app.test_client()
    return client, come_back(client, set_out(client, **over))


def ready_to_bind(client: FlaskClient, password: str = PASSWORD):
    token = token_in(client.get("/tai-khoan").text)
    return client.post("/tai-khoan/co-quan", data={"_the": token, "mat_khau_lien_ket": password})


def link_in(page: str) -> str:
    """The address of the button that leads to the provider."""
    return unescape(re.search(r'class="btn btn-main" href="([^"]+)"', page)[1])


def binds(app: Flask, email: str = MAIL, **over: Any) -> tuple[FlaskClient, Any]:
    """A browser signed in with the password that bound an agency account, and what it was answered."""
    client, _ = through_the_door(app, email, **over)
    assert ready_to_bind(client).status_code == 303
    return client, come_back(client, at_the_provider(link_in(client.get("/tai-khoan/co-quan").text)))


def told(app: Flask, kind: str) -> list[dict[str, Any]]:
    """What the journal tells of a kind, oldest first."""
    with app.extensions["works"].reading(OPERATOR) as uow:
        rows = uow.session.query(JournalEntry).filter_by(kind=kind).order_by(JournalEntry.seq)
        return [row.body for row in rows]


def is_in(client: FlaskClient) -> bool:
    return client.get("/tai-khoan").status_code == 200
