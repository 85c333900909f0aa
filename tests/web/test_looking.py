"""The looks themselves: each finds what is wrong on a page made wrong, and nothing on one made well."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.web import looking

RING = "<style>:focus, input:focus-within { outline: 3px solid }</style>"
SKIP = f"{RING}<a class=skip href='#x'>Chuyển đến nội dung chính</a>"
WELL = (
    f"<html lang=vi><title>Trang - Xã A - Lịch tiếp công dân</title>{SKIP}<h1>Trang</h1>"
    "<style>a, button, input { display: inline-block; min-width: 48px; min-height: 48px } @media print { a, button "
    "{ display: none } }</style>"
    "<a href='#y'>Liên kết</a> <label>Ngày <input type=date></label> <label>Giờ <input type=time></label>"
    "<label><input type=radio name=r>Một</label><label><input type=radio name=r>Hai</label>"
    "<details><summary style='min-height:48px'>Thêm</summary><button>Nút</button></details>"
    "<span class=chip><svg></svg>Đã niêm yết</span>"
)


@pytest.fixture
def page(desk: Page) -> Page:
    return desk


def thumbs(page: Page) -> list[str]:
    return looking.too_small(page, 44)


LOOKS: list[Callable[[Page], list[str]]] = [
    looking.headless, thumbs, looking.sideways, looking.clipped, looking.wordless, looking.on_paper, looking.lost_keys,
]  # fmt: skip
UNDER = "<a href='#' onfocus='window.scrollTo(0, this.offsetTop - 100)'>dưới đầu trang</a>"
TALL = "<div style='height:3000px'></div>"
WRONG: list[tuple[Callable[[Page], list[str]], str, str]] = [
    (looking.headless, "<html lang=en><title>Trang - Xã A - Lịch tiếp công dân</title><h1>A</h1>", "['en', 1]"),
    (looking.headless, "<html lang=vi><title>Trang - Xã A - Lịch tiếp công dân</title><h1>A</h1><h1>B</h1>", "2]"),
    (looking.headless, "<html lang=vi><title>Trang -  - Lịch tiếp công dân</title><h1>A</h1>", "title"),
    (looking.headless, "<html lang=vi><title>Lịch tiếp công dân - Lịch tiếp công dân</title><h1>A</h1>", "title"),
    (thumbs, "<a href='#'>nhỏ</a>", "nhỏ"),
    (thumbs, "<label for=t style='width:99px'>x</label><input id=t type=checkbox>", "input"),
    (looking.sideways, "<div style='width:500px'>rộng</div>", "508 px"),
    (looking.clipped, "<button class=btn style='height:20px;width:200px'>Lưu</button>", "Lưu"),
    (
        looking.clipped,
        "<span class=chip style='display:block;width:60px;white-space:nowrap'>Đã duyệt</span>",
        "Đã duyệt",
    ),
    (looking.clipped, "<div style='width:60rem'>x</div>", "px wide"),
    (looking.wordless, "<a class=booked href='#'><svg></svg>1/2</a>", "booked"),
    (looking.on_paper, "<nav>Trang khác</nav>", "nav"),
    (looking.on_paper, "<button>Lưu</button>", "button"),
    (looking.lost_keys, "<a href='#'>đầu</a>", "skip link"),
    (looking.lost_keys, f"{SKIP}<a href='#' style='outline:0'>không thấy</a>", "shows no focus: a. “không thấy”"),
    (
        looking.lost_keys,
        f"{SKIP}<a href='#'>khuất</a><div style='position:fixed;inset:0'></div>",
        "covered: a. “khuất”",
    ),
    (looking.lost_keys, f"{SKIP}<a href='#'>một</a><a href='#' tabindex=2>hai</a>", "skip link"),
    (
        looking.lost_keys,
        f"{SKIP}<div style='display:flex;flex-direction:column-reverse'><a href='#'>một</a><a href='#'>hai</a></div>",
        "jumps up to a. “hai”",
    ),
    (
        looking.lost_keys,
        f"{SKIP}<a href='#' onkeydown='event.preventDefault()'>bẫy</a><a href='#'>sau</a>",
        "never reached: a. “sau”",
    ),
    (
        looking.lost_keys,
        f"{SKIP}<div style='position:fixed;top:0;left:0;right:0;height:300px'></div>{TALL}{UNDER}{TALL}",
        "covered: a. “dưới đầu trang”",
    ),
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_a_page_made_well_has_nothing_wrong(page: Page, look: Callable[[Page], list[str]]) -> None:
    page.set_content(WELL)
    looking.unfold(page)
    assert look(page) == []


@pytest.mark.parametrize(("look", "made", "found"), WRONG)
def test_what_is_wrong_is_found(page: Page, look: Callable[[Page], list[str]], made: str, found: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 800})
    page.set_content(made)
    assert [one for one in look(page) if found in one]


def test_the_console_and_other_hosts_are_heard(page: Page) -> None:
    ears = looking.Ears(page)
    page.goto("data:text/html,<script>console.error('not well')</script><img src='http://127.0.0.1:9/x.png'>")
    assert any("not well" in line for line in ears.said)
    assert ears.heard(200)[-1] == "http://127.0.0.1:9/x.png"
    assert ears.heard(200) == []
