"""Questions from above and a unit's answers: one open at a time, none ever removed."""

from datetime import date

import pytest

from scheduler import explaining, oversight
from scheduler.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.journal import JournalEntry
from scheduler.db.work import Works
from tests.usecases.overseeing import CHAIRMAN, a_province, actor

OCTOBER = date(2026, 10, 1)
WHY, BECAUSE = "Vì sao tháng 10 chỉ tiếp một ngày?", "Ngày 22/10 Chủ tịch đi công tác đột xuất."


@pytest.fixture
def world(works: Works):
    return a_province(works)


def ask(works: Works, who, at, question: str = WHY, rule: str = CHAIRMAN) -> str:
    with works.writing(who) as uow:
        return explaining.ask(uow, at.chair.id, rule, OCTOBER, question).id


def test_a_question_is_answered_once_and_both_stay_with_the_cell(works: Works, world) -> None:
    province, first, _ = world
    inspector, secretary = actor(Role.INSPECTOR, province), actor(Role.SECRETARY, first.unit)
    asked = ask(works, inspector, first)
    with works.writing(secretary) as uow:
        explaining.answer(uow, asked, BECAUSE)
    with pytest.raises(Conflict) as again, works.writing(secretary) as uow:
        explaining.answer(uow, asked, BECAUSE)

    assert again.value.detail == "explanation-answered"
    with works.reading(inspector) as uow:
        (told,) = oversight.cell(uow, first.chair.id, CHAIRMAN, OCTOBER).explanations
        assert (told.question, told.asked_by) == (WHY, inspector.id)
        assert (told.answer, told.answered_by) == (BECAUSE, secretary.id)
        assert [row.id for row in explaining.list_of_unit(uow, first.unit.id)] == [asked]
        kinds = [entry.kind for entry in uow.session.query(JournalEntry).filter_by(subject=asked)]
        assert kinds == ["ExplanationAsked", "ExplanationAnswered"]


def test_a_second_question_waits_for_the_first_answer(works: Works, world) -> None:
    province, first, second = world
    inspector = actor(Role.INSPECTOR, province)
    asked = ask(works, inspector, first)
    ask(works, inspector, second)
    with pytest.raises(Conflict) as refusal:
        ask(works, inspector, first)
    assert refusal.value.detail == "explanation-open"

    with works.writing(actor(Role.OFFICE_CHIEF, first.unit)) as uow:
        explaining.answer(uow, asked, BECAUSE)
    assert ask(works, inspector, first) != asked


def test_who_may_ask_and_who_may_answer(works: Works, world) -> None:
    province, first, second = world
    for role, unit, refusal in (
        (Role.SECRETARY, first.unit, NotAllowed),
        (Role.LEGAL_ADMIN, province, NotAllowed),
        (Role.INSPECTOR, second.unit, NotFound),
    ):
        with pytest.raises(refusal):
            ask(works, actor(role, unit), first)
    asked = ask(works, actor(Role.OFFICE_CHIEF, province), first)
    for role, unit, refusal in (
        (Role.LEADER, first.unit, NotAllowed),
        (Role.SECRETARY, province, NotAllowed),
        (Role.SECRETARY, second.unit, NotFound),
    ):
        with pytest.raises(refusal), works.writing(actor(role, unit)) as uow:
            explaining.answer(uow, asked, BECAUSE)


def test_a_question_is_about_a_verdict_that_there_is(works: Works, world) -> None:
    province, first, _ = world
    inspector = actor(Role.INSPECTOR, province)
    with pytest.raises(NotFound):
        ask(works, inspector, first, rule="R-P-COMM-01")
    with pytest.raises(InvalidInput):
        ask(works, inspector, first, question="Sao?")
    with works.reading(OPERATOR) as uow:
        assert explaining.list_of_unit(uow, first.unit.id) == []
