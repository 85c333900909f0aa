"""Two who have no business at a unit, and try every address and form of its people before these do."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Request, Route
from sqlalchemy import select

from scheduler.core.roles import OPERATOR
from scheduler.db.tables import metadata
from scheduler.db.work import Works
from tests.web.browsing import signs_in
from tests.web.people import token_in

_TURNED_AWAY = {403, 404}
_FOR_EVERYBODY = re.compile(r"/(dang-nhap.*|lam-viec|favicon.ico)?$")
_NOTED_OF_VISITS = {"login_session", "sign_in_attempt", "known_device"}


def fetched(base: str, path: str, cookie: str = "", body: str | None = None) -> tuple[HTTPResponse, str]:
    """Ask for an address by plain HTTP, following nothing; a body is sent as a form."""
    line = HTTPConnection(urlsplit(base).netloc, timeout=30)
    kind = {} if body is None else {"Content-Type": "application/x-www-form-urlencoded"}
    line.request("GET" if body is None else "POST", path, body, {"Cookie": cookie, **kind})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer, text


@dataclass
class Outsiders:
    """Somebody signed in elsewhere (by ``email``), and somebody not signed in: both try every address and form first.

    ``tried``: every address and form of the story that they sent; ``wrong``: those that did not turn them away, or
    that changed something.
    """

    works: Works
    base: str
    browser: Browser
    email: str
    cookie: str = ""
    token: str = ""
    tried: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _owed: list[str] = field(default_factory=list)

    def arrive(self) -> None:
        """Let the one in who has an account, through the same door as everybody."""
        context = self.browser.new_context(locale="vi-VN")
        page = context.new_page()
        signs_in(page, self.base, self.email)
        page.get_by_role("heading", name="Lịch tháng", level=1).wait_for()
        (secret,) = [kept["value"] for kept in context.cookies() if kept["name"] == "tiepdan"]
        self.cookie = f"tiepdan={secret}"
        self.token = token_in(page.content())
        context.close()

    def shadow(self, context: BrowserContext) -> BrowserContext:
        """Try whatever is asked for in a window, before it is asked."""
        context.route(re.compile(f"{self.base}/(?!tai-nguyen/)"), self._first)
        context.on("request", self._noted)
        return context

    def settle(self) -> None:
        """Try the addresses that somebody was led on to, too."""
        while self._owed:
            self._try(self._owed.pop(), None)

    def _first(self, route: Route, request: Request) -> None:
        if request.is_navigation_request() and not _FOR_EVERYBODY.fullmatch(urlsplit(request.url).path):
            self.settle()
            self._try(request.url, request.post_data if request.method == "POST" else None)
        route.continue_()

    def _noted(self, request: Request) -> None:
        led_on = request.is_navigation_request() and request.redirected_from is not None
        if led_on and not _FOR_EVERYBODY.fullmatch(urlsplit(request.url).path):
            self._owed.append(request.url)

    def _try(self, url: str, sent: str | None) -> None:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        own = None if sent is None else re.sub(r"(?<=_the=)[0-9a-f]{64}", self.token, sent)
        before = stored(self.works)
        stranger, _ = fetched(self.base, path, self.cookie, own)
        nobody, _ = fetched(self.base, path, body=sent)
        led = nobody.headers["Location"] or ""
        if stranger.status not in _TURNED_AWAY:
            self.wrong.append(f"a stranger, {path}: {stranger.status}")
        if nobody.status != 303 or not led.startswith("/dang-nhap"):
            self.wrong.append(f"nobody, {path}: {nobody.status} {led}")
        if stored(self.works) != before:
            self.wrong.append(f"changed by {path}, {sent}")
        self.tried.append(("GET" if sent is None else "POST", parts.path))


def stored(works: Works) -> dict[str, list[str]]:
    """Everything the database holds, by table, but that somebody was here."""
    with works.reading(OPERATOR) as uow:
        return {
            name: sorted(map(repr, uow.session.execute(select(table)).all()))
            for name, table in metadata.tables.items()
            if name not in _NOTED_OF_VISITS
        }
