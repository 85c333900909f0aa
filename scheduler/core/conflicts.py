"""What stands in the way of a meeting: told as data, so that the caller decides to skip, warn or refuse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from scheduler.core.facts import Activity, Away, DayPart

NOON = time(12)
EARLIEST = time(6)
LATEST: Mapping[Activity, time] = {Activity.RECEPTION: time(20), Activity.DIALOGUE: time(22)}
"""Between these hours people can be expected to come (I): villages hold dialogues after the day's work."""


class Clash(StrEnum):
    """The kinds of things that stand in the way."""

    PERSON_BUSY = "person_busy"
    PLACE_FULL = "place_full"
    AWAY = "away"
    DAY_OFF = "day_off"
    ODD_HOURS = "odd_hours"


@dataclass(frozen=True, slots=True)
class Booking:
    """One block of hours that a meeting takes from its people and its place (local time, half-open)."""

    meeting_id: str
    day: date
    starts: time
    ends: time
    person_ids: frozenset[str] = frozenset()
    office_ids: frozenset[str] = frozenset()
    place_id: str | None = None

    def overlaps(self, other: "Booking") -> bool:
        """Tell whether both take the same minute."""
        return self.day == other.day and self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing in the way of the meeting ``against``.

    ``thing`` is the id of the person, place or office (of the unit, for a day off and odd hours), ``meeting_id`` the
    other meeting.
    """

    clash: Clash
    day: date
    against: str
    thing: str
    meeting_id: str | None = None
    reason: str = ""


def conflicts(
    wanted: Iterable[Booking], others: Iterable[Booking], rooms: Mapping[str, int], aways: Iterable[Away]
) -> tuple[Conflict, ...]:
    """Return everything that stands in the way of ``wanted``, by date, kind and id.

    ``rooms``: how many meetings fit a place at once (1 when not named). ``others`` may hold the meeting itself.
    """
    others, aways = tuple(others), tuple(aways)
    found: set[Conflict] = set()
    for booking in wanted:
        rivals = [o for o in others if o.meeting_id != booking.meeting_id and o.overlaps(booking)]
        found.update(
            Conflict(Clash.PERSON_BUSY, booking.day, booking.meeting_id, person, rival.meeting_id)
            for rival in rivals
            for person in booking.person_ids & rival.person_ids
        )
        found.update(_place(booking, rivals, rooms))
        found.update(
            Conflict(Clash.AWAY, booking.day, booking.meeting_id, away.office_id, None, away.reason)
            for away in aways
            if away.office_id in booking.office_ids and away.span.covers(booking.day) and _same_part(booking, away.part)
        )
    return tuple(sorted(found, key=lambda c: (c.day, c.clash, c.thing, c.meeting_id or "", c.against, c.reason)))


def are_odd(activity: Activity, starts: time, ends: time) -> bool:
    """Tell whether hours lie in part at a time at which nobody would come to such a meeting (I)."""
    return starts < EARLIEST or ends > LATEST[activity]


def _place(booking: Booking, rivals: Iterable[Booking], rooms: Mapping[str, int]) -> list[Conflict]:
    if booking.place_id is None:
        return []
    there = [o for o in rivals if o.place_id == booking.place_id]
    # The fullest minute of an interval begins where some booking begins.
    starts = {booking.starts, *(o.starts for o in there if booking.starts <= o.starts < booking.ends)}
    fullest = max(sum(o.starts <= minute < o.ends for o in there) for minute in starts)
    if fullest < rooms.get(booking.place_id, 1):
        return []
    return [Conflict(Clash.PLACE_FULL, booking.day, booking.meeting_id, booking.place_id, o.meeting_id) for o in there]


def _same_part(booking: Booking, part: DayPart) -> bool:
    if part is DayPart.ALL:
        return True
    return booking.starts < NOON if part is DayPart.MORNING else booking.ends > NOON
