"""The only place where the present time is read. Everything else is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Something that tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC, without microseconds."""
        return datetime.now(UTC).replace(microsecond=0)


class StoppedClock:
    """A clock that moves only when told to; for tests, demos and what-if questions."""

    def __init__(self, at: datetime) -> None:
        """Stop at an aware instant. Raises ValueError when it is naive."""
        if at.tzinfo is None:
            msg = "a clock needs an aware instant"
            raise ValueError(msg)
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant at which the clock stands."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock by ``by``."""
        self._at += by


def civil_date(instant: datetime) -> date:
    """Return the civil date in Vietnam at an aware instant."""
    return instant.astimezone(VIETNAM).date()
