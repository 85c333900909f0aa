"""Which verdicts a change of the law turns: on the real data, and exactly as they are judged once it is saved."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler import rule_flips, rulebook
from scheduler.core.compliance.values import Status
from scheduler.core.errors import NotFound
from scheduler.core.facts import Activity
from scheduler.core.periods import PeriodKind
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.core.rules import Confidence
from scheduler.db.offices import list_offices
from scheduler.db.work import UnitOfWork, Works
from scheduler.ledger import open_ledger, verdicts
from scheduler.rule_flips import Turned, Watch
from scheduler.rule_terms import Terms
from tests.factories import make_office, make_unit
from tests.usecases.overseeing import CHAIRMAN, YEAR, a_province

LAW = Actor("law", Role.LEGAL_ADMIN)
THREE = Terms(Activity.RECEPTION, "periodic", "chu_tich_ubnd", "xa", 3, PeriodKind.MONTH, "Luật mới Đ1")
OCTOBER, DECEMBER = date(YEAR, 10, 1), date(YEAR, 12, 1)


def succeeded(uow: UnitOfWork, on: date, terms: Terms = THREE, within: str | None = None) -> Turned:
    watch = Watch(uow)
    both = rulebook.succeed_rule(uow, CHAIRMAN, on, terms, heir_id="R-NEW", confidence=Confidence.PRIMARY)
    return watch.turned([one.rule for one in both], on, within)


def standing(uow: UnitOfWork, unit_id: str) -> dict[str, Status]:
    offices = [office.id for office in list_offices(uow.session, [unit_id]) if office.kind == "chu_tich_ubnd"]
    found = verdicts(open_ledger(uow, offices, date(YEAR, 1, 1), date(YEAR, 12, 31)))
    return {v.period.key: v.status for v in found if v.rule.obligation == "commune_chairman_reception"}


def test_a_higher_minimum_turns_a_month_that_was_met_and_says_whose(works: Works) -> None:
    _, _, second = a_province(works)
    with works.rehearsing(LAW) as uow:
        turned = succeeded(uow, OCTOBER)
    october = [flip for flip in turned.flips if flip.period.first == OCTOBER]
    assert [(f.unit, f.office, f.was.status, f.now.status) for f in october] == [
        ("Xã Khánh Khê", "Chủ tịch UBND", Status.MET, Status.BREACHED)
    ]
    assert turned.flips[0] == october[0], "what gets worst comes first"
    assert [(t.was, t.now, t.offices) for t in turned.turns if t.period.first == OCTOBER] == [
        (Status.MET, Status.BREACHED, 1)
    ]
    assert turned.restated > 0
    assert (turned.looked, turned.concerned, turned.sampled) == (2, 2, False)

    with works.reading(LAW) as uow:
        before = standing(uow, second.unit.id)
    with works.writing(LAW) as uow:
        succeeded(uow, OCTOBER)
    with works.reading(LAW) as uow:
        after = standing(uow, second.unit.id)
    told = {f.period.key: (f.was.status, f.now.status) for f in turned.flips if f.unit == "Xã Khánh Khê"}
    same_year = {key: both for key, both in told.items() if key.startswith(str(YEAR))}
    assert same_year == {key: (before[key], after[key]) for key in after if before[key] != after[key]}


def test_what_is_over_is_not_turned_by_a_rule_of_tomorrow(works: Works) -> None:
    a_province(works)
    with works.rehearsing(LAW) as uow:
        turned = succeeded(uow, DECEMBER)
    assert all(flip.period.first >= DECEMBER for flip in turned.flips)
    assert turned.first == DECEMBER


def test_a_rule_that_ends_lets_its_months_go_unjudged(works: Works) -> None:
    a_province(works)
    with works.rehearsing(LAW) as uow:
        watch = Watch(uow)
        ended = rulebook.end_rule(uow, CHAIRMAN, date(YEAR, 9, 30))
        turned = watch.turned([ended.rule], OCTOBER)
    gone = {(flip.period.first, flip.was.status) for flip in turned.flips if flip.now is None}
    assert {(OCTOBER, Status.MET), (OCTOBER, Status.BREACHED)} <= gone
    assert all(flip.now is None for flip in turned.flips)


def test_nothing_turns_when_the_same_is_asked_again(works: Works) -> None:
    a_province(works)
    with works.rehearsing(LAW) as uow:
        turned = succeeded(uow, OCTOBER, replace(THREE, minimum=2))
    assert (turned.count, turned.restated) == (0, 0)


def test_a_unit_s_own_rule_turns_its_own_months_only(works: Works) -> None:
    _, first, _ = a_province(works)
    admin = Actor("admin", Role.UNIT_ADMIN, first.unit.id)
    with works.rehearsing(admin) as uow:
        watch = Watch(uow)
        made = rulebook.add_local_rule(uow, first.unit.id, THREE, DECEMBER)
        turned = watch.turned([made.rule], DECEMBER)
    assert turned.concerned == 1
    assert {flip.unit for flip in turned.flips} == {"Xã Tân Đoàn"}


def test_a_look_may_be_narrowed_to_one_unit_in_reach(works: Works) -> None:
    province, first, second = a_province(works)
    with works.writing(OPERATOR) as uow:
        far = make_unit(uow, "Tỉnh Cao Bằng", level="tinh", code="04")
        make_office(uow, make_unit(uow, "Xã Lũng Nặm", parent_id=far.id))
    with works.rehearsing(LAW) as uow:
        assert succeeded(uow, OCTOBER, within=second.unit.id).concerned == 1
    with works.rehearsing(LAW) as uow:
        assert succeeded(uow, OCTOBER, within=province.id).concerned == 2
    with works.rehearsing(LAW) as uow:
        assert succeeded(uow, OCTOBER).concerned == 3
    admin = Actor("admin", Role.UNIT_ADMIN, first.unit.id)
    with works.rehearsing(admin) as uow, pytest.raises(NotFound):
        Watch(uow).turned([rulebook.get(uow, CHAIRMAN).rule], OCTOBER, second.unit.id)


def test_of_too_many_units_a_sample_is_judged_and_named_so(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_flips, "MOST_UNITS", 4)
    monkeypatch.setattr(rule_flips, "SAMPLE", 3)
    province, *_ = a_province(works)
    with works.writing(OPERATOR) as uow:
        for n in range(4):
            make_office(uow, make_unit(uow, f"Xã Số {n}", parent_id=province.id))
    with works.rehearsing(LAW) as uow:
        turned = succeeded(uow, OCTOBER)
    assert (turned.looked, turned.concerned, turned.sampled) == (3, 6, True)


def test_a_change_of_long_ago_is_looked_at_from_a_year_back(works: Works) -> None:
    a_province(works)
    with works.rehearsing(LAW) as uow:
        watch = Watch(uow)
        about = rulebook.get(uow, "R-G-COMM-01").rule
        turned = watch.turned([about], date(2014, 7, 1))
    assert (turned.first, turned.count) == (date(YEAR - 1, 11, 1), 0)
