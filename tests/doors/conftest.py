"""The commands as somebody at the prompt would give them, on a database of its own and at the stopped clock."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from console.desk import Desk
from scheduler.core.clock import StoppedClock
from scheduler.settings import Settings

Command = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def command(database_url: str, data: Path, clock: StoppedClock) -> Iterator[Command]:
    """Give a command on a migrated database."""
    yield from _giver(database_url, data, clock)


@pytest.fixture
def blank_command(blank_url: str, data: Path, clock: StoppedClock) -> Iterator[Command]:
    """Give a command on an empty database."""
    yield from _giver(blank_url, data, clock)


def _giver(url: str, data: Path, clock: StoppedClock) -> Iterator[Command]:
    desks = []

    def give(*words: str, expect: int = 0, at: str = "") -> Result:
        desk = Desk(Settings(data=data, database_url=url, base_url=at), clock)
        desks.append(desk)
        found = CliRunner().invoke(main, list(words), obj=desk)
        assert found.exit_code == expect, found.output + found.stderr + str(found.exception)
        return found

    yield give
    for desk in desks:
        if "works" in vars(desk):
            desk.works.engine.dispose()


def said(found: Result) -> dict:
    """Return the JSON that a command answered."""
    return json.loads(found.stdout)
