"""Arranging a meeting: who, when, where, checked as a whole before anything is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import SHORTEST_MEETING, Activity
from scheduler.db.base import Mode
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.offices import Office
from scheduler.db.places import Place
from scheduler.db.units import Unit

SUB_TYPES: Mapping[Activity, tuple[str, ...]] = {
    Activity.RECEPTION: ("periodic", "adhoc", "regular"),
    Activity.DIALOGUE: (
        "commune_people_conference",
        "youth",
        "youth_on_request",
        "business",
        "farmers",
        "party_head_with_people",
        "staff_conference",
        "mttq_ctxh_people",
        "people",
    ),
}
ONLINE_SINCE = date(2026, 7, 1)
MOST_SITTINGS = 20


@dataclass(frozen=True, slots=True)
class Hours:
    """One wanted sitting: a civil date, local hours, and where. ``site`` names a village or connected site."""

    day: date
    starts: time
    ends: time
    place_id: str | None = None
    site: str = ""


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


def check(session: Session, unit: Unit, wanted: Arrangement, earliest: date | None) -> None:
    """Check a whole arrangement and report every fault at once.

    ``earliest``: the first date it may be on; None when the hours stand as they were and are not to be judged again.
    A reception is one day; a dialogue may be split over sites and days.

    Raises: InvalidInput.
    Law: Luật Tiếp công dân Điều 3a (online form, since 2026-07-01); the district level ended on 2025-06-30.
    """
    faults: list[Fault] = []
    if wanted.sub_type not in SUB_TYPES[wanted.activity]:
        faults.append(Fault("sub_type", "unknown-value", {"allowed": SUB_TYPES[wanted.activity]}))
    if wanted.sub_type == "adhoc" and not (wanted.description.trigger or "").strip():
        faults.append(Fault("trigger", "adhoc-needs-trigger"))
    if earliest is not None:
        faults += check_hours(session, unit, wanted.activity, wanted.hours, earliest)
    faults += _check_seats(session, unit, wanted.seats, wanted.hours)
    faults += _check_mode(wanted)
    if wanted.makeup_for is not None:
        made_up = session.get(Meeting, wanted.makeup_for)
        if made_up is None or made_up.unit_id != unit.id:
            faults.append(Fault("makeup_for", "no-such-meeting"))
    if faults:
        raise InvalidInput(faults)


def check_hours(
    session: Session, unit: Unit, activity: Activity, hours: Sequence[Hours], earliest: date
) -> list[Fault]:
    """Return what is wrong with the wanted sittings."""
    if not 1 <= len(hours) <= MOST_SITTINGS:
        return [Fault("sittings", "sittings-number", {"most": MOST_SITTINGS})]
    faults: list[Fault] = []
    if activity is Activity.RECEPTION and len({h.day for h in hours}) > 1:
        faults.append(Fault("sittings", "reception-one-day"))
    for n, wanted in enumerate(hours):
        faults += _check_time(unit, wanted, earliest, f"sittings/{n}")
        faults += _check_place(session, unit, wanted, f"sittings/{n}")
    by_place = sorted((h.day, h.place_id or h.site, h.starts, h.ends) for h in hours)
    faults += [
        Fault("sittings", "sittings-overlap", {"day": one[0]})
        for one, two in pairwise(by_place)
        if one[:2] == two[:2] and two[2] < one[3]
    ]
    return faults


def _check_time(unit: Unit, wanted: Hours, earliest: date, where: str) -> list[Fault]:
    faults: list[Fault] = []
    if wanted.starts >= wanted.ends:
        faults.append(Fault(f"{where}/ends", "ends-before-start", {"start": wanted.starts}))
    elif datetime.combine(wanted.day, wanted.ends) - datetime.combine(wanted.day, wanted.starts) < SHORTEST_MEETING:
        faults.append(Fault(f"{where}/ends", "too-short", {"minutes": SHORTEST_MEETING // timedelta(minutes=1)}))
    if wanted.day < earliest:
        faults.append(Fault(f"{where}/day", "day-passed", {"day": wanted.day, "earliest": earliest}))
    if wanted.day < unit.valid_from or (unit.valid_to and wanted.day > unit.valid_to):
        faults.append(Fault(f"{where}/day", "unit-not-in-being", {"day": wanted.day, "unit": unit.full_name}))
    return faults


def _check_place(session: Session, unit: Unit, wanted: Hours, where: str) -> list[Fault]:
    place = session.get(Place, wanted.place_id) if wanted.place_id else None
    if wanted.place_id and (place is None or place.unit_id != unit.id):
        return [Fault(f"{where}/place_id", "no-such-place")]
    if place is not None and place.closed_on is not None and wanted.day >= place.closed_on:
        return [Fault(f"{where}/place_id", "place-closed", {"place": place.name, "closed_on": place.closed_on})]
    return []


def _check_seats(session: Session, unit: Unit, seats: Sequence[Seat], hours: Sequence[Hours]) -> list[Fault]:
    if not seats:
        return [Fault("chairs", "no-chair")]
    faults: list[Fault] = []
    if len({s.office_id for s in seats}) < len(seats):
        faults.append(Fault("chairs", "repeated"))
    for n, seat in enumerate(seats):
        office = session.get(Office, seat.office_id)
        if office is None or office.unit_id != unit.id:
            faults.append(Fault(f"chairs/{n}/office_id", "no-such-office"))
            continue
        if any(h.day < office.valid_from or (office.valid_to and h.day > office.valid_to) for h in hours):
            faults.append(Fault(f"chairs/{n}/office_id", "office-not-in-being", {"office": office.title}))
        if not seat.in_person and not (seat.delegate.strip() and seat.ground.strip()):
            faults.append(Fault(f"chairs/{n}/delegate", "delegation-needs-name-and-ground"))
    return faults


def _check_mode(wanted: Arrangement) -> list[Fault]:
    mode = wanted.description.mode or Mode.IN_PERSON
    faults: list[Fault] = []
    if mode is Mode.ONLINE and wanted.activity is Activity.RECEPTION:
        faults += [
            Fault("mode", "online-since", {"since": ONLINE_SINCE}) for h in wanted.hours[:1] if h.day < ONLINE_SINCE
        ]
    url = (wanted.description.online_url or "").strip()
    if url and not url.startswith("https://"):
        faults.append(Fault("online_url", "address-not-https"))
    return faults


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
    meeting: Meeting, hours: Sequence[Hours] | None = None, seats: Sequence[Seat] | None = None
) -> Arrangement:
    """Return how a meeting is arranged, with other sittings or chairs where given; to check it as a whole."""
    standing = tuple(Hours(s.day, s.starts, s.ends, s.place_id, s.site) for s in meeting.sittings)
    seated = tuple(Seat(c.office_id, c.in_person, c.delegate, c.delegation_ground) for c in meeting.chairs)
    said = Description(**{name: getattr(meeting, name) for name in Description.__dataclass_fields__})
    return Arrangement(
        meeting.activity,
        meeting.sub_type,
        standing if hours is None else tuple(hours),
        seated if seats is None else tuple(seats),
        said,
        meeting.makeup_for,
    )
