"""A meeting as it would be proposed: from a date of a pattern, with the key that names it."""

from dataclasses import dataclass
from datetime import date, time

from scheduler.arrangement import Hours
from scheduler.core.deadlines import MeetingKind, PostingStatus, posting_status
from scheduler.core.facts import Activity
from scheduler.core.patterns import PatternDate
from scheduler.planning.scene import Scene, Standing, closing
from scheduler.planning.values import Proposed, key_of
from scheduler.wording.origins import origin_from_pattern


@dataclass(frozen=True, slots=True)
class Room:
    """Blocks of local hours, and the place they take."""

    hours: tuple[tuple[time, time], ...]
    place_id: str | None


def from_pattern(scene: Scene, standing: Standing, kept: PatternDate, day: date, room: Room) -> Proposed:
    """Return the meeting that a date of a pattern would become on ``day``."""
    row, alone = standing.row, len(kept.office_ids) == 1
    whose, what = (kept.office_id, row.sub_type) if alone else ("joint", row.id)
    return Proposed(
        key=key_of(day, whose, what, room.place_id),
        unit_id=row.unit_id,
        day=day,
        office_ids=tuple(sorted(kept.office_ids)),
        activity=Activity(row.activity),
        sub_type=row.sub_type,
        hours=hours_on(day, room),
        origin=origin_from_pattern(kept.reason, day, standing.pattern.shape, _left(standing, day, room)),
        pattern_id=row.id,
        posting=posting_of(scene, kept.office_id, Activity(row.activity), row.sub_type, day),
    )


def _left(standing: Standing, day: date, room: Room) -> tuple[tuple[time, time], ...]:
    """Return the pattern's own hours of a day when the meeting has others; none, when it keeps to them."""
    usual = tuple((s.start, s.end or closing(s.start)) for s in standing.pattern.hours.on(day))
    return () if usual == room.hours else usual


def hours_on(day: date, room: Room) -> tuple[Hours, ...]:
    """Return the sittings of a day."""
    return tuple(Hours(day, starts, ends, room.place_id) for starts, ends in room.hours)


def posting_of(scene: Scene, office_id: str, activity: Activity, sub_type: str, day: date) -> PostingStatus:
    """Return how the posting of such a meeting of an office stands, nothing of it being posted yet."""
    kind = MeetingKind(activity, sub_type, scene.fact(office_id).level)
    return posting_status(scene.due(kind, day), None, scene.today, scene.ledger.calendar)
