"""The frozen values that the engines read. Built from rows by the use cases, never the other way.

Ids are opaque strings. Dates are civil dates in Vietnam; a span is closed on both ends and an empty end means
"still in force".
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Activity(StrEnum):
    """The two ledgers of the law; they never mix."""

    RECEPTION = "reception"
    DIALOGUE = "dialogue"


class Level(StrEnum):
    """Level of a unit. ``HUYEN`` ended on 2025-06-30."""

    TRUNG_UONG = "trung_uong"
    TINH = "tinh"
    HUYEN = "huyen"
    XA = "xa"


class OfficeKind(StrEnum):
    """The office on which a duty rests; the names of rules.csv."""

    BI_THU = "bi_thu_cap_uy"
    CHU_TICH_UBND = "chu_tich_ubnd"
    CHU_TICH_HDND = "chu_tich_hdnd"
    THUONG_TRUC_HDND = "thuong_truc_hdnd"
    THU_TRUONG_CO_QUAN = "thu_truong_co_quan"
    THU_TRUONG_DON_VI = "thu_truong_don_vi"
    CHINH_QUYEN_XA = "chinh_quyen_xa"


BODIES = frozenset({OfficeKind.CHINH_QUYEN_XA})
"""Offices that are a body as a whole: no one person holds them, so they are never vacant."""


class State(StrEnum):
    """Where a meeting stands in its life; see lifecycle.py for the allowed steps."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Span:
    """A closed span of civil dates; ``last`` None means open."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` lies in the span."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, first: date, last: date) -> bool:
        """Tell whether the span shares a day with the closed span first..last."""
        return self.first <= last and (self.last is None or self.last >= first)

    def within(self, other: "Span") -> "Span | None":
        """Return the days that both spans have, None when there are none."""
        last = min(filter(None, (self.last, other.last)), default=None)
        first = max(self.first, other.first)
        return Span(first, last) if last is None or first <= last else None


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person's time in an office.

    ``heads`` is true for the holder and for an acting head (quyền, phụ trách), false for a deputy who merely
    keeps the office running without formal assignment (điều hành): the office then counts as vacant (T12, I).
    ``name``: the person's, folded, so that one person entered twice is known again; empty when not told.
    """

    person_id: str
    span: Span
    heads: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class OfficeFact:
    """An office that bears duties: at a unit of a level, existing over a span, held by people in turn.

    ``unit_span``: the unit's own span; None when the office is as old as its unit and lives as long. ``name``: its
    title, folded; it tells several offices of one kind at one unit apart.
    """

    id: str
    unit_id: str
    kind: str
    level: str
    span: Span
    tenures: tuple[Tenure, ...] = ()
    unit_span: Span | None = None
    name: str = ""


class DayPart(StrEnum):
    """The whole of a day or one half; noon parts them."""

    ALL = "all"
    MORNING = "morning"
    AFTERNOON = "afternoon"

    def meets(self, other: "DayPart") -> bool:
        """Tell whether both take the same half."""
        return self is other or DayPart.ALL in (self, other)


@dataclass(frozen=True, slots=True)
class Chair:
    """One office's part in a meeting.

    ``in_person`` false means a deputy sits in its place (ủy quyền, tiếp thay): recorded, never counted.
    ``present`` is None until the meeting was held; then whether the office holder was in the chair.
    """

    office_id: str
    in_person: bool = True
    present: bool | None = None


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """What a verdict needs to know of one meeting.

    ``days``: the distinct civil dates of its sittings, ascending; empty only for a postponed meeting without a
    date. ``sub_type``: periodic, adhoc, regular, or the dialogue's kind. ``insisted`` is true when it was
    changed against an objection with a written ground; ``insisted_days`` are the days off insisted on as such.
    ``recorded``: of a held meeting the first and last date its record speaks of, None when it speaks of all.
    ``parts``: which part of its date each sitting takes; empty when the hours are not known.
    ``announced``: it was public once. ``left``: the public dates it gave up, ascending. ``confirmed``: the offices
    whose head's presence somebody confirmed besides the record. ``after_lock``: it was changed after its month was
    locked. ``lapsed``: it is approved, and the last day for posting it has passed; see lapsing.py.
    """

    id: str
    activity: Activity
    sub_type: str
    state: State
    days: tuple[date, ...]
    chairs: tuple[Chair, ...]
    makeup_for: str | None = None
    entered_late: bool = False
    insisted: bool = False
    insisted_days: frozenset[date] = frozenset()
    recorded: Span | None = None
    parts: frozenset[tuple[date, DayPart]] = frozenset()
    announced: bool = False
    left: tuple[date, ...] = ()
    after_lock: bool = False
    confirmed: frozenset[str] = frozenset()
    lapsed: bool = False

    @property
    def held_days(self) -> tuple[date, ...]:
        """The dates of its sittings that the record of a held meeting speaks of, ascending."""
        return self.days if self.recorded is None else tuple(day for day in self.days if self.recorded.covers(day))


SHORTEST_MEETING = timedelta(minutes=15)
"""What is shorter is neither planned nor recorded as a meeting (I)."""


@dataclass(frozen=True, slots=True)
class Away:
    """A span in which an office's head cannot receive: own absence, or a congress or council session above it.

    ``by_unit``: the office's own unit entered it, so that it explains a shortfall and makes none lawful.
    """

    office_id: str
    span: Span
    part: DayPart
    reason: str
    by_unit: bool = True
