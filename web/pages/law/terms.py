"""What the forms of a rule take: the terms that decide verdicts first, then the words that found them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Choice, Day, Id, Text, Whole
from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Activity
from scheduler.core.periods import PeriodKind
from scheduler.core.rules import Answer, Confidence, CountUnit, Rule
from scheduler.rule_terms import LONGEST_TEXT, MOST_SESSIONS, Terms
from web.forms import Form
from web.law_words import duties_to_rule

UNNAMED = "…"
"""Stands in a rehearsal for what is typed only with the saving."""
NAMES = (
    *("sub_type", "office", "level", "minimum", "unit", "period", "counts_delegated", "counts_adhoc"),
    *("valid_from", "on", "valid_to", "last_on", "within"),
)
"""The fields that decide what a change turns; they stand in the address of the preview."""


class TermsAsked(Query):
    """What a preview asks; texts, so that a wrong one is shown beside its field. ``mau``: a rule to begin from."""

    sub_type = Text(100, shortest=0, load_default="")
    office = Text(100, shortest=0, load_default="")
    level = Text(100, shortest=0, load_default="")
    minimum = Text(20, shortest=0, load_default="")
    unit = Text(20, shortest=0, load_default="")
    period = Text(20, shortest=0, load_default="")
    counts_delegated = Text(20, shortest=0, load_default="")
    counts_adhoc = Text(20, shortest=0, load_default="")
    valid_from = Text(20, shortest=0, load_default="")
    on = Text(20, shortest=0, load_default="")
    valid_to = Text(20, shortest=0, load_default="")
    last_on = Text(20, shortest=0, load_default="")
    within = Text(64, shortest=0, load_default="")
    mau = Text(64, shortest=0, load_default="")


class TermsTried(Form):
    """The terms that decide verdicts."""

    sub_type = Text(100, required=True)
    office = Text(100, required=True)
    level = Text(100, required=True)
    minimum = Whole(1, MOST_SESSIONS, required=True)
    unit = Choice(CountUnit, load_default=CountUnit.DAY)
    period = Choice(PeriodKind, required=True)
    counts_delegated = Choice(Answer, load_default=Answer.NO)
    counts_adhoc = Choice(Answer, load_default=Answer.NO)
    valid_to = Day(load_default=None)
    within = Text(64, load_default="")


class Founded(TermsTried):
    """The terms with the words that found them."""

    legal_basis = Text(LONGEST_TEXT, required=True)
    source = Text(LONGEST_TEXT, load_default="")
    note = Text(LONGEST_TEXT, load_default="")


class NewLocal(Founded):
    """A unit's own rule."""

    valid_from = Day(required=True)


class NewNational(NewLocal):
    """A rule of the country."""

    rule_id = Id(required=True)
    confidence = Choice(Confidence, required=True)


class LocalHeir(Founded):
    """What holds in place of a unit's own rule, and from when."""

    on = Day(required=True)


class NationalHeir(LocalHeir):
    """What holds in place of a rule of the country, and from when."""

    heir_id = Id(required=True)
    confidence = Choice(Confidence, required=True)


class Ending(Form):
    """The last day of a rule."""

    last_on = Day(required=True)
    within = Text(64, load_default="")


class FirstDay(Form):
    """The first day of a new rule."""

    valid_from = Day(required=True)


class ChangeDay(Form):
    """The first day of a successor."""

    on = Day(required=True)


def terms_of(values: Mapping[str, Any]) -> Terms:
    """Return the terms of a checked form; what was not typed yet is left open. Raises: InvalidInput."""
    if values["sub_type"] not in dict(duties_to_rule()):
        raise InvalidInput.at("sub_type", "unknown-value", allowed=[name for _, name in duties_to_rule()])
    activity, _, sub_type = values["sub_type"].partition("/")
    terms = Terms(
        activity=Activity(activity),
        sub_type=sub_type,
        office=values["office"],
        level=values["level"],
        minimum=values["minimum"],
        period=values["period"],
        legal_basis=values.get("legal_basis", UNNAMED),
        unit=values["unit"],
        counts_delegated=values["counts_delegated"],
        counts_adhoc=values["counts_adhoc"],
        valid_to=values["valid_to"],
    )
    return replace(terms, source=values.get("source", ""), note=values.get("note", ""))


def filled_from(rule: Rule) -> dict[str, str]:
    """Return the fields of a form as they would say what a rule says."""
    return {
        "sub_type": f"{rule.activity.value}/{rule.sub_type}",
        "office": rule.office,
        "level": rule.level,
        "minimum": str(rule.minimum or ""),
        "unit": rule.unit.value,
        "period": rule.period.value if rule.period else "",
        "counts_delegated": "" if rule.counts_delegated is Answer.UNKNOWN else rule.counts_delegated.value,
        "counts_adhoc": "" if rule.counts_adhoc is Answer.UNKNOWN else rule.counts_adhoc.value,
    }
