"""What is refused, what is only marked, and what would cure it."""

from datetime import date

import pytest

from scheduler.core.compliance.cures import cures
from scheduler.core.compliance.objections import (
    Change,
    FindingCode,
    Severity,
    late_publication,
    objections,
    postponed_without_date,
    refuses,
)
from scheduler.core.deadlines import MeetingKind, posting_deadline, posting_status
from scheduler.core.facts import Activity, Span, State
from tests.core.compliance.given import Bench, meeting, office, owed

DEC, END = date(2026, 12, 1), date(2026, 12, 31)
CHAIRMAN = office()


@pytest.fixture
def verdicts(law, calendar):
    bench = Bench(law, calendar)

    def of(*meetings, today=DEC, **over):
        return [bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, *meetings, today=today, **over)]

    return of


def ahead(day: int, state: State = State.PUBLISHED):
    return meeting(CHAIRMAN, date(2026, 12, day), state=state)


def test_publishing_a_month_with_an_avoidable_shortfall_is_refused_with_its_source(verdicts):
    one = ahead(10, State.APPROVED)
    (found,) = objections(verdicts(one), verdicts(one), Change.PUBLISH, until=END)
    assert (found.code, found.severity, found.rule_id) == (FindingCode.SHORTFALL, Severity.REFUSE, "R-G-COMM-02")
    assert (found.required, found.counted, found.missing) == (2, 1, 1)
    assert found.legal_basis.startswith("Luật 136/2025/QH15")
    assert found.source.startswith("https://")
    assert found.confidence == "S"


def test_publishing_a_whole_month_is_not_refused(verdicts):
    plan = [ahead(10, State.APPROVED), ahead(24, State.APPROVED)]
    assert objections(verdicts(*plan), verdicts(*plan), Change.PUBLISH, until=END) == ()


def test_a_shortfall_nobody_can_avoid_any_more_is_not_refused(verdicts):
    late = date(2026, 12, 31)
    one = ahead(31, State.APPROVED)
    assert objections(verdicts(one, today=late), verdicts(one, today=late), Change.PUBLISH, until=END) == ()


def test_a_period_that_the_plan_does_not_complete_is_left_to_the_next_plan(law, calendar):
    bench = Bench(law, calendar)
    year = [bench.verdict(CHAIRMAN, "D-Y-COMM-01", DEC, today=date(2026, 1, 5))]
    assert objections(year, year, Change.PUBLISH, until=date(2026, 1, 31)) == ()
    assert refuses(objections(year, year, Change.PUBLISH, until=END))


def test_cancelling_a_needed_day_without_replacement_is_refused(verdicts):
    kept = ahead(24)
    before, after = verdicts(ahead(10), kept), verdicts(kept)
    (found,) = objections(before, after, Change.WITHDRAW)
    assert (found.code, found.missing, found.last_feasible) == (FindingCode.SHORTFALL, 1, date(2026, 12, 30))


def test_cancelling_a_day_that_is_not_needed_is_not_refused(verdicts):
    before, after = verdicts(ahead(10), ahead(17), ahead(24)), verdicts(ahead(10), ahead(24))
    assert objections(before, after, Change.WITHDRAW) == ()


def test_moving_out_of_the_month_so_that_it_cannot_be_met_is_refused_as_unreachable(verdicts):
    today = date(2026, 12, 31)
    before, after = verdicts(ahead(31), meeting(CHAIRMAN, date(2026, 12, 3)), today=today), verdicts(today=today)
    (found,) = objections(before, after, Change.WITHDRAW)
    assert found.code is FindingCode.UNREACHABLE


def test_a_change_that_leaves_an_old_shortfall_as_it_was_is_not_refused(verdicts):
    assert objections(verdicts(ahead(10)), verdicts(ahead(11)), Change.WITHDRAW) == ()


def test_an_excuse_makes_no_further_loss_lawful(verdicts):
    before, after = verdicts(ahead(10), ahead(24)), verdicts(excused="bão")
    assert refuses(objections(before, after, Change.WITHDRAW))


def test_t20_postponing_without_a_date_is_refused_on_its_own_article(deadlines):
    row = next(rule for rule in deadlines if rule.id == "DL-PUB-03")
    found = postponed_without_date("m1", row)
    assert (found.severity, found.legal_basis, refuses([found])) == (Severity.REFUSE, "Luật 42/2013 Đ24.4", True)


def test_t18_moving_earlier_may_break_the_posting_and_only_warns(deadlines, calendar):
    kind = MeetingKind(Activity.RECEPTION, "periodic", "xa")
    earlier = posting_deadline(deadlines, kind, date(2026, 12, 10), calendar)
    status = posting_status(earlier, None, date(2026, 12, 7), calendar)
    found = late_publication("m1", status)
    assert (found.code, found.severity, found.due) == (FindingCode.LATE_PUBLICATION, Severity.WARN, date(2026, 12, 3))
    assert not refuses([found])


def test_t09_an_ad_hoc_reception_is_never_late(deadlines, calendar):
    kind = MeetingKind(Activity.RECEPTION, "adhoc", "xa")
    due = posting_deadline(deadlines, kind, date(2026, 12, 10), calendar)
    assert late_publication("m1", posting_status(due, date(2026, 12, 9), date(2026, 12, 9), calendar)) is None


def test_cures_are_the_nearest_lawful_dates_that_can_still_be_posted(law, calendar, deadlines):
    obligation = owed(law, CHAIRMAN, "R-G-COMM-02", DEC)
    found = cures(
        obligation, CHAIRMAN, [ahead(16)], calendar, deadlines, today=date(2026, 12, 7), near=date(2026, 12, 15)
    )
    assert [(c.day.day, c.posting_due.day, c.posting_missed) for c in found] == [
        (15, 8, False),
        (14, 7, False),
        (17, 10, False),
    ]


def test_cures_past_their_posting_come_last_and_say_so(law, calendar, deadlines):
    obligation = owed(law, CHAIRMAN, "R-G-COMM-02", DEC)
    today = date(2026, 12, 23)
    found = cures(obligation, CHAIRMAN, [], calendar, deadlines, today=today, near=date(2026, 12, 24))
    assert [(c.day.day, c.posting_missed) for c in found] == [(30, False), (31, False), (24, True)]


def test_cures_leave_out_days_off_absences_busy_days_and_the_past(law, calendar, deadlines):
    obligation = owed(law, CHAIRMAN, "R-G-COMM-02", date(2026, 8, 1))
    found = cures(
        obligation,
        CHAIRMAN,
        [meeting(CHAIRMAN, date(2026, 8, 26), state=State.CANCELLED)],
        calendar,
        deadlines,
        today=date(2026, 8, 20),
        near=date(2026, 8, 31),
        absences=(Span(date(2026, 8, 24), date(2026, 8, 25)),),
        busy={date(2026, 8, 27)},
        wanted=99,
    )
    assert sorted(c.day.day for c in found) == [21, 22, 26, 28]


def test_fewer_cures_come_back_when_no_more_exist(law, calendar, deadlines):
    obligation = owed(law, CHAIRMAN, "R-G-COMM-02", DEC)
    found = cures(obligation, CHAIRMAN, [], calendar, deadlines, today=date(2026, 12, 30), near=END)
    assert [c.day for c in found] == [END]
