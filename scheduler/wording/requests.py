"""What leaders ask for, in words: kinds, causes, and what became of it."""

from datetime import date

from scheduler.core.facts import DayPart
from scheduler.core.wishes import Cause, Status, Wish
from scheduler.wording.dates import inline_date, span
from scheduler.wording.language import said, say, source, sources

WISHES = {Wish.ABSENCE: source("Báo bận", "wish"), Wish.STAND_IN: source("Cử người tiếp thay", "wish")}
STATUSES = {
    Status.WAITING: source("Chờ thư ký xử lý"),
    Status.GRANTED: source("Đã đồng ý"),
    Status.DECLINED: source("Không đồng ý"),
    Status.WITHDRAWN: source("Đã rút"),
}
CAUSES = {
    Cause.MISSION: source("Đi công tác"),
    Cause.CONFERENCE: source("Họp, hội nghị"),
    Cause.LEAVE: source("Nghỉ phép"),
    Cause.HEALTH: source("Sức khỏe"),
    Cause.OTHER: source("Việc khác"),
}
_FOR_OTHERS = {
    Cause.MISSION: "Đi công tác",
    Cause.CONFERENCE: "Họp, hội nghị",
    Cause.LEAVE: "Nghỉ",
    Cause.HEALTH: "Nghỉ",
    Cause.OTHER: "Bận việc khác",
}
sources(_FOR_OTHERS)
PARTS = {
    DayPart.ALL: source("cả ngày"),
    DayPart.MORNING: source("buổi sáng"),
    DayPart.AFTERNOON: source("buổi chiều"),
}


def wish_name(wish: Wish) -> str:
    """Return "Báo bận" or "Cử người tiếp thay"."""
    return said(WISHES[wish], "wish")


def status_name(status: Status) -> str:
    """Return "Chờ thư ký xử lý", "Đã đồng ý", "Không đồng ý" or "Đã rút"."""
    return said(STATUSES[status])


def cause_name(cause: Cause) -> str:
    """Return why, as the asker chose it: "Đi công tác"."""
    return said(CAUSES[cause])


def cause_for_others(cause: Cause) -> str:
    """Return why, as the whole office may read it beside an absence: of somebody's health it says nothing.

    It is kept with the absence, in Vietnamese, and said in the reader's language where it is shown.
    """
    return _FOR_OTHERS[cause]


def span_words(first: date, last: date, part: DayPart) -> str:
    """Return "thứ Ba 08/12/2026, cả ngày" or "từ 08/12/2026 đến 10/12/2026, buổi sáng"."""
    days = inline_date(first) if first == last else span(first, last)
    return say("{days}, {part}", days=days, part=said(PARTS[part]))
