"""The shipped rules: complete, founded, off where unconfirmed; and how rules are read, succeeded and made stricter."""

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Activity, Level, OfficeKind, Span
from scheduler.core.law import (
    Answer,
    Confidence,
    CountUnit,
    Rule,
    check_stricter,
    parse_rules,
    rule_row,
    rules_in_force,
    succeed,
)
from scheduler.core.periods import PeriodKind

ROOT = Path(__file__).parents[2]


def rows() -> list[dict[str, str]]:
    with (ROOT / "scheduler/data/rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LAW = parse_rules(rows())
BY_ID = {rule.id: rule for rule in LAW}
PAGE = (ROOT / "docs/law.md").read_text(encoding="utf-8")
# Words of remarks, none of them Vietnamese: a basis is read aloud in the middle of Vietnamese sentences.
ENGLISH = re.compile(r"\b(?:and|before|by|default|kept|local|notice|of|place|plan|seen|the|under|with)\b")

IN_FORCE = {
    "R-P-PROV-01": ("tinh", "bi_thu_cap_uy", 1, "month"),
    "R-P-COMM-01": ("xa", "bi_thu_cap_uy", 2, "month"),
    "R-G-PROV-01": ("tinh", "chu_tich_ubnd", 1, "month"),
    "R-G-COMM-02": ("xa", "chu_tich_ubnd", 2, "month"),
    "R-G-DEPT-01": ("tinh", "thu_truong_co_quan", 1, "month"),
    "R-G-MIN-01": ("trung_uong", "thu_truong_co_quan", 1, "month"),
    "R-G-PSU-01": ("xa", "thu_truong_don_vi", 1, "month"),
    "D-G-COMM-03": ("xa", "chinh_quyen_xa", 1, "year"),
    "D-G-COMM-05": ("xa", "chinh_quyen_xa", 1, "year"),
    "D-Y-PROV-01": ("tinh", "chu_tich_ubnd", 1, "year"),
    "D-Y-COMM-01": ("xa", "chu_tich_ubnd", 1, "year"),
    "D-S-UNIT-01": ("tinh", "thu_truong_co_quan", 1, "year"),
}
PAST = {
    "R-P-DIST-01": ("huyen", "bi_thu_cap_uy", 1, "month", date(2025, 6, 30)),
    "R-G-DIST-01": ("huyen", "chu_tich_ubnd", 2, "month", date(2025, 6, 30)),
    "R-G-COMM-01": ("xa", "chu_tich_ubnd", 1, "week", date(2026, 6, 30)),
    "R-G-DEPT-02": ("huyen", "thu_truong_co_quan", 1, "month", date(2025, 6, 30)),
    "D-G-COMM-02": ("xa", "chinh_quyen_xa", 1, "year", date(2025, 6, 15)),
    "D-Y-DIST-01": ("huyen", "chu_tich_ubnd", 1, "year", date(2025, 6, 30)),
}


def in_force(level: str, kind: str, activity: Activity, day: date) -> dict[str, Rule]:
    return {rule.id: rule for rule in rules_in_force(LAW, level, kind, activity, day)}


@pytest.mark.parametrize("rule_id", IN_FORCE)
def test_each_rule_in_force_binds_its_office_today(rule_id):
    level, kind, minimum, period = IN_FORCE[rule_id]
    rule = in_force(level, kind, BY_ID[rule_id].activity, date(2026, 11, 22))[rule_id]
    assert (rule.minimum, rule.period) == (minimum, period)


@pytest.mark.parametrize("rule_id", PAST)
def test_each_past_rule_binds_until_its_last_day_and_not_after(rule_id):
    level, kind, minimum, period, last = PAST[rule_id]
    activity = BY_ID[rule_id].activity
    rule = in_force(level, kind, activity, last)[rule_id]
    assert (rule.minimum, rule.period) == (minimum, period)
    assert rule_id not in in_force(level, kind, activity, last.replace(year=last.year + 1))


def test_every_enabled_rule_has_a_case_above():
    assert {rule.id for rule in LAW if rule.enabled} == {*IN_FORCE, *PAST}


def test_every_rule_has_a_source_or_is_off_and_stands_in_the_page():
    for rule in LAW:
        assert rule.legal_basis
        assert rule.source or not rule.enabled
        assert not ENGLISH.search(rule.legal_basis), f"{rule.id}: remarks go into the note"
        assert f"| {rule.id} |" in PAGE, f"{rule.id} is missing in docs/law.md"


def test_what_is_off_says_why_and_what_is_on_does_not():
    assert all(bool(rule.off_because) is not rule.enabled for rule in LAW)


def test_nothing_unconfirmed_uncounted_or_local_is_switched_on():
    for rule in LAW:
        if rule.enabled:
            assert rule.minimum
            assert rule.period
            assert rule.confidence in {Confidence.PRIMARY, Confidence.SECONDARY}
            assert Answer.UNKNOWN not in {rule.counts_delegated, rule.counts_adhoc}


def test_no_two_enabled_rules_of_one_duty_overlap_unless_they_state_the_same_obligation():
    on = [rule for rule in LAW if rule.enabled]
    for rule in on:
        for other in on:
            if rule is other or rule.obligation == other.obligation:
                continue
            same = (
                (rule.activity, rule.sub_type, rule.office) == (other.activity, other.sub_type, other.office)
                and set(rule.levels) & set(other.levels)
                and rule.span.meets(other.span.first, other.span.last or date.max)
            )
            assert not same, f"{rule.id} and {other.id}"


def test_t02_the_commune_chairmans_weekly_rule_gives_way_on_the_first_of_july_2026():
    def periodic(day: date) -> list[str]:
        return list(in_force("xa", OfficeKind.CHU_TICH_UBND, Activity.RECEPTION, day))

    assert periodic(date(2026, 6, 30)) == ["R-G-COMM-01"]
    assert periodic(date(2026, 7, 1)) == ["R-G-COMM-02"]


def test_t01_no_rule_binds_a_district_after_its_level_ended():
    for kind in OfficeKind:
        for activity in Activity:
            live = in_force(Level.HUYEN, kind, activity, date(2025, 7, 1))
            assert {rule.id for rule in live.values() if rule.level == "huyen"} == set()


def test_a_rule_written_down_and_read_again_is_the_same():
    assert parse_rules(rule_row(rule) for rule in LAW) == tuple(LAW)


def test_a_rule_without_number_confirmation_or_a_known_answer_cannot_be_enabled():
    for rule_id in ("R-H-SC-01", "D-218-LOCAL-01", "D-B-PROV-01", "R-G-ADHOC-01"):
        with pytest.raises(InvalidInput) as refusal:
            parse_rules([rule_row(replace(BY_ID[rule_id], enabled=True))])
        assert [(f.where, f.code) for f in refusal.value.faults] == [("1/enabled", "cannot-be-enabled")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("office", "vua"),
        ("period", "decade"),
        ("min_count", "x"),
        ("valid_from", "31/12/2026"),
        ("valid_to", "2000-01-01"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_number(column, value):
    broken = rules = rows()
    broken[3] = broken[3] | {column: value}
    with pytest.raises(InvalidInput) as refusal:
        parse_rules(rules)
    assert [(f.where, f.code) for f in refusal.value.faults] == [("4", "unreadable-rule")]


def test_a_rule_id_comes_once():
    with pytest.raises(InvalidInput, match="invalid-input"):
        parse_rules([rows()[0], rows()[0]])


# ---- succession


def test_a_rule_is_ended_the_day_before_its_successor_starts_and_stays_as_it_was():
    old = BY_ID["R-G-COMM-02"]
    ended, heir = succeed(old, replace(old, id="R-G-COMM-03", minimum=3), date(2027, 7, 1))
    assert ended == replace(old, span=Span(date(2026, 7, 1), date(2027, 6, 30)))
    assert (heir.span, heir.minimum, heir.obligation) == (Span(date(2027, 7, 1)), 3, old.obligation)


def test_a_rule_is_not_succeeded_by_itself_nor_before_it_began_nor_by_what_cannot_be_judged():
    old = BY_ID["R-G-COMM-02"]
    for successor, on in (
        (replace(old, minimum=3), date(2027, 7, 1)),
        (replace(old, id="new"), date(2026, 7, 1)),
        (replace(old, id="new", minimum=None), date(2027, 7, 1)),
        (replace(old, id="new", span=Span(date(2026, 1, 1), date(2027, 6, 30))), date(2027, 7, 1)),
    ):
        with pytest.raises(InvalidInput):
            succeed(old, successor, on)


# ---- local rules (T29)

NATIONAL = BY_ID["R-G-PROV-01"]
LOCAL = replace(NATIONAL, id="L-1", unit_id="da-nang", confidence=Confidence.LOCAL, minimum=2)


def codes(**over) -> list[str]:
    return [fault.code for fault in check_stricter(LAW, replace(LOCAL, **over))]


def test_t29_a_local_rule_may_raise_the_national_minimum():
    assert codes() == []
    assert codes(minimum=1, period=PeriodKind.WEEK) == []


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"minimum": 0}, "looser-minimum"),
        ({"minimum": None}, "looser-minimum"),
        ({"period": PeriodKind.QUARTER, "minimum": 3}, "looser-period"),
        ({"period": None}, "looser-period"),
        ({"unit": CountUnit.SESSION}, "looser-unit"),
        ({"counts_delegated": Answer.YES}, "looser-counts-delegated"),
        ({"counts_delegated": Answer.NOT_APPLICABLE}, "looser-counts-delegated"),
        ({"counts_adhoc": Answer.YES}, "looser-counts-adhoc"),
    ],
)
def test_t29_a_local_rule_is_never_looser(over, code):
    assert codes(**over) == [code]


def test_t29_a_local_week_must_still_fill_a_national_month():
    commune = replace(LOCAL, level="xa", minimum=1, period=PeriodKind.WEEK)
    assert check_stricter([replace(BY_ID["R-G-COMM-02"], minimum=4)], commune)
    assert not check_stricter([BY_ID["R-G-COMM-02"]], commune)


def test_t29_a_local_rule_where_the_nation_has_none_is_free():
    assert codes(sub_type="mttq_ctxh_people", activity=Activity.DIALOGUE, minimum=1, period=PeriodKind.YEAR) == []


def test_a_local_rule_binds_only_its_unit_and_those_below_it():
    rules = [*LAW, LOCAL]
    day = date(2026, 11, 22)
    bound = rules_in_force(rules, "tinh", "chu_tich_ubnd", Activity.RECEPTION, day, lineage={"da-nang"})
    assert [rule.id for rule in bound] == ["L-1", "R-G-PROV-01"]
    other = rules_in_force(rules, "tinh", "chu_tich_ubnd", Activity.RECEPTION, day, lineage={"hue"})
    assert [rule.id for rule in other] == ["R-G-PROV-01"]


def test_t29_other_local_rules_and_rules_switched_off_are_no_yardstick():
    strict = replace(LOCAL, id="L-2", minimum=5)
    off = replace(NATIONAL, minimum=5, enabled=False)
    assert check_stricter([strict, off], LOCAL) == ()
