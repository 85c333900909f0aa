"""Patterns that real offices published can be expressed and give the right dates of 2026."""

import csv
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from scheduler.core.facts import Span
from scheduler.core.patterns import (
    DaysOfMonth,
    ExplicitDates,
    Hours,
    MonthWeekday,
    OffDayPolicy,
    Pattern,
    ReasonCode,
    ShortMonth,
    Sitting,
    Weekly,
    from_dict,
    occurrences,
    to_dict,
)
from scheduler.core.workdays import WorkCalendar
from scheduler.holiday_seed import seed_days

SAMPLES = Path(__file__).parents[1] / "samples"
VIETNAM = WorkCalendar(seed_days([2025, 2026, 2027]))
NEXT, SKIP = OffDayPolicy.NEXT, ShortMonth.SKIP
ALWAYS = Span(date(2010, 1, 1))
MONTH_ENDS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def rows(name):
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def at(*hours):
    return tuple(Sitting(time.fromisoformat(start), end and time.fromisoformat(end)) for start, end in hours)


def pattern(shape, on_day_off=NEXT, on_holiday=None, hours=None, offices=("chu-tich",)):
    return Pattern("p", shape, offices, ALWAYS, on_day_off, on_holiday, hours or Hours())


def found(of, first, last):
    return occurrences(of, first, last, VIETNAM)


def moves(of, year=2026):
    """Return the dates of a year that are not where the shape put them: nominal text, actual date, code."""
    dates = found(of, date(year, 1, 1), date(year, 12, 31))
    return {
        f"{d.nominal:%d/%m}" if d.nominal else f"{d.reason.missing.number:02d}/{d.reason.missing.month:02d}": (
            d.on and f"{d.on:%d/%m}",
            d.reason.code.value,
        )
        for d in dates
        if d.reason.code is not ReasonCode.ON_PATTERN
    }


def nominal_days(of, year=2026):
    return [d.nominal for d in found(of, date(year, 1, 1), date(year, 12, 31)) if d.nominal]


def every_month(*days):
    return [date(2026, month, day) for month in range(1, 13) for day in days if day <= MONTH_ENDS[month - 1]]


def every_week(isoweekday):
    year = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    return [day for day in year if day.isoweekday() == isoweekday]


OFFICE_HOURS = Hours(at(("07:30", "11:30"), ("13:00", "17:00")))
FIFTEENTH_MOVES = {
    "15/02": ("23/02", "moved_next"),
    "15/03": ("16/03", "moved_next"),
    "15/08": ("17/08", "moved_next"),
    "15/11": ("16/11", "moved_next"),
}
TWENTY_FIFTH_MOVES = {
    "25/01": ("26/01", "moved_next"),
    "25/04": ("28/04", "moved_next"),
    "25/07": ("27/07", "moved_next"),
    "25/10": ("26/10", "moved_next"),
}
# One entry for each row of sample_patterns.csv, in its order: the pattern, its nominal dates of 2026, what moves.
PUBLISHED = [
    ("Lạng Sơn tỉnh", pattern(DaysOfMonth((15,))), every_month(15), FIFTEENTH_MOVES),
    (
        "Lạng Sơn tỉnh",
        pattern(DaysOfMonth((30,), SKIP)),
        every_month(30),
        {
            "30/02": (None, "skipped_short_month"),
            "30/04": ("04/05", "moved_next"),
            "30/05": ("01/06", "moved_next"),
            "30/08": ("03/09", "moved_next"),
        },
    ),
    (
        "Bắc Kạn tỉnh 2024",
        pattern(DaysOfMonth((25,)), NEXT, OffDayPolicy.NEAREST_WITHIN_MONTH),
        every_month(25),
        TWENTY_FIFTH_MOVES,
    ),
    ("Quảng Bình tỉnh 2019", pattern(DaysOfMonth((25,))), every_month(25), TWENTY_FIFTH_MOVES),
    (
        "Ngân Sơn huyện 2021",
        pattern(DaysOfMonth((15, 25)), OffDayPolicy.NEXT_WITHIN_MONTH_ELSE_PREVIOUS, hours=OFFICE_HOURS),
        every_month(15, 25),
        {**FIFTEENTH_MOVES, **TWENTY_FIFTH_MOVES},
    ),
    (
        "Ngân Sơn huyện 2021",
        pattern(DaysOfMonth((20,)), hours=Hours(at(("08:00", "11:00"), ("14:00", "16:30")))),
        every_month(20),
        {
            "20/02": ("23/02", "moved_next"),
            "20/06": ("22/06", "moved_next"),
            "20/09": ("21/09", "moved_next"),
            "20/12": ("21/12", "moved_next"),
        },
    ),
    (
        "Long Xuyên TP",
        pattern(DaysOfMonth((5, 20)), OffDayPolicy.NEAREST, hours=Hours(at(("08:00", None), ("14:00", None)))),
        every_month(5, 20),
        {
            "20/02": ("23/02", "moved_nearest"),
            "05/04": ("06/04", "moved_nearest"),
            "20/06": ("19/06", "moved_nearest"),
            "05/07": ("06/07", "moved_nearest"),
            "05/09": ("04/09", "moved_nearest"),
            "20/09": ("21/09", "moved_nearest"),
            "05/12": ("04/12", "moved_nearest"),
            "20/12": ("21/12", "moved_nearest"),
        },
    ),
    (
        "Đà Nẵng 2017",
        pattern(MonthWeekday(5, (2, 4)), OffDayPolicy.ANNOUNCE),
        [day for day in every_week(5) if 8 <= day.day <= 14 or 22 <= day.day <= 28],
        {},
    ),
    (
        "Tân Đoàn xã 2026",
        pattern(Weekly((3,)), hours=OFFICE_HOURS),
        every_week(3),
        {"18/02": ("23/02", "moved_next"), "02/09": ("03/09", "moved_next")},
    ),
    (
        "Quảng An xã",
        pattern(Weekly((4,)), hours=OFFICE_HOURS),
        every_week(4),
        {"01/01": ("05/01", "moved_next"), "19/02": ("23/02", "moved_next"), "30/04": ("04/05", "moved_next")},
    ),
    (
        "Quảng Nam HĐND 2025",
        pattern(DaysOfMonth((10,)), OffDayPolicy.NEAREST, hours=Hours(at(("08:00", None), ("14:00", None)))),
        every_month(10),
        {"10/05": ("11/05", "moved_nearest"), "10/10": ("09/10", "moved_nearest")},
    ),
    (
        "Hà Tĩnh tỉnh 2020",
        pattern(DaysOfMonth((15,)), offices=("bi-thu", "chu-tich")),
        every_month(15),
        FIFTEENTH_MOVES,
    ),
    (
        "Phú Thọ tỉnh 11/2025",
        pattern(ExplicitDates((date(2025, 11, 11),)), hours=Hours(at(("08:00", None), ("13:30", None)))),
        [],
        {},
    ),
    (
        "Hà Tĩnh tỉnh 02/2026",
        pattern(ExplicitDates((date(2026, 2, 12),)), hours=Hours(at(("08:00", None)))),
        [date(2026, 2, 12)],
        {},
    ),
]


def test_every_published_pattern_is_expressed():
    assert [place for place, *_ in PUBLISHED] == [row["place"] for row in rows("sample_patterns.csv")]


@pytest.mark.parametrize(("place", "of", "nominals", "moved"), PUBLISHED)
def test_published_patterns_give_their_dates_of_2026_and_explain_each_move(place, of, nominals, moved):
    # The last slots of a year may land in the next one: 2026 has none.
    assert nominal_days(of) == sorted(nominals), place
    assert moves(of) == moved
    assert from_dict(to_dict(of)) == of


def test_a_joint_reception_is_one_date_of_both_offices():
    (joint,) = found(PUBLISHED[11][1], date(2026, 4, 1), date(2026, 4, 30))
    assert joint.office_ids == ("bi-thu", "chu-tich")


def test_phu_tho_is_on_its_single_date():
    (only,) = found(PUBLISHED[12][1], date(2025, 1, 1), date(2026, 12, 31))
    assert (only.on, only.sittings) == (date(2025, 11, 11), at(("08:00", None), ("13:30", None)))
