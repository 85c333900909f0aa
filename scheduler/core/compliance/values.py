"""The words in which a verdict is given: codes and frozen values, no sentences."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.core.periods import Period
from scheduler.core.rules import Rule


class Status(StrEnum):
    """Where an office stands with one obligation in one period."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    NOT_APPLICABLE = "not_applicable"
    EXCUSED = "excused"


class Reason(StrEnum):
    """Why a verdict is what it is; empty for met and on track."""

    NONE = ""
    NO_OFFICE = "no_office"
    PARTIAL_PERIOD = "partial_period"
    VACANT = "vacant"
    NO_WORKING_DAY = "no_working_day"
    NOTHING_PLANNED = "nothing_planned"
    NOT_ENOUGH_PLANNED = "not_enough_planned"
    LAST_DATES = "last_dates"
    NOT_POSTED = "not_posted"
    UNREACHABLE = "unreachable"
    PERIOD_OVER = "period_over"
    EXCUSE_RECORDED = "excuse_recorded"


class WhyNot(StrEnum):
    """Why a meeting, or one day of it, does not count."""

    OTHER_OFFICE = "other_office"
    CAPACITY_NOT_DECLARED = "capacity_not_declared"
    OTHER_CAPACITY = "other_capacity"
    OTHER_LEDGER = "other_ledger"
    ADHOC = "adhoc"
    REGULAR_ROSTER = "regular_roster"
    OTHER_SUB_TYPE = "other_sub_type"
    DRAFT = "planned_not_approved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    NOT_HELD = "not_held"
    DELEGATED = "delegated"
    CHAIR_ABSENT = "chair_absent"
    CHAIR_AWAY = "chair_away"
    OFFICE_VACANT = "office_vacant"
    NOT_RECORDED = "not_recorded"
    NOT_POSTED = "not_posted"
    NOT_YET = "not_yet"
    DAY_OFF = "day_off"
    SECOND_SITTING_OF_DAY = "second_sitting_of_day"
    SAME_MEETING = "same_meeting"
    OUTSIDE_PERIOD = "outside_period"
    MOVED_AWAY = "moved_away"


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that counts: held, or still planned."""

    meeting_id: str
    day: date
    planned: bool


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A day that does not count, and why. ``day`` None: postponed without a date."""

    meeting_id: str
    day: date | None
    why: WhyNot


@dataclass(frozen=True, slots=True)
class Insisted:
    """What somebody entitled insisted on against this minimum, with the written ground; evidence for ever.

    ``code`` says what stood against it; ``meeting_id`` is None where no meeting was concerned.
    """

    meeting_id: str | None
    code: str
    ground: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings of the project where the law is silent (I); a unit's administrator may change them.

    ``judge_partial``: judge a period in which the unit existed only for a part, on that part (T13).
    ``credit_every_capacity``: credit all offices of one person though only one was declared (T11).
    ``margin``: how many free dates more than are missing still count as a risk.
    """

    judge_partial: bool = False
    credit_every_capacity: bool = False
    margin: int = 0


DEFAULT_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one office owes in one period.

    ``first``..``last``: the days on which a meeting counts, the period cut to the rule's window and to the unit's
    existence. ``rule`` leads; ``also`` are other rows that state the same duty. ``partial``: the unit existed for
    a part of the window only.
    """

    office_id: str
    rule: Rule
    also: tuple[Rule, ...]
    period: Period
    first: date
    last: date
    required: int
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an office stands with an obligation, with all evidence.

    ``held`` and ``planned`` count distinct dates; ``missing`` is what neither covers, never below 0.
    ``last_feasible``: the last date on which the next day must be held for the minimum still to be reached; None
    when nothing is owed any more or it cannot be reached. ``free``: feasible dates not yet used by a counted day.
    ``counted`` by date; ``not_counted`` by date, undated last. Meeting ids are: ``late_entries``, ``insisted``,
    ``after_lock`` (changed after their month was locked), and ``unconfirmed``: held days that count on the record's
    word alone, that the head was in the chair (T-28).
    """

    office_id: str
    obligation: Obligation
    status: Status
    reason: Reason
    required: int
    held: int
    planned: int
    missing: int
    last_feasible: date | None
    free: int
    counted: tuple[Counted, ...]
    not_counted: tuple[NotCounted, ...]
    late_entries: tuple[str, ...] = ()
    insisted: tuple[str, ...] = ()
    excused: str | None = None
    insistences: tuple[Insisted, ...] = ()
    after_lock: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        """The leading rule."""
        return self.obligation.rule

    @property
    def period(self) -> Period:
        """The whole period judged."""
        return self.obligation.period

    @property
    def statutorily_met(self) -> bool:
        """Whether the statutory report may say met. An excuse never makes it so."""
        return self.status is Status.MET
