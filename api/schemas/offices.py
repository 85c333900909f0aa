"""Shapes of offices, people and holdings."""

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Day, Ground, Id, Text
from api.schemas.touched import TouchedMeetingSchema
from scheduler.core.facts import OfficeKind
from scheduler.people import Capacity

_LOCKED = {"description": "written ground of somebody entitled, for a span that reaches into a locked month"}
_LAST = {"description": "its last day; null: no end"}


class NewOffice(Input):
    """An office to be set up at a unit."""

    kind = Choice(OfficeKind, required=True)
    title = Text(200, required=True)
    valid_from = Day(required=True)
    valid_to = Day(load_default=None, allow_none=True, metadata=_LAST)
    ground = Ground(20, 500, load_default=None, allow_none=True, metadata=_LOCKED)


class OfficeEdit(Input):
    """Another title of an office."""

    title = Text(200, required=True)


class OfficeClosing(Input):
    """The end of an office."""

    on = Day(required=True, metadata={"description": "its last day"})
    ground = Ground(20, 500, load_default=None, allow_none=True, metadata=_LOCKED)


class OfficeSchema(Output):
    """An office; ``version`` is what If-Match wants."""

    id = fields.String()
    version = fields.Integer()
    unit_id = fields.String()
    kind = fields.String()
    title = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


class ClosedOfficeSchema(Output):
    """An office that ended, and the planned meetings after its end in which it was to preside."""

    office = fields.Nested(OfficeSchema)
    meetings = fields.List(fields.Nested(TouchedMeetingSchema))


class NewHolding(Input):
    """Somebody taking an office."""

    person_id = Id(required=True)
    capacity = Choice(Capacity, required=True)
    first_on = Day(required=True)
    last_on = Day(load_default=None, allow_none=True, metadata=_LAST)
    ground = Ground(20, 500, load_default=None, allow_none=True, metadata=_LOCKED)


class HoldingEnd(Input):
    """The end of a holding."""

    last_on = Day(required=True, metadata={"description": "its last day"})
    ground = Ground(20, 500, load_default=None, allow_none=True, metadata=_LOCKED)


class HoldingSchema(Output):
    """One person's span in one office. A span without one is a vacancy; a caretaker does not head the office."""

    id = fields.String()
    office_id = fields.String()
    person_id = fields.String()
    capacity = fields.String()
    first_on = fields.Date()
    last_on = fields.Date(allow_none=True)


class HoldingsSchema(Output):
    """Who held an office and when, oldest first."""

    items = fields.List(fields.Nested(HoldingSchema))


class NewPerson(Input):
    """Somebody who is to hold an office. Never a citizen."""

    name = Text(120, required=True)


class PersonEdit(Input):
    """Another name of a person."""

    name = Text(120, required=True)


class PersonSchema(Output):
    """A person who holds or held an office; ``version`` is what If-Match wants."""

    id = fields.String()
    version = fields.Integer()
    unit_id = fields.String()
    name = fields.String()
