"""The roof: puts the floors together, and sees to what every answer shares."""

import logging
import secrets
import time
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar, cast

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from api import problems
from api.feeds import Calendars
from api.register import register_api
from scheduler.core.clock import Clock, SystemClock
from scheduler.core.errors import DomainError
from scheduler.db.engine import make_engine
from scheduler.db.sealed import seal_with
from scheduler.db.work import Works
from scheduler.feeds import Reader
from scheduler.guessing import Gate
from scheduler.key_files import audit_key, seal_keys
from scheduler.passwords import Passwords
from scheduler.settings import Settings
from scheduler.wording.language import speaking
from web import languages
from web.afterwards import Afterwards
from web.guard import who_is
from web.office import furnish
from web.pages import blueprints, error_page
from web.provider import provider_of

_LARGEST_BODY = 1024 * 1024
_REFUSALS = 400
_JSON_DOORS = ("/api/", "/healthz", "/readyz")
_ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
_ON_WHAT_OPENS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; worker-src 'self'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
_log = logging.getLogger("tiepdan.web")


class App(Flask):
    """Flask that writes a crash to the log by its request id and route, never by its address (it may hold a secret)."""

    def log_exception(self, exc_info: object) -> None:
        """Log a crash with its stack."""
        _log.error("crash", exc_info=exc_info, extra=_seen())  # type: ignore[arg-type]  # what sys.exc_info gives


class Answer(Response):
    """An answer with what every answer carries, unless it says otherwise itself.

    The headers are added to the finished list: through `Response.headers` it would cost as much as all the rest.
    """

    always: ClassVar[dict[str, str]] = _ALWAYS

    def get_wsgi_response(self, environ: dict[str, Any]) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """Return the answer as it leaves."""
        chunks, status, headers = super().get_wsgi_response(environ)
        own = {name.title(): value for name, value in headers}
        for added in (self.always, _ON_WHAT_OPENS):
            headers += [(name, value) for name, value in added.items() if name not in own]
        headers.append(("X-Request-ID", _request_id()))
        return chunks, status, headers


class SecureAnswer(Answer):
    """The same for a service that is reached by https only."""

    always: ClassVar[dict[str, str]] = {**_ALWAYS, "Strict-Transport-Security": "max-age=31536000"}


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """Return the application; makes the keys on first use, and asks the database nothing yet.

    Raises: InvalidInput when a file with a key or a secret is open to others, or cannot be read.
    """
    app = App(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
    app.config.update(
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=_LARGEST_BODY // 16,
        TRUSTED_HOSTS=list(settings.hosts),
        PROPAGATE_EXCEPTIONS=False,
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]  # Flask's own way
    engine = seal_with(make_engine(settings.url), partial(seal_keys, settings))
    works = Works(engine, clock or SystemClock(), audit_key(settings), settings.public_url)
    app.extensions.update(works=works, settings=settings, who_is=who_is, gate=Gate(works, Passwords.by(settings)))
    app.extensions.update(afterwards=Afterwards(), provider=provider_of(settings, works.clock))
    app.before_request(_begin)
    app.before_request(_speak)
    app.teardown_request(languages.stop_speaking)
    app.after_request(_note)
    app.response_class = SecureAnswer if settings.public_url.startswith("https://") else Answer
    app.url_map.merge_slashes = False  # calendars are never sent elsewhere (MUST 33), so nothing is
    app.register_error_handler(DomainError, _on_refusal)
    app.register_error_handler(HTTPException, _on_http)
    register_api(app, works, settings)
    furnish(app)
    for pages in blueprints:
        app.register_blueprint(pages)
    app.wsgi_app = _before(app, Reader(engine, works.clock, settings), settings)  # type: ignore[method-assign]  # Flask's own way
    return app


def _before(app: Flask, reader: Reader, settings: Settings) -> Calendars:
    """Return what stands before the application and answers polls of calendars itself."""
    answer = cast("type[Answer]", app.response_class)
    always = {name: value for name, value in answer.always.items() if name != "Cache-Control"}
    return Calendars(reader, app.wsgi_app, always, _ON_WHAT_OPENS, hosts=settings.hosts, port=settings.port)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()


def _speak() -> None:
    if not _for_programs():  # they are answered in Vietnamese; a refusal asks for itself
        languages.start_speaking()


def _note(response: Response) -> Response:
    _log.info("answered", extra={**_seen(), "status": response.status_code, "ms": _ms()})
    return response


def _request_id() -> str:
    if "request_id" not in g:  # a request refused before it was routed
        _begin()
    return cast("str", g.request_id)


def _ms() -> float:
    spent: float = time.perf_counter() - g.began
    return round(spent * 1000, 1)


def _seen() -> dict[str, object]:
    # The rule, not the address: addresses of calendars are secrets.
    rule = request.url_rule.rule if request.url_rule else "-"
    return {"request_id": _request_id(), "method": request.method, "rule": rule, "key_id": g.get("key_id", "-")}


def _for_programs() -> bool:
    return request.path.startswith(_JSON_DOORS)


def _on_refusal(error: DomainError) -> Response:
    told = problems.of_refusal(error)
    return told if _for_programs() else _page(told)


def _on_http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < _REFUSALS:  # a redirect is none
        return cast("Response", error.get_response())
    _request_id()
    told = problems.of_http(error)
    return told if _for_programs() else _page(told)


def _page(told: Response) -> Response:
    with speaking(languages.read_by_caller()):
        page = error_page(told.status_code, _request_id())
    for name in ("Allow", "Retry-After"):
        if name in told.headers:
            page.headers[name] = told.headers[name]
    return page
