"""On the page of a meeting everybody sees exactly what they may do: the lifecycle crossed with the roles."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.core.clock import StoppedClock
from scheduler.core.deeds import NEXT, Closed, Deed, asked_for, why_closed
from scheduler.core.facts import State
from scheduler.core.lifecycle import Action as Step
from scheduler.core.lifecycle import allowed, is_terminal
from scheduler.core.roles import MAY, OPERATOR, Role
from scheduler.wording.deeds import deed_name
from tests.web.duty_world import MEETINGS, a_month, at, in_state, meeting

_STEPS = {
    Step.APPROVE: "duyet",
    Step.RETURN: "tra-lai",
    Step.PUBLISH: "niem-yet",
    Step.MOVE: "doi",
    Step.REDATE: "doi",
    Step.REARRANGE: "doi",
    Step.POSTPONE: "hoan",
    Step.CANCEL: "huy",
    Step.HOLD: "ghi-nhan",
    Step.ENTER_LATE: "ghi-nhan",
}
_PAGES = {
    "duyet": Deed.APPROVE,
    "tra-lai": Deed.SEND_BACK,
    "niem-yet": Deed.PUBLISH,
    "doi": Deed.MOVE,
    "hoan": Deed.POSTPONE,
    "huy": Deed.CANCEL,
    "ghi-nhan": Deed.RECORD,
    "uy-quyen": Deed.DELEGATE,
    "sua": Deed.DESCRIBE,
    "niem-yet-khac": Deed.EVIDENCE,
    "dinh-chinh": Deed.CORRECT,
}
_UNIT_ROLES = [role for role in Role if role not in {Role.OPERATOR, Role.LEGAL_ADMIN}]


@pytest.fixture
def month(app: Flask) -> SimpleNamespace:
    return a_month(app)


def wanted(state: State, role: Role) -> set[str]:
    """The pages that the two tables together open."""
    pages = {_STEPS[one] for one in allowed(state) if one is not Step.MISS}
    pages |= {"sua"} if not is_terminal(state) and state is not State.NOT_HELD else set()
    pages |= {"uy-quyen"} if state in {State.DRAFT, State.APPROVED, State.PUBLISHED, State.MOVED} else set()
    pages |= {"niem-yet-khac"} if state not in {State.DRAFT, State.APPROVED} else set()
    pages |= {"dinh-chinh"} if state is State.HELD else set()
    return {page for page in pages if asked_for(_PAGES[page], state) <= MAY[role]}


@pytest.mark.parametrize("later", [0, 40])
@pytest.mark.parametrize("state", State)
def test_links_and_waiting_deeds_are_the_two_tables(
    month: SimpleNamespace, clock: StoppedClock, state: State, later: int
) -> None:
    with month.works.writing(OPERATOR) as uow:
        one = in_state(uow, month, state, date(2026, 12, 10))
    clock.advance(timedelta(days=later))
    row = meeting(month.works, one.id)
    when = {"begins_at": row.begins_at(), "held_on": row.held_on, "now": clock.now(), "today": clock.now().date()}
    for role in _UNIT_ROLES:
        page = at(month, role).get(f"{MEETINGS}/{one.id}").text
        main = page[page.index("<main") :]
        links = set(re.findall(rf'href="{MEETINGS}/{one.id}/([a-z-]+)"', main))
        waits = {p for p in wanted(state, role) if why_closed(_PAGES[p], state, **when) is not Closed.NO}
        assert links == wanted(state, role) - waits, (state, role)
        closed = re.findall(r'<li data-deed="([a-z_]+)"><span class="closed">', main)
        assert set(closed) == {_PAGES[p].value for p in waits}, (state, role)
        primary = re.findall(rf'class="btn btn-main" href="{MEETINGS}/{one.id}/([a-z-]+)"', main)
        turn = NEXT[state]
        assert [_PAGES[p] for p in primary] == ([turn] if turn in {_PAGES[p] for p in links} else [])


def test_whoever_may_not_take_the_next_step_reads_who_may(month: SimpleNamespace) -> None:
    page = at(month).get(f"{MEETINGS}/{month.draft}").text
    assert "Bước tiếp theo: Duyệt (Lãnh đạo, Chánh văn phòng)." in page


def test_every_page_that_is_offered_opens_and_every_other_is_refused(month: SimpleNamespace) -> None:
    for name in ("draft", "approved", "one"):
        one = getattr(month, name)
        state = meeting(month.works, one).state
        for role in (Role.SECRETARY, Role.OFFICE_CHIEF, Role.UNIT_ADMIN, Role.LEADER):
            client = at(month, role)
            for page, deed in _PAGES.items():
                may = asked_for(deed, state) <= MAY[role]
                borne = page in wanted(state, Role.OFFICE_CHIEF) and page != "ghi-nhan"
                expected = 403 if not may else 200 if borne else 409
                assert client.get(f"{MEETINGS}/{one}/{page}").status_code == expected, (name, role, page)


def test_a_page_that_must_wait_says_why_and_until_when(month: SimpleNamespace) -> None:
    answer = at(month).get(f"{MEETINGS}/{month.one}/ghi-nhan")
    assert answer.status_code == 409
    assert "Chưa làm được: Ghi nhận kết quả" in answer.text
    assert "ngày 08/12/2026" in answer.text


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_has_a_name(deed: Deed) -> None:
    assert deed_name(deed, State.PUBLISHED)
