"""Dates, names and reasons as people read them."""

from datetime import UTC, date, datetime, time

import pytest

from scheduler.core.deadlines import due_by, posting_status
from scheduler.core.facts import Activity, Span, State
from scheduler.core.patterns import DaysOfMonth, Hours, MonthWeekday, OffDayPolicy, Pattern, Weekly, occurrences
from scheduler.core.periods import PeriodKind, period_of
from scheduler.core.planner.problem import Proof
from scheduler.core.workdays import CalendarDay, DayKind, WorkCalendar
from scheduler.db.tables import metadata
from scheduler.shipped_law import deadline_rules
from scheduler.wording import dates, meetings, posting
from scheduler.wording.proofs import proof_sentence
from scheduler.wording.reasons import reason_sentence, shape_words
from scheduler.wording.tables import TABLES, counted

CALENDAR = WorkCalendar([CalendarDay(date(2026, 9, 2), DayKind.OFF, "Quốc khánh", "x", confirmed=True)])


def test_days_and_hours_read_as_in_notices() -> None:
    day = date(2026, 12, 15)
    assert dates.long_date(day) == "Thứ Ba, 15/12/2026"
    assert dates.inline_date(day) == "thứ Ba 15/12/2026"
    assert dates.inline_date(date(2026, 11, 15)) == "Chủ nhật 15/11/2026"
    assert dates.hours(time(8), time(11, 30)) == "08:00–11:30"
    assert dates.formal_date(date(2026, 2, 6)) == "ngày 06 tháng 02 năm 2026"
    assert dates.moment(datetime(2026, 11, 6, 1, 15, tzinfo=UTC)) == "06/11/2026 08:15"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PeriodKind.WEEK, "tuần 14/12–20/12/2026"),
        (PeriodKind.MONTH, "tháng 12/2026"),
        (PeriodKind.QUARTER, "quý IV/2026"),
        (PeriodKind.YEAR, "năm 2026"),
    ],
)
def test_periods_have_their_usual_names(kind: PeriodKind, words: str) -> None:
    assert dates.period_name(period_of(kind, date(2026, 12, 15))) == words


def test_a_week_across_new_year_names_both_years() -> None:
    assert dates.period_name(period_of(PeriodKind.WEEK, date(2026, 1, 1))) == "tuần 29/12/2025–04/01/2026"


@pytest.mark.parametrize(
    ("objective", "bound", "words"),
    [
        (44, 44, "Đã chứng minh là tối ưu: không có cách chọn ngày nào tốt hơn."),
        (0, 0, "Đã chứng minh là tối ưu: không có cách chọn ngày nào tốt hơn."),
        (
            175_424,
            174_734,
            "Chưa chứng minh là tối ưu: cách cận dưới đã chứng minh 0,4 % (chi phí 175.424, cận dưới 174.734).",
        ),
        (
            175_383,
            175_381,
            "Chưa chứng minh là tối ưu: cách cận dưới đã chứng minh 0,1 % (chi phí 175.383, cận dưới 175.381).",
        ),
        (52, 24, "Chưa chứng minh là tối ưu: cách cận dưới đã chứng minh 116,7 % (chi phí 52, cận dưới 24)."),
        (3, 0, "Chưa chứng minh là tối ưu: chi phí 3, cận dưới đã chứng minh là 0."),
    ],
)
def test_a_plan_says_whether_it_is_optimal_or_by_how_much_at_most_it_is_not(
    objective: int, bound: int, words: str
) -> None:
    assert proof_sentence(Proof(objective, bound)) == words


def test_patterns_read_as_their_notices() -> None:
    assert shape_words(DaysOfMonth((20, 5))) == "ngày 05 và 20 hằng tháng"
    assert shape_words(Weekly((4,))) == "thứ Năm hằng tuần"
    assert shape_words(MonthWeekday(5, (-1,))) == "thứ Sáu cuối cùng hằng tháng"


def test_a_moved_date_says_why() -> None:
    shape = DaysOfMonth((15,))
    pattern = Pattern("p", shape, ("o",), Span(date(2026, 1, 1)), OffDayPolicy.NEXT, None, Hours())
    (found,) = occurrences(pattern, date(2026, 11, 1), date(2026, 11, 30), CALENDAR)
    assert reason_sentence(found.reason, found.on, shape) == (
        "Mẫu: ngày 15 hằng tháng; 15/11/2026 là Chủ nhật, chuyển sang ngày làm việc kế tiếp, thứ Hai 16/11/2026."
    )


def test_the_countdown_names_the_days_it_left_out() -> None:
    (rule,) = [row for row in deadline_rules() if row.id == "DL-PUB-01"]
    due = due_by(rule, date(2026, 11, 19), CALENDAR)
    assert posting.countdown(posting_status(due, None, date(2026, 11, 10), CALENDAR)) == (
        "Còn 2 ngày làm việc để niêm yết, hạn 12/11/2026; không tính: Thứ Bảy 14/11, Chủ nhật 15/11."
    )
    late = posting_status(due, date(2026, 11, 13), date(2026, 11, 20), CALENDAR)
    assert posting.countdown(late).startswith("Niêm yết trễ 1 ngày làm việc, hạn là 12/11/2026")


def test_every_table_is_told_in_words() -> None:
    assert sorted(TABLES) == sorted(metadata.tables)
    assert counted({"meeting": 2, "place": 1}) == (
        "meeting (2 dòng: các buổi tiếp và đối thoại); place (1 dòng: địa điểm tiếp)"
    )


def test_a_cancelled_entry_says_so_first() -> None:
    line = meetings.summary(Activity.RECEPTION, "periodic", "UBND xã Tân Đoàn", State.CANCELLED)
    assert line == "ĐÃ HỦY: Tiếp công dân định kỳ – UBND xã Tân Đoàn"
