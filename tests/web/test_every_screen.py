"""Every screen in a real browser: barriers, keyboard, larger text, thumbs, words for colours, paper, silence.

`--screens` writes a picture of each at three widths into build/screens, for people to look at.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser

from migrations import upgrade
from scheduler import accounts, first_start, own_account
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.work import UnitOfWork
from scheduler.settings import Settings
from scheduler.wording.language import Language
from tests.usecases.gates import HERE, PASSWORD, enters
from tests.web import looking
from tests.web.agency import open_agency
from tests.web.at_the_agency import settings_of
from tests.web.browsing import barriers, served
from tests.web.conftest import WIDTHS
from tests.web.every_page import a_world_of_every_page
from tests.web.html import read
from tests.web.outsiders import fetched
from tests.web.people import a_person, gate_of
from tests.web.screens import DOOR, OWN, SCREENS, Screen, office_address, reader_at
from tests.web.world import NOW
from web.app import create_app
from web.guard import Seen, who_is
from web.pages import blueprints

PICTURES = Path(__file__).parents[2] / "build" / "screens"
NO_SCREENS = {
    "signing_in.home",
    "agency.leave",
    "agency.back",
    "public.meeting_calendar",
    "assets.serve",
    "assets.favicon",
}
"""What only leads elsewhere, and files."""
STATUS = {"lost": 404, "/cua-toi/lich": 200}
"""What is answered, where it is not 200, and not 422 after a button was pressed on an empty form."""


@pytest.fixture(scope="module")
def stage(
    browser: Browser, site: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """One browser window at three servers: a unit with one of everything, the town, and a service nobody has begun."""
    folder, nothing = (tmp_path_factory.mktemp(name) for name in ("everything", "nothing"))
    with open_agency() as agency:
        app, empty = _an_app(settings_of(agency, folder, "")), _an_app(Settings(data=nothing))
        yield from _staged(browser, site, app, empty)


def _staged(browser: Browser, site: SimpleNamespace, app: Flask, empty: Flask) -> Iterator[SimpleNamespace]:
    world, people = a_world_of_every_page(app), {}
    two = a_person(app, "hai@xa.vn", (Role.SECRETARY, world.unit), (Role.DESK, world.unit), name="Hà Thị Hai")
    gate = gate_of(app)
    secret = enters(gate, two.email).secret
    own_account.step_up(gate, secret, PASSWORD, HERE)
    with world.works.writing(OPERATOR) as uow:
        invited = accounts.invite(uow, accounts.Newcomer("moi@xa.vn", "Vi Văn Mới", world.unit.id)).secret
    with empty.extensions["works"].reading(OPERATOR) as uow:
        offered = first_start.offer(uow, empty.extensions["settings"]).split("/", 3)[3]

    def whoever(uow: UnitOfWork, secret: str) -> Seen | None:
        return people.get(secret) or who_is(uow, secret)

    app.extensions["who_is"] = whoever
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    with served(app) as base, served(empty) as first_base:
        yield SimpleNamespace(
            world=world, people=people, base=base, site=site, first_base=first_base, context=context, page=page,
            two=secret, named={"invitation": invited, "first_start": f"/{offered}"},
            ears=looking.Ears(page),
        )  # fmt: skip
    context.close()
    for one in (app, empty):
        one.extensions["works"].engine.dispose()


def _an_app(settings: Settings) -> Flask:
    app = create_app(settings, StoppedClock(NOW))
    upgrade(app.extensions["works"].engine)
    return app


def where(stage: SimpleNamespace, screen: Screen) -> tuple[str, str]:
    """The address of a screen, and the secret of whoever looks at it."""
    if screen.side == "public":
        return stage.site.base + stage.site.paths[screen.rule], ""
    if screen.side == "door":
        base = stage.first_base if screen.rule == "khoi-tao" else stage.base
        return base + DOOR[screen.rule].format_map(stage.named), stage.two if screen.rule in OWN else ""
    actor = reader_at(stage.world, screen)
    at = {stage.world.unit.id: stage.world.unit.full_name, stage.world.province.id: stage.world.province.full_name}
    secret = f"{actor.id}-{actor.unit_id or 'country'}"
    place = at.get(actor.unit_id or "", "Cả nước")
    stage.people[secret] = Seen(actor, "Nguyễn Thị Thư", place, Language.VIETNAMESE, secret)
    return stage.base + office_address(stage.world, screen), secret


def opened(stage: SimpleNamespace, screen: Screen) -> int:
    """Open a screen at the width of a telephone, with everything unfolded; return its status."""
    address, secret = where(stage, screen)
    stage.context.clear_cookies()
    if secret:
        stage.context.add_cookies([{"name": "tiepdan", "value": secret, "url": stage.base}])
    stage.page.set_viewport_size({"width": looking.PHONE, "height": 800})
    answer = stage.page.goto(address)
    if screen.press:
        with stage.page.expect_navigation() as led:
            stage.page.get_by_role("button", name=screen.press).click()
        answer = led.value
    looking.unfold(stage.page)
    return answer.status


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_is_for_everybody(stage: SimpleNamespace, screen: Screen, request: pytest.FixtureRequest) -> None:
    status, page = opened(stage, screen), stage.page
    assert status == STATUS.get(screen.rule, 422 if screen.press else 200)
    found = {
        "head": looking.headless(page),
        "barriers": [barriers(page)],
        "small": looking.too_small(page, 44 if screen.phone else 24),
        "sideways": looking.sideways(page),
        "clipped": looking.clipped(page),
        "wordless": looking.wordless(page),
        "on paper": looking.on_paper(page),
        "keys": looking.lost_keys(page),
        "heard": stage.ears.heard(status),
    }
    if request.config.getoption("--screens"):
        _take_pictures(stage, screen)
    assert {name: wrong for name, wrong in found.items() if any(wrong)} == {}


def _take_pictures(stage: SimpleNamespace, screen: Screen) -> None:
    opened(stage, screen)
    for width in WIDTHS:
        stage.page.set_viewport_size({"width": width, "height": 800})
        stage.page.screenshot(path=PICTURES / f"{screen.name}-{width}.png", full_page=True)
    stage.ears.heard(0)


def test_every_page_is_among_the_screens(stage: SimpleNamespace) -> None:
    app = stage.world.app
    ways = app.url_map.bind("127.0.0.1")
    seen = {ways.match(urlsplit(where(stage, screen)[0]).path)[0] for screen in SCREENS if screen.rule != "lost"}
    pages = {one.endpoint for one in app.url_map.iter_rules() if "GET" in (one.methods or ())}
    ours = {blueprint.name for blueprint in blueprints}
    assert {page for page in pages - seen if page.split(".")[0] in ours} == NO_SCREENS


def test_no_two_pages_are_called_alike(stage: SimpleNamespace) -> None:
    titles = Counter(_title(stage, screen) for screen in SCREENS if not (screen.more or screen.press or screen.reader))
    assert [title for title, times in titles.items() if times > 1] == []


def _title(stage: SimpleNamespace, screen: Screen) -> str:
    address, secret = where(stage, screen)
    parts = urlsplit(address)
    _, text = fetched(f"{parts.scheme}://{parts.netloc}", urlunsplit(("", "", *parts[2:])), f"tiepdan={secret}")
    return read(text).one("title").text
