"""Why a generated date is where it is, in words: "Mẫu: ngày 15 hằng tháng; 15/11/2026 là Chủ nhật, chuyển sang …"."""

from collections.abc import Callable, Iterable
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
from scheduler.wording.dates import day_month, inline_date, short_date, weekday

_ISO_WEEKDAYS = ("", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
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


def day_off(day: date, why: WhyOff) -> str:
    """Return what a day off is: "Chủ nhật", "ngày nghỉ lễ (Quốc khánh)", "… (dự kiến)" when not confirmed."""
    if why.code is OffCode.WEEKEND:
        return weekday(day)
    named = f"{_OFF[why.code]} ({why.name})" if why.name else _OFF[why.code]
    return named if why.confirmed else f"{named}, dự kiến"


def skipped_days(skipped: tuple[tuple[date, WhyOff], ...]) -> str:
    """Return "Thứ Bảy 14/11, Chủ nhật 15/11, 20/11 ngày nghỉ lễ (…)" for the days a count left out."""
    return ", ".join(
        f"{weekday(day)} {day_month(day)}" if why.code is OffCode.WEEKEND else f"{day_month(day)} {day_off(day, why)}"
        for day, why in skipped
    )


def shape_words(shape: Shape) -> str:
    """Return a pattern in words: "ngày 05 và 20 hằng tháng", "thứ Năm hằng tuần", "thứ Sáu thứ hai của tháng"."""
    if isinstance(shape, Rotation):
        return f"{_base_words(shape.over)}, các đồng chí luân phiên chủ trì"
    return _base_words(shape)


def _base_words(shape: BaseShape) -> str:
    match shape:
        case DaysOfMonth(days, _):
            return f"ngày {_and(f'{day:02d}' for day in sorted(days))} hằng tháng"
        case Weekly(weekdays):
            return f"{_and(_ISO_WEEKDAYS[number] for number in weekdays)} hằng tuần"
        case MonthWeekday(number, nths, Counting.WEEK):
            return f"{_ISO_WEEKDAYS[number]} của {_and(_WEEKS[nth] for nth in nths)} hằng tháng"
        case MonthWeekday(number, nths, _):
            return f"{_ISO_WEEKDAYS[number]} {_and(_NTHS[nth] for nth in nths)} hằng tháng"
        case ExplicitDates(dates):
            return f"các ngày đã ấn định ({len(dates)} ngày)"


def _and(parts: Iterable[str]) -> str:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} và {listed[-1]}"


def reason_sentence(reason: Reason, on: date | None, shape: Shape | None = None) -> str:
    """Return why the date ``on`` came out (None: why there is none), with the pattern in words when it is given."""
    said = _SENTENCES[reason.code](reason, on)
    if reason.missing is not None and reason.code not in _TELLS_MISSING:
        said = f"{_no_such_day(reason.missing)}; {said}"
    if reason.refused is not None:
        said = f"{said}, vì {inline_date(reason.refused)} đã sang tháng khác"
    if reason.crosses_month:
        said = f"{said} (sang tháng khác: tháng của mẫu bớt một buổi)"
    full = f"Mẫu: {shape_words(shape)}; {said}" if shape is not None else said
    return f"{full[:1].upper()}{full[1:]}."


def _no_such_day(missing: Missing) -> str:
    if missing.counting is Counting.WEEK:
        return f"tháng {missing.month}/{missing.year} không có ngày đó trong {_WEEKS[missing.number]}"
    return f"tháng {missing.month}/{missing.year} không có ngày {missing.number}"


def _nominal(reason: Reason) -> str:
    """Return "15/11/2026 là Chủ nhật", with every further day off that was walked over."""
    if reason.nominal is None:
        return "ngày theo mẫu"
    passed = [(day, why) for day, why in reason.passed if day != reason.nominal]
    first = next((why for day, why in reason.passed if day == reason.nominal), None)
    said = f"{short_date(reason.nominal)} là {day_off(reason.nominal, first)}" if first else short_date(reason.nominal)
    return f"{said}; bỏ qua {skipped_days(tuple(passed))}" if passed else said


def _to(on: date | None) -> str:
    return inline_date(on) if on else "một ngày chưa xác định"


def _stands_in(reason: Reason, on: date | None) -> str:
    how = SHORT_MONTHS[reason.missing.policy] if reason.missing else "lấy ngày thay thế"
    told = _no_such_day(reason.missing) if reason.missing else _nominal(reason)
    return f"{told} nên {how}, {_to(on)}"


def _short_month(reason: Reason, _on: date | None) -> str:
    told = _no_such_day(reason.missing) if reason.missing else _nominal(reason)
    return f"{told} nên tháng này không có buổi"


def _no_week(reason: Reason, _on: date | None) -> str:
    return _short_month(reason, None)


def _on_pattern(reason: Reason, on: date | None) -> str:
    return f"{_to(on or reason.nominal)} đúng ngày theo mẫu và là ngày làm việc"


_SENTENCES: dict[ReasonCode, Callable[[Reason, date | None], str]] = {
    ReasonCode.ON_PATTERN: _on_pattern,
    ReasonCode.STANDS_IN: _stands_in,
    ReasonCode.MOVED_NEXT: lambda r, on: f"{_nominal(r)}, chuyển sang ngày làm việc kế tiếp, {_to(on)}",
    ReasonCode.MOVED_PREVIOUS: lambda r, on: f"{_nominal(r)}, chuyển về ngày làm việc liền trước, {_to(on)}",
    ReasonCode.MOVED_NEAREST: lambda r, on: f"{_nominal(r)}, chuyển sang ngày làm việc gần nhất, {_to(on)}",
    ReasonCode.KEPT_ON_DAY_OFF: lambda r, _: f"{_nominal(r)}, vẫn tiếp theo mẫu",
    ReasonCode.SKIPPED_OFF: lambda r, _: f"{_nominal(r)}, theo mẫu thì không tổ chức",
    ReasonCode.SKIPPED_SHORT_MONTH: _short_month,
    ReasonCode.SKIPPED_NO_SUCH_WEEK: _no_week,
    ReasonCode.NO_WORKING_DAY_IN_MONTH: lambda r, _: f"{_nominal(r)}, trong tháng không còn ngày làm việc nào",
    ReasonCode.TO_ANNOUNCE: lambda r, _: f"{_nominal(r)}, ngày thay thế sẽ được thông báo riêng",
    ReasonCode.COLLAPSED: lambda r, _: f"{_nominal(r)}, trùng với buổi đã có ngày {_to(r.onto)} nên gộp làm một",
    ReasonCode.OUTSIDE_VALIDITY: lambda r, _: f"{_nominal(r)}, ngày chuyển đến nằm ngoài thời hạn của mẫu",
}
_TELLS_MISSING = frozenset({ReasonCode.STANDS_IN, ReasonCode.SKIPPED_SHORT_MONTH, ReasonCode.SKIPPED_NO_SUCH_WEEK})
