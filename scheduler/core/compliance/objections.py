"""What a change would make worse, as findings. The use case refuses while any finding says refuse.

Three things are refused, and an authorised person may insist on each with a written ground:

(a) publishing a plan that leaves short a period it completes, though dates remain on which the office could still
    meet (a shortfall that could be avoided), or though more was approved and is left unpublished; a shortfall nobody
    can avoid any more is shown, not refused;
(b) moving, cancelling or otherwise withdrawing a meeting so that a minimum can no longer be reached, or so that
    more is missing than before;
(c) postponing without a new date.

Law: the minimum is each rule's own; for (c) Luật 42/2013 Điều 24.4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from scheduler.core.compliance.values import Reason, Status, Verdict
from scheduler.core.deadlines import DeadlineRule, PostingCode, PostingStatus
from scheduler.core.periods import Period
from scheduler.core.rules import Confidence


class FindingCode(StrEnum):
    """What is wrong."""

    SHORTFALL = "shortfall"
    UNREACHABLE = "unreachable"
    UNANNOUNCED = "unannounced"
    POSTPONED_WITHOUT_DATE = "postponed_without_date"
    LATE_PUBLICATION = "late_publication"
    DUTY_REMOVED = "duty_removed"


class Severity(StrEnum):
    """Whether the change is refused, or goes through and is marked. Refusals sort first."""

    REFUSE = "refuse"
    WARN = "warn"


class Change(StrEnum):
    """What is about to be done."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, with the text it rests on.

    For a shortfall: ``period``, ``required``, ``counted`` (held and planned), ``missing``, ``last_feasible``. For a
    posting: ``due`` and ``days_late``. ``rule_id`` names a row of rules.csv or deadlines.csv. ``bare``: it counts only
    what was announced, as if the unit had entered no absence, deputy, vacancy or closing. A shortfall is
    ``unannounced`` where approved meetings would cover more of it, were they published too.
    """

    code: FindingCode
    severity: Severity
    rule_id: str
    legal_basis: str
    source: str
    confidence: Confidence
    office_id: str | None = None
    meeting_id: str | None = None
    period: Period | None = None
    required: int = 0
    counted: int = 0
    missing: int = 0
    last_feasible: date | None = None
    due: date | None = None
    days_late: int = 0
    bare: bool = False


# An excuse explains a shortfall; it does not make more of it lawful.
_SETTLED = frozenset({Status.MET, Status.NOT_APPLICABLE})


def objections(
    before: Sequence[Verdict], after: Sequence[Verdict], change: Change, *, until: date | None = None
) -> tuple[Finding, ...]:
    """Return what ``change`` makes worse, refusals first, then by rule, office and period.

    ``after`` are the verdicts as they would be. ``until``, for publishing, is the last day of the plan: a period
    that ends later is still open to the next plan and not looked at; None looks at all.
    """
    found = worsened(before, after)
    if change is Change.PUBLISH:
        named = {(finding.office_id, finding.rule_id, finding.period) for finding in found}
        found += tuple(
            finding
            for finding in avoidable_shortfalls(after, until)
            if (finding.office_id, finding.rule_id, finding.period) not in named
        )
    return tuple(sorted(found, key=_worst_first))


def avoidable_shortfalls(after: Iterable[Verdict], until: date | None = None) -> tuple[Finding, ...]:
    """Return a refusal for each verdict that is short though free feasible dates remain (a), in the order given."""
    return tuple(
        _finding(verdict, FindingCode.SHORTFALL)
        for verdict in after
        if verdict.status not in _SETTLED
        and verdict.missing > 0
        and verdict.free > 0
        and (until is None or verdict.obligation.last <= until)
    )


def unannounced(found: Iterable[Finding], after: Iterable[Verdict]) -> tuple[Finding, ...]:
    """Return findings about what is public, told as unannounced where more is approved than that, in the order given.

    ``after``: the verdicts that count what is approved too.
    """
    approved = {_key(verdict): verdict.held + verdict.planned for verdict in after}
    return tuple(
        replace(finding, code=FindingCode.UNANNOUNCED)
        if finding.counted < approved.get((finding.office_id, finding.rule_id, finding.period), 0)
        else finding
        for finding in found
    )


def worsened(before: Iterable[Verdict], after: Iterable[Verdict]) -> tuple[Finding, ...]:
    """Return a refusal for each verdict that misses more than before or cannot be met any more (b)."""
    was = {_key(verdict): verdict for verdict in before}
    found = []
    for verdict in after:
        old = was.get(_key(verdict))
        if old is None or verdict.status in _SETTLED:
            continue
        lost = verdict.reason is Reason.UNREACHABLE and old.reason is not Reason.UNREACHABLE
        if lost or verdict.missing > old.missing:
            code = FindingCode.UNREACHABLE if verdict.reason is Reason.UNREACHABLE else FindingCode.SHORTFALL
            found.append(_finding(verdict, code))
    return tuple(found)


def postponed_without_date(meeting_id: str, rule: DeadlineRule) -> Finding:
    """Return the refusal of a postponement that names no new date (c, T20). ``rule`` is the postponement row."""
    return Finding(
        FindingCode.POSTPONED_WITHOUT_DATE,
        Severity.REFUSE,
        rule.id,
        rule.legal_basis,
        rule.source,
        rule.confidence,
        meeting_id=meeting_id,
    )


def late_publication(meeting_id: str, status: PostingStatus) -> Finding | None:
    """Return the warning that a meeting is posted too late, None when it is not (T9, T18). Marked, never refused."""
    if status.due is None or status.code not in (PostingCode.LATE, PostingCode.OVERDUE):
        return None
    rule = status.due.rule
    return Finding(
        FindingCode.LATE_PUBLICATION,
        Severity.WARN,
        rule.id,
        rule.legal_basis,
        rule.source,
        rule.confidence,
        meeting_id=meeting_id,
        due=status.due.due,
        days_late=status.days,
    )


def duty_removed(verdict: Verdict) -> Finding:
    """Return the refusal of a change that would take this duty away from a period that has begun."""
    return _finding(verdict, FindingCode.DUTY_REMOVED)


def refuses(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding stands in the way."""
    return any(finding.severity is Severity.REFUSE for finding in findings)


def _finding(verdict: Verdict, code: FindingCode) -> Finding:
    rule = verdict.rule
    return Finding(
        code,
        Severity.REFUSE,
        rule.id,
        rule.legal_basis,
        rule.source,
        rule.confidence,
        office_id=verdict.office_id,
        period=verdict.period,
        required=verdict.required,
        counted=verdict.held + verdict.planned,
        missing=verdict.missing,
        last_feasible=verdict.last_feasible,
    )


def _key(verdict: Verdict) -> tuple[str | None, str, Period | None]:
    return verdict.office_id, verdict.rule.id, verdict.period


def _worst_first(finding: Finding) -> tuple[str, str, str, str]:
    period = finding.period.key if finding.period else ""
    return finding.severity.value, finding.rule_id, finding.office_id or "", period
