"""What the pages of a meeting's deeds share: the rehearsal, both versions when somebody saved first, fields' names."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from flask import url_for

from api.schemas.fields import Ground, Whole
from scheduler.core.deeds import Deed
from scheduler.core.errors import WrongState
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.meeting_life import Head, head_of, last_change, open_deed
from scheduler.weighing import Consequences
from scheduler.wording.dates import short_date
from scheduler.wording.deeds import deed_name, stage_word
from scheduler.wording.language import said, source
from scheduler.wording.refusals import error_sentence
from web.forms import Form, Problem, Refused
from web.frames import Pages, Shown, shown
from web.pages.months import kind_key
from web.trying import UNTOLD, VERSION, Both, Trial, by_table

pages = Pages("meeting", "/lam-viec/buoi")
UNTOLD_GROUND = UNTOLD * 20


class Saving(Form):
    """What every form carries that changes a meeting: the version it was made from."""

    phien_ban = Whole(1, 999_999_999, required=True)


class Grounded(Saving):
    """With a ground, and that of somebody entitled who goes on against an objection."""

    ly_do = Ground(5, 500, required=True)
    ly_do_vuot = Ground(20, 500, load_default=None)


class Insisting(Saving):
    """With the ground of somebody entitled who goes on against an objection."""

    ly_do_vuot = Ground(20, 500, load_default=None)


def opened(uow: UnitOfWork, meeting_id: str, deed: Deed) -> tuple[Head, str]:
    """Return a meeting for the page of a deed, and why it does not bear it now ("" when it does).

    Raises: NotFound, NotAllowed.
    """
    try:
        return open_deed(uow, meeting_id, deed), ""
    except WrongState as error:
        return head_of(uow, meeting_id), error_sentence(error)


GROUNDS = by_table({"ground": "ly_do", "insist": "ly_do_vuot"})


def deed_page(  # noqa: PLR0913 - what a page of a deed shows, each by its name
    uow: UnitOfWork,
    template: str,
    head: Head,
    deed: Deed,
    *,
    barred: str = "",
    trial: Trial[Consequences] | None = None,
    given: Mapping[str, str] | None = None,
    refused: Refused | None = None,
    both: Sequence[Both] = (),
    enforced: bool = True,
    cures: Mapping[date, str] | None = None,
    **more: object,
) -> Shown:
    """Return the page of a deed: its form, what it brings about, and both versions when somebody saved first.

    ``both``: the things to compare, shown when the version moved. ``enforced``: what the law objects to stops it.
    """
    given, trial = given or {}, trial or Trial()
    stale = is_stale(head, given, refused)
    if barred and not stale and refused is None:
        return shown("meeting/barred.html", 409, head=head, deed=deed, why=barred)
    problem = refused or trial.refused or (_as_stale(given) if stale else None)
    found = trial.found
    return shown(
        template,
        422 if problem is not None else 200,
        head=head,
        deed=deed,
        barred=barred,
        found=found,
        given=given,
        refused=problem,
        stale=stale,
        both=both if stale else (),
        last=last_change(uow, head) if stale else None,
        stopped=bool(found and found.refused and enforced),
        entitled=uow.actor.may(Action.INSIST),
        cures=cures or {},
        titles={chair.office_id: chair.title for chair in head.meeting.chairs},
        **more,
    )


def is_stale(head: Head, given: Mapping[str, str], refused: Refused | None) -> bool:
    """Tell whether somebody saved since the form was made."""
    made_from = given.get(VERSION, "")
    return (refused is not None and refused.code == "stale") or made_from not in ("", str(head.meeting.version))


def _as_stale(given: Mapping[str, str]) -> Refused:
    detail = said(source("Có người vừa lưu buổi này trước. So sánh hai bản bên dưới rồi lưu lại nếu vẫn đúng ý."))
    return Refused("stale", (Problem("", detail),), dict(given))


def cures_to(head: Head, found: Consequences | None, kept: Mapping[str, str]) -> dict[date, str]:
    """Return for each lawful date the address of the form for moving, filled with it; ``kept``: other fields."""
    cures = found.cures if found else ()
    more = {name: value for name, value in kept.items() if name not in {"den", VERSION}}
    return {
        cure.day: url_for("meeting.move", meeting_id=head.meeting.id, den=cure.day.isoformat(), **more)  # type: ignore[arg-type]  # fields of the form only
        for cure in cures
    }


def make_ups(head: Head, found: Consequences | None) -> dict[date, str]:
    """Return for each lawful date the address of the form for a meeting that makes up for this one, filled with it.

    None, when the meeting was never announced: nothing can be said to make up for it.
    """
    cures = found.cures if found and head.meeting.published_at is not None else ()
    return {cure.day: make_up_address(head, cure.day) for cure in cures}


def make_up_address(head: Head, day: date | None = None) -> str:
    """Return the address of the form for a meeting of the same kind, office, hours and place as this one."""
    meeting = head.meeting
    first = meeting.sittings[0] if meeting.sittings else None
    known = {
        "chuc_vu": meeting.chairs[0].office_id if meeting.chairs else None,
        "ngay": day.isoformat() if day else None,
        "noi": first.place_id if first else None,
        "tu": f"{first.starts:%H:%M}" if first else None,
        "toi": f"{first.ends:%H:%M}" if first else None,
    }
    kind = kind_key((meeting.activity, meeting.sub_type))
    return url_for("board.add", unit_id=meeting.unit_id, loai=kind, tiep_bu=meeting.id, **known)  # type: ignore[arg-type]  # fields of that form only


def state_in_both(head: Head, deed: Deed) -> Both:
    """Return where the meeting stands now, and what was being done here."""
    meeting = head.meeting
    day = said(source("chưa có ngày")) if meeting.held_on is None else short_date(meeting.held_on)
    stands = f"{stage_word(meeting.state, meeting.activity)}, {day}"
    return Both(said(source("Buổi")), stands, deed_name(deed, meeting.state))


def ground_in_both(head: Head, given: Mapping[str, str]) -> Both:
    """Return the ground as it is kept, and as it was typed."""
    return Both(said(source("Lý do")), head.meeting.ground, given.get("ly_do", ""))


def form_of(base: type[Form], fields: Mapping[str, Any]) -> type[Form]:
    """Return a form with more fields."""
    return cast("type[Form]", base.from_dict(dict(fields), name=base.__name__))
