"""Shapes of the evidence behind a cell, of locked months, of questions and answers."""

from marshmallow import fields

from api.schemas.base import Input, Output, Query
from api.schemas.fields import Choice, Day, Id, Text
from api.schemas.verdicts import CountedSchema, NotCountedSchema, VerdictSchema
from scheduler.core.compliance.values import Status
from scheduler.core.facts import State
from scheduler.db.confirmations import Word
from scheduler.explaining import LONGEST


class CellAsked(Query):
    """The verdict behind a cell, as the board's refs name it."""

    rule_id = Id(required=True)
    first_on = Day(required=True)


class ConfirmedSchema(Output):
    """That somebody signed in said that the head was in the chair."""

    word = Choice(Word)
    at = fields.DateTime()
    by = fields.String(metadata={"description": "id of the account"})


class SatSchema(Output):
    """One office's part in a meeting."""

    office_id = fields.String()
    in_person = fields.Boolean()
    present = fields.Boolean(allow_none=True)
    delegate = fields.String()
    confirmed = fields.List(fields.Nested(ConfirmedSchema), metadata={"description": "empty: only the record says so"})


class ProofSchema(Output):
    """A meeting behind a cell."""

    meeting_id = fields.String()
    state = Choice(State)
    sub_type = fields.String()
    days = fields.List(fields.Date())
    counted = fields.List(fields.Nested(CountedSchema))
    not_counted = fields.List(fields.Nested(NotCountedSchema))
    chairs = fields.List(fields.Nested(SatSchema))
    started_at = fields.DateTime(allow_none=True)
    ended_at = fields.DateTime(allow_none=True)
    recorded_at = fields.DateTime(allow_none=True)
    citizens_received = fields.Integer(allow_none=True)
    posted_on = fields.Date(allow_none=True)
    posting_due = fields.Date(allow_none=True)
    posting_days_late = fields.Integer()
    entered_late = fields.Boolean()
    after_lock = fields.Boolean()
    insisted = fields.String()
    ground = fields.String()


class ChangeSchema(Output):
    """A corrected record, or a change after the month was locked, with old and new values."""

    kind = fields.String()
    subject = fields.String()
    at = fields.DateTime()
    by = fields.String()
    ground = fields.String()
    after_lock = fields.Boolean()
    before = fields.Dict(keys=fields.String())
    after = fields.Dict(keys=fields.String())


class AsLockedSchema(Output):
    """How a verdict read when its month was locked."""

    status = Choice(Status)
    required = fields.Integer()
    held = fields.Integer()
    at = fields.DateTime()
    by = fields.String()


class AskedSchema(Output):
    """A question and its answer."""

    id = fields.String()
    question = fields.String()
    asked_at = fields.DateTime()
    asked_by = fields.String()
    answer = fields.String(allow_none=True)
    answered_at = fields.DateTime(allow_none=True)
    answered_by = fields.String(allow_none=True)


class ExplanationSchema(AskedSchema):
    """A question to a unit, by which verdict."""

    unit_id = fields.String()
    office_id = fields.String()
    rule_id = fields.String()
    first_on = fields.Date()
    period = fields.String()


class EvidenceSchema(Output):
    """Everything behind one verdict."""

    unit_id = fields.String()
    verdict = fields.Nested(VerdictSchema)
    proofs = fields.List(fields.Nested(ProofSchema))
    changes = fields.List(fields.Nested(ChangeSchema))
    as_locked = fields.Nested(AsLockedSchema, allow_none=True)
    explanations = fields.List(fields.Nested(AskedSchema))


class NewLock(Input):
    """A month to be locked."""

    month = Day(required=True, metadata={"description": "any day of it"})


class LockSchema(Output):
    """A locked month."""

    id = fields.String()
    unit_id = fields.String()
    first_on = fields.Date()
    locked_at = fields.DateTime()
    locked_by = fields.String()


class LocksSchema(Output):
    """Locked months, and those that could be."""

    locked = fields.List(fields.Nested(LockSchema))
    proposed = fields.List(fields.Date())


class NewQuestion(Input):
    """A question about a verdict."""

    rule_id = Id(required=True)
    first_on = Day(required=True)
    question = Text(LONGEST, required=True)


class NewAnswer(Input):
    """A unit's answer. No citizen's name may be in it."""

    answer = Text(LONGEST, required=True)
