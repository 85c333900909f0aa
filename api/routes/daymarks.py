"""The calendar of days off and make-up days."""

from datetime import date
from typing import Any

from api.http import Noun
from api.schemas import daymarks as shapes
from api.schemas.plans import SpanAsked
from scheduler import daymarks as use_case
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.core.workdays import CalendarDay, Deadline
from scheduler.db.law import CalendarDayRow
from scheduler.db.work import UnitOfWork

daymarks = Noun("daymarks", "Lịch nghỉ và ngày làm bù")
_KEEP = Action.KEEP_LAW


@daymarks.reads("/calendar-days", query=SpanAsked, answers=shapes.DaysSchema)
def list_days(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """List the special days of a span with their sources, confirmed and expected ones."""
    return {"items": use_case.list_days(uow, query["first"], query["last"])}


@daymarks.writes(
    "POST",
    "/calendar-days",
    _KEEP,
    takes=shapes.NewDay,
    answers=shapes.DayChangeSchema,
    status=201,
    location="/calendar-days/{0.row.day}",
)
def add_day(uow: UnitOfWork, body: dict[str, Any]) -> use_case.DayChange:
    """Enter a special day and learn which meetings and posting deadlines it touches; nothing is moved."""
    return use_case.set_day(uow, CalendarDay(**body))


@daymarks.previews("/calendar-days/preview", _KEEP, takes=shapes.NewDay, answers=shapes.DayChangeSchema)
def preview_day(uow: UnitOfWork, body: dict[str, Any]) -> use_case.DayChange:
    """Learn what a special day would touch; nothing is written."""
    return use_case.set_day(uow, CalendarDay(**body))


@daymarks.writes("POST", "/calendar-days/seeds", _KEEP, takes=shapes.YearsToSeed, answers=shapes.SeededSchema)
def seed_calendar(uow: UnitOfWork, body: dict[str, Any]) -> use_case.Seeded:
    """Enter the days known or expected for some years where nothing is entered yet."""
    return use_case.seed_calendar(uow, body["years"])


@daymarks.reads("/calendar-days/<id:day_id>", answers=shapes.DaySchema)
def get_day(uow: UnitOfWork, day_id: str) -> CalendarDayRow:
    """Look at a special day, named by its date."""
    return use_case.get(uow, _day(day_id))


@daymarks.writes(
    "PATCH",
    "/calendar-days/<id:day_id>",
    _KEEP,
    takes=shapes.DayEdit,
    answers=shapes.DayChangeSchema,
    edits=True,
)
def change_day(uow: UnitOfWork, day_id: str, version: int, body: dict[str, Any]) -> use_case.DayChange:
    """Correct a special day and learn what that touches; nothing is moved."""
    return use_case.set_day(uow, CalendarDay(on=_day(day_id), **body), version)


@daymarks.writes("DELETE", "/calendar-days/<id:day_id>", _KEEP, answers=shapes.DayChangeSchema, edits=True)
def remove_day(uow: UnitOfWork, day_id: str, version: int) -> use_case.DayChange:
    """Withdraw a special day and learn what that touches; nothing is moved."""
    return use_case.remove_day(uow, _day(day_id), version)


@daymarks.reads("/working-days", query=shapes.CountAsked, answers=shapes.CountSchema)
def count_working_days(uow: UnitOfWork, query: dict[str, Any]) -> Deadline:
    """Count working days from a date, and learn which days were left out."""
    return use_case.count_from(uow, query["anchor"], query["days"])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(kind="calendar_day", id=text) from None
