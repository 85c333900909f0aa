"""Who holds an office from when to when, and the people of a unit: taking over, ending, entering, correcting a name."""

from collections.abc import Mapping
from typing import Any

from scheduler import people
from scheduler.core.errors import NotFound
from scheduler.db.offices import Person
from scheduler.db.scope import may_write
from scheduler.db.work import UnitOfWork
from scheduler.office_board import board
from scheduler.wording.language import said, source
from scheduler.wording.offices import CAPACITIES
from web.forms import Refused
from web.frames import Shown, Went, shown, went
from web.pages.office_forms import (
    LastDayAsked,
    LastDayForm,
    NameForm,
    RenamingForm,
    TakingAsked,
    TakingForm,
    take,
    trial,
)
from web.pages.offices import KEEP, ONE, Asked, kept_at, pages, require_at
from web.trying import typed

_PEOPLE = "/<id:unit_id>/nhan-su"
_PERSON = f"{_PEOPLE}/<id:person_id>"


@pages.shows(f"{ONE}/nguoi-giu", KEEP, query=TakingAsked, rehearses=True)
def taking(uow: UnitOfWork, unit_id: str, office_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show who could take an office, and what it does to what the office owes."""
    page, given = kept_at(uow, unit_id, office_id), typed(query, refused)

    def change(form: Mapping[str, Any]) -> None:
        take(uow, unit_id, office_id, form)

    tried = trial(uow, TakingForm, given, change, since="first_on", refused=refused, offices=[office_id])
    nobody = ("", said(source("Chọn người, hoặc ghi tên người mới bên dưới")))
    return shown(
        "offices/take.html",
        tried.status,
        page=page,
        given=given,
        found=tried.found,
        refused=tried.refused,
        choices=[nobody, *((person.id, person.name) for person in page.people)],
        capacities=[(key, said(name)) for key, name in CAPACITIES.items()],
        today=uow.today,
    )


@pages.does(f"{ONE}/nguoi-giu", KEEP, takes=TakingForm, else_shows=taking)
def take_office(uow: UnitOfWork, form: dict[str, Any], unit_id: str, office_id: str) -> Went:
    """Let somebody take an office; whoever heads it gives way."""
    require_at(uow, unit_id, office_id)
    take(uow, unit_id, office_id, form)
    return went("staff.one", unit_id=unit_id, office_id=office_id, xong="da-luu")


@pages.shows(f"{ONE}/thoi-giu/<id:holding_id>", KEEP, query=LastDayAsked, rehearses=True)
def giving_up(
    uow: UnitOfWork,
    unit_id: str,
    office_id: str,
    holding_id: str,
    *,
    query: Asked = None,
    refused: Refused | None = None,
) -> Shown:
    """Show what the last day of somebody in an office brings about."""
    page, given = kept_at(uow, unit_id, office_id), typed(query, refused)
    held = next((one for one in page.spans if one.row is not None and one.row.id == holding_id), None)
    if held is None:
        raise NotFound(kind="holding", id=holding_id)

    def change(form: Mapping[str, Any]) -> None:
        people.end_holding(uow, holding_id, form["last_on"], form["ground"])

    tried = trial(uow, LastDayForm, given, change, since="last_on", refused=refused, offices=[office_id])
    return shown(
        "offices/give_up.html",
        tried.status,
        page=page,
        held=held,
        given=given,
        found=tried.found,
        refused=tried.refused,
        today=uow.today,
    )


@pages.does(f"{ONE}/thoi-giu/<id:holding_id>", KEEP, takes=LastDayForm, else_shows=giving_up)
def give_up(uow: UnitOfWork, form: dict[str, Any], unit_id: str, office_id: str, holding_id: str) -> Went:
    """Say which day is the last of somebody in an office."""
    require_at(uow, unit_id, office_id)
    if holding_id not in {held.id for held in people.holdings_of(uow, office_id)}:
        raise NotFound(kind="holding", id=holding_id)
    people.end_holding(uow, holding_id, form["last_on"], form["ground"])
    return went("staff.one", unit_id=unit_id, office_id=office_id, xong="da-luu")


@pages.shows(f"{_PEOPLE}/them", KEEP)
def entering(uow: UnitOfWork, unit_id: str, refused: Refused | None = None) -> Shown:
    """Show the form that enters somebody."""
    seen = board(uow, unit_id)
    if not seen.may_keep:
        uow.refuse(KEEP)
    return shown("offices/person.html", unit=seen.unit, person=None, refused=refused)


@pages.does(f"{_PEOPLE}/them", KEEP, takes=NameForm, else_shows=entering)
def enter(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Enter somebody who is to hold an office."""
    people.add_person(uow, unit_id, form["name"])
    return went("staff.of_unit", unit_id=unit_id, xong="da-luu")


@pages.shows(_PERSON, KEEP)
def person(uow: UnitOfWork, unit_id: str, person_id: str, refused: Refused | None = None) -> Shown:
    """Show the form that corrects a name."""
    row = _person_at(uow, unit_id, person_id)
    if not may_write(uow, unit_id, KEEP):
        uow.refuse(KEEP)
    return shown("offices/person.html", unit=board(uow, unit_id).unit, person=row, refused=refused)


@pages.does(_PERSON, KEEP, takes=RenamingForm, else_shows=person)
def rename_person(uow: UnitOfWork, form: dict[str, Any], unit_id: str, person_id: str) -> Went:
    """Correct or change a name."""
    _person_at(uow, unit_id, person_id)
    people.rename_person(uow, person_id, form["version"], form["name"])
    return went("staff.of_unit", unit_id=unit_id, xong="da-luu")


def _person_at(uow: UnitOfWork, unit_id: str, person_id: str) -> Person:
    found = people.get_person(uow, person_id)
    if found.unit_id != unit_id:
        raise NotFound(kind="person", id=person_id)
    return found
