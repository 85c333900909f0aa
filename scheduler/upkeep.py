"""What the worker does by itself: due times worked out from the clock, claimed in our tables, safe to do twice.

| job             | due (Vietnam)    | what happens when it runs twice                                        |
|-----------------|------------------|------------------------------------------------------------------------|
| mark-missed     | every day 00:10  | nothing: a meeting that is marked is no longer waiting for its record  |
| forget          | every day 00:20  | nothing: what is old is gone already                                   |
| rejudge         | every day 00:30  | nothing: who is judged up to today is left out                         |
| calendar-watch  | every day 06:00  | the same warning once more                                             |
| backup          | every day 02:00  | one more backup file; the rule of keeping removes it in time           |
| verify          | every day 02:40  | it is looked once more; the journal is told at most once a day         |
| anchor          | every full hour  | nothing: the same end is noted once                                    |
| restore-check   | Sunday 03:00     | the newest backup is looked into once more                             |
| standing-check  | Sunday 04:00     | nothing: what was put right does not differ any more                   |
| disk-watch      | every full hour  | the same warning once more                                             |

After any downtime each job is due once, for all of them work on what stands in the tables, not on what was missed.
The windows of calendar feeds need no job: a feed's edition carries its day, so the first poll of a day renews it.
"""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from scheduler import backups, holding, rejudging
from scheduler.anchors import JOB, note_anchor
from scheduler.core.clock import civil_date
from scheduler.core.due_times import daily, hourly, weekly
from scheduler.core.errors import Conflict, Unavailable
from scheduler.core.roles import WORKER
from scheduler.core.signing import DEVICE_LASTS
from scheduler.db import access, jobs
from scheduler.db.engine import is_sqlite
from scheduler.db.signing import forget_sessions, forget_signing
from scheduler.db.work import UnitOfWork, Works
from scheduler.ledger import work_calendar
from scheduler.verifying import look, note_damage

WARNING, FAILED = "warning: ", "failed: "
ANSWERS_KEPT, RUNS_KEPT = timedelta(hours=48), timedelta(days=400)
GUESSES_KEPT, SESSIONS_KEPT = timedelta(hours=24), timedelta(days=30)
WATCHED_DAYS, MOST_LOGGED = 60, 20
LEAST_FREE_BYTES, LEAST_FREE_SHARE = 500_000_000, 0.05
_SUNDAY = 6
_log = logging.getLogger("tiepdan.worker")


@dataclass(frozen=True, slots=True)
class Keeper:
    """What the jobs need: the database, the data folder, and what tells which shape the migrations give a database."""

    works: Works
    data: Path
    shape: backups.Shape | None = None

    @property
    def backup_folder(self) -> Path:
        """Return the folder of the nightly backups."""
        return self.data / "backups"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of upkeep: its name, when it was last due at an instant, and how it is done (returns the outcome)."""

    name: str
    last_due: Callable[[datetime], datetime]
    run: Callable[[Keeper], str]
    late_after: timedelta


@dataclass(frozen=True, slots=True)
class JobHealth:
    """How a job stands. ``late``: no success for longer than it should take; ``outcome`` is the latest run's."""

    job: str
    last_due: datetime
    last_success: datetime | None
    outcome: str
    late: bool

    @property
    def warns(self) -> bool:
        """Whether somebody should look."""
        return self.late or self.outcome.startswith((WARNING, FAILED))


def run_due(keeper: Keeper, stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Do every job that is due and that nobody has done; return their names. ``stop`` is asked between jobs."""
    done = []
    for job in JOBS:
        if stop():
            break
        if run_if_due(keeper, job):
            done.append(job.name)
    return done


def run_if_due(keeper: Keeper, job: Job) -> bool:
    """Do one job if its last due time is nobody's yet. A failure is noted and tried again after the lease."""
    works = keeper.works
    due = job.last_due(works.clock.now())
    with works.reading(WORKER) as uow:
        if not jobs.may_run(uow.session, job.name, due, uow.now):
            return False
    with works.writing(WORKER) as uow:
        run_id = uow.new_id()
        if not jobs.claim(uow.session, run_id, job.name, due, uow.now):
            return False
    outcome, ended = _attempt(keeper, job)
    with works.writing(WORKER) as uow:
        if not jobs.settle_run(uow.session, run_id, outcome, uow.now if ended else None):
            _log.warning("%s: took longer than its lease; another worker has taken it over", job.name)
    _log.log(logging.WARNING if outcome.startswith((WARNING, FAILED)) else logging.INFO, "%s: %s", job.name, outcome)
    return True


def job_health(uow: UnitOfWork) -> list[JobHealth]:
    """Return how each job stands, in the order of the table above; for /healthz, the operator and the pages."""
    runs = jobs.last_runs(uow.session, [job.name for job in JOBS])
    found = []
    for job in JOBS:
        latest, ended = runs[job.name]
        last_due = job.last_due(uow.now)
        success = ended.ended_at if ended else None
        late = latest is not None and (success is None or uow.now - success > job.late_after)
        found.append(JobHealth(job.name, last_due, success, latest.outcome if latest else "", late))
    return found


def _attempt(keeper: Keeper, job: Job) -> tuple[str, bool]:
    try:
        return job.run(keeper), True
    except Exception as failure:  # noqa: BLE001 - a failing job must not take the others along; it is noted and logged
        _log.exception("job failed", extra={"job": job.name})
        return f"{FAILED}{type(failure).__name__}", False


def _mark_missed(keeper: Keeper) -> str:
    with keeper.works.reading(WORKER) as uow:
        missed = holding.list_missed(uow)
    marked, failed = 0, 0
    for meeting_id in missed:
        try:
            # One short unit of work each: nobody waits for the whole night, and one bad row loses itself only.
            with keeper.works.writing(WORKER) as uow:
                holding.mark_missed(uow, meeting_id)
            marked += 1
        except Conflict:
            continue  # somebody recorded or moved it meanwhile
        except Unavailable:
            raise  # the rest would fail alike; what is left is marked at the next attempt
        except Exception:  # noqa: BLE001 - one bad row must not lose the night; it is counted and logged
            _log.exception("meeting could not be marked", extra={"meeting": meeting_id})
            failed += 1
    return f"{WARNING}marked {marked}, {failed} could not be marked" if failed else f"marked {marked}"


def _forget(keeper: Keeper) -> str:
    with keeper.works.writing(WORKER) as uow:
        answers = access.forget_answers(uow.session, uow.now - ANSWERS_KEPT)
        runs = jobs.forget_runs(uow.session, uow.now - RUNS_KEPT)
        signing = forget_signing(uow.session, uow.now - GUESSES_KEPT, uow.now - DEVICE_LASTS)
        sessions = forget_sessions(uow.session, uow.now - SESSIONS_KEPT)
        if sessions:
            uow.record("SessionsForgotten", "login_session", None, sessions=sessions)
    return f"forgot {answers} answers, {runs} runs, {signing} guesses and devices, {sessions} sessions"


def _rejudge(keeper: Keeper) -> str:
    return f"judged {rejudging.fill(keeper.works)}"


def _correct_kept(keeper: Keeper) -> str:
    differed = rejudging.correct_kept(keeper.works)
    return f"{WARNING}{differed} kept verdicts differed and were put right" if differed else "all kept verdicts hold"


def _watch_calendar(keeper: Keeper) -> str:
    with keeper.works.reading(WORKER) as uow:
        calendar, last = work_calendar(uow), uow.today + timedelta(days=WATCHED_DAYS)
        expected = calendar.unconfirmed(uow.today, last)
        known = calendar.known_until
    if known is None or known < last.year:
        return f"{WARNING}no confirmed calendar for {last.year}; {len(expected)} expected days until {last}"
    if expected:
        return f"{WARNING}{len(expected)} days off until {last} are not confirmed"
    return f"confirmed until {last}"


def _back_up(keeper: Keeper) -> str:
    works = keeper.works
    now, folder = works.clock.now(), keeper.backup_folder
    made = backups.take(works.engine, folder / backups.name_at(now, sqlite=is_sqlite(works.engine)))
    gone = backups.to_forget(backups.list_backups(folder), civil_date(now))
    for path in gone:
        path.unlink(missing_ok=True)
    with works.writing(WORKER) as uow:
        uow.record("BackupTaken", made.path.name, None, bytes=made.size)
    return f"{made.path.name}, {made.size} bytes; {len(gone)} old ones removed"


def _note_anchor(keeper: Keeper) -> str:
    with keeper.works.reading(WORKER) as uow:
        return f"noted {note_anchor(uow, keeper.data)[:20]}"


def _check_restore(keeper: Keeper) -> str:
    listed = backups.list_backups(keeper.backup_folder)
    if not listed:
        return f"{WARNING}there is no backup to look into"
    found = backups.check(listed[-1], keeper.works.audit_key, shape=keeper.shape)
    if not found.sound:
        return f"{WARNING}{listed[-1].name}: {len(found.faults)} faults, {len(found.damage)} damaged entries and rows"
    return f"{listed[-1].name} is sound" if found.whole else f"{listed[-1].name}: contents can be read"


def _verify(keeper: Keeper) -> str:
    found = look(keeper.works, keeper.data, keeper.shape)
    if found.sound:
        return "everything is as the journal has it"
    for one in (*found.faults, *found.damage)[:MOST_LOGGED]:
        _log.warning("damaged: %s", one)
    with keeper.works.writing(WORKER) as uow:
        note_damage(uow, found)
    return f"{WARNING}{len(found.faults)} faults, {len(found.damage)} damaged entries and rows; see cli.py verify"


def _watch_disk(keeper: Keeper) -> str:
    disk = shutil.disk_usage(keeper.data)
    low = disk.free < max(LEAST_FREE_BYTES, int(disk.total * LEAST_FREE_SHARE))
    return f"{WARNING if low else ''}{disk.free // 1_000_000} MB free"


_DAY, _HOURS = timedelta(days=1, hours=2), timedelta(hours=3)
JOBS = (
    Job("mark-missed", daily(time(0, 10)), _mark_missed, _DAY),
    Job("forget", daily(time(0, 20)), _forget, _DAY),
    Job("rejudge", daily(time(0, 30)), _rejudge, _DAY),
    Job("backup", daily(time(2)), _back_up, _DAY),
    Job("verify", daily(time(2, 40)), _verify, _DAY),
    Job(JOB, hourly, _note_anchor, _HOURS),
    Job("restore-check", weekly(_SUNDAY, time(3)), _check_restore, timedelta(days=8)),
    Job("standing-check", weekly(_SUNDAY, time(4)), _correct_kept, timedelta(days=8)),
    Job("calendar-watch", daily(time(6)), _watch_calendar, _DAY),
    Job("disk-watch", hourly, _watch_disk, _HOURS),
)
