"""A single meeting entered by hand."""

from datetime import date, time
from typing import Any

from api.schemas.arranging import LONGEST
from api.schemas.fields import Hour, Id, Several, Text
from scheduler import meetings
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.bookable import Bookable, bookable
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from web.forms import Form, Refused
from web.frames import Shown, Went, shown, went
from web.pages.months import KINDS, AnyDay, MonthAsked, kind_key, kind_of, pages
from web.trying import by_table_or_same, fields_named

_MORNING = (time(8), time(11, 30))


class Started(MonthAsked):
    """What a form begins with: a date, an office, a kind, a place, hours, and for which meeting it makes up."""

    ngay = AnyDay(load_default=None)
    chuc_vu = Id(load_default="")
    loai = Text(80, load_default="reception/periodic")
    noi = Id(load_default="")
    tu = Hour(load_default=_MORNING[0])
    toi = Hour(load_default=_MORNING[1])
    tiep_bu = Id(load_default="")


class NewMeeting(Form):
    """A meeting as the form asks for it: one date, one or two blocks of hours at one place."""

    chuc_vu = Several(Id(), 20, load_default=[])
    loai = Text(80, required=True)
    ngay = AnyDay(required=True)
    bat_dau = Hour(required=True)
    ket_thuc = Hour(required=True)
    bat_dau_2 = Hour(load_default=None)
    ket_thuc_2 = Hour(load_default=None)
    dia_diem = Id(load_default=None)
    noi_dung = Text(LONGEST, load_default="")
    thanh_phan = Text(LONGEST, load_default="")
    tiep_bu = Id(load_default=None)
    vu_viec = Text(LONGEST, load_default="")


_FIELDS = {
    "sub_type": "loai",
    "trigger": "vu_viec",
    "makeup_for": "tiep_bu",
    "chairs": "chuc_vu",
    "sittings": "ngay",
    "sittings/0/day": "ngay",
    "sittings/0/starts": "bat_dau",
    "sittings/0/ends": "ket_thuc",
    "sittings/0/place_id": "dia_diem",
    "sittings/1/day": "ngay",
    "sittings/1/starts": "bat_dau_2",
    "sittings/1/ends": "ket_thuc_2",
    "sittings/1/place_id": "dia_diem",
}


@pages.shows("/<id:unit_id>/lich/them", Action.BOOK, query=Started)
def add(uow: UnitOfWork, unit_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Show the form of a single meeting."""
    view = bookable(uow, unit_id)
    begun = query or {
        "ngay": None,
        "chuc_vu": "",
        "loai": "",
        "noi": "",
        "tu": None,
        "toi": None,
        "thang": "",
        "tiep_bu": "",
    }
    chosen = refused.lists.get("chuc_vu", ()) if refused else (begun["chuc_vu"],)
    return shown(
        "board/add.html",
        view=view,
        begun=begun,
        chosen=frozenset(chosen),
        kinds=[(kind_key(kind), kind) for kind in KINDS],
        place=begun["noi"] or _usual_place(view),
    )


@pages.does("/<id:unit_id>/lich/them", Action.BOOK, takes=NewMeeting, else_shows=add)
def draft(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Draft the meeting."""
    kind = kind_of(form["loai"])
    faults = [Fault("loai", "unknown-value", {"allowed": ()})] if kind is None else []
    second = (form["bat_dau_2"], form["ket_thuc_2"])
    faults += [
        Fault(name, "required")
        for name, given, other in (("bat_dau_2", *second), ("ket_thuc_2", *reversed(second)))
        if given is None and other is not None
    ]
    if faults or kind is None:
        raise InvalidInput(faults)
    with fields_named(by_table_or_same(_FIELDS)):
        made = meetings.draft(
            uow,
            unit_id,
            Arrangement(
                activity=kind[0],
                sub_type=kind[1],
                hours=tuple(_hours(form)),
                seats=tuple(Seat(office_id) for office_id in form["chuc_vu"]),
                description=Description(
                    subject=form["noi_dung"], co_attendees=form["thanh_phan"], trigger=form["vu_viec"]
                ),
                makeup_for=form["tiep_bu"],
            ),
        )
    return went("board.month", unit_id=unit_id, thang=_month(made.held_on or uow.today), xong="da-them")


def _hours(form: dict[str, Any]) -> list[Hours]:
    blocks = [(form["bat_dau"], form["ket_thuc"]), (form["bat_dau_2"], form["ket_thuc_2"])]
    return [Hours(form["ngay"], starts, ends, form["dia_diem"]) for starts, ends in blocks if starts and ends]


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _usual_place(view: Bookable) -> str:
    return view.places[0].id if view.places else ""
