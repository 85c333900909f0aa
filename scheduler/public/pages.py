"""The public pages' use cases. Nobody signs in here: what may be seen is decided by the meeting's state alone."""

from collections.abc import Iterable
from datetime import date

from scheduler.core.errors import NotFound
from scheduler.core.periods import month_of
from scheduler.core.vietnamese import nfc, sort_key
from scheduler.db.feeds import list_occurrences
from scheduler.db.meetings import Meeting
from scheduler.db.public import (
    former_names_of,
    get_visible_meeting,
    last_visible_day,
    list_coming,
    list_next,
    list_visible,
    units_by_id,
    visible_days,
)
from scheduler.db.unit_search import find_units
from scheduler.db.units import Unit, find_unit_by_public_name, list_children, units_by_code
from scheduler.db.work import UnitOfWork
from scheduler.ical.body import compose, is_whole
from scheduler.public.cards import cards, link
from scheduler.public.views import Card, Hit, Home, MeetingPage, MonthPage, OldName, UnitAbout, UnitLink, UnitPage
from scheduler.wording.meetings import title

LONGEST_QUESTION = 100
MOST_HITS = 50
MOST_SOON = 10
MOST_COMING = 60
MOST_MONTHS = 13
_SOON_DAYS, _AHEAD_DAYS = 6, 366


def home(uow: UnitOfWork, asked: str = "") -> Home:
    """Return the first page. ``asked`` beyond 100 characters is cut; best hits first, at most 50."""
    asked = nfc(asked[:LONGEST_QUESTION])
    hits = _search(uow, asked) if asked else []
    today = uow.today
    soon = () if asked else list_next(uow.session, today, date.fromordinal(today.toordinal() + _SOON_DAYS), MOST_SOON)
    provinces = sorted(list_children(uow.session, None, today), key=lambda unit: sort_key(unit.name))
    return Home(
        asked=asked,
        hits=tuple(hits[:MOST_HITS]),
        more=len(hits) > MOST_HITS,
        soon=cards(uow, list(soon), today),
        provinces=tuple(link(unit) for unit in provinces),
    )


def unit_page(uow: UnitOfWork, public_name: str) -> UnitPage:
    """Return a unit's page. Raises: NotFound."""
    unit = _unit(uow, public_name)
    today = uow.today
    ahead = date.fromordinal(today.toordinal() + _AHEAD_DAYS)
    shown = cards(uow, list_coming(uow.session, unit.id, today, ahead, MOST_COMING), today)
    below = sorted(list_children(uow.session, unit.id, today), key=lambda child: sort_key(child.name))
    return UnitPage(
        about=_about(uow, unit),
        coming=_by_day(card for card in shown if card.day is not None),
        waiting=tuple(card for card in shown if card.day is None),
        below=tuple(link(child) for child in below),
        months=_months(uow, unit.id, today, ahead),
    )


def _months(uow: UnitOfWork, unit_id: str, today: date, ahead: date) -> tuple[date, ...]:
    this = today.replace(day=1)
    days = visible_days(uow.session, unit_id, today, ahead)
    coming = sorted({day.replace(day=1) for day in days})[:MOST_MONTHS]
    last = None if coming else last_visible_day(uow.session, unit_id, today)
    return tuple(sorted({this, *coming, *([last.replace(day=1)] if last else [])}))


def meeting_page(uow: UnitOfWork, meeting_id: str) -> MeetingPage:
    """Return a meeting's page; one that was withdrawn after publication stays readable. Raises: NotFound."""
    meeting = _meeting(uow, meeting_id)
    (card,) = cards(uow, [meeting])
    unit = units_by_id(uow.session, [meeting.unit_id])[meeting.unit_id]
    return MeetingPage(_about(uow, unit), card, bool(_pieces(uow, meeting_id)))


def meeting_calendar(uow: UnitOfWork, meeting_id: str) -> bytes:
    """Return a meeting as a calendar file whose entries equal those of the unit's public feed.

    Raises: NotFound, also while no public calendar shows the meeting.
    """
    meeting = _meeting(uow, meeting_id)
    pieces = _pieces(uow, meeting_id)
    if not pieces:
        raise NotFound(kind="meeting", id=meeting_id)
    return compose(title(meeting.activity, meeting.sub_type), pieces, uow.today.isoformat())


def month_page(uow: UnitOfWork, public_name: str, day: date) -> MonthPage:
    """Return the published meetings of a unit in the month of ``day``. Raises: NotFound."""
    unit = _unit(uow, public_name)
    month = month_of(day)
    found = list_visible(uow.session, month.first, month.last, unit_id=unit.id)
    return MonthPage(_about(uow, unit), month.first, _by_day(cards(uow, found, month.first)), uow.now)


def _by_day(shown: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(sorted(shown, key=lambda card: card.day or date.max))


def _meeting(uow: UnitOfWork, meeting_id: str) -> Meeting:
    meeting = get_visible_meeting(uow.session, meeting_id)
    if meeting is None:
        raise NotFound(kind="meeting", id=meeting_id)
    return meeting


def _pieces(uow: UnitOfWork, meeting_id: str) -> list[tuple[bytes, str]]:
    rows = list_occurrences(uow.session, [meeting_id]).get(meeting_id, [])
    found = [(row.public_piece.encode(), row.starts_on.isoformat()) for row in rows if row.public_piece]
    return [(piece, day) for piece, day in found if is_whole(piece)]


def _unit(uow: UnitOfWork, public_name: str) -> Unit:
    unit = find_unit_by_public_name(uow.session, public_name)
    if unit is None:
        raise NotFound(kind="unit", id=public_name)
    return unit


def _about(uow: UnitOfWork, unit: Unit) -> UnitAbout:
    parent = units_by_id(uow.session, [unit.parent_id]).get(unit.parent_id) if unit.parent_id else None
    ended = unit.valid_to is not None and unit.valid_to < uow.today
    return UnitAbout(
        link=link(unit, parent),
        level=unit.level,
        kind=unit.kind,
        address=unit.address,
        telephone=unit.telephone,
        regular_hours=unit.regular_hours,
        parent=link(parent) if parent else None,
        ended_on=unit.valid_to if ended else None,
        successors=_successors(uow, unit, parent) if ended else (),
    )


def _successors(uow: UnitOfWork, unit: Unit, parent: Unit | None) -> tuple[UnitLink, ...]:
    named = former_names_of(uow.session, unit.full_name)
    there = [former for former in named if parent is None or parent.full_name in former.within]
    codes = [code for former in there or named for code in former.successor_codes]
    return tuple(link(found) for found in units_by_code(uow.session, codes, uow.today).values())


def _search(uow: UnitOfWork, asked: str) -> list[Hit]:
    """Return the units that any name leads to; one more than fits tells of more."""
    found = find_units(uow.session, asked, uow.today)[: MOST_HITS + 1]
    parents = units_by_id(uow.session, sorted({hit.unit.parent_id for hit in found if hit.unit.parent_id}))
    return [
        Hit(
            link(hit.unit, parents.get(hit.unit.parent_id or "")),
            tuple(OldName(former.full_name, former.within) for former in hit.former),
        )
        for hit in found
    ]
