"""One row of the law as a value, and who is meant by the offices and levels that rules.csv names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.core.facts import Activity, Level, OfficeKind, Span
from scheduler.core.periods import PeriodKind


class CountUnit(StrEnum):
    """What is counted: distinct calendar dates, or sessions."""

    DAY = "day"
    SESSION = "session"


class Answer(StrEnum):
    """Whether something counts. A reading (I) of the texts in every row that says yes or no."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "n/a"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How well a row is founded: primary text, secondary text, local practice, inference, memory."""

    PRIMARY = "P"
    SECONDARY = "S"
    LOCAL = "L"
    INFERRED = "I"
    MEMORY = "M"


_EVERY_LEVEL = tuple(Level)

# The levels named in rules.csv, in terms of the levels of units. "thủ trưởng" rows name bodies, not levels.
LEVELS: Mapping[str, tuple[Level, ...]] = {
    **{level.value: (level,) for level in Level},
    "all": _EVERY_LEVEL,
    "tinh_xa": (Level.TINH, Level.XA),
    "huyen_xa": (Level.HUYEN, Level.XA),
    "so_nganh_tinh": (Level.TINH,),
    "phong_huyen": (Level.HUYEN,),
    "co_quan_thuoc_chinh_phu_va_su_nghiep": _EVERY_LEVEL,
    "don_vi": _EVERY_LEVEL,
}

# The offices named in rules.csv, in terms of the offices that bear duties here; none where the product keeps no ledger.
OFFICES: Mapping[str, tuple[OfficeKind, ...]] = {
    **{kind.value: (kind,) for kind in OfficeKind},
    "ubnd_xa": (OfficeKind.CHINH_QUYEN_XA,),
    "bo_truong": (OfficeKind.THU_TRUONG_CO_QUAN,),
    "bi_thu_va_chu_tich": (OfficeKind.BI_THU, OfficeKind.CHU_TICH_UBND),
    "thuong_truc_tinh_uy": (OfficeKind.BI_THU,),
    "dai_bieu_hdnd": (),
    "dai_bieu_quoc_hoi": (),
    "nguoi_su_dung_lao_dong": (),
}


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a year in which a meeting must fall, both ends counted; only for yearly rules."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the law.

    ``obligation`` names the duty: rows with one name state one duty (several texts, or versions in time) and are
    judged once. ``period`` None means nothing recurs (on a trigger, or by roster). ``unit_id`` None means national,
    else the unit that made the rule for itself and those below it. ``target_month`` is advice, never judged (T25).
    """

    id: str
    activity: Activity
    sub_type: str
    office: str
    level: str
    minimum: int | None
    unit: CountUnit
    period: PeriodKind | None
    span: Span | None
    legal_basis: str
    counts_delegated: Answer
    counts_adhoc: Answer
    confidence: Confidence
    source: str
    note: str = ""
    enabled: bool = True
    off_because: str = ""
    obligation: str = ""
    window: Window | None = None
    target_month: int | None = None
    unit_id: str | None = None

    @property
    def kinds(self) -> tuple[OfficeKind, ...]:
        """The kinds of office that owe this."""
        return OFFICES[self.office]

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of unit at which it is owed."""
        return LEVELS[self.level]

    @property
    def judgeable(self) -> bool:
        """Whether the row is complete and founded enough to be enforced."""
        return (
            self.minimum is not None
            and self.minimum > 0
            and self.period is not None
            and self.span is not None
            and self.confidence is not Confidence.MEMORY
            and Answer.UNKNOWN not in (self.counts_delegated, self.counts_adhoc)
        )

    def binds(self, kind: str, level: str, lineage: Collection[str] = ()) -> bool:
        """Tell whether an office of ``kind`` at ``level`` owes this; ``lineage`` is its unit and those above it."""
        return kind in self.kinds and level in self.levels and (self.unit_id is None or self.unit_id in lineage)
