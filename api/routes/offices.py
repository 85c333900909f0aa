"""Offices, and who holds them."""

from typing import Any

from api.http import Noun
from api.paging import Page, page
from api.schemas import offices as shapes
from api.schemas.base import Paged, page_of
from scheduler import offices as use_case
from scheduler import people
from scheduler.core.roles import Action
from scheduler.db.offices import Holding, Office
from scheduler.db.work import UnitOfWork

offices = Noun("offices", "Chức vụ và người giữ chức vụ")
_KEEP = Action.KEEP_UNIT


@offices.reads("/units/<id:unit_id>/offices", query=Paged, answers=page_of(shapes.OfficeSchema))
def list_offices(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Page:
    """List the offices of a unit, ended ones too."""
    return page(use_case.list_of_unit(uow, unit_id, query.get("after", ""), query["limit"] + 1), query["limit"])


@offices.writes(
    "POST",
    "/units/<id:unit_id>/offices",
    _KEEP,
    takes=shapes.NewOffice,
    answers=shapes.OfficeSchema,
    status=201,
    location="/offices/{0.id}",
)
def open_office(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> Office:
    """Set up an office at a unit."""
    more = {name: body[name] for name in ("valid_to", "ground")}
    return use_case.open_office(uow, unit_id, body["kind"], body["title"], body["valid_from"], **more)


@offices.reads("/offices/<id:office_id>", answers=shapes.OfficeSchema)
def get_office(uow: UnitOfWork, office_id: str) -> Office:
    """Look at an office."""
    return use_case.get(uow, office_id)


@offices.writes(
    "PATCH", "/offices/<id:office_id>", _KEEP, takes=shapes.OfficeEdit, answers=shapes.OfficeSchema, edits=True
)
def rename_office(uow: UnitOfWork, office_id: str, version: int, body: dict[str, Any]) -> Office:
    """Give an office another title."""
    return use_case.rename_office(uow, office_id, version, **body)


@offices.writes(
    "POST",
    "/offices/<id:office_id>/closings",
    _KEEP,
    takes=shapes.OfficeClosing,
    answers=shapes.ClosedOfficeSchema,
    edits=True,
)
def close_office(uow: UnitOfWork, office_id: str, version: int, body: dict[str, Any]) -> use_case.Closed:
    """End an office and learn which planned meetings remain after its end."""
    return use_case.close_office(uow, office_id, version, **body)


@offices.reads("/offices/<id:office_id>/holdings", answers=shapes.HoldingsSchema)
def list_holdings(uow: UnitOfWork, office_id: str) -> dict[str, Any]:
    """List who held an office and when, oldest first; what lies between is vacant."""
    return {"items": people.holdings_of(uow, office_id)}


@offices.writes(
    "POST",
    "/offices/<id:office_id>/holdings",
    _KEEP,
    takes=shapes.NewHolding,
    answers=shapes.HoldingSchema,
    status=201,
)
def begin_holding(uow: UnitOfWork, office_id: str, body: dict[str, Any]) -> Holding:
    """Let a person take an office; two heads at once are refused."""
    more = {name: body[name] for name in ("last_on", "ground")}
    return people.begin_holding(uow, office_id, body["person_id"], body["capacity"], body["first_on"], **more)


@offices.writes("POST", "/holdings/<id:holding_id>/ends", _KEEP, takes=shapes.HoldingEnd, answers=shapes.HoldingSchema)
def end_holding(uow: UnitOfWork, holding_id: str, body: dict[str, Any]) -> Holding:
    """Say which day is the last of a holding, or correct it."""
    return people.end_holding(uow, holding_id, **body)
