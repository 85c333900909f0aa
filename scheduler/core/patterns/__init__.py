"""Patterns: standing promises of meeting days, and the dates they give.

shapes says which dates are named, policy where a date goes when it is a day off, hours when in the day, model puts
them together, occurrences lists the dates of a window with their reasons, codec stores patterns as plain values.
"""

from scheduler.core.patterns.codec import from_dict, to_dict
from scheduler.core.patterns.hours import Hours, MonthDay, Season, Sitting
from scheduler.core.patterns.model import Pattern, PatternDate
from scheduler.core.patterns.occurrences import occurrences
from scheduler.core.patterns.policy import OffDayPolicy, Reason, ReasonCode
from scheduler.core.patterns.shapes import (
    Counting,
    DaysOfMonth,
    ExplicitDates,
    Missing,
    MonthWeekday,
    Rotation,
    Shape,
    ShortMonth,
    Weekly,
)

__all__ = [
    "Counting",
    "DaysOfMonth",
    "ExplicitDates",
    "Hours",
    "Missing",
    "MonthDay",
    "MonthWeekday",
    "OffDayPolicy",
    "Pattern",
    "PatternDate",
    "Reason",
    "ReasonCode",
    "Rotation",
    "Season",
    "Shape",
    "ShortMonth",
    "Sitting",
    "Weekly",
    "from_dict",
    "occurrences",
    "to_dict",
]
