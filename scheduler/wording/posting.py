"""The publication clock in words: countdown, on time, late. Late is said plainly and for ever."""

from datetime import datetime

from scheduler.core.deadlines import DeadlineUnit, Due, PostingCode, PostingStatus
from scheduler.wording.dates import moment, short_date
from scheduler.wording.language import said, say, source
from scheduler.wording.reasons import skipped_days

_UNITS = {
    DeadlineUnit.WORKING_DAYS: "ngày làm việc",
    DeadlineUnit.DAYS: "ngày",
    DeadlineUnit.MONTHS: "ngày",
}
_FREE = source("không bắt buộc")
_DUE_SHORT: dict[str, str] = {
    "today": source("{due}, là hôm nay"),
    PostingCode.DUE_IN: source("{due}, còn {days} {unit}"),
    PostingCode.OVERDUE: source("{due}, đã quá {days} {unit}"),
    PostingCode.LATE: source("{due}, niêm yết trễ {days} {unit}"),
    "posted": source("{due}, đúng hạn"),
}
_UNCERTAIN = "Lịch nghỉ chưa được xác nhận đầy đủ, hạn có thể thay đổi."


def day_unit(due: Due | None) -> str:
    """Return "ngày làm việc" or "ngày", whichever the deadline counts."""
    unit = due.rule.unit if due is not None else None
    return _UNITS[unit] if unit is not None else "ngày"


def countdown(status: PostingStatus) -> str:
    """Return how a posting stands, for the people who must post: days left or late, due date, what was not counted."""
    unit = day_unit(status.due)
    if status.due is None:
        return "Buổi này không bắt buộc niêm yết trước."
    due = short_date(status.due.due)
    match status.code:
        case PostingCode.DUE_IN if status.days == 0:
            said = f"Hôm nay là hạn niêm yết ({due})"
        case PostingCode.DUE_IN:
            said = f"Còn {status.days} {unit} để niêm yết, hạn {due}"
        case PostingCode.OVERDUE:
            said = (
                f"Quá hạn niêm yết {status.days} {unit}, hạn là {due}; niêm yết ngay, buổi sẽ được ghi là niêm yết trễ"
            )
        case PostingCode.LATE:
            said = f"Niêm yết trễ {status.days} {unit}, hạn là {due}"
        case _:
            said = f"Niêm yết đúng hạn, hạn là {due}"
    if status.due.skipped:
        said = f"{said}; không tính: {skipped_days(status.due.skipped)}"
    return f"{said}." if status.due.certain else f"{said}. {_UNCERTAIN}"


def due_short(status: PostingStatus) -> str:
    """Return the due date and how far it is, for a table: "08/12/2026, còn 3 ngày làm việc"."""
    if status.due is None:
        return said(_FREE)
    template = _DUE_SHORT["today"] if status.code is PostingCode.DUE_IN and not status.days else None
    template = template or _DUE_SHORT.get(status.code, _DUE_SHORT["posted"])
    return say(template, due=short_date(status.due.due), days=status.days, unit=said(day_unit(status.due)))


def posted_words(at: datetime, days_before: int, status: PostingStatus) -> str:
    """Return the footer of a public card: "Niêm yết 06/11/2026 08:15 (trước 8 ngày làm việc)", late when it was.

    ``days_before``: from the day of posting to the meeting, in the deadline's own unit.
    """
    unit = day_unit(status.due)
    if status.code is PostingCode.LATE:
        return f"Niêm yết {moment(at)} – trễ {status.days} {unit} so với quy định"
    if days_before <= 0:
        return f"Niêm yết {moment(at)}"
    return f"Niêm yết {moment(at)} (trước {days_before} {unit})"
