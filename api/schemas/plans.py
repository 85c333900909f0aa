"""Shapes of plans and standings."""

from marshmallow import fields

from api.schemas.base import Input, Output, Query
from api.schemas.fields import Choice, Day, Ground, Id, Several, Text, Told
from api.schemas.meetings import MeetingSchema
from api.schemas.verdicts import ConflictSchema, VerdictSchema
from scheduler.core.facts import Activity
from scheduler.core.patterns.policy import ReasonCode
from scheduler.core.planner.giving_way import Kind
from scheduler.enforcement import LONGEST_GROUND, SHORTEST_GROUND
from scheduler.wording.origins import origin_sentence
from scheduler.wording.posting import countdown
from scheduler.wording.proofs import proof_sentence
from scheduler.wording.reasons import reason_sentence


class SpanAsked(Query):
    """A closed span of at most 400 days."""

    first = Day(required=True, metadata={"description": "first date, included"})
    last = Day(required=True, metadata={"description": "last date, included"})


class Span(Input):
    """A closed span of at most 400 days."""

    first = Day(required=True)
    last = Day(required=True)


class WantedPlan(Span):
    """Which proposed meetings to keep: those of ``accept``, or all when it is null."""

    accept = Several(Text(200), 1000, load_default=None, allow_none=True)


class Excuse(Input):
    """Why a minimum was not met in the period of a day."""

    rule_id = Id(required=True)
    day = Day(required=True)
    reason = Ground(SHORTEST_GROUND, LONGEST_GROUND, required=True)


class ProposedHoursSchema(Output):
    """One proposed sitting."""

    day = fields.Date()
    starts = fields.Time("%H:%M", metadata={"format": "hour"})
    ends = fields.Time("%H:%M", metadata={"format": "hour"})
    place_id = fields.String(allow_none=True)
    site = fields.String()


class ProposedSchema(Output):
    """One meeting proposed; ``key`` names it in ``accept``."""

    key = fields.String()
    unit_id = fields.String()
    day = fields.Date()
    office_ids = fields.List(fields.String())
    activity = Choice(Activity)
    sub_type = fields.String()
    hours = fields.List(fields.Nested(ProposedHoursSchema))
    pattern_id = fields.String(allow_none=True)
    why = Told(lambda one: origin_sentence(one.origin), metadata={"description": "why it is on this date"})
    posting = Told(lambda one: countdown(one.posting), metadata={"description": "until when it must be posted"})


class SkippedSchema(Output):
    """A date of a pattern that is not proposed, and why."""

    unit_id = fields.String()
    pattern_id = fields.String(attribute="kept.pattern_id")
    nominal = fields.Date(attribute="kept.nominal", allow_none=True)
    on = fields.Date(attribute="kept.on", allow_none=True)
    code = Choice(ReasonCode, attribute="kept.reason.code")
    why = Told(lambda one: reason_sentence(one.kept.reason, one.kept.on))
    conflicts = fields.List(fields.Nested(ConflictSchema))


class StepSchema(Output):
    """One thing that gives way."""

    kind = Choice(Kind)
    duty = fields.String(attribute="duty_id")
    day = fields.Date(attribute="option.day")
    codes = fields.List(fields.String())


class WayOutSchema(Output):
    """Things that give way together; the cheaper, the earlier in the list."""

    steps = fields.List(fields.Nested(StepSchema))
    price = fields.Integer()
    missing_after = fields.Integer()


class UnmetSchema(Output):
    """A minimum that no plan can meet, and the cheapest ways out."""

    verdict = fields.Nested(VerdictSchema)
    ways_out = fields.List(fields.Nested(WayOutSchema))


class MoveAdvisedSchema(Output):
    """A standing meeting that should go elsewhere."""

    meeting_id = fields.String()
    office_id = fields.String()
    old = fields.Date()
    new = fields.Date()


class ProposalSchema(Output):
    """The planner's answer, with how good its choice of dates is known to be.

    Days unmet, standing meetings moved and preferences are weighed together; each outranks the next entirely.
    """

    first = fields.Date()
    last = fields.Date()
    objective = fields.Integer(
        attribute="proof.objective", metadata={"description": "what this choice of dates costs", "minimum": 0}
    )
    bound = fields.Integer(
        attribute="proof.bound", metadata={"description": "no choice of dates costs less: proved", "minimum": 0}
    )
    gap = fields.Float(
        attribute="proof.gap",
        allow_none=True,
        metadata={
            "description": "by which part of the bound the objective lies above it; null above a bound of 0",
            "minimum": 0,
        },
    )
    proved = fields.Boolean(
        attribute="proof.proved", metadata={"description": "no other choice of dates would be better"}
    )
    proof = Told(lambda found: proof_sentence(found.proof), metadata={"description": "the same in a sentence"})
    proposed = fields.List(fields.Nested(ProposedSchema))
    skipped = fields.List(fields.Nested(SkippedSchema))
    unmet = fields.List(fields.Nested(UnmetSchema))
    moves = fields.List(fields.Nested(MoveAdvisedSchema))
    before = fields.List(fields.Nested(VerdictSchema))
    after = fields.List(fields.Nested(VerdictSchema))


class PlanSchema(Output):
    """A plan that was kept as drafts."""

    id = fields.String()
    unit_id = fields.String()
    first_on = fields.Date()
    last_on = fields.Date()
    made_at = fields.DateTime()
    made_by = fields.String()


class KeptPlanSchema(PlanSchema):
    """A plan just kept, with its drafts."""

    meetings = fields.List(fields.Nested(MeetingSchema))


class VerdictsSchema(Output):
    """Verdicts by office, period and rule."""

    items = fields.List(fields.Nested(VerdictSchema))


class UnitVerdictsSchema(VerdictsSchema):
    """Verdicts of a unit, and the rules that bind an office it does not have."""

    without_office = fields.List(
        fields.String(),
        metadata={"description": "ids of rules judged at this level whose kind of office the unit does not have"},
    )
