"""What every test may ask for. Nothing here knows the web."""

import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid1

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from migrations import upgrade
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR
from scheduler.db.engine import make_engine
from scheduler.db.sealed import seal_with
from scheduler.db.work import UnitOfWork, Works
from tests.lent_database import Lent
from tests.postgres import Server

# Derandomised: the same tree gives the same verdict everywhere. `--hypothesis-profile=search` looks for more.
settings.register_profile(
    "ci", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("ci")

NEAR = {"127.0.0.1", "::1", "localhost", ""}
SEAL_KEY = b"dGhlIHNlYWxlZCBjb2x1bW5zIG9mIHRoZSB0ZXN0cyA="
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files instead of comparing")
    parser.addoption("--screens", action="store_true", help="write a picture of every screen into build/screens")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that touches a database on both."""
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", ["sqlite", "postgres"])


@pytest.fixture(autouse=True, scope="session")
def _no_outside_network() -> Iterator[None]:
    """Let sockets reach this machine only."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse_far(plug: socket.socket, address: object) -> None:
        if plug.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in NEAR:
            raise OSError(f"a test must not reach outside: {address}")

    def near_connect(plug: socket.socket, address: object) -> None:
        refuse_far(plug, address)
        connect(plug, address)

    def near_connect_ex(plug: socket.socket, address: object) -> int:
        refuse_far(plug, address)
        return connect_ex(plug, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", near_connect)
        patch.setattr(socket.socket, "connect_ex", near_connect_ex)
        yield


@pytest.fixture
def clock() -> StoppedClock:
    """Sunday 22 November 2026, eight in the morning in Vietnam."""
    return StoppedClock(datetime(2026, 11, 22, 1, tzinfo=UTC))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compare bytes with a file of tests/golden; `make golden` rewrites it."""

    def compare(name: str, found: bytes) -> None:
        path = GOLDEN / name
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(found)
        assert path.read_bytes().decode() == found.decode(), f"{name} differs; `make golden` rewrites it"

    return compare


# ---- databases


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for each test process, started when the first test needs it."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where a migrated database to copy from lies, by kind; filled when first asked for."""
    return {"folder": str(tmp_path_factory.mktemp("template"))}


@pytest.fixture
def blank_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of an empty database, on SQLite and on PostgreSQL."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path}/blank.sqlite3"
        return
    server, name = request.getfixturevalue("postgres"), f"blank_{uuid1().hex}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def database_url(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest, _templates: dict[str, str]
) -> Iterator[str]:
    """Address of a migrated database of this test alone, on SQLite and on PostgreSQL."""
    if database_kind == "sqlite":
        template = Path(_templates["folder"], "migrated.sqlite3")
        if not template.exists():
            _migrate(f"sqlite:///{template}")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'tiepdan.sqlite3')}"
        return
    lent = request.getfixturevalue("_lent")
    yield lent.url
    lent.give_back()


@pytest.fixture(scope="session")
def _lent(postgres: Server) -> Iterator[Lent]:
    """A migrated database, lent to one test after the other."""
    _migrate(postgres.create("migrated"))
    lent = Lent(postgres, "migrated", "lent")
    yield lent
    lent.close()


def _migrate(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = seal_with(make_engine(database_url), lambda: [SEAL_KEY])
    yield engine
    engine.dispose()


@pytest.fixture
def works(engine: Engine, clock: StoppedClock) -> Works:
    """What begins units of work, at the stopped clock."""
    return Works(engine, clock, b"a key for tests")


@pytest.fixture
def uow(works: Works) -> Iterator[UnitOfWork]:
    """One writing unit of work of the operator, committed when the test is over."""
    with works.writing(OPERATOR) as uow:
        yield uow
