"""The pages of a month in a real browser: the task budget, the keyboard, no barriers, no script needed."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.law import RuleRow, list_rules
from scheduler.db.meetings import Meeting
from scheduler.db.offices import list_offices
from scheduler.db.places import list_places
from scheduler.db.units import get_unit
from tests.factories import load_law, make_holding, make_meeting, make_office, make_person, make_place, make_unit
from tests.web import looking
from tests.web.browsing import barriers, enter, everybody_is, served


@pytest.fixture
def desk(app: Flask, database_kind: str) -> Iterator[SimpleNamespace]:
    """A commune with ten leaders, each with a duty, served on an address of this machine."""
    with app.extensions["works"].writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        unit = make_unit(uow, "Xã Tân Đoàn", parent_id=province.id)
        make_place(uow, unit)
        heads = [("bi_thu_cap_uy", "Bí thư Đảng ủy"), ("chu_tich_ubnd", "Chủ tịch UBND")]
        for kind, title in heads + [("thu_truong_don_vi", f"Thủ trưởng đơn vị số {n}") for n in range(1, 9)]:
            make_holding(uow, make_office(uow, unit, kind, title), make_person(uow, unit, f"Nguyễn Văn {title}"))
        load_law(uow)
        national = next(row.row for row in list_rules(uow.session) if row.id == "R-G-COMM-02")
        own = {"rule_id": "own", "obligation": "own", "office": "thu_truong_don_vi", "unit_id": unit.id}
        uow.session.add(RuleRow(id="own", unit_id=unit.id, row=national | own, entered_at=uow.now, entered_by="test"))
    chief = Actor("chief", Role.OFFICE_CHIEF, unit.id)
    everybody_is(app, chief, unit.full_name)
    with served(app) as base:
        yield SimpleNamespace(app=app, unit=unit, base=base, pages=f"{base}/lam-viec/{unit.id}", kind=database_kind)


def drafts(desk: SimpleNamespace) -> int:
    with desk.app.extensions["works"].reading(OPERATOR) as uow:
        return uow.session.query(Meeting).filter_by(state=State.DRAFT).count()


def fill(desk: SimpleNamespace) -> None:
    """Give every office meetings in December, in every state that a board shows."""
    with desk.app.extensions["works"].writing(OPERATOR) as uow:
        unit, (place,) = get_unit(uow.session, desk.unit.id), list_places(uow.session, [desk.unit.id])
        for n, office in enumerate(list_offices(uow.session, [unit.id])):
            for m, state in enumerate((State.DRAFT, State.APPROVED, State.PUBLISHED)):
                on = date(2026, 12, 1 + 9 * m + n % 9)
                make_meeting(uow, unit, office, on=on, state=state, place=place, subject="x" * 300)


def test_ten_leaders_get_their_month_within_twelve_key_presses(browser: Browser, desk: SimpleNamespace) -> None:
    context = enter(browser, desk.base)
    page = context.new_page()
    page.goto(f"{desk.pages}/lich?thang=2026-12")
    presses = 0

    def press(key: str) -> None:
        nonlocal presses
        page.keyboard.press(key)
        presses += 1

    for heading in ("Lịch tháng 12/2026", "Đề xuất lịch tháng 12/2026"):
        page.get_by_role("heading", name=heading, level=1).wait_for()
        press("Tab")  # to the content; its first control is what the page is for
        press("Enter")
        press("Tab")
        press("Enter")

    page.get_by_text("Đã chấp nhận các buổi được chọn thành bản nháp").wait_for()
    assert drafts(desk) >= 20
    assert presses <= 12
    context.close()


def test_ten_leaders_get_their_month_within_six_clicks_and_lose_it_again(
    browser: Browser, desk: SimpleNamespace
) -> None:
    context = enter(browser, desk.base, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.pages}/lich?thang=2026-12")
    page.get_by_role("link", name="Đề xuất lịch tháng").click()
    offered = page.locator("input[name=nhan]:checked").count()
    assert offered >= 20
    page.get_by_role("button", name=f"Chấp nhận {offered} buổi").click()
    assert drafts(desk) == offered
    page.reload()
    assert drafts(desk) == offered
    page.get_by_role("button", name=f"Hoàn tác {offered} buổi").click()
    assert drafts(desk) == 0
    context.close()


PAGES = (
    "lich?thang=2026-12",
    "lich?thang=2026-12&dang=danh-sach",
    "lich?thang=2027-03",
    "lich/them",
    "de-xuat?thang=2026-12",
    "de-xuat?thang=2027-03",
    "niem-yet?thang=2026-12",
    "tim?q=chu+tich",
    "tim?q=x",
)


def test_no_page_of_a_month_has_a_barrier_or_scrolls_sideways(browser: Browser, desk: SimpleNamespace) -> None:
    fill(desk)
    context = enter(browser, desk.base)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    titles = set()
    for path in PAGES:
        page.set_viewport_size({"width": 1366, "height": 800})
        page.goto(f"{desk.pages}/{path}")
        titles.add(page.title())
        assert barriers(page) == "", path
        assert page.locator("h1").count() == 1
        assert looking.sideways(page) == [], path
    assert [line for line in said if "422" not in line] == []
    assert len(titles) >= len(PAGES) - 2
    context.close()


def test_a_month_fits_a_desk_and_a_telephone_sees_the_list_first(browser: Browser, desk: SimpleNamespace) -> None:
    fill(desk)
    context = enter(browser, desk.base)
    page = context.new_page()
    page.goto(f"{desk.pages}/lich?thang=2026-12")
    wide = page.locator(".board-scroller").evaluate("it => [it.scrollWidth, it.clientWidth]")
    assert wide[0] <= wide[1]
    heads = page.locator("th.board-day").evaluate_all("all => all.map(it => it.offsetHeight)")
    assert len(heads) == 31
    assert len(set(heads)) == 1
    small = page.locator(".booked").evaluate_all(
        "all => all.map(it => it.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24).length"
    )
    assert small == 0
    assert page.locator(".board-list").is_hidden()
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.locator(".board-grid").is_hidden()
    assert page.locator(".board-list").is_visible()
    context.close()


def focused(page: Page) -> list[int]:
    return page.evaluate(
        "(() => {const c = document.activeElement.closest('td'); return [c.parentElement.rowIndex, c.cellIndex]})()"
    )


def test_arrow_keys_walk_the_board_and_tab_leaves_it(browser: Browser, desk: SimpleNamespace) -> None:
    fill(desk)
    context = enter(browser, desk.base)
    page = context.new_page()
    page.goto(f"{desk.pages}/lich?thang=2026-12")
    assert page.locator("table.board [tabindex='0']").count() == 1
    page.locator("table.board [tabindex='0']").focus()
    row, column = focused(page)
    for key, step in (
        ("ArrowRight", (0, 1)),
        ("ArrowDown", (1, 0)),
        ("ArrowUp", (-1, 0)),
        ("Control+ArrowRight", (0, 7)),
        ("ArrowLeft", (0, -1)),
    ):
        page.keyboard.press(key)
        row, column = row + step[0], column + step[1]
        assert focused(page) == [row, column], key
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table.board') === null")
    context.close()
