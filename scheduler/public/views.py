"""What the public pages show. Facts only; the words are chosen by the page. Nothing here names a citizen."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from scheduler.core.deadlines import PostingStatus
from scheduler.core.facts import Activity, State


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A unit to go to: its full name, the name in its address, and the unit above it ("" for a province)."""

    full_name: str
    public_name: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class OldName:
    """A name from before 01/7/2025 and the old units in which it lay."""

    full_name: str
    within: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One unit found. ``former``: the old names through which it was found; often none."""

    unit: UnitLink
    former: tuple[OldName, ...] = ()


@dataclass(frozen=True, slots=True)
class SittingView:
    """One block of hours on one date and where it is held."""

    day: date
    starts: time
    ends: time
    place: str
    address: str


@dataclass(frozen=True, slots=True)
class ChairView:
    """Who presides. ``person`` is "" while the office is vacant; ``delegate`` sits in when not ``in_person``.

    ``kind`` is the kind of the office. ``absent``: the record says that its head did not come, and names nobody else.
    """

    title: str
    person: str
    in_person: bool
    delegate: str = ""
    kind: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class FormerDateView:
    """A date that was public once and why it was given up; ``left_at`` is the instant of that decision.

    ``to``: the date it went to, None when it was postponed without one. ``hours`` and ``where`` had been posted for it;
    "" where that was not kept. ``stays``: it kept the date, and only these were given up. ``said``: what it had been
    said to be about, None unless no more than that was said otherwise.
    """

    day: date
    left_at: datetime
    ground: str
    to: date | None = None
    hours: str = ""
    where: str = ""
    stays: bool = False
    said: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedDate:
    """Another meeting and its date (None while it has none)."""

    meeting_id: str
    day: date | None


@dataclass(frozen=True, slots=True)
class PostedView:
    """When the present date was first posted, how many days before it, and how that stands against the law.

    ``days_before`` is in the deadline's own unit, in working days where there is no deadline.
    """

    at: datetime
    days_before: int
    status: PostingStatus


@dataclass(frozen=True, slots=True)
class Card:
    """One meeting as anybody may see it.

    ``day`` is None only for a postponed meeting without a new date. ``former``: its earlier public dates, oldest
    first. ``online_url`` is "" unless the public may join. ``origin``: plain values telling how the date arose.
    """

    id: str
    unit: UnitLink
    activity: Activity
    sub_type: str
    state: State
    day: date | None
    sittings: tuple[SittingView, ...]
    chairs: tuple[ChairView, ...]
    mode: str
    online_url: str
    subject: str
    co_attendees: str
    notice_number: str
    ground: str
    citizens_received: int | None
    former: tuple[FormerDateView, ...]
    posted: PostedView | None
    makes_up_for: LinkedDate | None
    made_up_by: LinkedDate | None
    origin: dict[str, object] = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Home:
    """The first page: what was asked and found, what comes soon anywhere, and the provinces."""

    asked: str
    hits: tuple[Hit, ...]
    more: bool
    soon: tuple[Card, ...]
    provinces: tuple[UnitLink, ...]


@dataclass(frozen=True, slots=True)
class UnitAbout:
    """What is known of a unit apart from its meetings. ``ended_on`` and ``successors`` only for a former unit."""

    link: UnitLink
    level: str
    kind: str
    address: str
    telephone: str
    regular_hours: str
    parent: UnitLink | None
    ended_on: date | None = None
    successors: tuple[UnitLink, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit, its coming meetings by date, those waiting for a date, and the units below it.

    ``months``: the first days of the months worth printing, ascending: this one and at most 13 in which meetings that
    are public lie ahead; while none does, the one in which the last was.
    """

    about: UnitAbout
    coming: tuple[Card, ...]
    waiting: tuple[Card, ...]
    below: tuple[UnitLink, ...]
    months: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting and the unit that holds it. ``in_calendars``: calendars show it, so it can be downloaded."""

    about: UnitAbout
    card: Card
    in_calendars: bool


@dataclass(frozen=True, slots=True)
class MonthPage:
    """The published meetings of a unit in one month, by date; ``first`` is the month's first day."""

    about: UnitAbout
    first: date
    cards: tuple[Card, ...]
    made_at: datetime
