"""From a meeting's rows to what calendars tell of it: one entry for each civil date.

What a person came for stays out: no subject, no list of participants, no join link (it may open a door).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.core.clock import VIETNAM
from scheduler.core.facts import State
from scheduler.core.vietnamese import nfc
from scheduler.db.base import Mode
from scheduler.db.feeds import FeedScope, OccurrenceRow, feed_id
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.offices import Holding, Office, Person, holder_on, list_holdings
from scheduler.db.places import Place
from scheduler.db.units import Unit
from scheduler.ical.occurrence import Occurrence, Status
from scheduler.wording.dates import hours
from scheduler.wording.feeds import entry_prefix, former_date_words
from scheduler.wording.meetings import activity_name, chair_words, mode_word, stand_in_words, title

_STATUSES = {
    State.APPROVED: Status.TENTATIVE,
    State.PUBLISHED: Status.CONFIRMED,
    State.MOVED: Status.CONFIRMED,
    State.HELD: Status.CONFIRMED,
    State.POSTPONED: Status.CANCELLED,
    State.CANCELLED: Status.CANCELLED,
    State.NOT_HELD: Status.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that are joined into entries, read afresh: somebody else may just have changed one."""

    units: Mapping[str, str]
    titles: Mapping[str, str]
    persons: Mapping[str, str]
    places: Mapping[str, str]
    holdings: Mapping[str, Sequence[Holding]]

    def holder(self, chair: MeetingChair, day: date) -> str | None:
        """Return the id of the person behind a chair on a day; None when the office is vacant or its head was away."""
        if chair.present is False:
            return None
        held = holder_on(self.holdings.get(chair.office_id, ()), chair.office_id, day)
        return chair.person_id or (held.person_id if held else None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with its number within the meeting and the feeds that show it."""

    number: int
    occurrence: Occurrence
    feeds: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Block:
    """The part of a meeting that falls on one civil date; ``dropped`` when the meeting no longer has that date."""

    number: int
    starts: datetime
    ends: datetime
    times: str
    location: str
    dropped: bool = False


def names_for(session: Session, meetings: Sequence[Meeting]) -> Names:
    """Load the names that the entries of some meetings need."""
    office_ids = {c.office_id for m in meetings for c in m.chairs}
    place_ids = {s.place_id for m in meetings for s in m.sittings if s.place_id}
    unit_ids = {m.unit_id for m in meetings}
    holdings: dict[str, list[Holding]] = {}
    for held in list_holdings(session, office_ids):
        holdings.setdefault(held.office_id, []).append(held)
    person_ids = {h.person_id for rows in holdings.values() for h in rows}
    person_ids |= {c.person_id for m in meetings for c in m.chairs if c.person_id}
    units = select(Unit.id, Unit.full_name).where(Unit.id.in_(unit_ids))
    offices = select(Office.id, Office.title).where(Office.id.in_(office_ids))
    persons = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    places = select(Place.id, Place.name, Place.address).where(Place.id.in_(place_ids))
    return Names(
        units={key: nfc(name) for key, name in session.execute(units)},
        titles={key: nfc(name) for key, name in session.execute(offices)},
        persons={key: nfc(name) for key, name in session.execute(persons)},
        places={key: nfc(", ".join(filter(None, rest))) for key, *rest in session.execute(places)},
        holdings=holdings,
    )


def entries_of(meeting: Meeting, told: Sequence[OccurrenceRow], names: Names, public_url: str) -> list[Entry]:
    """Return what calendars show of a meeting now, by number; nothing for a draft.

    ``told``: what they were shown before. A meeting without a date keeps the dates it had, as cancelled.
    """
    seen_before = any(row.piece is not None for row in told)
    status = _STATUSES.get(meeting.state)
    if status is None or (status is Status.CANCELLED and not seen_before and meeting.published_at is None):
        return []
    uids = {row.number: row.uid for row in told}
    entries = []
    for block in _blocks(meeting, told, names):
        uid = uids.get(block.number) or _uid(meeting, block.number, public_url)
        occurrence = _occurrence(meeting, block, names, (uid, f"{public_url}/buoi/{meeting.id}"))
        entries.append(Entry(block.number, occurrence, _feeds(meeting, block, names)))
    return entries


def _blocks(meeting: Meeting, told: Sequence[OccurrenceRow], names: Names) -> list[_Block]:
    undated = meeting.state is State.POSTPONED or not meeting.sittings
    current = [] if undated else list(_current_blocks(meeting, names))
    kept = [
        _Block(row.number, row.starts_at, row.ends_at, "", row.location, dropped=True)
        for row in told
        if row.number > len(current) and row.piece is not None
    ]
    return current + kept


def _current_blocks(meeting: Meeting, names: Names) -> Iterator[_Block]:
    sittings = sorted(meeting.sittings, key=lambda s: (s.day, s.starts))
    for number, (day, found) in enumerate(groupby(sittings, key=lambda s: s.day), 1):
        parts = list(found)
        times = ", ".join(hours(s.starts, s.ends) for s in parts) if len(parts) > 1 else ""
        places = dict.fromkeys(filter(None, (_place(s, names) for s in parts)))
        ends = max(s.ends for s in parts)
        yield _Block(number, _instant(day, parts[0].starts), _instant(day, ends), times, "; ".join(places))


def _place(sitting: Sitting, names: Names) -> str:
    named = names.places.get(sitting.place_id, "") if sitting.place_id else ""
    return ", ".join(filter(None, (nfc(sitting.site), named)))


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, VIETNAM)


def _uid(meeting: Meeting, number: int, public_url: str) -> str:
    part = f"-{number}" if number > 1 else ""
    return f"{meeting.activity}-{meeting.id}{part}@{urlsplit(public_url).hostname or 'localhost'}"


def _occurrence(meeting: Meeting, block: _Block, names: Names, address: tuple[str, str]) -> Occurrence:
    state = State.CANCELLED if block.dropped and meeting.state is not State.POSTPONED else meeting.state
    day = block.starts.astimezone(VIETNAM).date()
    titles = ", ".join(names.titles[c.office_id] for c in meeting.chairs)
    line = " – ".join(filter(None, (title(meeting.activity, meeting.sub_type), titles, names.units[meeting.unit_id])))
    uid, page = address
    # An approved meeting has no page yet; a link to nowhere is worse than none.
    url = page if meeting.published_at is not None else ""
    told = [*_lines(meeting, block, names, day), *([f"Chi tiết: {url}"] if url else [])]
    return Occurrence(
        uid=uid,
        starts=block.starts.astimezone(VIETNAM),
        ends=block.ends.astimezone(VIETNAM),
        summary=f"{entry_prefix(state)}{line}",
        description="\n".join(told),
        location=block.location,
        category=activity_name(meeting.activity),
        url=url,
        status=_STATUSES[state],
        public=meeting.published_at is not None,
    )


def _lines(meeting: Meeting, block: _Block, names: Names, day: date) -> Iterable[str]:
    for chair in meeting.chairs:
        yield f"Chủ trì: {_presiding(chair, names, day)}"
    yield f"Đơn vị: {names.units[meeting.unit_id]}"
    if block.times:
        yield f"Giờ: {block.times}"
    if meeting.mode is not Mode.IN_PERSON:
        yield f"Hình thức: {mode_word(meeting.mode)}"
    was = [f.day for f in meeting.former_dates if f.was_public and f.day != day]
    if was and block.number == 1 and not block.dropped:
        yield former_date_words(was[-1], day)


def _presiding(chair: MeetingChair, names: Names, day: date) -> str:
    title_of_office = names.titles[chair.office_id]
    if chair.present is False:
        return stand_in_words(title_of_office, nfc(chair.delegate))
    person = names.persons.get(names.holder(chair, day) or "", "")
    return chair_words(title_of_office, person, in_person=chair.in_person)


def _feeds(meeting: Meeting, block: _Block, names: Names) -> frozenset[str]:
    day = block.starts.astimezone(VIETNAM).date()
    # A leader's own calendar shows what takes the leader's time; the office's shows all that is the office's.
    persons = {names.holder(c, day) for c in meeting.chairs if c.in_person}
    feeds = {feed_id(FeedScope.PERSON, p) for p in persons if p}
    feeds |= {feed_id(FeedScope.OFFICE, c.office_id) for c in meeting.chairs}
    feeds.add(feed_id(FeedScope.UNIT, meeting.unit_id))
    if meeting.published_at is not None:
        feeds.add(feed_id(FeedScope.PUBLIC, meeting.unit_id))
    return frozenset(feeds)
