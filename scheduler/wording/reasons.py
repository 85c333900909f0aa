"""Why a generated date is where it is, in words: "Mẫu: ngày 15 hằng tháng; 15/11/2026 là Chủ nhật, chuyển sang …"."""

from collections.abc import Iterable
from datetime import date

from scheduler.core.patterns.policy import OffDayPolicy, Reason, ReasonCode
from scheduler.core.patterns.shapes import (
    LAST,
    BaseShape,
    Counting,
    DaysOfMonth,
    ExplicitDates,
    Missing,
    MonthWeekday,
    Rotation,
    Shape,
    ShortMonth,
    Weekly,
)
from scheduler.core.workdays import DayKind, OffCode, WhyOff
from scheduler.wording.dates import day_month, inline_date, inline_weekday, month_name, short_date, weekday
from scheduler.wording.language import said, say, source, sources

_NTHS = {1: "thứ nhất", 2: "thứ hai", 3: "thứ ba", 4: "thứ tư", LAST: "cuối cùng"}
_WEEKS = {1: "tuần thứ nhất", 2: "tuần thứ hai", 3: "tuần thứ ba", 4: "tuần thứ tư", LAST: "tuần cuối"}
POLICIES = {
    OffDayPolicy.NEXT: "trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp",
    OffDayPolicy.PREVIOUS: "trùng ngày nghỉ thì chuyển về ngày làm việc liền trước",
    OffDayPolicy.NEAREST: "trùng ngày nghỉ thì chuyển sang ngày làm việc gần nhất",
    OffDayPolicy.NEXT_WITHIN_MONTH_ELSE_PREVIOUS: (
        "trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp trong tháng, nếu hết tháng thì về ngày liền trước"
    ),
    OffDayPolicy.NEAREST_WITHIN_MONTH: "trùng ngày nghỉ thì chuyển sang ngày làm việc gần nhất trong tháng",
    OffDayPolicy.SKIP: "trùng ngày nghỉ thì không tổ chức",
    OffDayPolicy.KEEP: "vẫn tiếp dù trùng ngày nghỉ",
    OffDayPolicy.ANNOUNCE: "trùng ngày nghỉ thì sẽ có thông báo riêng",
}
SHORT_MONTHS = {
    ShortMonth.LAST_DAY: "lấy ngày cuối tháng",
    ShortMonth.SKIP: "không tổ chức trong tháng đó",
    ShortMonth.NEXT_MONTH_FIRST: "lấy ngày 01 tháng sau",
}
DAY_KINDS = {
    DayKind.OFF: "ngày nghỉ lễ",
    DayKind.OFF_OBSERVED: "ngày nghỉ bù",
    DayKind.OFF_SWAPPED: "ngày nghỉ hoán đổi",
    DayKind.MAKEUP_WORKDAY: "ngày làm bù",
}
_OFF = {
    OffCode.WEEKEND: "cuối tuần",
    OffCode.OFF: "ngày nghỉ lễ",
    OffCode.OFF_OBSERVED: "ngày nghỉ bù",
    OffCode.OFF_SWAPPED: "ngày nghỉ hoán đổi",
}
sources(_NTHS, _WEEKS, POLICIES, SHORT_MONTHS, DAY_KINDS, _OFF)


def day_off(day: date, why: WhyOff) -> str:
    """Return what a day off is: "Chủ nhật", "ngày nghỉ lễ (Quốc khánh)", "… (dự kiến)" when not confirmed."""
    if why.code is OffCode.WEEKEND:
        return weekday(day)
    named = f"{said(_OFF[why.code])} ({why.name})" if why.name else said(_OFF[why.code])
    return named if why.confirmed else say(source("{day}, dự kiến"), day=named)


def day_kind(kind: DayKind) -> str:
    """Return what a day of the calendar is: "ngày làm bù"."""
    return said(DAY_KINDS[kind])


def skipped_days(skipped: tuple[tuple[date, WhyOff], ...]) -> str:
    """Return "Thứ Bảy 14/11, Chủ nhật 15/11, 20/11 ngày nghỉ lễ (…)" for the days a count left out."""
    return ", ".join(
        f"{weekday(day)} {day_month(day)}" if why.code is OffCode.WEEKEND else f"{day_month(day)} {day_off(day, why)}"
        for day, why in skipped
    )


def shape_words(shape: Shape) -> str:
    """Return a pattern in words: "ngày 05 và 20 hằng tháng", "thứ Năm hằng tuần", "thứ Sáu thứ hai của tháng"."""
    if isinstance(shape, Rotation):
        return say(source("{days}, các đồng chí luân phiên chủ trì"), days=_base_words(shape.over))
    return _base_words(shape)


def _base_words(shape: BaseShape) -> str:
    match shape:
        case DaysOfMonth(days, _):
            return say(source("ngày {days} hằng tháng"), days=_and(f"{day:02d}" for day in sorted(days)))
        case Weekly(weekdays):
            return say(source("{days} hằng tuần"), days=_and(inline_weekday(number) for number in weekdays))
        case MonthWeekday(number, nths, Counting.WEEK):
            weeks = _and(said(_WEEKS[nth]) for nth in nths)
            return say(source("{day} của {weeks} hằng tháng"), day=inline_weekday(number), weeks=weeks)
        case MonthWeekday(number, nths, _):
            which = _and(said(_NTHS[nth]) for nth in nths)
            return say(source("{day} {which} hằng tháng"), day=inline_weekday(number), which=which)
        case ExplicitDates(dates):
            return say(source("các ngày đã ấn định ({n} ngày)"), n=len(dates))


def _and(parts: Iterable[str]) -> str:
    *listed, last = parts
    return say(source("{listed} và {last}"), listed=", ".join(listed), last=last) if listed else last


def reason_sentence(reason: Reason, on: date | None, shape: Shape | None = None) -> str:
    """Return why the date ``on`` came out (None: why there is none), with the pattern in words when it is given."""
    told = _told(reason, on)
    if reason.missing is not None and reason.code not in _TELLS_MISSING:
        told = f"{_no_such_day(reason.missing)}; {told}"
    if reason.refused is not None:
        told = say(source("{told}, vì {day} đã sang tháng khác"), told=told, day=inline_date(reason.refused))
    if reason.crosses_month:
        told = say(source("{told} (sang tháng khác: tháng của mẫu bớt một buổi)"), told=told)
    if shape is not None:
        told = say(source("Mẫu: {shape}; {told}"), shape=shape_words(shape), told=told)
    return f"{told[:1].upper()}{told[1:]}."


def _told(reason: Reason, on: date | None) -> str:
    missing = reason.missing
    return say(
        _SENTENCES[reason.code],
        nominal=_nominal(reason),
        to=_to((on or reason.nominal) if reason.code is ReasonCode.ON_PATTERN else on),
        onto=_to(reason.onto),
        told=_no_such_day(missing) if missing else _nominal(reason),
        how=said(SHORT_MONTHS[missing.policy] if missing else source("lấy ngày thay thế")),
    )


def _no_such_day(missing: Missing) -> str:
    month = month_name(date(missing.year, missing.month, 1))
    if missing.counting is Counting.WEEK:
        week = said(_WEEKS[missing.number])
        return say(source("{month} không có ngày đó trong {week}"), month=month, week=week)
    return say(source("{month} không có ngày {day}"), month=month, day=missing.number)


def _nominal(reason: Reason) -> str:
    """Return "15/11/2026 là Chủ nhật", with every further day off that was walked over."""
    if reason.nominal is None:
        return said(source("ngày theo mẫu"))
    passed = [(day, why) for day, why in reason.passed if day != reason.nominal]
    first = next((why for day, why in reason.passed if day == reason.nominal), None)
    told = short_date(reason.nominal)
    if first:
        told = say(source("{day} là {what}"), day=told, what=day_off(reason.nominal, first))
    return say(source("{told}; bỏ qua {days}"), told=told, days=skipped_days(tuple(passed))) if passed else told


def _to(on: date | None) -> str:
    return inline_date(on) if on else said(source("một ngày chưa xác định"))


_SENTENCES: dict[ReasonCode, str] = {
    ReasonCode.ON_PATTERN: "{to} đúng ngày theo mẫu và là ngày làm việc",
    ReasonCode.STANDS_IN: "{told} nên {how}, {to}",
    ReasonCode.MOVED_NEXT: "{nominal}, chuyển sang ngày làm việc kế tiếp, {to}",
    ReasonCode.MOVED_PREVIOUS: "{nominal}, chuyển về ngày làm việc liền trước, {to}",
    ReasonCode.MOVED_NEAREST: "{nominal}, chuyển sang ngày làm việc gần nhất, {to}",
    ReasonCode.KEPT_ON_DAY_OFF: "{nominal}, vẫn tiếp theo mẫu",
    ReasonCode.SKIPPED_OFF: "{nominal}, theo mẫu thì không tổ chức",
    ReasonCode.SKIPPED_SHORT_MONTH: "{told} nên tháng này không có buổi",
    ReasonCode.SKIPPED_NO_SUCH_WEEK: "{told} nên tháng này không có buổi",
    ReasonCode.NO_WORKING_DAY_IN_MONTH: "{nominal}, trong tháng không còn ngày làm việc nào",
    ReasonCode.TO_ANNOUNCE: "{nominal}, ngày thay thế sẽ được thông báo riêng",
    ReasonCode.COLLAPSED: "{nominal}, trùng với buổi đã có ngày {onto} nên gộp làm một",
    ReasonCode.OUTSIDE_VALIDITY: "{nominal}, ngày chuyển đến nằm ngoài thời hạn của mẫu",
}
sources(_SENTENCES)
_TELLS_MISSING = frozenset({ReasonCode.STANDS_IN, ReasonCode.SKIPPED_SHORT_MONTH, ReasonCode.SKIPPED_NO_SUCH_WEEK})
