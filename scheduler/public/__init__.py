"""What anybody may see without signing in: units, their published meetings, and what became of them."""

from scheduler.public.pages import (
    LONGEST_QUESTION,
    MOST_HITS,
    home,
    meeting_calendar,
    meeting_page,
    month_page,
    unit_page,
)
from scheduler.public.views import Card, Home, MeetingPage, MonthPage, UnitPage

__all__ = [
    "LONGEST_QUESTION",
    "MOST_HITS",
    "Card",
    "Home",
    "MeetingPage",
    "MonthPage",
    "UnitPage",
    "home",
    "meeting_calendar",
    "meeting_page",
    "month_page",
    "unit_page",
]
