"""Published schedules, moves and dialogues, and the common patterns, give exactly their dates."""

import csv
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from scheduler.core.facts import Span
from scheduler.core.patterns import (
    DaysOfMonth,
    ExplicitDates,
    Hours,
    MonthDay,
    MonthWeekday,
    OffDayPolicy,
    Pattern,
    ReasonCode,
    Season,
    ShortMonth,
    Sitting,
    Weekly,
    occurrences,
)
from scheduler.core.workdays import OffCode, WhyOff, WorkCalendar
from scheduler.holiday_seed import seed_days

SAMPLES = Path(__file__).parents[1] / "samples"
VIETNAM = WorkCalendar(seed_days([2016, *range(2019, 2029)]))
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def rows(name):
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def at(*hours):
    return tuple(Sitting(time.fromisoformat(start), time.fromisoformat(end)) for start, end in hours)


def pattern(shape, on_day_off=OffDayPolicy.NEXT, hours=None):
    return Pattern("p", shape, ("chu-tich",), Span(date(2010, 1, 1)), on_day_off, None, hours or Hours())


def found(of, first, last):
    return occurrences(of, first, last, VIETNAM)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_common_patterns_give_the_right_nominal_dates(year):
    span = date(year, 1, 1), date(year, 12, 31)
    every = [span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days + 1)]
    in_a_week = timedelta(days=7)
    expected = {
        DaysOfMonth((15,)): [d for d in every if d.day == 15],
        DaysOfMonth((5, 20)): [d for d in every if d.day in (5, 20)],
        MonthWeekday(2, (3,)): [d for d in every if d.isoweekday() == 2 and 15 <= d.day <= 21],
        Weekly((4,)): [d for d in every if d.isoweekday() == 4],
        MonthWeekday(5, (-1,)): [d for d in every if d.isoweekday() == 5 and (d + in_a_week).month != d.month],
    }
    for shape, days in expected.items():
        assert [f.on for f in found(pattern(shape, on_day_off=OffDayPolicy.KEEP), *span)] == days


def test_saturday_the_fifteenth_of_october_2016_moves_to_the_seventeenth():
    (moved,) = found(pattern(DaysOfMonth((15,))), date(2016, 10, 1), date(2016, 10, 31))
    assert moved.on == date(2016, 10, 17)
    assert moved.reason.passed == tuple((date(2016, 10, day), WhyOff(OffCode.WEEKEND)) for day in (15, 16))


def test_ha_trung_2019_comes_out_as_published_with_its_hours_by_season():
    summer, winter = at(("07:00", "11:00"), ("13:30", "17:00")), at(("07:30", "11:30"), ("13:00", "16:30"))
    # The notice shows summer hours in June and winter hours from October; the days of change in between are chosen.
    hours = Hours(
        (), (Season(MonthDay(4, 16), MonthDay(10, 15), summer), Season(MonthDay(10, 16), MonthDay(4, 15), winter))
    )
    dates = found(pattern(DaysOfMonth((18,)), hours=hours), date(2019, 6, 1), date(2019, 12, 31))
    published = rows("sample_hatrung_2019.csv")
    assert [(d.on.isoformat(), WEEKDAYS[d.on.weekday()]) for d in dates] == [
        (r["date"], r["weekday"]) for r in published
    ]
    assert [d.sittings for d in dates] == [summer] * 4 + [winter] * 3
    moved = dates[2]
    assert (moved.nominal, moved.reason.code) == (date(2019, 8, 18), ReasonCode.MOVED_NEXT)
    assert [day for day, _ in moved.reason.passed] == [date(2019, 8, 18)]


def test_tay_son_2025_comes_out_as_published():
    dates = found(pattern(Weekly((4,))), date(2025, 7, 1), date(2025, 12, 31))
    published = [
        date.fromisoformat(f"{row['month']}-{day}")
        for row in rows("sample_tayson_2025.csv")
        for day in row["dates"].split(";")
    ]
    assert [d.on for d in dates] == published
    assert {d.reason.code for d in dates} == {ReasonCode.ON_PATTERN}


def test_ha_tinh_of_august_2021_was_planned_for_the_monday_after_the_fifteenth():
    planned = {row["place"]: row["planned"] for row in rows("sample_changes.csv")}
    (on,) = found(pattern(DaysOfMonth((15,))), date(2021, 8, 1), date(2021, 8, 31))
    assert on.on == date.fromisoformat(planned["Hà Tĩnh tỉnh"])


@pytest.mark.parametrize("row", rows("sample_changes.csv"), ids=lambda row: row["place"])
def test_changed_meetings_had_been_planned_on_working_days(row):
    calendar = WorkCalendar(seed_days([2019, 2021, 2024]))
    assert calendar.is_working(date.fromisoformat(row["planned"]))
    if row["new_date"]:
        # Announced three working days before the new date: too late for the five of the law (T18).
        assert calendar.shift(date.fromisoformat(row["new_date"]), -3).due == date.fromisoformat(
            row["notice_date"][:10]
        )


@pytest.mark.parametrize("row", rows("sample_dialogues.csv"), ids=lambda row: row["date"])
def test_published_dialogues_were_held_on_working_days(row):
    (only,) = found(
        pattern(ExplicitDates((date.fromisoformat(row["date"][:10]),))), date(2020, 1, 1), date(2026, 12, 31)
    )
    assert only.reason.code is ReasonCode.ON_PATTERN


@pytest.mark.parametrize("row", rows("vectors_shift.csv"), ids=lambda row: row["nominal"])
def test_shift_vectors_come_out_as_computed(row):
    year, month = int(row["nominal"][:4]), int(row["nominal"][5:7])
    dates = found(pattern(DaysOfMonth((int(row["rule_day"]),), ShortMonth.SKIP)), date(year, 1, 1), date(year, 12, 31))
    (one,) = [d for d in dates if (d.nominal or d.filed).month == month]
    if row["shifted"].startswith("("):
        assert (one.on, one.reason.code) == (None, ReasonCode.SKIPPED_SHORT_MONTH)
    else:
        assert one.on == date.fromisoformat(row["shifted"])
        assert one.reason.crosses_month is (row["crosses_month"] == "YES")
