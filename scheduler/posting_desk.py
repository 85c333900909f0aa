"""What of a unit's month waits to be posted, and what was posted where, when and by whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from scheduler.core.errors import Fault
from scheduler.core.facts import State
from scheduler.core.lifecycle import is_public
from scheduler.db.access import ApiKey
from scheduler.db.accounts import Account
from scheduler.db.meetings import Meeting, Posting, list_meetings
from scheduler.db.offices import list_offices
from scheduler.db.places import list_places
from scheduler.db.scope import reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import work_calendar
from scheduler.postings import CHANNELS, PORTAL, posting_faults, shut_faults
from scheduler.registering import refuse_if, span_faults
from scheduler.weighing import PostingClock, postings_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approved meeting: its clock, who presides, and what is missing of what the law wants posted."""

    meeting: Meeting
    clock: PostingClock
    offices: tuple[str, ...]
    missing: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A posting: through which channel, at which instant, entered by whom ("" when nobody here knows)."""

    channel: str
    posted_at: datetime
    who: str
    note: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A public meeting: its clock, who presides, the evidence of its postings in order, and the channels still open."""

    meeting: Meeting
    clock: PostingClock
    offices: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    open_channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostingDesk:
    """A unit's closed span: what waits, the most urgent first, what is public, by date, and how many drafts stand.

    ``titles``: of its offices, by id.
    """

    unit: Unit
    first: date
    last: date
    waiting: tuple[Waiting, ...]
    told: tuple[Told, ...]
    drafts: int
    titles: Mapping[str, str]

    @property
    def ready(self) -> tuple[Waiting, ...]:
        """What waits and lacks nothing."""
        return tuple(one for one in self.waiting if not one.missing)


def posting_desk(uow: UnitOfWork, unit_id: str, first: date, last: date) -> PostingDesk:
    """Return what of a unit's closed span of at most 400 days waits to be posted, and what was posted.

    Raises: NotFound, NotAllowed, InvalidInput.
    Law: Luật 42/2013 Điều 24.
    """
    unit = reads(uow, unit_id)
    refuse_if(span_faults("last", first, last))
    meetings = list_meetings(uow.session, [unit.id], first, last)
    titles = {office.id: office.title for office in list_offices(uow.session, [unit.id])}
    closed = {place.id: place for place in list_places(uow.session, [unit.id]) if place.closed_on is not None}
    public = [m for m in meetings if is_public(m.state) and m.held_on]
    approved = [m for m in meetings if m.state is State.APPROVED]
    clocks = {c.meeting_id: c for c in postings_of(uow, work_calendar(uow), [*public, *approved])}
    names = _names(uow, {p.entered_by for m in public for p in m.postings})
    waiting = [
        Waiting(m, clocks[m.id], _offices(m, titles), (*posting_faults(m), *shut_faults(m, closed))) for m in approved
    ]
    return PostingDesk(
        unit=unit,
        first=first,
        last=last,
        waiting=tuple(sorted(waiting, key=_urgency)),
        told=tuple(_told(m, clocks[m.id], _offices(m, titles), names) for m in public),
        drafts=sum(m.state is State.DRAFT for m in meetings),
        titles=titles,
    )


def _urgency(one: Waiting) -> tuple[date, date, str]:
    due = one.clock.status.due
    return due.due if due else date.max, one.meeting.held_on or date.max, one.meeting.id


def _offices(meeting: Meeting, titles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(titles.get(chair.office_id, "") for chair in meeting.chairs))


def _told(meeting: Meeting, clock: PostingClock, offices: tuple[str, ...], names: Mapping[str, str]) -> Told:
    present = [p for p in meeting.postings if p.for_day == meeting.held_on]
    standing = {p.channel for p in present if p.withdrawn_at is None}
    return Told(
        meeting,
        clock,
        offices,
        tuple(_evidence(p, names) for p in present),
        tuple(channel for channel in CHANNELS if channel not in standing),
    )


def _evidence(posting: Posting, names: Mapping[str, str]) -> Evidence:
    who = "" if posting.channel == PORTAL else names.get(posting.entered_by, "")
    return Evidence(posting.channel, posting.posted_at, who, posting.note, posting.withdrawn_at is not None)


def _names(uow: UnitOfWork, actors: Iterable[str]) -> dict[str, str]:
    wanted: Sequence[str] = sorted(actors)
    found: dict[str, str] = {}
    for table in (ApiKey, Account):
        rows = uow.session.execute(select(table.id, table.name).where(table.id.in_(wanted)))
        found.update((row.id, row.name) for row in rows)
    return found
