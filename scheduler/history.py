"""What the journal keeps of a meeting: how it stood, and what of that a change made other.

The journal can never forget, so no citizen's name may come into it. Text is told only once it was published word for
word; why an ad hoc reception was called, and a join link, are not told at all.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.db.meetings import Meeting

_PUBLISHED_TEXT = ("subject", "co_attendees")


def standing_of(meeting: Meeting) -> dict[str, Any]:
    """Return how a meeting stands: state, date, sittings in order of time, chairs by office, form and what it is about.

    Returns: plain values for an event; ``on`` is None while it waits for a date.
    """
    told: dict[str, Any] = {
        "state": meeting.state.value,
        "on": None if meeting.held_on is None else str(meeting.held_on),
        "sittings": [
            {
                "day": str(s.day),
                "starts": s.starts.isoformat("minutes"),
                "ends": s.ends.isoformat("minutes"),
                "place_id": s.place_id,
                "site": s.site,
            }
            for s in meeting.sittings
        ],
        "chairs": [
            {
                "office_id": c.office_id,
                "in_person": c.in_person,
                "delegate": c.delegate,
                "ground": c.delegation_ground,
            }
            for c in meeting.chairs
        ],
        "mode": meeting.mode.value,
        "notice_number": meeting.notice_number,
        "pinned": meeting.pinned,
    }
    if meeting.published_at is not None:
        told |= {name: getattr(meeting, name) for name in _PUBLISHED_TEXT}
    return told


def record_of(meeting: Meeting) -> dict[str, Any]:
    """Return what is recorded of a meeting: real times, how many were received, and who sat, chairs by office."""
    return {
        "started_at": None if meeting.actual_start is None else meeting.actual_start.isoformat(),
        "ended_at": None if meeting.actual_end is None else meeting.actual_end.isoformat(),
        "citizens": meeting.citizens_received,
        "late": meeting.entered_late,
        "chairs": [
            {
                "office_id": c.office_id,
                "in_person": c.in_person,
                "present": c.present,
                "delegate": c.delegate,
                "person_id": c.person_id,
            }
            for c in meeting.chairs
        ],
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the old and the new values of what is other than it was, as ``before`` and ``after`` of an event."""
    other = [name for name, value in after.items() if before.get(name) != value]
    return {"before": {name: before.get(name) for name in other}, "after": {name: after[name] for name in other}}


def days_told(told: Mapping[str, Any]) -> list[date]:
    """Return the distinct dates of the sittings that standing_of told, ascending."""
    return sorted({date.fromisoformat(sitting["day"]) for sitting in told.get("sittings", ())})
