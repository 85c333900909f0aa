"""Short builders of facts: each valid by default, one word to differ."""

from dataclasses import replace
from datetime import date
from itertools import count as _count

from scheduler.core.compliance.obligations import obligations
from scheduler.core.compliance.values import Obligation, Verdict
from scheduler.core.compliance.verdicts import judge
from scheduler.core.facts import Activity, Chair, MeetingFact, OfficeFact, OfficeKind, Span, State, Tenure
from scheduler.core.law import Rule

SINCE = Span(date(2025, 7, 1))
_numbers = _count(1)


def office(
    kind: str = OfficeKind.CHU_TICH_UBND, level: str = "xa", span: Span = SINCE, name: str = "", **over
) -> OfficeFact:
    return OfficeFact(name or f"{kind}@{level}", over.pop("unit_id", "unit"), kind, level, span, **over)


def tenure(first: date, last: date | None = None, person: str = "an", *, heads: bool = True) -> Tenure:
    return Tenure(person, Span(first, last), heads)


def meeting(of: OfficeFact | str, *days: date, state: State = State.HELD, **over) -> MeetingFact:
    """A periodic reception, held in person unless told otherwise."""
    name = of if isinstance(of, str) else of.id
    in_person = over.pop("in_person", True)
    present = over.pop("present", True if state is State.HELD else None)
    chairs = over.pop("chairs", (Chair(name, in_person, present),))
    given = {"activity": Activity.RECEPTION, "sub_type": "periodic", "id": f"m{next(_numbers):06d}"} | over
    return MeetingFact(state=state, days=tuple(days), chairs=chairs, **given)


def dialogue(of: OfficeFact | str, *days: date, sub_type: str, **over) -> MeetingFact:
    return meeting(of, *days, activity=Activity.DIALOGUE, sub_type=sub_type, **over)


def owed(law: tuple[Rule, ...], of: OfficeFact, rule_id: str, day: date) -> Obligation:
    """The one obligation of an office under a rule in the period of a day."""
    found = [o for o in obligations(law, of, day, day) if rule_id in {o.rule.id, *(rule.id for rule in o.also)}]
    assert len(found) == 1, f"{rule_id} on {day}: {len(found)} obligations"
    return found[0]


class Bench:
    """The law and a calendar, ready to judge one office's period."""

    def __init__(self, law, calendar) -> None:
        self.law, self.calendar = law, calendar

    def verdict(self, of: OfficeFact, rule_id: str, day: date, *meetings: MeetingFact, today: date, **over) -> Verdict:
        return judge(owed(self.law, of, rule_id, day), of, meetings, self.calendar, today, **over)


def why(verdict: Verdict) -> list[str]:
    """The reasons of the days that do not count, by date."""
    return [entry.why.value for entry in verdict.not_counted]


def with_rule(law: tuple[Rule, ...], rule_id: str, **over) -> tuple[Rule, ...]:
    return tuple(replace(rule, **over) if rule.id == rule_id else rule for rule in law)
