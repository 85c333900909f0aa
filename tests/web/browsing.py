"""A real browser at a real server: serving the pages, somebody signed in at them, and what bars people's way."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from scheduler.core.roles import Actor
from scheduler.wording.language import Language
from tests.usecases.gates import PASSWORD
from web.guard import Seen

AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # what is well need not be told
}
SECRET = "one-word-as-browsers-like-it"  # noqa: S105 - opens nothing but a test


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the pages on an address of this machine, and give it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def everybody_is(app: Flask, actor: Actor, where: str) -> None:
    """Let whoever comes, under whatever name of a host, be this one."""
    app.extensions["who_is"] = lambda _, secret: Seen(actor, "Nguyễn Thị Thư", where, Language.VIETNAMESE, secret)
    app.config["TRUSTED_HOSTS"] = None


def enter(browser: Browser, base: str, secret: str = SECRET, **given: object) -> BrowserContext:
    """A window of somebody signed in; ``given``: more of how it is opened."""
    context = browser.new_context(**{"viewport": {"width": 1366, "height": 800}, "locale": "vi-VN", **given})
    context.add_cookies([{"name": "tiepdan", "value": secret, "url": base}])
    return context


def signs_in(page: Page, base: str, email: str, device: str = "Máy làm việc") -> None:
    """Come in through the real door, with the password of every account of the tests."""
    page.goto(f"{base}/lam-viec")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_label("Thiết bị này là").select_option(label=device)
    page.get_by_role("button", name="Đăng nhập").click()


def barriers(page: Page) -> str:
    """What on the page bars the way of people with disabilities, in words; "" for nothing."""
    found = Axe().run(page, options=AXE)
    return found.generate_report() if found.violations_count else ""
