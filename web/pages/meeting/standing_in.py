"""Naming a deputy: told with its consequence, and with dates on which the head could make up for it."""

from typing import Any

from api.schemas.fields import Ground, Id, Text
from scheduler import delegating
from scheduler.core.deeds import Deed
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.weighing import Consequences
from scheduler.wording.language import said, source
from web.forms import Refused
from web.frames import Shown, Went, went
from web.pages.meeting.shared import (
    Saving,
    deed_page,
    ground_in_both,
    make_up_address,
    make_ups,
    opened,
    pages,
    state_in_both,
)
from web.trying import Both, Trial, asking, by_table, fields_named, tried, typed

DelegationAsked = asking("chuc_vu")
_FIELDS = by_table({"ground": "ly_do", "deputy": "nguoi", "office_id": "chuc_vu"})


class Delegating(Saving):
    """Who sits in for which office, and why."""

    chuc_vu = Id(required=True)
    nguoi = Text(200, required=True)
    ly_do = Ground(20, 500, required=True)


@pages.shows("/<id:meeting_id>/uy-quyen", Action.BOOK, query=DelegationAsked, rehearses=True)
def delegate(
    uow: UnitOfWork, meeting_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Show what naming a deputy does to the head's minimum, and when the head could make up for it."""
    head, barred = opened(uow, meeting_id, Deed.DELEGATE)
    given, chairs = typed(query, refused), head.meeting.chairs
    office = given.get("chuc_vu") or (chairs[0].office_id if len(chairs) == 1 else "")
    trial: Trial[Consequences] = Trial()
    if office and not barred:
        trial = tried(
            lambda: delegating.preview_delegation(uow, meeting_id, head.meeting.version, office), {"chuc_vu": office}
        )
    named = next((chair.delegate for chair in chairs if chair.office_id == office), "")
    return deed_page(
        uow,
        "meeting/delegate.html",
        head,
        Deed.DELEGATE,
        barred=barred,
        trial=trial,
        given=given,
        refused=refused,
        both=[
            state_in_both(head, Deed.DELEGATE),
            Both(said(source("Người tiếp thay")), named, given.get("nguoi", "")),
            ground_in_both(head, given),
        ],
        enforced=False,
        cures=make_ups(head, trial.found),
        office=office,
        make_up=make_up_address(head),
    )


@pages.does("/<id:meeting_id>/uy-quyen", Action.BOOK, takes=Delegating, else_shows=delegate)
def save_delegation(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Name a deputy to sit in for an office."""
    with fields_named(_FIELDS):
        delegating.delegate(
            uow, meeting_id, form["phien_ban"], form["chuc_vu"], deputy=form["nguoi"], ground=form["ly_do"]
        )
    return went("meeting.overview", meeting_id=meeting_id, xong="da-cu-tiep-thay")
