"""Facts and rules in, verdicts out. Nothing else is looked at.

Law: "Evaluation semantics" in docs/law.md; what is a reading and not a text is marked (I) where it is applied.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.core.compliance.counting import NO_RIVALS, Count, count
from scheduler.core.compliance.feasibility import WorkingDays, feasible_days, vacant
from scheduler.core.compliance.values import (
    DEFAULT_POLICY,
    Insisted,
    Obligation,
    Policy,
    Reason,
    Status,
    Verdict,
    WhyNot,
)
from scheduler.core.facts import DayPart, MeetingFact, OfficeFact, Span, State
from scheduler.core.rules import Answer

_ANNOUNCED = frozenset({State.PUBLISHED, State.MOVED, State.NOT_HELD})


def judge(  # noqa: PLR0913 - everything a verdict depends on, and nothing else
    obligation: Obligation,
    office: OfficeFact,
    meetings: Collection[MeetingFact],
    calendar: WorkingDays,
    today: date,
    *,
    absences: Sequence[Span] = (),
    halves: Sequence[tuple[Span, DayPart]] = (),
    excused: str | None = None,
    twins: Collection[str] = (),
    rivals: Mapping[str, Sequence[Span]] = NO_RIVALS,
    insistences: tuple[Insisted, ...] = (),
    policy: Policy = DEFAULT_POLICY,
) -> Verdict:
    """Judge one obligation by meetings in any order; ``excused`` is a recorded ground, the rest is as in count."""
    found = count(
        obligation, office, meetings, today, absences=absences, halves=halves, twins=twins, rivals=rivals,
        worked=calendar.working_days(obligation.first, obligation.last), policy=policy,
    )  # fmt: skip
    days = _Days.of(obligation.required, found, feasible_days(obligation, office, calendar, today, absences))
    judged = _excluded(obligation, office, meetings, calendar, policy) or days.standing(obligation, policy, today)
    is_excused = excused is not None and judged[0] is Status.BREACHED
    judged = (Status.EXCUSED, Reason.EXCUSE_RECORDED) if is_excused else judged
    return Verdict(
        *(office.id, obligation, *judged),
        required=obligation.required,
        held=days.held,
        planned=len(days.planned),
        missing=max(0, days.need - len(days.planned)),
        last_feasible=days.last_feasible,
        free=len(days.open),
        counted=found.counted,
        not_counted=found.not_counted,
        late_entries=found.late_entries,
        insisted=found.insisted,
        excused=excused,
        insistences=insistences,
        after_lock=found.after_lock,
        unconfirmed=_unconfirmed(obligation, office, meetings, found),
    )


def _unconfirmed(
    obligation: Obligation, office: OfficeFact, meetings: Iterable[MeetingFact], found: Count
) -> tuple[str, ...]:
    """Return the held meetings that count though nobody but the record says that the head was in the chair."""
    if obligation.rule.counts_delegated is not Answer.NO:
        return ()
    held = {day.meeting_id for day in found.counted if not day.planned}
    return tuple(sorted(m.id for m in meetings if m.id in held and office.id not in m.confirmed))


@dataclass(frozen=True, slots=True)
class _Days:
    """What the count and the calendar leave: how many days are held and needed, which are planned, open, reachable.

    ``unposted``: dates that would be planned had they been posted in time.
    """

    held: int
    need: int
    planned: frozenset[date]
    open: frozenset[date]
    reachable: tuple[date, ...]
    unposted: frozenset[date]

    @classmethod
    def of(cls, required: int, found: Count, feasible: Iterable[date]) -> "_Days":
        planned = frozenset(day.day for day in found.counted if day.planned)
        held = len(found.counted) - len(planned)
        need = max(0, required - held)
        left = frozenset(feasible).difference(day.day for day in found.counted)
        unposted = left.intersection(day.day for day in found.not_counted if day.why is WhyNot.NOT_POSTED and day.day)
        return cls(held, need, planned, left, tuple(sorted(left | planned)) if need > 0 else (), unposted)

    def standing(self, obligation: Obligation, policy: Policy, today: date) -> tuple[Status, Reason]:
        chance = _Chance(
            self.need, len(self.planned), len(self.reachable), len(self.open), len(self.unposted), policy.margin
        )
        return chance.standing(over=obligation.last < today)

    @property
    def last_feasible(self) -> date | None:
        return self.reachable[-self.need] if 0 < self.need <= len(self.reachable) else None


@dataclass(frozen=True, slots=True)
class _Chance:
    """What is still needed and what is still possible, in days."""

    need: int
    planned: int
    reachable: int
    free: int
    unposted: int
    margin: int

    def standing(self, *, over: bool) -> tuple[Status, Reason]:
        """Return where that leaves the office; ``over`` when the last day of the period has passed."""
        missing = self.need - self.planned
        if self.need == 0:
            return Status.MET, Reason.NONE
        if over:
            return Status.BREACHED, Reason.PERIOD_OVER
        if self.reachable < self.need:
            return Status.BREACHED, Reason.UNREACHABLE
        if missing <= 0:
            return Status.ON_TRACK, Reason.NONE
        if self.free <= missing + self.margin:
            return Status.AT_RISK, Reason.LAST_DATES
        return Status.AT_RISK, self._why_short(missing)

    def _why_short(self, missing: int) -> Reason:
        if self.unposted >= missing:
            return Reason.NOT_POSTED
        return Reason.NOTHING_PLANNED if self.planned == 0 else Reason.NOT_ENOUGH_PLANNED


def _excluded(
    obligation: Obligation,
    office: OfficeFact,
    meetings: Collection[MeetingFact],
    calendar: WorkingDays,
    policy: Policy,
) -> tuple[Status, Reason] | None:
    """Return why nothing is owed, None when something is (semantics 8; T12, T13, T23)."""
    if obligation.office_id != office.id or not office.span.meets(obligation.first, obligation.last):
        return Status.NOT_APPLICABLE, Reason.NO_OFFICE
    if obligation.partial and not policy.judge_partial:
        return Status.NOT_APPLICABLE, Reason.PARTIAL_PERIOD
    if vacant(obligation, office) and not any(_let_down(obligation, office, meeting) for meeting in meetings):
        return Status.NOT_APPLICABLE, Reason.VACANT
    if not calendar.working_days(obligation.first, obligation.last):
        return Status.NOT_APPLICABLE, Reason.NO_WORKING_DAY
    return None


def _let_down(obligation: Obligation, office: OfficeFact, meeting: MeetingFact) -> bool:
    """Tell whether the head's day stands announced and was neither called off nor left to a deputy (I).

    A vacancy does not undo what people were promised: the meeting is cancelled, which is weighed, or somebody sits.
    """
    rule = obligation.rule
    return (
        meeting.state in _ANNOUNCED
        and (meeting.activity, meeting.sub_type) == (rule.activity, rule.sub_type)
        and any(chair.office_id == office.id and chair.in_person for chair in meeting.chairs)
        and any(obligation.first <= day <= obligation.last for day in meeting.days)
    )
