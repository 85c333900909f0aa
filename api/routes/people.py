"""People who hold offices. Never citizens."""

from typing import Any

from api.http import Noun
from api.paging import Page, page
from api.schemas.base import Paged, page_of
from api.schemas.offices import NewPerson, PersonEdit, PersonSchema
from scheduler import people as use_case
from scheduler.core.roles import Action
from scheduler.db.offices import Person
from scheduler.db.work import UnitOfWork

people = Noun("people", "Người giữ chức vụ")


@people.reads("/units/<id:unit_id>/people", query=Paged, answers=page_of(PersonSchema))
def list_people(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Page:
    """List the people entered at a unit."""
    return page(use_case.list_people(uow, unit_id, query.get("after", ""), query["limit"] + 1), query["limit"])


@people.writes(
    "POST",
    "/units/<id:unit_id>/people",
    Action.KEEP_UNIT,
    takes=NewPerson,
    answers=PersonSchema,
    status=201,
    location="/people/{0.id}",
)
def add_person(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> Person:
    """Enter somebody who is to hold an office."""
    return use_case.add_person(uow, unit_id, **body)


@people.reads("/people/<id:person_id>", answers=PersonSchema)
def get_person(uow: UnitOfWork, person_id: str) -> Person:
    """Look at a person."""
    return use_case.get_person(uow, person_id)


@people.writes("PATCH", "/people/<id:person_id>", Action.KEEP_UNIT, takes=PersonEdit, answers=PersonSchema, edits=True)
def rename_person(uow: UnitOfWork, person_id: str, version: int, body: dict[str, Any]) -> Person:
    """Correct or change a person's name."""
    return use_case.rename_person(uow, person_id, version, **body)
