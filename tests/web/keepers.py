"""Those who keep a unit at its pages: its administrator, a second one, and whoever acts for the country."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from scheduler import accounts, own_account
from scheduler.account_deeds import Terms
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.work import Works
from tests.usecases.gates import PASSWORD
from tests.web.html import Element, read
from tests.web.office import at_the_office, form
from tests.web.people import SINCE, gate_of


def works_of(app: Flask) -> Works:
    return app.extensions["works"]


def an_account(app: Flask, email: str, role: Role | None = None, unit: Any = None, office: Any = None, **over: Any):
    """An account kept by a unit, opened unless ``invited`` is said."""
    gate = gate_of(app)
    unit_id = unit.id if unit is not None else None
    with works_of(app).writing(OPERATOR) as uow:
        made = accounts.invite(uow, accounts.Newcomer(email, over.get("name", "Lò Thị Năm"), unit_id))
        if role is not None:
            accounts.assign(uow, made.account.id, Terms(role, unit_id, office.id if office else None, SINCE))
    if not over.get("invited"):
        own_account.take_link(gate, made.secret, PASSWORD)
    return made.account


def admin_of(app: Flask, unit: Any, email: str = "quantri@xa.vn", name: str = "Hà Thị Quản") -> Actor:
    account = an_account(app, email, Role.UNIT_ADMIN, unit, name=name)
    return Actor(account.id, Role.UNIT_ADMIN, unit.id, account_id=account.id)


def at(app: Flask, actor: Actor) -> FlaskClient:
    return at_the_office(app, actor)


def sent(client: FlaskClient, address: str, status: int = 303, **values: object) -> Element:
    """Send a form; fails unless it is answered as expected. Returns the page it leads to, or shows."""
    answer = client.post(address, data=form(**values))
    assert answer.status_code == status, (answer.status_code, answer.text[-3000:])
    return read(client.get(answer.headers["Location"]).text) if status == 303 else read(answer.text)


def operator_of(app: Flask) -> Actor:
    account = an_account(app, "vanhanh@tiepdan.vn", Role.OPERATOR)
    return Actor(account.id, Role.OPERATOR, None, account_id=account.id)
