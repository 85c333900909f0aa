"""What the pages of days off say: filters from facts to words, and choices of a form."""

from collections.abc import Callable

from scheduler.core.workdays import DayKind
from scheduler.wording import days_off
from web.words import head

Choices = list[tuple[str, str]]


def kinds_of_day() -> Choices:
    """Return what a special day may be, as a choice."""
    return [(kind.value, head(days_off.kind_name(kind))) for kind in DayKind]


FILTERS: dict[str, Callable[..., object]] = {
    "day_kind": lambda kind: days_off.kind_name(DayKind(kind)),
    "day_mark": lambda kind: days_off.mark(DayKind(kind)),
    "turned_words": days_off.turned_words,
}
