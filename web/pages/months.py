"""What the pages about a unit's month share: their set, how addresses name a month, what a form calls things."""

from datetime import date
from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Day, Text
from scheduler.completeness import SUB_TYPES
from scheduler.core.errors import NotFound
from scheduler.core.facts import Activity
from scheduler.wording.dates import month_first
from web.frames import Pages

pages = Pages("board", "/lam-viec")
KINDS: tuple[tuple[Activity, str], ...] = tuple((a, kind) for a, known in SUB_TYPES.items() for kind in known)
"""Every kind of meeting that can be booked."""


class MonthAsked(Query):
    """Which month, written "2026-12"."""

    thang = Text(7, load_default="")


class AnyDay(Day):
    """A civil date, also as people here write it: 15/12/2026."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:  # noqa: ANN401 - marshmallow's signature
        parts = value.strip().split("/") if isinstance(value, str) else []
        if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):  # noqa: PLR2004 - day, month, year
            value = f"{parts[2]:>04}-{parts[1]:>02}-{parts[0]:>02}"
        return super()._deserialize(value, *args, **kwargs)


def month_of_text(text: str, default: date) -> date:
    """Return the first day of a month written "2026-12", of the default's when nothing is given. Raises: NotFound."""
    if not text:
        return default.replace(day=1)
    try:
        year, month = text.split("-")
        return date(int(year), int(month), 1)
    except ValueError:
        raise NotFound(kind="month", id=text) from None


def month_after(day: date, by: int = 1) -> date:
    """Return the first day of the month ``by`` months after a day's. Raises: NotFound beyond the calendar's end."""
    try:
        return month_first(day.year, day.month, by)
    except ValueError:
        raise NotFound(kind="month", id=str(by)) from None


def kind_of(text: str) -> tuple[Activity, str] | None:
    """Return the kind of meeting that an address names ("reception/periodic"), None for what is none."""
    return next((kind for kind in KINDS if kind_key(kind) == text), None)


def kind_key(kind: tuple[Activity, str]) -> str:
    """Return how addresses and forms name a kind of meeting."""
    return f"{kind[0].value}/{kind[1]}"
