"""What a proposal says: dates with reasons, dates left out, minimums that cannot be met."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.arrangement import Hours
from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import Conflict
from scheduler.core.deadlines import PostingStatus
from scheduler.core.facts import Activity
from scheduler.core.patterns import PatternDate
from scheduler.core.planner.problem import Proof
from scheduler.core.planner.ways_out import WayOut


def key_of(day: date, whose: str, what: str, place_id: str | None) -> str:
    """Return the name of something proposed; who accepts it accepts its place as well."""
    return f"{day}/{whose}/{what}/{place_id or '-'}"


def day_and_place(key: str) -> tuple[str, str]:
    """Return the ISO date and the place's id that a key names; any strings, when nothing of ours bears the key."""
    return key.partition("/")[0], key.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One meeting proposed. ``key`` names it and its place: the same question gives the same keys.

    ``origin`` is what the meeting keeps of why it is where it is.
    """

    key: str
    unit_id: str
    day: date
    office_ids: tuple[str, ...]
    activity: Activity
    sub_type: str
    hours: tuple[Hours, ...]
    origin: Mapping[str, object]
    pattern_id: str | None
    posting: PostingStatus


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date of a pattern that is not proposed: it came to nothing, or something stands in its way.

    Without conflicts the planner passed it over: too near another day of the office, or the period has enough.
    ``wanted``: the meeting it would be, None when it came to nothing.
    """

    unit_id: str
    kept: PatternDate
    wanted: Proposed | None
    conflicts: tuple[Conflict, ...] = ()

    @property
    def again(self) -> Proposed | None:
        """The meeting to add again, None while something stands in its way."""
        return None if self.conflicts else self.wanted


@dataclass(frozen=True, slots=True)
class Unmet:
    """A minimum that no plan can meet, and the cheapest ways out, cheapest first."""

    verdict: Verdict
    ways_out: tuple[WayOut, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The planner's answer for some units and a closed span.

    ``before`` and ``after``: the verdicts now, and if everything proposed (and every draft that stands) were
    approved. ``proof``: what the choice of dates costs, and below what no other choice can be.
    """

    unit_ids: tuple[str, ...]
    first: date
    last: date
    proposed: tuple[Proposed, ...]
    skipped: tuple[Skipped, ...]
    unmet: tuple[Unmet, ...]
    before: tuple[Verdict, ...]
    after: tuple[Verdict, ...]
    proof: Proof
    moves: tuple["Move", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Move:
    """A standing meeting that should go elsewhere, because its date no longer serves."""

    meeting_id: str
    office_id: str
    old: date
    new: date
