"""The page of one meeting (K4): where it stands, who presides, what it counts for, where it hangs, what happened."""

from typing import Any

from api.schemas.fields import Id
from scheduler import confirming
from scheduler.core.deeds import Deed
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.meeting_life import life_of
from web.forms import Form, Refused
from web.frames import Shown, Went, shown, went
from web.pages.meeting.shared import pages

ENDPOINTS: dict[Deed, str] = {
    Deed.APPROVE: "meeting.approve",
    Deed.PUBLISH: "meeting.publish",
    Deed.RECORD: "meeting.record",
    Deed.MOVE: "meeting.move",
    Deed.DELEGATE: "meeting.delegate",
    Deed.DESCRIBE: "meeting.describe",
    Deed.EVIDENCE: "meeting.evidence",
    Deed.CORRECT: "meeting.correct",
    Deed.SEND_BACK: "meeting.send_back",
    Deed.POSTPONE: "meeting.postpone",
    Deed.CANCEL: "meeting.cancel",
}


class Vouched(Form):
    """The office whose head was in the chair."""

    office_id = Id(required=True)


@pages.shows("/<id:meeting_id>")
def overview(uow: UnitOfWork, meeting_id: str, refused: Refused | None = None) -> Shown:
    """Show a meeting with everything about it and what the reader may do next."""
    life = life_of(uow, meeting_id)
    others = tuple(offer for offer in life.head.offers if offer.deed is not life.head.primary)
    vouching = confirming.vouching(uow, meeting_id)
    return shown(
        "meeting/overview.html",
        life=life,
        head=life.head,
        others=others,
        vouching=vouching,
        endpoints=ENDPOINTS,
        refused=refused,
    )


@pages.does("/<id:meeting_id>/xac-nhan-chu-tri", Action.BOOK, takes=Vouched, else_shows=overview)
def vouch(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Confirm, as an officer who did not write the record, that a head was in the chair."""
    confirming.confirm_as_officer(uow, meeting_id, form["office_id"])
    return went("meeting.overview", meeting_id=meeting_id, xong="da-xac-nhan-thay")
