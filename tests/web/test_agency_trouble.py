"""A provider that is away, ill, badly set up or with new keys; the settings; and a real browser on the whole way."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, Response, redirect
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from scheduler.core.clock import StoppedClock
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import OPERATOR, Role
from scheduler.settings import Settings
from tests.usecases.gates import PASSWORD
from tests.web.agency import Agency
from tests.web.at_the_agency import (
    DOOR,
    MAIL,
    agency,
    app,
    binds,
    come_back,
    enters,
    is_in,
    secretary,
    set_out,
    settings_of,
)
from tests.web.browsing import barriers
from tests.web.people import a_person, gate_of
from tests.web.world import fill
from web.app import create_app
from web.provider import provider_of

_ = agency, app, secretary  # fixtures that the tests ask for
ROOT = Path(__file__).resolve().parents[2]
ILL = {
    "broken": lambda _: Response("{}", 500),
    "not JSON": lambda _: Response("<html>"),
    "a list": lambda _: Response("[]", content_type="application/json"),
    "leading elsewhere": lambda path: redirect("http://127.0.0.1:9/" + path),
    "nothing": lambda _: Response("", 204),
}


@pytest.mark.parametrize("how", ILL)
def test_a_provider_that_is_ill_keeps_nobody_from_the_password(app: Flask, agency: Agency, how: str) -> None:
    agency.answer = ILL[how]
    answer = app.test_client().get(DOOR)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Chưa liên lạc được với hệ thống tài khoản cơ quan" in answer.text
    assert 'name="mat_khau"' in answer.text


@pytest.mark.parametrize("path", ["/token", "/keys"])
@pytest.mark.parametrize("how", ILL)
def test_one_that_falls_ill_on_the_way_brings_nobody_in(
    app: Flask, secretary, agency: Agency, clock: StoppedClock, *, how: str, path: str
) -> None:
    assert binds(app, secretary.email)[1].status_code == 303
    client = app.test_client()
    way = set_out(client)
    clock.advance(timedelta(minutes=2))
    if path == "/keys":
        agency.new_key()
    agency.answer = lambda asked: ILL[how](asked) if asked == path else None
    answer = come_back(client, way)
    assert answer.status_code in {422, 503}
    assert not is_in(client)


def test_one_that_is_not_there_is_said_to_be_away(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        app.extensions["provider"].issuer = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert app.test_client().get(DOOR).status_code == 503


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://another.vn"},
        {"issuer": None},
        {"token_endpoint": "http://another.vn/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
)
def test_one_that_says_something_strange_of_itself_is_not_used(
    app: Flask, agency: Agency, told: dict[str, Any]
) -> None:
    agency.told = told
    assert app.test_client().get(DOOR).status_code == 503


@pytest.mark.usefixtures("secretary")
@pytest.mark.parametrize("way", ["client_secret_post", "client_secret_basic"])
def test_keys_and_the_way_to_give_the_secret_may_change(
    app: Flask, agency: Agency, clock: StoppedClock, way: str
) -> None:
    agency.client.ways = [way]
    assert binds(app)[1].status_code == 303
    clock.advance(timedelta(minutes=2))
    agency.new_key()
    assert is_in(enters(app)[0])


def test_who_changes_their_mind_at_the_provider_is_told_so(app: Flask, agency: Agency) -> None:
    agency.who = ""
    client, answer = enters(app)
    assert (answer.status_code, "việc đăng nhập ở đó bị hủy" in answer.text) == (422, True)
    assert not is_in(client)


@pytest.mark.usefixtures("secretary")
def test_no_unit_of_work_is_open_while_the_provider_is_asked(app: Flask, agency: Agency, clock: StoppedClock) -> None:
    pool, busy = app.extensions["works"].engine.pool, []
    agency.answer = lambda path: busy.append((path, pool.checkedout()))
    agency.with_email = False
    binds(app)
    clock.advance(timedelta(hours=2))
    enters(app)
    assert {path for path, _ in busy} >= {"/.well-known/openid-configuration", "/keys", "/token", "/userinfo"}
    assert {open_now for _, open_now in busy} == {0}


GOOD = {
    "TIEPDAN_OIDC_ISSUER": "https://dinh-danh.example.vn/realms/x",
    "TIEPDAN_OIDC_CLIENT_ID": "tiepdan",
    "TIEPDAN_OIDC_CLIENT_SECRET_FILE": "oidc.secret",
}


@pytest.mark.parametrize("name", GOOD)
def test_the_three_settings_go_together(name: str) -> None:
    assert Settings.from_env(GOOD).oidc_issuer == GOOD["TIEPDAN_OIDC_ISSUER"]
    with pytest.raises(InvalidInput) as refusal:
        Settings.from_env({key: value for key, value in GOOD.items() if key != name})
    assert [(f.where, f.code) for f in refusal.value.faults] == [(name, "setting-needed-too")]


@pytest.mark.parametrize(
    "issuer", ["http://dinh-danh.example.vn", "dinh-danh.example.vn", "ftp://x", "http://127.0.0.1.vn"]
)
def test_a_provider_speaks_https(issuer: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Settings.from_env(GOOD | {"TIEPDAN_OIDC_ISSUER": issuer})
    assert [f.code for f in refusal.value.faults] == ["setting-not-https"]


@pytest.mark.parametrize(
    ("text", "mode", "code"), [("x", 0o640, "key-file-open"), (" \n", 0o600, "secret-file-unreadable")]
)
def test_the_secret_is_its_owner_s_alone(
    agency: Agency, tmp_path: Path, clock: StoppedClock, *, text: str, mode: int, code: str
) -> None:
    settings = settings_of(agency, tmp_path, "")
    settings.oidc_client_secret_file.write_text(text)
    settings.oidc_client_secret_file.chmod(mode)
    with pytest.raises(InvalidInput) as refusal:
        provider_of(settings, clock)
    assert [f.code for f in refusal.value.faults] == [code]
    settings.oidc_client_secret_file.unlink()
    with pytest.raises(InvalidInput):
        provider_of(settings, clock)


WITHOUT = """
import os, sys
class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "authlib":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Lacking())
import wsgi
answer = wsgi.app.test_client().get("/dang-nhap")
print(answer.status_code, "co-quan" in answer.text)
"""


def test_without_the_extra_the_service_starts_and_says_what_is_missing(tmp_path: Path) -> None:
    secret = tmp_path / "oidc.secret"
    secret.write_text("x")
    told = GOOD | {"TIEPDAN_DATA": str(tmp_path), "TIEPDAN_OIDC_CLIENT_SECRET_FILE": str(secret)}
    for environ, said in (({"TIEPDAN_DATA": str(tmp_path)}, False), (told, True)):
        done = subprocess.run(
            (sys.executable, "-c", WITHOUT), cwd=ROOT, env=environ, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == ["200", "False"]
        assert ("pip install 'tiepdan[sso]'" in done.stderr) is said


@pytest.fixture
def site(agency: Agency, clock: StoppedClock, tmp_path: Path, database_url: str) -> Iterator[SimpleNamespace]:
    """The service at an address of its own, which the provider sends people back to."""
    server = make_server("127.0.0.1", 0, Flask("not yet"), threaded=True)
    base = f"http://127.0.0.1:{server.server_port}"
    server.app = made = create_app(settings_of(agency, tmp_path, database_url, base_url=base), clock)
    with made.extensions["works"].writing(OPERATOR) as uow:
        world = fill(uow)
    gate_of(made)
    a_person(made, MAIL, (Role.SECRETARY, world.commune))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield SimpleNamespace(base=base, app=made)
    server.shutdown()
    thread.join()
    server.server_close()
    made.extensions["works"].engine.dispose()


def test_the_whole_way_in_a_browser_without_script(site: SimpleNamespace, browser: Browser) -> None:
    window = browser.new_context(locale="vi-VN", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = window.new_page()
    page.goto(f"{site.base}/dang-nhap")
    page.get_by_label("Thư điện tử").fill(MAIL)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name="Tài khoản").first.click()
    page.locator("#mat_khau_lien_ket").fill(PASSWORD)
    page.get_by_role("button", name="Liên kết tài khoản cơ quan").click()
    page.get_by_role("link", name="Tiếp tục sang hệ thống tài khoản cơ quan").click()
    assert page.get_by_role("status").inner_text().startswith("Đã liên kết tài khoản cơ quan")
    page.get_by_role("button", name="Đăng xuất", exact=True).click()

    page.get_by_role("link", name="Đăng nhập bằng tài khoản cơ quan").click()
    assert "Thư ký" in page.locator(".whoami").inner_text()
    window.close()


def test_nothing_bars_the_way_to_it(site: SimpleNamespace, browser: Browser) -> None:
    window = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 800})
    page = window.new_page()
    page.goto(f"{site.base}/dang-nhap")
    assert barriers(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    window.close()
