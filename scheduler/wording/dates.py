"""Days, hours and spans as people read them: day before month, 24 hours, weeks from Monday; in English by its names."""

from datetime import date, datetime, time

from babel.dates import format_date

from scheduler.core.clock import VIETNAM
from scheduler.core.periods import Period, PeriodKind
from scheduler.wording.language import Language, said, say, source, spoken

_WEEKDAYS = (
    source("Thứ Hai"),
    source("Thứ Ba"),
    source("Thứ Tư"),
    source("Thứ Năm"),
    source("Thứ Sáu"),
    source("Thứ Bảy"),
    source("Chủ nhật"),
)
_QUARTERS = ("I", "II", "III", "IV")
_NOON = time(12)
_NEAR = {-1: source("hôm qua"), 0: source("hôm nay"), 1: source("ngày mai"), 2: source("ngày kia")}


def weekday(day: date) -> str:
    """Return "Thứ Ba", as at the head of a sentence; "Tuesday"."""
    return said(_WEEKDAYS[day.weekday()])


def inline_weekday(number: int) -> str:
    """Return "thứ Ba" for 2, as within a sentence, by ISO's number of a weekday; Sunday keeps its capital."""
    name = said(_WEEKDAYS[number - 1])
    return name if _is_english() or name.startswith("C") else f"{name[0].lower()}{name[1:]}"


def short_date(day: date) -> str:
    """Return "15/12/2026"; in English "15 Dec 2026", for 12/15 and 15/12 are both English."""
    return _named(day, "d MMM y") if _is_english() else f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def day_month(day: date) -> str:
    """Return "15/12" or "15 Dec", for use beside a date with its year."""
    return _named(day, "d MMM") if _is_english() else f"{day.day:02d}/{day.month:02d}"


def long_date(day: date) -> str:
    """Return "Thứ Ba, 15/12/2026" or "Tuesday 15 December 2026"."""
    return _named(day, "EEEE d MMMM y") if _is_english() else f"{weekday(day)}, {short_date(day)}"


def inline_date(day: date) -> str:
    """Return "thứ Ba 15/12/2026" or "Tuesday 15 December 2026", for the middle of a sentence."""
    return long_date(day) if _is_english() else f"{inline_weekday(day.isoweekday())} {short_date(day)}"


def formal_date(day: date) -> str:
    """Return "ngày 06 tháng 11 năm 2026", as official papers write it, or "6 November 2026"."""
    if _is_english():
        return _named(day, "d MMMM y")
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - Nghị định 30/2020: 01 and 02 only
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def clock(at: time) -> str:
    """Return "08:00"."""
    return f"{at:%H:%M}"


def hours(start: time, end: time | None) -> str:
    """Return "08:00–11:30", or "từ 08:00" when no end was announced."""
    return say(source("từ {start}"), start=clock(start)) if end is None else f"{clock(start)}–{clock(end)}"


def part_of_day(start: time) -> str:
    """Return "sáng" before noon, else "chiều"."""
    return said(source("sáng")) if start < _NOON else said(source("chiều"))


def moment(at: datetime) -> str:
    """Return an aware instant as Vietnam's clocks show it: "06/11/2026 08:15"."""
    here = at.astimezone(VIETNAM)
    return f"{short_date(here.date())} {clock(here.time())}"


def month_name(day: date) -> str:
    """Return "tháng 12/2026" or "December 2026" for any day of that month."""
    return _named(day, "MMMM y") if _is_english() else f"tháng {day.month}/{day.year:04d}"


def month_head(month: int) -> str:
    """Return "Th3" or "Mar" for the third month, for the head of a column."""
    return _named(date(1, month, 1), "MMM") if _is_english() else f"Th{month}"


def period_name(period: Period) -> str:
    """Return "tuần 30/11–06/12/2026", "tuần 29/12/2025–04/01/2026", "tháng 11/2026", "quý IV/2026" or "năm 2026"."""
    year = f"{period.first.year:04d}"
    match period.kind:
        case PeriodKind.WEEK:
            same_year = period.first.year == period.last.year
            head = day_month(period.first) if same_year else short_date(period.first)
            return say(source("tuần {first}–{last}"), first=head, last=short_date(period.last))
        case PeriodKind.MONTH:
            return month_name(period.first)
        case PeriodKind.QUARTER:
            return say(source("quý {quarter}/{year}"), quarter=_QUARTERS[(period.first.month - 1) // 3], year=year)
        case PeriodKind.YEAR:
            return say(source("năm {year}"), year=year)


def relative(day: date, today: date) -> str:
    """Return how far ``day`` is: "hôm nay", "ngày mai", "còn 5 ngày", "3 ngày trước". Goes beside a full date."""
    away = (day - today).days
    if away in _NEAR:
        return said(_NEAR[away])
    return say(source("còn {n} ngày"), n=away) if away > 0 else say(source("{n} ngày trước"), n=-away)


def span(first: date, last: date | None) -> str:
    """Return "từ 01/12/2026 đến 31/12/2026", "từ 01/12/2026" when open, or the one date."""
    if last is None:
        return say(source("từ {start}"), start=short_date(first))
    if first == last:
        return short_date(first)
    return say(source("từ {first} đến {last}"), first=short_date(first), last=short_date(last))


def month_first(year: int, month: int, by: int = 0) -> date:
    """Return the first date of a month, ``by`` months later (earlier when negative)."""
    months = year * 12 + month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def _is_english() -> bool:
    return spoken() is Language.ENGLISH


def _named(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale="en")
