"""The publication clock in words: countdown, on time, late. Late is said plainly and for ever."""

from collections.abc import Mapping
from datetime import datetime

from scheduler.core.deadlines import DeadlineUnit, Due, PostingCode, PostingStatus
from scheduler.wording.dates import moment, short_date
from scheduler.wording.language import said, say, source
from scheduler.wording.reasons import skipped_days

_UNITS = {
    DeadlineUnit.WORKING_DAYS: source("{n} ngày làm việc"),
    DeadlineUnit.DAYS: source("{n} ngày"),
    DeadlineUnit.MONTHS: source("{n} ngày"),
}
_FREE = source("không bắt buộc")
_DUE_SHORT: dict[str, str] = {
    "today": source("{due}, là hôm nay"),
    PostingCode.DUE_IN: source("{due}, còn {days}"),
    PostingCode.OVERDUE: source("{due}, đã quá {days}"),
    PostingCode.LATE: source("{due}, niêm yết trễ {days}"),
    "posted": source("{due}, đúng hạn"),
}
_COUNTDOWN: dict[str, str] = {
    "today": source("Hôm nay là hạn niêm yết ({due})"),
    PostingCode.DUE_IN: source("Còn {days} để niêm yết, hạn {due}"),
    PostingCode.OVERDUE: source(
        "Quá hạn niêm yết {days}, hạn là {due}; niêm yết ngay, buổi sẽ được ghi là niêm yết trễ"
    ),
    PostingCode.LATE: source("Niêm yết trễ {days}, hạn là {due}"),
    "posted": source("Niêm yết đúng hạn, hạn là {due}"),
}
_UNCERTAIN = source("Lịch nghỉ chưa được xác nhận đầy đủ, hạn có thể thay đổi.")


def countdown(status: PostingStatus) -> str:
    """Return how a posting stands, for the people who must post: days left or late, due date, what was not counted."""
    if status.due is None:
        return said(source("Buổi này không bắt buộc niêm yết trước."))
    told = _filled(_COUNTDOWN, status, status.due)
    if status.due.skipped:
        told = say(source("{told}; không tính: {days}"), told=told, days=skipped_days(status.due.skipped))
    return f"{told}." if status.due.certain else f"{told}. {said(_UNCERTAIN)}"


def due_short(status: PostingStatus) -> str:
    """Return the due date and how far it is, for a table: "08/12/2026, còn 3 ngày làm việc"."""
    return said(_FREE) if status.due is None else _filled(_DUE_SHORT, status, status.due)


def posted_words(at: datetime, days_before: int, status: PostingStatus) -> str:
    """Return the footer of a public card: "Niêm yết 06/11/2026 08:15 (trước 8 ngày làm việc)", late when it was.

    ``days_before``: from the day of posting to the meeting, in the deadline's own unit.
    """
    if status.code is PostingCode.LATE:
        late = source("Niêm yết {at} – trễ {days} so với quy định")
        return say(late, at=moment(at), days=_days(status.days, status.due))
    if days_before <= 0:
        return say(source("Niêm yết {at}"), at=moment(at))
    return say(source("Niêm yết {at} (trước {days})"), at=moment(at), days=_days(days_before, status.due))


def _filled(table: Mapping[str, str], status: PostingStatus, due: Due) -> str:
    today = status.code is PostingCode.DUE_IN and not status.days
    text = table["today"] if today else table.get(status.code, table["posted"])
    return say(text, due=short_date(due.due), days=_days(status.days, due))


def _days(number: int, due: Due | None) -> str:
    """Return "3 ngày làm việc" or "3 ngày", whichever the deadline counts."""
    unit = due.rule.unit if due is not None else None
    return say(_UNITS[unit or DeadlineUnit.DAYS], n=number)
