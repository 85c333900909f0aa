"""A small reader of pages: elements with their attributes and text, in the order of the page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient

_VOID = {"meta", "link", "input", "img", "br", "hr", "col", "path"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def all(self, tag: str = "", **wanted: str) -> list["Element"]:
        found = []
        for child in self.children:
            same = all(value in child.attributes.get(name.rstrip("_"), "").split() for name, value in wanted.items())
            if (not tag or child.tag == tag) and same:
                found.append(child)
            found += child.all(tag, **wanted)
        return found

    def one(self, tag: str = "", **wanted: str) -> "Element":
        (found,) = self.all(tag, **wanted)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag in {"br", "div", "p", "li", "td", "th", "dt", "dd", "h1"}:
            self.handle_data(" ")
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open[-1].tag == tag, f"<{self.open[-1].tag}> closed by </{tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.pieces.append(data)


def read(page: str) -> Element:
    """Return the page's root. Fails when a tag is left open or closed out of turn."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.open) == 1, [element.tag for element in reader.open]
    return reader.root


def get(client: FlaskClient, address: str, status: int = 200) -> Element:
    """Return the page at an address. Fails when the status is another."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text[-2000:]
    return read(answer.text)
