"""A pattern: the standing promise of one or several offices to meet citizens on certain days."""

from dataclasses import dataclass
from datetime import date

from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Span
from scheduler.core.patterns.hours import Hours, Sitting
from scheduler.core.patterns.policy import OffDayPolicy, Reason
from scheduler.core.patterns.shapes import MOST_OFFICES, Rotation, Shape

_NO_HOURS = Hours()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shape, the offices that sit together on its dates, the span it holds for, hours, and what a day off does.

    ``offices`` is empty for a rotation, whose order names them. ``on_holiday`` governs public holidays and the days
    off that go with them where the notice treats them apart from weekends (Bắc Kạn 2024); None means ``on_day_off``.
    """

    id: str
    shape: Shape
    offices: tuple[str, ...]
    validity: Span
    on_day_off: OffDayPolicy
    on_holiday: OffDayPolicy | None = None
    hours: Hours = _NO_HOURS

    def __post_init__(self) -> None:
        if isinstance(self.shape, Rotation):
            if self.offices:
                raise InvalidInput.at("offices", "given-by-rotation")
        elif not self.offices:
            raise InvalidInput.at("offices", "empty")
        if len(set(self.offices)) < len(self.offices):
            raise InvalidInput.at("offices", "repeated")
        if len(self.offices) > MOST_OFFICES:
            raise InvalidInput.at("offices", "too-many-items", most=MOST_OFFICES)
        if self.validity.last is not None and self.validity.last < self.validity.first:
            raise InvalidInput.at("validity/last", "ends-before-start", start=self.validity.first)


@dataclass(frozen=True, slots=True)
class PatternDate:
    """One date of a pattern with its reason. ``on`` is None when it came to nothing; the reason says why.

    ``filed`` is the date under which it is listed: the actual date, the date it collapsed onto, or else the nominal.
    """

    pattern_id: str
    nominal: date | None
    on: date | None
    office_ids: tuple[str, ...]
    sittings: tuple[Sitting, ...]
    reason: Reason
    filed: date

    @property
    def office_id(self) -> str:
        """The first of the offices that sit."""
        return self.office_ids[0]
