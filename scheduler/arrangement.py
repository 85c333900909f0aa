"""A meeting as it is wanted: who, when, where and how; read from the row and written onto it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Activity
from scheduler.db.base import Mode
from scheduler.db.meetings import Meeting, MeetingChair, Sitting


@dataclass(frozen=True, slots=True)
class Hours:
    """One wanted sitting: a civil date, local hours, and where. ``site`` names a village or connected site."""

    day: date
    starts: time
    ends: time
    place_id: str | None = None
    site: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How people are to meet: in person, online or both; ``online_url`` is where to join."""

    mode: Mode
    online_url: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """One office's wanted part: in person, or ``delegate`` (a post or name) in its stead with a ground."""

    office_id: str
    in_person: bool = True
    delegate: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What may be said of a meeting; None leaves a thing as it is."""

    subject: str | None = None
    co_attendees: str | None = None
    trigger: str | None = None
    notice_number: str | None = None
    mode: Mode | None = None
    online_url: str | None = None
    pinned: bool | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A whole meeting as it is wanted."""

    activity: Activity
    sub_type: str
    hours: tuple[Hours, ...]
    seats: tuple[Seat, ...]
    description: Description = field(default_factory=Description)
    makeup_for: str | None = None


def put(meeting: Meeting, hours: Sequence[Hours] | None, seats: Sequence[Seat] | None) -> None:
    """Write the wanted sittings and chairs onto the row, sittings in order of time."""
    if hours is not None:
        ordered = sorted(hours, key=lambda h: (h.day, h.starts, h.ends, h.place_id or "", h.site))
        meeting.sittings = [
            Sitting(number=n, day=h.day, starts=h.starts, ends=h.ends, place_id=h.place_id, site=h.site)
            for n, h in enumerate(ordered, 1)
        ]
        meeting.held_on = ordered[0].day
    if seats is not None:
        meeting.chairs = [
            MeetingChair(
                office_id=s.office_id,
                in_person=s.in_person,
                delegate=s.delegate.strip(),
                delegation_ground=s.ground.strip(),
            )
            for s in sorted(seats, key=lambda s: s.office_id)
        ]


def describe(meeting: Meeting, said: Description) -> list[str]:
    """Write what is said onto the row and return the names of the fields that changed."""
    changed = []
    for name in Description.__dataclass_fields__:
        value = getattr(said, name)
        if value is not None and getattr(meeting, name) != value:
            setattr(meeting, name, value)
            changed.append(name)
    return changed


def arrangement_of(
    meeting: Meeting,
    hours: Sequence[Hours] | None = None,
    seats: Sequence[Seat] | None = None,
    form: Form | None = None,
) -> Arrangement:
    """Return how a meeting is arranged, with other sittings, chairs or form where given; to check it as a whole.

    For which meeting it makes up was checked when that was said, and is left out.
    """
    standing = tuple(Hours(s.day, s.starts, s.ends, s.place_id, s.site) for s in meeting.sittings)
    seated = tuple(Seat(c.office_id, c.in_person, c.delegate, c.delegation_ground) for c in meeting.chairs)
    said = Description(**{name: getattr(meeting, name) for name in Description.__dataclass_fields__})
    said = said if form is None else replace(said, mode=form.mode, online_url=form.online_url)
    return Arrangement(
        meeting.activity,
        meeting.sub_type,
        standing if hours is None else tuple(hours),
        seated if seats is None else tuple(seats),
        said,
    )


def shifted(meeting: Meeting, to: date) -> tuple[Hours, ...]:
    """Return the hours of a meeting of one date on another. Raises: InvalidInput when it has several, or none."""
    present = arrangement_of(meeting).hours
    if len({h.day for h in present}) > 1 or not present:
        raise InvalidInput.at("sittings", "hours-needed")
    return tuple(replace(h, day=to) for h in present)


def in_order(hours: Hours) -> tuple[date, time, time, str, str]:
    """Return by what sittings are put in order, to compare two sets of them."""
    return hours.day, hours.starts, hours.ends, hours.place_id or "", hours.site
