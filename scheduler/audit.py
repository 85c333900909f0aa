"""The journal for those who audit: what happened at their units, in words, and where the chain stands."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from scheduler.core.clock import VIETNAM
from scheduler.core.errors import Fault
from scheduler.core.events import KINDS
from scheduler.core.roles import OPERATOR, WORKER, Action
from scheduler.core.vietnamese import fold
from scheduler.db.access import ApiKey
from scheduler.db.accounts import Account
from scheduler.db.fingerprints import inspect_all
from scheduler.db.journal import Damage, JournalEntry, JournalHead
from scheduler.db.scope import for_the_country, readable, reads
from scheduler.db.units import Unit, at_or_below, list_children
from scheduler.db.work import UnitOfWork
from scheduler.journal_names import Known, names_behind
from scheduler.registering import order_faults, refuse_if
from scheduler.wording.journal import told
from scheduler.wording.journal_kinds import GROUPS
from scheduler.wording.meeting_events import Telling

MOST_DAMAGE = 100
PAGE, MOST_EXPORTED = 50, 10_000
"""Entries on a page, and in a file that is taken away."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the chain stands: number and seal of its last entry, to be noted elsewhere; and what is damaged.

    ``damage`` is None when nobody looked.
    """

    seq: int
    seal: str
    damage: tuple[Damage, ...] | None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries: of a unit and those below it, about one thing, of a kind or a group of kinds, between two days.

    ``actor``: the id of whoever acted. ``named``: part of that one's name, marks and case ignored. All may be empty.
    """

    unit_id: str | None = None
    subject: str = ""
    kind: str = ""
    actor: str = ""
    named: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def asked(self) -> dict[str, str]:
        """Return what was asked, by its names: what an address or an event tells."""
        return {name: str(value) for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry in words. ``subject`` and ``unit``: names, "" when there are none; ``to_meeting``: it is about one."""

    row: JournalEntry
    who: str
    unit: str
    subject: str
    to_meeting: bool
    told: Telling


@dataclass(frozen=True, slots=True)
class Browsed:
    """A page of the journal, newest first. ``before``: the number to go on before, None at the end."""

    entries: tuple[Entry, ...]
    before: int | None


def list_entries(uow: UnitOfWork, after: int = 0, limit: int = 100, subject: str | None = None) -> list[JournalEntry]:
    """Return the entries of the units the actor reaches (the country's too, for its actors), oldest first.

    ``after`` is a sequence number; ``subject`` narrows to one thing. Raises: NotAllowed.
    """
    uow.require(Action.AUDIT)
    rows = select(JournalEntry).where(JournalEntry.seq > after, readable(uow, JournalEntry.__table__.c.unit_id))
    if subject is not None:
        rows = rows.where(JournalEntry.subject == subject)
    return list(uow.session.execute(rows.order_by(JournalEntry.seq).limit(limit)).scalars())


def browse(uow: UnitOfWork, sought: Sought, before: int | None = None, limit: int = PAGE) -> Browsed:
    """Return the entries in reach that were sought, in words, newest first, before a sequence number.

    Raises: NotAllowed, NotFound (a unit out of reach), InvalidInput.
    """
    rows = _sought(uow, sought)
    if before is not None:
        rows = rows.where(JournalEntry.seq < before)
    found = list(uow.session.scalars(rows.order_by(JournalEntry.seq.desc()).limit(limit + 1)))
    shown = found[:limit]
    known = names_behind(uow, shown)
    return Browsed(tuple(_entry(row, known) for row in shown), shown[-1].seq if len(found) > limit else None)


def export(uow: UnitOfWork, sought: Sought, form: str) -> Browsed:
    """Return at most MOST_EXPORTED entries that were sought, newest first, to be taken away; that is an entry itself.

    ``before`` tells that there are more. ``form``: how they are taken away, for the entry.
    Raises: as browse.
    """
    found = browse(uow, sought, limit=MOST_EXPORTED)
    # Whoever takes the journal away leaves a trace in it; what was looked for holds no more than the address did.
    filters = {name: value for name, value in sought.asked.items() if name != "named"}
    uow.record(
        "JournalExported", uow.actor.id, uow.actor.unit_id, entries=len(found.entries), format=form, filters=filters
    )
    return found


def units_to_narrow(uow: UnitOfWork) -> list[Unit]:
    """Return the units directly below the reader's own, by name; the provinces, for the country. Raises: NotAllowed."""
    uow.require(Action.AUDIT)
    return list_children(uow.session, uow.actor.unit_id, uow.today)


def chain_state(uow: UnitOfWork, key: bytes | None = None) -> Chain:
    """Return where the chain stands; with the chain's key, walk it, look at every row, and tell the first damages.

    Raises: NotAllowed; walking is for the country's actors.
    """
    uow.require(Action.AUDIT)
    if key is not None:
        for_the_country(uow, Action.AUDIT)
    head = uow.session.execute(select(JournalHead)).scalar_one()
    found: Sequence[Damage] | None = None
    if key is not None:
        found = list(islice(inspect_all(uow.session, key), MOST_DAMAGE))
    return Chain(head.seq, head.seal, None if found is None else tuple(found))


def _sought(uow: UnitOfWork, sought: Sought) -> Select[JournalEntry]:
    uow.require(Action.AUDIT)
    faults = order_faults("last", sought.first, sought.last) if sought.first else []
    if sought.kind and sought.kind not in KINDS and sought.kind not in GROUPS:
        faults.append(Fault("kind", "unknown-value", {"allowed": [*GROUPS, *KINDS]}))
    refuse_if(faults)
    rows = select(JournalEntry).where(readable(uow, JournalEntry.__table__.c.unit_id))
    if sought.unit_id:
        rows = rows.where(JournalEntry.unit_id.in_(at_or_below(reads(uow, sought.unit_id).id)))
    if sought.subject:
        rows = rows.where(JournalEntry.subject == sought.subject)
    if sought.kind:
        rows = rows.where(JournalEntry.kind.in_(GROUPS[sought.kind][1] if sought.kind in GROUPS else [sought.kind]))
    if sought.actor:
        rows = rows.where(JournalEntry.actor == sought.actor)
    if sought.named:
        rows = rows.where(_by_name(uow, sought.named))
    if sought.first:
        rows = rows.where(JournalEntry.at >= _midnight(sought.first))
    if sought.last:
        rows = rows.where(JournalEntry.at < _midnight(sought.last + _DAY))
    return rows


def _by_name(uow: UnitOfWork, named: str) -> ColumnElement[bool]:
    """Return the condition that whoever acted is a person or a program in reach with such a name."""
    key, found = fold(named), list[str]()
    for table in (Account, ApiKey):
        column: Any = table.__table__.c.unit_id
        rows = uow.session.execute(select(table.id, table.name).where(readable(uow, column)))
        found += [row.id for row in rows if key in fold(row.name)]
    own = [actor.id for actor in (OPERATOR, WORKER) if actor.id == named]
    return JournalEntry.actor.in_([*found, *own])


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


def _entry(row: JournalEntry, known: Known) -> Entry:
    return Entry(
        row=row,
        who=known.actors[row.actor],
        unit=known.things.get(row.unit_id or "", ""),
        subject=known.things.get(row.subject, ""),
        to_meeting=row.subject in known.meetings,
        told=told(row.kind, row.body, known.things),
    )
