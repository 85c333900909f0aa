"""The ledger of the worker's runs: one row for each job and due time, so that two workers do no harm."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from scheduler.db.access import JobRun

LEASE = timedelta(minutes=10)
"""A run that began longer ago and did not end is lost (its worker was killed, or it failed): another may take it."""


def claim(session: Session, run_id: str, job: str, due_at: datetime, now: datetime) -> bool:
    """Take one due run of a job, or a lost one of the same due time; False when somebody has it or did it.

    The run then bears ``run_id``; only who holds that may settle it.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    row = {"id": run_id, "job": job, "due_at": due_at, "started_at": now, "ended_at": None, "outcome": ""}
    new = insert(JobRun).values(row).on_conflict_do_nothing().returning(JobRun.id)
    if session.execute(new).scalar_one_or_none() is not None:
        return True
    lost = (JobRun.job == job, JobRun.due_at == due_at, JobRun.ended_at.is_(None), JobRun.started_at <= now - LEASE)
    taken = session.execute(update(JobRun).where(*lost).values(id=run_id, started_at=now, outcome=""))
    return cast("CursorResult[Any]", taken).rowcount == 1


def settle_run(session: Session, run_id: str, outcome: str, ended_at: datetime | None) -> bool:
    """Write down how a run went; ``ended_at`` None leaves it to be tried again after the lease.

    False when somebody else has taken the run over meanwhile: theirs is the account that counts.
    """
    told = session.execute(update(JobRun).where(JobRun.id == run_id).values(ended_at=ended_at, outcome=outcome))
    return cast("CursorResult[Any]", told).rowcount == 1


def may_run(session: Session, job: str, due_at: datetime, now: datetime) -> bool:
    """Tell, without waiting for writers, whether it is worth trying to claim a run."""
    latest = select(JobRun).where(JobRun.job == job).order_by(JobRun.due_at.desc()).limit(1)
    row = session.execute(latest).scalar_one_or_none()
    if row is None or row.due_at < due_at:
        return True
    # A later run is known: the clock was set back, and what is past needs no second doing.
    return row.due_at == due_at and row.ended_at is None and row.started_at <= now - LEASE


def last_runs(session: Session, jobs: Iterable[str]) -> dict[str, tuple[JobRun | None, JobRun | None]]:
    """Return, for each job, its latest run and its latest run that ended well (None when there is none)."""
    found: dict[str, tuple[JobRun | None, JobRun | None]] = {}
    for job in jobs:
        latest = select(JobRun).where(JobRun.job == job).order_by(JobRun.due_at.desc()).limit(1)
        ended = latest.where(JobRun.ended_at.is_not(None))
        found[job] = (session.execute(latest).scalar_one_or_none(), session.execute(ended).scalar_one_or_none())
    return found


def forget_runs(session: Session, before: datetime) -> int:
    """Remove runs that were due before an instant, but never the latest of a job; return how many."""
    latest = select(func.max(JobRun.due_at)).group_by(JobRun.job)
    gone = session.execute(
        delete(JobRun).where(JobRun.due_at < before, or_(JobRun.due_at.not_in(latest), JobRun.ended_at.is_(None)))
    )
    return cast("CursorResult[Any]", gone).rowcount
