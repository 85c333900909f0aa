"""The public pages in a real browser: readable, reachable, printable, and silent towards other hosts."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.web.browsing import barriers
from tests.web.conftest import WIDTHS

NAMES = (
    "home",
    "found",
    "nothing",
    "unit",
    "province",
    "empty",
    "ended",
    "meeting",
    "moved",
    "cancelled",
    "waiting",
    "held",
    "month",
    "lost",
)


def _loud(page: Page, site: SimpleNamespace) -> tuple[list[str], list[str]]:
    """Note what the console says and every request to another host."""
    said: list[str] = []
    strangers: list[str] = []

    def look(request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(site.base).netloc:
            strangers.append(request.url)

    page.on("console", lambda message: said.append(message.text))
    page.on("request", look)
    return said, strangers


@pytest.mark.parametrize("name", NAMES)
def test_no_barrier_no_complaint_and_no_sideways_scrolling(phone: Page, site: SimpleNamespace, name: str) -> None:
    said, strangers = _loud(phone, site)
    phone.goto(site.base + site.paths[name])
    assert barriers(phone) == ""
    assert [line for line in said if "404 (NOT FOUND)" not in line] == []
    assert not strangers
    for width in (320, *WIDTHS):
        phone.set_viewport_size({"width": width, "height": 800})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width, width
    phone.set_viewport_size({"width": 360, "height": 800})


@pytest.mark.parametrize("name", ["home", "unit", "meeting", "month"])
def test_wide_screens_have_no_barriers_either(desk: Page, site: SimpleNamespace, name: str) -> None:
    desk.goto(site.base + site.paths[name])
    assert barriers(desk) == ""


_FOCUSED = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const rects = it.getClientRects();
  const r = rects.length ? rects[0] : box;
  const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
  const style = getComputedStyle(it);
  return {tag: it.tagName, text: (it.textContent || '').trim(), top: box.top + scrollY,
          seen: !!top && (it === top || it.contains(top) || top.contains(it)),
          ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2};
}"""
_REACHABLE = "document.querySelectorAll('a[href], button, input:not([type=hidden]), [tabindex=\"0\"]').length"


@pytest.mark.parametrize("name", ["home", "unit", "meeting", "month"])
def test_every_control_is_reached_in_order_by_keyboard_and_shows_it(
    desk: Page, site: SimpleNamespace, name: str
) -> None:
    desk.goto(site.base + site.paths[name])
    stops = []
    for _ in range(desk.evaluate(_REACHABLE)):
        desk.keyboard.press("Tab")
        stops.append(desk.evaluate(_FOCUSED))
    assert stops[0]["text"] == "Chuyển đến nội dung chính"
    assert all(stop["tag"] != "BODY" for stop in stops)
    assert [stop for stop in stops if not stop["seen"]] == []
    assert [stop for stop in stops if not stop["ring"]] == []


_SMALL = """least => [...document.querySelectorAll('main a[href], main button, main input, header a, header button')]
  .map(it => ({text: it.textContent.trim() || it.id, box: it.getBoundingClientRect()}))
  .map(({text, box}) => ({text, w: box.width, h: box.height}))
  .filter(b => b.w && (b.h < least - 0.5 || b.w < least - 0.5))"""


@pytest.mark.parametrize("name", NAMES)
def test_a_thumb_hits_every_link(phone: Page, site: SimpleNamespace, name: str) -> None:
    phone.goto(site.base + site.paths[name])
    assert phone.evaluate(_SMALL, 44) == []


_CLIPPED = """[...document.querySelectorAll('.btn, .chip, .chip span')]
  .filter(it => it.scrollHeight > it.clientHeight + 1 && it.clientHeight > 0).map(it => it.textContent.trim())"""
_SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"


@pytest.mark.parametrize("name", ["home", "unit", "meeting"])
def test_larger_text_is_not_clipped(desk: Page, site: SimpleNamespace, name: str) -> None:
    desk.goto(site.base + site.paths[name])
    desk.evaluate(
        "css => {const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]}",
        f"html {{ font-size: 200% }} {_SPACED}",
    )
    assert desk.evaluate(_CLIPPED) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= 1366


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
