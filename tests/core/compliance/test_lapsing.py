"""An approved day that can no longer be posted in time is planned no more, and nothing is forgotten for it."""

from datetime import date, timedelta

import pytest

from scheduler.core.compliance.values import Reason, Status
from scheduler.core.facts import State
from scheduler.core.lapsing import with_lapses
from scheduler.shipped_law import deadline_rules
from tests.core.compliance.given import Bench, dialogue, meeting, office, why

CHAIRMAN = office()
RULE = "R-G-COMM-02"
DAY, OTHER = date(2026, 12, 15), date(2026, 12, 22)
DUE = date(2026, 12, 8)
"""Five working days before DAY."""


@pytest.fixture
def bench(law, calendar):
    return Bench(law, calendar)


def on(bench: Bench, today: date, *meetings, spared=()):
    told = with_lapses(meetings, {CHAIRMAN.id: "xa"}, deadline_rules(), bench.calendar, today, spared=spared)
    return bench.verdict(CHAIRMAN, RULE, DAY, *told, today=today)


def approved(*days: date, **over):
    return [meeting(CHAIRMAN, day, state=State.APPROVED, **over) for day in days]


def test_it_is_planned_until_the_last_day_for_posting_and_not_a_day_longer(bench):
    assert on(bench, DUE, *approved(DAY, OTHER)).status is Status.ON_TRACK

    after = on(bench, DUE + timedelta(days=1), *approved(DAY, OTHER))
    assert (after.status, after.reason) == (Status.AT_RISK, Reason.NOT_POSTED)
    assert (after.planned, after.missing, why(after)) == (1, 1, ["not_posted"])


def test_published_late_it_is_planned_again_and_held_it_counts(bench):
    late = meeting(CHAIRMAN, DAY, state=State.PUBLISHED)
    held = meeting(CHAIRMAN, DAY, state=State.HELD)
    assert on(bench, DUE + timedelta(days=1), late, *approved(OTHER)).status is Status.ON_TRACK
    assert on(bench, DAY, held, *approved(OTHER)).held == 1


def test_its_date_stays_free_so_that_late_is_better_than_never(bench):
    late = on(bench, date(2026, 12, 30), *approved(date(2026, 12, 30), date(2026, 12, 31)))
    assert (late.status, late.reason, late.free) == (Status.AT_RISK, Reason.LAST_DATES, 2)


def test_what_was_spared_and_what_has_no_deadline_does_not_lapse(bench):
    today = DUE + timedelta(days=1)
    (one,) = approved(DAY)
    assert on(bench, today, one, *approved(OTHER), spared={one.id}).status is Status.ON_TRACK

    no_deadline = dialogue(CHAIRMAN, DAY, sub_type="farmers", state=State.APPROVED)
    adhoc = meeting(CHAIRMAN, DAY, state=State.APPROVED, sub_type="adhoc")
    told = with_lapses([no_deadline, adhoc], {CHAIRMAN.id: "xa"}, deadline_rules(), bench.calendar, today)
    assert [fact.lapsed for fact in told] == [False, False]


def test_a_dialogue_lapses_by_the_deadline_of_its_kind_and_its_first_day(bench):
    days = (date(2026, 12, 20), date(2026, 12, 29))
    youth = dialogue(CHAIRMAN, *days, sub_type="youth", state=State.APPROVED)
    lapsed = [
        with_lapses([youth], {CHAIRMAN.id: "xa"}, deadline_rules(), bench.calendar, day)[0].lapsed
        for day in (date(2026, 11, 20), date(2026, 11, 21), date(2026, 12, 30))
    ]
    # After its last date there is nothing left to post.
    assert lapsed == [False, True, False]


def test_a_lapsed_day_of_a_deputy_is_told_as_the_deputy_s(bench):
    stood_in = approved(DAY, in_person=False)
    assert why(on(bench, DUE + timedelta(days=1), *stood_in)) == ["delegated"]
