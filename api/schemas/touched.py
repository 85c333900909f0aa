"""The short shape of a meeting that some entry touches."""

from marshmallow import fields

from api.schemas.base import Output
from api.schemas.fields import Choice
from scheduler.core.facts import Activity, State


class TouchedMeetingSchema(Output):
    """A meeting that an entry touches; nothing of it was changed."""

    id = fields.String()
    unit_id = fields.String()
    activity = Choice(Activity)
    sub_type = fields.String()
    state = Choice(State)
    held_on = fields.Date(allow_none=True)
