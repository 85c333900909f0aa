"""The worker: looks every few seconds for upkeep that is due, does it, and ends cleanly when asked.

Any number of workers may run beside any number of web servers: what is due is claimed in the database. APScheduler
only ticks; its jobs live in memory, the state of ours in the table ``job_run``.
"""

import logging
import os
import signal
import sys
import threading
from types import FrameType

from apscheduler.schedulers.blocking import BlockingScheduler

from migrations.shape import strange
from scheduler.core.clock import VIETNAM, SystemClock
from scheduler.core.errors import InvalidInput, Unavailable
from scheduler.db.engine import make_engine
from scheduler.db.work import Works
from scheduler.key_files import audit_key
from scheduler.rejudging import rejudge_changed
from scheduler.settings import Settings
from scheduler.upkeep import Keeper, run_due
from scheduler.wording.refusals import fault_sentence
from web.logs import write_logs

TICK_SECONDS = 15
_log = logging.getLogger("tiepdan.worker")


def main() -> int:
    """Work until SIGTERM or Ctrl-C; a job that runs is finished first. Returns 0 then, 2 when the settings are bad."""
    try:
        settings = Settings.from_env(os.environ)
        key = audit_key(settings)
    except InvalidInput as refusal:
        for fault in refusal.faults:
            print(f"{fault.where}: {fault_sentence(fault)}", file=sys.stderr)  # noqa: T201 - said to who started it
        return 2
    write_logs(settings.log_level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    keeper = Keeper(Works(make_engine(settings.url), SystemClock(), key, settings.public_url), settings.data, strange)
    asked = threading.Event()
    scheduler = BlockingScheduler(timezone=VIETNAM)
    scheduler.add_job(
        tick,
        "interval",
        args=(keeper, asked),
        seconds=TICK_SECONDS,
        next_run_time=keeper.works.clock.now(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        if not asked.is_set():
            asked.set()
            # From a thread of its own: the handler may have interrupted the very lock that shutdown needs.
            threading.Thread(target=scheduler.shutdown, kwargs={"wait": True}).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    _log.info("worker started")
    scheduler.start()
    keeper.works.engine.dispose()
    _log.info("worker ended")
    return 0


def tick(keeper: Keeper, asked: threading.Event) -> None:
    """Do what is due; a database that cannot answer now is asked again at the next tick."""
    try:
        run_due(keeper, asked.is_set)
        rejudge_changed(keeper.works, asked.is_set)
    except Unavailable:
        _log.warning("the database does not answer; trying again")


if __name__ == "__main__":
    sys.exit(main())
