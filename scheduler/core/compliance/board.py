"""Many verdicts in one pass: a unit's month, a province's year, the country's."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.core.compliance.feasibility import Remembered, WorkingDays
from scheduler.core.compliance.obligations import Duty, duties, owed
from scheduler.core.compliance.values import DEFAULT_POLICY, Insisted, Policy, Verdict
from scheduler.core.compliance.verdicts import judge
from scheduler.core.facts import DayPart, MeetingFact, OfficeFact, Span
from scheduler.core.rules import Rule

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a board is made of.

    ``absences`` (whole days) and ``halves`` by office id, ``lineages`` by unit id (the units above it), ``excuses`` and
    ``insistences`` by office id, rule id and first day of the whole period.
    """

    offices: Sequence[OfficeFact]
    meetings: Sequence[MeetingFact]
    absences: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    halves: Mapping[str, Sequence[tuple[Span, DayPart]]] = field(default_factory=dict)
    lineages: Mapping[str, Collection[str]] = field(default_factory=dict)
    excuses: Mapping[tuple[str, str, date], str] = field(default_factory=dict)
    insistences: Mapping[tuple[str, str, date], tuple[Insisted, ...]] = field(default_factory=dict)


def board(
    rules: Sequence[Rule],
    facts: Facts,
    calendar: WorkingDays,
    first: date,
    last: date,
    *,
    today: date,
    policy: Policy = DEFAULT_POLICY,
) -> tuple[Verdict, ...]:
    """Judge every obligation of every office in every period that shares a day with first..last.

    Returns verdicts by office in the order given, then by period, then by rule id. One pass over the meetings.
    """
    remembered, twins = Remembered(calendar), _twins(facts.offices)
    rivals = _Rivals(rules, facts, twins)
    grouped = _grouped(facts.offices, facts.meetings, twins)
    local = any(rule.unit_id is not None for rule in rules)
    known: dict[tuple[str, str, frozenset[str]], tuple[Duty, ...]] = {}
    verdicts = list[Verdict]()
    for office in facts.offices:
        lineage = frozenset({office.unit_id, *facts.lineages.get(office.unit_id, ())}) if local else _NOBODY
        key = (office.kind, office.level, lineage)
        if key not in known:
            known[key] = duties(rules, office.kind, office.level, first, last, lineage=lineage)
        for obligation in owed(known[key], office):
            name = (office.id, obligation.rule.id, obligation.period.first)
            verdicts.append(
                judge(
                    obligation,
                    office,
                    grouped[office.id].around(obligation.first, obligation.last),
                    remembered,
                    today,
                    absences=facts.absences.get(office.id, ()),
                    halves=facts.halves.get(office.id, ()),
                    excused=facts.excuses.get(name),
                    insistences=facts.insistences.get(name, ()),
                    twins=twins.get(office.id, _NOBODY),
                    rivals=rivals.of(office, obligation.rule),
                    policy=policy,
                )
            )
    return tuple(verdicts)


class _Diary:
    """One office's meetings, so laid out that judging a month does not leaf through the year."""

    __slots__ = ("_all", "_any_time", "_months")

    def __init__(self) -> None:
        self._all: list[MeetingFact] = []
        self._any_time: list[MeetingFact] = []
        self._months: dict[tuple[int, int], list[MeetingFact]] = {}

    def enter(self, meeting: MeetingFact) -> None:
        """Take a meeting in. What makes up for another, or has no date, may matter in any month."""
        self._all.append(meeting)
        if meeting.makeup_for is not None or not meeting.days:
            self._any_time.append(meeting)
            return
        for month in {(day.year, day.month) for day in (*meeting.days, *meeting.left)}:
            self._months.setdefault(month, []).append(meeting)

    def around(self, first: date, last: date) -> list[MeetingFact]:
        """Return at least the meetings that matter for first..last."""
        if (first.year, first.month) != (last.year, last.month):
            return self._all
        return self._months.get((first.year, first.month), []) + self._any_time


class _Rivals:
    """The other offices of one person that owe the same kind of meeting: a joint one is credited to one of them."""

    __slots__ = ("_facts", "_offices", "_rules", "_twins")

    def __init__(self, rules: Sequence[Rule], facts: Facts, twins: Mapping[str, Mapping[str, Sequence[Span]]]) -> None:
        self._rules, self._facts, self._twins = rules, facts, twins
        self._offices = {office.id: office for office in facts.offices if office.id in twins}

    def of(self, office: OfficeFact, rule: Rule) -> dict[str, Sequence[Span]]:
        """Return the rivals of an office under a rule, with the spans in which one person headed both."""
        found = self._twins.get(office.id)
        return {other: spans for other, spans in found.items() if self._owes(other, rule)} if found else {}

    def _owes(self, office_id: str, rule: Rule) -> bool:
        office = self._offices[office_id]
        lineage = {office.unit_id, *self._facts.lineages.get(office.unit_id, ())}
        return any(
            (other.activity, other.sub_type) == (rule.activity, rule.sub_type)
            and other.enabled
            and other.judgeable
            and other.binds(office.kind, office.level, lineage)
            for other in self._rules
        )


def _twins(offices: Iterable[OfficeFact]) -> dict[str, dict[str, tuple[Span, ...]]]:
    """Return for each office the other offices headed by the same person, with the spans common to both (T11)."""
    held: dict[str, list[tuple[str, Span]]] = {}
    for office in offices:
        for tenure in office.tenures:
            if tenure.heads:
                held.setdefault(tenure.person_id, []).append((office.id, tenure.span))
    found: dict[str, dict[str, tuple[Span, ...]]] = {}
    for spans in held.values():
        for mine, span in spans:
            for other, theirs in spans:
                if other != mine and span.meets(theirs.first, theirs.last or date.max):
                    last = min(filter(None, (span.last, theirs.last)), default=None)
                    known = found.setdefault(mine, {})
                    common = Span(max(span.first, theirs.first), last)
                    known[other] = (*known.get(other, ()), common)
    return found


def _grouped(
    offices: Iterable[OfficeFact], meetings: Iterable[MeetingFact], twins: Mapping[str, Collection[str]]
) -> dict[str, _Diary]:
    """Return the meetings that concern each office: its own, and those of its head in another capacity."""
    found = {office.id: _Diary() for office in offices}
    for meeting in meetings:
        concerned = {chair.office_id for chair in meeting.chairs}
        for chair in meeting.chairs:
            concerned.update(twins.get(chair.office_id, ()))
        for office_id in concerned:
            if office_id in found:
                found[office_id].enter(meeting)
    return found


@dataclass(frozen=True, slots=True)
class Credit:
    """The held days of a verdict that one person sat through as head of the office."""

    person_id: str
    days: tuple[date, ...]


def credits_of(verdict: Verdict, office: OfficeFact) -> tuple[Credit, ...]:
    """Attribute a verdict's held days to the holders of the office, by person id.

    The duty is the office's; this only says who did how much of it (semantics 1). A person who headed the office
    in the period and held nothing appears with no days.
    """
    first, last = verdict.obligation.first, verdict.obligation.last
    held = [day.day for day in verdict.counted if not day.planned]
    days: dict[str, set[date]] = {}
    for tenure in office.tenures:
        if tenure.heads and tenure.span.meets(first, last):
            days.setdefault(tenure.person_id, set()).update(day for day in held if tenure.span.covers(day))
    return tuple(Credit(person, tuple(sorted(days[person]))) for person in sorted(days))
