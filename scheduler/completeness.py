"""Whether a wanted arrangement is complete and possible, checked as a whole before anything is saved."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from scheduler.arrangement import Arrangement, Hours, Seat
from scheduler.core.clock import VIETNAM, civil_date
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import SHORTEST_MEETING, Activity
from scheduler.core.personal_numbers import personal_number_faults
from scheduler.db.base import Mode
from scheduler.db.offices import Office
from scheduler.db.places import Place
from scheduler.db.units import Unit
from scheduler.making_up import make_up_faults

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
ANY_TIME = datetime(1945, 1, 1, tzinfo=VIETNAM)
"""The beginning of time, for what is already past."""
FARTHEST = timedelta(days=400)
"""How far ahead a meeting may be dated: what lies beyond is no plan, and would leave its own period unseen."""


def check(session: Session, unit: Unit, wanted: Arrangement, since: datetime | None) -> None:
    """Check a whole arrangement and report every fault at once.

    ``since``: the instant after which its hours must begin, at most 400 days before them; None when the hours stand as
    they were and are not to be judged again. A reception is one day; a dialogue may be split over sites and days. What
    is published word for word holds nobody's number.

    Raises: InvalidInput.
    Law: Luật Tiếp công dân Điều 3a (online form, since 2026-07-01); the district level ended on 2025-06-30.
    """
    faults: list[Fault] = []
    if wanted.sub_type not in SUB_TYPES[wanted.activity]:
        faults.append(Fault("sub_type", "unknown-value", {"allowed": SUB_TYPES[wanted.activity]}))
    if wanted.sub_type == "adhoc" and not (wanted.description.trigger or "").strip():
        faults.append(Fault("trigger", "adhoc-needs-trigger"))
    if since is not None:
        faults += check_hours(session, unit, wanted.activity, wanted.hours, since)
    faults += _check_seats(session, unit, wanted.seats, wanted.hours)
    faults += _check_mode(wanted)
    faults += _check_text(wanted)
    if wanted.makeup_for is not None:
        kind, offices = (wanted.activity, wanted.sub_type), frozenset(seat.office_id for seat in wanted.seats)
        faults += make_up_faults(session, unit.id, kind, offices, wanted.makeup_for)
    if faults:
        raise InvalidInput(faults)


def check_hours(
    session: Session, unit: Unit, activity: Activity, hours: Sequence[Hours], since: datetime
) -> list[Fault]:
    """Return what is wrong with the wanted sittings."""
    if not 1 <= len(hours) <= MOST_SITTINGS:
        return [Fault("sittings", "sittings-number", {"most": MOST_SITTINGS})]
    faults: list[Fault] = []
    if activity is Activity.RECEPTION and len({h.day for h in hours}) > 1:
        faults.append(Fault("sittings", "reception-one-day"))
    for n, wanted in enumerate(hours):
        faults += _check_time(unit, wanted, since, f"sittings/{n}")
        faults += _check_place(session, unit, wanted, f"sittings/{n}")
    by_place = sorted((h.day, h.place_id or h.site, h.starts, h.ends) for h in hours)
    faults += [
        Fault("sittings", "sittings-overlap", {"day": one[0]})
        for one, two in pairwise(by_place)
        if one[:2] == two[:2] and two[2] < one[3]
    ]
    return faults


def _check_time(unit: Unit, wanted: Hours, since: datetime, where: str) -> list[Fault]:
    faults: list[Fault] = []
    if wanted.starts >= wanted.ends:
        faults.append(Fault(f"{where}/ends", "ends-before-start", {"start": wanted.starts}))
    elif datetime.combine(wanted.day, wanted.ends) - datetime.combine(wanted.day, wanted.starts) < SHORTEST_MEETING:
        faults.append(Fault(f"{where}/ends", "too-short", {"minutes": SHORTEST_MEETING // timedelta(minutes=1)}))
    today = civil_date(since)
    if wanted.day < today:
        faults.append(Fault(f"{where}/day", "day-passed", {"day": wanted.day, "earliest": today}))
    elif datetime.combine(wanted.day, wanted.starts, VIETNAM) < since:
        faults.append(Fault(f"{where}/starts", "hour-passed", {"starts": wanted.starts}))
    elif since > ANY_TIME and wanted.day - today > FARTHEST:
        faults.append(Fault(f"{where}/day", "day-too-far", {"latest": today + FARTHEST}))
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


def _check_text(wanted: Arrangement) -> list[Fault]:
    said = wanted.description
    texts = {"subject": said.subject, "co_attendees": said.co_attendees}
    texts |= {f"sittings/{n}/site": hours.site for n, hours in enumerate(wanted.hours)}
    texts |= {f"chairs/{n}/delegate": seat.delegate for n, seat in enumerate(wanted.seats)}
    return personal_number_faults(texts)


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
