"""The record of a meeting: real times, who sat, how many came; and its correction, with both versions kept."""

from collections.abc import Callable
from typing import Any

from scheduler import holding
from scheduler.core.deeds import Deed
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.meeting_life import Head, head_of
from scheduler.records import Record
from scheduler.weighing import Consequences
from scheduler.wording.language import said
from web.forms import Refused
from web.frames import Shown, Went, went
from web.pages.meeting.record_form import (
    CHAIRS,
    CHOSEN,
    SAT,
    Correcting,
    RecordAsked,
    Recording,
    RecordTried,
    Sat,
    record_field,
    record_in_both,
    record_of,
    standing_of,
)
from web.pages.meeting.shared import UNTOLD_GROUND, deed_page, ground_in_both, make_ups, opened, pages
from web.trying import UNTOLD, Trial, fields_named, read, tried, typed

Rehearse = Callable[[Head, Record], Consequences]
Asked = dict[str, Any] | None


@pages.shows("/<id:meeting_id>/ghi-nhan", Action.CONFIRM_HELD, query=RecordAsked, rehearses=True)
def record(uow: UnitOfWork, meeting_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show the form for the record of a meeting; filled in, what it brings about."""

    def rehearse(head: Head, what: Record) -> Consequences:
        vouched = holding.needs_ground(uow, meeting_id, what) and uow.actor.may(Action.INSIST)
        return holding.preview_hold(uow, meeting_id, head.meeting.version, what, UNTOLD_GROUND if vouched else None)

    return _page(uow, meeting_id, Deed.RECORD, rehearse, query, refused)


@pages.does("/<id:meeting_id>/ghi-nhan", Action.CONFIRM_HELD, takes=Recording, else_shows=record)
def save_record(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Record that a meeting was held."""
    meeting = head_of(uow, meeting_id).meeting
    with fields_named(record_field):
        what = record_of(form, meeting)
        ground = form["ly_do"] if holding.needs_ground(uow, meeting_id, what) else None
        holding.hold(uow, meeting_id, form["phien_ban"], what, ground)
    return went("meeting.overview", meeting_id=meeting_id, xong="da-ghi-nhan", _anchor="ket-qua")


@pages.shows("/<id:meeting_id>/dinh-chinh", Action.CONFIRM_HELD, query=RecordAsked, rehearses=True)
def correct(uow: UnitOfWork, meeting_id: str, query: Asked = None, refused: Refused | None = None) -> Shown:
    """Show the form for correcting a record; filled in, both versions and what the correction brings about."""

    def rehearse(head: Head, what: Record) -> Consequences:
        return holding.preview_correct(uow, meeting_id, head.meeting.version, what, UNTOLD_GROUND)

    return _page(uow, meeting_id, Deed.CORRECT, rehearse, query, refused)


@pages.does("/<id:meeting_id>/dinh-chinh", Action.CONFIRM_HELD, takes=Correcting, else_shows=correct)
def save_correction(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Correct the record of a held meeting."""
    meeting = head_of(uow, meeting_id).meeting
    with fields_named(record_field):
        holding.correct(uow, meeting_id, form["phien_ban"], record_of(form, meeting), form["ly_do"])
    return went("meeting.overview", meeting_id=meeting_id, xong="da-ghi-nhan", _anchor="ket-qua")


def _page(  # noqa: PLR0917 - what both pages of a record share
    uow: UnitOfWork,
    meeting_id: str,
    deed: Deed,
    rehearse: Rehearse,
    query: Asked,
    refused: Refused | None,
) -> Shown:
    head, barred = opened(uow, meeting_id, deed)
    given, meeting = typed(query, refused), head.meeting

    def in_words() -> Consequences:
        with fields_named(record_field):
            return rehearse(head, record_of(read(RecordTried, given), meeting, UNTOLD))

    asked = bool(given.get("tu") or given.get("het"))
    trial = tried(in_words, given) if asked and not barred else Trial()
    done = trial.found.meetings[0] if trial.found else None
    both = [*record_in_both(meeting, given), ground_in_both(head, given)]
    return deed_page(
        uow,
        "meeting/record.html",
        head,
        deed,
        barred=barred,
        trial=trial,
        given=given,
        refused=refused,
        both=both,
        enforced=False,
        cures=make_ups(head, trial.found),
        standing=standing_of(meeting),
        kept={name: value for name, value in given.items() if name in CHOSEN},
        versions=both if deed is Deed.CORRECT and trial.found else (),
        late=bool(done and done.entered_late),
        vouched=deed is Deed.RECORD and bool(done and done.ground == UNTOLD_GROUND),
        sat=[(key, said(word)) for key, word in SAT.items()],
        deputies=[n for n in CHAIRS if given.get(f"ghe{n}") == Sat.DEPUTY],
    )
