"""When a job of every day, week or hour was last due, worked out from the clock alone."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from scheduler.core.clock import VIETNAM, civil_date


def daily(at: time) -> Callable[[datetime], datetime]:
    """Return when a job of every day at a local time was last due, for any instant."""

    def last_due(now: datetime) -> datetime:
        today = datetime.combine(civil_date(now), at, VIETNAM)
        return today if today <= now else today - timedelta(days=1)

    return last_due


def weekly(weekday: int, at: time) -> Callable[[datetime], datetime]:
    """Return when a job of one weekday (0 is Monday) at a local time was last due, for any instant."""
    each_day = daily(at)

    def last_due(now: datetime) -> datetime:
        due = each_day(now)
        return due - timedelta(days=(due.weekday() - weekday) % 7)

    return last_due


def hourly(now: datetime) -> datetime:
    """Return the last full hour."""
    return now.replace(minute=0, second=0, microsecond=0)
