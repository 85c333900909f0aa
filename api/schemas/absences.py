"""Shapes of absences and blocking dates."""

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Day, Id, Text
from api.schemas.touched import TouchedMeetingSchema
from api.schemas.verdicts import ConflictSchema, VerdictSchema
from scheduler.core.facts import DayPart, Level

_CONCERNED = (
    "the offices concerned in every period that the span touches; of a whole level only where they stand otherwise"
)


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


class AbsenceEdit(Input):
    """What changes of an absence; what is left out stays, and so does whom it concerns."""

    first_on = Day()
    last_on = Day(metadata={"description": "at most 366 days in all"})
    part = Choice(DayPart)
    reason = Text(300)


class AbsenceSchema(Output):
    """An absence or blocking span; ``version`` is what If-Match wants."""

    id = fields.String()
    version = fields.Integer()
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
    """An absence and what entering, changing or withdrawing it brings about; no meeting was moved by it."""

    absence = fields.Nested(AbsenceSchema)
    meetings = fields.List(
        fields.Nested(TouchedMeetingSchema), metadata={"description": "those in whose way it stands, or stood"}
    )
    conflicts = fields.List(fields.Nested(ConflictSchema))
    before = fields.List(fields.Nested(VerdictSchema), metadata={"description": _CONCERNED})
    after = fields.List(fields.Nested(VerdictSchema), metadata={"description": "the same, in the same order"})


class AbsencesSchema(Output):
    """What was entered at a unit and what blocks its level, by first day."""

    items = fields.List(fields.Nested(AbsenceSchema))
