"""What a page says in English once its data is taken out: names, grounds and the law stay as they were written."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from sqlalchemy import select

from scheduler.core.roles import OPERATOR
from scheduler.db.tables import metadata
from scheduler.db.work import Works
from scheduler.holiday_seed import seed_days
from tests.house.texts import PROPER_NAMES, VIETNAMESE

READ_ALOUD = {"alt", "title", "aria-label", "placeholder"}
SENTENCES = {"origin"}
"""Columns in which the service keeps sentences of its own: a page must tell them anew, not show them."""
_NAMES = ("Tiếng Việt", "Nguyễn Thị Thư", "Luật 42/2013 Đ24.4", *PROPER_NAMES)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces += [value or "" for name, value in attrs if name in READ_ALOUD]
        told = dict(attrs)
        if tag == "meta" and told.get("name") == "description":
            self.pieces.append(told["content"] or "")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def data_in(works: Works) -> list[str]:
    """Return every text with Vietnamese letters that the database holds, longest first."""
    with works.reading(OPERATOR) as uow:
        rows = [
            value
            for table in metadata.tables.values()
            for row in uow.session.execute(select(table)).mappings()
            for column, value in row.items()
            if column not in SENTENCES
        ]
    found = {text for value in rows for text in _texts(value) if VIETNAMESE.search(text)} | set(_NAMES)
    found |= {text for day in seed_days(range(2025, 2029)) for text in (day.name, day.source)}
    found |= {f"{text[:1].lower()}{text[1:]}" for text in found} | {text.upper() for text in found}
    found |= {text.removeprefix(kind) for text in found for kind in ("Tỉnh ", "Thành phố ")}
    return sorted(found, key=len, reverse=True)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip().rstrip(".")
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _texts(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in _texts(one))


def left_vietnamese(page: str, data: list[str]) -> list[str]:
    """Return what a page still says in Vietnamese letters."""
    words = _Words()
    words.feed(page)
    left = []
    for piece in words.pieces:
        rest = " ".join(piece.split())
        for text in data:
            rest = rest.replace(text, "")
        if VIETNAMESE.search(rest):
            left.append(re.sub(r"\s+", " ", piece).strip())
    return left
