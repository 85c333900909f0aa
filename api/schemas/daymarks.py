"""Shapes of the calendar of days off."""

from marshmallow import fields

from api.schemas.base import Input, Output, Query
from api.schemas.fields import Choice, Day, Flag, Several, Text, Told, Whole
from api.schemas.touched import TouchedMeetingSchema
from scheduler.core.workdays import DayKind, WhyOff
from scheduler.day_effects import TouchedMeeting
from scheduler.wording.posting import countdown
from scheduler.wording.reasons import day_off, skipped_days

_CONFIRMED = {"description": "whether the paper was seen; expected days count as well"}
_WORKED = "ngày làm việc"


class _DayText(Input):
    kind = Choice(DayKind, required=True)
    name = Text(200, required=True)
    source = Text(500, required=True, metadata={"description": "the paper that says so"})
    confirmed = Flag(required=True, metadata=_CONFIRMED)


class NewDay(_DayText):
    """A special day to be entered."""

    on = Day(required=True)


class DayEdit(_DayText):
    """What a special day is from now on."""


class DaySchema(Output):
    """A day that is not what its weekday says; ``version`` is what If-Match wants."""

    on = fields.Date(attribute="day")
    version = fields.Integer()
    kind = fields.String()
    name = fields.String()
    source = fields.String()
    confirmed = fields.Boolean(metadata=_CONFIRMED)


class DaysSchema(Output):
    """Special days, ascending."""

    items = fields.List(fields.Nested(DaySchema))


class TouchedDaySchema(Output):
    """A planned meeting on a day that turned off or back."""

    meeting = fields.Nested(TouchedMeetingSchema)
    on = fields.Date(attribute="change.on")
    was = Told(lambda one: _said(one, one.change.was), metadata={"description": "what the day was, in words"})
    now = Told(lambda one: _said(one, one.change.now), metadata={"description": "what the day is, in words"})


class MovedPostingSchema(Output):
    """A planned meeting whose posting deadline moved, and how its posting stood and stands."""

    meeting = fields.Nested(TouchedMeetingSchema)
    due_was = fields.Date(attribute="was.due.due")
    due_now = fields.Date(attribute="now.due.due")
    was = Told(lambda one: countdown(one.was))
    now = Told(lambda one: countdown(one.now))


class DayChangeSchema(Output):
    """A changed day (null once removed) and what it touches; nothing was moved."""

    day = fields.Nested(DaySchema, attribute="row", allow_none=True)
    meetings = fields.List(fields.Nested(TouchedDaySchema))
    postings = fields.List(fields.Nested(MovedPostingSchema))


class YearsToSeed(Input):
    """Years whose known and expected days are to be entered where nothing is entered yet."""

    years = Several(Whole(2014, 2100), 10, least=1, required=True)


class SeededSchema(Output):
    """The days newly entered and what they touch."""

    days = fields.List(fields.Nested(DaySchema), attribute="rows")
    meetings = fields.List(fields.Nested(TouchedDaySchema))
    postings = fields.List(fields.Nested(MovedPostingSchema))


class CountAsked(Query):
    """A count of working days."""

    anchor = Day(required=True, metadata={"description": "not counted itself"})
    days = Whole(-250, 250, required=True, metadata={"description": "negative: before the anchor"})


class CountSchema(Output):
    """A day counted in working days, and what was left out on the way."""

    due = fields.Date()
    anchor = fields.Date()
    days = fields.Integer(attribute="offset")
    skipped = Told(lambda one: skipped_days(one.skipped), metadata={"description": "the days left out, in words"})
    certain = fields.Boolean(metadata={"description": "false while a day on the way is only expected"})


def _said(touched: TouchedMeeting, why: WhyOff | None) -> str:
    return _WORKED if why is None else day_off(touched.change.on, why)
