"""A unit's offices and people as their pages show them: who holds what, what is vacant, and what a change would do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.facts import BODIES
from scheduler.core.lifecycle import PLANNED
from scheduler.core.roles import Action
from scheduler.db.meetings import Meeting, MeetingChair
from scheduler.db.offices import Holding, Office, Person, get_office, list_holdings, list_offices
from scheduler.db.scope import may_write, reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ical.settle import feeds_touched
from scheduler.ledger import open_ledger, verdicts
from scheduler.weighing import Consequences

_DAY = timedelta(days=1)
_CARETAKER = "caretaker"


@dataclass(frozen=True, slots=True)
class Held:
    """A span of an office: who held it and how, or that it was vacant (``row`` None). ``last_on`` None: open.

    ``when``: "now", "later" or "past". A caretaker's span does not head the office, which stays vacant beside it.
    """

    row: Holding | None
    name: str
    first_on: date
    last_on: date | None
    when: str


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office with whoever heads it today, who keeps it running, and who follows; each None when nobody does."""

    office: Office
    head: Held | None
    caretaker: Held | None
    coming: Held | None
    is_over: bool
    is_coming: bool

    @property
    def is_body(self) -> bool:
        """Tell whether it is a body as a whole, which nobody holds alone."""
        return self.office.kind in BODIES


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody entered at the unit, and the titles of the offices they hold today."""

    person: Person
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeBoard:
    """All offices of a unit, those that are over last, and all its people by name. ``may_keep``: may change them."""

    unit: Unit
    lines: tuple[OfficeLine, ...]
    people: tuple[PersonLine, ...]
    may_keep: bool

    @property
    def vacant(self) -> int:
        """How many offices nobody heads today; a body as a whole needs nobody."""
        return sum(not (line.head or line.is_over or line.is_coming or line.is_body) for line in self.lines)


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One office with its spans, the latest first, and the people of its unit by name."""

    unit: Unit
    line: OfficeLine
    spans: tuple[Held, ...]
    people: tuple[Person, ...]
    may_keep: bool


def board(uow: UnitOfWork, unit_id: str) -> OfficeBoard:
    """Return the offices and people of a unit; four queries however many there are. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    offices = list_offices(uow.session, [unit.id])
    holdings = list_holdings(uow.session, [office.id for office in offices])
    people = _people(uow, unit.id)
    names = {person.id: person.name for person in people}
    lines = [_line(uow, office, [h for h in holdings if h.office_id == office.id], names) for office in offices]
    lines.sort(key=lambda line: (line.is_over, line.office.title))
    titles = {office.id: office.title for office in offices}
    now = [h for h in holdings if _when(uow, h.first_on, h.last_on) == "now"]
    return OfficeBoard(
        unit=unit,
        lines=tuple(lines),
        people=tuple(
            PersonLine(person, tuple(sorted(titles[h.office_id] for h in now if h.person_id == person.id)))
            for person in people
        ),
        may_keep=may_write(uow, unit.id, Action.KEEP_UNIT),
    )


def page_of(uow: UnitOfWork, office_id: str) -> OfficePage:
    """Return one office with everybody who held it. Raises: NotFound, NotAllowed."""
    office = get_office(uow.session, office_id)
    unit = reads(uow, office.unit_id)
    people = _people(uow, unit.id)
    names = {person.id: person.name for person in people}
    holdings = list_holdings(uow.session, [office.id])
    return OfficePage(
        unit=unit,
        line=_line(uow, office, holdings, names),
        spans=tuple(_spans(uow, office, holdings, names)),
        people=tuple(people),
        may_keep=may_write(uow, unit.id, Action.KEEP_UNIT),
    )


def rehearsed(
    uow: UnitOfWork, office_ids: Sequence[str], since: date, change: Callable[[], str | None]
) -> Consequences:
    """Make a change of offices or holders in this unit of work, and return what it does to what they owe.

    ``since``: its first day; weighed are the periods of that day and of today. ``change`` may return the id of an
    office that it made. Its meetings are those planned for ``since`` or later over which the offices preside.

    Raises: what ``change`` raises.
    """
    first, last = min(since, uow.today), max(since, uow.today)
    before = verdicts(open_ledger(uow, list(office_ids), first, last)) if office_ids else ()
    made = change()
    uow.session.flush()
    asked = [*office_ids, *([made] if made else [])]
    after = verdicts(open_ledger(uow, asked, first, last)) if asked else ()
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(asked))
    rows = select(Meeting).where(Meeting.id.in_(chaired), Meeting.held_on >= since, Meeting.state.in_(PLANNED))
    meetings = tuple(uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars())
    touched = len(feeds_touched(uow, meetings))
    return Consequences(meetings, tuple(before), tuple(after), (), (), (), (), calendars=touched)


def _people(uow: UnitOfWork, unit_id: str) -> list[Person]:
    rows = select(Person).where(Person.unit_id == unit_id).order_by(Person.search_key, Person.id)
    return list(uow.session.execute(rows).scalars())


def _when(uow: UnitOfWork, first_on: date, last_on: date | None) -> str:
    if last_on is not None and last_on < uow.today:
        return "past"
    return "later" if first_on > uow.today else "now"


def _line(uow: UnitOfWork, office: Office, holdings: Iterable[Holding], names: Mapping[str, str]) -> OfficeLine:
    told = [_held(uow, row, names) for row in holdings]
    heads = [one for one in told if one.row and one.row.capacity != _CARETAKER]
    keeps = [one for one in told if one.row and one.row.capacity == _CARETAKER and one.when == "now"]
    when = _when(uow, office.valid_from, office.valid_to)
    return OfficeLine(
        office=office,
        head=next((one for one in heads if one.when == "now"), None),
        caretaker=next(iter(keeps), None),
        coming=next((one for one in heads if one.when == "later"), None),
        is_over=when == "past",
        is_coming=when == "later",
    )


def _held(uow: UnitOfWork, row: Holding, names: Mapping[str, str]) -> Held:
    return Held(row, names.get(row.person_id, ""), row.first_on, row.last_on, _when(uow, row.first_on, row.last_on))


def _spans(uow: UnitOfWork, office: Office, holdings: Sequence[Holding], names: Mapping[str, str]) -> list[Held]:
    """Return who held an office and the vacant spans between, the latest first; vacancies up to today, or its end."""
    found = [_held(uow, row, names) for row in holdings]
    free = office.valid_from
    for row in (row for row in holdings if row.capacity != _CARETAKER):
        if row.first_on > free:
            found.append(Held(None, "", free, row.first_on - _DAY, _when(uow, free, row.first_on - _DAY)))
        free = max(free, row.last_on + _DAY) if row.last_on else date.max
    if free <= (office.valid_to or max(uow.today, free)) and free != date.max:
        found.append(Held(None, "", free, office.valid_to, _when(uow, free, office.valid_to)))
    return sorted(found, key=lambda one: (one.first_on, one.row is not None), reverse=True)
