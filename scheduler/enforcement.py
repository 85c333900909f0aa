"""What a change does to the law, seen before it is saved; and the refusal when it would break a minimum.

A change is made for real inside the unit of work, then weighed. A preview makes the same change and takes it back.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler import remedies
from scheduler.core.compliance.cures import Cure
from scheduler.core.compliance.objections import Change, Finding, Severity, late_publication, objections, refuses
from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import Conflict
from scheduler.core.deadlines import PostingStatus
from scheduler.core.errors import InvalidInput, Objection
from scheduler.core.facts import MeetingFact, State
from scheduler.core.lifecycle import is_planned
from scheduler.core.roles import Action
from scheduler.core.workdays import WorkCalendar
from scheduler.db.feeds import list_entries
from scheduler.db.law import Insistence
from scheduler.db.meetings import Meeting
from scheduler.db.units import get_unit
from scheduler.db.work import UnitOfWork
from scheduler.diary import conflicts_among
from scheduler.ledger import Ledger, open_ledger, verdicts
from scheduler.postings import status_of

SHORTEST_GROUND, LONGEST_GROUND = 20, 500


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
    ``calendars``: how many calendar feeds show it.
    """

    meetings: tuple[Meeting, ...]
    before: tuple[Verdict, ...]
    after: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]
    cures: tuple[Cure, ...]
    postings: tuple[PostingClock, ...]
    calendars: int = 0

    @property
    def refused(self) -> bool:
        """Whether it may be done only with a written ground."""
        return refuses(self.findings) or bool(self.conflicts)


class Watch:
    """Holds the verdicts as they were before a change, to be weighed against those after it."""

    def __init__(
        self, uow: UnitOfWork, office_ids: Iterable[str], days: Sequence[date], leaving: Sequence[Meeting] = ()
    ) -> None:
        """Look at some offices over the periods that touch ``days`` (at least one).

        ``leaving``: meetings that are about to be withdrawn. They are weighed a second time as if no deputy had been
        named, no absence entered by the unit, and no office left vacant or closed: none of these is a way round.
        """
        self._uow = uow
        self._ledger = open_ledger(uow, sorted(set(office_ids)), min(days), max(days))
        self._before = verdicts(self._ledger)
        self._leaving = bool(leaving)
        bare = self._ledger.without_own_absences()
        bare = bare.as_if_headed() if leaving else bare
        self._bare = bare.with_meetings(_in_person(m.fact()) for m in leaving)
        self._before_bare = verdicts(self._bare)

    def weigh(
        self,
        meetings: Sequence[Meeting],
        change: Change,
        *,
        near: date,
        until: date | None = None,
        extra: Sequence[Finding] = (),
        serving: Collection[tuple[str, str]] | None = None,
        announced_only: bool = False,
    ) -> Consequences:
        """Return what the change of these meetings brings about; ``near`` is the date that cures should lie near.

        ``until`` as in objections. ``serving``: look only at minimums of these (activity, sub_type); None at all.
        ``announced_only``: look only at periods for which the office has announced something already.
        """
        uow = self._uow
        uow.session.flush()
        facts = [meeting.fact() for meeting in meetings]
        ledger = self._ledger.with_meetings(facts)
        after = verdicts(ledger)
        bare = verdicts(self._bare.with_meetings(_in_person(f) if self._leaving else f for f in facts))
        announced = ledger if announced_only else None
        postings = tuple(posting_of(uow, ledger.calendar, m) for m in meetings if is_planned(m.state))
        late = (late_publication(p.meeting_id, p.status) for p in postings)
        against = [
            finding
            for before, now in ((self._before, after), (self._before_bare, bare))
            for finding in objections(before, _weighed(now, serving, announced), change, until=until)
        ]
        found = (*_once(against), *extra, *(f for f in late if f is not None))
        conflicts = conflicts_among(uow, [m for m in meetings if is_planned(m.state)])
        # A meeting that goes elsewhere leaves its date free for a cure; one that is published stays on it.
        leaving = {m.id for m in meetings} if change is Change.WITHDRAW else set[str]()
        need = remedies.wanted_for(after, found, meetings, in_the_way=bool(conflicts))
        return Consequences(
            meetings=tuple(meetings),
            before=self._before,
            after=after,
            findings=found,
            conflicts=conflicts,
            cures=remedies.nearest(uow, ledger, need, meetings, leaving=leaving, near=near),
            postings=postings,
            calendars=_calendars(uow, meetings),
        )


def enforce(uow: UnitOfWork, found: Consequences, insist: str | None) -> None:
    """Let a lawful change pass; stop an unlawful one unless somebody entitled insists with a written ground.

    The ground is kept on the meetings that something stands against, and stays in the evidence
    of each verdict for ever.

    Raises: Objection, NotAllowed when the actor may not insist, InvalidInput when the ground is not 20 to 500
        characters long.
    """
    if not found.refused:
        return
    if insist is None:
        things = (*found.findings, *found.conflicts)
        raise Objection(things, found.cures, may_insist=uow.actor.may(Action.INSIST))
    uow.require(Action.INSIST)
    ground = checked_ground(insist, "insist")
    _mark(found, ground)
    _keep(uow, found, ground)


def _mark(found: Consequences, ground: str) -> None:
    """Mark the meetings that something stands against; the others of the same act were nobody's objection."""
    refusing = [f for f in found.findings if f.severity is Severity.REFUSE]
    named = {c.against for c in found.conflicts} | {f.meeting_id for f in refusing}
    short = {f.office_id for f in refusing if f.meeting_id is None}
    for meeting in found.meetings:
        if meeting.id in named or any(c.office_id in short for c in meeting.chairs):
            meeting.insisted_ground = f"{meeting.insisted_ground}\n{ground}".strip()


def _keep(uow: UnitOfWork, found: Consequences, ground: str) -> None:
    """Keep what was insisted on, for every minimum it hurts and every conflict it passes over."""
    rows = [
        (
            f.meeting_id or _first_of(found.meetings, f.office_id),
            f.office_id,
            f.rule_id,
            f.period.first if f.period else None,
            f.code.value,
        )
        for f in found.findings
        if f.severity is Severity.REFUSE
    ]
    rows += [(c.against, None, c.clash.value, c.day, "conflict") for c in found.conflicts]
    for meeting_id, office_id, rule_id, first_on, code in dict.fromkeys(rows):
        uow.session.add(
            Insistence(
                id=uow.new_id(),
                meeting_id=meeting_id,
                office_id=office_id,
                rule_id=rule_id,
                first_on=first_on,
                code=code,
                ground=ground,
                entered_at=uow.now,
                entered_by=uow.actor.id,
            )
        )


def _first_of(meetings: Iterable[Meeting], office_id: str | None) -> str | None:
    """Return the id of an office's earliest meeting, None when it presides at none of them."""
    own = [m for m in meetings if any(c.office_id == office_id for c in m.chairs)]
    return min(own, key=lambda m: (m.held_on or date.max, m.id)).id if own else None


def advised(found: Consequences) -> Consequences:
    """Return the consequences of something that is done all the same: told, and refused by nothing."""
    told = tuple(replace(finding, severity=Severity.WARN) for finding in found.findings)
    return replace(found, findings=told, conflicts=())


def checked_ground(ground: str, where: str = "ground", shortest: int = SHORTEST_GROUND) -> str:
    """Return a written ground, trimmed. Raises InvalidInput when it is too short or too long."""
    ground = ground.strip()
    if not shortest <= len(ground) <= LONGEST_GROUND:
        raise InvalidInput.at(where, "ground-length", shortest=shortest, longest=LONGEST_GROUND)
    return ground


def posting_of(uow: UnitOfWork, calendar: WorkCalendar, meeting: Meeting) -> PostingClock:
    """Return how a meeting's publication for its present date stands on the day of this work."""
    level = get_unit(uow.session, meeting.unit_id).level
    return PostingClock(meeting.id, status_of(meeting, level, calendar, uow.today))


def _in_person(fact: MeetingFact) -> MeetingFact:
    return replace(fact, chairs=tuple(replace(chair, in_person=True) for chair in fact.chairs))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding about an office's minimum in a period once, the first of it."""
    return list({(f.office_id, f.rule_id, f.period): f for f in reversed(list(findings))}.values())[::-1]


def _weighed(
    after: Iterable[Verdict], serving: Collection[tuple[str, str]] | None, announced: Ledger | None
) -> list[Verdict]:
    """Return the verdicts to look at: those served, and with ``announced`` those with an announced meeting in them."""

    def is_open(verdict: Verdict) -> bool:
        meetings = announced.meetings if announced else {}
        return announced is None or any(meetings[d.meeting_id].state is not State.APPROVED for d in verdict.counted)

    return [v for v in after if (serving is None or (v.rule.activity, v.rule.sub_type) in serving) and is_open(v)]


def _calendars(uow: UnitOfWork, meetings: Sequence[Meeting]) -> int:
    shown = list_entries(uow.session, [m.id for m in meetings])
    return len({entry.feed_id for entries in shown.values() for entry in entries})
