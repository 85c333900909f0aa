"""What a change does to the law, seen before it is saved.

A change is made for real inside the unit of work, then weighed. A preview makes the same change and takes it back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler import remedies
from scheduler.core.compliance.cures import Cure
from scheduler.core.compliance.objections import (
    Change,
    Finding,
    FindingCode,
    late_publication,
    objections,
    refuses,
    unannounced,
)
from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import Clash, Conflict
from scheduler.core.deadlines import PostingStatus
from scheduler.core.facts import MeetingFact
from scheduler.core.lifecycle import is_planned, is_public
from scheduler.core.workdays import WorkCalendar
from scheduler.db.meeting_facts import fact_of
from scheduler.db.meetings import Meeting
from scheduler.db.units import get_unit
from scheduler.db.work import UnitOfWork
from scheduler.diary import conflicts_among
from scheduler.ical.settle import feeds_touched
from scheduler.ledger import Ledger, open_ledger, verdicts
from scheduler.postings import status_of


@dataclass(frozen=True, slots=True)
class PostingClock:
    """How the publication of one meeting stands against its deadline."""

    meeting_id: str
    status: PostingStatus

    @property
    def skipped(self) -> tuple[date, ...]:
        """Return the days off that the count left out, ascending."""
        return tuple(day for day, _ in self.status.due.skipped) if self.status.due else ()

    @property
    def certain(self) -> bool:
        """Return whether no day on the way is only expected to be off."""
        return self.status.due is None or self.status.due.certain


@dataclass(frozen=True, slots=True)
class Consequences:
    """Everything a change brings about.

    ``before`` and ``after`` are the verdicts of the offices and periods it touches, in the same order. ``findings``
    rest on the law, ``conflicts`` on the diary; either may refuse. ``cures`` are the nearest lawful dates.
    ``calendars``: how many calendar feeds change with it. ``insisted``: it was done, although the findings and
    conflicts stood against it, because somebody entitled gave a written ground.
    """

    meetings: tuple[Meeting, ...]
    before: tuple[Verdict, ...]
    after: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]
    cures: tuple[Cure, ...]
    postings: tuple[PostingClock, ...]
    calendars: int = 0
    insisted: bool = False

    @property
    def refused(self) -> bool:
        """Whether it may be done only with a written ground, and none was given."""
        return not self.insisted and (refuses(self.findings) or bool(self.conflicts))


@dataclass(frozen=True, slots=True)
class Publishing:
    """The question whether meetings may become public.

    ``until``: as in objections. ``serving``: look only at minimums of these (activity, sub_type); None at all.
    """

    until: date
    serving: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """The question whether meetings may leave their dates, or no longer count.

    ``announced_only``: look only at periods for which the office ever announced such a meeting. ``extra``: what
    the law objects to besides.
    """

    announced_only: bool = False
    extra: tuple[Finding, ...] = ()


Question = Publishing | Withdrawing


class Watch:
    """Holds the verdicts as they were before a change, to be weighed against those after it."""

    def __init__(
        self,
        uow: UnitOfWork,
        office_ids: Iterable[str],
        days: Sequence[date],
        leaving: Sequence[Meeting] = (),
        *,
        publishing: bool = False,
    ) -> None:
        """Look at some offices over the periods that touch ``days`` (at least one).

        ``leaving``: meetings that are about to be withdrawn. They are weighed a second time as if no deputy had been
        named, no absence entered by the unit, and no office left vacant or closed: none of these is a way round. Nor
        does an unpublished meeting stand in for a public one: what nobody was told of can be dropped unseen. One that
        was left unposted until its deadline passed is weighed as if it had not been.
        ``publishing``: meetings are about to become public. They are weighed a second time without those that do not:
        a plan is not published in part, and the rest left to lapse.
        """
        self._uow = uow
        self._ledger = open_ledger(uow, sorted(set(office_ids)), min(days), max(days))
        self._before = verdicts(self._ledger)
        self._leaving = bool(leaving)
        bare = self._ledger.without_own_absences()
        bare = bare.as_if_headed() if leaving else bare
        bare = bare.as_announced() if publishing or any(is_public(m.state) for m in leaving) else bare
        bare = bare.sparing(m.id for m in leaving)
        self._bare = bare.with_meetings(_in_person(fact_of(m)) for m in leaving)
        self._before_bare = verdicts(self._bare)

    def weigh(self, meetings: Sequence[Meeting], question: Question, *, near: date) -> Consequences:
        """Return what the change of these meetings brings about; ``near`` is the date that cures should lie near."""
        uow = self._uow
        uow.session.flush()
        facts = [fact_of(meeting) for meeting in meetings]
        planned = [meeting for meeting in meetings if is_planned(meeting.state)]
        ledger = self._ledger.with_meetings(facts)
        after = verdicts(ledger)
        bare = verdicts(self._bare.with_meetings(_in_person(f) if self._leaving else f for f in facts))
        postings = postings_of(uow, ledger.calendar, planned)
        late = (late_publication(p.meeting_id, p.status) for p in postings)
        hidden = _against(self._before_bare, _weighed(bare, question, ledger), question)
        hidden = unannounced(hidden, after) if isinstance(question, Publishing) else hidden
        against = [
            *_against(self._before, _weighed(after, question, ledger), question),
            *(replace(f, bare=True) for f in hidden),
        ]
        extra = question.extra if isinstance(question, Withdrawing) else ()
        found = (*_once(against), *extra, *(f for f in late if f is not None))
        conflicts = conflicts_among(uow, planned, ledger)
        # A meeting that goes elsewhere leaves its date free for a cure; one that is published stays on it.
        leaving = {m.id for m in meetings} if isinstance(question, Withdrawing) else set[str]()
        # What is approved already wants no other date: it is published too.
        short = [f for f in found if f.code is not FindingCode.UNANNOUNCED]
        clashing = any(c.clash is not Clash.ODD_HOURS for c in conflicts)  # which another date would not mend
        need = remedies.wanted_for(after, short, meetings, in_the_way=clashing)
        return Consequences(
            meetings=tuple(meetings),
            before=self._before,
            after=after,
            findings=found,
            conflicts=conflicts,
            cures=remedies.nearest(uow, ledger, need, meetings, leaving=leaving, near=near),
            postings=postings,
            calendars=len(feeds_touched(uow, meetings)),
        )


def postings_of(uow: UnitOfWork, calendar: WorkCalendar, meetings: Sequence[Meeting]) -> tuple[PostingClock, ...]:
    """Return how the publication of each meeting for its present date stands on the day of this work, in order."""
    levels = {unit_id: get_unit(uow.session, unit_id).level for unit_id in {m.unit_id for m in meetings}}
    return tuple(PostingClock(m.id, status_of(m, levels[m.unit_id], calendar, uow.today)) for m in meetings)


def _in_person(fact: MeetingFact) -> MeetingFact:
    return replace(fact, chairs=tuple(replace(chair, in_person=True) for chair in fact.chairs))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding about an office's minimum in a period once, the first of it."""
    return list({(f.office_id, f.rule_id, f.period): f for f in reversed(list(findings))}.values())[::-1]


def _against(before: Sequence[Verdict], after: Sequence[Verdict], question: Question) -> tuple[Finding, ...]:
    if isinstance(question, Publishing):
        return objections(before, after, Change.PUBLISH, until=question.until)
    return objections(before, after, Change.WITHDRAW)


def _weighed(after: Iterable[Verdict], question: Question, ledger: Ledger) -> list[Verdict]:
    """Return the verdicts that a question looks at."""
    match question:
        case Publishing(serving=frozenset() as serving):
            return [v for v in after if (v.rule.activity, v.rule.sub_type) in serving]
        case Withdrawing(announced_only=True):
            return [v for v in after if _is_announced(v, ledger)]
        case _:
            return list(after)


def _is_announced(verdict: Verdict, ledger: Ledger) -> bool:
    """Tell whether the office was ever announced to hold such a meeting in the period, whatever became of it."""
    ids = [day.meeting_id for day in verdict.counted] + [day.meeting_id for day in verdict.not_counted]
    told, rule = (ledger.meetings[meeting_id] for meeting_id in ids), verdict.rule
    return any(fact.announced and (fact.activity, fact.sub_type) == (rule.activity, rule.sub_type) for fact in told)
