"""What leaders ask for, at the secretary's desk; and who vouches for a head. Asking and vouching is for people only."""

from typing import Any

from api.http import Noun
from api.schemas.requests import Declining, Granting, RequestSchema, RequestsSchema, VouchingSchema
from scheduler import confirming
from scheduler import requests as use_case
from scheduler.core.roles import Action
from scheduler.db.requests import Request
from scheduler.db.work import UnitOfWork

requests = Noun("leader_requests", "Đề nghị của lãnh đạo và xác nhận chủ trì")
_ONE = "/requests/<id:request_id>"


@requests.reads("/units/<id:unit_id>/requests", Action.BOOK, answers=RequestsSchema)
def list_requests(uow: UnitOfWork, unit_id: str) -> dict[str, Any]:
    """List what leaders asked a unit for: what waits, and the 20 settled last."""
    desk = use_case.at_unit(uow, unit_id)
    return {"items": [told.request for told in (*desk.waiting, *desk.settled)]}


@requests.reads(_ONE, Action.BOOK, answers=RequestSchema)
def get_request(uow: UnitOfWork, request_id: str) -> Request:
    """Look at a request."""
    return use_case.get(uow, request_id)


@requests.writes("POST", f"{_ONE}/grants", Action.BOOK, takes=Granting, answers=RequestSchema, edits=True)
def grant(uow: UnitOfWork, request_id: str, version: int, body: dict[str, Any]) -> Request:
    """Grant a request: the absence is entered, or the deputy named, at once."""
    return use_case.grant(uow, request_id, version, body["meeting_version"])


@requests.writes("POST", f"{_ONE}/refusals", Action.BOOK, takes=Declining, answers=RequestSchema, edits=True)
def decline(uow: UnitOfWork, request_id: str, version: int, body: dict[str, Any]) -> Request:
    """Decline a request with a reason that its asker reads."""
    return use_case.decline(uow, request_id, version, body["answer"])


@requests.reads("/meetings/<id:meeting_id>/confirmations", answers=VouchingSchema)
def list_confirmations(uow: UnitOfWork, meeting_id: str) -> dict[str, Any]:
    """Learn who vouches that the heads at a meeting were in the chair; only people signed in can add to it."""
    found = confirming.vouching(uow, meeting_id)
    window = found.window
    times = {"opens_at": window.opens_at if window else None, "closes_at": window.closes_at if window else None}
    return {**times, "seats": found.seats}
