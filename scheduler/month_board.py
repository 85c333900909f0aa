"""A unit's month at a glance: who sits when, what is missing of each duty, and what still has to be posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select

from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.facts import Activity, Away, DayPart, State
from scheduler.core.periods import PeriodKind, month_of
from scheduler.core.workdays import OffCode, WhyOff, WorkCalendar
from scheduler.db.meetings import Meeting, list_meetings, list_undated
from scheduler.db.offices import Holding, Office, Person, holder_on, list_holdings, list_offices
from scheduler.db.places import Place, list_places
from scheduler.db.scope import reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import Ledger, open_ledger, verdicts
from scheduler.weighing import PostingClock, postings_of

SHORT = frozenset({Status.AT_RISK, Status.BREACHED})
_HIDDEN = frozenset({State.DRAFT, State.APPROVED})
_GONE = frozenset({State.CANCELLED})
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayHead:
    """A day of the month: whether it is worked, and if not, why (or that it makes up for another)."""

    day: date
    working: bool
    off: WhyOff | None = None

    @property
    def is_named(self) -> bool:
        """Whether the day is off for more than being a weekend, or worked although it is one."""
        return (self.off is not None and self.off.code is not OffCode.WEEKEND) or (
            self.working and self.day.weekday() >= _SATURDAY
        )


@dataclass(frozen=True, slots=True)
class Booked:
    """A meeting on one of its days: its row, the place it meets at, its posting clock and whether its head sits."""

    meeting: Meeting
    place: str
    clock: PostingClock | None
    in_person: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What an office has on a day; ``away`` names why its head cannot sit, "" when he can."""

    day: date
    booked: tuple[Booked, ...] = ()
    away: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An office over the month: who heads it, how it stands with each of its duties, and its days."""

    office: Office
    holder: str
    verdicts: tuple[Verdict, ...]
    cells: tuple[Cell, ...]

    @property
    def short(self) -> bool:
        """Whether a duty of the row is at risk or broken."""
        return any(verdict.status in SHORT for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of a month is looked at: one place, one kind (activity, sub_type), offices that are short; all if empty."""

    place_id: str = ""
    kind: tuple[Activity, str] | None = None
    short_only: bool = False

    def shows(self, meeting: Meeting) -> bool:
        """Tell whether a meeting is of the place and the kind."""
        there = not self.place_id or any(s.place_id == self.place_id for s in meeting.sittings)
        return there and self.kind in (None, (meeting.activity, meeting.sub_type))


@dataclass(frozen=True, slots=True)
class MonthBoard:
    """The month of a unit. ``unposted``: meetings that wait for publication, the most urgent first.

    ``rows`` and ``undated`` are narrowed, the figures are not. ``places`` and ``kinds``: what it can be narrowed to.
    ``short``: how many offices are short of a duty.
    """

    unit: Unit
    first: date
    days: tuple[DayHead, ...]
    rows: tuple[Row, ...]
    undated: tuple[Meeting, ...]
    unposted: tuple[PostingClock, ...]
    drafts: int
    approved: int
    today: date
    short: int
    offices: int
    places: tuple[Place, ...]
    kinds: tuple[tuple[Activity, str], ...]

    @property
    def listed(self) -> tuple[tuple[date, tuple[tuple[Booked, tuple[Row, ...]], ...]], ...]:
        """The days with meetings, in order; of each its meetings in order of their hours, with the rows they are in."""
        found: dict[date, dict[str, tuple[Booked, list[Row]]]] = {}
        for row in self.rows:
            for cell in row.cells:
                for booked in cell.booked:
                    found.setdefault(cell.day, {}).setdefault(booked.meeting.id, (booked, []))[1].append(row)
        return tuple(
            (day, tuple((booked, tuple(rows)) for booked, rows in sorted(found[day].values(), key=_hours_of)))
            for day in sorted(found)
        )


def month_board(uow: UnitOfWork, unit_id: str, day: date, narrowed: Narrowed | None = None) -> MonthBoard:
    """Return the month of ``day`` at a unit: every office in force then, by title.

    Dropped drafts are left out; what was announced and then cancelled stays. A fixed number of queries, however many
    offices and meetings there are.

    Raises: NotFound, NotAllowed.
    """
    unit, narrowed = reads(uow, unit_id), narrowed or Narrowed()
    month = month_of(day)
    first, last = month.first, month.last
    offices = [o for o in list_offices(uow.session, [unit.id]) if _in_force(o, first, last)]
    ledger = open_ledger(uow, [o.id for o in offices], first, last)
    meetings = [m for m in list_meetings(uow.session, [unit.id], first, last) if m.published_at or m.state not in _GONE]
    places = list_places(uow.session, [unit.id])
    made = _Maker(uow, offices, [m for m in meetings if narrowed.shows(m)], places, ledger)
    clocks = made.clocks(uow, meetings)
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    waiting = [m for m in meetings if m.state in _HIDDEN]
    rows = tuple(made.row(office, days) for office in offices)
    return MonthBoard(
        unit=unit,
        first=first,
        days=tuple(_head(ledger.calendar, day) for day in days),
        rows=tuple(row for row in rows if row.short or not narrowed.short_only),
        undated=tuple(m for m in list_undated(uow.session, [unit.id]) if narrowed.kind in (None, _kind(m))),
        unposted=tuple(sorted((clocks[m.id] for m in waiting if m.id in clocks), key=_urgency)),
        drafts=sum(m.state is State.DRAFT for m in waiting),
        approved=sum(m.state is State.APPROVED for m in waiting),
        today=uow.today,
        short=sum(row.short for row in rows),
        offices=len(rows),
        places=tuple(places),
        kinds=tuple(sorted({_kind(m) for m in meetings})),
    )


def _kind(meeting: Meeting) -> tuple[Activity, str]:
    return meeting.activity, meeting.sub_type


def _hours_of(listed: tuple[Booked, list[Row]]) -> tuple[time, str]:
    meeting = listed[0].meeting
    return min((s.starts for s in meeting.sittings), default=time.max), meeting.id


def _in_force(office: Office, first: date, last: date) -> bool:
    return office.valid_from <= last and (office.valid_to is None or office.valid_to >= first)


def _head(calendar: WorkCalendar, day: date) -> DayHead:
    return DayHead(day, calendar.is_working(day), calendar.why_off(day))


def _urgency(clock: PostingClock) -> tuple[bool, date, str]:
    due = clock.status.due
    return due is None, due.due if due else date.max, clock.meeting_id


class _Maker:
    """Everything the rows need, fetched once."""

    def __init__(
        self,
        uow: UnitOfWork,
        offices: Sequence[Office],
        meetings: Sequence[Meeting],
        places: Sequence[Place],
        ledger: Ledger,
    ) -> None:
        self._ledger = ledger
        self._clocks: Mapping[str, PostingClock] = {}
        self._holdings: dict[str, list[Holding]] = {}
        for held in list_holdings(uow.session, [o.id for o in offices]):
            self._holdings.setdefault(held.office_id, []).append(held)
        seated = {held.person_id for spans in self._holdings.values() for held in spans}
        names = uow.session.execute(select(Person.id, Person.name).where(Person.id.in_(seated)))
        self._names: Mapping[str, str] = dict(names.all())
        self._places = {place.id: place.name for place in places}
        self._verdicts: dict[str, list[Verdict]] = {}
        for verdict in verdicts(ledger):
            self._verdicts.setdefault(verdict.office_id, []).append(verdict)
        self._seats: dict[tuple[str, date], list[tuple[Meeting, bool]]] = {}
        for meeting in meetings:
            for chair in meeting.chairs:
                for day in meeting.days():
                    self._seats.setdefault((chair.office_id, day), []).append((meeting, chair.in_person))

    def clocks(self, uow: UnitOfWork, meetings: Sequence[Meeting]) -> Mapping[str, PostingClock]:
        """Return the posting clocks of dated meetings that were not dropped, by meeting; the rows show them."""
        dated = [m for m in meetings if m.held_on and m.state not in _GONE]
        self._clocks = {clock.meeting_id: clock for clock in postings_of(uow, self._ledger.calendar, dated)}
        return self._clocks

    def row(self, office: Office, days: Sequence[date]) -> Row:
        """Return one office over the days."""
        spans = self._holdings.get(office.id, ())
        held = holder_on(spans, office.id, days[-1]) or holder_on(spans, office.id, days[0])
        # What falls due with the month comes first; the year's duties stand below.
        ranked = sorted(self._verdicts.get(office.id, ()), key=lambda v: (v.period.kind is PeriodKind.YEAR, v.rule.id))
        return Row(
            office,
            self._names.get(held.person_id, "") if held else "",
            tuple(ranked),
            tuple(self._cell(office, day) for day in days),
        )

    def _cell(self, office: Office, day: date) -> Cell:
        seats = self._seats.get((office.id, day), ())
        booked = tuple(Booked(m, self._place(m, day), self._clocks.get(m.id), here) for m, here in seats)
        return Cell(day, booked, self._away(office.id, day))

    def _place(self, meeting: Meeting, day: date) -> str:
        told = (s.site or self._places.get(s.place_id or "", "") for s in meeting.sittings if s.day == day)
        return ", ".join(dict.fromkeys(filter(None, told)))

    def _away(self, office_id: str, day: date) -> str:
        aways: Sequence[Away] = self._ledger.aways.get(office_id, ())
        return next((a.reason for a in aways if a.span.covers(day) and a.part is DayPart.ALL), "")
