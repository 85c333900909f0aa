"""Shapes of the journal."""

from marshmallow import fields

from api.schemas.base import Output, Query
from api.schemas.fields import Flag, Id, Told, Whole
from scheduler.wording.refusals import damage_sentence


class EntriesAsked(Query):
    """Which entries."""

    after = Whole(0, 999_999_999, load_default=0, metadata={"description": "go on after this number"})
    limit = Whole(1, 100, load_default=50)
    subject = Id(metadata={"description": "only those about one thing"})


class ChainAsked(Query):
    """Whether to walk the whole chain."""

    verify = Flag(load_default=False)


class EntrySchema(Output):
    """One thing that happened."""

    seq = fields.Integer()
    at = fields.DateTime()
    actor = fields.String()
    kind = fields.String()
    subject = fields.String()
    unit_id = fields.String(allow_none=True)
    body = fields.Dict(keys=fields.String())
    seal = fields.String()


class DamageSchema(Output):
    """What is wrong, at which entry; ``table`` and ``row`` where a row is not as the journal told of it."""

    seq = fields.Integer(metadata={"description": "0 for a row that no entry told of"})
    code = fields.String()
    table = fields.String()
    row = fields.String()
    detail = Told(lambda one: damage_sentence(one.code, one.seq, one.table, one.row))


class ChainSchema(Output):
    """Where the chain stands; ``damage`` is null when nobody looked, empty when all is well."""

    seq = fields.Integer()
    seal = fields.String()
    damage = fields.List(fields.Nested(DamageSchema), allow_none=True)
