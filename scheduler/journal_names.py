"""Who and what entries of the journal are about, by name: the journal itself keeps ids only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from scheduler.db.accounts import Account
from scheduler.db.journal import JournalEntry
from scheduler.db.law import RuleRow
from scheduler.db.meetings import Meeting
from scheduler.db.offices import Office, Person
from scheduler.db.places import Place
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.meeting_past import actor_names
from scheduler.wording.dates import short_date
from scheduler.wording.meetings import title

_LONGEST_ID = 64
_MOST_IDS = 5000
"""So many names are looked up at once: databases take no longer lists."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names behind some entries, by id: of whoever acted, and of what was acted upon; ``meetings`` among these."""

    actors: Mapping[str, str]
    things: Mapping[str, str]
    meetings: frozenset[str]


def names_behind(uow: UnitOfWork, entries: Sequence[JournalEntry]) -> Known:
    """Return the names behind some entries, with one question for each kind of thing."""
    ids = {entry.subject for entry in entries} | {entry.unit_id for entry in entries if entry.unit_id}
    ids |= {text for entry in entries for text in _texts(entry.body) if len(text) <= _LONGEST_ID}
    things: dict[str, str] = {}
    meetings: set[str] = set()
    wanted = sorted(ids)
    for start in range(0, len(wanted), _MOST_IDS):
        some = wanted[start : start + _MOST_IDS]
        for table, name in ((Unit, Unit.full_name), (Office, Office.title), (Person, Person.name), (Place, Place.name)):
            things.update(
                {row[0]: row[1] for row in uow.session.execute(select(table.id, name).where(table.id.in_(some)))}
            )
        rows = uow.session.execute(select(Account.id, Account.name).where(Account.id.in_(some)))
        things.update({row.id: row.name for row in rows})
        rules = uow.session.scalars(select(RuleRow).where(RuleRow.id.in_(some)))
        things.update({row.id: str(row.row["legal_basis"]) for row in rules})
        told = select(Meeting.id, Meeting.activity, Meeting.sub_type, Meeting.held_on).where(Meeting.id.in_(some))
        for row in uow.session.execute(told):
            what = title(row.activity, row.sub_type)
            things[row.id] = f"{what}, {short_date(row.held_on)}" if row.held_on else what
            meetings.add(row.id)
    return Known(actor_names(uow, {entry.actor for entry in entries}), things, frozenset(meetings))


def _texts(value: object) -> Iterator[str]:
    """Return every text anywhere inside a body."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _texts(inner)
