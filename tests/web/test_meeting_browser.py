"""The pages of a meeting in a real browser: within the budget, without scripts, without barriers, and inert."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from migrations import upgrade
from scheduler import delegating, rescheduling
from scheduler.arrangement import Hours
from scheduler.core.clock import StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.meetings import get_meeting
from scheduler.settings import Settings
from tests.web.browsing import barriers, enter, served
from tests.web.conftest import WIDTHS
from tests.web.duty_world import GROUND, MEETINGS, a_month, at, in_state
from tests.web.office import SECRET
from tests.web.world import NOW
from web.app import create_app

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'}}{{7*7}}"
_PAGES = ("", "/doi", "/hoan", "/huy", "/uy-quyen", "/sua", "/niem-yet-khac")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The pages under a real server, with somebody signed in."""
    app = create_app(Settings(data=tmp_path), StoppedClock(NOW))
    upgrade(app.extensions["works"].engine)
    month = a_month(app)
    at(month)
    with served(app) as base:
        month.base = base
        yield month
    month.works.engine.dispose()


def a_browser(browser: Browser, office: SimpleNamespace, **over: Any) -> BrowserContext:
    return enter(browser, office.base, f'"{SECRET}"', **{"viewport": {"width": 1366, "height": 850}, **over})


def test_moving_a_meeting_takes_five_actions_and_shows_what_it_does_first(browser: Browser, office: Any) -> None:
    context = a_browser(browser, office, java_script_enabled=False)
    page, actions = context.new_page(), 0

    def act(deed: Any) -> None:
        nonlocal actions
        actions += 1
        deed()

    page.goto(f"{office.base}{MEETINGS}/{office.one}/doi")
    act(lambda: page.get_by_label("Ngày mới").fill("2026-12-10"))
    act(lambda: page.get_by_role("button", name="Xem trước").click())
    assert page.get_by_role("heading", name="Điều gì sẽ thay đổi").is_visible()
    save = page.get_by_role("button", name="Lưu và cập nhật")
    assert int("".join(filter(str.isdigit, save.inner_text()))) > 0
    act(lambda: page.get_by_label("Lý do").fill("Họp Hội đồng nhân dân"))
    act(save.click)
    assert "Đã đổi lịch" in page.get_by_role("status").inner_text()
    assert "Thứ Năm, 10/12/2026" in page.inner_text("main")
    assert actions + 1 <= 5  # and the press that opens the form from the page of the meeting
    context.close()


def test_the_same_by_keyboard_from_the_page_of_the_meeting(browser: Browser, office: Any) -> None:
    context = a_browser(browser, office)
    page = context.new_page()
    page.goto(f"{office.base}{MEETINGS}/{office.one}")
    page.locator("summary", has_text="Việc khác").focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Đổi ngày, giờ, địa điểm")
    while not link.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doi")
    page.get_by_label("Ngày mới").fill("2026-12-10")
    page.keyboard.press("Enter")
    page.get_by_label("Lý do").wait_for()
    page.get_by_label("Lý do").focus()
    page.keyboard.type("Họp Hội đồng")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/buoi/*xong=da-doi*")
    context.close()


def test_two_tabs_one_wins_and_the_other_sees_both_versions(browser: Browser, office: Any) -> None:
    context = a_browser(browser, office)
    one, two = context.new_page(), context.new_page()
    for tab, day in ((one, "2026-12-10"), (two, "2026-12-11")):
        tab.goto(f"{office.base}{MEETINGS}/{office.one}/doi")
        tab.get_by_label("Ngày mới").fill(day)
        tab.get_by_role("button", name="Xem trước").click()
        tab.get_by_label("Lý do").fill(f"Lý do ngày {day} {EVIL}")
    one.get_by_role("button", name="Lưu và cập nhật").click()
    one.wait_for_url("**xong=da-doi**")
    two.get_by_role("button", name="Lưu và cập nhật").click()
    both = two.get_by_role("region", name="Hai bản của buổi").inner_text()
    assert "10/12/2026" in both
    assert "11/12/2026" in both
    assert two.get_by_label("Lý do").input_value() == f"Lý do ngày 2026-12-11 {EVIL}"
    two.get_by_role("button", name="Lưu và cập nhật").click()
    two.wait_for_url("**xong=da-doi**")
    assert "Thứ Sáu, 11/12/2026" in two.inner_text("main")
    context.close()


def poisoned(office: SimpleNamespace) -> str:
    """A meeting in which everything that people type wants to run."""
    with office.works.writing(OPERATOR) as uow:
        from_day = NOW.date().replace(month=12, day=15)
        over = {"subject": EVIL, "co_attendees": EVIL, "notice_number": EVIL, "trigger": EVIL, "ground": EVIL}
        one = in_state(uow, office, State.PUBLISHED, from_day, **over)
    ground = f"{GROUND} {EVIL}"
    with office.works.writing(OPERATOR) as uow:
        hours = [Hours(s.day.replace(day=16), s.starts, s.ends, None, EVIL) for s in one.sittings]
        rescheduling.move(uow, one.id, one.version, hours[0].day, ground, hours=hours)
    with office.works.writing(OPERATOR) as uow:
        version = get_meeting(uow.session, one.id).version
        delegating.delegate(uow, one.id, version, office.chair.id, deputy=EVIL, ground=ground)
    return one.id


def test_what_people_type_is_text_on_every_page(browser: Browser, office: Any) -> None:
    one = poisoned(office)
    context = a_browser(browser, office)
    page = context.new_page()
    dialogs: list[str] = []
    complaints: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)
    for address in (*_PAGES, "/doi?den=2026-12-17&phien_ban=1", "/uy-quyen?phien_ban=1", "/huy?phien_ban=1"):
        page.goto(f"{office.base}{MEETINGS}/{one}{address}")
        assert page.locator("main script, main img").count() == 0, address
        assert "49" not in page.inner_text("h1"), address
    page.goto(f"{office.base}{MEETINGS}/{one}")
    assert page.inner_text("main").count(EVIL) >= 5
    page.goto(f"{office.base}{MEETINGS}/{one}/sua")
    page.get_by_label("Nội dung dự kiến").fill("")
    page.get_by_role("button", name="Lưu").click()
    assert page.title().startswith("Lỗi:")
    assert (dialogs, complaints) == ([], [])
    context.close()


def _looked_at(page: Page, address: str) -> None:
    page.goto(address)
    assert MEETINGS in page.url
    assert barriers(page) == "", address
    for width in (320, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 850})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
    small = page.evaluate(
        """[...document.querySelectorAll('main a[href], main button, main input:not([type=hidden]), main summary')]
        .map(it => [it.textContent.trim() || it.id, it.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 23.5 || box.width < 23.5)).map(([name]) => name)"""
    )
    assert small == [], address


def test_no_barrier_in_any_state(browser: Browser, office: Any) -> None:
    evil = poisoned(office)
    context = a_browser(browser, office)
    page = context.new_page()
    base = f"{office.base}{MEETINGS}"
    for address in (
        *(f"{base}/{office.one}{name}" for name in _PAGES),
        f"{base}/{office.draft}",
        f"{base}/{evil}",
        f"{base}/{office.one}/doi?den=2026-12-10&tu1=08:00&het1=11:30&noi1={office.place.id}",
        f"{base}/{office.one}/doi?den=2027-01-07&tu1=08:00&het1=11:30&noi1={office.place.id}",
        f"{base}/{office.one}/doi?den=hom-nao",
        f"{base}/{office.one}/huy?phien_ban=77",
        f"{base}/{office.one}/ghi-nhan",
        f"{base}/{office.approved}/niem-yet",
    ):
        _looked_at(page, address)
    at(office, Role.OFFICE_CHIEF)
    _looked_at(page, f"{base}/{office.one}/doi?den=2027-01-07&tu1=08:00&het1=11:30&noi1={office.place.id}")
    context.close()
