"""A pattern in words: its dates, what a day off does to them, its hours."""

from collections.abc import Iterable

from scheduler.core.patterns import DaysOfMonth, Hours, MonthDay, Pattern, PatternDate, Rotation, Sitting
from scheduler.core.patterns.policy import OffDayPolicy
from scheduler.core.patterns.shapes import LAST, BaseShape, Counting, ShortMonth
from scheduler.wording.dates import hours
from scheduler.wording.language import said, say, source
from scheduler.wording.reasons import POLICIES, SHORT_MONTHS, reason_sentence, shape_words

KINDS: dict[str, str] = {
    "days_of_month": source("Ngày cố định trong tháng"),
    "weekly": source("Thứ cố định hằng tuần"),
    "month_weekday": source("Thứ nhất, thứ hai … của một thứ trong tháng"),
    "explicit_dates": source("Các ngày ấn định từng ngày"),
}
TURNS: dict[str, str] = {
    "together": source("Các chức vụ được chọn cùng tiếp"),
    "rotation": source("Luân phiên, mỗi ngày một chức vụ"),
}
WEEKDAYS: dict[int, str] = {
    1: source("thứ Hai"),
    2: source("thứ Ba"),
    3: source("thứ Tư"),
    4: source("thứ Năm"),
    5: source("thứ Sáu"),
    6: source("thứ Bảy"),
    7: source("Chủ nhật"),
}
NTHS: dict[int, str] = {
    1: source("lần thứ nhất"),
    2: source("lần thứ hai"),
    3: source("lần thứ ba"),
    4: source("lần thứ tư"),
    LAST: source("lần cuối cùng"),
}
OFF_DAYS: dict[OffDayPolicy, str] = {
    OffDayPolicy.NEXT: source("chuyển sang ngày làm việc kế tiếp"),
    OffDayPolicy.PREVIOUS: source("chuyển về ngày làm việc liền trước"),
    OffDayPolicy.NEAREST: source("chuyển sang ngày làm việc gần nhất"),
    OffDayPolicy.NEXT_WITHIN_MONTH_ELSE_PREVIOUS: source("kế tiếp trong tháng, hết tháng thì về ngày liền trước"),
    OffDayPolicy.NEAREST_WITHIN_MONTH: source("ngày làm việc gần nhất trong tháng"),
    OffDayPolicy.SKIP: source("không tổ chức"),
    OffDayPolicy.KEEP: source("vẫn tiếp"),
    OffDayPolicy.ANNOUNCE: source("sẽ có thông báo riêng"),
}
"""What becomes of a date that is a day off, as one of several choices."""
COUNTINGS: dict[Counting, str] = {
    Counting.WEEKDAY: source("đếm lần thứ đó xuất hiện trong tháng"),
    Counting.WEEK: source("đếm tuần của tháng, tuần đầu là tuần có ngày 01"),
}


def policy_words(policy: OffDayPolicy) -> str:
    """Return what becomes of a date that is a day off: "trùng ngày nghỉ thì …"."""
    return said(POLICIES[policy])


def short_month_words(policy: ShortMonth) -> str:
    """Return what becomes of day 29, 30 or 31 in a month without it."""
    return said(SHORT_MONTHS[policy])


def pattern_words(pattern: Pattern) -> str:
    """Return "Ngày 15 hằng tháng, trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp"."""
    base: BaseShape = pattern.shape.over if isinstance(pattern.shape, Rotation) else pattern.shape
    words = [shape_words(pattern.shape)]
    if isinstance(base, DaysOfMonth) and base.short_month is not None:
        words.append(say("tháng không có ngày đó thì {what}", what=short_month_words(base.short_month)))
    words.append(policy_words(pattern.on_day_off))
    if pattern.on_holiday is not None and pattern.on_holiday is not pattern.on_day_off:
        words.append(say("riêng ngày nghỉ lễ: {what}", what=policy_words(pattern.on_holiday)))
    told = ", ".join(words)
    return f"{told[:1].upper()}{told[1:]}"


def hours_words(found: Hours) -> str:
    """Return "08:00–11:30, 14:00–16:30; từ 16/4 đến 15/10: 07:30–11:00", "" when no hours are given."""
    told = [sittings_words(found.ordinary)] if found.ordinary else []
    told += [
        say("từ {first} đến {last}: {hours}", first=_day(s.first), last=_day(s.last), hours=sittings_words(s.sittings))
        for s in found.seasons
    ]
    return "; ".join(told)


def sittings_words(sittings: Iterable[Sitting]) -> str:
    """Return "08:00–11:30, 14:00–16:30"."""
    return ", ".join(hours(one.start, one.end) for one in sittings)


def why_words(found: PatternDate) -> str:
    """Return why a date of a pattern is where it is, or why there is none."""
    return reason_sentence(found.reason, found.on)


def _day(day: MonthDay) -> str:
    return f"{day.day}/{day.month}"
