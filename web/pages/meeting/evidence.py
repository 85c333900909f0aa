"""Evidence of where a meeting was posted, and that something was taken down: it is never erased."""

from datetime import datetime
from typing import Any

from api.schemas.fields import Day, Ground, Hour, Text
from scheduler import publication
from scheduler.core.clock import VIETNAM
from scheduler.core.deeds import Deed
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.postings import CHANNELS
from scheduler.wording.channels import channel_name
from scheduler.wording.language import said, source
from web.forms import Refused
from web.frames import Shown, Went, went
from web.pages.meeting.shared import Saving, deed_page, opened, pages, state_in_both
from web.trying import Both, by_table, fields_named, typed


class Posted(Saving):
    """Where and when a notice was put up."""

    kenh = Text(60, required=True)
    ngay = Day(required=True)
    gio = Hour(required=True)
    ghi_chu = Text(500, shortest=0, load_default="")


class TakenDown(Saving):
    """Why a posting was taken down."""

    ly_do = Ground(5, 500, required=True)


@pages.shows("/<id:meeting_id>/niem-yet-khac", Action.PUBLISH)
def evidence(uow: UnitOfWork, meeting_id: str, refused: Refused | None = None) -> Shown:
    """Show the form for evidence of a posting."""
    head, barred = opened(uow, meeting_id, Deed.EVIDENCE)
    given = typed(None, refused)
    return deed_page(
        uow,
        "meeting/evidence.html",
        head,
        Deed.EVIDENCE,
        barred=barred,
        given=given,
        refused=refused,
        both=[
            state_in_both(head, Deed.EVIDENCE),
            Both(said(source("Ghi chú")), _last_note(head.meeting.postings), given.get("ghi_chu", "")),
        ],
        channels=[(channel, channel_name(channel)) for channel in CHANNELS],
    )


@pages.does("/<id:meeting_id>/niem-yet-khac", Action.PUBLISH, takes=Posted, else_shows=evidence)
def save_evidence(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Enter evidence of a posting."""
    at = datetime.combine(form["ngay"], form["gio"], VIETNAM)
    with fields_named(by_table({"channel": "kenh", "posted_at": "gio"})):
        publication.post(uow, meeting_id, form["kenh"], at, form["ghi_chu"], version=form["phien_ban"])
    return went("meeting.overview", meeting_id=meeting_id, xong="da-luu", _anchor="niem-yet")


@pages.shows("/<id:meeting_id>/go-niem-yet/<id:posting_id>", Action.PUBLISH)
def take_down(uow: UnitOfWork, meeting_id: str, posting_id: str, refused: Refused | None = None) -> Shown:
    """Show the form for noting that a posting was taken down. Raises: NotFound."""
    head, barred = opened(uow, meeting_id, Deed.EVIDENCE)
    posting = next((one for one in head.meeting.postings if one.id == posting_id), None)
    if posting is None:
        raise NotFound(kind="posting", id=posting_id)
    given = typed(None, refused)
    return deed_page(
        uow,
        "meeting/take_down.html",
        head,
        Deed.EVIDENCE,
        barred=barred,
        given=given,
        refused=refused,
        both=[
            state_in_both(head, Deed.EVIDENCE),
            Both(said(source("Lý do gỡ")), posting.withdrawal_ground, given.get("ly_do", "")),
        ],
        posting=posting,
    )


@pages.does("/<id:meeting_id>/go-niem-yet/<id:posting_id>", Action.PUBLISH, takes=TakenDown, else_shows=take_down)
def save_taking_down(uow: UnitOfWork, form: dict[str, Any], meeting_id: str, posting_id: str) -> Went:
    """Note that a posting was taken down."""
    with fields_named(by_table({"ground": "ly_do"})):
        publication.withdraw_posting(uow, meeting_id, posting_id, form["ly_do"], version=form["phien_ban"])
    return went("meeting.overview", meeting_id=meeting_id, xong="da-luu", _anchor="niem-yet")


def _last_note(postings: Any) -> str:  # noqa: ANN401 - a tuple of evidence
    return postings[-1].note if postings else ""
