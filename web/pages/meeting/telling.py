"""What is said of a meeting: its subject, who attends, the notice's number; saved at once, for no law weighs it."""

from typing import Any

from api.schemas.fields import Choice, Text
from scheduler import meetings
from scheduler.arrangement import Description
from scheduler.core.deeds import Deed
from scheduler.core.facts import State
from scheduler.core.roles import Action
from scheduler.db.base import Mode
from scheduler.db.work import UnitOfWork
from scheduler.meeting_facts import MeetingFacts
from scheduler.meeting_life import head_of
from scheduler.wording.language import said
from scheduler.wording.meeting_events import FIELDS as NAMES
from scheduler.wording.meetings import mode_word
from web.forms import Refused
from web.frames import Shown, Went, went
from web.pages.meeting.shared import Saving, deed_page, opened, pages, state_in_both
from web.trying import Both, by_table, fields_named, typed

_MAY_BE_EMPTY = {"may_be_empty": True}
_TEXTS = {
    "noi_dung": "subject",
    "thanh_phan": "co_attendees",
    "vu_viec": "trigger",
    "so_thong_bao": "notice_number",
    "dia_chi": "online_url",
}
_FIELD_OF = {name: field for field, name in _TEXTS.items()} | {"mode": "hinh_thuc"}


class Describing(Saving):
    """What is said of the meeting; a field that the page did not show does not come."""

    noi_dung = Text(500, shortest=0, metadata=_MAY_BE_EMPTY)
    thanh_phan = Text(500, shortest=0, metadata=_MAY_BE_EMPTY)
    vu_viec = Text(500, shortest=0, metadata=_MAY_BE_EMPTY)
    so_thong_bao = Text(100, shortest=0, metadata=_MAY_BE_EMPTY)
    dia_chi = Text(500, shortest=0, metadata=_MAY_BE_EMPTY)
    hinh_thuc = Choice(Mode)
    ghim = Text(10, shortest=0, load_default="")


def fields_of(meeting: MeetingFacts) -> tuple[str, ...]:
    """Return what may be said of a meeting in its state, in the order of the form."""
    found = ["thanh_phan", "so_thong_bao", "ghim"]
    if meeting.state is not State.APPROVED:
        found.append("noi_dung")
        found += ["vu_viec"] if meeting.sub_type == "adhoc" else []
        found += ["dia_chi"] if meeting.state is State.DRAFT or meeting.mode is not Mode.IN_PERSON else []
    if meeting.state is State.DRAFT:
        found.append("hinh_thuc")
    order = ("noi_dung", "thanh_phan", "vu_viec", "so_thong_bao", "hinh_thuc", "dia_chi", "ghim")
    return tuple(name for name in order if name in found)


@pages.shows("/<id:meeting_id>/sua", Action.BOOK)
def describe(uow: UnitOfWork, meeting_id: str, refused: Refused | None = None) -> Shown:
    """Show the form for what is said of a meeting."""
    head, barred = opened(uow, meeting_id, Deed.DESCRIBE)
    given, meeting = typed(None, refused), head.meeting
    both = [
        Both(said(NAMES[name]), getattr(meeting, name), given[field])
        for field, name in _TEXTS.items()
        if field in given
    ]
    return deed_page(
        uow,
        "meeting/describe.html",
        head,
        Deed.DESCRIBE,
        barred=barred,
        given=given,
        refused=refused,
        both=[state_in_both(head, Deed.DESCRIBE), *both],
        fields=fields_of(meeting),
        values={field: getattr(meeting, name) for field, name in _TEXTS.items()},
        modes=[(mode.value, mode_word(mode.value)) for mode in Mode],
    )


@pages.does("/<id:meeting_id>/sua", Action.BOOK, takes=Describing, else_shows=describe)
def save_description(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Change what is said of a meeting."""
    shown = fields_of(head_of(uow, meeting_id).meeting)
    said_of = {name: form[field] for field, name in _TEXTS.items() if field in form and field in shown}
    if "hinh_thuc" in form and "hinh_thuc" in shown:
        said_of["mode"] = form["hinh_thuc"]
    with fields_named(by_table(_FIELD_OF)):
        meetings.change(uow, meeting_id, form["phien_ban"], Description(pinned=bool(form["ghim"]), **said_of))
    return went("meeting.overview", meeting_id=meeting_id, xong="da-luu")
