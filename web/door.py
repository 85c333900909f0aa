"""What a page takes from its surroundings: units of work, the gate of passwords, who calls, the address people see."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request
from werkzeug.exceptions import HTTPException

from scheduler.core.roles import NOBODY
from scheduler.db.work import UnitOfWork, Works
from scheduler.guessing import Caller, Gate
from scheduler.settings import Settings
from web.cookies import device_secret

SEE_OTHER = 303


@contextmanager
def looking() -> Iterator[UnitOfWork]:
    """Begin a unit of work that only reads, for whoever has not said who it is. Raises: Unavailable."""
    with works().reading(NOBODY) as uow:
        yield uow


def works() -> Works:
    """Return what begins units of work."""
    return cast("Works", current_app.extensions["works"])


def gate() -> Gate:
    """Return what checks passwords."""
    return cast("Gate", current_app.extensions["gate"])


def caller() -> Caller:
    """Return from where a guess comes."""
    return Caller(request.remote_addr or "", device_secret())


def go(address: str) -> Response:
    """Return the way to another page after something was done: Reload and Back do it no second time."""
    return cast("Response", redirect(address, SEE_OTHER))


def shown_at(path: str) -> tuple[str, str]:
    """Return which page of ours an address shows, and that address made safe; twice "" for anything else (T-19)."""
    try:
        asked = urlsplit(path)
    except ValueError:  # an address whose host is half a bracket
        return "", ""
    if asked.scheme or asked.netloc or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return "", ""
    try:
        endpoint, _ = current_app.url_map.bind("").match(asked.path, "GET")
    except HTTPException:
        return "", ""
    return str(endpoint), f"{asked.path}?{asked.query}" if asked.query else asked.path


def public_url() -> str:
    """Return the address people see, without a slash at the end."""
    return cast("Settings", current_app.extensions["settings"]).public_url
