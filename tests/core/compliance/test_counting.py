"""The traps about what counts, each by its name in docs/law.md."""

from datetime import date, timedelta

import pytest

from scheduler.core.compliance.values import Policy, Reason, Status
from scheduler.core.facts import Chair, OfficeKind, Span, State
from scheduler.core.law import Answer
from tests.core.compliance.given import Bench, dialogue, meeting, office, tenure, why, with_rule

NOV, DEC = date(2026, 11, 2), date(2026, 12, 1)
LATER = date(2026, 12, 31)
CHAIRMAN = office()
SECRETARY = office(OfficeKind.BI_THU)
COMMUNE = office(OfficeKind.CHINH_QUYEN_XA)


@pytest.fixture
def bench(law, calendar):
    return Bench(law, calendar)


def test_two_days_held_in_person_meet_the_month(bench):
    days = [meeting(CHAIRMAN, date(2026, 11, 5)), meeting(CHAIRMAN, date(2026, 11, 19))]
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *days, today=LATER)
    assert (found.status, found.held, found.missing, found.statutorily_met) == (Status.MET, 2, 0, True)
    assert [(c.meeting_id, c.day, c.planned) for c in found.counted] == [(m.id, m.days[0], False) for m in days]


def test_t03_secretary_and_chairman_keep_separate_ledgers(bench):
    held = [meeting(CHAIRMAN, date(2026, 11, 5)), meeting(CHAIRMAN, date(2026, 11, 19))]
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *held, today=LATER).status is Status.MET
    other = bench.verdict(SECRETARY, "R-P-COMM-01", NOV, *held, today=LATER)
    assert (other.status, other.held, why(other)) == (Status.BREACHED, 0, ["other_office"] * 2)


def test_t04_a_delegated_day_is_recorded_and_never_counts(bench):
    days = [meeting(CHAIRMAN, date(2026, 11, 5)), meeting(CHAIRMAN, date(2026, 11, 19), in_person=False)]
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *days, today=LATER)
    assert (found.status, found.held, found.missing) == (Status.BREACHED, 1, 1)
    assert (found.not_counted[0].meeting_id, why(found)) == (days[1].id, ["delegated"])


def test_t04_a_delegated_day_ahead_is_not_a_planned_one(bench):
    ahead = meeting(CHAIRMAN, date(2026, 12, 10), state=State.PUBLISHED, in_person=False)
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, ahead, today=NOV)
    assert (found.planned, why(found)) == (0, ["delegated"])


def test_t05_morning_and_afternoon_of_one_date_are_one_day(bench):
    days = [meeting(CHAIRMAN, date(2026, 11, 5)), meeting(CHAIRMAN, date(2026, 11, 5))]
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *days, today=LATER)
    assert (found.held, found.status, why(found)) == (1, Status.BREACHED, ["second_sitting_of_day"])
    assert found.counted[0].meeting_id == min(m.id for m in days)


def test_t05_a_meeting_of_two_dates_is_two_days(bench):
    found = bench.verdict(
        CHAIRMAN, "R-G-COMM-02", NOV, meeting(CHAIRMAN, date(2026, 11, 5), date(2026, 11, 6)), today=LATER
    )
    assert (found.held, found.status) == (2, Status.MET)


def test_t05_a_held_sitting_wins_over_a_planned_one_of_the_same_date(bench):
    today = date(2026, 11, 5)
    planned = meeting(CHAIRMAN, today, state=State.PUBLISHED, id="a")
    held = meeting(CHAIRMAN, today, id="b")
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, planned, held, today=today)
    assert (found.held, found.planned, found.counted[0].meeting_id) == (1, 0, "b")


def test_t06_credit_goes_to_the_month_of_the_actual_date(bench):
    shifted = meeting(CHAIRMAN, date(2026, 12, 1), makeup_for="missed")
    missed = meeting(CHAIRMAN, date(2026, 11, 30), state=State.NOT_HELD, id="missed")
    november = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, shifted, missed, today=LATER)
    december = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, shifted, missed, today=LATER)
    assert (november.held, sorted(why(november))) == (0, ["not_held", "outside_period"])
    assert december.held == 1


def test_t08_dialogues_never_fill_a_months_receptions(bench):
    talks = [dialogue(CHAIRMAN, date(2026, 11, n), sub_type="mttq_ctxh_people") for n in range(2, 9)]
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *talks, today=LATER)
    assert (found.held, set(why(found))) == (0, {"other_ledger"})


def test_t08_more_than_enough_in_one_month_leaves_the_next_month_empty(bench):
    many = [meeting(CHAIRMAN, date(2026, 11, n)) for n in (3, 4, 5, 6, 9)]
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *many, today=LATER).held == 5
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, *many, today=date(2027, 1, 1)).status is Status.BREACHED


def test_t09_an_ad_hoc_reception_does_not_replace_a_periodic_one(bench, law, calendar):
    days = [meeting(CHAIRMAN, date(2026, 11, 5), sub_type="adhoc"), meeting(CHAIRMAN, date(2026, 11, 19))]
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *days, today=LATER)
    assert (found.held, why(found)) == (1, ["adhoc"])
    flagged = Bench(with_rule(law, "R-G-COMM-02", counts_adhoc=Answer.YES), calendar)
    assert flagged.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *days, today=LATER).held == 2


def test_t10_a_joint_session_credits_each_office_that_was_present(bench):
    joint = meeting(
        CHAIRMAN,
        date(2026, 11, 5),
        chairs=(Chair(CHAIRMAN.id, in_person=True, present=True), Chair(SECRETARY.id, in_person=True, present=True)),
    )
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, joint, today=LATER).held == 1
    assert bench.verdict(SECRETARY, "R-P-COMM-01", NOV, joint, today=LATER).held == 1


def test_t10_one_heads_absence_does_not_cancel_the_others_credit(bench):
    joint = meeting(
        CHAIRMAN,
        date(2026, 11, 5),
        chairs=(Chair(CHAIRMAN.id, in_person=True, present=True), Chair(SECRETARY.id, in_person=True, present=False)),
    )
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, joint, today=LATER).held == 1
    found = bench.verdict(SECRETARY, "R-P-COMM-01", NOV, joint, today=LATER)
    assert (found.held, why(found)) == (0, ["chair_absent"])


def test_t11_one_person_in_two_offices_is_credited_only_in_the_declared_capacity(bench):
    held = meeting(SECRETARY, date(2026, 11, 5))
    twins = {SECRETARY.id}
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, held, today=LATER, twins=twins)
    assert (found.held, why(found)) == (0, ["capacity_not_declared"])
    both = Policy(credit_every_capacity=True)
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, held, today=LATER, twins=twins, policy=both).held == 1


def test_t12_a_month_wholly_vacant_is_not_applicable_and_says_so(bench):
    empty = office(tenures=(tenure(date(2025, 7, 1), date(2026, 10, 31)), tenure(date(2026, 12, 1), person="binh")))
    found = bench.verdict(empty, "R-G-COMM-02", NOV, today=LATER)
    assert (found.status, found.reason) == (Status.NOT_APPLICABLE, Reason.VACANT)
    assert not found.statutorily_met


def test_t12_the_minimum_belongs_to_the_office_when_its_holder_changes(bench):
    changed = office(tenures=(tenure(date(2025, 7, 1), date(2026, 11, 15)), tenure(date(2026, 11, 16), person="binh")))
    days = [meeting(changed, date(2026, 11, 5)), meeting(changed, date(2026, 11, 19))]
    found = bench.verdict(changed, "R-G-COMM-02", NOV, *days, today=LATER)
    assert (found.required, found.held, found.status) == (2, 2, Status.MET)


def test_t12_an_acting_head_counts_and_a_deputy_keeping_the_office_running_does_not(bench):
    days = (date(2026, 11, 5), date(2026, 11, 19))
    acting = office(tenures=(tenure(date(2025, 7, 1), heads=True),))
    found = bench.verdict(acting, "R-G-COMM-02", NOV, meeting(acting, *days), today=LATER)
    assert found.held == 2
    running = office(tenures=(tenure(date(2025, 7, 1), date(2026, 11, 10)), tenure(date(2026, 11, 11), heads=False)))
    found = bench.verdict(running, "R-G-COMM-02", NOV, meeting(running, *days), today=LATER)
    assert (found.held, why(found)) == (1, ["office_vacant"])


def test_t20_a_postponed_meeting_without_a_date_is_still_owed_and_stays_in_sight(bench):
    owed = meeting(CHAIRMAN, state=State.POSTPONED)
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, owed, today=NOV)
    assert (found.missing, found.not_counted[0].day, why(found)) == (2, None, ["postponed"])
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, owed, today=DEC).not_counted == ()


def test_t21_an_empty_session_counts_when_the_head_was_there_and_not_when_he_stayed_away(bench):
    day = date(2026, 11, 5)
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, meeting(CHAIRMAN, day, present=True), today=LATER).held == 1
    away = meeting(CHAIRMAN, day, state=State.NOT_HELD)
    assert why(bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, away, today=LATER)) == ["not_held"]


@pytest.mark.parametrize("count", [1, 3])
def test_t24_a_conference_split_by_village_cluster_is_one_obligation(bench, count):
    days = [date(2026, 5, 12) + timedelta(days=n) for n in range(count)]
    split = dialogue(COMMUNE, *days, sub_type="commune_people_conference")
    found = bench.verdict(COMMUNE, "D-G-COMM-03", NOV, split, today=LATER)
    assert (found.held, found.status) == (1, Status.MET)
    assert why(found) == ["same_meeting"] * (count - 1)


def test_t24_an_extraordinary_conference_satisfies_the_yearly_one_of_the_body(bench):
    asked = dialogue(COMMUNE, date(2026, 5, 12), sub_type="commune_people_conference", in_person=False, present=False)
    assert bench.verdict(COMMUNE, "D-G-COMM-05", NOV, asked, today=LATER).status is Status.MET


def test_a_conference_at_which_nobody_sat_meets_no_duty_of_the_body(bench):
    empty = dialogue(COMMUNE, date(2026, 5, 12), sub_type="commune_people_conference", present=False)
    found = bench.verdict(COMMUNE, "D-G-COMM-05", NOV, empty, today=LATER)
    assert (found.held, why(found)) == (0, ["chair_absent"])


def test_t25_only_a_youth_dialogue_chaired_by_the_chairman_himself_counts_in_any_month(bench):
    general = dialogue(CHAIRMAN, date(2026, 3, 10), sub_type="mttq_ctxh_people")
    deputy = dialogue(CHAIRMAN, date(2026, 3, 20), sub_type="youth", in_person=False)
    found = bench.verdict(CHAIRMAN, "D-Y-COMM-01", NOV, general, deputy, today=NOV)
    assert (found.held, why(found)) == (0, ["other_sub_type", "delegated"])
    october = dialogue(CHAIRMAN, date(2026, 10, 20), sub_type="youth")
    assert bench.verdict(CHAIRMAN, "D-Y-COMM-01", NOV, general, deputy, october, today=NOV).status is Status.MET


def test_t26_a_complaint_dialogue_is_never_counted(bench):
    step = dialogue(COMMUNE, date(2026, 5, 12), sub_type="complaint")
    found = bench.verdict(COMMUNE, "D-G-COMM-03", NOV, step, today=LATER)
    assert (found.held, why(found)) == (0, ["other_ledger"])


def test_t38_the_regular_roster_never_counts_for_the_head(bench):
    daily = [meeting(CHAIRMAN, date(2026, 11, n), sub_type="regular") for n in (2, 3, 4)]
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, *daily, today=LATER)
    assert (found.held, why(found)) == (0, ["regular_roster"] * 3)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.DRAFT, "planned_not_approved"),
        (State.CANCELLED, "cancelled"),
        (State.POSTPONED, "postponed"),
        (State.NOT_HELD, "not_held"),
    ],
)
def test_a_draft_or_withdrawn_meeting_counts_neither_as_held_nor_as_planned(bench, state, reason):
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, meeting(CHAIRMAN, date(2026, 12, 10), state=state), today=NOV)
    assert (found.held, found.planned, why(found)) == (0, 0, [reason])


@pytest.mark.parametrize("state", [State.APPROVED, State.PUBLISHED, State.MOVED])
def test_an_approved_coming_day_is_planned_until_it_has_passed_without_a_record(bench, state):
    day = date(2026, 12, 10)
    ahead = meeting(CHAIRMAN, day, state=state)
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, ahead, today=day).planned == 1
    passed = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, ahead, today=day + timedelta(days=1))
    assert (passed.planned, why(passed)) == (0, ["not_recorded"])


def test_a_day_still_to_come_cannot_have_been_held(bench):
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, meeting(CHAIRMAN, date(2026, 12, 10)), today=NOV)
    assert (found.held, why(found)) == (0, ["not_yet"])


def test_a_planned_day_on_which_the_head_is_away_is_not_planned(bench):
    ahead = meeting(CHAIRMAN, date(2026, 12, 10), state=State.PUBLISHED)
    away = (Span(date(2026, 12, 9), date(2026, 12, 11)),)
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, ahead, today=NOV, absences=away)
    assert (found.planned, why(found)) == (0, ["chair_away"])


def test_late_entries_and_insisted_changes_stay_in_the_evidence(bench):
    late = meeting(CHAIRMAN, date(2026, 11, 5), entered_late=True)
    forced = meeting(CHAIRMAN, date(2026, 11, 19), state=State.CANCELLED, insisted=True)
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", NOV, late, forced, today=LATER)
    assert (found.held, found.late_entries, found.insisted) == (1, (late.id,), (forced.id,))
