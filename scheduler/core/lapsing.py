"""Which approved meetings can no longer be posted in time: planned no more, and nothing may lean on them (I)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from scheduler.core.deadlines import Calendar, DeadlineRule, MeetingKind, posting_deadline
from scheduler.core.facts import MeetingFact, State


def with_lapses(
    meetings: Iterable[MeetingFact],
    levels: Mapping[str, str],
    rules: Sequence[DeadlineRule],
    calendar: Calendar,
    today: date,
    *,
    spared: Collection[str] = (),
) -> tuple[MeetingFact, ...]:
    """Return the meetings in their order, those marked as lapsed whose last day for posting passed before ``today``.

    Only an approved one with a date still to come can lapse. Published late it counts again, and is marked as late; a
    kind without a posting deadline never lapses. ``levels``: of the units of offices, by office id; ``spared``: ids of
    meetings that are taken as still to be posted in time.

    Law: Luật 42/2013 Điều 24.4; Luật 72/2025 Điều 43; Luật Thanh niên Điều 10.2.
    """
    known: dict[tuple[MeetingKind, date], bool] = {}
    return tuple(
        replace(meeting, lapsed=True)
        if meeting.id not in spared and _is_lapsed(meeting, levels, rules, calendar, today, known)
        else meeting
        for meeting in meetings
    )


def _is_lapsed(  # noqa: PLR0917 - what a deadline is read from, and what was found already
    meeting: MeetingFact,
    levels: Mapping[str, str],
    rules: Sequence[DeadlineRule],
    calendar: Calendar,
    today: date,
    known: dict[tuple[MeetingKind, date], bool],
) -> bool:
    if meeting.state is not State.APPROVED or not meeting.days or meeting.days[-1] < today:
        return False
    level = next((levels[chair.office_id] for chair in meeting.chairs if chair.office_id in levels), "")
    key = MeetingKind(meeting.activity, meeting.sub_type, level), meeting.days[0]
    if key not in known:
        due = posting_deadline(rules, *key, calendar)
        known[key] = due is not None and due.due < today
    return known[key]
