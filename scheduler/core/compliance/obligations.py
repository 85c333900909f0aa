"""From rules to what an office owes in each period."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.core.compliance.values import Obligation
from scheduler.core.facts import OfficeFact, Span
from scheduler.core.periods import Period, PeriodKind, periods
from scheduler.core.rules import Confidence, Rule

_DAY = timedelta(days=1)
_FOUNDED = {mark: rank for rank, mark in enumerate(Confidence)}


@dataclass(frozen=True, slots=True)
class Duty:
    """What any office of a kind and level owes in a period, before its own span is looked at."""

    rule: Rule
    also: tuple[Rule, ...]
    period: Period
    first: date
    last: date


def obligations(
    rules: Iterable[Rule], office: OfficeFact, first: date, last: date, *, lineage: Collection[str] = ()
) -> tuple[Obligation, ...]:
    """Return what ``office`` owes in every period that shares a day with first..last, by period, then rule id.

    ``lineage``: its unit and those above it, whose local rules bind it too; its own unit is always included.
    A period belongs to a rule when it lies wholly within the rule's validity (I). When only several versions of
    one obligation together cover it, the lowest of their minimums holds (I). A period that a change of the period's
    kind cuts in two belongs to neither side: of the weekly rule that ended on 2026-06-30 the last whole week is
    22-28 June, and the monthly rule starts with July (I, T2).
    """
    return owed(duties(rules, office.kind, office.level, first, last, lineage={office.unit_id, *lineage}), office)


def duties(
    rules: Iterable[Rule], kind: str, level: str, first: date, last: date, *, lineage: Collection[str] = ()
) -> tuple[Duty, ...]:
    """Return what offices of ``kind`` at ``level`` owe; same for all of them, so worth keeping."""
    groups: dict[tuple[str, PeriodKind], list[Rule]] = {}
    for rule in rules:
        if rule.enabled and rule.period is not None and rule.judgeable and rule.binds(kind, level, lineage):
            groups.setdefault((rule.obligation, rule.period), []).append(rule)
    found = []
    for (_, period_kind), versions in groups.items():
        for period in periods(period_kind, first, last):
            duty = _duty(versions, period)
            if duty is not None:
                found.append(duty)
    return tuple(sorted(found, key=lambda duty: (duty.period.first, duty.period.last, duty.rule.id)))


def owed(found: Sequence[Duty], office: OfficeFact) -> tuple[Obligation, ...]:
    """Return the duties as obligations of ``office``; none for a period that lies wholly before or after it (T1).

    What cuts a period short is the unit's own beginning or end. An office set up or ended within the period owes it
    whole (I): the unit owed it before and after.
    """
    span = office.unit_span or office.span
    return tuple(_cut(duty, office.id, span) for duty in found if office.span.meets(duty.first, duty.last))


def _cut(duty: Duty, office_id: str, span: Span) -> Obligation:
    first = max(duty.first, span.first)
    last = duty.last if span.last is None else min(duty.last, span.last)
    return Obligation(
        office_id=office_id,
        rule=duty.rule,
        also=duty.also,
        period=duty.period,
        first=first,
        last=last,
        required=duty.rule.minimum or 0,
        partial=first != duty.first or last != duty.last,
    )


def _duty(versions: Sequence[Rule], period: Period) -> Duty | None:
    first, last = _window(versions[0], period)
    whole = [rule for rule in versions if _covers(rule, first, last)]
    if whole:
        lead = min(whole, key=lambda rule: (-(rule.minimum or 0), _FOUNDED[rule.confidence], rule.id))
        return Duty(lead, tuple(rule for rule in whole if rule is not lead), period, first, last)
    parts = [rule for rule in versions if rule.span is not None and rule.span.meets(first, last)]
    if not _together(parts, first, last):
        return None
    lead = min(parts, key=lambda rule: (rule.minimum or 0, rule.id))
    return Duty(lead, tuple(rule for rule in parts if rule is not lead), period, first, last)


def _window(rule: Rule, period: Period) -> tuple[date, date]:
    if rule.window is None or period.kind is not PeriodKind.YEAR:
        return period.first, period.last
    year = period.first.year
    return date(year, *rule.window.first), date(year, *rule.window.last)


def _covers(rule: Rule, first: date, last: date) -> bool:
    return rule.span is not None and rule.span.covers(first) and rule.span.covers(last)


def _together(parts: Iterable[Rule], first: date, last: date) -> bool:
    """Tell whether the spans leave no day of first..last uncovered."""
    reached = first
    for span in sorted((rule.span for rule in parts if rule.span is not None), key=lambda span: span.first):
        if span.first > reached:
            return False
        if span.last is None or span.last >= last:
            return True
        reached = max(reached, span.last + _DAY)
    return False
