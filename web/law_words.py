"""What the pages of the law, of days off and of the journal say: filters to words, and choices of a form."""

from collections.abc import Callable, Iterable

from scheduler.completeness import SUB_TYPES
from scheduler.core.compliance.values import Verdict
from scheduler.core.facts import Activity
from scheduler.core.periods import PeriodKind
from scheduler.core.rules import OFFICES, Answer, Confidence, CountUnit
from scheduler.core.workdays import DayKind
from scheduler.wording import days_off, journal, meetings, refusals, rules
from scheduler.wording.language import said
from scheduler.wording.rule_notes import rule_note
from web.words import head

Choices = list[tuple[str, str]]
_NOT_PERIODIC = frozenset({"adhoc", "regular"})


def kinds_of_day() -> Choices:
    """Return what a special day may be, as a choice."""
    return [(kind.value, head(days_off.kind_name(kind))) for kind in DayKind]


def duties_to_rule() -> Choices:
    """Return for which kinds of meeting there may be a minimum: "reception/periodic" with its name."""
    return [
        (f"{activity.value}/{sub_type}", meetings.title(activity, sub_type))
        for activity in Activity
        for sub_type in SUB_TYPES.get(activity, ())
        if sub_type not in _NOT_PERIODIC
    ]


def offices_to_rule() -> Choices:
    """Return the offices that a rule may be about."""
    return [(name, rules.office_name(name)) for name, kinds in OFFICES.items() if kinds]


def levels_to_rule(levels: Iterable[str]) -> Choices:
    """Return levels as a choice."""
    return [(level, rules.level_name(level)) for level in levels]


def terms_choices() -> dict[str, Choices]:
    """Return the other choices of the terms of a rule, by the names of their fields."""
    return {
        "units": [(unit.value, said(rules.COUNTED[unit])) for unit in CountUnit],
        "periods": [(kind.value, said(rules.PERIODS[kind])) for kind in PeriodKind],
        "answers": [(a.value, said(rules.ANSWERS[a])) for a in (Answer.NO, Answer.YES, Answer.NOT_APPLICABLE)],
        "confidences": [(one.value, said(rules.CONFIDENCE[one])) for one in Confidence if one is not Confidence.MEMORY],
    }


def stood(verdict: Verdict | None) -> str:
    """Return where a verdict stood with its figures: "thiếu, 1/2"; "không xét" where nothing was judged."""
    if verdict is None:
        return rules.judged_word(None)
    return f"{rules.judged_word(verdict.status)}, {verdict.held}/{verdict.required}"


FILTERS: dict[str, Callable[..., object]] = {
    "answer_word": rules.answer_word,
    "confidence_mark": lambda mark: rules.confidence_words(Confidence(mark)),
    "confidence_words": rules.confidence_words,
    "damage": lambda one: refusals.damage_sentence(one.code, one.seq, one.table, one.row),
    "day_kind": lambda kind: days_off.kind_name(DayKind(kind)),
    "day_mark": lambda kind: days_off.mark(DayKind(kind)),
    "force_word": lambda force: rules.force_word(force.value),
    "group_name": journal.group_name,
    "journal_kind": journal.kind_name,
    "judged_word": rules.judged_word,
    "level_name": rules.level_name,
    "minimum_words": rules.minimum_words,
    "off_words": rules.off_words,
    "office_name": rules.office_name,
    "rule_name": rules.rule_name,
    "rule_note": lambda rule: rule_note(rule.id, rule.note),
    "rule_span": rules.span_words,
    "stood": stood,
    "turned_words": days_off.turned_words,
}
