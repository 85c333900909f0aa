"""Days off in words: what a date is, its mark in a year, and what it turned into."""

from scheduler.core.workdays import DayKind, Touched, WhyOff
from scheduler.wording.language import said, say, source
from scheduler.wording.reasons import DAY_KINDS, day_off

MARKS = {
    DayKind.OFF: source("N"),
    DayKind.OFF_OBSERVED: source("B"),
    DayKind.OFF_SWAPPED: source("H"),
    DayKind.MAKEUP_WORKDAY: source("L"),
}
"""One letter for each kind, explained beside the year."""
_WORKED = source("ngày làm việc")


def kind_name(kind: DayKind) -> str:
    """Return "ngày nghỉ lễ", "ngày nghỉ bù", "ngày nghỉ hoán đổi" or "ngày làm bù"."""
    return said(DAY_KINDS[kind])


def mark(kind: DayKind) -> str:
    """Return the letter of a kind."""
    return said(MARKS[kind])


def turned_words(change: Touched) -> str:
    """Return what a date turned into: "đang là ngày làm việc, thành ngày nghỉ lễ (Quốc khánh)"."""
    return say(source("đang là {was}, thành {now}"), was=_is(change, change.was), now=_is(change, change.now))


def _is(change: Touched, why: WhyOff | None) -> str:
    return said(_WORKED) if why is None else day_off(change.on, why)
