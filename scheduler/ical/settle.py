"""After every change: what calendars tell of a meeting is rendered, numbered and put into the feeds it belongs to."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from scheduler.core.clock import civil_date
from scheduler.db.feeds import FeedEntry, FeedScope, OccurrenceRow, bump, feed_id, list_entries, list_occurrences
from scheduler.db.journal import JournalHead
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.offices import Holding
from scheduler.db.untold import list_untold
from scheduler.db.work import UnitOfWork
from scheduler.ical.describing import Entry, entries_of, names_for
from scheduler.ical.occurrence import Audience, Occurrence, render

_log = logging.getLogger(__name__)
_SECOND = timedelta(seconds=1)
_AT_ONCE = 500


def settle(uow: UnitOfWork, meeting: Meeting) -> None:
    """Bring the calendars in line with a meeting that was just changed. Must run in the same unit of work."""
    settle_many(uow, [meeting])


def settle_many(uow: UnitOfWork, meetings: Sequence[Meeting], first: int = 0) -> None:
    """Bring the calendars in line with some meetings; those of which nothing visible changed stay as they are.

    ``first``: the SEQUENCE of entries that were never told, as far as is known.
    """
    uow.session.flush()
    touched: set[str] = set()
    left: set[str] = set()
    changed: list[str] = []
    for start in range(0, len(meetings), _AT_ONCE):
        for meeting_id, entries, rows, links in _tellings(uow, meetings[start : start + _AT_ONCE]):
            told_to = _touched(entries, rows, links)
            if told_to:
                changed.append(meeting_id)
            touched |= told_to
            left |= _settle_one(uow, meeting_id, entries, rows, links, first=first)
    uow.session.flush()
    bump(uow.session, touched, changed=changed, left=left)


def settle_untold(uow: UnitOfWork) -> int:
    """Tell calendars again of the meetings of which no entry is kept, and return how many there were.

    What telephones were told before is not known, only that no change came without an entry of the journal: their
    SEQUENCE goes on from the number of those, so that it never falls behind.
    """
    acts = uow.session.execute(select(JournalHead.seq)).scalar_one()
    found, after = 0, ""
    while meetings := list_untold(uow.session, after):
        settle_many(uow, meetings, acts)
        found, after = found + len(meetings), meetings[-1].id
    return found


def feeds_touched(uow: UnitOfWork, meetings: Sequence[Meeting]) -> set[str]:
    """Return the feeds whose body ``settle_many`` would change, for meetings as they stand now; nothing is written."""
    touched: set[str] = set()
    for start in range(0, len(meetings), _AT_ONCE):
        for _, entries, rows, links in _tellings(uow, meetings[start : start + _AT_ONCE]):
            touched |= _touched(entries, rows, links)
    return touched


def settle_office(uow: UnitOfWork, office_id: str) -> None:
    """Call after an office's title or holders changed: entries from today on follow, and the feed's own name."""
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id == office_id)
    _settle_where(uow, Meeting.id.in_(chaired), feed_id(FeedScope.OFFICE, office_id))


def settle_person(uow: UnitOfWork, person_id: str) -> None:
    """Call after a person's name changed: entries from today on follow, and the feed's own name."""
    held = select(Holding.office_id).where(Holding.person_id == person_id)
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(held))
    _settle_where(uow, Meeting.id.in_(chaired), feed_id(FeedScope.PERSON, person_id))


def settle_place(uow: UnitOfWork, place_id: str) -> None:
    """Call after a place's name or address changed: entries from today on follow."""
    used = select(Sitting.meeting_id).where(Sitting.place_id == place_id)
    _settle_where(uow, Meeting.id.in_(used))


def settle_unit(uow: UnitOfWork, unit_id: str) -> None:
    """Call after a unit's name changed: entries from today on follow, and the names of its feeds."""
    offices = uow.session.execute(
        select(MeetingChair.office_id).distinct().join(Meeting).where(Meeting.unit_id == unit_id)
    ).scalars()
    named = [feed_id(FeedScope.OFFICE, office_id) for office_id in offices]
    named += [feed_id(scope, unit_id) for scope in (FeedScope.UNIT, FeedScope.PUBLIC)]
    _settle_where(uow, Meeting.unit_id == unit_id, *named)


def settle_readdressed(uow: UnitOfWork) -> int:
    """Call after the service's address changed: entries from today on lead to it; return of how many meetings.

    The UID of what was told stays, or a calendar would show everything twice.
    """
    # A line of a calendar is folded after 75 octets; what stands before that is enough to tell addresses apart.
    leads_here = OccurrenceRow.piece.contains(f"URL:{uow.public_url}/buoi/"[:70], autoescape=True)
    elsewhere = select(OccurrenceRow.meeting_id).where(OccurrenceRow.ends_on >= uow.today, ~leads_here)
    found = set(uow.session.execute(elsewhere).scalars())
    if found:
        _settle_where(uow, Meeting.id.in_(elsewhere))
    return len(found)


def _settle_where(uow: UnitOfWork, which: ColumnElement[bool], *named: str) -> None:
    uow.session.flush()
    # What is over keeps the names of its time; a concurrent change is waited for, then seen.
    ahead = select(OccurrenceRow.meeting_id).where(OccurrenceRow.ends_on >= uow.today)
    rows = select(Meeting).where(which, Meeting.id.in_(ahead)).order_by(Meeting.id).with_for_update()
    settle_many(uow, list(uow.session.execute(rows.execution_options(populate_existing=True)).scalars()))
    bump(uow.session, named)


def _tellings(
    uow: UnitOfWork, meetings: Sequence[Meeting]
) -> Iterator[tuple[str, list[Entry], list[OccurrenceRow], list[FeedEntry]]]:
    """Return for each meeting its id, its entries as they are now, as they were last told, and where they are shown."""
    ids = [m.id for m in meetings]
    names = names_for(uow.session, meetings)
    told, shown = list_occurrences(uow.session, ids), list_entries(uow.session, ids)
    for meeting in meetings:
        rows = told.get(meeting.id, [])
        yield meeting.id, entries_of(meeting, rows, names, uow.public_url), rows, shown.get(meeting.id, [])


def _touched(entries: Sequence[Entry], told: Sequence[OccurrenceRow], shown: Iterable[FeedEntry]) -> set[str]:
    """Return the feeds whose body is another one now: they tell an entry anew, gain one or lose one."""
    rows = {row.number: row for row in told}
    anew = {feed for entry in entries if _is_news(entry, rows.get(entry.number)) for feed in entry.feeds}
    wanted = {(feed, entry.number) for entry in entries for feed in entry.feeds}
    return anew | {feed for feed, _ in wanted ^ {(link.feed_id, link.number) for link in shown}}


def _is_news(entry: Entry, row: OccurrenceRow | None) -> bool:
    return row is None or row.rendered_hash != entry.occurrence.digest or row.piece is None


def _settle_one(
    uow: UnitOfWork,
    meeting_id: str,
    entries: Sequence[Entry],
    told: Sequence[OccurrenceRow],
    shown: Iterable[FeedEntry],
    *,
    first: int,
) -> set[str]:
    """Store what changed; return the feeds that an entry left."""
    rows = {row.number: row for row in told}
    for entry in entries:
        row = rows.pop(entry.number, None)
        if row is None:
            row = _begin(meeting_id, entry, first)
            uow.session.add(row)
            _revise(row, entry.occurrence, uow.now)
        elif _is_news(entry, row):
            row.sequence += _is_significant(row, entry.occurrence)
            _revise(row, entry.occurrence, max(uow.now, row.revised_at + _SECOND))
    for row in rows.values():
        row.piece = row.public_piece = None
    wanted = {(feed, entry.number) for entry in entries for feed in entry.feeds}
    had = {(link.feed_id, link.number): link for link in shown}
    gone = had.keys() - wanted
    for key in gone:
        uow.session.delete(had[key])
    for feed, number in sorted(wanted - had.keys()):
        uow.session.add(FeedEntry(feed_id=feed, meeting_id=meeting_id, number=number))
    return {feed for feed, _ in gone}


def _begin(meeting_id: str, entry: Entry, sequence: int) -> OccurrenceRow:
    return OccurrenceRow(meeting_id=meeting_id, number=entry.number, uid=entry.occurrence.uid, sequence=sequence)


def _is_significant(row: OccurrenceRow, occurrence: Occurrence) -> bool:
    """Tell whether people must decide anew: another time, place or status (RFC 5545 3.8.7.4)."""
    was = (row.starts_at, row.ends_at, row.location, row.status)
    return was != (occurrence.starts, occurrence.ends, occurrence.location, occurrence.status.value)


def _revise(row: OccurrenceRow, occurrence: Occurrence, now: datetime) -> None:
    row.revised_at = now.replace(microsecond=0)
    row.starts_at, row.ends_at = occurrence.starts, occurrence.ends
    row.starts_on, row.ends_on = civil_date(occurrence.starts), civil_date(occurrence.ends)
    row.gone_after = occurrence.gone_after
    row.location, row.status = occurrence.location, occurrence.status.value
    row.rendered_hash = occurrence.digest
    try:
        row.piece = render(occurrence, row.sequence, row.revised_at, Audience.PRIVATE)
        row.public_piece = (
            render(occurrence, row.sequence, row.revised_at, Audience.PUBLIC) if occurrence.public else None
        )
    except ValueError:
        # One entry that cannot be written must not take the others along; it is left out until it changes again.
        _log.exception("an entry was left out of the calendars", extra={"meeting": row.meeting_id})
        row.piece = row.public_piece = None
