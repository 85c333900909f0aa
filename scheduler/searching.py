"""Finding something of a unit: its meetings by date, kind, office, number or content; its people; its offices.

Marks and case are ignored. Every word must be found somewhere in what is found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, tuple_

from scheduler.completeness import SUB_TYPES
from scheduler.core.errors import InvalidInput
from scheduler.core.periods import month_of
from scheduler.core.vietnamese import fold
from scheduler.db.folded import folded
from scheduler.db.meetings import FormerDate, Meeting, MeetingChair, Sitting
from scheduler.db.offices import Holding, Office, Person, holder_on, list_holdings, list_offices
from scheduler.db.scope import reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.wording.meetings import title

SHORTEST, MOST = 2, 50
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\b(?![/.-]\w)", re.ASCII)
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", re.ASCII)
_MONTH = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{4})\b", re.ASCII)
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class MeetingFound:
    """A meeting and the titles of the offices that preside over it, by title."""

    meeting: Meeting
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody of the unit, and the titles of the offices they head today."""

    person: Person
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeFound:
    """An office of the unit and who heads it today, "" when nobody does."""

    office: Office
    holder: str


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found, at most 50 of each: meetings with the latest first, people and offices by name.

    ``more``: there are further meetings than these.
    """

    unit: Unit
    meetings: tuple[MeetingFound, ...]
    people: tuple[PersonFound, ...]
    offices: tuple[OfficeFound, ...]
    more: bool

    @property
    def number(self) -> int:
        """How many things were found."""
        return len(self.meetings) + len(self.people) + len(self.offices)


def search(uow: UnitOfWork, unit_id: str, text: str) -> Finds:
    """Return what of one unit, without those below it, the words and dates of a text lead to.

    A date is written 15/12, 15/12/2026 or 2026-12-15, a month 12/2026; a date without its year is one of last year,
    this one or the next. A date that a meeting once had leads to it too.

    Raises: NotFound, NotAllowed, InvalidInput when the text has fewer than two letters or digits.
    """
    unit = reads(uow, unit_id)
    if len(fold(text).replace(" ", "")) < SHORTEST:
        raise InvalidInput.at("q", "search-too-short", least=SHORTEST)
    words, spans = _understood(text, uow.today)
    offices = list_offices(uow.session, [unit.id])
    titles = {office.id: office.title for office in offices}
    wanted = and_(Meeting.unit_id == unit.id, *map(_on, spans), *map(_said, words))
    rows = select(Meeting).where(wanted).order_by(Meeting.held_on.desc(), Meeting.id).limit(MOST + 1)
    found = list(uow.session.execute(rows).scalars())
    people, held = _people(uow, unit, offices, words) if words and not spans else ((), {})
    return Finds(
        unit,
        tuple(MeetingFound(m, tuple(sorted(titles.get(c.office_id, "") for c in m.chairs))) for m in found[:MOST]),
        people,
        _offices(uow, unit, words, held) if words and not spans else (),
        more=len(found) > MOST,
    )


def _understood(text: str, today: date) -> tuple[list[str], list[list[Span]]]:
    """Return the folded words of a text, and for each date or month in it the spans it may mean."""
    spans: list[list[Span]] = []

    def days(found: re.Match[str], *order: int) -> str:
        given = [int(found[n]) if found[n] else 0 for n in order]
        years = [given[0]] if given[0] else [today.year - 1, today.year, today.year + 1]
        meant = [span for year in years if (span := _span(year, *given[1:]))]
        if not meant:
            return found[0]
        spans.append(meant)
        return " "

    text = _ISO.sub(lambda found: days(found, 1, 2, 3), text)
    text = _DAY.sub(lambda found: days(found, 3, 2, 1), text)
    text = _MONTH.sub(lambda found: days(found, 2, 1), text)
    return fold(text).split(), spans


def _span(year: int, month: int, day: int = 0) -> Span | None:
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return (first, first) if day else (first, month_of(first).last)


def _on(spans: Sequence[Span]) -> ColumnElement[bool]:
    now = (and_(Sitting.day >= first, Sitting.day <= last) for first, last in spans)
    once = (and_(FormerDate.day >= first, FormerDate.day <= last) for first, last in spans)
    return or_(
        exists().where(Sitting.meeting_id == Meeting.id, or_(*now)),
        exists().where(FormerDate.meeting_id == Meeting.id, or_(*once)),
    )


def _said(word: str) -> ColumnElement[bool]:
    """Return the condition that a word stands in what a meeting is about, its kind, its number or its offices."""
    kinds = [(a, kind) for a, known in SUB_TYPES.items() for kind in known if word in fold(title(a, kind))]
    presides = (
        exists()
        .where(MeetingChair.meeting_id == Meeting.id, MeetingChair.office_id == Office.id)
        .where(folded(Office.title).contains(word, autoescape=True))
    )
    return or_(
        folded(Meeting.subject).contains(word, autoescape=True),
        folded(Meeting.notice_number).contains(word, autoescape=True),
        tuple_(Meeting.activity, Meeting.sub_type).in_(kinds) if kinds else false(),
        presides,
    )


def _people(
    uow: UnitOfWork, unit: Unit, offices: Sequence[Office], words: Sequence[str]
) -> tuple[tuple[PersonFound, ...], dict[str, str]]:
    """Return the people found, and who heads each office today."""
    spans: dict[str, list[Holding]] = {}
    for holding in list_holdings(uow.session, [office.id for office in offices]):
        spans.setdefault(holding.office_id, []).append(holding)
    now = {office_id: holder_on(held, office_id, uow.today) for office_id, held in spans.items()}
    heads = {office_id: held.person_id for office_id, held in now.items() if held is not None}
    rows = select(Person).where(
        Person.unit_id == unit.id, *(Person.search_key.contains(word, autoescape=True) for word in words)
    )
    found = uow.session.execute(rows.order_by(Person.search_key, Person.id).limit(MOST)).scalars()
    people = tuple(PersonFound(p, tuple(o.title for o in offices if heads.get(o.id) == p.id)) for p in found)
    return people, heads


def _offices(uow: UnitOfWork, unit: Unit, words: Sequence[str], heads: dict[str, str]) -> tuple[OfficeFound, ...]:
    rows = select(Office).where(
        Office.unit_id == unit.id, *(folded(Office.title).contains(word, autoescape=True) for word in words)
    )
    found = list(uow.session.execute(rows.order_by(Office.title, Office.id).limit(MOST)).scalars())
    names = select(Person.id, Person.name).where(Person.id.in_([heads[o.id] for o in found if o.id in heads]))
    named = dict(uow.session.execute(names).all())
    return tuple(OfficeFound(office, named.get(heads.get(office.id, ""), "")) for office in found)
