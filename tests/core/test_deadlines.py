"""The clocks of deadlines.csv: due dates that can show what they skipped, countdowns, late for ever."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from scheduler.core.deadlines import (
    MeetingKind,
    due,
    parse_deadlines,
    posting_deadline,
    posting_status,
    result_deadline,
)
from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Activity
from scheduler.core.workdays import CalendarDay, DayKind, WorkCalendar

ROOT = Path(__file__).parents[2]


def read(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read("scheduler/data/deadlines.csv")
TABLE = parse_deadlines(ROWS)
PAGE = (ROOT / "docs/law.md").read_text(encoding="utf-8")
# Words of remarks, none of them Vietnamese: a basis is read aloud in the middle of Vietnamese sentences.
ENGLISH = re.compile(r"\b(?:and|before|by|default|kept|local|notice|of|place|plan|seen|the|under|with)\b")
CALENDAR = WorkCalendar(
    CalendarDay(date.fromisoformat(row["date"]), DayKind(row["kind"]), row["name"], row["source"], confirmed=True)
    for row in read("tests/samples/holidays_2026.csv")
)
PERIODIC = MeetingKind(Activity.RECEPTION, "periodic", "xa")
CONFERENCE = MeetingKind(Activity.DIALOGUE, "commune_people_conference", "xa")
YOUTH = MeetingKind(Activity.DIALOGUE, "youth", "tinh")
VECTORS = [row for row in read("tests/samples/vectors_shift.csv") if row["latest_publication_5wd"] not in ("", "n/a")]


@pytest.mark.parametrize("row", VECTORS, ids=[row["nominal"] for row in VECTORS])
def test_t15_the_posting_of_a_reception_is_due_five_working_days_before(row):
    found = posting_deadline(TABLE, PERIODIC, date.fromisoformat(row["shifted"]), CALENDAR)
    assert (found.due.isoformat(), found.rule.id) == (row["latest_publication_5wd"], "DL-PUB-01")


def test_t15_a_deadline_says_which_days_it_skipped():
    found = posting_deadline(TABLE, PERIODIC, date(2026, 11, 25), CALENDAR)
    assert [(day.day, reason.code.value) for day, reason in found.skipped] == [
        (21, "weekend"),
        (22, "weekend"),
        (24, "off"),
    ]


def test_t15_a_made_up_saturday_is_a_working_day_of_the_deadline():
    assert posting_deadline(TABLE, PERIODIC, date(2026, 8, 25), CALENDAR).due == date(2026, 8, 19)


def test_a_commune_conference_is_announced_seven_calendar_days_before():
    found = posting_deadline(TABLE, CONFERENCE, date(2026, 5, 8), CALENDAR)
    assert (found.due, found.skipped, found.rule.id) == (date(2026, 5, 1), (), "DL-NOT-03")
    assert posting_deadline(TABLE, CONFERENCE, date(2024, 5, 8), CALENDAR) is None


def test_t25_a_youth_dialogue_is_published_thirty_days_before_and_concluded_within_ten():
    assert posting_deadline(TABLE, YOUTH, date(2026, 3, 26), CALENDAR).due == date(2026, 2, 24)
    assert result_deadline(TABLE, YOUTH, date(2026, 3, 26), CALENDAR).due == date(2026, 4, 5)


@pytest.mark.parametrize("sub_type", ["adhoc", "regular"])
def test_t09_ad_hoc_and_daily_receptions_have_no_posting_deadline(sub_type):
    kind = MeetingKind(Activity.RECEPTION, sub_type, "xa")
    found = posting_deadline(TABLE, kind, date(2026, 12, 15), CALENDAR)
    assert found is None
    assert posting_status(found, None, date(2026, 12, 15), CALENDAR).code == "not_required"


@pytest.mark.parametrize(
    ("published", "today", "code", "days"),
    [
        (None, date(2026, 12, 1), "due_in", 5),
        (None, date(2026, 12, 8), "due_in", 0),
        (None, date(2026, 12, 9), "overdue", 1),
        (None, date(2026, 12, 14), "overdue", 4),
        (date(2026, 12, 4), date(2026, 12, 14), "on_time", 2),
        (date(2026, 12, 8), date(2026, 12, 14), "on_time", 0),
        (date(2026, 12, 10), date(2027, 1, 5), "late", 2),
    ],
)
def test_the_countdown_runs_in_working_days_and_late_stays_late(published, today, code, days):
    wanted = posting_deadline(TABLE, PERIODIC, date(2026, 12, 15), CALENDAR)
    found = posting_status(wanted, published, today, CALENDAR)
    assert (found.code, found.days) == (code, days)


def test_posting_on_a_saturday_after_a_friday_deadline_is_late():
    wanted = posting_deadline(TABLE, PERIODIC, date(2026, 12, 11), CALENDAR)
    assert wanted.due == date(2026, 12, 4)
    found = posting_status(wanted, date(2026, 12, 5), date(2026, 12, 5), CALENDAR)
    assert (found.code, found.days) == ("late", 1)


def test_a_calendar_day_countdown_counts_calendar_days():
    wanted = posting_deadline(TABLE, CONFERENCE, date(2026, 5, 12), CALENDAR)
    assert posting_status(wanted, None, date(2026, 4, 29), CALENDAR).days == 6


def test_an_answer_is_due_ten_working_days_after_the_content_was_received():
    assert due(TABLE, "DL-ANS-01", date(2026, 12, 15), CALENDAR).due == date(2026, 12, 29)


def test_a_staff_conference_is_due_three_months_after_the_year():
    assert due(TABLE, "DL-STAFF-01", date(2026, 12, 31), CALENDAR).due == date(2027, 3, 31)


@pytest.mark.parametrize("deadline_id", ["DL-NOT-06", "DL-REP-01", "DL-REG-02", "nonsense"])
def test_a_row_without_a_number_has_no_due_date(deadline_id):
    with pytest.raises(ValueError, match=deadline_id):
        due(TABLE, deadline_id, date(2026, 12, 15), CALENDAR)


def test_rows_without_a_number_and_past_local_rows_are_off_and_say_why():
    for rule in TABLE:
        wanted = rule.offset is not None and rule.confidence != "L"
        assert rule.enabled is wanted, rule.id
        assert bool(rule.off_because) is not rule.enabled


def test_every_deadline_has_a_basis_and_stands_in_the_page():
    for rule in TABLE:
        assert rule.legal_basis
        assert not ENGLISH.search(rule.legal_basis), f"{rule.id}: remarks go into the note"
        assert f"| {rule.id} |" in PAGE, f"{rule.id} is missing in docs/law.md"


def test_a_deadline_without_a_number_cannot_be_enabled():
    row = next(row for row in ROWS if row["deadline_id"] == "DL-NOT-06")
    with pytest.raises(InvalidInput) as refusal:
        parse_deadlines([row | {"enabled": "yes"}, row | {"unit": "fortnight"}])
    assert [(f.where, f.code) for f in refusal.value.faults] == [
        ("1/enabled", "cannot-be-enabled"),
        ("2", "unreadable-deadline"),
    ]


def test_a_row_switched_off_or_for_another_level_sets_no_clock():
    off = parse_deadlines(row | {"enabled": "no"} for row in ROWS)
    assert posting_deadline(off, PERIODIC, date(2026, 12, 15), CALENDAR) is None
    province = MeetingKind(Activity.DIALOGUE, "commune_people_conference", "tinh")
    assert posting_deadline(TABLE, province, date(2026, 12, 15), CALENDAR) is None


def test_months_are_counted_to_the_same_day_or_the_last_of_a_shorter_month():
    assert due(TABLE, "DL-STAFF-01", date(2026, 11, 29), CALENDAR).due == date(2027, 2, 28)
    assert due(TABLE, "DL-STAFF-01", date(2027, 2, 28), CALENDAR).due == date(2027, 5, 31)
    assert due(TABLE, "DL-STAFF-01", date(2026, 12, 15), CALENDAR).due == date(2027, 3, 15)
