"""Upkeep is done once when it is due, by whichever worker comes first, and is harmless when done twice."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from scheduler import keys, upkeep
from scheduler.core.clock import VIETNAM, StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from scheduler.db import access
from scheduler.db.access import JobRun, RememberedAnswer
from scheduler.db.jobs import LEASE
from scheduler.db.meetings import Meeting
from scheduler.db.work import Works
from scheduler.installing import seed_calendar
from scheduler.upkeep import JOBS, Job, Keeper, daily, hourly, job_health, run_due, run_if_due, weekly
from tests.factories import a_commune, make_meeting
from tests.house.tree import ROOT

NAMES = [job.name for job in JOBS]


@pytest.fixture
def keeper(works: Works, tmp_path: Path) -> Keeper:
    return Keeper(works, tmp_path)


def runs(works: Works) -> list[JobRun]:
    with works.reading(OPERATOR) as uow:
        return list(uow.session.execute(select(JobRun).order_by(JobRun.due_at)).scalars())


def test_everything_due_is_done_once(keeper: Keeper):
    assert run_due(keeper) == NAMES
    assert run_due(keeper) == []
    assert all(run.ended_at for run in runs(keeper.works))


def test_two_workers_at_once_do_each_job_once(keeper: Keeper):
    with ThreadPoolExecutor(4) as pool:
        done = [name for names in pool.map(lambda _: run_due(keeper), range(4)) for name in names]

    assert sorted(done) == sorted(NAMES)
    assert sorted(run.job for run in runs(keeper.works)) == sorted(NAMES)


@pytest.mark.parametrize("job", JOBS, ids=NAMES)
def test_each_job_does_no_harm_when_done_twice(keeper: Keeper, clock: StoppedClock, job: Job):
    unit, _, chair, _ = a_commune(keeper.works)
    with keeper.works.writing(OPERATOR) as uow:
        missed = make_meeting(uow, unit, chair, on=date(2026, 11, 18))
        today = make_meeting(uow, unit, chair, on=date(2026, 11, 21))
        seed_calendar(uow, [2026, 2027])

    first = job.run(keeper)
    clock.advance(timedelta(seconds=1))
    second = job.run(keeper)

    assert not first.startswith("failed")
    assert not second.startswith("failed")
    with keeper.works.reading(OPERATOR) as uow:
        states = {m.id: m.state for m in uow.session.execute(select(Meeting)).scalars()}
    assert states[missed.id] is (State.NOT_HELD if job.name == "mark-missed" else State.PUBLISHED)
    assert states[today.id] is State.PUBLISHED


def test_after_downtime_each_job_runs_once_and_not_for_every_day_missed(keeper: Keeper, clock: StoppedClock):
    run_due(keeper)

    clock.advance(timedelta(days=9))

    assert run_due(keeper) == NAMES
    assert len(runs(keeper.works)) == 2 * len(JOBS)


def test_a_clock_that_is_set_back_does_not_run_a_job_again(keeper: Keeper, clock: StoppedClock):
    run_due(keeper)

    clock.advance(timedelta(minutes=-1))

    assert run_due(keeper) == []


def test_a_failing_job_is_noted_takes_nobody_along_and_is_tried_again(keeper: Keeper, clock: StoppedClock, monkeypatch):
    def break_down(_keeper: Keeper) -> str:
        raise OSError("the disk is gone")

    broken = (replace(JOBS[0], run=break_down), *JOBS[1:])
    monkeypatch.setattr(upkeep, "JOBS", broken)
    assert run_due(keeper) == NAMES
    assert run_due(keeper) == []
    with keeper.works.reading(OPERATOR) as uow:
        health = job_health(uow)[0]
    assert health.outcome == "failed: OSError"
    assert health.warns
    assert health.last_success is None

    clock.advance(LEASE)
    assert run_if_due(keeper, JOBS[0])
    with keeper.works.reading(OPERATOR) as uow:
        assert not job_health(uow)[0].warns


def test_a_run_whose_worker_was_killed_is_taken_over_after_the_lease(keeper: Keeper, clock: StoppedClock):
    job = JOBS[0]
    with keeper.works.writing(OPERATOR) as uow:
        due = job.last_due(uow.now)
        uow.session.add(JobRun(id="lost", job=job.name, due_at=due, started_at=uow.now, ended_at=None, outcome=""))

    assert not run_if_due(keeper, job)
    clock.advance(LEASE)
    assert run_if_due(keeper, job)
    assert len(runs(keeper.works)) == 1


def test_silence_is_noticed(keeper: Keeper, clock: StoppedClock):
    run_due(keeper)
    with keeper.works.reading(OPERATOR) as uow:
        assert not any(health.late for health in job_health(uow))

    clock.advance(timedelta(days=2))

    with keeper.works.reading(OPERATOR) as uow:
        assert {health.job for health in job_health(uow) if health.late} == set(NAMES) - {
            "restore-check",
            "standing-check",
        }


def test_an_unconfirmed_calendar_is_a_warning_until_the_days_are_confirmed(keeper: Keeper):
    watch = next(job for job in JOBS if job.name == "calendar-watch")

    assert watch.run(keeper).startswith("warning")


def test_a_full_disk_is_a_warning(keeper: Keeper, monkeypatch):
    monkeypatch.setattr(upkeep.shutil, "disk_usage", lambda _: type("Disk", (), {"free": 10_000_000, "total": 10**12}))
    watch = next(job for job in JOBS if job.name == "disk-watch")

    assert watch.run(keeper) == "warning: 10 MB free"


def test_the_backup_job_is_checked_by_the_restore_job(keeper: Keeper):
    named = {job.name: job for job in JOBS}
    assert named["restore-check"].run(keeper).startswith("warning")

    named["backup"].run(keeper)

    assert not named["restore-check"].run(keeper).startswith(("warning", "failed"))


def test_answers_are_kept_for_two_days_and_then_forgotten(keeper: Keeper, clock: StoppedClock):
    forget = next(job for job in JOBS if job.name == "forget")
    with keeper.works.writing(OPERATOR) as uow:
        key, _ = keys.issue_key(uow, "Cổng", None, Role.INSPECTOR)
        uow.session.flush()
        access.claim_answer(uow.session, key.id, "once", "digest", uow.now)

    counts = []
    for wait in (0, 47, 2):
        clock.advance(timedelta(hours=wait))
        forget.run(keeper)
        with keeper.works.reading(OPERATOR) as uow:
            counts.append(len(uow.session.execute(select(RememberedAnswer)).all()))

    assert counts == [1, 1, 0]


def here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-22T00:09", "2026-11-21T00:10"),
        ("2026-11-22T00:10", "2026-11-22T00:10"),
        ("2028-03-01T00:00", "2028-02-29T00:10"),
    ],
)
def test_a_daily_job_is_due_at_its_local_time(now: str, due: str):
    assert daily(here("2026-01-01T00:10").time())(here(now)) == here(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-22T02:59", "2026-11-15T03:00"),
        ("2026-11-22T03:00", "2026-11-22T03:00"),
        ("2026-11-28T23:00", "2026-11-22T03:00"),
    ],
)
def test_a_weekly_job_is_due_on_its_own_weekday(now: str, due: str):
    assert weekly(6, here("2026-01-01T03:00").time())(here(now)) == here(due)


def test_an_hourly_job_is_due_at_the_full_hour():
    assert hourly(here("2026-11-22T09:59")) == here("2026-11-22T09:00")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_real_worker_does_what_is_due_and_ends_cleanly(works: Works, database_url: str, tmp_path: Path, stop):
    env = os.environ | {"DATABASE_URL": database_url, "TIEPDAN_DATA": str(tmp_path / "var"), "TZ": "America/New_York"}
    (tmp_path / "var").mkdir(mode=0o700)
    worker = subprocess.Popen([sys.executable, "worker.py"], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and sum(run.ended_at is not None for run in runs(works)) < len(JOBS):
            time.sleep(0.1)
        worker.send_signal(stop)
        _, log = worker.communicate(timeout=30)
    finally:
        worker.kill()

    assert worker.returncode == 0, log
    assert sorted(run.job for run in runs(works)) == sorted(NAMES), log
    assert "worker ended" in log
