"""Another date, other hours, another place or form (K3): tried out first, then saved with its ground."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.schemas.fields import Choice, Day, Ground, Text
from scheduler import rescheduling
from scheduler.arrangement import Form as Wanted
from scheduler.arrangement import Hours
from scheduler.core.deeds import Deed
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import Activity
from scheduler.core.roles import Action
from scheduler.db.base import Mode
from scheduler.db.work import UnitOfWork
from scheduler.meeting_facts import MeetingFacts
from scheduler.meeting_life import Head
from scheduler.weighing import Consequences
from scheduler.wording.language import said, source
from scheduler.wording.meetings import mode_word
from web.forms import Form, Refused
from web.frames import Shown, Went, went
from web.pages.meeting.shared import (
    Saving,
    cures_to,
    deed_page,
    form_of,
    ground_in_both,
    opened,
    pages,
    state_in_both,
)
from web.pages.meeting.sittings import (
    ASKED,
    hours_of,
    numbers_of,
    row_fault,
    row_fields,
    rows_of,
    rows_standing,
    rows_words,
    with_one_more,
)
from web.trying import UNTOLD, Both, Trial, asking, fields_named, read, tried, typed

MoveAsked = asking("den", "hinh_thuc", *ASKED)
_CHOSEN = {"den": Day(), "hinh_thuc": Choice(Mode, load_default=None), **row_fields(sites=False)}
MoveTried = form_of(Form, _CHOSEN)
_TYPED = {
    "dia_chi": Text(500, shortest=0, load_default=""),
    "ly_do": Ground(5, 500, required=True),
    "ly_do_vuot": Ground(20, 500, load_default=None),
}
Moving = form_of(Saving, {**_CHOSEN, **row_fields(sites=True), **_TYPED})
_FIELDS = {"to": "den", "mode": "hinh_thuc", "online_url": "dia_chi", "ground": "ly_do", "insist": "ly_do_vuot"}
_NO_PLACE = source("Không chọn, ghi tên điểm sau khi xem trước")
_SOMEWHERE = "https://chua-ghi.invalid/"
"""Stands in a rehearsal for an address that is typed only with the saving."""


@pages.shows("/<id:meeting_id>/doi", Action.BOOK, query=MoveAsked, rehearses=True)
def move(
    uow: UnitOfWork, meeting_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Show the form for another date, hours, place or form; filled in, what that brings about."""
    head, barred = opened(uow, meeting_id, Deed.MOVE)
    given = typed(query, refused)
    spread = len(head.meeting.days) > 1
    asked = bool(given.get("den") or rows_of(given) or given.get("hinh_thuc"))
    rows = rows_of(given) or rows_standing(head.meeting, spread=spread)
    trial = tried(lambda: _rehearsed(uow, head, given), given) if asked and not barred else Trial()
    kept = {name: value for name, value in given.items() if name in ASKED or name == "hinh_thuc"}
    return deed_page(
        uow,
        "meeting/move.html",
        head,
        Deed.MOVE,
        barred=barred,
        trial=trial,
        given=given,
        refused=refused,
        both=_in_both(head, given),
        cures={} if spread else cures_to(head, trial.found, kept),
        rows=with_one_more(rows),
        spread=spread,
        split=head.meeting.activity is Activity.DIALOGUE,
        kept=kept,
        places=[("", said(_NO_PLACE)), *((p.id, p.name) for p in head.around.open_places(head.today))],
        modes=[(mode.value, mode_word(mode.value)) for mode in Mode],
        mode=given.get("hinh_thuc") or head.meeting.mode.value,
    )


@pages.does("/<id:meeting_id>/doi", Action.BOOK, takes=Moving, else_shows=move)
def save_move(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Give a meeting another date, hours, place or form."""
    with fields_named(lambda fault: _field(fault, form)):
        to, hours = _wanted(form)
        wanted = None if form["hinh_thuc"] is None else Wanted(form["hinh_thuc"], form["dia_chi"])
        rescheduling.move(
            uow,
            meeting_id,
            form["phien_ban"],
            to,
            form["ly_do"],
            hours=hours,
            form=wanted,
            insist=form["ly_do_vuot"],
        )
    return went("meeting.overview", meeting_id=meeting_id, xong="da-doi")


def _rehearsed(uow: UnitOfWork, head: Head, given: Mapping[str, str]) -> Consequences:
    values = read(MoveTried, given)
    with fields_named(lambda fault: _field(fault, values)):
        to, hours = _wanted({**values, **_sites(head.meeting, values, given)})
        mode = values["hinh_thuc"]
        form = None if mode is None else Wanted(mode, _address(head.meeting, mode, given))
        return rescheduling.preview_move(uow, head.meeting.id, head.meeting.version, to, hours=hours, form=form)


def _wanted(values: Mapping[str, Any]) -> tuple[date, tuple[Hours, ...] | None]:
    """Return the first date wanted and the blocks of hours, None when nothing was said of these."""
    to, hours = values.get("den"), hours_of(values, values.get("den"))
    first = to or min((h.day for h in hours), default=None)
    if first is None:
        raise InvalidInput.at("den", "required")
    return (first if any(h.day == first for h in hours) or not hours else min(h.day for h in hours)), hours or None


def _sites(meeting: MeetingFacts, values: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Return for each row the site that was typed, else the one it has; where neither says where, that it is untold."""
    standing = dict(enumerate((s.site for s in meeting.sittings), 1))
    sites = {}
    for n in numbers_of(values):
        site = given.get(f"diem{n}") or standing.get(n, "")
        sites[f"diem{n}"] = site or ("" if values.get(f"noi{n}") else UNTOLD)
    return sites


def _address(meeting: MeetingFacts, mode: Mode, given: Mapping[str, str]) -> str:
    if mode is Mode.IN_PERSON:
        return given.get("dia_chi", "")
    return given.get("dia_chi") or meeting.online_url or _SOMEWHERE


def _field(fault: Fault, values: Mapping[str, Any]) -> str:
    if fault.where in values or fault.where in {"den", *ASKED}:
        return fault.where
    named = _FIELDS.get(fault.where) or row_fault(fault, numbers_of(values))
    one_date = named.startswith("ngay") and not values.get(named)
    return "den" if one_date else named


def _in_both(head: Head, given: Mapping[str, str]) -> list[Both]:
    meeting, places = head.meeting, {place.id: place.name for place in head.around.places.values()}
    standing = rows_words(rows_standing(meeting, spread=True), "", places) if meeting.sittings else ""
    mode = given.get("hinh_thuc", "")
    wanted = rows_words(rows_of(given), given.get("den", ""), places)
    known = {one.value for one in Mode}
    return [
        state_in_both(head, Deed.MOVE),
        Both(said(source("Giờ và địa điểm")), standing, wanted),
        Both(said(source("Hình thức")), mode_word(meeting.mode.value), mode_word(mode) if mode in known else mode),
        ground_in_both(head, given),
    ]
