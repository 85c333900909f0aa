"""One calendar entry as a value, and as the bytes of its VEVENT."""

import hashlib
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from icalendar import Event

from scheduler.core.clock import VIETNAM, civil_date
from scheduler.ical.vtimezone import TZID

KEPT_AFTER_CANCELLATION: Final = timedelta(days=30)
"""How long a cancelled entry stays, so that people learn of it: some calendars only see what is there."""


class Status(StrEnum):
    """STATUS of a VEVENT (RFC 5545 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Audience(StrEnum):
    """Who reads it: those with a secret link, whose time it takes, or everybody."""

    PRIVATE = "private"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What one entry tells. Aware instants; texts in NFC without control characters. No citizen is ever in it.

    ``public``: whether everybody may see it. ``description`` may have several lines.
    """

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    description: str
    location: str
    category: str
    url: str
    status: Status
    public: bool

    @property
    def digest(self) -> str:
        """Return what stays the same exactly as long as nothing visible changes."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()

    @property
    def gone_after(self) -> date | None:
        """Return the last day on which feeds show it, or None when only the window decides."""
        return civil_date(self.ends) + KEPT_AFTER_CANCELLATION if self.status is Status.CANCELLED else None


def event_of(occurrence: Occurrence, sequence: int, revised_at: datetime, audience: Audience) -> Event:
    """Return the VEVENT: DTSTAMP and LAST-MODIFIED are the time of the last change, never of rendering.

    Raises: ValueError when the address cannot be written.
    """
    idle = occurrence.status is Status.CANCELLED or audience is Audience.PUBLIC
    event = Event()
    event.add("UID", occurrence.uid)
    event.add("DTSTAMP", revised_at)
    event.add("LAST-MODIFIED", revised_at)
    event.add("SEQUENCE", sequence)
    event.add("DTSTART", occurrence.starts.astimezone(VIETNAM))
    event.add("DTEND", occurrence.ends.astimezone(VIETNAM))
    event.add("SUMMARY", occurrence.summary)
    event.add("DESCRIPTION", occurrence.description)
    if occurrence.location:
        event.add("LOCATION", occurrence.location)
    event.add("CATEGORIES", [occurrence.category])
    if occurrence.url:
        event.add("URL", occurrence.url)
    event.add("STATUS", occurrence.status.value)
    event.add("TRANSP", "TRANSPARENT" if idle else "OPAQUE")
    event.add("CLASS", audience.value.upper())
    return event


def render(occurrence: Occurrence, sequence: int, revised_at: datetime, audience: Audience) -> str:
    """Return the finished VEVENT, folded, with CRLF after every line; parsed back before anybody sees it.

    Raises: ValueError when what was written does not read as what was meant.
    """
    piece = event_of(occurrence, sequence, revised_at, audience).to_ical(sorted=False)
    read = Event.from_ical(piece)
    said = (str(read["UID"]), str(read["SUMMARY"]), read.decoded("DTSTART"), read["DTSTART"].params.get("TZID"))
    if said != (occurrence.uid, occurrence.summary, occurrence.starts, TZID) or read.subcomponents:
        msg = f"{occurrence.uid} does not read back as it was written"
        raise ValueError(msg)
    return str(piece.decode())
