"""Units: look, search by present or former name, keep the description."""

from typing import Any

from api.http import Noun
from api.paging import Page, page
from api.schemas.base import page_of
from api.schemas.units import FoundUnitsSchema, UnitEdit, UnitsAsked, UnitSchema, UnitsSearched
from scheduler import units as use_case
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Action
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork

units = Noun("units", "Đơn vị hành chính")


@units.reads("/units", query=UnitsAsked, answers=page_of(UnitSchema))
def list_units(uow: UnitOfWork, query: dict[str, Any]) -> Page:
    """List the units directly below one, or the one that bears a code; neither given: the key's unit and those below.

    A key of the whole country that names neither gets the provinces.
    """
    if "code" in query:
        found = use_case.by_code(uow, query["code"], query.get("on"))
        found = [unit for unit in found if query.get("parent_id") in (None, unit.parent_id)]
    else:
        found = use_case.children(uow, query.get("parent_id"), query.get("on"))
    start = 0
    if "after" in query:
        places = [n for n, unit in enumerate(found, 1) if unit.id == query["after"]]
        if not places:
            raise InvalidInput.at("?after", "not-an-id")
        start = places[0]
    return page(found[start : start + query["limit"] + 1], query["limit"])


@units.reads("/units/search", query=UnitsSearched, answers=FoundUnitsSchema)
def search_units(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Search units by present or former name, best first."""
    return {"items": use_case.search(uow, query["q"], query.get("on"), query["limit"])}


@units.reads("/units/<id:unit_id>", answers=UnitSchema)
def get_unit(uow: UnitOfWork, unit_id: str) -> Unit:
    """Look at a unit."""
    return use_case.get(uow, unit_id)


@units.writes("PATCH", "/units/<id:unit_id>", Action.KEEP_UNIT, takes=UnitEdit, answers=UnitSchema, edits=True)
def change_unit(uow: UnitOfWork, unit_id: str, version: int, body: dict[str, Any]) -> Unit:
    """Change what is told about a unit: address, telephone, regular hours."""
    return use_case.change_unit(uow, unit_id, version, **body)
