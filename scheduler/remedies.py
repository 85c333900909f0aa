"""The nearest lawful dates that a real calendar still has room for."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from scheduler.core.compliance.cures import Cure, cures
from scheduler.core.compliance.objections import Finding
from scheduler.core.compliance.values import Verdict
from scheduler.db.meetings import Meeting
from scheduler.db.work import UnitOfWork
from scheduler.diary import conflicts_by_day
from scheduler.ledger import Ledger
from scheduler.shipped_law import deadline_rules

CANDIDATES, CURES = 12, 3


def wanted_for(
    after: Iterable[Verdict], found: Iterable[Finding], meetings: Iterable[Meeting], *, in_the_way: bool
) -> list[Verdict]:
    """Return the verdicts for which dates are wanted: those found short, else those that a clashing meeting serves."""
    short = {(f.office_id, f.rule_id, f.period) for f in found if f.office_id is not None}
    if short:
        return [v for v in after if (v.office_id, v.rule.id, v.period) in short]
    served = {(c.office_id, m.activity, m.sub_type) for m in meetings for c in m.chairs}
    return [v for v in after if in_the_way and (v.office_id, v.rule.activity, v.rule.sub_type) in served]


def nearest(
    uow: UnitOfWork,
    ledger: Ledger,
    short: Iterable[Verdict],
    meetings: Sequence[Meeting],
    *,
    leaving: Collection[str],
    near: date,
) -> tuple[Cure, ...]:
    """Return up to 3 dates, those that can be posted in time first, then the nearest to ``near``.

    On each the office is free, and the first of ``meetings`` would find its people and its place free too.
    ``leaving``: meetings whose present dates are given up. ``near`` itself is not offered: to stay is no remedy.
    """
    others = [fact for fact in ledger.meetings.values() if fact.id not in leaving]
    offered: dict[date, Cure] = {}
    for verdict in short:
        for cure in cures(
            verdict.obligation,
            ledger.offices[verdict.office_id],
            others,
            ledger.calendar,
            deadline_rules(),
            today=uow.today,
            near=near,
            absences=ledger.absences(verdict.office_id),
            busy=(near,),
            wanted=CANDIDATES,
        ):
            known = offered.get(cure.day)
            # Two duties may share a date; what can be posted in time for one of them is no late date.
            if known is None or (known.posting_missed and not cure.posting_missed):
                offered[cure.day] = cure
    ranked = sorted(offered.values(), key=lambda c: (c.posting_missed, c.distance, c.day))
    taken = {day for m in meetings[:1] for day, found in conflicts_by_day(uow, m, offered, ledger).items() if found}
    return tuple(cure for cure in ranked if cure.day not in taken)[:CURES]
