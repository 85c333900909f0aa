"""People with accounts who come to the pages through the real door."""

import re
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from scheduler.account_deeds import Terms
from scheduler.core.roles import Role
from scheduler.guessing import Gate
from tests.usecases.gates import PASSWORD, cheap, someone

SINCE = date(2026, 1, 1)


def gate_of(app: Flask) -> Gate:
    """The application's gate, with passwords that cost next to nothing to check."""
    gate = Gate(app.extensions["works"], cheap())
    app.extensions["gate"] = gate
    return gate


def a_person(app: Flask, email: str, *roles: tuple[Role, Any], office: Any = None, **over: Any) -> Any:
    """Somebody with an account, in some roles at some units."""
    terms = [Terms(role, unit.id if unit else None, office.id if office else None, SINCE) for role, unit in roles]
    unit_id = roles[0][1].id if roles and roles[0][1] else None
    return someone(gate_of(app), email, *terms, unit_id=unit_id, **over)


def token_in(page: str) -> str:
    """The token of the first form of a page."""
    return re.search(r'name="_the" value="([0-9a-f]{64})"', page)[1]


def through_the_door(app: Flask, email: str, password: str = PASSWORD, **over: Any) -> tuple[FlaskClient, Any]:
    """A browser that filled in the door, and what it was answered."""
    client = over.pop("client", None) or app.test_client()
    page = client.get("/dang-nhap", query_string=over.pop("query", {})).text
    tiep = re.search(r'name="tiep" value="([^"]*)"', page)[1]
    given = {"_the": token_in(page), "email": email, "mat_khau": password, "may": "office", "tiep": tiep} | over
    return client, client.post("/dang-nhap", data=given)
