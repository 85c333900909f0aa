"""On which days an office could still meet a minimum."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from scheduler.core.compliance.heads import Heads
from scheduler.core.compliance.values import Obligation
from scheduler.core.facts import OfficeFact, Span
from scheduler.core.rules import Answer


class WorkingDays(Protocol):
    """The one thing asked of a calendar here."""

    def working_days(self, first: date, last: date) -> Sequence[date]:
        """Return the working days of the closed span, ascending."""


class Remembered:
    """A calendar's answers, kept: thousands of offices ask for the same month."""

    __slots__ = ("_calendar", "_known")

    def __init__(self, calendar: WorkingDays) -> None:
        """Keep answers of ``calendar``, which must not change meanwhile."""
        self._calendar = calendar
        self._known: dict[tuple[date, date], Sequence[date]] = {}

    def working_days(self, first: date, last: date) -> Sequence[date]:
        """Return the working days of the closed span, ascending."""
        key = (first, last)
        days = self._known.get(key)
        if days is None:
            days = self._known[key] = self._calendar.working_days(first, last)
        return days


def feasible_days(
    obligation: Obligation, office: OfficeFact, calendar: WorkingDays, today: date, absences: Sequence[Span] = ()
) -> Sequence[date]:
    """Return the days from ``today`` on, ascending, on which the office could hold a meeting that counts.

    Working days of the obligation's span on which the office has a head and the head is not absent. Whether a date
    could still be posted in time is not asked: late is better than never, and is marked as late.
    """
    first = max(obligation.first, today)
    if first > obligation.last:
        return ()
    days = calendar.working_days(first, obligation.last)
    if absences:
        days = [day for day in days if not any(span.covers(day) for span in absences)]
    if obligation.rule.counts_delegated is not Answer.NO:
        return [day for day in days if office.span.covers(day)]
    heads = Heads(office, obligation.period.kind)
    return days if heads.throughout(first, obligation.last) else [day for day in days if heads.on(day)]


def vacant(obligation: Obligation, office: OfficeFact) -> bool:
    """Tell whether nobody headed the office for the obligation's whole span (T12). A body is never vacant."""
    if obligation.rule.counts_delegated is not Answer.NO or not office.tenures:
        return False
    return Heads(office, obligation.period.kind).nobody(obligation.first, obligation.last)
