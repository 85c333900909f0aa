"""The public pages on paper: what the notice board and the gate get."""

import re
from types import SimpleNamespace

from playwright.sync_api import Page


def _pages(printed: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


def test_a_meeting_prints_on_one_page_with_a_code_to_scan(desk: Page, site: SimpleNamespace) -> None:
    desk.goto(site.base + site.paths["meeting"])
    assert _pages(desk.pdf(prefer_css_page_size=True)) == 1
    desk.emulate_media(media="print")
    assert not desk.locator(".masthead, .foot, .trail").first.is_visible()
    millimetre = 96 / 25.4
    assert desk.locator(".qr").bounding_box()["width"] >= 30 * millimetre
    assert desk.locator(".issuer").inner_text() == "UBND xã Tân Đoàn, tỉnh Lạng Sơn"
    desk.emulate_media(media="screen")


def test_a_month_prints_with_the_states_heading_and_without_navigation(desk: Page, site: SimpleNamespace) -> None:
    desk.goto(site.base + site.paths["month"])
    assert _pages(desk.pdf(prefer_css_page_size=True)) <= 2
    desk.emulate_media(media="print")
    assert desk.locator(".nation").is_visible()
    assert not desk.locator(".masthead").is_visible()
    assert not desk.locator(".back").is_visible()
    desk.emulate_media(media="screen")


def test_a_month_fits_a_tablet_with_the_states_name_on_one_line(desk: Page, site: SimpleNamespace) -> None:
    before = desk.viewport_size
    desk.set_viewport_size({"width": 768, "height": 900})
    desk.goto(site.base + site.paths["month"])
    table, nation = desk.locator(".scroller"), desk.locator(".nation")
    assert table.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert nation.evaluate("it => it.getClientRects().length") == 1
    desk.set_viewport_size(before)


def test_a_month_on_paper_says_when_each_meeting_was_posted_and_which_one_late(
    desk: Page, site: SimpleNamespace
) -> None:
    desk.goto(f"{site.base}{site.paths['unit']}/in?thang=2026-11")
    assert _pages(desk.pdf(prefer_css_page_size=True)) <= 2
    desk.emulate_media(media="print")
    assert [said.strip() for said in desk.locator(".schedule .posted").all_inner_texts()] == [
        "Niêm yết 20/11/2026 09:00 – trễ 2 ngày làm việc so với quy định",
        "Niêm yết 13/11/2026 08:15 (trước 9 ngày làm việc)",
    ]
    assert desk.locator(".schedule .posted-late").is_visible()
    desk.emulate_media(media="screen")


def test_hours_on_paper_stay_within_their_column(desk: Page, site: SimpleNamespace) -> None:
    before = desk.viewport_size
    desk.goto(site.base + site.paths["month"])
    desk.emulate_media(media="print")
    desk.set_viewport_size({"width": 624, "height": 971})  # what A4 leaves between its margins
    wide = "[...document.querySelectorAll('.schedule td, .schedule th')].filter(it => it.scrollWidth > it.clientWidth)"
    assert desk.evaluate(f"{wide}.map(it => it.textContent.trim())") == []
    desk.emulate_media(media="screen")
    desk.set_viewport_size(before)
