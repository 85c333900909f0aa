"""The shape of every refusal."""

from marshmallow import Schema, fields

from api.schemas.verdicts import ConflictSchema, CureSchema, FindingSchema


class FaultSchema(Schema):
    """One thing wrong with one field."""

    pointer = fields.String(required=True, metadata={"description": "JSON pointer into the body (RFC 6901)"})
    parameter = fields.String(metadata={"description": "the query parameter or header, when it is not the body"})
    code = fields.String(required=True)
    detail = fields.String(required=True, metadata={"description": "a sentence for people"})


class ProblemSchema(Schema):
    """A refusal (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "address of the page that explains it"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "a sentence for people"})
    instance = fields.String(required=True, metadata={"description": "the request's id, to be quoted in a report"})
    errors = fields.List(fields.Nested(FaultSchema), metadata={"description": "the first 50 at most"})
    errors_left_out = fields.Integer(metadata={"description": "how many more faults there are"})
    findings = fields.List(
        fields.Nested(FindingSchema), metadata={"description": "what the law objects to, worst first"}
    )
    conflicts = fields.List(fields.Nested(ConflictSchema), metadata={"description": "what stands in the way"})
    cures = fields.List(fields.Nested(CureSchema), metadata={"description": "the nearest lawful dates, nearest first"})
    may_insist = fields.Boolean(metadata={"description": "whether a written ground would be accepted from this key"})
    current_version = fields.Integer()
    meeting_id = fields.String(metadata={"description": "of several meetings, the one that somebody changed"})
