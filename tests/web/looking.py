"""What is looked for on every screen: each look returns what is wrong, in words, and nothing when all is well."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

PHONE, DESK = 360, 1366
WIDTHS = (320, PHONE, 768, DESK)
_CONTROLS = "a[href], button, select, textarea, summary, input:not([type=hidden]), [tabindex='0']"
_SHOWN = "const shown = it => it.checkVisibility({visibilityProperty: true});"
_NAME = (
    "const name = it => `${it.tagName.toLowerCase()}.${it.className} "
    "“${(it.getAttribute('aria-label') || it.textContent || it.id).trim().replace(/\\s+/g, ' ').slice(0, 40)}”`;"
)

_SMALL = f"""least => {{ {_NAME} {_SHOWN}
  const boxes = it => [it, ...(it.matches('[type=checkbox], [type=radio]') ? it.labels : [])]
    .map(one => one.getBoundingClientRect());
  const width = all => Math.max(...all.map(b => b.right)) - Math.min(...all.map(b => b.left));
  const height = all => Math.max(...all.map(b => b.bottom)) - Math.min(...all.map(b => b.top));
  return [...document.querySelectorAll("{_CONTROLS}")].filter(it => shown(it) && !it.matches('.scroller'))
    .filter(it => Math.min(width(boxes(it)), height(boxes(it))) < least - 0.5)
    .map(it => `${{name(it)}} ${{Math.round(width(boxes(it)))}}x${{Math.round(height(boxes(it)))}}`); }}"""

_CLIPPED = f"""() => {{ {_NAME} {_SHOWN}
  return [...document.querySelectorAll('.btn, button, summary, .chip, .chip span, .standing, .cell, .booked, .menu a')]
    .filter(it => shown(it) && it.clientHeight > 0)
    .filter(it => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
    .map(it => `${{name(it)}} needs ${{it.scrollWidth}}x${{it.scrollHeight}}`); }}"""
_LARGER = "html { font-size: 200% }"
_SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"

_STATES = ".chip, .standing, .cell, .booked, .stage, .force, .request-status, .account-state, .year td[class*=year-off]"
_WORDLESS = f"""() => {{ {_NAME} {_SHOWN}
  const told = it => [it.innerText, it.getAttribute('aria-label') || ''].some(text => /\\p{{L}}/u.test(text));
  return [...document.querySelectorAll('{_STATES}')].filter(it => shown(it) && !told(it)).map(name); }}"""

_ON_PAPER = f"""() => {{ {_NAME} {_SHOWN}
  return [...document.querySelectorAll('nav, .masthead, .menu, .foot, .skip, .trail, .back, .btn, button')]
    .filter(shown).map(name); }}"""

_WATCHED = f"""() => {{ {_NAME} {_SHOWN}
  const places = new Map([...document.querySelectorAll('*')].map((it, n) => [it, n]));
  const reached = [...document.querySelectorAll("{_CONTROLS}")]
    .filter(it => shown(it) && !it.disabled && it.tabIndex >= 0 && !it.closest('[inert]'));
  const key = it => it.type === 'radio' ? `radio ${{it.form && it.form.action}} ${{it.name}}` : places.get(it);
  window.stops = [];
  document.addEventListener('keyup', event => {{
    if (event.key !== 'Tab') return;
    const it = document.activeElement, box = it.getClientRects()[0] || it.getBoundingClientRect();
    const middle = (low, high, most) => (Math.max(low, 0) + Math.min(high, most)) / 2;
    const top = document.elementFromPoint(
      middle(box.left, box.right, innerWidth - 1), middle(box.top, box.bottom, innerHeight - 1));
    const style = getComputedStyle(it);
    window.stops.push({{
      name: name(it), place: places.get(it), key: key(it), away: it === document.body,
      seen: !!top && (it === top || it.contains(top) || top.contains(it)),
      ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right }});
  }}, true);
  const parts = it => ({{date: 5, time: 4}})[it.type] || 1;
  return {{presses: reached.reduce((sum, it) => sum + parts(it), 0), keys: Object.fromEntries(
    reached.map(it => [key(it), name(it)]))}}; }}"""
"""Of every stop the state is noted when the key comes up: by then the browser has moved on and scrolled."""


_TO_THE_TOP = """() => {
  if (document.activeElement === document.body) return;
  const it = document.createElement('i');
  it.tabIndex = -1;
  document.body.prepend(it);
  it.focus();
  it.remove(); }"""


class Ears:
    """What the console of a page says, and whom else it asks."""

    def __init__(self, page: Page) -> None:
        """Listen from now on."""
        self.said: list[str] = []
        self.strangers: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._note)

    def _note(self, asked: Request) -> None:
        far = asked.url.startswith("http") and urlsplit(asked.url).netloc != urlsplit(asked.frame.url).netloc
        if far and not asked.is_navigation_request():
            self.strangers.append(asked.url)

    def heard(self, status: int) -> list[str]:
        """Return what was said and who was asked since the last time, but for the status of the page itself."""
        wrong = [line for line in self.said if f"status of {status}" not in line] + self.strangers
        self.said.clear()
        self.strangers.clear()
        return wrong


def unfold(page: Page) -> None:
    """Open everything that can be opened: what lies within is looked at, too."""
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")


def at_its_top(page: Page) -> None:
    """Put the keyboard where a page begins, though it led the reader to what is wrong."""
    page.evaluate(_TO_THE_TOP)


def headless(page: Page) -> list[str]:
    """What is missing from language, heading and title (GL-7): "Trang - Đơn vị - Lịch tiếp công dân"."""
    told = page.evaluate("[document.documentElement.lang, document.querySelectorAll('h1').length, document.title]")
    parts = told[2].split(" - ")
    wrong = [] if told[:2] == ["vi", 1] else [f"language, headings: {told[:2]}"]
    shaped = 1 <= len(parts) <= 3 and parts[-1].startswith("Lịch tiếp công dân") and len(set(parts)) == len(parts)
    return wrong + ([] if shaped and all(parts) else [f"title: {told[2]}"])


def too_small(page: Page, least: int) -> list[str]:
    """What a finger misses (GL-8); a box to tick counts with its label."""
    return list(page.evaluate(_SMALL, least))


def sideways(page: Page, *widths: int) -> list[str]:
    """Whether the page itself scrolls sideways at some widths, at all that people have when none is given (GL-3)."""
    wrong = []
    for width in widths or WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{wide} px wide at {width}"] if wide > width else []
    return wrong


def clipped(page: Page) -> list[str]:
    """What does not fit with text of twice the size and the spacing of WCAG 1.4.12 (GL-4)."""
    wrong = []
    for css in (_LARGER, _SPACED):
        with _dressed(page, css):
            wrong += [f"{css[:24]}: {one}" for one in page.evaluate(_CLIPPED)]
            wrong += [f"{css[:24]}: {one}" for one in sideways(page, DESK)]
    return wrong


@contextmanager
def _dressed(page: Page, css: str) -> Iterator[None]:
    wear = "css => {const it = new CSSStyleSheet(); it.replaceSync(css); document.adoptedStyleSheets = [it]}"
    page.evaluate(wear, css)
    yield
    page.evaluate("document.adoptedStyleSheets = []")


def wordless(page: Page) -> list[str]:
    """States that somebody who chose the colours cannot read (GL-9)."""
    page.emulate_media(forced_colors="active")
    wrong = list(page.evaluate(_WORDLESS))
    page.emulate_media(forced_colors="none")
    return wrong


def on_paper(page: Page) -> list[str]:
    """What leads elsewhere and is printed all the same (GL-13)."""
    page.emulate_media(media="print")
    wrong = list(page.evaluate(_ON_PAPER))
    page.emulate_media(media="screen")
    return wrong


def lost_keys(page: Page) -> list[str]:
    """What the Tab key misses, hides, or takes out of order (GL-2)."""
    at_its_top(page)
    told = page.evaluate(_WATCHED)
    for _ in range(told["presses"]):
        page.keyboard.press("Tab")
    stops = _once_round(page.evaluate("window.stops"))
    wrong = [] if stops and "Chuyển đến nội dung chính" in stops[0]["name"] else ["does not begin at the skip link"]
    wrong += [f"covered: {one['name']}" for one in stops if not one["seen"]]
    wrong += [f"shows no focus: {one['name']}" for one in stops if not one["ring"]]
    wrong += [f"goes back to {b['name']}" for a, b in pairwise(stops) if b["place"] < a["place"]]
    wrong += [f"jumps up to {b['name']}" for a, b in pairwise(stops) if _jumps(a, b)]
    met = {str(one["key"]) for one in stops}
    return wrong + [f"never reached: {name}" for key, name in told["keys"].items() if key not in met]


def _once_round(stops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the stops until the keys leave the page, or are back where they began."""
    ends = (n for n, one in enumerate(stops) if n and (one["away"] or one["key"] == stops[0]["key"]))
    return stops[: next(ends, len(stops))]


def _jumps(a: dict[str, float], b: dict[str, float]) -> bool:
    return b["bottom"] <= a["top"] and b["left"] < a["right"]
