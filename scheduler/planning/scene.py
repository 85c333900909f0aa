"""What stands before anything is proposed: offices, meetings, absences, rooms, patterns and their dates."""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select

from scheduler.core.compliance.heads import Heads
from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import NOON, Booking
from scheduler.core.deadlines import Due, MeetingKind, posting_deadline
from scheduler.core.facts import Away, OfficeFact
from scheduler.core.lifecycle import STANDING
from scheduler.core.patterns import Pattern, PatternDate, from_dict, occurrences
from scheduler.core.periods import PeriodKind
from scheduler.core.planner.problem import AFTERNOON, MORNING
from scheduler.db.law import PatternRow, list_patterns
from scheduler.db.meetings import Meeting, list_meetings
from scheduler.db.offices import Holding, Office, holder_on, list_holdings, list_offices
from scheduler.db.places import Place, list_places
from scheduler.db.work import UnitOfWork
from scheduler.diary import bookings
from scheduler.ledger import Ledger, open_ledger, verdicts
from scheduler.shipped_law import deadline_rules

USUAL = ((time(8), time(11, 30)),)
OTHER = ((time(13, 30), time(16, 30)),)


@dataclass(frozen=True, slots=True)
class Standing:
    """A pattern with its row and its dates in the span."""

    row: PatternRow
    pattern: Pattern
    dates: tuple[PatternDate, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a proposal depends on, loaded once for some units and a closed span."""

    first: date
    last: date
    today: date
    ledger: Ledger
    before: tuple[Verdict, ...]
    offices: dict[str, Office]
    holdings: dict[str, list[Holding]]
    meetings: tuple[Meeting, ...]
    bookings: dict[date, tuple[Booking, ...]]
    places: dict[str, Place]
    rooms: dict[str, int]
    standing: tuple[Standing, ...]
    _heads: dict[str, Heads] = field(default_factory=dict)
    _dues: dict[tuple[MeetingKind, date], Due | None] = field(default_factory=dict)
    _places_of: dict[str, list[Place]] = field(default_factory=dict)

    def fact(self, office_id: str) -> OfficeFact:
        """Return the office as the engines know it."""
        return self.ledger.offices[office_id]

    def head_on(self, office_id: str, day: date) -> str | None:
        """Return who heads the office on a day, None when it is vacant."""
        held = holder_on(self.holdings.get(office_id, ()), office_id, day)
        return held.person_id if held else None

    def is_headed(self, office_id: str, day: date) -> bool:
        """Tell whether somebody heads the office on a day, as a minimum by the month sees it."""
        heads = self._heads.get(office_id)
        if heads is None:
            heads = self._heads[office_id] = Heads(self.fact(office_id), PeriodKind.MONTH)
        return heads.on(day)

    def due(self, kind: MeetingKind, day: date) -> Due | None:
        """Return until when a meeting on a day must be posted, None when nothing asks for it."""
        key = kind, day
        if key not in self._dues:
            self._dues[key] = posting_deadline(deadline_rules(), kind, day, self.ledger.calendar)
        return self._dues[key]

    def bookings_on(self, day: date) -> tuple[Booking, ...]:
        """Return what is taken on a day."""
        return self.bookings.get(day, ())

    def aways_on(self, office_id: str, day: date) -> list[Away]:
        """Return the absences of the office's head on a day."""
        return [away for away in self.ledger.aways.get(office_id, ()) if away.span.covers(day)]

    def meetings_of(self, office_id: str) -> list[Meeting]:
        """Return the standing meetings in which an office presides, by date."""
        return [m for m in self.meetings if any(c.office_id == office_id for c in m.chairs)]

    def place_of(self, unit_id: str, wanted: str | None, day: date) -> str | None:
        """Return the wanted place, or the unit's first, that is open on a day; None when it has none."""
        named = self.places.get(wanted or "")
        if named is not None and named.is_open(day):
            return named.id
        if not self._places_of:
            for place in self.places.values():
                self._places_of.setdefault(place.unit_id, []).append(place)
        return next((place.id for place in self._places_of.get(unit_id, ()) if place.is_open(day)), None)


def load(uow: UnitOfWork, unit_ids: Sequence[str], first: date, last: date, movable: Collection[str] = ()) -> Scene:
    """Load the scene for some units; the meetings named in ``movable`` are left out of what stands."""
    offices = [o for o in list_offices(uow.session, unit_ids) if _exists(o, first, last)]
    ids = [o.id for o in offices]
    holdings: dict[str, list[Holding]] = {}
    for held in list_holdings(uow.session, ids):
        holdings.setdefault(held.office_id, []).append(held)
    ledger = open_ledger(uow, ids, first, last)
    places = list_places(uow.session, unit_ids)
    meetings = tuple(m for m in _around(uow, unit_ids, ledger) if m.state in STANDING and m.id not in movable)
    everybody = [held for spans in holdings.values() for held in spans]
    return Scene(
        first=first,
        last=last,
        today=uow.today,
        ledger=ledger,
        before=verdicts(ledger),
        offices={o.id: o for o in offices},
        holdings=holdings,
        meetings=meetings,
        bookings=_by_day(b for m in meetings for b in bookings(m, everybody)),
        places={p.id: p for p in places},
        rooms={p.id: p.rooms for p in places},
        standing=tuple(_standing(uow, unit_ids, set(ids), ledger)),
    )


def closing(start: time) -> time:
    """Return when a sitting ends whose notice gives only the start: with that half day (I)."""
    return USUAL[0][1] if start < USUAL[0][1] else OTHER[0][1]


def parts_of(sittings: Iterable[tuple[time, time]]) -> int:
    """Return the parts of the day that some hours take."""
    parts = 0
    for starts, ends in sittings:
        parts |= MORNING if starts < NOON else 0
        parts |= AFTERNOON if ends > NOON else 0
    return parts


def _exists(office: Office, first: date, last: date) -> bool:
    return office.valid_from <= last and (office.valid_to is None or office.valid_to >= first)


def _by_day(found: Iterable[Booking]) -> dict[date, tuple[Booking, ...]]:
    days: dict[date, tuple[Booking, ...]] = {}
    for booking in found:
        days[booking.day] = (*days.get(booking.day, ()), booking)
    return days


def _around(uow: UnitOfWork, unit_ids: Sequence[str], ledger: Ledger) -> list[Meeting]:
    chaired = list(ledger.meetings)
    rows = list_meetings(uow.session, unit_ids, date(ledger.first.year, 1, 1), date(ledger.last.year, 12, 31))
    known = {m.id for m in rows}
    others = [meeting_id for meeting_id in chaired if meeting_id not in known]
    if others:
        found = uow.session.execute(select(Meeting).where(Meeting.id.in_(others), Meeting.held_on.is_not(None)))
        rows += list(found.scalars())
    return sorted(rows, key=lambda m: (m.held_on or date.min, m.id))


def _standing(
    uow: UnitOfWork, unit_ids: Sequence[str], office_ids: AbstractSet[str], ledger: Ledger
) -> Iterable[Standing]:
    for row in list_patterns(uow.session, list(unit_ids)):
        pattern = pattern_of(row)
        dates = occurrences(pattern, ledger.first, ledger.last, ledger.calendar)
        kept = tuple(d for d in dates if office_ids >= set(d.office_ids) and _all_exist(ledger, d))
        if kept:
            yield Standing(row, pattern, kept)


def _all_exist(ledger: Ledger, found: PatternDate) -> bool:
    return found.on is None or all(ledger.offices[o].span.covers(found.on) for o in found.office_ids)


def pattern_of(row: PatternRow) -> Pattern:
    """Return the pattern a row stands for; an end that was set later cuts its validity."""
    last = row.valid_to.isoformat() if row.valid_to else None
    return from_dict(row.shape | {"validity": {"first": row.valid_from.isoformat(), "last": last}})
