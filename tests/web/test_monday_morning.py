"""Monday morning, from an empty December to the evidence at the province, in a real browser and through the real door.

Before each address and each form the secretary of another commune and somebody who is not signed in try it first: they
are turned away, and nothing in the database is another for it (tests/web/outsiders.py).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from scheduler import rejudging
from scheduler.core.clock import StoppedClock
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import Meeting
from tests.ical.reading import events
from tests.usecases.gates import code_of
from tests.web.browsing import served, signs_in
from tests.web.monday import CHAIRMAN, CHIEF, EVERY_STEP, HEAD, INSPECTOR, MONDAY, SECRETARY, STRANGER, a_monday
from tests.web.outsiders import Outsiders, fetched
from tests.web.people import gate_of

DESK, PHONE = {"width": 1366, "height": 800}, {"width": 360, "height": 760}
ON_THE_DAY = datetime(2026, 12, 17, 0, 40, tzinfo=UTC)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY)


@pytest.fixture
def story(app: Flask, browser: Browser, clock: StoppedClock) -> Iterator[SimpleNamespace]:
    """The commune on an address of this machine, and the two who try everything first."""
    world = a_monday(app)
    with served(app) as base:
        outsiders = Outsiders(world.works, base, browser, STRANGER)
        outsiders.arrive()
        windows: list[BrowserContext] = []

        def window(email: str, size: dict[str, int], device: str = "Máy làm việc") -> Page:
            windows.append(outsiders.shadow(browser.new_context(viewport=size, locale="vi-VN")))
            page = windows[-1].new_page()
            page.set_default_timeout(10_000)
            signs_in(page, base, email, device)
            return page

        yield SimpleNamespace(**vars(world), base=base, clock=clock, outsiders=outsiders, window=window)
        for context in windows:
            context.close()


def test_monday_morning(story: SimpleNamespace) -> None:
    secretary = story.window(SECRETARY, DESK)
    proposes_and_sees_two_conflicts(secretary)
    brings_the_chairman_back(secretary)
    takes_another_room(secretary)
    accepts(secretary, story)
    chief = story.window(CHIEF, DESK)
    approves(chief, story)
    publishes(secretary, story)

    phone = story.window(CHAIRMAN, PHONE, "Điện thoại của riêng tôi")
    feed = subscribes(phone)
    before = entry_on(story, feed, "20261215")
    moves(secretary)
    after = entry_on(story, feed, "20261217")
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])

    wait(story, ON_THE_DAY - MONDAY)
    confirms(phone)
    wait(story, timedelta(hours=4))
    secretary = story.window(SECRETARY, DESK)
    records(secretary, story)
    finds_the_evidence(story)

    story.outsiders.settle()
    assert story.outsiders.wrong == []
    tried = {(method, re.sub(r"/[0-9a-f-]{36}", "/*", path)) for method, path in story.outsiders.tried}
    assert tried >= EVERY_STEP


def wait(story: SimpleNamespace, span: timedelta) -> None:
    """Let time pass, and the worker judge as it does every night; the stranger comes in anew, as a sign-in lapses."""
    story.outsiders.settle()
    story.clock.advance(span)
    rejudging.fill(story.works)
    story.outsiders.arrive()


def menu(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Công việc").get_by_role("link", name=name, exact=True).click()
    page.wait_for_load_state()


def proposes_and_sees_two_conflicts(page: Page) -> None:
    menu(page, "Lịch tháng")
    page.get_by_role("link", name="Tháng 12/2026").click()
    assert "10 chức vụ chưa đủ định mức" in page.inner_text("main")
    page.get_by_role("link", name="Đề xuất lịch tháng").click()
    page.wait_for_url("**/de-xuat?*")
    assert left_out(page).count() == 2
    told = left_out(page).all_inner_texts()
    assert "Thứ Năm, 10/12/2026" in told[0]
    assert "Phòng Tiếp công dân" in told[0]
    assert "Thứ Ba, 15/12/2026" in told[1]
    assert "Họp Hội đồng nhân dân tỉnh" in told[1]


def left_out(page: Page) -> Locator:
    return page.locator("tr.left-out")


def brings_the_chairman_back(page: Page) -> None:
    menu(page, "Vắng mặt")
    page.get_by_role("link", name="Sửa ngày vắng mặt").click()
    page.get_by_label("Từ ngày").fill("2026-12-16")
    page.get_by_role("button", name="Xem điều gì sẽ thay đổi").click()
    page.get_by_role("button", name="Lưu những ngày mới").click()
    page.wait_for_url("**xong=*")
    menu(page, "Đề xuất")
    assert left_out(page).count() == 1
    assert "Thứ Năm, 10/12/2026" in left_out(page).inner_text()


def takes_another_room(page: Page) -> None:
    left_out(page).get_by_role("link", name="Thêm lại vào giờ hoặc nơi khác").click()
    page.get_by_label("Địa điểm").select_option(label="Hội trường")
    page.get_by_label("Nội dung dự kiến").fill("Đất đai, giải phóng mặt bằng")
    page.get_by_role("button", name="Lưu bản nháp").click()
    page.wait_for_url("**xong=*")
    menu(page, "Đề xuất")
    assert left_out(page).count() == 0


def accepts(page: Page, story: SimpleNamespace) -> None:
    offered = page.locator("input[name=nhan]:checked").count()
    assert in_state(story, State.DRAFT) == 1
    page.get_by_role("button", name=f"Chấp nhận {offered} buổi").first.click()
    page.get_by_text("Đã chấp nhận các buổi được chọn thành bản nháp").wait_for()
    assert in_state(story, State.DRAFT) == 1 + offered >= 20
    assert page.get_by_role("button", name="Duyệt tất cả").count() == 0


def approves(page: Page, story: SimpleNamespace) -> None:
    drafts = in_state(story, State.DRAFT)
    menu(page, "Đề xuất")
    page.get_by_role("button", name=f"Duyệt tất cả {drafts} buổi").click()
    page.get_by_role("status").wait_for()
    assert (in_state(story, State.DRAFT), in_state(story, State.APPROVED)) == (0, drafts)


def publishes(page: Page, story: SimpleNamespace) -> None:
    approved = in_state(story, State.APPROVED)
    menu(page, "Niêm yết")
    panel = page.get_by_role("region", name="Điều gì sẽ thay đổi").inner_text()
    assert "đủ theo kế hoạch" in panel
    assert in_state(story, State.APPROVED) == approved
    page.get_by_label("Số thông báo").fill("02/TB-UBND")
    page.get_by_role("button", name=f"Niêm yết {approved} buổi").first.click()
    page.get_by_text(f"Đã niêm yết ({approved + 1})").wait_for()
    assert in_state(story, State.APPROVED) == 0


def subscribes(page: Page) -> str:
    """Return the path of the calendar that the telephone's link leads to."""
    page.get_by_role("link", name="Đăng ký lịch vào điện thoại").click()
    page.get_by_role("button", name="Tạo liên kết").click()
    page.wait_for_load_state()  # without its stylesheet every page is too wide
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    address = page.get_by_role("link", name="Thêm vào iPhone/Mac").get_attribute("href") or ""
    assert address.startswith("webcal://")
    return "/" + address.split("/", 3)[3]


def entry_on(story: SimpleNamespace, feed: str, day: str) -> dict[str, str]:
    """Ask for the calendar over HTTP as a telephone does; a guessed address gives nothing."""
    assert fetched(story.base, re.sub(r"[^/]+\.ics$", "x" * 32 + ".ics", feed))[0].status == 404
    answer, text = fetched(story.base, feed)
    assert (answer.status, answer.headers.get_content_type()) == (200, "text/calendar")
    told = [{name: line.text for name, line in one.items()} for one in events(text.encode())]
    (found,) = [one for one in told if one["DTSTART"].startswith(day)]
    return found


def moves(page: Page) -> None:
    menu(page, "Lịch tháng")
    page.get_by_role("link", name="Tháng 12/2026").click()
    page.get_by_role("link", name="Chủ tịch UBND, thứ Ba 15/12/2026").click()
    page.get_by_text("Việc khác").click()
    page.get_by_role("link", name="Đổi ngày, giờ, địa điểm").click()
    page.get_by_label("Ngày mới").fill("2026-12-17")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Điều gì sẽ thay đổi").wait_for()
    page.get_by_label("Lý do").fill("Họp Ban Thường vụ Đảng ủy")
    save = page.get_by_role("button", name="Lưu và cập nhật")
    assert int("".join(filter(str.isdigit, save.inner_text()))) > 0
    save.click()
    page.get_by_text("Đã đổi lịch").wait_for()


def confirms(page: Page) -> None:
    menu(page, "Lịch của tôi")
    page.get_by_role("link", name="Xem buổi hôm nay").click()
    page.get_by_role("button", name="Tôi trực tiếp chủ trì").click()
    assert f"{HEAD} đã xác nhận trực tiếp chủ trì lúc 17/12/2026 07:40" in page.inner_text("main")


def records(page: Page, story: SimpleNamespace) -> None:
    page.get_by_role("link", name="Chủ tịch UBND, thứ Năm 17/12/2026").click()
    page.get_by_role("link", name="Ghi nhận").click()
    page.get_by_label("Ai ngồi ghế của Chủ tịch UBND").select_option(label="Người đứng đầu trực tiếp chủ trì")
    page.get_by_label("Số công dân được tiếp").fill("6")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Điều gì sẽ thay đổi").wait_for()
    page.get_by_role("button", name="Ghi nhận").click()
    page.get_by_role("status").wait_for()
    assert in_state(story, State.HELD) == 1


def finds_the_evidence(story: SimpleNamespace) -> None:
    page = story.window(INSPECTOR, DESK)
    page.get_by_label("Mã xác thực").fill(code_of(gate_of(story.app), story.inspector))
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_role("heading", name="Bảng theo dõi định mức", level=1).wait_for()
    page.get_by_label("Nghĩa vụ").select_option(label="Chủ tịch UBND: Tiếp công dân định kỳ")
    page.get_by_role("button", name="Xem").click()
    page.locator("tr", has_text="Xã Tân Đoàn").get_by_role("link", name="1/2").click()
    assert "17/12/2026: tính" in page.inner_text("main")
    page.get_by_role("link", name="17/12/2026").click()
    assert "tự xác nhận lúc 17/12/2026 07:40" in page.inner_text("main")


def in_state(story: SimpleNamespace, state: State) -> int:
    with story.works.reading(OPERATOR) as uow:
        return uow.session.query(Meeting).filter_by(state=state).count()
