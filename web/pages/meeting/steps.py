"""Steps of a meeting's life that need no other date: approve, return, publish, postpone, cancel."""

from collections.abc import Callable
from typing import Any

from scheduler import meetings, publication, rescheduling
from scheduler.core.deeds import Deed
from scheduler.core.errors import Fault
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.weighing import Consequences
from web.forms import Refused
from web.frames import Shown, Went, went
from web.pages.meeting.shared import (
    GROUNDS,
    Grounded,
    Insisting,
    Saving,
    cures_to,
    deed_page,
    ground_in_both,
    opened,
    pages,
    state_in_both,
)
from web.trying import Trial, asking, fields_named, tried, typed

StepAsked = asking()
Asked = dict[str, Any] | None
Preview = Callable[[UnitOfWork, str, int], Consequences]


def _step(  # noqa: PLR0913 - what the pages of steps differ in
    uow: UnitOfWork,
    meeting_id: str,
    deed: Deed,
    preview: Preview,
    *,
    query: Asked,
    refused: Refused | None,
    enforced: bool = True,
    name: Callable[[Fault], str] = GROUNDS,
) -> Shown:
    """Return the page of a step that asks nothing before it can be tried."""
    head, barred = opened(uow, meeting_id, deed)
    given = typed(query, refused)

    def rehearse() -> Consequences:
        with fields_named(name):
            return preview(uow, meeting_id, head.meeting.version)

    trial = Trial() if barred else tried(rehearse, given)
    return deed_page(
        uow,
        "meeting/step.html",
        head,
        deed,
        barred=barred,
        trial=trial,
        given=given,
        refused=refused,
        both=[state_in_both(head, deed), ground_in_both(head, given)],
        enforced=enforced,
        cures=cures_to(head, trial.found, {}),
    )


# ---- approve


@pages.shows("/<id:meeting_id>/duyet", Action.APPROVE, query=StepAsked, rehearses=True)
def approve(uow: UnitOfWork, meeting_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show what approving a draft brings about."""
    return _step(uow, meeting_id, Deed.APPROVE, meetings.preview_approve, query=query, refused=refused, enforced=False)


@pages.does("/<id:meeting_id>/duyet", Action.APPROVE, takes=Saving, else_shows=approve)
def save_approval(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Approve a draft."""
    meetings.approve(uow, meeting_id, form["phien_ban"])
    return went("meeting.overview", meeting_id=meeting_id, xong="da-duyet")


# ---- return to draft


@pages.shows("/<id:meeting_id>/tra-lai", Action.APPROVE, query=StepAsked, rehearses=True)
def send_back(uow: UnitOfWork, meeting_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show what taking an approval back brings about."""
    return _step(uow, meeting_id, Deed.SEND_BACK, meetings.preview_return, query=query, refused=refused)


@pages.does("/<id:meeting_id>/tra-lai", Action.APPROVE, takes=Grounded, else_shows=send_back)
def save_return(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Take an approval back."""
    with fields_named(GROUNDS):
        meetings.return_to_draft(uow, meeting_id, form["phien_ban"], form["ly_do"], form["ly_do_vuot"])
    return went("meeting.overview", meeting_id=meeting_id, xong="da-tra-lai")


# ---- publish


def _publishing(uow: UnitOfWork, meeting_id: str, version: int) -> Consequences:
    return publication.preview_publish(uow, [meeting_id], versions={meeting_id: version})


def _missing(fault: Fault) -> str:
    """Name what the law wants posted and is not said by the field of the page where it is said."""
    return {"insist": "ly_do_vuot"}.get(fault.where, "")


@pages.shows("/<id:meeting_id>/niem-yet", Action.PUBLISH, query=StepAsked, rehearses=True)
def publish(uow: UnitOfWork, meeting_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show what publishing a meeting brings about, and what it lacks."""
    return _step(uow, meeting_id, Deed.PUBLISH, _publishing, query=query, refused=refused, name=_missing)


@pages.does("/<id:meeting_id>/niem-yet", Action.PUBLISH, takes=Insisting, else_shows=publish)
def save_publication(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Publish a meeting."""
    with fields_named(_missing):
        publication.publish(uow, [meeting_id], form["ly_do_vuot"], versions={meeting_id: form["phien_ban"]})
    return went("meeting.overview", meeting_id=meeting_id, xong="da-niem-yet")


# ---- postpone


@pages.shows("/<id:meeting_id>/hoan", Action.BOOK, query=StepAsked, rehearses=True)
def postpone(uow: UnitOfWork, meeting_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show what postponing without a date brings about, and the dates to take instead."""
    return _step(uow, meeting_id, Deed.POSTPONE, rescheduling.preview_postpone, query=query, refused=refused)


@pages.does("/<id:meeting_id>/hoan", Action.BOOK, takes=Grounded, else_shows=postpone)
def save_postponement(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Postpone a meeting."""
    with fields_named(GROUNDS):
        rescheduling.postpone(uow, meeting_id, form["phien_ban"], form["ly_do"], form["ly_do_vuot"])
    return went("meeting.overview", meeting_id=meeting_id, xong="da-hoan")


# ---- cancel


@pages.shows("/<id:meeting_id>/huy", Action.BOOK, query=StepAsked, rehearses=True)
def cancel(uow: UnitOfWork, meeting_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show what cancelling brings about."""
    return _step(uow, meeting_id, Deed.CANCEL, rescheduling.preview_cancel, query=query, refused=refused)


@pages.does("/<id:meeting_id>/huy", Action.BOOK, takes=Grounded, else_shows=cancel)
def save_cancellation(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Cancel a meeting, or drop a draft."""
    with fields_named(GROUNDS):
        rescheduling.cancel(uow, meeting_id, form["phien_ban"], form["ly_do"], form["ly_do_vuot"])
    return went("meeting.overview", meeting_id=meeting_id, xong="da-huy")
