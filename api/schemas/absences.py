"""Shapes of absences and blocking dates."""

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Day, Id, Text
from api.schemas.touched import TouchedMeetingSchema
from scheduler.core.facts import DayPart, Level


class NewAbsence(Input):
    """A span in which exactly one of a person, an office, a whole unit or a whole level cannot receive."""

    person_id = Id()
    office_id = Id()
    unit_id = Id(metadata={"description": "the whole unit"})
    level = Choice(Level, metadata={"description": "every unit of this level at or below owner_unit_id"})
    owner_unit_id = Id(metadata={"description": "only with level; left out: the whole country"})
    first_on = Day(required=True)
    last_on = Day(required=True, metadata={"description": "at most 366 days in all"})
    part = Choice(DayPart, load_default=DayPart.ALL)
    reason = Text(300, required=True)


class AbsenceSchema(Output):
    """An absence or blocking span."""

    id = fields.String()
    owner_unit_id = fields.String(allow_none=True)
    person_id = fields.String(allow_none=True)
    office_id = fields.String(allow_none=True)
    unit_id = fields.String(allow_none=True)
    level = fields.String(allow_none=True)
    first_on = fields.Date()
    last_on = fields.Date()
    part = fields.String()
    reason = fields.String()


class ToldAbsenceSchema(Output):
    """An absence and the meetings it stands in the way of; none was moved."""

    absence = fields.Nested(AbsenceSchema)
    meetings = fields.List(fields.Nested(TouchedMeetingSchema))


class AbsencesSchema(Output):
    """What was entered at a unit and what blocks its level, by first day."""

    items = fields.List(fields.Nested(AbsenceSchema))
