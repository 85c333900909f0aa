"""Offices of a unit and who holds them: the list, setting up, one office with its holders, ending."""

from collections.abc import Mapping
from typing import Any

from scheduler import office_board, offices
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.db.offices import Office, get_office
from scheduler.db.work import UnitOfWork
from scheduler.office_board import OfficePage
from scheduler.wording.language import said
from scheduler.wording.offices import KINDS
from web.forms import Refused
from web.frames import Pages, Shown, Went, shown, went
from web.pages.office_forms import (
    ClosingAsked,
    ClosingForm,
    OfficeAsked,
    OfficeForm,
    TitleForm,
    trial,
)
from web.trying import typed

pages = Pages("staff", "/lam-viec")
KEEP = Action.KEEP_UNIT
ALL = "/<id:unit_id>/chuc-vu"
ONE = f"{ALL}/<id:office_id>"
Asked = dict[str, Any] | None


@pages.shows(ALL)
def of_unit(uow: UnitOfWork, unit_id: str) -> Shown:
    """List the offices with their holders, and the people of the unit."""
    return shown("offices/list.html", board=office_board.board(uow, unit_id), today=uow.today)


@pages.shows(f"{ALL}/them", KEEP, query=OfficeAsked, rehearses=True)
def opening(uow: UnitOfWork, unit_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show the form of a new office, and what it will owe."""
    board = office_board.board(uow, unit_id)
    if not board.may_keep:
        uow.refuse(KEEP)
    given = typed(query, refused)

    def change(form: Mapping[str, Any]) -> str:
        return _opened(uow, unit_id, form).id

    tried = trial(uow, OfficeForm, given, change, since="valid_from", refused=refused)
    kinds = [(kind, said(name)) for kind, name in KINDS.items()]
    return shown(
        "offices/open.html",
        tried.status,
        board=board,
        given=given,
        found=tried.found,
        kinds=kinds,
        refused=tried.refused,
    )


@pages.does(f"{ALL}/them", KEEP, takes=OfficeForm, else_shows=opening)
def open_office(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Set up an office."""
    made = _opened(uow, unit_id, form)
    return went("staff.one", unit_id=unit_id, office_id=made.id, xong="da-luu")


@pages.shows(ONE)
def one(uow: UnitOfWork, unit_id: str, office_id: str, refused: Refused | None = None) -> Shown:
    """Show one office with everybody who held it."""
    return shown("offices/one.html", page=page_at(uow, unit_id, office_id), today=uow.today, refused=refused)


@pages.does(f"{ONE}/ten", KEEP, takes=TitleForm, else_shows=one)
def rename(uow: UnitOfWork, form: dict[str, Any], unit_id: str, office_id: str) -> Went:
    """Give an office another title."""
    require_at(uow, unit_id, office_id)
    offices.rename_office(uow, office_id, form["version"], form["title"])
    return went("staff.one", unit_id=unit_id, office_id=office_id, xong="da-luu")


@pages.shows(f"{ONE}/ket-thuc", KEEP, query=ClosingAsked, rehearses=True)
def closing(
    uow: UnitOfWork, unit_id: str, office_id: str, query: Asked = None, refused: Refused | None = None
) -> Shown:
    """Show what ending an office brings about, and which planned meetings lie after it."""
    page, given = kept_at(uow, unit_id, office_id), typed(query, refused)
    version = page.line.office.version

    def change(form: Mapping[str, Any]) -> None:
        offices.close_office(uow, office_id, version, form["on"], form["ground"])

    asked = given | {"version": str(version)}
    tried = trial(uow, ClosingForm, asked, change, since="on", refused=refused, offices=[office_id])
    return shown(
        "offices/close.html",
        tried.status,
        page=page,
        version=version,
        given=given,
        found=tried.found,
        refused=tried.refused,
    )


@pages.does(f"{ONE}/ket-thuc", KEEP, takes=ClosingForm, else_shows=closing)
def close(uow: UnitOfWork, form: dict[str, Any], unit_id: str, office_id: str) -> Went:
    """End an office with its last day."""
    require_at(uow, unit_id, office_id)
    offices.close_office(uow, office_id, form["version"], form["on"], form["ground"])
    return went("staff.one", unit_id=unit_id, office_id=office_id, xong="da-luu")


def page_at(uow: UnitOfWork, unit_id: str, office_id: str) -> OfficePage:
    """Return the page of an office of a unit; an address that mixes two leads nowhere. Raises: NotFound, NotAllowed."""
    page = office_board.page_of(uow, office_id)
    if page.unit.id != unit_id:
        raise NotFound(kind="office", id=office_id)
    return page


def kept_at(uow: UnitOfWork, unit_id: str, office_id: str) -> OfficePage:
    """Return the same for whoever may change it. Raises: NotFound, NotAllowed."""
    page = page_at(uow, unit_id, office_id)
    if not page.may_keep:
        uow.refuse(KEEP)
    return page


def require_at(uow: UnitOfWork, unit_id: str, office_id: str) -> None:
    """Pass when an office is of a unit. Raises: NotFound."""
    if get_office(uow.session, office_id).unit_id != unit_id:
        raise NotFound(kind="office", id=office_id)


def _opened(uow: UnitOfWork, unit_id: str, form: Mapping[str, Any]) -> Office:
    more = {name: form[name] for name in ("valid_to", "ground")}
    return offices.open_office(uow, unit_id, form["kind"], form["title"], form["valid_from"], **more)
