"""A new draft: also one that makes up for a meeting whose head did not sit."""

from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Choice, Day, Hour, Id, Text
from scheduler import meetings
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.completeness import SUB_TYPES
from scheduler.core.errors import Fault
from scheduler.core.facts import Activity
from scheduler.core.roles import Action
from scheduler.db.base import Mode
from scheduler.db.work import UnitOfWork
from scheduler.meeting_life import Head, head_of, surroundings
from scheduler.wording.meetings import mode_word, title
from web.forms import Form, Refused
from web.frames import Shown, Went, shown, went
from web.pages.meeting.shared import fields_named, pages, typed

KINDS = {f"{activity.value}.{one}": (activity, one) for activity, kinds in SUB_TYPES.items() for one in kinds}
_FIELDS = {
    "subject": "noi_dung",
    "trigger": "vu_viec",
    "mode": "hinh_thuc",
    "online_url": "dia_chi",
    "sub_type": "loai",
    "makeup_for": "loai",
}


class DraftAsked(Query):
    """For which meeting the draft makes up, on which date, of which office."""

    bu_cho = Text(64, shortest=0, load_default="")
    ngay = Text(10, shortest=0, load_default="")
    chuc_vu = Text(64, shortest=0, load_default="")


class Drafting(Form):
    """A whole draft of one block of hours."""

    loai = Text(80, required=True)
    chuc_vu = Id(required=True)
    ngay = Day(required=True)
    tu = Hour(required=True)
    het = Hour(required=True)
    noi = Id(load_default=None)
    diem = Text(200, shortest=0, load_default="")
    hinh_thuc = Choice(Mode, load_default=Mode.IN_PERSON)
    dia_chi = Text(500, shortest=0, load_default="")
    noi_dung = Text(500, shortest=0, load_default="")
    thanh_phan = Text(500, shortest=0, load_default="")
    vu_viec = Text(500, shortest=0, load_default="")
    bu_cho = Id(load_default=None)


@pages.shows("/moi/<id:unit_id>", Action.BOOK, query=DraftAsked)
def draft(uow: UnitOfWork, unit_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Show the form for a new draft. Raises: NotFound, NotAllowed."""
    around, given = surroundings(uow, unit_id, Action.BOOK), typed(query, refused)
    made_up = head_of(uow, given["bu_cho"]) if given.get("bu_cho") else None
    return shown(
        "meeting/draft.html",
        unit=around.unit,
        made_up=made_up,
        values={**_values_of(made_up), **given},
        kinds=[(key, title(*kind)) for key, kind in KINDS.items()],
        offices=[(o.id, o.title) for o in around.offices.values() if o.valid_to is None or o.valid_to >= uow.today],
        places=[(place.id, place.name) for place in around.open_places(uow.today)],
        modes=[(mode.value, mode_word(mode.value)) for mode in Mode],
    )


@pages.does("/moi/<id:unit_id>", Action.BOOK, takes=Drafting, else_shows=draft)
def save_draft(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Draft a meeting."""
    activity, sub_type = KINDS.get(form["loai"], (Activity.RECEPTION, form["loai"]))
    wanted = Arrangement(
        activity,
        sub_type,
        (Hours(form["ngay"], form["tu"], form["het"], form["noi"], form["diem"]),),
        (Seat(form["chuc_vu"]),),
        Description(
            subject=form["noi_dung"],
            co_attendees=form["thanh_phan"],
            trigger=form["vu_viec"],
            mode=form["hinh_thuc"],
            online_url=form["dia_chi"],
        ),
        form["bu_cho"],
    )
    with fields_named(_field):
        meeting = meetings.draft(uow, unit_id, wanted)
    return went("meeting.overview", meeting_id=meeting.id, xong="da-luu")


def _values_of(made_up: Head | None) -> dict[str, str]:
    """Return what a draft that makes up for a meeting takes over from it."""
    if made_up is None:
        return {"tu": "08:00", "het": "11:30", "loai": "reception.periodic"}
    meeting = made_up.meeting
    first = meeting.sittings[0] if meeting.sittings else None
    return {
        "loai": f"{meeting.activity.value}.{meeting.sub_type}",
        "chuc_vu": meeting.chairs[0].office_id if meeting.chairs else "",
        "tu": f"{first.starts:%H:%M}" if first else "08:00",
        "het": f"{first.ends:%H:%M}" if first else "11:30",
        "noi": (first.place_id or "") if first else "",
        "noi_dung": meeting.subject,
        "thanh_phan": meeting.co_attendees,
    }


def _field(fault: Fault) -> str:
    parts = fault.where.split("/")
    if parts[0] == "sittings":
        return {"starts": "tu", "ends": "het", "place_id": "noi"}.get(parts[-1], "ngay")
    return "chuc_vu" if parts[0] == "chairs" else _FIELDS.get(fault.where, "")
