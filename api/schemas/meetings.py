"""Shapes of meetings as they are."""

from marshmallow import fields

from api.schemas.base import Output
from api.schemas.fields import Choice, Told
from scheduler.core.facts import Activity, State
from scheduler.db.base import Mode
from scheduler.wording.origins import origin_sentence


class SittingSchema(Output):
    """One block of hours on one date at one place."""

    number = fields.Integer()
    day = fields.Date()
    starts = fields.Time("%H:%M", metadata={"format": "hour"})
    ends = fields.Time("%H:%M", metadata={"format": "hour"})
    place_id = fields.String(allow_none=True)
    site = fields.String()


class ChairSchema(Output):
    """An office's part in a meeting; ``present`` is null until it was held."""

    office_id = fields.String()
    in_person = fields.Boolean()
    delegate = fields.String()
    delegation_ground = fields.String()
    present = fields.Boolean(allow_none=True)
    person_id = fields.String(allow_none=True)


class FormerDateSchema(Output):
    """A date the meeting once had."""

    number = fields.Integer()
    day = fields.Date()
    left_at = fields.DateTime()
    ground = fields.String(metadata={"description": "published word for word when the date was public"})
    was_public = fields.Boolean()
    as_posted = fields.Dict(
        keys=fields.String(),
        metadata={
            "description": "hours, places, form, content posted for it; content_only: only that was said otherwise"
        },
    )


class PostingSchema(Output):
    """Evidence of publication through one channel."""

    id = fields.String()
    channel = fields.String()
    posted_at = fields.DateTime()
    entered_at = fields.DateTime()
    for_day = fields.Date(allow_none=True)
    note = fields.String()
    withdrawn_at = fields.DateTime(allow_none=True)
    withdrawal_ground = fields.String()


class MeetingSchema(Output):
    """A reception day or a dialogue; ``version`` is what If-Match wants."""

    id = fields.String()
    version = fields.Integer()
    unit_id = fields.String()
    plan_id = fields.String(allow_none=True)
    pattern_id = fields.String(allow_none=True)
    activity = Choice(Activity)
    sub_type = fields.String()
    state = Choice(State)
    held_on = fields.Date(allow_none=True)
    mode = Choice(Mode)
    online_url = fields.String()
    subject = fields.String()
    co_attendees = fields.String()
    trigger = fields.String()
    notice_number = fields.String()
    why = Told(lambda one: origin_sentence(one.origin), metadata={"description": "why it is on this date"})
    pinned = fields.Boolean()
    makeup_for = fields.String(allow_none=True)
    ground = fields.String(metadata={"description": "of a published change: published word for word"})
    insisted_ground = fields.String()
    published_at = fields.DateTime(allow_none=True)
    actual_start = fields.DateTime(allow_none=True)
    actual_end = fields.DateTime(allow_none=True)
    citizens_received = fields.Integer(allow_none=True)
    recorded_at = fields.DateTime(allow_none=True)
    entered_late = fields.Boolean()
    created_at = fields.DateTime()
    changed_at = fields.DateTime()
    sittings = fields.List(fields.Nested(SittingSchema))
    chairs = fields.List(fields.Nested(ChairSchema))
    former_dates = fields.List(fields.Nested(FormerDateSchema))
    postings = fields.List(fields.Nested(PostingSchema))


class UndatedSchema(Output):
    """Postponed meetings that wait for a new date."""

    items = fields.List(fields.Nested(MeetingSchema))


class BecameOtherSchema(Output):
    """One thing that became other: what it is, how it was ("" when nothing is known), how it is now."""

    what = fields.String()
    was = fields.String()
    now = fields.String()


class HappenedSchema(Output):
    """One thing that happened to a meeting, in words; ``seq`` names its entry in the journal."""

    seq = fields.Integer()
    at = fields.DateTime()
    who = fields.String()
    detail = fields.String(attribute="told.sentence", metadata={"description": "a sentence for people"})
    changes = fields.List(fields.Nested(BecameOtherSchema), attribute="told.changes")
    notes = fields.List(
        fields.String(), attribute="told.notes", metadata={"description": "grounds, and marks that stay for ever"}
    )


class HistorySchema(Output):
    """What happened to a meeting, newest first."""

    items = fields.List(fields.Nested(HappenedSchema))
