"""The evidence behind one cell: each day that counts or does not, and everything done to it afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.deadlines import PostingCode, PostingStatus
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.db.confirmations import ChairConfirmation, list_confirmations
from scheduler.db.explanations import Explanation, explanations_of
from scheduler.db.journal import JournalEntry
from scheduler.db.locks import Correction, LockedVerdict, PeriodLock
from scheduler.db.meetings import Meeting, MeetingChair, list_meetings_by_id
from scheduler.db.offices import get_office
from scheduler.db.scope import reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.judging import Bench, bench_of
from scheduler.ledger import verdicts
from scheduler.oversight.proofs import Asked, AsLocked, CellEvidence, Change, Confirmed, Proof, Sat
from scheduler.postings import status_of


def cell(uow: UnitOfWork, office_id: str, rule_id: str, first_on: date) -> CellEvidence:
    """Return everything behind how an office stands with a rule in the period that begins on ``first_on``.

    Worked out from the meetings themselves, not from what a board keeps. No citizen's name or matter is in it.

    Raises: NotFound (no such office in reach, or the rule does not lead there), NotAllowed.
    Law: as ledger.verdicts.
    """
    uow.require(Action.SUPERVISE)
    office = get_office(uow.session, office_id)
    unit = reads(uow, office.unit_id)
    bench = bench_of(uow, [unit.id], first_on.year)
    verdict = _named(verdicts(bench.ledger), office_id, rule_id, first_on)
    own = bench.own(verdict)
    meetings = sorted(list_meetings_by_id(uow.session, list(own)), key=lambda m: (m.held_on or date.max, m.id))
    return CellEvidence(
        unit_id=unit.id,
        verdict=verdict,
        proofs=_proofs(uow, bench, unit, verdict, meetings),
        changes=_changes(uow, own, bench.corrections_of(verdict)),
        as_locked=_as_locked(uow, bench.when_locked(verdict)),
        explanations=tuple(_asked(e) for e in explanations_of(uow.session, office_id, rule_id, first_on)),
    )


def _named(found: Iterable[Verdict], office_id: str, rule_id: str, first_on: date) -> Verdict:
    for verdict in found:
        if (verdict.office_id, verdict.rule.id, verdict.period.first) == (office_id, rule_id, first_on):
            return verdict
    raise NotFound(kind="verdict", id=rule_id)


def _proofs(
    uow: UnitOfWork, bench: Bench, unit: Unit, verdict: Verdict, meetings: Sequence[Meeting]
) -> tuple[Proof, ...]:
    said: dict[str, list[ChairConfirmation]] = {}
    for one in list_confirmations(uow.session, [meeting.id for meeting in meetings]):
        said.setdefault(one.meeting_id, []).append(one)
    found = []
    for meeting in meetings:
        posting = status_of(meeting, unit.level, bench.ledger.calendar, uow.today)
        found.append(_proof(bench, verdict, meeting, posting, said.get(meeting.id, ())))
    return tuple(found)


def _proof(
    bench: Bench, verdict: Verdict, meeting: Meeting, posting: PostingStatus, said: Iterable[ChairConfirmation]
) -> Proof:
    return Proof(
        meeting_id=meeting.id,
        state=meeting.state,
        sub_type=meeting.sub_type,
        days=bench.ledger.meetings[meeting.id].days,
        counted=tuple(day for day in verdict.counted if day.meeting_id == meeting.id),
        not_counted=tuple(day for day in verdict.not_counted if day.meeting_id == meeting.id),
        chairs=tuple(_sat(chair, [s for s in said if s.for_day == meeting.held_on]) for chair in meeting.chairs),
        started_at=meeting.actual_start,
        ended_at=meeting.actual_end,
        recorded_at=meeting.recorded_at,
        citizens_received=meeting.citizens_received,
        posted_on=meeting.first_posted_on(),
        posting_due=posting.due.due if posting.due else None,
        posting_days_late=posting.days if posting.code in {PostingCode.LATE, PostingCode.OVERDUE} else 0,
        entered_late=meeting.entered_late,
        after_lock=meeting.after_lock,
        insisted=meeting.insisted_ground,
        ground=meeting.ground,
    )


def _sat(chair: MeetingChair, said: Iterable[ChairConfirmation]) -> Sat:
    own = tuple(Confirmed(s.word, s.confirmed_at, s.account_id) for s in said if s.office_id == chair.office_id)
    return Sat(chair.office_id, chair.in_person, chair.present, chair.delegate, own)


def _changes(uow: UnitOfWork, own: Iterable[str], corrections: Iterable[Correction]) -> tuple[Change, ...]:
    """Return the corrected records of some meetings, and every change after the lock, oldest first."""
    late = {(row.subject, row.kind, row.entered_at): row for row in corrections}
    subjects = {*own, *(subject for subject, _, _ in late)}
    rows = select(JournalEntry).where(JournalEntry.subject.in_(subjects)).order_by(JournalEntry.seq)
    return tuple(
        Change(
            kind=entry.kind,
            subject=entry.subject,
            at=entry.at,
            by=entry.actor,
            ground=entry.body.get("ground", ""),
            after_lock=(entry.subject, entry.kind, entry.at) in late,
            before=_values(entry.body.get("before")),
            after=_values(entry.body.get("after")) or _values(entry.body),
        )
        for entry in uow.session.execute(rows).scalars()
        if entry.kind == "MeetingCorrected" or (entry.subject, entry.kind, entry.at) in late
    )


def _values(told: Any) -> Mapping[str, Any]:  # noqa: ANN401 - what an event said
    return dict(told) if isinstance(told, Mapping) else {}


def _as_locked(uow: UnitOfWork, was: LockedVerdict | None) -> AsLocked | None:
    if was is None:
        return None
    lock = uow.session.get_one(PeriodLock, was.lock_id)
    return AsLocked(Status(was.status), was.required, was.held, lock.locked_at, lock.locked_by)


def _asked(row: Explanation) -> Asked:
    told = (row.answer, row.answered_at, row.answered_by)
    return Asked(row.id, row.question, row.asked_at, row.asked_by, *told)
