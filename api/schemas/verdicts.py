"""Shapes of verdicts, findings, conflicts, cures, and of what a change brings about."""

from typing import Any

from marshmallow import fields

from api.schemas.base import Output
from api.schemas.fields import Choice, Told
from api.schemas.meetings import MeetingSchema
from scheduler.core.compliance.objections import FindingCode, Severity
from scheduler.core.compliance.values import Reason, Status, WhyNot
from scheduler.core.conflicts import Clash
from scheduler.core.deadlines import PostingCode, PostingStatus
from scheduler.core.facts import Activity
from scheduler.core.rules import Confidence
from scheduler.wording.findings import conflict_sentence, cure_sentence, finding_sentence
from scheduler.wording.posting import countdown
from scheduler.wording.verdicts import shortfall_sentence, why_not_counted

_SENTENCE = {"description": "a sentence for people"}
_PERIOD = {"description": "2026-W53, 2026-02, 2026-Q1 or 2026"}


class CountedSchema(Output):
    """A day that counts."""

    meeting_id = fields.String()
    day = fields.Date()
    planned = fields.Boolean(metadata={"description": "true: still to be held"})


class NotCountedSchema(Output):
    """A day that does not count, and why."""

    meeting_id = fields.String()
    day = fields.Date(allow_none=True)
    why = Choice(WhyNot)
    detail = Told(lambda one: why_not_counted(one.why), metadata=_SENTENCE)


class _LeftOut(fields.List[Any]):
    """What does not count, without what never could: receptions under a dialogue's rule, and the other way round."""

    def get_value(self, obj: Any, *_: Any, **__: Any) -> Any:
        """Return the meetings worth naming."""
        return [one for one in obj.not_counted if one.why is not WhyNot.OTHER_LEDGER]


class InsistedSchema(Output):
    """What somebody entitled insisted on against this minimum; evidence for ever."""

    meeting_id = fields.String(allow_none=True)
    code = fields.String()
    ground = fields.String()
    at = fields.DateTime()
    by = fields.String(metadata={"description": "id of the key, or who else acted"})


class VerdictSchema(Output):
    """How an office stands with one duty in one period, with all evidence."""

    office_id = fields.String()
    rule_id = fields.String(attribute="obligation.rule.id")
    activity = Choice(Activity, attribute="obligation.rule.activity")
    sub_type = fields.String(attribute="obligation.rule.sub_type")
    legal_basis = fields.String(attribute="obligation.rule.legal_basis")
    source = fields.String(attribute="obligation.rule.source")
    confidence = Choice(Confidence, attribute="obligation.rule.confidence")
    period = fields.String(attribute="obligation.period.key", metadata=_PERIOD)
    first = fields.Date(attribute="obligation.first")
    last = fields.Date(attribute="obligation.last")
    status = Choice(Status)
    reason = Choice(Reason)
    required = fields.Integer()
    held = fields.Integer()
    planned = fields.Integer()
    missing = fields.Integer()
    free = fields.Integer()
    last_feasible = fields.Date(allow_none=True)
    counted = fields.List(fields.Nested(CountedSchema))
    not_counted = _LeftOut(
        fields.Nested(NotCountedSchema),
        metadata={"description": "without the meetings of the other ledger, which could never count"},
    )
    late_entries = fields.List(fields.String())
    insisted = fields.List(fields.String())
    after_lock = fields.List(
        fields.String(), metadata={"description": "meetings that were changed after their month was locked"}
    )
    unconfirmed = fields.List(
        fields.String(),
        metadata={"description": "meetings that count on the record's word alone: neither head nor second officer"},
    )
    insistences = fields.List(fields.Nested(InsistedSchema))
    excused = fields.String(allow_none=True)
    statutorily_met = fields.Boolean(
        metadata={"description": "whether reports count the minimum as met; a recorded excuse changes nothing here"}
    )
    detail = Told(shortfall_sentence, metadata=_SENTENCE)


class FindingSchema(Output):
    """One thing the law objects to."""

    code = Choice(FindingCode)
    severity = Choice(Severity)
    rule_id = fields.String()
    legal_basis = fields.String()
    source = fields.String()
    confidence = Choice(Confidence)
    office_id = fields.String(allow_none=True)
    meeting_id = fields.String(allow_none=True)
    period = Told(lambda one: one.period.key if one.period else None, allow_none=True, metadata=_PERIOD)
    required = fields.Integer()
    counted = fields.Integer()
    missing = fields.Integer()
    last_feasible = fields.Date(allow_none=True)
    due = fields.Date(allow_none=True)
    days_late = fields.Integer()
    bare = fields.Boolean(
        metadata={"description": "weighed by announced meetings only, without the unit's own absences and deputies"}
    )
    detail = Told(finding_sentence, metadata=_SENTENCE)


class ConflictSchema(Output):
    """One thing that stands in the way."""

    clash = Choice(Clash)
    day = fields.Date()
    against = fields.String(metadata={"description": "the meeting in whose way it stands; in a proposal, its key"})
    thing = fields.String()
    meeting_id = fields.String(allow_none=True, metadata={"description": "the other meeting"})
    reason = fields.String()
    detail = Told(lambda one: conflict_sentence(one, {}), metadata=_SENTENCE)


class CureSchema(Output):
    """A lawful date."""

    day = fields.Date()
    distance = fields.Integer()
    posting_due = fields.Date(allow_none=True)
    posting_missed = fields.Boolean()
    detail = Told(cure_sentence, metadata=_SENTENCE)


class PostingClockSchema(Output):
    """How a meeting's publication stands against its deadline."""

    meeting_id = fields.String()
    code = Choice(PostingCode, attribute="status.code")
    days = fields.Integer(attribute="status.days")
    due = Told(lambda one: _due(one.status), allow_none=True, metadata={"format": "date"})
    legal_basis = Told(lambda one: one.status.due.rule.legal_basis if one.status.due else None, allow_none=True)
    skipped = fields.List(
        fields.Date(), attribute="skipped", metadata={"description": "days off that were not counted"}
    )
    certain = fields.Boolean(metadata={"description": "false while a day on the way is only expected to be off"})
    detail = Told(lambda one: countdown(one.status), metadata=_SENTENCE)


class ConsequencesSchema(Output):
    """Everything a change brings about."""

    refused = fields.Boolean(
        metadata={"description": "whether it goes through only with a written ground; false once it was done"}
    )
    insisted = fields.Boolean(
        metadata={"description": "whether it was done on somebody's written ground, in spite of what stands against it"}
    )
    meetings = fields.List(fields.Nested(MeetingSchema))
    before = fields.List(fields.Nested(VerdictSchema))
    after = fields.List(fields.Nested(VerdictSchema))
    findings = fields.List(fields.Nested(FindingSchema))
    conflicts = fields.List(fields.Nested(ConflictSchema))
    cures = fields.List(fields.Nested(CureSchema))
    postings = fields.List(fields.Nested(PostingClockSchema))
    calendars = fields.Integer(metadata={"description": "how many calendar feeds change with it"})


class ConflictsSchema(Output):
    """What stands in a meeting's way."""

    items = fields.List(fields.Nested(ConflictSchema))


def _due(status: PostingStatus) -> str | None:
    return status.due.due.isoformat() if status.due else None
