"""The page of one meeting (K4): where it stands, who presides, what it counts for, where it hangs, what happened."""

from scheduler.core.deeds import Deed
from scheduler.db.work import UnitOfWork
from scheduler.meeting_life import life_of
from web.frames import Shown, shown
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


@pages.shows("/<id:meeting_id>")
def overview(uow: UnitOfWork, meeting_id: str) -> Shown:
    """Show a meeting with everything about it and what the reader may do next."""
    life = life_of(uow, meeting_id)
    others = tuple(offer for offer in life.head.offers if offer.deed is not life.head.primary)
    return shown("meeting/overview.html", life=life, head=life.head, others=others, endpoints=ENDPOINTS)
