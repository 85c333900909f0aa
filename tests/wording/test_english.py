"""English sentences: dates by their names, one day and two days, and the other meaning of a word."""

from datetime import UTC, date, datetime, time

import pytest

from scheduler.core.errors import WrongState
from scheduler.core.facts import State
from scheduler.core.patterns import DaysOfMonth, MonthWeekday, Weekly
from scheduler.core.periods import PeriodKind, period_of
from scheduler.core.planner.problem import Proof
from scheduler.wording import dates, meetings, origins, proofs, reasons, refusals
from scheduler.wording.language import Language, said, say, source, speaking

DAY = date(2026, 12, 15)


@pytest.fixture(autouse=True)
def english():
    with speaking(Language.ENGLISH):
        yield


def test_dates_are_told_by_their_names() -> None:
    assert dates.long_date(DAY) == dates.inline_date(DAY) == "Tuesday 15 December 2026"
    assert (dates.short_date(DAY), dates.day_month(DAY), dates.month_name(DAY)) == (
        "15 Dec 2026",
        "15 Dec",
        "December 2026",
    )
    assert dates.moment(datetime(2026, 11, 6, 1, 15, tzinfo=UTC)) == "6 Nov 2026 08:15"
    assert dates.hours(time(8), None) == "from 08:00"
    assert dates.span(DAY, date(2026, 12, 31)) == "from 15 Dec 2026 to 31 Dec 2026"
    assert dates.month_head(3) == "Mar"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PeriodKind.WEEK, "week 14 Dec–20 Dec 2026"),
        (PeriodKind.MONTH, "December 2026"),
        (PeriodKind.QUARTER, "quarter IV/2026"),
        (PeriodKind.YEAR, "year 2026"),
    ],
)
def test_periods_have_english_names(kind: PeriodKind, words: str) -> None:
    assert dates.period_name(period_of(kind, DAY)) == words


def test_one_day_is_no_two_days() -> None:
    assert [dates.relative(date(2026, 12, 15 + n), date(2026, 12, 15)) for n in (0, 1, 3)] == [
        "today",
        "tomorrow",
        "in 3 days",
    ]
    assert [say("{n} ngày làm việc", n=n) for n in (0, 1, 2, 21)] == [
        "0 working days",
        "1 working day",
        "2 working days",
        "21 working days",
    ]
    assert say("{n} ngày làm việc", n="n") == "n working day"


def test_a_word_with_two_meanings_is_told_by_what_it_is_about() -> None:
    assert meetings.state_word(State.CANCELLED) == "cancelled"
    assert refusals.error_sentence(WrongState(state="held", action="cancel")) == (
        "The meeting is in the state “held”, so it is not possible to cancel it."
    )
    assert (said("Niêm yết"), said("Niêm yết", "deed"), said("Duyệt", "deed")) == ("Posting", "Post", "Approve")


def test_patterns_read_as_english() -> None:
    assert reasons.shape_words(DaysOfMonth((20, 5))) == "day 05 and 20 of every month"
    assert reasons.shape_words(Weekly((4,))) == "every Thursday"
    assert reasons.shape_words(MonthWeekday(5, (-1,))) == "the last Friday of every month"


def test_a_reason_kept_in_vietnamese_is_told_anew() -> None:
    kept = {"from": "pattern", "why": "Mẫu: ngày 15 hằng tháng.", "code": "moved_next", "nominal": "2026-11-15"}
    assert origins.origin_sentence(kept) == (
        "The pattern's date is a day off; moved to the next working day. Date of the pattern: 15 Nov 2026."
    )
    assert origins.origin_sentence({"from": "pattern", "code": "no-such"}) == "A date of the unit's pattern."
    assert origins.origin_sentence({"from": "by_hand"}) == "A date chosen by the secretary."
    assert origins.origin_sentence({}) == ""


def test_numbers_are_grouped_by_commas() -> None:
    assert proofs.proof_sentence(Proof(175_424, 174_734)) == (
        "Not proved optimal: within 0.4 % of the proved lower bound (cost 175,424, lower bound 174,734)."
    )


def test_a_text_without_english_is_itself() -> None:
    assert said("Chưa ai dịch") == say(source("Chưa ai dịch")) == "Chưa ai dịch"
    assert said("") == ""
    with speaking(Language.VIETNAMESE):
        assert said("Duyệt") == "Duyệt"
