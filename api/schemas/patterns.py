"""Shapes of patterns."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Day, Id, Plain, Text, Told
from api.schemas.given_patterns import GivenPattern, KeptPattern
from scheduler.core.facts import Activity
from scheduler.core.patterns import Pattern, PatternDate, from_dict
from scheduler.wording.reasons import reason_sentence, shape_words


class NewPattern(Input):
    """A pattern to be kept."""

    activity = Choice(Activity, required=True)
    sub_type = Text(40, required=True)
    pattern = Plain(GivenPattern, required=True)
    place_id = Id(load_default=None, allow_none=True)
    note = Text(500, shortest=0, load_default="")


class PatternAsked(Input):
    """A pattern whose dates in a span are asked for."""

    pattern = Plain(GivenPattern, required=True)
    first = Day(required=True)
    last = Day(required=True, metadata={"description": "at most 800 days in all"})


class PatternEnd(Input):
    """The end of a pattern."""

    last_on = Day(required=True, metadata={"description": "its last day"})


class PatternSchema(Output):
    """A pattern of a unit; an ended one is kept. ``version`` is what If-Match wants."""

    id = fields.String()
    version = fields.Integer()
    unit_id = fields.String()
    office_ids = fields.List(fields.String())
    activity = fields.String()
    sub_type = fields.String()
    place_id = fields.String(allow_none=True)
    pattern = Plain(KeptPattern, attribute="shape")
    words = Told(lambda one: shape_words(from_dict(one.shape).shape), metadata={"description": "the pattern in words"})
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    note = fields.String()


def _why(found: PatternDate) -> str:
    return reason_sentence(found.reason, found.on)


class PatternSittingSchema(Output):
    """One block of hours."""

    start = fields.Time("%H:%M", metadata={"format": "hour"})
    end = fields.Time("%H:%M", allow_none=True, metadata={"format": "hour"})


class PatternDateSchema(Output):
    """One date of a pattern; ``on`` is null when it came to nothing, and ``detail`` says why it is where it is."""

    nominal = fields.Date(allow_none=True)
    on = fields.Date(allow_none=True)
    office_ids = fields.List(fields.String())
    sittings = fields.List(fields.Nested(PatternSittingSchema))
    code = fields.String(attribute="reason.code")
    crosses_month = fields.Boolean(attribute="reason.crosses_month")
    detail = Told(_why, metadata={"description": "a sentence for people"})


class PatternDatesSchema(Output):
    """What a pattern gives in a span."""

    words = Told(lambda found: shape_words(_pattern(found).shape), metadata={"description": "the pattern in words"})
    items = fields.List(fields.Nested(PatternDateSchema))


def _pattern(found: Mapping[str, Any]) -> Pattern:
    pattern: Pattern = found["pattern"]
    return pattern
