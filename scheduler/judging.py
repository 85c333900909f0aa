"""Verdicts turned into rows that boards read, for many units at once, and kept current."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select

from scheduler.core.clock import civil_date
from scheduler.core.compliance.values import Status, Verdict, WhyNot
from scheduler.core.deadlines import MeetingKind, posting_deadline
from scheduler.core.duty import RANKS, Duty
from scheduler.core.facts import MeetingFact, OfficeKind, State
from scheduler.core.lifecycle import is_public
from scheduler.core.periods import month_of
from scheduler.db.locks import Correction, LockedVerdict, list_corrections, list_locked_verdicts
from scheduler.db.meetings import FormerDate, Meeting, Posting
from scheduler.db.offices import list_offices
from scheduler.db.standing import keep, kept_years
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import Ledger, open_ledger, verdicts
from scheduler.shipped_law import deadline_rules

_FOREIGN = frozenset(
    {
        *(WhyNot.OTHER_OFFICE, WhyNot.CAPACITY_NOT_DECLARED, WhyNot.OTHER_LEDGER, WhyNot.OTHER_SUB_TYPE),
        *(WhyNot.REGULAR_ROSTER, WhyNot.OUTSIDE_PERIOD),
    }
)
"""Why a meeting near a verdict is none of its own business."""
_UNMET = frozenset({Status.BREACHED, Status.EXCUSED})
_LAST_QUARTER = 10


@dataclass(slots=True)
class Bench:
    """What is looked up for every verdict of some units in a year, gathered once."""

    ledger: Ledger
    year: int
    today: date
    tops: Mapping[str, str]
    posted: Mapping[str, date]
    locked: Mapping[tuple[str, str, date], LockedVerdict]
    corrections: Mapping[str, Sequence[Correction]]
    _dues: dict[tuple[str, str, str, date], date | None] = field(default_factory=dict)

    def row(self, verdict: Verdict) -> dict[str, Any]:
        """Return a verdict as a row of standing; which of several leads is not known yet."""
        office, rule, obligation = self.ledger.offices[verdict.office_id], verdict.rule, verdict.obligation
        own, first = self.own(verdict), verdict.period.first
        return {
            "office_id": verdict.office_id,
            "rule_id": rule.id,
            "first_on": first,
            "last_on": obligation.last,
            "unit_id": office.unit_id,
            "province_id": self.tops[office.unit_id],
            "level": office.level,
            "duty": Duty(OfficeKind(office.kind), rule.activity, rule.sub_type).name,
            "activity": rule.activity.value,
            "sub_type": rule.sub_type,
            "period_kind": verdict.period.kind.value,
            "year": self.year,
            "month": first.month,
            "leads": False,
            "rank": RANKS[verdict.status],
            "status": verdict.status.value,
            "reason": verdict.reason.value,
            "required": verdict.required,
            "held": verdict.held,
            "planned": verdict.planned,
            "missing": verdict.missing,
            "last_feasible": verdict.last_feasible,
            "delegated": self.held_days(verdict, WhyNot.DELEGATED),
            "adhoc": self.held_days(verdict, WhyNot.ADHOC),
            "late_publications": sum(self.is_posted_late(meeting, office.level) for meeting in own.values()),
            "late_entries": sum(meeting.entered_late for meeting in own.values()),
            "after_lock": self.after_lock(verdict),
            "insisted": len(verdict.insistences),
            "excused": verdict.excused is not None,
            "judged_on": self.today,
        }

    def own(self, verdict: Verdict) -> dict[str, MeetingFact]:
        """Return the meetings that a verdict is about, by id."""
        ids = [c.meeting_id for c in verdict.counted]
        ids += [n.meeting_id for n in verdict.not_counted if n.why not in _FOREIGN]
        return {meeting_id: self.ledger.meetings[meeting_id] for meeting_id in ids}

    def held_days(self, verdict: Verdict, why: WhyNot) -> int:
        """Return on how many dates a meeting was held that does not count for one reason."""
        some = (day for day in verdict.not_counted if day.why is why)
        return len({day.day for day in some if self.ledger.meetings[day.meeting_id].state is State.HELD})

    def is_posted_late(self, meeting: MeetingFact, level: str) -> bool:
        """Tell whether a public meeting's present date was posted after its deadline, or held and never posted."""
        if not meeting.days or not (meeting.state is State.HELD or is_public(meeting.state)):
            return False
        key = (meeting.activity.value, meeting.sub_type, level, meeting.days[0])
        if key not in self._dues:
            kind = MeetingKind(meeting.activity, meeting.sub_type, level)
            due = posting_deadline(deadline_rules(), kind, meeting.days[0], self.ledger.calendar)
            self._dues[key] = due.due if due else None
        last, posted = self._dues[key], self.posted.get(meeting.id)
        if last is None:
            return False
        return posted > last if posted else meeting.state is State.HELD

    def after_lock(self, verdict: Verdict) -> int:
        """Return how many changes after a lock concern a verdict; a verdict that differs unexplained is one (T-28)."""
        return len(self.corrections_of(verdict)) or int(self.is_unlike_when_locked(verdict))

    def corrections_of(self, verdict: Verdict) -> list[Correction]:
        """Return the changes after a lock that concern a verdict, oldest first."""
        office, own = self.ledger.offices[verdict.office_id], self.own(verdict)
        months = month_of(verdict.obligation.first).first, verdict.obligation.last
        found = []
        for change in self.corrections.get(office.unit_id, ()):
            other = self.ledger.offices.get(change.office_id or "")
            same = change.meeting_id in own if change.meeting_id else other is not None and other.kind == office.kind
            found += [change] if same and months[0] <= change.first_on <= months[1] else []
        return found

    def when_locked(self, verdict: Verdict) -> LockedVerdict | None:
        """Return how a verdict read when its month was locked, None while it is open."""
        return self.locked.get((verdict.office_id, verdict.rule.obligation, verdict.period.first))

    def is_unlike_when_locked(self, verdict: Verdict) -> bool:
        """Tell whether a verdict reads otherwise than when its month was locked; an excuse alone changes nothing."""
        was = self.when_locked(verdict)
        if was is None:
            return False
        both = verdict.status in _UNMET and Status(was.status) in _UNMET
        same = both or verdict.status == was.status
        return not same or (verdict.held, verdict.required) != (was.held, was.required)


def judge(uow: UnitOfWork, unit_ids: Collection[str], year: int) -> list[dict[str, Any]]:
    """Return how all offices of some units stand in every period that begins in a year, as rows of standing.

    Law: as ledger.verdicts; nothing else is judged here.
    """
    bench = bench_of(uow, unit_ids, year)
    rows = [bench.row(v) for v in verdicts(bench.ledger) if v.period.first.year == year]
    obligations = {rule.id: rule.obligation for rule in bench.ledger.rules}
    _mark_leading(rows, obligations)
    return rows


def refresh(uow: UnitOfWork, unit_ids: Sequence[str], years: Iterable[int] | None = None) -> int:
    """Judge some units anew in some years (None: every year of which they keep anything) and keep what was found.

    Returns how many verdicts are kept. The caller has waited for its turn (take_turn of the database).
    """
    wanted = set(years) if years is not None else kept_years(uow.session, unit_ids) | watched_years(uow.today)
    found = 0
    for year in sorted(wanted):
        rows = judge(uow, unit_ids, year)
        keep(uow.session, unit_ids, year, rows, uow.today)
        found += len(rows)
    return found


def watched_years(today: date) -> frozenset[int]:
    """Return the years that are judged every night: last year, this one, and the next once its plans are made."""
    return frozenset({today.year - 1, today.year} | ({today.year + 1} if today.month >= _LAST_QUARTER else set()))


def bench_of(uow: UnitOfWork, unit_ids: Collection[str], year: int) -> Bench:
    """Gather all that the verdicts of some units in a year, and their rows, depend on."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    offices = [office.id for office in list_offices(uow.session, list(unit_ids))]
    ledger = open_ledger(uow, offices, first, last)
    corrections: dict[str, list[Correction]] = {}
    for change in list_corrections(uow.session, unit_ids, first, last):
        corrections.setdefault(change.unit_id, []).append(change)
    return Bench(
        ledger=ledger,
        year=year,
        today=uow.today,
        tops=_tops(uow, ledger.lineages),
        posted=_posted(uow, unit_ids, first, last),
        locked=list_locked_verdicts(uow.session, offices, first, last),
        corrections=corrections,
    )


def _tops(uow: UnitOfWork, lines: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return for each unit the topmost unit of its line: the province, for what is a province or lies in one."""
    above = set().union(*lines.values())
    roots = select(Unit.id).where(Unit.id.in_(above), Unit.parent_id.is_(None))
    tops = set(uow.session.execute(roots).scalars())
    return {unit_id: next(iter(line & tops), unit_id) for unit_id, line in lines.items()}


def _posted(uow: UnitOfWork, unit_ids: Collection[str], first: date, last: date) -> dict[str, date]:
    """Return by meeting the civil day on which its present date was first known here to be posted.

    The same answer as Meeting.first_posted_on, for a year of many units in one question.
    """
    later = exists().where(
        FormerDate.meeting_id == Meeting.id, FormerDate.left_at > Posting.entered_at, FormerDate.restarts
    )
    rows = select(Posting.meeting_id, func.min(Posting.entered_at))
    rows = rows.join(Meeting, (Meeting.id == Posting.meeting_id) & (Meeting.held_on == Posting.for_day))
    rows = rows.where(Meeting.unit_id.in_(unit_ids), Meeting.held_on >= first, Meeting.held_on <= last, ~later)
    found = uow.session.execute(rows.group_by(Posting.meeting_id))
    return {meeting_id: civil_date(at) for meeting_id, at in found}


def _mark_leading(rows: Iterable[dict[str, Any]], obligations: Mapping[str, str]) -> None:
    """Let, of several obligations that ask an office for one duty in a month, only the hardest one lead."""
    groups: dict[tuple[str, str, int], dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        name = (row["office_id"], row["duty"], row["month"])
        groups.setdefault(name, {}).setdefault(obligations[row["rule_id"]], []).append(row)
    for rivals in groups.values():
        lead = max(sorted(rivals), key=lambda name: _hardness(rivals[name]))
        for row in rivals[lead]:
            row["leads"] = True


def _hardness(rows: Iterable[Mapping[str, Any]]) -> tuple[int, int, int]:
    some = list(rows)
    lacking = sum(max(0, row["required"] - row["held"]) for row in some)
    return max(row["rank"] for row in some), lacking, sum(row["required"] for row in some)
