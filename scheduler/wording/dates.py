"""Days, hours and spans as people read them in Vietnam: day before month, 24 hours, weeks from Monday."""

from datetime import date, datetime, time

from scheduler.core.clock import VIETNAM
from scheduler.core.periods import Period, PeriodKind

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_QUARTERS = ("I", "II", "III", "IV")
_NOON = time(12)
_NEAR = {-1: "hôm qua", 0: "hôm nay", 1: "ngày mai", 2: "ngày kia"}


def weekday(day: date) -> str:
    """Return "Thứ Ba", as at the head of a sentence."""
    return _WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """Return "15/12/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def day_month(day: date) -> str:
    """Return "15/12", for use beside a date with its year."""
    return f"{day.day:02d}/{day.month:02d}"


def long_date(day: date) -> str:
    """Return "Thứ Ba, 15/12/2026"."""
    return f"{weekday(day)}, {short_date(day)}"


def inline_date(day: date) -> str:
    """Return "thứ Ba 15/12/2026", for the middle of a sentence; Sunday keeps its capital."""
    name = weekday(day)
    return f"{name if name.startswith('C') else name[0].lower() + name[1:]} {short_date(day)}"


def formal_date(day: date) -> str:
    """Return "ngày 06 tháng 11 năm 2026", as official papers write it."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - Nghị định 30/2020: 01 and 02 only
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def clock(at: time) -> str:
    """Return "08:00"."""
    return f"{at:%H:%M}"


def hours(start: time, end: time | None) -> str:
    """Return "08:00–11:30", or "từ 08:00" when no end was announced."""
    return f"từ {clock(start)}" if end is None else f"{clock(start)}–{clock(end)}"


def part_of_day(start: time) -> str:
    """Return "sáng" before noon, else "chiều"."""
    return "sáng" if start < _NOON else "chiều"


def moment(at: datetime) -> str:
    """Return an aware instant as Vietnam's clocks show it: "06/11/2026 08:15"."""
    here = at.astimezone(VIETNAM)
    return f"{short_date(here.date())} {clock(here.time())}"


def month_name(day: date) -> str:
    """Return "tháng 12/2026" for any day of that month."""
    return f"tháng {day.month}/{day.year:04d}"


def period_name(period: Period) -> str:
    """Return "tuần 30/11–06/12/2026", "tuần 29/12/2025–04/01/2026", "tháng 11/2026", "quý IV/2026" or "năm 2026"."""
    match period.kind:
        case PeriodKind.WEEK:
            same_year = period.first.year == period.last.year
            head = day_month(period.first) if same_year else short_date(period.first)
            return f"tuần {head}–{short_date(period.last)}"
        case PeriodKind.MONTH:
            return month_name(period.first)
        case PeriodKind.QUARTER:
            return f"quý {_QUARTERS[(period.first.month - 1) // 3]}/{period.first.year:04d}"
        case PeriodKind.YEAR:
            return f"năm {period.first.year:04d}"


def relative(day: date, today: date) -> str:
    """Return how far ``day`` is: "hôm nay", "ngày mai", "còn 5 ngày", "3 ngày trước". Goes beside a full date."""
    away = (day - today).days
    return _NEAR.get(away) or (f"còn {away} ngày" if away > 0 else f"{-away} ngày trước")


def span(first: date, last: date | None) -> str:
    """Return "từ 01/12/2026 đến 31/12/2026", "từ 01/12/2026" when open, or the one date."""
    if last is None:
        return f"từ {short_date(first)}"
    return short_date(first) if first == last else f"từ {short_date(first)} đến {short_date(last)}"


def month_first(year: int, month: int, by: int = 0) -> date:
    """Return the first date of a month, ``by`` months later (earlier when negative)."""
    months = year * 12 + month - 1 + by
    return date(months // 12, months % 12 + 1, 1)
