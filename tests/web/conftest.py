"""The pages under the real roof, over a small country, and a browser to look at them."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from migrations import upgrade
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR
from scheduler.settings import Settings
from tests.web.browsing import served
from tests.web.world import NOW, fill
from web.app import create_app

WIDTHS = (360, 768, 1366)
PUBLIC = {
    "home": "/",
    "found": "/?tim=trang+phai",
    "nothing": "/?tim=khong+co",
    "unit": "/don-vi/{commune}",
    "province": "/don-vi/{province}",
    "empty": "/don-vi/{empty}",
    "ended": "/don-vi/{ended}",
    "meeting": "/buoi/{soon}",
    "moved": "/buoi/{moved}",
    "cancelled": "/buoi/{cancelled}",
    "waiting": "/buoi/{postponed}",
    "held": "/buoi/{held}",
    "month": "/don-vi/{commune}/in?thang=2026-12",
    "lost": "/khong-co",
}
"""The public pages in every state, by name: what stands in braces is a unit or a meeting of the town."""
_QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(NOW)


@pytest.fixture
def app(database_url: str, clock: StoppedClock, tmp_path: Path) -> Iterator[object]:
    """The whole application over the test's own database."""
    made = create_app(Settings(data=tmp_path / "data", database_url=database_url), clock)
    yield made
    made.extensions["works"].engine.dispose()


@pytest.fixture
def own_world(app: object) -> SimpleNamespace:
    """A world that a test may change, on both databases."""
    with app.extensions["works"].writing(OPERATOR) as uow:
        return fill(uow)


@pytest.fixture
def own_client(app: object) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def world(town: SimpleNamespace) -> SimpleNamespace:
    """The shared world, which tests only look at."""
    return town


@pytest.fixture
def client(town: SimpleNamespace) -> FlaskClient:
    return town.app.test_client()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """One embedded database shared by all tests that only look."""
    folder = tmp_path_factory.mktemp("town")
    settings = Settings(data=folder)
    app = create_app(settings, StoppedClock(NOW))
    works = app.extensions["works"]
    upgrade(works.engine)
    with works.writing(OPERATOR) as uow:
        found = fill(uow)
    found.app = app
    yield found
    works.engine.dispose()


def public_addresses(town: SimpleNamespace) -> dict[str, str]:
    """The public pages of the town, by name."""
    units = {name: getattr(town, name).public_name for name in ("commune", "province", "empty", "ended")}
    return {name: pattern.format_map(units | town.ids) for name, pattern in PUBLIC.items()}


@pytest.fixture(scope="module")
def site(town: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with served(town.app) as base:
        yield SimpleNamespace(base=base, paths=public_addresses(town), town=town)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as machine:
        opened = machine.chromium.launch(executable_path="/usr/bin/chromium", args=list(_QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[dict[int, BrowserContext]]:
    made = {
        width: browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN", java_script_enabled=True)
        for width in WIDTHS
    }
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def phone(contexts: dict[int, BrowserContext]) -> Iterator[Page]:
    page = contexts[360].new_page()
    yield page
    page.close()


@pytest.fixture
def desk(contexts: dict[int, BrowserContext]) -> Iterator[Page]:
    page = contexts[1366].new_page()
    yield page
    page.close()
