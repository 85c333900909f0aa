"""The calendar of days off: a year to look at, days to confirm by their paper, and a year to load."""

from datetime import date
from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Several, Text, Whole
from scheduler import daymarks
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.roles import Action
from scheduler.core.workdays import CalendarDay, DayKind
from scheduler.day_effects import told
from scheduler.db.scope import for_the_country
from scheduler.db.work import UnitOfWork
from web.forms import Form, Refused
from web.frames import Shown, Went, shown, went
from web.pages.law.shared import keeps_law, pages
from web.year_grid import year_of

FIRST_YEAR, LAST_YEAR = 2014, 2100
_MOST_DAYS = 100


class YearAsked(Query):
    """Which year; the present one when not given."""

    nam = Whole(FIRST_YEAR, LAST_YEAR, load_default=None)


class Confirming(Form):
    """Which days are confirmed ("2026-11-24/3": the day and the version that was read), and by which paper."""

    nam = Whole(FIRST_YEAR, LAST_YEAR, required=True)
    days = Several(Text(30), _MOST_DAYS, load_default=list)
    source = Text(daymarks.LONGEST_SOURCE, required=True)


class Seeding(Form):
    """The year to load."""

    nam = Whole(FIRST_YEAR, LAST_YEAR, required=True)


@pages.shows("/ngay-nghi", query=YearAsked)
def days(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Show the special days of a year."""
    year = _year(uow, query, refused)
    rows = daymarks.list_days(uow, date(year, 1, 1), date(year, 12, 31))
    return shown(
        "law/days.html",
        year=year,
        rows=rows,
        grid=year_of(year, [CalendarDay(r.day, DayKind(r.kind), r.name, r.source, r.confirmed) for r in rows]),
        off=sum(row.kind != DayKind.MAKEUP_WORKDAY for row in rows),
        expected=[row for row in rows if not row.confirmed],
        keeps=keeps_law(uow),
        bounds=(FIRST_YEAR, LAST_YEAR),
        today=uow.today,
    )


@pages.does("/ngay-nghi/xac-nhan", Action.KEEP_LAW, takes=Confirming, else_shows=days)
def confirm_days(uow: UnitOfWork, form: dict[str, Any]) -> Went:
    """Confirm expected days by the paper that says so."""
    daymarks.confirm_days(uow, _versions(form["days"]), form["source"])
    return went("law.days", nam=form["nam"], xong="da-luu")


@pages.shows("/ngay-nghi/nap", Action.KEEP_LAW, query=YearAsked, rehearses=True)
def seed(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Show which days of a year are known or expected and not entered yet, and what entering them touches."""
    for_the_country(uow, Action.KEEP_LAW)
    year = _year(uow, query, refused)
    made = daymarks.seed_calendar(uow, [year])
    return shown("law/seed.html", year=year, made=made, effects=told(uow, made.meetings, made.postings))


@pages.does("/ngay-nghi/nap", Action.KEEP_LAW, takes=Seeding, else_shows=seed)
def save_seed(uow: UnitOfWork, form: dict[str, Any]) -> Went:
    """Enter the days of a year that are known or expected."""
    daymarks.seed_calendar(uow, [form["nam"]])
    return went("law.days", nam=form["nam"], xong="da-luu")


def _year(uow: UnitOfWork, query: dict[str, Any] | None, refused: Refused | None) -> int:
    typed = refused.given.get("nam", "") if refused else ""
    if typed.isdecimal() and len(typed) == len(str(LAST_YEAR)) and FIRST_YEAR <= int(typed) <= LAST_YEAR:
        return int(typed)
    return (query or {}).get("nam") or uow.today.year


def _versions(chosen: list[str]) -> dict[date, int]:
    """Return the versions of the chosen days. Raises: InvalidInput."""
    found: dict[date, int] = {}
    for text in chosen:
        day, _, version = text.partition("/")
        try:
            found[date.fromisoformat(day)] = int(version)
        except ValueError:
            raise InvalidInput([Fault("days", "not-a-date")]) from None
    return found
