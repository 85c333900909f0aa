"""What holds of every verdict, whatever the facts."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.compliance.objections import avoidable_shortfalls
from scheduler.core.compliance.values import Status
from scheduler.core.compliance.verdicts import judge
from scheduler.core.facts import Activity, State
from tests.core.compliance.given import meeting, office, owed

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
CHAIRMAN = office()
DAYS = st.integers(-5, 35).map(lambda n: FIRST + timedelta(days=n))
BETTER = {Status.BREACHED: 0, Status.AT_RISK: 1, Status.ON_TRACK: 2, Status.MET: 3}


@st.composite
def meetings(draw, least: int = 0):
    found = []
    for number in range(draw(st.integers(least, 8))):
        state = draw(st.sampled_from(State))
        found.append(
            meeting(
                CHAIRMAN,
                *sorted(draw(st.sets(DAYS, min_size=1, max_size=2))),
                state=state,
                id=f"m{number}",
                sub_type=draw(st.sampled_from(["periodic", "periodic", "adhoc", "regular"])),
                activity=draw(st.sampled_from([Activity.RECEPTION, Activity.RECEPTION, Activity.DIALOGUE])),
                in_person=draw(st.booleans()),
                present=draw(st.sampled_from([True, False, None])),
            )
        )
    return found


def verdict(law, calendar, facts, today):
    return judge(owed(law, CHAIRMAN, "R-G-COMM-02", FIRST), CHAIRMAN, facts, calendar, today)


@given(facts=meetings(), today=DAYS)
def test_a_finding_if_and_only_if_too_few_days_count_and_dates_remain(law, calendar, facts, today):
    found = verdict(law, calendar, facts, today)
    short = found.held + found.planned < found.required
    assert bool(avoidable_shortfalls([found])) is (short and found.free > 0)
    assert (found.missing > 0) is short
    assert found.statutorily_met is (found.held >= found.required)


@given(facts=meetings(), today=DAYS, day=DAYS)
def test_adding_a_day_held_in_person_never_worsens_a_verdict(law, calendar, facts, today, day):
    before = verdict(law, calendar, facts, today)
    after = verdict(law, calendar, [*facts, meeting(CHAIRMAN, day, id="new")], today)
    assert BETTER[after.status] >= BETTER[before.status]
    assert after.missing <= before.missing


@given(data=st.data(), facts=meetings(2), today=DAYS)
def test_the_order_of_meetings_is_irrelevant(law, calendar, data, facts, today):
    shuffled = data.draw(st.permutations(facts))
    assert verdict(law, calendar, shuffled, today) == verdict(law, calendar, facts, today)


@given(facts=meetings(), today=DAYS)
def test_delegated_withdrawn_and_foreign_meetings_never_count(law, calendar, facts, today):
    by_id = {fact.id: fact for fact in facts}
    for entry in verdict(law, calendar, facts, today).counted:
        fact = by_id[entry.meeting_id]
        assert fact.chairs[0].in_person
        assert fact.state not in {State.DRAFT, State.CANCELLED, State.POSTPONED, State.NOT_HELD}
        assert (fact.activity, fact.sub_type) == (Activity.RECEPTION, "periodic")
        assert entry.planned or fact.chairs[0].present


@given(facts=meetings(), today=DAYS)
def test_no_date_counts_twice_and_none_outside_the_period(law, calendar, facts, today):
    found = verdict(law, calendar, facts, today)
    days = [entry.day for entry in found.counted]
    assert len(days) == len(set(days)) == found.held + found.planned
    assert days == sorted(days)
    assert all(FIRST <= day <= LAST for day in days)


@given(facts=meetings(), today=DAYS)
def test_every_day_in_the_period_is_accounted_for_exactly_once(law, calendar, facts, today):
    found = verdict(law, calendar, facts, today)
    told = [(entry.meeting_id, entry.day) for entry in (*found.counted, *found.not_counted)]
    assert sorted(told) == sorted((fact.id, day) for fact in facts for day in fact.days if FIRST <= day <= LAST)


@given(facts=meetings(), today=DAYS, extra=st.lists(DAYS, max_size=4))
def test_what_happens_in_other_months_changes_nothing(law, calendar, facts, today, extra):
    others = [meeting(CHAIRMAN, day, id=f"o{n}") for n, day in enumerate(extra) if not FIRST <= day <= LAST]
    assert verdict(law, calendar, [*facts, *others], today) == verdict(law, calendar, facts, today)


@given(facts=meetings(), today=DAYS)
def test_the_last_feasible_date_is_reachable_and_the_next_one_is_too_late(law, calendar, facts, today):
    found = verdict(law, calendar, facts, today)
    if found.last_feasible is None:
        return
    unplanned = [fact for fact in facts if fact.state is State.HELD and fact.days[-1] <= today]
    assert verdict(law, calendar, facts, found.last_feasible).status is not Status.BREACHED
    later = verdict(law, calendar, unplanned, found.last_feasible + timedelta(days=1))
    assert later.status is Status.BREACHED


@settings(max_examples=30)
@given(facts=meetings(), today=DAYS)
def test_a_verdict_depends_on_facts_and_rules_only(law, calendar, facts, today):
    copies = [replace(fact) for fact in facts]
    assert verdict(law, calendar, facts, today) == verdict(law, calendar, copies, today)
