"""The calendar door: /lich/<secret or public name>.ics. No key, no cookie, no redirect, no body but a whole one."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.http import http_date

from scheduler.core.errors import DomainError, Gone, NotFound, Unavailable
from scheduler.db.feed_state import RETRY_AFTER
from scheduler.feeds import Edition, Reader

# Account set-up on telephones probes with CalDAV methods; they must hear 405 and never an error of ours.
_REFUSED: Final = ("OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "PROPPATCH", "REPORT", "MKCALENDAR")
_TYPE: Final = "text/calendar; charset=utf-8"
_PRIVATE: Final = {
    "Cache-Control": "private, max-age=900",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
_PUBLIC: Final = {"Cache-Control": "public, max-age=900"}
_PATH: Final = re.compile(r"(/lich/)[^\s/?\"']+?(\.ics)?(?=[\s/?\"']|$)", re.IGNORECASE)
_log = logging.getLogger(__name__)


def make_calendars(reader: Reader) -> Blueprint:
    """Return the route that answers polls."""
    calendars = Blueprint("calendars", __name__)

    def feed(name: str) -> Response:
        if request.method in _REFUSED:
            return _said(405, "method not allowed", Allow="GET, HEAD")
        try:
            edition = reader.look(name)
            headers = _headers(edition)
            if _is_known(edition):
                answer = Response(status=304, headers=headers)
            else:
                full = reader.fill(edition)
                headers = headers if full.etag == edition.etag else _headers(full)
                answer = Response(full.body, headers=headers, content_type=_TYPE)
        except (Gone, NotFound, Unavailable) as refusal:
            return _refused(refusal)
        if not reader.is_noted(edition):
            answer.call_on_close(_noting(reader, edition))
        return answer

    calendars.add_url_rule(
        "/lich/<name>.ics", view_func=feed, methods=["GET", *_REFUSED], provide_automatic_options=False
    )
    return calendars


class MaskedPaths(logging.Filter):
    """Takes the secret out of calendar addresses before an access log is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; every record passes."""
        record.msg, record.args = mask(record.getMessage()), ()
        return True


def mask(line: str) -> str:
    """Return a line of a log with every calendar's name or secret replaced by dots."""
    return _PATH.sub(r"\1•••\2", line)


def mask_access_logs(*loggers: str) -> None:
    """Put the filter on the loggers that write requests down: by default gunicorn's and the development server's."""
    for name in loggers or ("gunicorn.access", "werkzeug"):
        logging.getLogger(name).addFilter(MaskedPaths())


def _noting(reader: Reader, edition: Edition) -> Callable[[], None]:
    # After the answer has left: nobody waits for it.
    return lambda: reader.note_fetched(edition)


def _headers(edition: Edition) -> dict[str, str]:
    shared = _PUBLIC if edition.is_public else _PRIVATE
    return {"ETag": edition.etag, "Last-Modified": _http_date(edition.last_modified), **shared}


@lru_cache(maxsize=1024)
def _http_date(seconds: int) -> str:
    return http_date(seconds)


def _is_known(edition: Edition) -> bool:
    """Tell whether the caller already has this edition (RFC 9110 13.2.2: the date counts only without ETags)."""
    if "HTTP_IF_NONE_MATCH" in request.environ:
        known = request.if_none_match
        return known.star_tag or known.contains_weak(edition.etag.strip('"'))
    since = request.if_modified_since if "HTTP_IF_MODIFIED_SINCE" in request.environ else None
    return since is not None and datetime.fromtimestamp(edition.last_modified, UTC) <= since


def _refused(refusal: DomainError) -> Response:
    if isinstance(refusal, Gone):
        return _said(410, "gone")
    if isinstance(refusal, NotFound):
        return _said(404, "not found")
    _log.error("a calendar could not be read", exc_info=refusal)
    return _said(503, "try again later", Retry_After=str(refusal.values.get("retry_after", RETRY_AFTER)))


def _said(status: int, words: str, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(f"{words}\n", status, headers=named | {"Cache-Control": "no-cache"}, mimetype="text/plain")
