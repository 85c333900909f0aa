"""The requests of leaders at the secretary's desk: those that wait, one with what granting it does, and the answer."""

from typing import Any

from api.schemas.fields import Text, Whole
from scheduler import requests
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.db.requests import Request
from scheduler.db.work import UnitOfWork
from web.forms import Form, Refused
from web.frames import Pages, Shown, Went, shown, went

pages = Pages("requests", "/lam-viec")
_MOST_VERSIONS = 1_000_000
_ONE = "/<id:unit_id>/de-nghi/<id:request_id>"


class GrantForm(Form):
    """Which state of the request, and of the meeting, was seen."""

    version = Whole(1, _MOST_VERSIONS, required=True)
    meeting_version = Whole(1, _MOST_VERSIONS, load_default=None)


class DeclineForm(Form):
    """Which state of the request was seen, and why it is declined."""

    version = Whole(1, _MOST_VERSIONS, required=True)
    answer = Text(requests.LONGEST_ANSWER, required=True)


@pages.shows("/<id:unit_id>/de-nghi", Action.BOOK)
def waiting(uow: UnitOfWork, unit_id: str) -> Shown:
    """Show what waits, and what was settled last."""
    return shown("requests/waiting.html", desk=requests.at_unit(uow, unit_id), unit_id=unit_id)


@pages.shows(_ONE, Action.BOOK)
def one(uow: UnitOfWork, unit_id: str, request_id: str, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show one request with the numbers that its asker saw."""
    told, found = requests.look(uow, unit_id, request_id)
    return shown("requests/one.html", told=told, found=found, unit_id=unit_id)


@pages.does(f"{_ONE}/dong-y", Action.BOOK, takes=GrantForm, else_shows=one)
def grant(uow: UnitOfWork, form: dict[str, Any], unit_id: str, request_id: str) -> Went:
    """Do what was asked for."""
    _there(requests.grant(uow, request_id, form["version"], form["meeting_version"]), unit_id)
    return went("requests.waiting", unit_id=unit_id, xong="da-dong-y")


@pages.does(f"{_ONE}/khong-dong-y", Action.BOOK, takes=DeclineForm, else_shows=one)
def decline(uow: UnitOfWork, form: dict[str, Any], unit_id: str, request_id: str) -> Went:
    """Decline with a reason."""
    _there(requests.decline(uow, request_id, form["version"], form["answer"]), unit_id)
    return went("requests.waiting", unit_id=unit_id, xong="da-tu-choi")


def _there(row: Request, unit_id: str) -> None:
    """Pass when a request was made at a unit; an address that mixes two leads nowhere, and undoes what was done."""
    if row.unit_id != unit_id:
        raise NotFound(kind="request", id=row.id)
