"""Where the unit receives: its places, who shares each, what is to happen there, adding, changing, closing."""

from collections.abc import Mapping
from typing import Any

from api.bodies import checked as checked_by
from api.schemas.base import Query
from api.schemas.fields import Day, Text, Whole
from scheduler import places as use_case
from scheduler.core.roles import Action
from scheduler.db.places import Place
from scheduler.db.scope import may_write, reads
from scheduler.db.work import UnitOfWork
from scheduler.places import LONGEST_ADDRESS, LONGEST_NAME, MOST_ROOMS
from scheduler.wording.language import said, source
from web.forms import Form, Refused
from web.frames import Shown, Went, shown, went
from web.pages.unit.shared import LeafAsked, Saving, leaf_of, pages, same_unit, to_change
from web.trying import Both, tried

_KEEP = Action.KEEP_UNIT
_ONE = "/<id:unit_id>/dia-diem/<id:place_id>"
_FINE, _UNPROCESSABLE = 200, 422


class PlaceForm(Form):
    """A place to enter."""

    name = Text(LONGEST_NAME, required=True)
    address = Text(LONGEST_ADDRESS, shortest=0, load_default="")
    rooms = Whole(1, MOST_ROOMS, required=True)


class PlaceEdit(Saving):
    """What a place becomes."""

    name = Text(LONGEST_NAME, required=True)
    address = Text(LONGEST_ADDRESS, shortest=0, load_default="")
    rooms = Whole(1, MOST_ROOMS, required=True)


class ClosingAsked(Query):
    """From which day on the place would be closed; a text, so that a wrong one is shown beside its field."""

    on = Text(20, shortest=0, load_default="")


class ClosingTried(Form):
    """From which day on the place would be closed."""

    on = Day(required=True)


class Closing(Saving):
    """From which day on the place is closed."""

    on = Day(required=True)


@pages.shows("/<id:unit_id>/dia-diem", query=LeafAsked)
def places(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Shown:
    """Show the places of a unit with what happens there."""
    unit = reads(uow, unit_id)
    leaf = leaf_of(use_case.uses(uow, unit.id), query["trang"])
    return shown("unit/places.html", unit=unit, leaf=leaf, today=uow.today, keeps=may_write(uow, unit.id, _KEEP))


@pages.shows("/<id:unit_id>/dia-diem/them", _KEEP)
def new_place(uow: UnitOfWork, unit_id: str, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show the form of a new place."""
    return shown("unit/new_place.html", unit=to_change(uow, unit_id, _KEEP), most=MOST_ROOMS)


@pages.does("/<id:unit_id>/dia-diem/them", _KEEP, takes=PlaceForm, else_shows=new_place)
def add_place(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Enter a place."""
    use_case.add_place(uow, unit_id, form["name"], form["address"], form["rooms"])
    return went("unit.places", unit_id=unit_id, xong="da-them-dia-diem")


@pages.shows(_ONE, query=LeafAsked)
def place(
    uow: UnitOfWork, unit_id: str, place_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Show one place: what is to happen there, and the form for changing it."""
    used = _used(uow, unit_id, place_id)
    return shown(
        "unit/place.html",
        unit=reads(uow, unit_id),
        used=used,
        leaf=leaf_of(used.meetings, query["trang"] if query else 1),
        today=uow.today,
        most=MOST_ROOMS,
        keeps=may_write(uow, unit_id, _KEEP) and used.place.closed_on is None,
        both=_in_both(used.place, refused.given) if refused and refused.code == "stale" else (),
    )


@pages.does(_ONE, _KEEP, takes=PlaceEdit, else_shows=place)
def change_place(uow: UnitOfWork, form: dict[str, Any], unit_id: str, place_id: str) -> Went:
    """Change a place; calendars follow."""
    _used(uow, unit_id, place_id)
    said_of = {name: form[name] for name in ("name", "address", "rooms")}
    use_case.change_place(uow, place_id, form["version"], **said_of)
    return went("unit.place", unit_id=unit_id, place_id=place_id, xong="da-sua-dia-diem")


@pages.shows(f"{_ONE}/dong", _KEEP, query=ClosingAsked, rehearses=True)
def close_place(
    uow: UnitOfWork, unit_id: str, place_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Choose from which day on a place is closed, and see what lies in it."""
    unit = to_change(uow, unit_id, _KEEP)
    used = _used(uow, unit_id, place_id)
    given: Mapping[str, str] = refused.given if refused else query or {}
    version = used.place.version

    def rehearse() -> use_case.Closed:
        on = checked_by(ClosingTried(), {"on": given["on"]})["on"]
        return use_case.close_place(uow, place_id, version, on)

    trial = tried(rehearse if given.get("on") else None, given, refused)
    return shown(
        "unit/close_place.html",
        trial.status,
        unit=unit,
        used=used,
        version=version,
        given=given,
        closed=trial.found,
        refused=trial.refused,
    )


@pages.does(f"{_ONE}/dong", _KEEP, takes=Closing, else_shows=close_place)
def save_closing(uow: UnitOfWork, form: dict[str, Any], unit_id: str, place_id: str) -> Went:
    """Close a place for good."""
    _used(uow, unit_id, place_id)
    use_case.close_place(uow, place_id, form["version"], form["on"])
    return went("unit.place", unit_id=unit_id, place_id=place_id, xong="da-dong-dia-diem")


def _used(uow: UnitOfWork, unit_id: str, place_id: str) -> use_case.Used:
    used = use_case.use_of(uow, place_id)
    same_unit("place", place_id, used.place.unit_id, unit_id)
    return used


def _in_both(row: Place, given: Mapping[str, str]) -> list[Both]:
    names = {"name": source("Tên địa điểm"), "address": source("Địa chỉ"), "rooms": source("Số phòng")}
    return [Both(said(text), str(getattr(row, name)), given.get(name, "")) for name, text in names.items()]
