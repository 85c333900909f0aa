"""The calendar door: /lich/<secret or public name>.ics. No key, no cookie, no redirect, no body but a whole one.

It stands before Flask as an application of its own: telephones ask a thousand times as often as people do, and what
Flask does for a page costs twice what a poll's answer does (docs/performance.md).
"""

import logging
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from werkzeug.exceptions import SecurityError
from werkzeug.http import http_date, parse_date, parse_etags
from werkzeug.wsgi import ClosingIterator, get_host

from scheduler.core.clients import family_of
from scheduler.core.errors import DomainError, Gone, NotFound, Unavailable
from scheduler.db.feed_state import RETRY_AFTER
from scheduler.feeds import Edition, Reader

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

_BEGINS, _ENDS = "/lich/", ".ics"
_RULE: Final = "/lich/<name>.ics"
_TYPE: Final = "text/calendar; charset=utf-8"
_ALWAYS: Final = MappingProxyType({"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"})
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_PRIVATE: Final = (("Cache-Control", "private, max-age=900"), ("X-Robots-Tag", "noindex"))
_PUBLIC: Final = (("Cache-Control", "public, max-age=900"),)
_PATH: Final = re.compile(r"(/(?:lich|mo-tai-khoan|khoi-tao)/)[^\s/?\"']+?(\.ics)?(?=[\s/?\"']|$)", re.IGNORECASE)
_VALUE: Final = re.compile(r"([?&](?:code|state)=)[^&\s\"']+")
_log = logging.getLogger("tiepdan.web")

Headers = list[tuple[str, str]]


class Calendars:
    """Answers polls and hands everything else on. ``reader`` may be shared between threads."""

    def __init__(
        self,
        reader: Reader,
        inner: "WSGIApplication",
        always: Mapping[str, str] = _ALWAYS,
        when_refused: Mapping[str, str] = _NONE,
        *,
        hosts: Collection[str] = (),
        port: int = 8000,
    ) -> None:
        """Stand before ``inner``; answers carry the headers ``always``, those without a calendar the others too.

        ``hosts``: the names that requests may carry, any when there are none; ``port``: where they usually come in.
        """
        self._reader, self._inner = reader, inner
        self._always, self._when_refused = tuple(always.items()), tuple(when_refused.items())
        self._hosts = tuple(hosts)
        self._usual = frozenset(self._hosts) | {f"{name}:{port}" for name in self._hosts}

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as WSGI wants it."""
        path: str = environ.get("PATH_INFO", "")
        if not (path.startswith(_BEGINS) and path.endswith(_ENDS)):
            return self._inner(environ, start_response)
        name = path[len(_BEGINS) : -len(_ENDS)]
        # What comes under a foreign name is refused by who refuses it everywhere else, in the same words.
        if "/" in name or not self._is_trusted(environ):
            return self._inner(environ, start_response)
        request_id = secrets.token_hex(8)
        status, headers, body, after = self._answer(name, environ, request_id)
        if status is not HTTPStatus.NOT_MODIFIED:
            headers.append(("Content-Length", str(len(body))))
        headers += self._always
        headers.append(("X-Request-ID", request_id))
        refused = status >= HTTPStatus.BAD_REQUEST
        if refused:
            headers += self._when_refused
        # A line for each poll would drown the others and cost as much as the answer; a refused one is worth its line.
        level = logging.INFO if refused else logging.DEBUG
        if _log.isEnabledFor(level):
            _log.log(level, "answered", extra=_seen(environ, request_id) | {"status": int(status)})
        start_response(f"{int(status)} {status.phrase}", headers)
        chunks = [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        return chunks if after is None else ClosingIterator(chunks, after)

    def _is_trusted(self, environ: dict[str, Any]) -> bool:
        """Tell whether the request carries one of our names; as phones write it, that is a look-up and no reading."""
        if environ.get("HTTP_HOST") in self._usual:
            return True
        try:
            get_host(environ, self._hosts)
        except SecurityError:
            return False
        return True

    def _answer(
        self, name: str, environ: dict[str, Any], request_id: str
    ) -> tuple[HTTPStatus, Headers, bytes, Callable[[], None] | None]:
        # Account set-up on telephones probes with CalDAV methods; they must hear 405 and never an error of ours.
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return _said(HTTPStatus.METHOD_NOT_ALLOWED, "method not allowed", ("Allow", "GET, HEAD"))
        reader = self._reader
        try:
            edition = reader.look(name)
            known = _is_known(edition, environ)
            full = edition if known else reader.fill(edition)
        except (Gone, NotFound, Unavailable) as refusal:
            return _refused(refusal)
        except Exception:  # noqa: BLE001 - nobody stands behind this door to answer for it
            _log.exception("crash", extra=_seen(environ, request_id))
            return _said(HTTPStatus.INTERNAL_SERVER_ERROR, "error")
        after = (
            None
            if reader.is_noted(edition)
            else _noting(reader, edition, family_of(environ.get("HTTP_USER_AGENT", "")))
        )
        if known:
            return HTTPStatus.NOT_MODIFIED, _headers(edition), b"", after
        return HTTPStatus.OK, [("Content-Type", _TYPE), *_headers(full)], full.body or b"", after


class MaskedPaths(logging.Filter):
    """Takes the secrets out of addresses before an access log is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; every record passes."""
        record.msg, record.args = mask(record.getMessage()), ()
        return True


def mask(line: str) -> str:
    """Return a line of a log with the secrets of calendars, accounts, the first start and providers made dots."""
    return _VALUE.sub(r"\1•••", _PATH.sub(r"\1•••\2", line))


def mask_access_logs(*loggers: str) -> None:
    """Put the filter on the loggers that write requests down: by default granian's and the development server's."""
    for name in loggers or ("granian.access", "werkzeug"):
        logging.getLogger(name).addFilter(MaskedPaths())


def _noting(reader: Reader, edition: Edition, client: str) -> Callable[[], None]:
    # After the answer has left: nobody waits for it.
    return lambda: reader.note_fetched(edition, client)


def _headers(edition: Edition) -> Headers:
    shared = _PUBLIC if edition.is_public else _PRIVATE
    return [("ETag", edition.etag), ("Last-Modified", _http_date(edition.last_modified)), *shared]


@lru_cache(maxsize=1024)
def _http_date(seconds: int) -> str:
    return http_date(seconds)


def _is_known(edition: Edition, environ: dict[str, Any]) -> bool:
    """Tell whether the caller already has this edition (RFC 9110 13.2.2: the date counts only without ETags)."""
    tags: str | None = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        if tags == edition.etag:
            return True
        known = parse_etags(tags)
        return known.star_tag or known.contains_weak(edition.etag.strip('"'))
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    return since is not None and datetime.fromtimestamp(edition.last_modified, UTC) <= since


def _refused(refusal: DomainError) -> tuple[HTTPStatus, Headers, bytes, None]:
    if isinstance(refusal, Gone):
        return _said(HTTPStatus.GONE, "gone")
    if isinstance(refusal, NotFound):
        return _said(HTTPStatus.NOT_FOUND, "not found")
    _log.error("a calendar could not be read", exc_info=refusal)
    wait = str(refusal.values.get("retry_after", RETRY_AFTER))
    return _said(HTTPStatus.SERVICE_UNAVAILABLE, "try again later", ("Retry-After", wait))


def _said(status: HTTPStatus, words: str, *headers: tuple[str, str]) -> tuple[HTTPStatus, Headers, bytes, None]:
    plain = ("Content-Type", "text/plain; charset=utf-8")
    return status, [plain, *headers, ("Cache-Control", "no-cache")], f"{words}\n".encode(), None


def _seen(environ: dict[str, Any], request_id: str) -> dict[str, object]:
    # The rule, not the address: it is a secret.
    return {"request_id": request_id, "method": environ["REQUEST_METHOD"], "rule": _RULE, "key_id": "-"}
