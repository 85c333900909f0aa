"""Shapes of rules."""

from datetime import date
from typing import Any

from marshmallow import fields

from api.schemas.base import Input, Output, Paged
from api.schemas.fields import Choice, Day, Id, Text, Told, Whole
from scheduler.core.facts import Activity
from scheduler.core.periods import PeriodKind
from scheduler.core.rules import Answer, Confidence, CountUnit

_CONFIDENCE = {"description": "P primary text, S secondary text, L local, I inference, M memory (never in force)"}


class RulesAsked(Paged):
    """Which rules."""

    unit_id = Id(metadata={"description": "those that bind this unit; left out: the key's own unit"})


class _TermsText(Input):
    activity = Choice(Activity, required=True)
    sub_type = Text(40, required=True)
    office = Text(60, required=True, metadata={"description": "chu_tich_ubnd, bi_thu_cap_uy, …"})
    level = Text(60, required=True, metadata={"description": "tinh, xa, tinh_xa, …"})
    minimum = Whole(1, 366, required=True)
    unit = Choice(CountUnit, load_default=CountUnit.DAY, metadata={"description": "what is counted"})
    period = Choice(PeriodKind, required=True)
    legal_basis = Text(500, required=True)
    source = Text(500, shortest=0, load_default="")
    note = Text(500, shortest=0, load_default="")
    counts_delegated = Choice(Answer, load_default=Answer.NO)
    counts_adhoc = Choice(Answer, load_default=Answer.NO)
    valid_to = Day(load_default=None, allow_none=True)


class NewLocalRule(_TermsText):
    """A unit's own rule, for itself and those below it: stricter than the national one, never looser."""

    valid_from = Day(required=True)


class NewNationalRule(NewLocalRule):
    """A rule of the whole country."""

    rule_id = Id(required=True)
    confidence = Choice(Confidence, required=True, metadata=_CONFIDENCE)


class LocalSuccession(_TermsText):
    """What holds in place of a local rule."""

    on = Day(required=True, metadata={"description": "its first day"})


class NationalSuccession(LocalSuccession):
    """What holds in place of a national rule."""

    heir_id = Id(required=True)
    confidence = Choice(Confidence, load_default=None, allow_none=True, metadata=_CONFIDENCE)


class RuleEnd(Input):
    """The end of a rule."""

    last_on = Day(required=True, metadata={"description": "its last day"})


class RuleSchema(Output):
    """A rule as it stands. What is off is shown with the reason and is never judged."""

    id = fields.String()
    unit_id = fields.String(attribute="rule.unit_id", allow_none=True, metadata={"description": "null: national"})
    activity = Choice(Activity, attribute="rule.activity")
    sub_type = fields.String(attribute="rule.sub_type")
    office = fields.String(attribute="rule.office")
    level = fields.String(attribute="rule.level")
    minimum = fields.Integer(attribute="rule.minimum", allow_none=True)
    unit = Choice(CountUnit, attribute="rule.unit")
    period = Choice(
        PeriodKind, attribute="rule.period", allow_none=True, metadata={"description": "null: on a trigger"}
    )
    valid_from = Told(lambda one: _iso(one, "first"), allow_none=True, metadata={"format": "date"})
    valid_to = Told(lambda one: _iso(one, "last"), allow_none=True, metadata={"format": "date"})
    legal_basis = fields.String(attribute="rule.legal_basis")
    source = fields.String(attribute="rule.source")
    note = fields.String(attribute="rule.note")
    confidence = Choice(Confidence, attribute="rule.confidence", metadata=_CONFIDENCE)
    counts_delegated = Choice(Answer, attribute="rule.counts_delegated")
    counts_adhoc = Choice(Answer, attribute="rule.counts_adhoc")
    enabled = fields.Boolean(attribute="rule.enabled")
    off_because = fields.String(attribute="rule.off_because")
    obligation = fields.String(attribute="rule.obligation", metadata={"description": "the duty its versions share"})
    entered_at = fields.DateTime(attribute="row.entered_at")
    succeeded_by = fields.String(attribute="row.succeeded_by", allow_none=True)


class SuccessionSchema(Output):
    """A rule that ended and the one that follows it."""

    ended = fields.Nested(RuleSchema)
    heir = fields.Nested(RuleSchema)


def _iso(listed: Any, end: str) -> str | None:
    day: date | None = getattr(listed.rule.span, end, None)
    return day.isoformat() if day else None
