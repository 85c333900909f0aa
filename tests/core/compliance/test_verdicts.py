"""Where an office stands, and the traps about periods and levels."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.core.compliance.board import Facts, board, credits_of
from scheduler.core.compliance.obligations import obligations
from scheduler.core.compliance.values import Policy, Reason, Status
from scheduler.core.compliance.verdicts import judge
from scheduler.core.facts import OfficeKind, Span, State
from scheduler.core.law import succeed
from tests.core.compliance.given import Bench, meeting, office, tenure, with_rule

DEC = date(2026, 12, 1)
CHAIRMAN = office()


@pytest.fixture
def bench(law, calendar):
    return Bench(law, calendar)


def ahead(*days: date, **over):
    return [meeting(CHAIRMAN, day, state=State.PUBLISHED, **over) for day in days]


def standing(bench, *meetings, today, **over):
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, *meetings, today=today, **over)
    return found.status, found.reason


def test_enough_planned_ahead_is_on_track(bench):
    days = ahead(date(2026, 12, 10), date(2026, 12, 24))
    assert standing(bench, *days, today=DEC) == (Status.ON_TRACK, Reason.NONE)


def test_nothing_planned_or_too_little_planned_is_at_risk(bench):
    assert standing(bench, today=DEC) == (Status.AT_RISK, Reason.NOTHING_PLANNED)
    assert standing(bench, *ahead(date(2026, 12, 10)), today=DEC) == (Status.AT_RISK, Reason.NOT_ENOUGH_PLANNED)


def test_as_many_dates_left_as_are_missing_is_the_last_call(bench):
    assert standing(bench, today=date(2026, 12, 30)) == (Status.AT_RISK, Reason.LAST_DATES)
    assert standing(bench, today=date(2026, 12, 29)) == (Status.AT_RISK, Reason.NOTHING_PLANNED)
    wide = Policy(margin=1)
    assert standing(bench, today=date(2026, 12, 29), policy=wide) == (Status.AT_RISK, Reason.LAST_DATES)


def test_too_few_dates_left_is_a_breach_before_the_month_ends(bench):
    assert standing(bench, today=date(2026, 12, 31)) == (Status.BREACHED, Reason.UNREACHABLE)
    assert standing(bench, today=date(2027, 1, 1)) == (Status.BREACHED, Reason.PERIOD_OVER)


def test_an_excuse_is_shown_and_the_statute_stays_unmet(bench):
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, today=date(2027, 1, 1), excused="bão số 12")
    assert (found.status, found.excused, found.statutorily_met) == (Status.EXCUSED, "bão số 12", False)
    days = [meeting(CHAIRMAN, date(2026, 12, 10)), meeting(CHAIRMAN, date(2026, 12, 24))]
    met = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, *days, today=date(2027, 1, 1), excused="bão số 12")
    assert met.status is Status.MET


def test_an_excuse_hides_no_risk_while_the_minimum_can_still_be_met(bench):
    assert standing(bench, today=DEC, excused="bão số 12") == (Status.AT_RISK, Reason.NOTHING_PLANNED)
    assert standing(bench, today=date(2026, 12, 31), excused="bão số 12") == (Status.EXCUSED, Reason.EXCUSE_RECORDED)


@pytest.mark.parametrize(
    ("held", "today", "last"),
    [
        ((), date(2026, 12, 1), date(2026, 12, 30)),
        ((date(2026, 12, 3),), date(2026, 12, 4), date(2026, 12, 31)),
        ((date(2026, 12, 3), date(2026, 12, 4)), date(2026, 12, 5), None),
        ((), date(2026, 12, 31), None),
    ],
)
def test_the_last_feasible_date_leaves_room_for_what_is_still_needed(bench, held, today, last):
    days = [meeting(CHAIRMAN, day) for day in held]
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, *days, today=today).last_feasible == last


def test_absences_and_days_off_are_not_feasible(bench):
    away = (Span(date(2026, 12, 21), date(2026, 12, 31)),)
    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, today=date(2026, 12, 14), absences=away)
    assert (found.last_feasible, found.free) == (date(2026, 12, 17), 5)


def test_days_after_the_head_leaves_are_not_feasible(bench):
    leaving = office(tenures=(tenure(date(2025, 7, 1), date(2026, 12, 8)),))
    found = bench.verdict(leaving, "R-G-COMM-02", DEC, today=DEC)
    assert (found.free, found.last_feasible) == (6, date(2026, 12, 7))


def test_t01_no_district_duty_after_its_level_ended_and_its_own_minimum_before(bench, law):
    district = office(level="huyen", span=Span(date(2014, 7, 1), date(2025, 6, 30)))
    assert obligations(law, district, date(2025, 7, 1), date(2026, 12, 31)) == ()
    found = bench.verdict(district, "R-G-DIST-01", date(2025, 6, 15), today=date(2025, 7, 1))
    assert (found.required, found.status) == (2, Status.BREACHED)
    secretary = office(OfficeKind.BI_THU, level="huyen", span=district.span)
    assert bench.verdict(secretary, "R-P-DIST-01", date(2025, 6, 15), today=date(2025, 7, 1)).required == 1


def test_t02_weekly_until_june_2026_and_monthly_from_july(law):
    june = obligations(law, CHAIRMAN, date(2026, 6, 1), date(2026, 6, 30))
    weeks = [o for o in june if o.rule.id == "R-G-COMM-01"]
    assert [o.period.key for o in weeks] == ["2026-W23", "2026-W24", "2026-W25", "2026-W26"]
    assert weeks[-1].last == date(2026, 6, 28)
    assert not [o for o in june if o.rule.id == "R-G-COMM-02"]
    july = obligations(law, CHAIRMAN, date(2026, 7, 1), date(2026, 7, 31))
    assert [(o.rule.id, o.required) for o in july if o.rule.sub_type == "periodic"] == [("R-G-COMM-02", 2)]


def test_t02_the_week_the_law_changed_in_belongs_to_neither_rule(law):
    week = obligations(law, CHAIRMAN, date(2026, 6, 29), date(2026, 6, 30))
    assert [o.rule.id for o in week if o.rule.sub_type == "periodic"] == []


def test_t13_a_unit_born_on_the_first_of_july_owes_all_of_july_and_not_the_whole_year(bench):
    born = office(OfficeKind.BI_THU, span=Span(date(2025, 7, 1)))
    july = bench.verdict(born, "R-P-COMM-01", date(2025, 7, 10), today=date(2025, 8, 1))
    assert (july.required, july.status) == (2, Status.BREACHED)
    body = office(OfficeKind.CHINH_QUYEN_XA, span=born.span)
    year = bench.verdict(body, "D-G-COMM-05", date(2025, 9, 1), today=date(2026, 1, 1))
    assert (year.status, year.reason) == (Status.NOT_APPLICABLE, Reason.PARTIAL_PERIOD)
    flagged = bench.verdict(
        body, "D-G-COMM-05", date(2025, 9, 1), today=date(2026, 1, 1), policy=Policy(judge_partial=True)
    )
    assert (flagged.status, flagged.obligation.first) == (Status.BREACHED, date(2025, 7, 1))


def test_t13_what_the_predecessor_held_is_not_added_to_the_new_unit(bench):
    old = office(OfficeKind.BI_THU, span=Span(date(2014, 7, 1), date(2025, 6, 30)), name="cũ")
    new = office(OfficeKind.BI_THU, name="mới")
    held = [meeting(old, date(2025, 7, 3)), meeting(old, date(2025, 7, 10))]
    assert bench.verdict(new, "R-P-COMM-01", date(2025, 7, 10), *held, today=date(2025, 8, 1)).held == 0


def test_t14_the_district_rule_ends_with_the_level_not_with_the_later_text(law):
    rule = next(rule for rule in law if rule.id == "R-P-DIST-01")
    assert rule.span.last == date(2025, 6, 30)


def test_t19_a_skipped_slot_that_was_the_only_one_is_a_shortfall(bench):
    province = office(level="tinh", span=Span(date(2014, 7, 1)))
    found = bench.verdict(province, "R-G-PROV-01", date(2026, 2, 11), today=date(2026, 3, 1))
    assert (found.status, found.missing) == (Status.BREACHED, 1)


def test_t23_a_week_without_a_working_day_is_not_applicable(bench):
    found = bench.verdict(CHAIRMAN, "R-G-COMM-01", date(2026, 2, 16), today=date(2026, 3, 1))
    assert (found.status, found.reason) == (Status.NOT_APPLICABLE, Reason.NO_WORKING_DAY)
    half = bench.verdict(CHAIRMAN, "R-G-COMM-01", date(2026, 4, 28), today=date(2026, 5, 4))
    assert half.status is Status.BREACHED


def test_commune_conference_rows_are_one_obligation_led_by_the_primary_text(law):
    body = office(OfficeKind.CHINH_QUYEN_XA, span=Span(date(2014, 7, 1)))
    (only,) = obligations(law, body, date(2026, 5, 1), date(2026, 5, 31))
    assert (only.rule.id, [rule.id for rule in only.also]) == ("D-G-COMM-05", ["D-G-COMM-03"])
    (before,) = obligations(law, body, date(2024, 5, 1), date(2024, 5, 31))
    assert (before.rule.id, before.also) == ("D-G-COMM-05", ())


def test_a_week_across_new_year_is_one_iso_week(law):
    found = obligations(law, office(span=Span(date(2014, 7, 1))), date(2020, 12, 31), date(2021, 1, 1))
    weeks = [o for o in found if o.rule.id == "R-G-COMM-01"]
    assert [(o.period.key, o.first, o.last) for o in weeks] == [("2020-W53", date(2020, 12, 28), date(2021, 1, 3))]


def test_a_staff_conference_is_due_in_the_first_quarter(bench):
    agency = office(OfficeKind.THU_TRUONG_CO_QUAN, level="tinh", span=Span(date(2014, 7, 1)))
    found = bench.verdict(agency, "D-S-UNIT-01", date(2026, 1, 5), today=date(2026, 1, 5))
    assert (found.obligation.last, found.last_feasible) == (date(2026, 3, 31), date(2026, 3, 31))


def test_the_board_judges_each_office_by_its_own_meetings_in_one_pass(law, calendar):
    secretary = office(OfficeKind.BI_THU)
    facts = Facts(
        offices=(CHAIRMAN, secretary),
        meetings=(meeting(CHAIRMAN, date(2026, 11, 5)), meeting(secretary, date(2026, 11, 5), date(2026, 11, 6))),
        excuses={(CHAIRMAN.id, "R-G-COMM-02", date(2026, 11, 1)): "ốm"},
    )
    found = board(law, facts, calendar, date(2026, 11, 1), date(2026, 11, 30), today=date(2026, 12, 1))
    assert [(v.office_id, v.rule.id, v.status.value) for v in found] == [
        (CHAIRMAN.id, "D-Y-COMM-01", "at_risk"),
        (CHAIRMAN.id, "R-G-COMM-02", "excused"),
        (secretary.id, "R-P-COMM-01", "met"),
    ]


def test_t11_the_board_knows_the_other_offices_of_a_person(law, calendar):
    tenures = (tenure(date(2025, 7, 1)),)
    both = office(tenures=tenures), office(OfficeKind.BI_THU, tenures=tenures)
    facts = Facts(offices=both, meetings=(meeting(both[1], date(2026, 11, 5)),))
    found = board(law, facts, calendar, date(2026, 11, 1), date(2026, 11, 30), today=date(2026, 12, 1))
    month = next(v for v in found if v.rule.id == "R-G-COMM-02")
    assert [entry.why.value for entry in month.not_counted] == ["capacity_not_declared"]


def test_held_days_are_attributed_to_whoever_headed_the_office_then(bench):
    changed = office(tenures=(tenure(date(2025, 7, 1), date(2026, 11, 15)), tenure(date(2026, 11, 16), person="binh")))
    held = meeting(changed, date(2026, 11, 5))
    found = bench.verdict(changed, "R-G-COMM-02", date(2026, 11, 5), held, today=DEC)
    assert [(c.person_id, c.days) for c in credits_of(found, changed)] == [("an", (date(2026, 11, 5),)), ("binh", ())]


def test_an_office_owes_nothing_after_it_ended(law, calendar):
    ended = office(span=Span(date(2025, 7, 1), date(2026, 8, 31)))
    months = [o.period.key for o in obligations(law, ended, date(2026, 7, 1), DEC) if o.rule.sub_type == "periodic"]
    assert months == ["2026-07", "2026-08"]
    (december,) = [o for o in obligations(law, CHAIRMAN, DEC, DEC) if o.rule.sub_type == "periodic"]
    found = judge(december, replace(CHAIRMAN, span=ended.span), (), calendar, DEC)
    assert (found.status, found.reason) == (Status.NOT_APPLICABLE, Reason.NO_OFFICE)


def test_a_rule_switched_off_is_not_owed(law):
    off = with_rule(law, "R-G-COMM-02", enabled=False)
    assert [o.rule.id for o in obligations(off, CHAIRMAN, DEC, DEC)] == ["D-Y-COMM-01"]


def test_a_month_that_two_versions_share_asks_for_the_lower_minimum(law):
    old = next(rule for rule in law if rule.id == "R-G-COMM-02")
    for more, lead in ((3, "R-G-COMM-02"), (1, "new")):
        rules = succeed(old, replace(old, id="new", minimum=more), date(2026, 12, 15))
        (shared,) = obligations(rules, CHAIRMAN, DEC, DEC)
        assert (shared.rule.id, shared.required) == (lead, min(2, more))
        (after,) = obligations(rules, CHAIRMAN, date(2027, 1, 1), date(2027, 1, 1))
        assert after.required == more


def test_a_month_that_the_rules_cover_only_in_part_belongs_to_none(law):
    old = next(rule for rule in law if rule.id == "R-G-COMM-02")
    ended, heir = succeed(old, replace(old, id="new"), date(2026, 12, 15))
    late = replace(heir, span=Span(date(2026, 12, 20)))
    assert obligations((ended, late), CHAIRMAN, DEC, DEC) == ()


def test_the_board_shows_a_day_made_up_in_another_month(law, calendar):
    missed = meeting(CHAIRMAN, date(2026, 10, 29), state=State.NOT_HELD, id="missed")
    facts = Facts((CHAIRMAN,), (missed, meeting(CHAIRMAN, date(2026, 11, 5), makeup_for="missed")))
    found = board(law, facts, calendar, date(2026, 10, 1), date(2026, 10, 31), today=DEC)
    october = next(v for v in found if v.rule.id == "R-G-COMM-02")
    assert [entry.why.value for entry in october.not_counted] == ["not_held", "outside_period"]
