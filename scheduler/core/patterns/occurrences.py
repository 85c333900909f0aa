"""From a pattern to its dates in a window.

A window lists what *lands* in it: day 30 of the month before, when it was moved here, is here and nowhere else (T6).
So the dates of a year are the dates of its months put together, whatever the holidays.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from scheduler.core.errors import InvalidInput
from scheduler.core.patterns.model import Pattern, PatternDate
from scheduler.core.patterns.policy import Landing, OffDayPolicy, Reason, ReasonCode, passed_days, settle
from scheduler.core.patterns.shapes import EARLIEST, LATEST, Rotation, Slot, slots, turns
from scheduler.core.workdays import OffCode, WorkCalendar

_DAY = timedelta(days=1)


def occurrences(pattern: Pattern, first: date, last: date, calendar: WorkCalendar) -> tuple[PatternDate, ...]:
    """Return the pattern's dates in the closed span, by the date under which they are filed, then by nominal date.

    Dates that came to nothing are listed too, with ``on`` None. Two nominal dates of the same offices that land on
    one day give one date and one ``collapsed`` entry. A nominal date outside the validity does not exist; one that
    would be moved out of it comes to nothing.

    Raises: InvalidInput when the span leaves the years 2000 to 2199.
    """
    for where, day in (("first", first), ("last", last)):
        if not EARLIEST <= day <= LATEST:
            raise InvalidInput.at(where, "out-of-range", earliest=EARLIEST, latest=LATEST)
    if last < first:
        return ()
    # A date can only walk over days off, so only those that touch the window can send something into it.
    low, high = calendar.previous_working(first) + _DAY, calendar.next_working(last) - _DAY
    low, high = max(low, pattern.validity.first), min(high, pattern.validity.last or high)
    placed = [_place(pattern, slot, offices, calendar) for slot, offices in _slots(pattern, low, high)]
    inside = (found for found in _collapse(placed) if first <= found.filed <= last)
    return tuple(sorted(inside, key=_order))


def _slots(pattern: Pattern, low: date, high: date) -> Iterable[tuple[Slot, tuple[str, ...]]]:
    if isinstance(pattern.shape, Rotation):
        return ((slot, (office,)) for slot, office in turns(pattern.shape, low, high))
    return ((slot, pattern.offices) for slot in slots(pattern.shape, low, high))


def _place(pattern: Pattern, slot: Slot, offices: tuple[str, ...], calendar: WorkCalendar) -> PatternDate:
    if slot.nominal is None:
        week = slot.missing is not None and slot.missing.counting is not None
        code = ReasonCode.SKIPPED_NO_SUCH_WEEK if week else ReasonCode.SKIPPED_SHORT_MONTH
        reason = Reason(code, None, missing=slot.missing)
        return PatternDate(pattern.id, None, None, offices, (), reason, slot.filed)
    policy = _policy(pattern, slot.nominal, calendar)
    landing = settle(slot.nominal, policy or pattern.on_day_off, calendar)
    reason = _reason(slot, slot.nominal, landing, policy, calendar)
    on = landing.on
    if on is not None and not pattern.validity.covers(on):
        reason = replace(reason, code=ReasonCode.OUTSIDE_VALIDITY, refused=on, crosses_month=False)
        on = None
    sittings = () if on is None else pattern.hours.on(on)
    return PatternDate(pattern.id, slot.nominal, on, offices, sittings, reason, on or slot.nominal)


def _policy(pattern: Pattern, nominal: date, calendar: WorkCalendar) -> OffDayPolicy | None:
    why = calendar.why_off(nominal)
    if why is None:
        return None
    if why.code is OffCode.WEEKEND or pattern.on_holiday is None:
        return pattern.on_day_off
    return pattern.on_holiday


def _reason(slot: Slot, nominal: date, landing: Landing, policy: OffDayPolicy | None, calendar: WorkCalendar) -> Reason:
    code = landing.code
    named = (nominal.year, nominal.month)
    if slot.missing is not None:
        named = (slot.missing.year, slot.missing.month)
        code = ReasonCode.STANDS_IN if code is ReasonCode.ON_PATTERN else code
    return Reason(
        code,
        nominal,
        () if policy is None else passed_days(nominal, landing.on, calendar),
        policy,
        crosses_month=landing.on is not None and (landing.on.year, landing.on.month) != named,
        missing=slot.missing,
        refused=landing.refused,
    )


def _collapse(placed: list[PatternDate]) -> list[PatternDate]:
    """Leave one date per day and set of offices: the one that moved least, a true day before a stand-in."""
    groups: dict[tuple[date | None, tuple[str, ...]], list[PatternDate]] = defaultdict(list)
    for found in placed:
        groups[found.on, found.office_ids].append(found)
    kept: list[PatternDate] = []
    for (on, _), group in groups.items():
        if on is None:
            kept += group
            continue
        winner, *losers = sorted(group, key=_claim)
        kept.append(winner)
        kept += [
            replace(loser, on=None, sittings=(), reason=replace(loser.reason, code=ReasonCode.COLLAPSED, onto=on))
            for loser in losers
        ]
    return kept


def _order(found: PatternDate) -> tuple[date, date, bool, int, tuple[str, ...]]:
    number = 0 if found.reason.missing is None else found.reason.missing.number
    return found.filed, found.nominal or found.filed, found.on is None, number, found.office_ids


def _claim(found: PatternDate) -> tuple[bool, int, date]:
    moved = abs((found.filed - (found.nominal or found.filed)).days)
    return found.reason.missing is not None, moved, found.nominal or found.filed
