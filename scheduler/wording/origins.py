"""Where a generated meeting came from, kept with it as plain values and told again in words.

The pattern may end or change later; what was true when the date was made stays with the meeting.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time

from scheduler.core.patterns.policy import Reason, ReasonCode
from scheduler.core.patterns.shapes import Shape
from scheduler.wording.dates import clock, inline_date, short_date
from scheduler.wording.language import Language, said, say, source, sources, spoken
from scheduler.wording.reasons import reason_sentence

PATTERN, PLANNER, BY_HAND = "pattern", "planner", "by_hand"
_KINDS = {
    PLANNER: "Ngày do hệ thống đề xuất để đủ định mức, không trùng ngày nghỉ và lịch khác.",
    BY_HAND: "Ngày do thư ký chọn.",
}
_BY_CODE: dict[ReasonCode, str] = {
    ReasonCode.ON_PATTERN: "Ngày theo mẫu, là ngày làm việc.",
    ReasonCode.STANDS_IN: "Tháng này không có ngày theo mẫu nên lấy ngày thay thế.",
    ReasonCode.MOVED_NEXT: "Ngày theo mẫu là ngày nghỉ, chuyển sang ngày làm việc kế tiếp.",
    ReasonCode.MOVED_PREVIOUS: "Ngày theo mẫu là ngày nghỉ, chuyển về ngày làm việc liền trước.",
    ReasonCode.MOVED_NEAREST: "Ngày theo mẫu là ngày nghỉ, chuyển sang ngày làm việc gần nhất.",
    ReasonCode.KEPT_ON_DAY_OFF: "Ngày theo mẫu là ngày nghỉ, vẫn tiếp theo mẫu.",
}
"""What a pattern's date is told by when its whole sentence was not kept, or was kept in the other language."""
_NOMINAL = source("{told} Ngày của mẫu: {day}.")
_OTHER_HOURS = source("Giờ của mẫu ({hours}) vướng lịch khác của phòng hoặc người chủ trì nên đổi giờ trong ngày.")
_SOME_PATTERN = source("Ngày theo mẫu lặp của đơn vị.")
sources(_KINDS, _BY_CODE)


def origin_from_pattern(
    reason: Reason, on: date | None, shape: Shape | None = None, usual: Sequence[tuple[time, time]] = ()
) -> dict[str, object]:
    """Return what to keep in a meeting's ``origin`` for a date that a pattern gave.

    ``usual``: the pattern's own hours of that date, when the meeting has others; none, when it keeps to them.
    """
    kept: dict[str, object] = {"from": PATTERN, "code": reason.code.value, "why": reason_sentence(reason, on, shape)}
    if reason.nominal is not None:
        kept["nominal"] = reason.nominal.isoformat()
    if usual:
        kept["usual"] = ", ".join(f"{clock(starts)}–{clock(ends)}" for starts, ends in usual)
        kept["why"] = f"{kept['why']} {say(_OTHER_HOURS, hours=kept['usual'])}"
    return kept


def origin_sentence(origin: Mapping[str, object]) -> str:
    """Return how the date came about, "" when nothing is known."""
    why = origin.get("why")
    if isinstance(why, str) and why and spoken() is Language.VIETNAMESE:  # as it was kept
        return why
    if origin.get("from") == PATTERN:
        told, usual = _from_pattern(str(origin.get("code", "")), str(origin.get("nominal", ""))), origin.get("usual")
        return f"{told} {say(_OTHER_HOURS, hours=usual)}" if usual else told
    return said(_KINDS.get(str(origin.get("from", "")), ""))


def _from_pattern(code: str, nominal: str) -> str:
    told = said(_BY_CODE[ReasonCode(code)] if code in _BY_CODE else _SOME_PATTERN)
    return say(_NOMINAL, told=told, day=short_date(date.fromisoformat(nominal))) if nominal else told


def instead_of(day: date) -> str:
    """Return that a meeting makes up for one that did not take place: "Buổi tiếp bù cho thứ Năm 12/11/2026"."""
    return say(source("Buổi tiếp bù cho {day}"), day=inline_date(day))
