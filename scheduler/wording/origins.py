"""Where a generated meeting came from, kept with it as plain values and told again in words.

The pattern may end or change later; what was true when the date was made stays with the meeting.
"""

from collections.abc import Mapping
from datetime import date

from scheduler.core.patterns.policy import Reason
from scheduler.core.patterns.shapes import Shape
from scheduler.wording.dates import inline_date
from scheduler.wording.reasons import reason_sentence

PATTERN, PLANNER, BY_HAND = "pattern", "planner", "by_hand"
_KINDS = {
    PLANNER: "Ngày do hệ thống đề xuất để đủ định mức, không trùng ngày nghỉ và lịch khác.",
    BY_HAND: "Ngày do thư ký chọn.",
}


def origin_from_pattern(reason: Reason, on: date | None, shape: Shape | None = None) -> dict[str, object]:
    """Return what to keep in a meeting's ``origin`` for a date that a pattern gave."""
    kept: dict[str, object] = {"from": PATTERN, "code": reason.code.value, "why": reason_sentence(reason, on, shape)}
    if reason.nominal is not None:
        kept["nominal"] = reason.nominal.isoformat()
    return kept


def origin_sentence(origin: Mapping[str, object]) -> str:
    """Return how the date came about, "" when nothing is known."""
    why = origin.get("why")
    if isinstance(why, str) and why:
        return why
    return _KINDS.get(str(origin.get("from", "")), "")


def instead_of(day: date) -> str:
    """Return that a meeting makes up for one that did not take place: "Buổi tiếp bù cho thứ Năm 12/11/2026"."""
    return f"Buổi tiếp bù cho {inline_date(day)}"
