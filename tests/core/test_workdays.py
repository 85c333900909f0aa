"""Working days: what is worked, why the rest is not, and deadlines that say what they skipped."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.errors import InvalidInput
from scheduler.core.workdays import (
    CalendarDay,
    DayKind,
    Deadline,
    DeadlineMoved,
    OffCode,
    Touched,
    Unit,
    WhyOff,
    WorkCalendar,
    moved_deadlines,
    touched,
)
from scheduler.holiday_seed import library_days, seed_days, shipped_days

SAMPLES = Path(__file__).parents[1] / "samples"
DAY = timedelta(days=1)
VIETNAM = WorkCalendar(seed_days([2025, 2026, 2027]))

near = st.dates(date(2026, 1, 1), date(2026, 12, 31))
special = st.builds(CalendarDay, near, st.sampled_from(DayKind), st.just("x"))
calendars = st.lists(special, max_size=60, unique_by=lambda day: day.on).map(WorkCalendar)


def rows(name):
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("vectors_shift.csv"), ids=lambda row: row["nominal"])
def test_the_last_day_to_publish_is_five_working_days_ahead(row):
    if row["latest_publication_5wd"] != "n/a":
        meeting = date.fromisoformat(row["shifted"])
        assert VIETNAM.shift(meeting, -5).due == date.fromisoformat(row["latest_publication_5wd"])


def test_ten_working_days_after_the_fifteenth_of_december_is_the_twenty_ninth():
    weekend = WhyOff(OffCode.WEEKEND)
    assert VIETNAM.shift(date(2026, 12, 15), 10) == Deadline(
        date(2026, 12, 29),
        date(2026, 12, 15),
        10,
        Unit.WORKING_DAYS,
        tuple((date(2026, 12, day), weekend) for day in (19, 20, 26, 27)),
    )


def test_a_deadline_over_the_day_of_culture_names_it_and_is_not_certain():
    deadline = VIETNAM.shift(date(2026, 11, 25), -5)
    assert (date(2026, 11, 24), WhyOff(OffCode.OFF, "Ngày Văn hóa Việt Nam", confirmed=False)) in deadline.skipped
    assert not deadline.certain
    assert not VIETNAM.shift(date(2026, 12, 29), 5).certain, "2027 has no confirmed day yet"


def test_calendar_days_skip_nothing():
    assert VIETNAM.shift_days(date(2026, 2, 23), -7) == Deadline(date(2026, 2, 16), date(2026, 2, 23), -7, Unit.DAYS)


@pytest.mark.parametrize(
    ("monday", "worked"),
    [(date(2026, 2, 16), 0), (date(2026, 4, 27), 2), (date(2026, 8, 31), 2), (date(2026, 1, 5), 6)],
)
def test_weeks_around_holidays_have_the_published_number_of_working_days(monday, worked):
    assert VIETNAM.count(monday, monday + 6 * DAY) == worked


@pytest.mark.parametrize("row", rows("holidays_2026.csv"), ids=lambda row: row["date"])
def test_every_day_of_the_published_table_is_in_the_calendar(row):
    found = {day.on: day for day in VIETNAM.days}[date.fromisoformat(row["date"])]
    assert found.kind.value == row["kind"]
    assert found.confirmed is (row["date"] != "2026-11-24")
    assert found.source


def test_the_calendar_of_2026_has_no_day_beyond_the_published_table():
    published = {date.fromisoformat(row["date"]) for row in rows("holidays_2026.csv")}
    assert {day.on for day in VIETNAM.days if day.on.year == 2026} == published


def test_shipped_days_correct_the_swap_that_the_library_misses():
    assert WorkCalendar(library_days([2026])).is_working(date(2026, 1, 2))
    assert not VIETNAM.is_working(date(2026, 1, 2))
    assert VIETNAM.is_working(date(2026, 1, 10))


def test_library_days_are_only_expected_and_name_their_source():
    days = seed_days([2025])
    assert days
    assert not any(day.confirmed for day in days)
    assert all(day.source.startswith("holidays ") for day in days)
    assert {day.kind for day in days if day.on in (date(2025, 4, 26), date(2025, 5, 2))} == {
        DayKind.MAKEUP_WORKDAY,
        DayKind.OFF_SWAPPED,
    }
    assert {day.name for day in days if day.kind is DayKind.MAKEUP_WORKDAY} == {"làm bù cho 02/05/2025"}


def test_a_seed_holds_only_the_years_asked_for_and_each_date_once():
    assert seed_days([]) == ()
    days = seed_days([2019, 2026])
    assert {day.on.year for day in days} == {2019, 2026}
    assert [day.on for day in days] == sorted({day.on for day in days})
    assert [day.on for day in shipped_days()] == sorted({day.on for day in shipped_days()})


def test_the_calendar_knows_how_far_it_is_confirmed():
    assert VIETNAM.known_until == 2026
    assert WorkCalendar([]).known_until is None
    assert [day.on for day in VIETNAM.unconfirmed(date(2026, 1, 1), date(2026, 12, 31))] == [date(2026, 11, 24)]


def test_a_holiday_on_a_sunday_answers_with_the_holiday():
    assert VIETNAM.why_off(date(2026, 4, 26)) == WhyOff(OffCode.OFF, "Giỗ Tổ Hùng Vương")
    assert VIETNAM.why_off(date(2026, 4, 25)) == WhyOff(OffCode.WEEKEND)
    assert VIETNAM.why_off(date(2026, 8, 22)) is None


def test_a_date_given_twice_is_refused():
    day = CalendarDay(date(2026, 1, 1), DayKind.OFF, "x")
    with pytest.raises(InvalidInput) as refused:
        WorkCalendar([day, day])
    assert [(f.where, f.code, f.values) for f in refused.value.faults] == [
        ("days", "duplicate-day", {"on": date(2026, 1, 1)})
    ]


def test_of_two_working_days_equally_near_the_later_is_taken():
    wednesday = date(2026, 3, 4)
    calendar = WorkCalendar([CalendarDay(wednesday, DayKind.OFF, "x")])
    assert calendar.nearest_working(wednesday) == wednesday + DAY
    assert calendar.nearest_working(date(2026, 3, 7)) == date(2026, 3, 6)


def test_a_late_change_lists_the_published_days_it_touches_and_no_other():
    late = CalendarDay(date(2026, 6, 15), DayKind.OFF_SWAPPED, "hoán đổi")
    makeup = CalendarDay(date(2026, 6, 20), DayKind.MAKEUP_WORKDAY, "làm bù")
    changed = VIETNAM.with_days([late, makeup])
    published = [date(2026, 6, 22), date(2026, 6, 15), date(2026, 6, 20), date(2026, 6, 15)]
    assert touched(VIETNAM, changed, published) == (
        Touched(date(2026, 6, 15), None, WhyOff(OffCode.OFF_SWAPPED, "hoán đổi", confirmed=False)),
        Touched(date(2026, 6, 20), WhyOff(OffCode.WEEKEND), None),
    )
    (moved,) = moved_deadlines(VIETNAM, changed, [date(2026, 6, 17), date(2026, 6, 1)], -5)
    assert isinstance(moved, DeadlineMoved)
    assert (moved.was.due, moved.now.due) == (date(2026, 6, 10), date(2026, 6, 9))


@given(calendars, near, st.integers(-60, 60))
def test_a_shift_lands_on_a_working_day_and_skips_exactly_the_days_off_on_the_way(calendar, anchor, n):
    deadline = calendar.shift(anchor, n)
    low, high = sorted((anchor, deadline.due))
    way = {low + timedelta(days=k) for k in range((high - low).days + 1)} - {anchor}
    assert {day for day in way if calendar.is_working(day)} | {day for day, _ in deadline.skipped} == way
    assert [day for day, _ in deadline.skipped] == sorted(day for day in way if not calendar.is_working(day))
    assert len(way) - len(deadline.skipped) == abs(n)
    assert n == 0 or calendar.is_working(deadline.due)


@given(calendars, near, st.integers(-60, 60))
def test_a_shift_from_a_working_day_can_be_undone(calendar, anchor, n):
    anchor = calendar.working_on_or_after(anchor)
    assert calendar.shift(calendar.shift(anchor, n).due, -n).due == anchor


@given(calendars, near, st.integers(-5, 400))
def test_counting_agrees_with_looking_at_every_day(calendar, first, length):
    last = first + timedelta(days=length)
    every = [first + timedelta(days=k) for k in range(length + 1)]
    worked = tuple(day for day in every if calendar.is_working(day))
    assert calendar.working_days(first, last) == worked
    assert calendar.count(first, last) == len(worked)
    assert [day for day, _ in calendar.days_off(first, last)] == [day for day in every if day not in worked]


@given(calendars, near)
def test_next_previous_and_nearest_are_the_closest_working_days(calendar, day):
    after, before = calendar.next_working(day), calendar.previous_working(day)
    assert before < day < after
    assert calendar.working_days(before, after) == tuple(
        d for d in (before, day, after) if d != day or calendar.is_working(day)
    )
    assert calendar.working_on_or_after(day) == (day if calendar.is_working(day) else after)
    assert calendar.working_on_or_before(day) == (day if calendar.is_working(day) else before)
    assert calendar.is_working(calendar.nearest_working(day))
