"""Style sheets and the icon, each under an address that changes with its content, so that they are kept for a year."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from flask import Blueprint, Response, abort, request, url_for

blueprint = Blueprint("assets", __name__)
BOOTSTRAP = "vendor/bootstrap-5.3.9/bootstrap.min.css"
HTMX = "vendor/htmx-4.0.1/htmx.min.js"
_TYPES = {
    BOOTSTRAP: "text/css",
    HTMX: "text/javascript",
    "app.css": "text/css",
    "office.css": "text/css",
    "board.js": "text/javascript",
    "favicon.ico": "image/x-icon",
    "mau-nhan-su.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PACKED = {"text/css", "text/javascript"}
_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, its compressed form and the mark of its content."""

    body: bytes
    packed: bytes
    mark: str


@cache
def asset(name: str) -> Asset:
    """Return a shipped file by its path below web/static. Raises KeyError when it is not one of ours."""
    if name not in _TYPES:
        raise KeyError(name)
    body = files("web").joinpath("static", name).read_bytes()
    return Asset(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:12])


def asset_url(name: str) -> str:
    """Return the address of a shipped file, with the mark of its content."""
    return url_for("assets.serve", mark=asset(name).mark, name=name)


@blueprint.get("/tai-nguyen/<mark>/<path:name>")
def serve(mark: str, name: str) -> Response:
    """Send a shipped file; an address with an old mark is not found rather than answered with other content."""
    if name not in _TYPES or asset(name).mark != mark:
        abort(404)
    found = asset(name)
    answer = Response(found.body, mimetype=_TYPES[name])
    if _TYPES[name] in _PACKED and request.accept_encodings["gzip"]:
        answer.set_data(found.packed)
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = _A_YEAR
    return answer


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Send the icon that browsers ask for by themselves."""
    answer = Response(asset("favicon.ico").body, mimetype="image/x-icon")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
