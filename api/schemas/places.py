"""Shapes of places."""

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Day, Text, Whole
from api.schemas.touched import TouchedMeetingSchema

_ROOMS = {"description": "how many meetings fit there at once"}


class NewPlace(Input):
    """A place to be entered."""

    name = Text(200, required=True)
    address = Text(300, shortest=0, load_default="")
    rooms = Whole(1, 50, load_default=1, metadata=_ROOMS)


class PlaceEdit(Input):
    """What changes of a place; what is left out stays."""

    name = Text(200)
    address = Text(300, shortest=0)
    rooms = Whole(1, 50, metadata=_ROOMS)


class PlaceClosing(Input):
    """The closing of a place."""

    on = Day(required=True, metadata={"description": "the first day on which nobody meets there"})


class PlaceSchema(Output):
    """A reception place; ``version`` is what If-Match wants."""

    id = fields.String()
    version = fields.Integer()
    unit_id = fields.String()
    name = fields.String()
    address = fields.String()
    rooms = fields.Integer()
    closed_on = fields.Date(allow_none=True)


class ClosedPlaceSchema(Output):
    """A place that was closed, and the meetings that were to sit there from that day on."""

    place = fields.Nested(PlaceSchema)
    meetings = fields.List(fields.Nested(TouchedMeetingSchema))
