"""What threatens every page alike: links that act, forms of others, shared caches, frames, foreign hosts, scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser
from sqlalchemy import JSON, Enum, String, select, update

from migrations import upgrade
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR
from scheduler.db.tables import metadata
from scheduler.settings import Settings
from tests.web.browsing import enter, everybody_is, served
from tests.web.every_page import ROWS, a_world_of_every_page, address_of, reader_of
from tests.web.office import at_the_office
from tests.web.test_same_deeds import PAGES
from tests.web.world import NOW
from web.app import create_app

EVIL = "'\"><img src=x onerror=alert(1)><script>alert(2)</script></textarea><svg onload=alert(3)>{{7*7}}"
SAID = {
    "absence": {"reason"},
    "account": {"name"},
    "api_key": {"name"},
    "calendar_day": {"name", "source"},
    "correction": {"ground"},
    "excuse": {"reason"},
    "explanation": {"question", "answer"},
    "feed_link": {"name", "client"},
    "former_date": {"ground"},
    "former_name": {"full_name", "within"},
    "insistence": {"ground"},
    "login_session": {"device"},
    "meeting": {"online_url", "subject", "co_attendees", "trigger", "notice_number", "ground", "insisted_ground"},
    "meeting_chair": {"delegate", "delegation_ground"},
    "office": {"title"},
    "pattern": {"note"},
    "person": {"name"},
    "place": {"name", "address"},
    "posting": {"note", "withdrawal_ground"},
    "request": {"deputy", "words", "answer"},
    "sitting": {"site"},
    "unit": {"name", "full_name", "address", "telephone", "regular_hours"},
}
"""What people type, by table."""
UNSAID = re.compile(
    r"(_by|_from|_id|_digest|_hash|_key|^kind|^level|^status|^state|^part|^period|^capacity|^channel|^code|^duty"
    r"|^activity|^sub_type|^scope|^seal|^previous|^actor|^subject|^job|^outcome|^headers|^built|^etag|^uid|^location"
    r"|^rendered_hash|^email|^public_name|^reason|^issuer|^piece|^public_piece|^period_kind)"
)
"""Names of columns that hold what the service itself writes: codes, ids, digests, and lines made of other columns."""


def a_world(data: Path) -> SimpleNamespace:
    app = create_app(Settings(data=data), StoppedClock(NOW))
    upgrade(app.extensions["works"].engine)
    return a_world_of_every_page(app)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """One world that the tests only look at."""
    made = a_world(tmp_path_factory.mktemp("threats"))
    yield made
    made.works.engine.dispose()


def content(world: SimpleNamespace) -> dict[str, list[str]]:
    with world.works.reading(OPERATOR) as uow:
        return {
            name: sorted(map(repr, uow.session.execute(select(table)).all())) for name, table in metadata.tables.items()
        }


def test_no_page_that_is_looked_at_changes_anything(world: SimpleNamespace) -> None:
    """T-04: a scanner of mail, or a preview, opens every address twice, and once more by its head alone."""
    before = content(world)
    for _ in range(2):
        for row in ROWS:
            client, address = at_the_office(world.app, reader_of(world, row)), address_of(world, row["rule"])
            assert (client.get(address).status_code, client.head(address).status_code) == (200, 200), address
    assert content(world) == before


@pytest.mark.parametrize("token", [None, "0" * 64])
def test_a_form_without_our_token_does_nothing_anywhere(world: SimpleNamespace, token: str | None) -> None:
    """T-17: no page acts on a form of another site or of another sign-in, nor when it is asked for."""
    before, looked_at = content(world), {row["rule"] for row in ROWS}
    named = SimpleNamespace(**vars(world) | {"names": world.names | {"link_id": "x", "change_id": "x", "key_id": "x"}})
    for rule, row in PAGES.items():
        client, address = at_the_office(world.app, reader_of(world, row)), address_of(named, rule)
        assert client.post(address, data={"_the": token} if token else {}).status_code == 403, address
        assert rule in looked_at or client.get(address).status_code == 405, address
    assert content(world) == before


def test_no_page_of_somebody_is_kept_framed_or_told_to_others(world: SimpleNamespace) -> None:
    """T-32, T-33."""
    for row in ROWS:
        told = at_the_office(world.app, reader_of(world, row)).get(address_of(world, row["rule"])).headers
        assert told["Cache-Control"] == "no-store", row["rule"]
        assert "Cookie" in told["Vary"], row["rule"]
        assert (told["X-Frame-Options"], told["Cross-Origin-Opener-Policy"]) == ("DENY", "same-origin")
        assert (told["Referrer-Policy"], told["X-Content-Type-Options"]) == ("no-referrer", "nosniff")
        policy = told["Content-Security-Policy"]
        for line in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert line in policy
        assert "unsafe" not in policy


def test_a_foreign_host_gets_no_page_and_lends_no_address(world: SimpleNamespace) -> None:
    """T-18."""
    for row in ROWS:
        client, address = at_the_office(world.app, reader_of(world, row)), address_of(world, row["rule"])
        assert client.get(address, headers={"Host": "evil.example"}).status_code == 400, address
        assert "evil.example" not in client.get(address, headers={"X-Forwarded-Host": "evil.example"}).text


def test_every_column_is_known_to_be_typed_by_people_or_written_by_the_service() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            plain = isinstance(column.type, String) and not isinstance(column.type, Enum | JSON)
            if plain and not column.primary_key and not column.foreign_keys:
                said = column.name in SAID.get(table.name, ())
                assert said or UNSAID.search(column.name), f"{table.name}.{column.name}"


def test_what_people_type_is_text_on_every_page(tmp_path: Path, browser: Browser) -> None:
    """T-08: with a script in every text there is, no page runs one, loads one, or complains."""
    world = a_world(tmp_path)
    with world.works.engine.begin() as connection:
        for table, columns in SAID.items():
            connection.execute(update(metadata.tables[table]).values(dict.fromkeys(columns, EVIL)))
        asked = metadata.tables["explanation"]
        connection.execute(update(asked).values(answered_at=asked.c.asked_at, answered_by=asked.c.asked_by))
    world.app.config["TRUSTED_HOSTS"] = None
    wrong: list[object] = []
    with served(world.app) as base:
        context = enter(browser, base)
        page = context.new_page()
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: wrong.append(message.text))
        page.on(
            "request", lambda request: None if request.url.startswith((base, "data:")) else wrong.append(request.url)
        )
        for row in ROWS:
            everybody_is(world.app, reader_of(world, row), EVIL)
            page.goto(base + address_of(world, row["rule"]))
            if page.locator("img[src=x], svg[onload], main script").count():
                wrong.append(row["rule"])
        context.close()
    assert wrong == []
