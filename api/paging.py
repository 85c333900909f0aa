"""Lists by key: each page says where the next begins; nothing is skipped when rows come in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows and the id to go on after (None at the end)."""

    items: Sequence[Any]
    next: str | None


def page(found: Sequence[Any], limit: int, key: str = "id") -> Page:
    """Return the page out of up to ``limit`` + 1 rows: the one too many only tells that there is more."""
    items = found[:limit]
    more = len(found) > limit
    return Page(items, str(getattr(items[-1], key)) if more else None)


def link_header(made: Page) -> dict[str, str]:
    """Return the Link header to the next page (RFC 8288), with the same search, or nothing at the end."""
    if made.next is None:
        return {}
    asked = {**request.args.to_dict(), "after": made.next}
    return {"Link": f'<{request.path}?{urlencode(asked)}>; rel="next"'}
