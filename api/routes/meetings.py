"""Meetings from draft to approval, and the record of what was held."""

from datetime import date
from typing import Any

from api.http import Noun
from api.paging import Page
from api.schemas import arranging as shapes
from api.schemas.base import page_of
from api.schemas.meetings import HistorySchema, MeetingSchema, UndatedSchema
from api.schemas.verdicts import ConflictsSchema, ConsequencesSchema
from scheduler import delegating, holding, meeting_life, owed
from scheduler import meetings as use_case
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Action
from scheduler.db.meetings import Meeting
from scheduler.db.work import UnitOfWork
from scheduler.weighing import Consequences

meetings = Noun("meetings", "Buổi tiếp công dân và đối thoại")
_DAY = 10


@meetings.reads("/units/<id:unit_id>/meetings", query=shapes.MeetingsAsked, answers=page_of(MeetingSchema))
def list_meetings(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Page:
    """List a unit's meetings of a span by date, cancelled ones too.

    Postponed meetings without a date are in no span: see /units/{unit_id}/meetings/undated.
    """
    first, last, limit = query["first"], query["last"], query["limit"]
    found = use_case.list_of_unit(uow, unit_id, first, last, after=_place(query.get("after")), limit=limit + 1)
    items = found[:limit]
    return Page(items, f"{items[-1].held_on}_{items[-1].id}" if len(found) > limit else None)


@meetings.reads("/units/<id:unit_id>/meetings/undated", answers=UndatedSchema)
def list_undated_meetings(uow: UnitOfWork, unit_id: str) -> dict[str, Any]:
    """List a unit's postponed meetings that wait for a new date, oldest first."""
    return {"items": owed.undated(uow, unit_id)}


def _place(after: str | None) -> tuple[date, str] | None:
    if after is None:
        return None
    try:
        return date.fromisoformat(after[:_DAY]), after[_DAY + 1 :]
    except ValueError:
        raise InvalidInput.at("?after", "not-an-id") from None


@meetings.writes(
    "POST",
    "/units/<id:unit_id>/meetings",
    Action.BOOK,
    takes=shapes.WantedMeeting,
    answers=MeetingSchema,
    status=201,
    location="/meetings/{0.id}",
)
def draft_meeting(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> Meeting:
    """Draft a meeting; nobody outside sees it."""
    return use_case.draft(uow, unit_id, shapes.arrangement(body))


@meetings.reads("/meetings/<id:meeting_id>", answers=MeetingSchema)
def get_meeting(uow: UnitOfWork, meeting_id: str) -> Meeting:
    """Look at a meeting."""
    return use_case.get(uow, meeting_id)


@meetings.writes(
    "PATCH", "/meetings/<id:meeting_id>", Action.BOOK, takes=shapes.MeetingEdit, answers=MeetingSchema, edits=True
)
def change_meeting(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Meeting:
    """Change what is said of a meeting; its hours and chairs only while it is a draft."""
    said, wanted, chairs = (
        shapes.description(body),
        shapes.hours(body.get("sittings")),
        shapes.seats(body.get("chairs")),
    )
    return use_case.change(uow, meeting_id, version, said, hours=wanted, seats=chairs)


@meetings.reads("/meetings/<id:meeting_id>/conflicts", answers=ConflictsSchema)
def list_conflicts(uow: UnitOfWork, meeting_id: str) -> dict[str, Any]:
    """List what stands in a meeting's way: people, places, absences, days off."""
    return {"items": use_case.conflicts(uow, meeting_id)}


@meetings.reads("/meetings/<id:meeting_id>/history", answers=HistorySchema)
def list_history(uow: UnitOfWork, meeting_id: str) -> dict[str, Any]:
    """List what happened to a meeting, newest first: who, when, and how it was before and is now, in words.

    For those who work on meetings and those who audit; at most 200 entries, all of them are in the journal.
    """
    return {"items": meeting_life.past_of(uow, meeting_id)}


@meetings.writes("POST", "/meetings/<id:meeting_id>/approvals", Action.APPROVE, answers=MeetingSchema, edits=True)
def approve_meeting(uow: UnitOfWork, meeting_id: str, version: int) -> Meeting:
    """Approve a draft, so that it may be published."""
    return use_case.approve(uow, meeting_id, version)


@meetings.writes(
    "POST",
    "/meetings/<id:meeting_id>/returns",
    Action.APPROVE,
    takes=shapes.Withdrawal,
    answers=MeetingSchema,
    edits=True,
)
def return_meeting(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Meeting:
    """Take an approval back before publication."""
    return use_case.return_to_draft(uow, meeting_id, version, body["ground"], body["insist"])


@meetings.previews("/meetings/<id:meeting_id>/returns/preview", Action.APPROVE, answers=ConsequencesSchema, edits=True)
def preview_return(uow: UnitOfWork, meeting_id: str, version: int) -> Consequences:
    """Look at what taking an approval back would bring about; nothing is written."""
    return use_case.preview_return(uow, meeting_id, version)


@meetings.writes(
    "POST",
    "/meetings/<id:meeting_id>/delegations",
    Action.BOOK,
    takes=shapes.Delegation,
    answers=ConsequencesSchema,
    edits=True,
)
def delegate_meeting(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Consequences:
    """Name a deputy to sit in for an office; the meeting stays and no longer counts for the head."""
    return delegating.delegate(uow, meeting_id, version, **body)


@meetings.previews(
    "/meetings/<id:meeting_id>/delegations/preview",
    Action.BOOK,
    takes=shapes.DelegationAsked,
    answers=ConsequencesSchema,
    edits=True,
)
def preview_delegation(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Consequences:
    """Look at what naming a deputy for an office would bring about; nothing is written."""
    return delegating.preview_delegation(uow, meeting_id, version, body["office_id"])


@meetings.writes(
    "POST",
    "/meetings/<id:meeting_id>/record",
    Action.CONFIRM_HELD,
    takes=shapes.VouchedRecord,
    answers=MeetingSchema,
    edits=True,
)
def hold_meeting(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Meeting:
    """Record that a meeting was held; more than 3 days after, the record is late for ever.

    Once it was marked as not held, or of other hours than were announced, only with the right to insist and a ground.
    """
    return holding.hold(uow, meeting_id, version, shapes.record(body), body["ground"])


@meetings.writes(
    "PUT",
    "/meetings/<id:meeting_id>/record",
    Action.CONFIRM_HELD,
    takes=shapes.RecordCorrection,
    answers=MeetingSchema,
    edits=True,
)
def correct_record(uow: UnitOfWork, meeting_id: str, version: int, body: dict[str, Any]) -> Meeting:
    """Correct the record of a held meeting; both versions stay in the journal."""
    return holding.correct(uow, meeting_id, version, shapes.record(body), body["ground"])


@meetings.writes(
    "POST",
    "/units/<id:unit_id>/past-meetings",
    Action.INSIST,
    takes=shapes.PastMeeting,
    answers=MeetingSchema,
    status=201,
    location="/meetings/{0.id}",
)
def enter_past_meeting(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> Meeting:
    """Enter a meeting that was held without having been planned here; it is late for ever."""
    wanted, happened = shapes.arrangement(body["meeting"]), shapes.record(body["record"])
    return holding.enter_past(uow, unit_id, wanted, happened, body["ground"])
