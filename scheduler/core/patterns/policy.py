"""Where a date goes when it is a day off, and the reason that stays with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.core.patterns.shapes import Missing
from scheduler.core.periods import month_of
from scheduler.core.workdays import WhyOff, WorkCalendar


class OffDayPolicy(StrEnum):
    """What the notice says for a date that is a day off (T6)."""

    NEXT = "next"
    PREVIOUS = "previous"
    NEAREST = "nearest"
    NEXT_WITHIN_MONTH_ELSE_PREVIOUS = "next_within_month_else_previous"
    NEAREST_WITHIN_MONTH = "nearest_within_month"
    SKIP = "skip"
    KEEP = "keep"
    ANNOUNCE = "announce"


class ReasonCode(StrEnum):
    """Why a generated date is where it is, or why there is none."""

    ON_PATTERN = "on_pattern"
    STANDS_IN = "stands_in"
    MOVED_NEXT = "moved_next"
    MOVED_PREVIOUS = "moved_previous"
    MOVED_NEAREST = "moved_nearest"
    KEPT_ON_DAY_OFF = "kept_on_day_off"
    SKIPPED_OFF = "skipped_off"
    SKIPPED_SHORT_MONTH = "skipped_short_month"
    SKIPPED_NO_SUCH_WEEK = "skipped_no_such_week"
    NO_WORKING_DAY_IN_MONTH = "no_working_day_in_month"
    TO_ANNOUNCE = "to_announce"
    COLLAPSED = "collapsed"
    OUTSIDE_VALIDITY = "outside_validity"


@dataclass(frozen=True, slots=True)
class Reason:
    """The code and the values of its sentence.

    ``passed``: the days off from the nominal date towards the actual one, in walking order. ``policy``: the policy
    that decided, None when none was needed. ``crosses_month``: the date left the month the pattern named, so that
    month loses a day. ``missing``: the day a short month does not have. ``refused``: the date that the policy would
    else have chosen. ``onto``: the date already taken by another nominal date of the same pattern.
    """

    code: ReasonCode
    nominal: date | None
    passed: tuple[tuple[date, WhyOff], ...] = ()
    policy: OffDayPolicy | None = None
    crosses_month: bool = False
    missing: Missing | None = None
    refused: date | None = None
    onto: date | None = None


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a nominal date comes down; ``on`` is None when it comes to nothing. ``refused`` as in Reason."""

    on: date | None
    code: ReasonCode
    refused: date | None = None


def settle(nominal: date, policy: OffDayPolicy, calendar: WorkCalendar) -> Landing:
    """Return where ``nominal`` lands. The policy matters only on a day off; of two equally near, the later (I)."""
    if calendar.is_working(nominal):
        return Landing(nominal, ReasonCode.ON_PATTERN)
    if policy in _STAYS:
        code = _STAYS[policy]
        return Landing(nominal if code is ReasonCode.KEPT_ON_DAY_OFF else None, code)
    if policy in _WITHIN_MONTH:
        return _within_month(nominal, policy, calendar)
    if policy is OffDayPolicy.NEXT:
        return Landing(calendar.next_working(nominal), ReasonCode.MOVED_NEXT)
    if policy is OffDayPolicy.PREVIOUS:
        return Landing(calendar.previous_working(nominal), ReasonCode.MOVED_PREVIOUS)
    return Landing(calendar.nearest_working(nominal), ReasonCode.MOVED_NEAREST)


_WITHIN_MONTH = frozenset({OffDayPolicy.NEXT_WITHIN_MONTH_ELSE_PREVIOUS, OffDayPolicy.NEAREST_WITHIN_MONTH})
_STAYS = {
    OffDayPolicy.SKIP: ReasonCode.SKIPPED_OFF,
    OffDayPolicy.KEEP: ReasonCode.KEPT_ON_DAY_OFF,
    OffDayPolicy.ANNOUNCE: ReasonCode.TO_ANNOUNCE,
}


def _within_month(nominal: date, policy: OffDayPolicy, calendar: WorkCalendar) -> Landing:
    month = month_of(nominal)
    after, before = calendar.next_working(nominal), calendar.previous_working(nominal)
    inside = [day for day in (after, before) if month.covers(day)]
    if not inside:
        return Landing(None, ReasonCode.NO_WORKING_DAY_IN_MONTH)
    if policy is OffDayPolicy.NEAREST_WITHIN_MONTH:
        chosen, code = min(inside, key=lambda day: abs(day - nominal)), ReasonCode.MOVED_NEAREST
        free = calendar.nearest_working(nominal)
    else:
        chosen, free = inside[0], after
        code = ReasonCode.MOVED_NEXT if chosen == after else ReasonCode.MOVED_PREVIOUS
    return Landing(chosen, code, None if free == chosen else free)


def passed_days(nominal: date, on: date | None, calendar: WorkCalendar) -> tuple[tuple[date, WhyOff], ...]:
    """Return the days off from ``nominal`` up to ``on``, walking from the nominal date; only itself without ``on``."""
    on = nominal if on is None else on
    if on >= nominal:
        return calendar.days_off(nominal, on)
    return calendar.days_off(on, nominal)[::-1]
