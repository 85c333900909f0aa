"""The application on a database of its own, and callers with keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.work import Works
from scheduler.keys import issue_key
from scheduler.settings import Settings
from web.app import create_app


@dataclass(frozen=True)
class Caller:
    """A program with a key; `v1` shortens the addresses."""

    client: FlaskClient
    secret: str = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: Any) -> TestResponse:
        sent = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        if self.secret:
            sent["Authorization"] = f"Bearer {self.secret}"
        path = path if path.startswith(("/api/", "/healthz", "/readyz", "/problems/")) else f"/api/v1{path}"
        return self.client.open(path, method=method, json=body, headers=sent)

    def get(self, path: str, **headers: Any) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> TestResponse:
        return self.ask("POST", path, body, **headers)


@pytest.fixture
def app(database_url: str, clock: StoppedClock, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(Settings(data=tmp_path / "var", database_url=database_url), clock)
    yield made
    made.extensions["works"].engine.dispose()


@pytest.fixture
def works(app: Flask) -> Works:
    """The application's own, so that tests and routes see one database and one clock."""
    return app.extensions["works"]


@pytest.fixture
def caller(app: Flask, works: Works) -> Callable[..., Caller]:
    """Make a caller whose key has a role at a unit (None: the country)."""

    def make(role: Role = Role.OPERATOR, unit_id: str | None = None) -> Caller:
        with works.writing(OPERATOR) as uow:
            _, secret = issue_key(uow, f"{role.value} for tests", unit_id, role)
        return Caller(app.test_client(), secret)

    return make


@pytest.fixture
def stranger(app: Flask) -> Caller:
    return Caller(app.test_client())


@pytest.fixture
def operator(caller: Callable[..., Caller]) -> Caller:
    return caller()
