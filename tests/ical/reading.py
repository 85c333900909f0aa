"""Reading a calendar the hard way: a strict reader of our own, and other people's engines."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import icalendar
import recurring_ical_events
import vobject

from scheduler.core.clock import VIETNAM

_LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
_ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    params: str
    value: str

    @property
    def text(self) -> str:
        return re.sub(r"\\.", lambda found: _ESCAPES[found[0]], self.value)


def physical_lines(body: bytes) -> list[bytes]:
    assert body.endswith(b"\r\n")
    return body[:-2].split(b"\r\n")


def properties(body: bytes) -> list[Property]:
    """Return every content line, unfolded; anything that RFC 5545's grammar does not know is an error."""
    lines = body.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    found = [_LINE.fullmatch(line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    return [Property(m[1], m[2], m[3]) for m in found if m]


def events(body: bytes) -> list[dict[str, Property]]:
    """Return each VEVENT's properties by name; a name that stands twice is an error."""
    found: list[dict[str, Property]] = []
    inside = False
    for line in properties(body):
        if (line.name, line.value) == ("BEGIN", "VEVENT"):
            inside = True
            found.append({})
        elif (line.name, line.value) == ("END", "VEVENT"):
            inside = False
        elif inside:
            assert line.name not in found[-1], line
            found[-1][line.name] = line
    return found


def head(body: bytes) -> list[Property]:
    """Return the lines before the first VEVENT, without those of components inside."""
    lines, depth = [], 0
    for line in properties(body):
        if line.name == "BEGIN":
            depth += 1
        elif line.name == "END":
            depth -= 1
        elif depth == 1:
            lines.append(line)
    return lines


Seen = tuple[str, datetime, datetime, str]


def by_icalendar(body: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(body)
    return [(str(e["UID"]), e["DTSTART"].dt, e["DTEND"].dt, str(e["SUMMARY"])) for e in calendar.walk("VEVENT")]


def by_vobject(body: bytes) -> list[Seen]:
    calendar = vobject.readOne(body.decode())
    return [(e.uid.value, e.dtstart.value, e.dtend.value, e.summary.value) for e in calendar.contents.get("vevent", [])]


def by_recurring(body: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(body)
    found = recurring_ical_events.of(calendar).between(date(2025, 1, 1), date(2029, 1, 1))
    return [(str(e["UID"]), e["DTSTART"].dt, e["DTEND"].dt, str(e["SUMMARY"])) for e in found]


def by_hand(body: bytes) -> list[Seen]:
    return [
        (e["UID"].value, local(e["DTSTART"].value), local(e["DTEND"].value), e["SUMMARY"].text) for e in events(body)
    ]


ENGINES = (by_hand, by_icalendar, by_recurring, by_vobject)


def local(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=VIETNAM)


def utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
