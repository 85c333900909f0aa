"""Shapes of what is wanted of a meeting, and what the use cases make of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.schemas.base import Input, Paged
from api.schemas.fields import Choice, Day, Flag, Ground, Hour, Id, Moment, Part, Several, Text, Whole
from scheduler.arrangement import Arrangement, Description, Form, Hours, Seat
from scheduler.completeness import MOST_SITTINGS
from scheduler.core.facts import Activity
from scheduler.db.base import Mode
from scheduler.enforcement import LONGEST_GROUND, SHORTEST_GROUND
from scheduler.records import Presence, Record

LONGEST, SHORTEST = 500, 5


class MeetingsAsked(Paged):
    """Which of a unit's meetings."""

    first = Day(required=True, metadata={"description": "first date, included"})
    last = Day(required=True, metadata={"description": "last date, included; at most 400 days on"})


_PUBLIC = {"description": "published word for word on the public page and in calendars: name nobody"}


class WantedSitting(Input):
    """One block of hours."""

    day = Day(required=True)
    starts = Hour(required=True)
    ends = Hour(required=True)
    place_id = Id(load_default=None, allow_none=True)
    site = Text(200, shortest=0, load_default="")


class WantedChair(Input):
    """An office's part; ``delegate`` and ``ground`` when a deputy sits in its stead."""

    office_id = Id(required=True)
    in_person = Flag(load_default=True)
    delegate = Text(200, shortest=0, load_default="")
    ground = Text(LONGEST, shortest=0, load_default="")


class Described(Input):
    """What may be said of a meeting."""

    subject = Text(LONGEST, shortest=0)
    co_attendees = Text(LONGEST, shortest=0)
    trigger = Text(LONGEST, shortest=0)
    notice_number = Text(100, shortest=0)
    mode = Choice(Mode)
    online_url = Text(LONGEST, shortest=0)
    pinned = Flag()


class WantedMeeting(Described):
    """A meeting to be drafted."""

    activity = Choice(Activity, required=True)
    sub_type = Text(60, required=True)
    sittings = Several(Part(WantedSitting), MOST_SITTINGS, least=1, required=True)
    chairs = Several(Part(WantedChair), 20, least=1, required=True)
    makeup_for = Id(load_default=None, allow_none=True)


class MeetingEdit(Described):
    """What is to change; what is left out stays."""

    sittings = Several(Part(WantedSitting), MOST_SITTINGS, least=1)
    chairs = Several(Part(WantedChair), 20, least=1)


class Grounded(Input):
    """A written ground."""

    ground = Ground(SHORTEST, LONGEST, required=True)


class Withdrawal(Input):
    """A cancellation or postponement; ``insist`` is the written ground of somebody entitled to go on."""

    ground = Ground(SHORTEST, LONGEST, required=True, metadata=_PUBLIC)
    insist = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None, allow_none=True)


class MoveAsked(Input):
    """Another date, to be looked at; ``sittings`` when the hours or places change too, ``mode`` for another form."""

    to = Day(required=True)
    sittings = Several(Part(WantedSitting), MOST_SITTINGS, least=1, load_default=None, allow_none=True)
    mode = Choice(Mode, load_default=None, allow_none=True)
    online_url = Text(LONGEST, shortest=0, load_default="", metadata={"description": "counts together with mode"})


class Move(MoveAsked, Withdrawal):
    """Another date."""


class DelegationAsked(Input):
    """An office whose head would not sit, to be looked at."""

    office_id = Id(required=True)


class Delegation(DelegationAsked):
    """A deputy to sit in for an office."""

    deputy = Text(200, required=True)
    ground = Ground(SHORTEST_GROUND, LONGEST_GROUND, required=True)


class WantedPresence(Input):
    """Whether an office's holder was in the chair; if not, who sat."""

    office_id = Id(required=True)
    present = Flag(required=True)
    delegate = Text(200, shortest=0, load_default="")


class WantedRecord(Input):
    """What happened."""

    started_at = Moment(required=True)
    ended_at = Moment(required=True)
    chairs = Several(Part(WantedPresence), 20, least=1, required=True)
    citizens_received = Whole(0, 100_000, required=True)


class VouchedRecord(WantedRecord):
    """What happened, and why it is told only now or of other hours than were announced."""

    ground = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None, allow_none=True)


class RecordCorrection(WantedRecord):
    """What really happened, and why the record says otherwise."""

    ground = Ground(SHORTEST_GROUND, LONGEST_GROUND, required=True)


class PastMeeting(Input):
    """A meeting that was held without having been planned here."""

    meeting = Part(WantedMeeting, required=True)
    record = Part(WantedRecord, required=True)
    ground = Ground(SHORTEST_GROUND, LONGEST_GROUND, required=True)


class NewPosting(Input):
    """Evidence of a posting."""

    channel = Text(60, required=True)
    posted_at = Moment(required=True)
    note = Text(LONGEST, shortest=0, load_default="")


class ReadMeeting(Input):
    """A meeting as it was read: nothing is published that somebody changed since."""

    id = Id(required=True)
    version = Whole(0, 999_999_999, required=True)


class PublicationAsked(Input):
    """Meetings of one unit, to be looked at."""

    meetings = Several(Part(ReadMeeting), 100, least=1, required=True)


class Publication(PublicationAsked):
    """Meetings of one unit to be published together."""

    insist = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None, allow_none=True)


class SpanPublicationAsked(Input):
    """All approved meetings of a span, to be looked at."""

    first = Day(required=True)
    last = Day(required=True)


class SpanPublication(SpanPublicationAsked):
    """All approved meetings of a span, each as it was read, to be published."""

    meetings = Several(Part(ReadMeeting), 1000, least=1, required=True)
    insist = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None, allow_none=True)


def versions(body: Mapping[str, Any]) -> dict[str, int]:
    """Return by id, in the order given, in which version each meeting was read; the first word on each counts."""
    found: dict[str, int] = {}
    for one in body["meetings"]:
        found.setdefault(one["id"], one["version"])
    return found


def hours(given: Sequence[Mapping[str, Any]] | None) -> tuple[Hours, ...] | None:
    """Return the wanted sittings, or None when nothing was said of them."""
    return None if given is None else tuple(Hours(**one) for one in given)


def form(given: Mapping[str, Any]) -> Form | None:
    """Return the wanted form, or None when nothing was said of it."""
    return None if given["mode"] is None else Form(given["mode"], given["online_url"])


def seats(given: Sequence[Mapping[str, Any]] | None) -> tuple[Seat, ...] | None:
    """Return the wanted chairs, or None when nothing was said of them."""
    return None if given is None else tuple(Seat(**one) for one in given)


def description(body: Mapping[str, Any]) -> Description:
    """Return what is said of the meeting."""
    return Description(**{name: body[name] for name in Description.__dataclass_fields__ if name in body})


def arrangement(body: Mapping[str, Any]) -> Arrangement:
    """Return the whole meeting as it is wanted."""
    return Arrangement(
        activity=body["activity"],
        sub_type=body["sub_type"],
        hours=hours(body["sittings"]) or (),
        seats=seats(body["chairs"]) or (),
        description=description(body),
        makeup_for=body["makeup_for"],
    )


def record(body: Mapping[str, Any]) -> Record:
    """Return what happened."""
    presences = tuple(Presence(**one) for one in body["chairs"])
    return Record(body["started_at"], body["ended_at"], presences, body["citizens_received"])
