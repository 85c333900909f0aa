"""Shapes of what leaders ask their office for, and of who vouches that a head was in the chair."""

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Text, Whole
from scheduler.core.facts import DayPart
from scheduler.core.wishes import Cause, Status, Wish
from scheduler.db.confirmations import Word
from scheduler.requests import LONGEST_ANSWER


class Granting(Input):
    """Which version of the meeting was seen, for a stand-in; left out or null: the present one."""

    meeting_version = Whole(1, 999_999_999, load_default=None, allow_none=True)


class Declining(Input):
    """Why a request is declined; the asker reads it."""

    answer = Text(LONGEST_ANSWER, required=True)


class RequestSchema(Output):
    """Something a leader or deputy asked for: an absence, or a stand-in for a meeting."""

    id = fields.String()
    version = fields.Integer()
    unit_id = fields.String()
    wish = Choice(Wish)
    status = Choice(Status)
    office_id = fields.String(allow_none=True)
    person_id = fields.String(allow_none=True)
    meeting_id = fields.String(allow_none=True)
    first_on = fields.Date()
    last_on = fields.Date()
    part = Choice(DayPart)
    cause = Choice(Cause, allow_none=True)
    deputy = fields.String()
    words = fields.String(metadata={"description": "may tell of somebody's health: for whoever decides only"})
    asked_at = fields.DateTime()
    asked_by = fields.String()
    settled_at = fields.DateTime(allow_none=True)
    settled_by = fields.String(allow_none=True)
    answer = fields.String()


class RequestsSchema(Output):
    """The requests at a unit: those that wait, oldest first, then the 20 settled last."""

    items = fields.List(fields.Nested(RequestSchema))


class ConfirmationSchema(Output):
    """One confirmation, by the server's own time."""

    word = Choice(Word, metadata={"description": "chair: the head's own; officer: of one who did not write the record"})
    by = fields.String(metadata={"description": "the name of the account"})
    at = fields.DateTime()
    vouches = fields.Boolean(
        metadata={"description": "false: whoever wrote the record opened this account, or a program wrote the record"}
    )


class VouchedSeatSchema(Output):
    """How the presence of one office's head is vouched for."""

    office_id = fields.String()
    title = fields.String()
    in_person = fields.Boolean()
    present = fields.Boolean(allow_none=True, metadata={"description": "as the record says; null before there is one"})
    missing = fields.Boolean(
        metadata={"description": "nobody vouches that the head was in the chair but the record, or who wrote it"}
    )
    confirmed = fields.List(fields.Nested(ConfirmationSchema))


class VouchingSchema(Output):
    """How the heads at a meeting are vouched for, and from when until when that can be done (null: no date yet)."""

    opens_at = fields.DateTime(allow_none=True)
    closes_at = fields.DateTime(allow_none=True)
    seats = fields.List(fields.Nested(VouchedSeatSchema))
