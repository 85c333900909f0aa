"""The editable calendar: days off, observed and swapped days, make-up Saturdays, each with its source.

Decisions come late (T16). A change tells which meetings it touches and whose posting deadline it moves; it moves none.
Tết and Giỗ Tổ follow the Vietnamese lunar calendar (T17): seeded days are expected until somebody confirms them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.core.errors import Fault, InvalidInput, NotFound
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.core.workdays import CalendarDay, DayKind, Deadline
from scheduler.day_effects import MovedPosting, TouchedMeeting, effects_of
from scheduler.db.law import CalendarDayRow, list_calendar_days
from scheduler.db.scope import for_the_country
from scheduler.db.work import UnitOfWork
from scheduler.holiday_seed import seed_days
from scheduler.ledger import work_calendar
from scheduler.registering import current, refuse_if, span_faults, text_faults

LONGEST_NAME, LONGEST_SOURCE = 200, 500
MOST_SHIFTED = 250
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayChange:
    """A changed day (None once removed) and what it touches: meetings by date, then deadlines by date."""

    row: CalendarDayRow | None
    meetings: tuple[TouchedMeeting, ...]
    postings: tuple[MovedPosting, ...]

    @property
    def version(self) -> int | None:
        """Return the row's version."""
        return self.row.version if self.row else None


@dataclass(frozen=True, slots=True)
class Seeded:
    """The days newly entered, ascending, and what they touch, as in DayChange."""

    rows: tuple[CalendarDayRow, ...]
    meetings: tuple[TouchedMeeting, ...]
    postings: tuple[MovedPosting, ...]


def set_day(uow: UnitOfWork, day: CalendarDay, version: int | None = None) -> DayChange:
    """Enter a special day, or with ``version`` correct one that is there.

    Raises: NotAllowed, NotFound, Stale, InvalidInput with every fault at once (no name, no source, a make-up day on
        a working weekday, a day that is there already when no version is given).
    Law: Bộ luật Lao động Điều 111.3, 112.
    """
    for_the_country(uow, Action.KEEP_LAW)
    faults = text_faults("name", day.name, LONGEST_NAME) + text_faults("source", day.source, LONGEST_SOURCE)
    if day.kind is DayKind.MAKEUP_WORKDAY and day.on.weekday() < _SATURDAY:
        faults.append(Fault("kind", "makeup-on-weekday", {"day": day.on}))
    refuse_if(faults)
    old = work_calendar(uow)
    row = uow.session.get(CalendarDayRow, day.on)
    if version is None:
        if row is not None:
            raise InvalidInput.at("on", "duplicate-day", on=day.on)
        row = CalendarDayRow(day=day.on)
        uow.session.add(row)
    elif row is None:
        raise NotFound(kind="calendar_day", id=str(day.on))
    else:
        current(row, version)
    row.kind, row.name, row.source = day.kind.value, nfc(day.name), nfc(day.source)
    row.confirmed = day.confirmed
    uow.session.flush()
    meetings, postings = effects_of(uow, old, [day.on])
    values = {"kind_of_day": row.kind, "name": row.name, "source": row.source, "confirmed": row.confirmed}
    uow.record("CalendarDaySet", str(day.on), None, **values, touched=[t.meeting.id for t in meetings])
    return DayChange(row, meetings, postings)


def confirm_days(uow: UnitOfWork, versions: Mapping[date, int], source: str) -> list[CalendarDayRow]:
    """Confirm expected days, all or none, by the paper that says so; nothing is touched, for they counted before.

    ``versions``: of each day, as it was read. Returns the days, ascending.
    Raises: NotAllowed, NotFound, Stale, InvalidInput (no day, no source, a day that is confirmed already).
    Law: Bộ luật Lao động Điều 112.3.
    """
    for_the_country(uow, Action.KEEP_LAW)
    rows = {day: get(uow, day) for day in sorted(versions)}
    faults = [] if rows else [Fault("days", "empty")]
    faults += text_faults("source", source, LONGEST_SOURCE)
    faults += [Fault("days", "day-confirmed-already", {"on": day}) for day, row in rows.items() if row.confirmed]
    refuse_if(faults)
    for day, row in rows.items():
        current(row, versions[day])
        row.confirmed, row.source = True, nfc(source)
        values = {"kind_of_day": row.kind, "name": row.name, "source": row.source, "confirmed": True}
        uow.record("CalendarDaySet", str(day), None, **values, touched=[])
    uow.session.flush()
    return list(rows.values())


def remove_day(uow: UnitOfWork, day: date, version: int) -> DayChange:
    """Withdraw a special day: the date is again what its weekday says.

    Raises: NotAllowed, NotFound, Stale.
    """
    for_the_country(uow, Action.KEEP_LAW)
    row = get(uow, day)
    current(row, version)
    old = work_calendar(uow)
    uow.session.delete(row)
    uow.session.flush()
    meetings, postings = effects_of(uow, old, [day])
    values = {"kind_of_day": row.kind, "name": row.name}
    uow.record("CalendarDayRemoved", str(day), None, **values, touched=[t.meeting.id for t in meetings])
    return DayChange(None, meetings, postings)


def seed_calendar(uow: UnitOfWork, years: Iterable[int]) -> Seeded:
    """Enter the days known or expected for some years where nothing is entered yet; what stands is not changed.

    Raises: NotAllowed.
    Law: Bộ luật Lao động Điều 112.3 (the Prime Minister fixes Tết, Quốc khánh and the swaps each year).
    """
    for_the_country(uow, Action.KEEP_LAW)
    old = work_calendar(uow)
    had = {row.day for row in list_calendar_days(uow.session)}
    new = [day for day in seed_days(years) if day.on not in had]
    rows = tuple(
        CalendarDayRow(day=d.on, kind=d.kind.value, name=nfc(d.name), source=d.source, confirmed=d.confirmed)
        for d in new
    )
    uow.session.add_all(rows)
    uow.session.flush()
    for row in rows:
        values = {"kind_of_day": row.kind, "name": row.name, "source": row.source, "confirmed": row.confirmed}
        uow.record("CalendarDaySet", str(row.day), None, **values)
    return Seeded(rows, *effects_of(uow, old, [row.day for row in rows]))


def get(uow: UnitOfWork, day: date) -> CalendarDayRow:
    """Return a special day. Raises: NotFound, NotAllowed."""
    uow.require(Action.READ)
    row = uow.session.get(CalendarDayRow, day)
    if row is None:
        raise NotFound(kind="calendar_day", id=str(day))
    return row


def list_days(uow: UnitOfWork, first: date, last: date) -> list[CalendarDayRow]:
    """Return the special days of the closed span of at most 400 days, ascending. Raises: NotAllowed, InvalidInput."""
    uow.require(Action.READ)
    refuse_if(span_faults("last", first, last))
    return list_calendar_days(uow.session, first, last)


def count_from(uow: UnitOfWork, anchor: date, days: int) -> Deadline:
    """Return the day ``days`` working days after ``anchor`` (before it when negative) and the days it skipped.

    ``days``: -250 to 250. The anchor is not counted (I, T15).
    Raises: NotAllowed, InvalidInput.
    """
    uow.require(Action.READ)
    if abs(days) > MOST_SHIFTED:
        raise InvalidInput.at("days", "number-out-of-range", low=-MOST_SHIFTED, high=MOST_SHIFTED)
    return work_calendar(uow).shift(anchor, days)
