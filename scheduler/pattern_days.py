"""Patterns as pages show them: with the names of their offices and places, and the next dates they give."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.patterns import Pattern, PatternDate, occurrences
from scheduler.core.patterns.shapes import LATEST
from scheduler.db.law import PatternRow
from scheduler.db.offices import Office, list_offices
from scheduler.db.places import Place, list_places
from scheduler.db.scope import reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import work_calendar
from scheduler.planning.scene import pattern_of

AHEAD = timedelta(days=800)
"""How far ahead dates are looked for."""


@dataclass(frozen=True, slots=True)
class PatternDays:
    """A pattern with the titles of its offices by id, the name of its place ("" for none), and its next dates."""

    row: PatternRow
    pattern: Pattern
    offices: dict[str, str]
    place: str
    dates: tuple[PatternDate, ...]

    @property
    def next_on(self) -> date | None:
        """The first of the next dates that comes to something."""
        return next((one.on for one in self.dates if one.on is not None), None)


@dataclass(frozen=True, slots=True)
class Promisable:
    """What a pattern of a unit may name: offices that exist today or later, and open places."""

    unit: Unit
    offices: tuple[Office, ...]
    places: tuple[Place, ...]


def with_dates(
    uow: UnitOfWork, rows: Iterable[PatternRow], most: int, since: date | None = None
) -> tuple[PatternDays, ...]:
    """Return patterns, in the order given, each with its next dates: ``most`` of those within 800 days of ``since``.

    ``since``: the day of this work when it is left out. Dates that come to nothing are among them, with the reason. A
    row may be one that is only tried out. A fixed number of queries, however many patterns there are.
    """
    found, calendar, begin = list(rows), work_calendar(uow), since or uow.today
    named = {str(office) for row in found for office in row.office_ids}
    offices = select(Office.id, Office.title).where(Office.id.in_(named))
    places = select(Place.id, Place.name).where(Place.id.in_({row.place_id for row in found} - {None}))
    titles = {str(one): str(title) for one, title in uow.session.execute(offices)}
    names = {str(one): str(name) for one, name in uow.session.execute(places)}

    def shown(row: PatternRow) -> PatternDays:
        pattern, first = pattern_of(row), max(begin, row.valid_from)
        dates = occurrences(pattern, first, min(first + AHEAD, LATEST), calendar)[:most] if first <= LATEST else ()
        theirs = {one: titles.get(one, "") for one in map(str, row.office_ids)}
        return PatternDays(row, pattern, theirs, names.get(row.place_id or "", ""), dates)

    return tuple(shown(row) for row in found)


def promisable(uow: UnitOfWork, unit_id: str) -> Promisable:
    """Return what a new pattern of a unit may name, offices and places by name. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    return Promisable(
        unit,
        tuple(o for o in list_offices(uow.session, [unit.id]) if o.valid_to is None or o.valid_to >= uow.today),
        tuple(p for p in list_places(uow.session, [unit.id]) if p.is_open(uow.today)),
    )
