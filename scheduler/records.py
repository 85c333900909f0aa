"""The record of a held meeting: who was in the chair, from when to when, checked against what was planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from scheduler.core.clock import VIETNAM, civil_date
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import SHORTEST_MEETING
from scheduler.core.periods import month_of
from scheduler.core.personal_numbers import personal_number_faults
from scheduler.core.roles import Action
from scheduler.db.meeting_facts import recorded_span
from scheduler.db.meetings import Meeting
from scheduler.db.offices import holder_on, list_holdings
from scheduler.db.records import has_record_between
from scheduler.db.work import UnitOfWork
from scheduler.postings import dated_since

TIMELY = timedelta(days=3)
EARLY = timedelta(minutes=30)
"""A head who comes early may begin so long before the announced hour (I)."""
_LONGEST = timedelta(hours=14)
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether an office's holder was in the chair; if not, who sat (a post or a name), if anybody."""

    office_id: str
    present: bool
    delegate: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What happened: real times (aware instants), who presided, how many citizens were received."""

    started_at: datetime
    ended_at: datetime
    presences: tuple[Presence, ...]
    citizens_received: int


def write_record(uow: UnitOfWork, meeting: Meeting, record: Record, *, late: bool, vouched: bool) -> None:
    """Write what happened onto the meeting; late once is late for ever.

    ``vouched``: somebody entitled to insist gave a ground for a record of other hours than were announced.
    A delegated chair whose head sat after all counts again only on the word of that head, signed in, or of somebody
    entitled to insist; the delegation stays readable. Raises: InvalidInput with every fault at once.
    """
    faults = [*_check_times(uow, meeting, record), *_check_presences(uow, meeting, record.presences)]
    if not faults and not vouched:
        faults = unannounced(meeting, record)
    if record.citizens_received < 0:
        faults.append(Fault("citizens_received", "negative"))
    if not faults and _overlaps(uow, meeting, record):
        faults.append(Fault("started_at", "overlaps-record"))
    if faults:
        raise InvalidInput(faults)
    meeting.actual_start, meeting.actual_end = record.started_at, record.ended_at
    meeting.citizens_received, meeting.recorded_at = record.citizens_received, uow.now
    meeting.recorded_by = uow.actor.id
    meeting.entered_late = meeting.entered_late or late
    said = {p.office_id: p for p in record.presences}
    holdings = list_holdings(uow.session, said)
    day = civil_date(record.started_at)
    for chair in meeting.chairs:
        presence = said[chair.office_id]
        held = holder_on(holdings, chair.office_id, day)
        chair.present = presence.present
        chair.in_person = presence.present or (chair.in_person and not presence.delegate.strip())
        chair.delegate = presence.delegate.strip() or chair.delegate
        chair.person_id = held.person_id if presence.present and held is not None else None


def is_late(uow: UnitOfWork, meeting: Meeting, record: Record) -> bool:
    """Tell whether it is more than 3 days since the last sitting was to end, or since the month of the first is over.

    A record that waits for a dialogue's last date still speaks of its first in time (I): not when that month is judged.
    """
    ends = [datetime.combine(s.day, s.ends, VIETNAM) for s in meeting.sittings]
    judged = month_of(civil_date(record.started_at)).last
    closes = datetime.combine(judged, time.max, VIETNAM)
    return bool(ends) and uow.now - min(max(ends), closes) > TIMELY


def dates_added(meeting: Meeting, record: Record) -> list[Fault]:
    """Return a fault for each end of the record on a date that the present record does not speak of."""
    known = recorded_span(meeting)
    ends = (("started_at", civil_date(record.started_at)), ("ended_at", civil_date(record.ended_at)))
    return [Fault(at, "day-not-on-record", {"day": day}) for at, day in ends if known and not known.covers(day)]


def unannounced(meeting: Meeting, record: Record) -> list[Fault]:
    """Return why a record speaks of other hours than those announced: it began before they were, or beside them.

    It begins within a sitting, or at most half an hour before (I), and shares a quarter of an hour with the sittings of
    its last date (I). When it was announced is the server's own: the publication, or the last change of date.
    """
    known = [at for at in (meeting.published_at, dated_since(meeting)) if at is not None]
    if not known or record.started_at < max(known):
        return [Fault("started_at", "before-announced")]
    day, last = civil_date(record.started_at), civil_date(record.ended_at)
    begun = any(
        datetime.combine(day, s.starts, VIETNAM) - EARLY <= record.started_at < datetime.combine(day, s.ends, VIETNAM)
        for s in meeting.sittings
        if s.day == day
    )
    spans = [
        (datetime.combine(s.day, s.starts, VIETNAM), datetime.combine(s.day, s.ends, VIETNAM))
        for s in meeting.sittings
        if s.day == last
    ]
    shared = [min(ends, record.ended_at) - max(starts, record.started_at) for starts, ends in spans]
    if begun and sum((span for span in shared if span > _NONE), _NONE) >= SHORTEST_MEETING:
        return []
    return [Fault("started_at", "beside-its-hours", {"minutes": EARLY // timedelta(minutes=1)})]


def _overlaps(uow: UnitOfWork, meeting: Meeting, record: Record) -> bool:
    offices = [p.office_id for p in record.presences if p.present]
    holdings, day = list_holdings(uow.session, offices), civil_date(record.started_at)
    people = [held.person_id for office in offices if (held := holder_on(holdings, office, day)) is not None]
    span = (record.started_at, record.ended_at)
    return has_record_between(uow.session, meeting.id, offices, people, span)


def _check_times(uow: UnitOfWork, meeting: Meeting, record: Record) -> list[Fault]:
    faults: list[Fault] = []
    days = {s.day for s in meeting.sittings}
    if not record.started_at < record.ended_at:
        faults.append(Fault("ended_at", "ends-before-start", {"start": record.started_at.astimezone(VIETNAM).time()}))
    if record.ended_at - record.started_at > _LONGEST and len(days) == 1:
        faults.append(Fault("ended_at", "longer-than-a-day"))
    if record.ended_at > uow.now:
        faults.append(Fault("ended_at", "in-the-future"))
    if timedelta(0) < record.ended_at - record.started_at < SHORTEST_MEETING:
        faults.append(Fault("ended_at", "too-short", {"minutes": SHORTEST_MEETING // timedelta(minutes=1)}))
    for where, at in (("started_at", record.started_at), ("ended_at", record.ended_at)):
        if civil_date(at) not in days:
            faults.append(Fault(where, "not-its-day", {"days": sorted(days)}))
    ahead = [s for s in meeting.sittings if s.day > civil_date(record.ended_at)]
    coming = [s.day for s in ahead if datetime.combine(s.day, s.starts, VIETNAM) > uow.now]
    if coming and not faults:
        faults.append(Fault("ended_at", "sittings-to-come", {"last": max(coming)}))
    return faults


def _check_presences(uow: UnitOfWork, meeting: Meeting, presences: Sequence[Presence]) -> list[Fault]:
    expected, said = {c.office_id for c in meeting.chairs}, [p.office_id for p in presences]
    faults = [Fault(f"chairs/{n}/office_id", "no-such-office") for n, one in enumerate(said) if one not in expected]
    if len(set(said)) < len(said):
        faults.append(Fault("chairs", "repeated"))
    if expected - set(said):
        faults.append(Fault("chairs", "chair-unaccounted"))
    named = any(c.delegate for c in meeting.chairs) or any(p.present or p.delegate.strip() for p in presences)
    if not named:
        faults.append(Fault("chairs", "nobody-in-chair"))
    faults += personal_number_faults({f"chairs/{n}/delegate": one.delegate for n, one in enumerate(presences)})
    if uow.actor.may(Action.INSIST):
        return faults
    own = uow.actor.office_ids if uow.actor.is_person and uow.actor.may(Action.CHAIR) else frozenset()
    delegated = {c.office_id for c in meeting.chairs if not c.in_person}
    absent = {c.office_id for c in meeting.chairs if c.present is False}
    for n, one in enumerate(presences):
        if one.present and one.office_id in (delegated | absent) - own:
            code = "delegated-not-counted" if one.office_id in delegated else "absence-on-record"
            faults.append(Fault(f"chairs/{n}/present", code))
    return faults
