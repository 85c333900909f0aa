"""Shapes of units."""

from marshmallow import fields

from api.schemas.base import Input, Output, Query
from api.schemas.fields import Day, Id, Text, Whole


class UnitsAsked(Query):
    """Units directly below one, by name (none given: the key's own unit and those below it, or the provinces)."""

    parent_id = Id()
    code = Text(5, metadata={"description": "the official code: 2 digits of a province, 5 of a commune"})
    on = Day(metadata={"description": "as they were on this day; today if not given"})
    after = Id(metadata={"description": "go on after this id"})
    limit = Whole(1, 100, load_default=50)


class UnitsSearched(Query):
    """A name, present or former."""

    q = Text(100, required=True, metadata={"description": "part of a name, marks and case ignored"})
    on = Day(metadata={"description": "as they were on this day; today if not given"})
    limit = Whole(1, 50, load_default=20)


class UnitEdit(Input):
    """What is told about a unit; what is left out stays."""

    address = Text(300, shortest=0)
    telephone = Text(60, shortest=0)
    regular_hours = Text(300, shortest=0)


class UnitSchema(Output):
    """A unit; ``version`` is what If-Match wants."""

    id = fields.String()
    version = fields.Integer()
    code = fields.String()
    level = fields.String()
    kind = fields.String()
    name = fields.String()
    full_name = fields.String()
    public_name = fields.String()
    parent_id = fields.String(allow_none=True)
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    address = fields.String()
    telephone = fields.String()
    regular_hours = fields.String()


class FormerNameSchema(Output):
    """A name of before 1 July 2025."""

    full_name = fields.String()
    within = fields.String()


class FoundUnitSchema(Output):
    """A unit found, and the former names through which it was found."""

    unit = fields.Nested(UnitSchema)
    former = fields.List(fields.Nested(FormerNameSchema))


class FoundUnitsSchema(Output):
    """The units found, best first."""

    items = fields.List(fields.Nested(FoundUnitSchema))
