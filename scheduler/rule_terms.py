"""What a new rule says, checked as a whole before it becomes a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.completeness import SUB_TYPES
from scheduler.core.errors import Fault
from scheduler.core.facts import Activity, Span
from scheduler.core.periods import PeriodKind
from scheduler.core.rules import LEVELS, OFFICES, Answer, Confidence, CountUnit, Rule
from scheduler.core.vietnamese import nfc
from scheduler.db.units import Unit
from scheduler.registering import order_faults, refuse_if, text_faults

LONGEST_TEXT, MOST_SESSIONS = 500, 366
MOST_DAYS = {PeriodKind.WEEK: 5, PeriodKind.MONTH: 20, PeriodKind.QUARTER: 64, PeriodKind.YEAR: 260}
"""The weekdays in the shortest period of each kind: more days no office could ever meet."""
_BELOW = {"tinh": ("tinh", "xa", "tinh_xa", "so_nganh_tinh", "don_vi"), "xa": ("xa", "don_vi")}
"""For whom a unit of a level may make rules: itself and those below it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a new rule says. ``office`` and ``level`` are names of rules.csv; ``minimum`` is per ``period``."""

    activity: Activity
    sub_type: str
    office: str
    level: str
    minimum: int
    period: PeriodKind
    legal_basis: str
    unit: CountUnit = CountUnit.DAY
    source: str = ""
    note: str = ""
    counts_delegated: Answer = Answer.NO
    counts_adhoc: Answer = Answer.NO
    valid_to: date | None = None


def rule_from(rule_id: str, terms: Terms, valid_from: date, unit: Unit | None, earliest: date = date.min) -> Rule:
    """Return the rule that the terms describe, a unit's own or (None) a national one.

    ``earliest``: the first day on which it may begin.

    Raises: InvalidInput with every fault at once.
    """
    faults = _text_faults(terms) + order_faults("valid_to", valid_from, terms.valid_to)
    if valid_from < earliest:
        faults.append(Fault("valid_from", "rule-judges-what-is-over", {"earliest": earliest}))
    levels = tuple(LEVELS) if unit is None else levels_below(unit)
    known: tuple[tuple[str, str, Sequence[str]], ...] = (
        ("sub_type", terms.sub_type, tuple(s for s in SUB_TYPES[terms.activity] if s not in {"adhoc", "regular"})),
        ("office", terms.office, tuple(name for name, kinds in OFFICES.items() if kinds)),
        ("level", terms.level, levels),
    )
    faults += [Fault(where, "unknown-value", {"allowed": ok}) for where, given, ok in known if given not in ok]
    most = MOST_DAYS[terms.period] if terms.unit is CountUnit.DAY else MOST_SESSIONS
    if not 1 <= terms.minimum <= most:
        faults.append(Fault("minimum", "number-out-of-range", {"low": 1, "high": most}))
    faults += [
        Fault(where, "cannot-be-enabled")
        for where in ("counts_delegated", "counts_adhoc")
        if getattr(terms, where) is Answer.UNKNOWN
    ]
    refuse_if(faults)
    return Rule(
        id=rule_id,
        activity=terms.activity,
        sub_type=terms.sub_type,
        office=terms.office,
        level=terms.level,
        minimum=terms.minimum,
        unit=terms.unit,
        period=terms.period,
        span=Span(valid_from, terms.valid_to),
        legal_basis=nfc(terms.legal_basis),
        counts_delegated=terms.counts_delegated,
        counts_adhoc=terms.counts_adhoc,
        confidence=Confidence.LOCAL,
        source=nfc(terms.source),
        note=nfc(terms.note),
        obligation=rule_id,
        unit_id=unit.id if unit else None,
    )


def levels_below(unit: Unit) -> tuple[str, ...]:
    """Return for which levels a unit may make rules: its own and those below it."""
    return _BELOW.get(unit.level, (unit.level,))


def _text_faults(terms: Terms) -> list[Fault]:
    faults = text_faults("legal_basis", terms.legal_basis, LONGEST_TEXT)
    faults += text_faults("source", terms.source, LONGEST_TEXT, needed=False)
    return faults + text_faults("note", terms.note, LONGEST_TEXT, needed=False)
