"""A unit's month at a glance: who sits when, what is missing of each duty, and what still has to be posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.facts import Away, DayPart, State
from scheduler.core.periods import PeriodKind, month_of
from scheduler.core.workdays import WhyOff, WorkCalendar
from scheduler.db.meetings import Meeting, list_meetings, list_undated
from scheduler.db.offices import Holding, Office, Person, holder_on, list_holdings, list_offices
from scheduler.db.places import list_places
from scheduler.db.scope import reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import Ledger, open_ledger, verdicts
from scheduler.weighing import PostingClock, postings_of

SHORT = frozenset({Status.AT_RISK, Status.BREACHED})
_HIDDEN = frozenset({State.DRAFT, State.APPROVED})
_GONE = frozenset({State.CANCELLED})


@dataclass(frozen=True, slots=True)
class DayHead:
    """A day of the month: whether it is worked, and if not, why (or that it makes up for another)."""

    day: date
    working: bool
    off: WhyOff | None = None


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
class MonthBoard:
    """The month of a unit. ``unposted``: meetings that wait for publication, the most urgent first."""

    unit: Unit
    first: date
    days: tuple[DayHead, ...]
    rows: tuple[Row, ...]
    undated: tuple[Meeting, ...]
    unposted: tuple[PostingClock, ...]
    drafts: int
    approved: int
    today: date

    @property
    def short(self) -> int:
        """How many offices are short of a duty."""
        return sum(row.short for row in self.rows)


def month_board(uow: UnitOfWork, unit_id: str, day: date) -> MonthBoard:
    """Return the month of ``day`` at a unit: every office in force then, by title.

    Dropped drafts are left out; what was announced and then cancelled stays. A fixed number of queries, however many
    offices and meetings there are.

    Raises: NotFound, NotAllowed.
    """
    unit = reads(uow, unit_id)
    month = month_of(day)
    first, last = month.first, month.last
    offices = [o for o in list_offices(uow.session, [unit.id]) if _in_force(o, first, last)]
    ledger = open_ledger(uow, [o.id for o in offices], first, last)
    meetings = [m for m in list_meetings(uow.session, [unit.id], first, last) if m.published_at or m.state not in _GONE]
    made = _Maker(uow, unit, offices, meetings, ledger)
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    waiting = [m for m in meetings if m.state in _HIDDEN]
    return MonthBoard(
        unit=unit,
        first=first,
        days=tuple(_head(ledger.calendar, day) for day in days),
        rows=tuple(made.row(office, days) for office in offices),
        undated=tuple(list_undated(uow.session, [unit.id])),
        unposted=tuple(sorted((made.clocks[m.id] for m in waiting if m.id in made.clocks), key=_urgency)),
        drafts=sum(m.state is State.DRAFT for m in waiting),
        approved=sum(m.state is State.APPROVED for m in waiting),
        today=uow.today,
    )


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
        self, uow: UnitOfWork, unit: Unit, offices: Sequence[Office], meetings: Sequence[Meeting], ledger: Ledger
    ) -> None:
        self._ledger = ledger
        self._meetings = meetings
        self._holdings: list[Holding] = list_holdings(uow.session, [o.id for o in offices])
        seated = {held.person_id for held in self._holdings}
        names = uow.session.execute(select(Person.id, Person.name).where(Person.id.in_(seated)))
        self._names: Mapping[str, str] = dict(names.all())
        self._places = {place.id: place.name for place in list_places(uow.session, [unit.id])}
        self._verdicts: dict[str, list[Verdict]] = {}
        for verdict in verdicts(ledger):
            self._verdicts.setdefault(verdict.office_id, []).append(verdict)
        dated = [m for m in meetings if m.held_on and m.state not in _GONE]
        self.clocks = {clock.meeting_id: clock for clock in postings_of(uow, ledger.calendar, dated)}

    def row(self, office: Office, days: Sequence[date]) -> Row:
        """Return one office over the days."""
        held = holder_on(self._holdings, office.id, days[-1]) or holder_on(self._holdings, office.id, days[0])
        # What falls due with the month comes first; the year's duties stand below.
        ranked = sorted(self._verdicts.get(office.id, ()), key=lambda v: (v.period.kind is PeriodKind.YEAR, v.rule.id))
        return Row(
            office,
            self._names.get(held.person_id, "") if held else "",
            tuple(ranked),
            tuple(self._cell(office, day) for day in days),
        )

    def _cell(self, office: Office, day: date) -> Cell:
        booked = tuple(
            Booked(meeting, self._place(meeting, day), self.clocks.get(meeting.id), chair.in_person)
            for meeting in self._meetings
            if day in meeting.days()
            for chair in meeting.chairs
            if chair.office_id == office.id
        )
        return Cell(day, booked, self._away(office.id, day))

    def _place(self, meeting: Meeting, day: date) -> str:
        told = (s.site or self._places.get(s.place_id or "", "") for s in meeting.sittings if s.day == day)
        return ", ".join(dict.fromkeys(filter(None, told)))

    def _away(self, office_id: str, day: date) -> str:
        aways: Sequence[Away] = self._ledger.aways.get(office_id, ())
        return next((a.reason for a in aways if a.span.covers(day) and a.part is DayPart.ALL), "")
