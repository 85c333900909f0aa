"""Publishing, moving, postponing, cancelling: each with a preview that writes nothing."""

from typing import Any

from api.http import Noun
from api.schemas import arranging as shapes
from api.schemas.meetings import PostingSchema
from api.schemas.verdicts import ConsequencesSchema, PostingClockSchema
from scheduler import publication, rescheduling
from scheduler.core.roles import Action
from scheduler.db.meetings import Posting
from scheduler.db.work import UnitOfWork
from scheduler.weighing import Consequences, PostingClock

changes = Noun("changes", "Công bố, lùi, hoãn, hủy buổi; xem trước hệ quả")
_MEETING = "/meetings/<id:meeting_id>"


@changes.writes("POST", f"{_MEETING}/moves", Action.BOOK, takes=shapes.Move, answers=ConsequencesSchema, edits=True)
def move_meeting(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Consequences:
    """Give a meeting another date; refused with lawful dates when a minimum would be lost."""
    wanted, form = shapes.hours(body["sittings"]), shapes.form(body)
    return rescheduling.move(
        uow, meeting_id, version, body["to"], body["ground"], hours=wanted, form=form, insist=body["insist"]
    )


@changes.previews(
    f"{_MEETING}/moves/preview", Action.BOOK, takes=shapes.MoveAsked, answers=ConsequencesSchema, edits=True
)
def preview_move(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Consequences:
    """Look at what a move would bring about; nothing is written."""
    wanted, form = shapes.hours(body["sittings"]), shapes.form(body)
    return rescheduling.preview_move(uow, meeting_id, version, body["to"], hours=wanted, form=form)


@changes.writes(
    "POST", f"{_MEETING}/postponements", Action.BOOK, takes=shapes.Withdrawal, answers=ConsequencesSchema, edits=True
)
def postpone_meeting(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Consequences:
    """Postpone without a new date: the law wants the new date, so this takes somebody entitled to insist."""
    return rescheduling.postpone(uow, meeting_id, version, body["ground"], body["insist"])


@changes.previews(f"{_MEETING}/postponements/preview", Action.BOOK, answers=ConsequencesSchema, edits=True)
def preview_postponement(uow: UnitOfWork, meeting_id: str, version: int) -> Consequences:
    """Look at what a postponement would bring about; nothing is written."""
    return rescheduling.preview_postpone(uow, meeting_id, version)


@changes.writes(
    "POST", f"{_MEETING}/cancellations", Action.BOOK, takes=shapes.Withdrawal, answers=ConsequencesSchema, edits=True
)
def cancel_meeting(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Consequences:
    """Cancel a meeting, or drop a draft."""
    return rescheduling.cancel(uow, meeting_id, version, body["ground"], body["insist"])


@changes.previews(f"{_MEETING}/cancellations/preview", Action.BOOK, answers=ConsequencesSchema, edits=True)
def preview_cancellation(uow: UnitOfWork, meeting_id: str, version: int) -> Consequences:
    """Look at what a cancellation would bring about; nothing is written."""
    return rescheduling.preview_cancel(uow, meeting_id, version)


@changes.writes("POST", "/publications", Action.PUBLISH, takes=shapes.Publication, answers=ConsequencesSchema)
def publish_meetings(uow: UnitOfWork, body: dict[str, Any]) -> Consequences:
    """Publish approved meetings of one unit; refused while an avoidable shortfall remains."""
    read = shapes.versions(body)
    return publication.publish(uow, list(read), body["insist"], versions=read)


@changes.writes(
    "POST",
    "/units/<id:unit_id>/publications",
    Action.PUBLISH,
    takes=shapes.SpanPublication,
    answers=ConsequencesSchema,
)
def publish_span(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> Consequences:
    """Publish all approved meetings of a span, judged for every office of the unit."""
    read = shapes.versions(body)
    return publication.publish_span(uow, unit_id, body["first"], body["last"], body["insist"], versions=read)


@changes.previews("/publications/preview", Action.PUBLISH, takes=shapes.PublicationAsked, answers=ConsequencesSchema)
def preview_publication(uow: UnitOfWork, body: dict[str, Any]) -> Consequences:
    """Look at what publishing some meetings would bring about; nothing is written."""
    read = shapes.versions(body)
    return publication.preview_publish(uow, list(read), versions=read)


@changes.previews(
    "/units/<id:unit_id>/publications/preview",
    Action.PUBLISH,
    takes=shapes.SpanPublicationAsked,
    answers=ConsequencesSchema,
)
def preview_span_publication(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> Consequences:
    """Look at what publishing a span would bring about; nothing is written."""
    return publication.preview_publish_span(uow, unit_id, body["first"], body["last"])


@changes.reads(f"{_MEETING}/posting-clock", answers=PostingClockSchema)
def read_posting_clock(uow: UnitOfWork, meeting_id: str) -> PostingClock:
    """Look at how a meeting's publication stands against its deadline, and which days off the count left out."""
    return publication.clock(uow, meeting_id)


@changes.writes(
    "POST",
    f"{_MEETING}/postings",
    Action.PUBLISH,
    takes=shapes.NewPosting,
    answers=PostingSchema,
    status=201,
    edits=True,
)
def post_meeting(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Posting:
    """Enter evidence that a meeting was posted through a channel; If-Match names the meeting's version."""
    return publication.post(uow, meeting_id, **body, version=version)


@changes.writes(
    "POST",
    f"{_MEETING}/postings/<id:posting_id>/withdrawals",
    Action.PUBLISH,
    takes=shapes.Grounded,
    answers=PostingSchema,
    edits=True,
)
def withdraw_posting(uow: UnitOfWork, meeting_id: str, posting_id: str, version: int, body: dict[str, Any]) -> Posting:
    """Note that a posting was taken down; that it hung there is not erased. If-Match names the meeting's version."""
    return publication.withdraw_posting(uow, meeting_id, posting_id, body["ground"], version=version)
