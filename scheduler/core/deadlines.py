"""The clocks of the law: when something must be posted, answered or made public, and how far off that is.

Working days leave out holidays and say which; calendar days do not. The anchor day is not counted (I, T15). A due
date that falls on a day off stays there: no text seen moves it (I).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import Activity, Span
from scheduler.core.law import read_span
from scheduler.core.periods import last_of_month
from scheduler.core.rules import Confidence
from scheduler.core.workdays import Deadline, WhyOff

_MONTHS = 12


class Calendar(Protocol):
    """What is asked of a calendar here."""

    def shift(self, anchor: date, n: int) -> Deadline:
        """Return the day ``n`` working days from ``anchor``."""

    def shift_days(self, anchor: date, n: int) -> Deadline:
        """Return the day ``n`` calendar days from ``anchor``."""

    def working_days(self, first: date, last: date) -> Sequence[date]:
        """Return the working days of the closed span."""


class DeadlineUnit(StrEnum):
    """What an offset counts."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    MONTHS = "month"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One row of deadlines.csv.

    ``offset`` is negative before the anchor, None when the law gives no number. ``clock`` says which clock of the
    product reads the row; ``activity``, ``sub_type`` and ``level`` are None where the row holds for all.
    """

    id: str
    applies_to: str
    what: str
    anchor: str
    offset: int | None
    unit: DeadlineUnit | None
    span: Span | None
    legal_basis: str
    confidence: Confidence
    source: str
    note: str = ""
    enabled: bool = True
    off_because: str = ""
    clock: str = ""
    activity: Activity | None = None
    sub_type: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A due date, the row behind it, and the days off it skipped (empty for calendar days).

    ``certain`` is false while a day on the way rests on a holiday that is only expected.
    """

    rule: DeadlineRule
    anchor: date
    due: date
    skipped: tuple[tuple[date, WhyOff], ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """What the table asks of a meeting: its ledger, its sub-type, the level of the unit that holds it."""

    activity: Activity
    sub_type: str
    level: str


class PostingCode(StrEnum):
    """How a thing that must be posted stands."""

    NOT_REQUIRED = "not_required"
    ON_TIME = "on_time"
    LATE = "late"
    DUE_IN = "due_in"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class PostingStatus:
    """A countdown in the deadline's own unit.

    ``days``: how many were left when posted (on time) or are left now (due in, 0 means today); how many too late
    it was (late, at least 1) or is by now (overdue, at least 1).
    """

    code: PostingCode
    days: int = 0
    due: Due | None = None


def parse_deadlines(rows: Iterable[Mapping[str, str]]) -> tuple[DeadlineRule, ...]:
    """Read rows as they stand in deadlines.csv, in their order.

    Raises:
        InvalidInput: a cell cannot be read, an id comes twice, or a row without a number is enabled.
    """
    faults: list[Fault] = []
    found: dict[str, DeadlineRule] = {}
    for number, row in enumerate(rows, 1):
        try:
            rule = _parse(row)
        except (KeyError, ValueError) as error:
            faults.append(Fault(str(number), "unreadable-deadline", {"detail": str(error)}))
            continue
        if rule.id in found:
            faults.append(Fault(f"{number}/deadline_id", "duplicate-deadline", {"deadline_id": rule.id}))
        if rule.enabled and (rule.offset is None or rule.unit is None or rule.confidence is Confidence.MEMORY):
            faults.append(Fault(f"{number}/enabled", "cannot-be-enabled", {"deadline_id": rule.id}))
        found[rule.id] = rule
    if faults:
        raise InvalidInput(faults)
    return tuple(found.values())


def deadline_in_force(rules: Iterable[DeadlineRule], clock: str, kind: MeetingKind, day: date) -> DeadlineRule | None:
    """Return the enabled row of ``clock`` for a meeting of this kind on ``day``; the first of the table wins."""
    for rule in rules:
        if (
            rule.enabled
            and rule.clock == clock
            and rule.activity in {None, kind.activity}
            and rule.sub_type in {None, kind.sub_type}
            and rule.level in {None, kind.level}
            and (rule.span is None or rule.span.covers(day))
        ):
            return rule
    return None


def posting_deadline(rules: Iterable[DeadlineRule], kind: MeetingKind, held_on: date, calendar: Calendar) -> Due | None:
    """Return the last day on which a meeting may be posted, None when no row asks for it.

    An ad-hoc reception and the regular roster have no posting deadline (T9).

    Law: Luật 42/2013 Điều 24.4; Luật 72/2025 Điều 43; Luật Thanh niên Điều 10.2.
    """
    rule = deadline_in_force(rules, "posting", kind, held_on)
    return None if rule is None else due_by(rule, held_on, calendar)


def result_deadline(rules: Iterable[DeadlineRule], kind: MeetingKind, held_on: date, calendar: Calendar) -> Due | None:
    """Return the last day on which a meeting's result may be made public, None when no row gives a number.

    Law: Luật 72/2025 Điều 43; Luật Thanh niên Điều 10.3.
    """
    rule = deadline_in_force(rules, "result", kind, held_on)
    return None if rule is None else due_by(rule, held_on, calendar)


def due(rules: Iterable[DeadlineRule], deadline_id: str, anchor: date, calendar: Calendar) -> Due:
    """Return when ``deadline_id`` falls due, counted from ``anchor``.

    Raises:
        ValueError: there is no such row, or it has no number.
    """
    for rule in rules:
        if rule.id == deadline_id:
            return due_by(rule, anchor, calendar)
    raise ValueError(deadline_id)


def due_by(rule: DeadlineRule, anchor: date, calendar: Calendar) -> Due:
    """Return when ``rule`` falls due, counted from ``anchor``. Raises ValueError when it has no number."""
    match rule.offset, rule.unit:
        case int(offset), DeadlineUnit.WORKING_DAYS:
            found = calendar.shift(anchor, offset)
        case int(offset), DeadlineUnit.DAYS:
            found = calendar.shift_days(anchor, offset)
        case int(offset), DeadlineUnit.MONTHS:
            return Due(rule, anchor, _months_later(anchor, offset), ())
        case _:
            raise ValueError(rule.id)
    return Due(rule, anchor, found.due, found.skipped, found.certain)


def posting_status(wanted: Due | None, published_on: date | None, today: date, calendar: Calendar) -> PostingStatus:
    """Return how a posting stands against its deadline. ``published_on`` is the first day it was public."""
    if wanted is None:
        return PostingStatus(PostingCode.NOT_REQUIRED)
    day = published_on or today
    if day <= wanted.due:
        left = _between(wanted.rule, day, wanted.due, calendar)
        return PostingStatus(PostingCode.DUE_IN if published_on is None else PostingCode.ON_TIME, left, wanted)
    late = max(1, _between(wanted.rule, wanted.due, day, calendar))
    return PostingStatus(PostingCode.OVERDUE if published_on is None else PostingCode.LATE, late, wanted)


def _between(rule: DeadlineRule, first: date, last: date, calendar: Calendar) -> int:
    """Count the days after ``first`` up to ``last`` in the deadline's own unit."""
    if rule.unit is DeadlineUnit.WORKING_DAYS:
        return sum(day > first for day in calendar.working_days(first, last))
    return (last - first).days


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    end = last_of_month(year, month + 1)
    return end if day == last_of_month(day.year, day.month) else end.replace(day=min(day.day, end.day))


def _parse(row: Mapping[str, str]) -> DeadlineRule:
    offset = row["offset"]
    return DeadlineRule(
        id=row["deadline_id"],
        applies_to=row["applies_to"],
        what=row["what"],
        anchor=row["anchor"],
        offset=int(offset) if offset.lstrip("-").isdigit() else None,
        unit=DeadlineUnit(row["unit"]) if row["unit"] else None,
        span=read_span(row["valid_from"], row["valid_to"]),
        legal_basis=row["legal_basis"],
        confidence=Confidence(row["confidence"]),
        source=row["source"],
        note=row.get("note", ""),
        enabled=row["enabled"] == "yes",
        off_because=row.get("off_because", ""),
        clock=row.get("clock", ""),
        activity=Activity(row["activity"]) if row.get("activity") else None,
        sub_type=row.get("sub_type") or None,
        level=row.get("level") or None,
    )
