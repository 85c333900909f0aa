"""A unit's own rules: they begin no earlier than the running period, and one at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler import rulebook
from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Activity
from scheduler.core.periods import PeriodKind
from scheduler.db.work import Works
from scheduler.wording.refusals import fault_sentence
from tests.usecases.test_rulebook import SINCE, STRICTER, enacted


def test_a_local_rule_does_not_judge_what_is_over(works: Works) -> None:
    unit, admin = enacted(works)
    yearly = replace(STRICTER, minimum=36, period=PeriodKind.YEAR, activity=Activity.DIALOGUE, sub_type="people")
    weekly = replace(STRICTER, minimum=1, period=PeriodKind.WEEK)
    for terms, first in (
        (STRICTER, date(2026, 11, 1)),
        (yearly, date(2026, 1, 1)),
        (weekly, date(2026, 11, 16)),
    ):
        with pytest.raises(InvalidInput) as refused, works.writing(admin) as uow:
            rulebook.add_local_rule(uow, unit.id, terms, first - timedelta(days=1))
        (fault,) = refused.value.faults
        assert (fault.where, fault.code) == ("valid_from", "rule-judges-what-is-over")
        assert f"từ {first:%d/%m/%Y} trở đi" in fault_sentence(fault)
        with works.rehearsing(admin) as uow:
            assert rulebook.add_local_rule(uow, unit.id, terms, first).rule.span.first == first


def test_a_second_local_rule_for_the_same_waits_until_the_first_is_ended(works: Works) -> None:
    unit, admin = enacted(works)
    with works.writing(admin) as uow:
        first = rulebook.add_local_rule(uow, unit.id, STRICTER, SINCE)
    again = replace(STRICTER, minimum=5, office="bi_thu_va_chu_tich", legal_basis="Quy chế 06-QC/ĐU")
    with pytest.raises(InvalidInput) as refused, works.writing(admin) as uow:
        rulebook.add_local_rule(uow, unit.id, again, date(2028, 1, 1))
    (fault,) = refused.value.faults
    assert (fault.where, fault.code, fault.values["rule_id"]) == ("valid_from", "local-rule-exists", first.id)
    assert "từ 01/01/2027 (Quy chế 05-QC/ĐU); ghi ngày hết hiệu lực" in fault_sentence(fault)

    with works.writing(admin) as uow:
        rulebook.end_rule(uow, first.id, date(2027, 12, 31))
        with pytest.raises(InvalidInput) as refused:
            rulebook.add_local_rule(uow, unit.id, again, date(2027, 12, 31))
        (fault,) = refused.value.faults
        assert fault.code == "local-rule-until"
        assert "chọn ngày bắt đầu sau 31/12/2027" in fault_sentence(fault)
        assert rulebook.add_local_rule(uow, unit.id, again, date(2028, 1, 1)).rule.minimum == 5


def test_local_rules_for_something_else_stand_side_by_side(works: Works) -> None:
    unit, admin = enacted(works)
    others = (
        replace(STRICTER, office="bi_thu_cap_uy"),
        replace(STRICTER, activity=Activity.DIALOGUE, sub_type="people"),
        replace(STRICTER, activity=Activity.DIALOGUE, sub_type="youth"),
    )
    with works.writing(admin) as uow:
        for terms in (STRICTER, *others):
            rulebook.add_local_rule(uow, unit.id, terms, SINCE)


def test_a_successor_stands_beside_no_third_rule(works: Works) -> None:
    unit, admin = enacted(works)
    with works.writing(admin) as uow:
        early = rulebook.add_local_rule(uow, unit.id, replace(STRICTER, valid_to=date(2027, 3, 31)), SINCE)
        rulebook.add_local_rule(uow, unit.id, STRICTER, date(2027, 4, 1))
    with pytest.raises(InvalidInput) as refused, works.writing(admin) as uow:
        rulebook.succeed_rule(uow, early.id, date(2027, 2, 1), STRICTER)
    assert [(f.where, f.code) for f in refused.value.faults] == [("on", "local-rule-exists")]
