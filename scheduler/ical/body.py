"""A whole feed: head, one VTIMEZONE, the stored entries joined, tail. Never longer than calendars accept."""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Final

from icalendar import Calendar, vDuration, vText

from scheduler.core.vietnamese import nfc
from scheduler.ical.vtimezone import TZID, vtimezone

MOST_BYTES: Final = 1_000_000
"""Google takes about 1 MB and fails silently above."""
PRODID: Final = "-//Tiep Dan//Lich tiep dan 1.0//VI"
_REFRESH: Final = timedelta(hours=1)
_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_TAIL = b"END:VCALENDAR\r\n"
_log = logging.getLogger(__name__)


def compose(name: str, pieces: Iterable[tuple[bytes, str]], today: str) -> bytes:
    """Return the feed's bytes: the same entries give the same bytes.

    ``pieces``: finished VEVENTs (`is_whole`) with their dates in ISO form, by start and UID. When they are too many,
    whole days are left out, the farthest ahead first and never today or what is past, unless that alone is too much:
    then the oldest.
    """
    head, kept = head_of(name), list(pieces)
    body = b"".join([head, *[piece for piece, _ in kept], _TAIL])
    if len(body) <= MOST_BYTES:
        return body
    return b"".join([head, *_fitting(kept, MOST_BYTES - len(head) - len(_TAIL), today), _TAIL])


def is_whole(piece: bytes) -> bool:
    """Tell whether these bytes are one VEVENT and nothing else.

    Entries were parsed back when they were stored; this only keeps a damaged row from breaking all the others.
    """
    framed = piece.startswith(_BEGIN) and piece.endswith(_END)
    whole = framed and piece.count(_BEGIN) == piece.count(_END) == 1
    if not whole:
        _log.error("a damaged entry was left out of a calendar", extra={"piece": piece[:80].decode(errors="replace")})
    return whole


@lru_cache(maxsize=1024)
def head_of(name: str) -> bytes:
    """Return everything before the first entry. No METHOD: a feed is not an invitation (RFC 5546 3.2.1)."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    # The library escapes only what it knows to be TEXT, and these two it does not know.
    calendar.add("NAME", vText(nfc(name)))
    calendar.add("X-WR-CALNAME", vText(nfc(name)))
    calendar.add("X-WR-TIMEZONE", TZID)
    # Never change lightly: some servers keep the first value they saw for good.
    calendar.add("REFRESH-INTERVAL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    calendar.add_component(vtimezone())
    return bytes(calendar.to_ical(sorted=False)).removesuffix(_TAIL)


def _fitting(kept: Sequence[tuple[bytes, str]], room: int, today: str) -> list[bytes]:
    weights: dict[str, int] = {}
    for piece, day in kept:
        weights[day] = weights.get(day, 0) + len(piece)
    over = sum(weights.values()) - room
    if over <= 0:
        return [piece for piece, _ in kept]
    ahead = sorted((day for day in weights if day > today), reverse=True)
    dropped: set[str] = set()
    for day in (*ahead, *sorted(day for day in weights if day <= today)):
        if over <= 0:
            break
        dropped.add(day)
        over -= weights[day]
    _log.warning("a calendar was too long; days were left out", extra={"days": len(dropped), "first": min(dropped)})
    return [piece for piece, day in kept if day not in dropped]
