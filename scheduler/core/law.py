"""The law as data: reading it, what is in force, how a rule is succeeded, and what a local rule may ask.

A rule once in force is never edited: it is ended and succeeded. A rule that cannot be judged (no number, no
recurring period, no span, unconfirmed, or an unknown answer to what counts) cannot be enabled at all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import Activity, Span
from scheduler.core.periods import PeriodKind
from scheduler.core.rules import LEVELS, OFFICES, Answer, Confidence, CountUnit, Rule, Window

__all__ = [
    "LEVELS",
    "OFFICES",
    "Answer",
    "Confidence",
    "CountUnit",
    "Rule",
    "Window",
    "check_stricter",
    "parse_rules",
    "read_span",
    "rule_row",
    "rules_in_force",
    "succeed",
]

_DAY = timedelta(days=1)
_LAST_MONTH = 12


def parse_rules(rows: Iterable[Mapping[str, str]]) -> tuple[Rule, ...]:
    """Read rows as they stand in rules.csv, in their order.

    Raises:
        InvalidInput: a cell cannot be read, an id comes twice, or a row is enabled that cannot be judged; the
            field is ``row/column``, rows counted from 1.
    """
    faults: list[Fault] = []
    rules: dict[str, Rule] = {}
    for number, row in enumerate(rows, 1):
        try:
            rule = _parse(row)
        except (KeyError, ValueError) as error:
            faults.append(Fault(str(number), "unreadable-rule", {"detail": str(error)}))
            continue
        if rule.id in rules:
            faults.append(Fault(f"{number}/rule_id", "duplicate-rule", {"rule_id": rule.id}))
        if rule.enabled and not rule.judgeable:
            faults.append(Fault(f"{number}/enabled", "cannot-be-enabled", {"rule_id": rule.id}))
        rules[rule.id] = rule
    if faults:
        raise InvalidInput(faults)
    return tuple(rules.values())


def rules_in_force(
    rules: Iterable[Rule], level: str, kind: str, activity: Activity, day: date, *, lineage: Collection[str] = ()
) -> tuple[Rule, ...]:
    """Return the enabled rules that bind an office on ``day``, by id."""
    found = [
        rule
        for rule in rules
        if rule.enabled
        and rule.activity is activity
        and rule.span is not None
        and rule.span.covers(day)
        and rule.binds(kind, level, lineage)
    ]
    return tuple(sorted(found, key=lambda rule: rule.id))


def succeed(rule: Rule, successor: Rule, on: date) -> tuple[Rule, Rule]:
    """End ``rule`` on the day before ``on`` and let ``successor`` hold from ``on``, under the same obligation.

    Returns the ended rule and its successor.

    Raises:
        InvalidInput: the successor has the same id or cannot be judged, or ``rule`` is not in force on the day
            before ``on``.
    """
    if successor.id == rule.id:
        raise InvalidInput.at("id", "successor-needs-own-id", rule_id=rule.id)
    if rule.span is None or not rule.span.covers(on - _DAY):
        raise InvalidInput.at("on", "rule-not-in-force", rule_id=rule.id, on=on)
    last = successor.span.last if successor.span is not None else None
    heir = replace(successor, span=Span(on, last), obligation=rule.obligation)
    if last is not None and last < on:
        raise InvalidInput.at("valid_to", "ends-before-start", start=on)
    if heir.enabled and not heir.judgeable:
        raise InvalidInput.at("enabled", "cannot-be-enabled", rule_id=heir.id)
    return replace(rule, span=Span(rule.span.first, on - _DAY)), heir


# How many whole periods of the first kind lie in any period of the second, at least.
_WITHIN = {
    (PeriodKind.WEEK, PeriodKind.MONTH): 3,
    (PeriodKind.WEEK, PeriodKind.QUARTER): 11,
    (PeriodKind.WEEK, PeriodKind.YEAR): 51,
    (PeriodKind.MONTH, PeriodKind.QUARTER): 3,
    (PeriodKind.MONTH, PeriodKind.YEAR): 12,
    (PeriodKind.QUARTER, PeriodKind.YEAR): 4,
    **{(kind, kind): 1 for kind in PeriodKind},
}


def check_stricter(national: Sequence[Rule], local: Rule) -> tuple[Fault, ...]:
    """Return where ``local`` asks for less than a national rule it stands beside; none when it is lawful (T29).

    Compared are enabled national rules of the same ledger and sub-type for a common office, level and time. A local
    rule never replaces the national one; both are judged. Faults come in the order of ``national``.
    """
    faults: list[Fault] = []
    for rule in national:
        if rule.unit_id is None and rule.enabled and beside(rule, local):
            faults += _looser(rule, local)
    return tuple(faults)


def beside(rule: Rule, local: Rule) -> bool:
    """Tell whether two rules ask for the same of a common office and level at a common time."""
    return (
        rule.activity is local.activity
        and rule.sub_type == local.sub_type
        and bool(set(rule.kinds) & set(local.kinds))
        and bool(set(rule.levels) & set(local.levels))
        and rule.span is not None
        and (local.span is None or rule.span.meets(local.span.first, local.span.last or date.max))
    )


def _looser(rule: Rule, local: Rule) -> list[Fault]:
    about = {"rule_id": rule.id, "legal_basis": rule.legal_basis}
    faults = []
    periods = _WITHIN.get((local.period, rule.period)) if local.period and rule.period else None
    if periods is None:
        faults.append(Fault("period", "looser-period", {**about, "national": str(rule.period)}))
    elif (local.minimum or 0) * periods < (rule.minimum or 0):
        faults.append(Fault("min_count", "looser-minimum", {**about, "national": rule.minimum}))
    if rule.unit is CountUnit.DAY and local.unit is not CountUnit.DAY:
        faults.append(Fault("unit", "looser-unit", {**about, "national": rule.unit.value}))
    if rule.counts_delegated is Answer.NO and local.counts_delegated is not Answer.NO:
        faults.append(Fault("counts_delegated", "looser-counts-delegated", about))
    if rule.counts_adhoc is Answer.NO and local.counts_adhoc is not Answer.NO:
        faults.append(Fault("counts_adhoc", "looser-counts-adhoc", about))
    return faults


def _parse(row: Mapping[str, str]) -> Rule:
    if row["office"] not in OFFICES or row["level"] not in LEVELS:
        message = f"office {row['office']!r} at level {row['level']!r}"
        raise ValueError(message)
    return Rule(
        id=row["rule_id"],
        activity=Activity(row["activity"]),
        sub_type=row["sub_type"],
        office=row["office"],
        level=row["level"],
        minimum=int(row["min_count"]) if row["min_count"] else None,
        unit=CountUnit(row["unit"]),
        period=None if row["period"] in ("on_trigger", "roster") else PeriodKind(row["period"]),
        span=read_span(row["valid_from"], row["valid_to"]),
        legal_basis=row["legal_basis"],
        counts_delegated=Answer(row["counts_delegated"]),
        counts_adhoc=Answer(row["counts_adhoc"]),
        confidence=Confidence(row["confidence"]),
        source=row["source"],
        note=row.get("note", ""),
        enabled=row["enabled"] == "yes",
        off_because=row.get("off_because", ""),
        obligation=row.get("obligation") or row["rule_id"],
        window=_window(row.get("window", "")),
        target_month=_month(row.get("target_month", "")),
        unit_id=row.get("unit_id") or None,
    )


def rule_row(rule: Rule) -> dict[str, str]:
    """Return a rule in the columns of rules.csv; reading it again gives the same rule."""
    span, window = rule.span, rule.window
    return {
        "rule_id": rule.id,
        "activity": rule.activity.value,
        "sub_type": rule.sub_type,
        "office": rule.office,
        "level": rule.level,
        "min_count": "" if rule.minimum is None else str(rule.minimum),
        "unit": rule.unit.value,
        "period": "on_trigger" if rule.period is None else rule.period.value,
        "valid_from": span.first.isoformat() if span else "",
        "valid_to": span.last.isoformat() if span and span.last else "",
        "legal_basis": rule.legal_basis,
        "counts_delegated": rule.counts_delegated.value,
        "counts_adhoc": rule.counts_adhoc.value,
        "confidence": rule.confidence.value,
        "source": rule.source,
        "note": rule.note,
        "enabled": "yes" if rule.enabled else "no",
        "off_because": rule.off_because,
        "obligation": rule.obligation,
        "window": "/".join(f"{month:02d}-{day:02d}" for month, day in (window.first, window.last)) if window else "",
        "target_month": "" if rule.target_month is None else str(rule.target_month),
        "unit_id": rule.unit_id or "",
    }


def read_span(first: str, last: str) -> Span | None:
    """Read two cells of ISO dates; without a first day there is no span. Raises ValueError when they cross."""
    if not first:
        return None
    span = Span(date.fromisoformat(first), date.fromisoformat(last) if last else None)
    if span.last is not None and span.last < span.first:
        message = f"ends before it starts: {first} {last}"
        raise ValueError(message)
    return span


def _window(text: str) -> Window | None:
    if not text:
        return None
    first, last = (date.fromisoformat(f"2000-{part}") for part in text.split("/"))
    return Window((first.month, first.day), (last.month, last.day))


def _month(text: str) -> int | None:
    month = int(text) if text else None
    if month is not None and not 1 <= month <= _LAST_MONTH:
        raise ValueError(text)
    return month
