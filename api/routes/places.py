"""Reception places."""

from typing import Any

from api.http import Noun
from api.paging import Page, page
from api.schemas.base import Paged, page_of
from api.schemas.places import ClosedPlaceSchema, NewPlace, PlaceClosing, PlaceEdit, PlaceSchema
from scheduler import places as use_case
from scheduler.core.roles import Action
from scheduler.db.places import Place
from scheduler.db.work import UnitOfWork

places = Noun("places", "Địa điểm tiếp công dân")
_KEEP = Action.KEEP_UNIT


@places.reads("/units/<id:unit_id>/places", query=Paged, answers=page_of(PlaceSchema))
def list_places(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Page:
    """List the places of a unit, closed ones too."""
    return page(use_case.list_of_unit(uow, unit_id, query.get("after", ""), query["limit"] + 1), query["limit"])


@places.writes(
    "POST",
    "/units/<id:unit_id>/places",
    _KEEP,
    takes=NewPlace,
    answers=PlaceSchema,
    status=201,
    location="/places/{0.id}",
)
def add_place(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> Place:
    """Enter a place."""
    return use_case.add_place(uow, unit_id, **body)


@places.reads("/places/<id:place_id>", answers=PlaceSchema)
def get_place(uow: UnitOfWork, place_id: str) -> Place:
    """Look at a place."""
    return use_case.get(uow, place_id)


@places.writes("PATCH", "/places/<id:place_id>", _KEEP, takes=PlaceEdit, answers=PlaceSchema, edits=True)
def change_place(uow: UnitOfWork, place_id: str, version: int, body: dict[str, Any]) -> Place:
    """Change a place; calendars follow."""
    return use_case.change_place(uow, place_id, version, **body)


@places.writes(
    "POST", "/places/<id:place_id>/closings", _KEEP, takes=PlaceClosing, answers=ClosedPlaceSchema, edits=True
)
def close_place(uow: UnitOfWork, place_id: str, version: int, body: dict[str, Any]) -> use_case.Closed:
    """Close a place for good and learn which meetings were to sit there."""
    return use_case.close_place(uow, place_id, version, **body)
