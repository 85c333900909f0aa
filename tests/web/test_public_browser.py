"""The public pages in a real browser: wide, without colours, without scripts, light. The rest: test_every_screen."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browsing import barriers


@pytest.mark.parametrize("name", ["home", "unit", "meeting", "month"])
def test_wide_screens_have_no_barriers_either(desk: Page, site: SimpleNamespace, name: str) -> None:
    desk.goto(site.base + site.paths[name])
    assert barriers(desk) == ""


def test_every_state_is_readable_without_colour(desk: Page, site: SimpleNamespace) -> None:
    desk.emulate_media(forced_colors="active")
    desk.goto(site.base + site.paths["unit"])
    words = desk.locator(".chip").all_inner_texts()
    assert {"Đã niêm yết", "Lùi lịch sang 17/12/2026", "Đã hủy", "Hoãn, chưa có ngày mới"} == set(words)
    assert desk.locator(".chip svg").count() == len(words)
    assert len({desk.locator(".chip svg").nth(n).inner_html() for n in range(len(words))}) == len(set(words))
    desk.emulate_media(forced_colors="none")


def test_a_phone_without_scripts_finds_its_day(browser: Browser, site: SimpleNamespace) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(site.base)
    page.get_by_label("Tìm xã, phường, cơ quan").fill("xa tan doan")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Xã Tân Đoàn").first.click()
    page.get_by_role("link", name="Thứ Năm, 26/11/2026").click()
    assert "Chủ tịch UBND xã" in page.inner_text("main")
    assert context.cookies() == []
    context.close()


def test_a_public_page_is_light(browser: Browser, site: SimpleNamespace) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    came: list[float] = []
    wire.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))

    page.goto(site.base + site.paths["unit"], wait_until="networkidle")

    assert len(came) <= 8
    assert sum(came) <= 100_000
    context.close()
