"""The nearest lawful dates for a meeting that is missing or must go elsewhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from scheduler.core.compliance.feasibility import WorkingDays, feasible_days
from scheduler.core.compliance.values import Obligation
from scheduler.core.deadlines import Calendar, DeadlineRule, MeetingKind, posting_deadline
from scheduler.core.facts import MeetingFact, OfficeFact, Span
from scheduler.core.lifecycle import STANDING

DEFAULT_CURES = 3


class CureCalendar(WorkingDays, Calendar, Protocol):
    """A calendar that knows working days and deadlines."""


@dataclass(frozen=True, slots=True)
class Cure:
    """A date on which a meeting would count.

    ``posting_due`` is the last day for posting it, None when none is required; ``posting_missed`` tells that this
    day has passed: lawful to hold, but posted late and marked so. ``distance``: calendar days from the date asked.
    """

    day: date
    distance: int
    posting_due: date | None
    posting_missed: bool


def cures(  # noqa: PLR0913 - the obligation with its facts, and how the answer is wanted
    obligation: Obligation,
    office: OfficeFact,
    meetings: Sequence[MeetingFact],
    calendar: CureCalendar,
    deadlines: Sequence[DeadlineRule],
    *,
    today: date,
    near: date,
    absences: Sequence[Span] = (),
    busy: Collection[date] = (),
    wanted: int = DEFAULT_CURES,
) -> tuple[Cure, ...]:
    """Return up to ``wanted`` dates after ``today`` on which a meeting would count towards ``obligation``.

    A date is a working day of the period, with the head in office and not absent, without another meeting of this
    office, and not in ``busy`` (the person's other meetings, the room). Pass ``meetings`` without the one to be
    moved. Dates that can still be posted in time come first, then the nearest to ``near``, then the earlier.
    Fewer than ``wanted`` come back when no more exist.
    """
    kind = MeetingKind(obligation.rule.activity, obligation.rule.sub_type, office.level)
    taken = {
        day
        for meeting in meetings
        if meeting.state in STANDING and any(chair.office_id == office.id for chair in meeting.chairs)
        for day in meeting.days
    }
    found = []
    for day in feasible_days(obligation, office, calendar, today, absences):
        if day > today and day not in taken and day not in busy:
            due = posting_deadline(deadlines, kind, day, calendar)
            last = None if due is None else due.due
            found.append(Cure(day, abs((day - near).days), last, last is not None and last < today))
    found.sort(key=lambda cure: (cure.posting_missed, cure.distance, cure.day))
    return tuple(found[:wanted])
