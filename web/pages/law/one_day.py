"""One special day: entered, corrected or removed; what that touches is shown first, and nothing is moved by it."""

from datetime import date
from typing import Any

from api.bodies import checked as checked_by
from api.schemas.base import Query
from api.schemas.fields import Choice, Day, Flag, Text, Whole
from scheduler import daymarks
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.core.workdays import CalendarDay, DayKind
from scheduler.day_effects import Effects, told
from scheduler.db.law import CalendarDayRow
from scheduler.db.scope import for_the_country
from scheduler.db.work import UnitOfWork
from web.forms import Form, Refused
from web.frames import Shown, Went, shown, went
from web.law_words import kinds_of_day
from web.pages.law.shared import pages
from web.trying import tried

_ONE = "/ngay-nghi/<id:day_id>"
_UNNAMED = "…"
"""Stands in a rehearsal for what is typed only with the saving."""


class DayTried(Form):
    """A day and what it is to be."""

    on = Day(required=True)
    kind = Choice(DayKind, required=True)


class DayAsked(Query):
    """What is looked at; texts, so that a wrong one is shown beside its field."""

    on = Text(20, shortest=0, load_default="")
    kind = Text(20, shortest=0, load_default="")


class _Said(Form):
    kind = Choice(DayKind, required=True)
    name = Text(daymarks.LONGEST_NAME, required=True)
    source = Text(daymarks.LONGEST_SOURCE, required=True)
    confirmed = Flag(load_default=False)


class NewDay(_Said):
    """A day to enter."""

    on = Day(required=True)


class DayEdit(_Said):
    """What a day is from now on, and which version of it was read."""

    version = Whole(1, 1_000_000, required=True)


class Removal(Form):
    """Which version of the day was read."""

    version = Whole(1, 1_000_000, required=True)


@pages.shows("/ngay-nghi/them", Action.KEEP_LAW, query=DayAsked, rehearses=True)
def add_day(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Choose a day and what it is, see what that touches, then say its name and paper."""
    for_the_country(uow, Action.KEEP_LAW)
    given: dict[str, str] = dict(refused.given) if refused else dict(query or {})

    def rehearse() -> Effects:
        wanted = checked_by(DayTried(), {name: given[name] for name in ("on", "kind") if given.get(name)})
        day = CalendarDay(wanted["on"], wanted["kind"], _UNNAMED, _UNNAMED)
        change = daymarks.set_day(uow, day)
        return told(uow, change.meetings, change.postings)

    trial = tried(rehearse if given.get("on") or given.get("kind") else None, given, refused)
    return shown(
        "law/add_day.html",
        trial.status,
        effects=trial.found,
        refused=trial.refused,
        given=given,
        kinds=kinds_of_day(),
    )


@pages.does("/ngay-nghi/them", Action.KEEP_LAW, takes=NewDay, else_shows=add_day)
def save_new_day(uow: UnitOfWork, form: dict[str, Any]) -> Went:
    """Enter a special day."""
    daymarks.set_day(uow, CalendarDay(**form))
    return went("law.days", nam=form["on"].year, xong="da-luu")


@pages.shows(f"{_ONE}/sua", Action.KEEP_LAW, query=DayAsked, rehearses=True)
def edit_day(
    uow: UnitOfWork, day_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Show a day, and what becomes of meetings when it is to be something else."""
    for_the_country(uow, Action.KEEP_LAW)
    row = daymarks.get(uow, _day(day_id))
    stands, version = _standing(row), row.version
    given: dict[str, str] = dict(refused.given) if refused else {k: v for k, v in (query or {}).items() if v}
    given.setdefault("kind", stands.kind.value)

    def rehearse() -> Effects:
        wanted = checked_by(DayTried(), {"on": day_id, "kind": given["kind"]})
        day = CalendarDay(stands.on, wanted["kind"], stands.name, stands.source, stands.confirmed)
        change = daymarks.set_day(uow, day, version)
        return told(uow, change.meetings, change.postings)

    trial = tried(rehearse, given, refused)
    return shown(
        "law/edit_day.html",
        trial.status,
        stands=stands,
        version=version,
        effects=trial.found,
        refused=trial.refused,
        given=given,
        kinds=kinds_of_day(),
    )


@pages.does(f"{_ONE}/sua", Action.KEEP_LAW, takes=DayEdit, else_shows=edit_day)
def save_day(uow: UnitOfWork, form: dict[str, Any], day_id: str) -> Went:
    """Correct a special day, or confirm it."""
    day, version = _day(day_id), form.pop("version")
    daymarks.set_day(uow, CalendarDay(on=day, **form), version)
    return went("law.days", nam=day.year, xong="da-luu")


@pages.shows(f"{_ONE}/go", Action.KEEP_LAW, rehearses=True)
def remove_day(uow: UnitOfWork, day_id: str, refused: Refused | None = None) -> Shown:
    """Show what a day was entered as, and what taking it out touches."""
    for_the_country(uow, Action.KEEP_LAW)
    row = daymarks.get(uow, _day(day_id))
    stands, version = _standing(row), row.version
    change = daymarks.remove_day(uow, stands.on, version)
    effects = told(uow, change.meetings, change.postings)
    return shown("law/remove_day.html", stands=stands, version=version, effects=effects, refused=refused)


@pages.does(f"{_ONE}/go", Action.KEEP_LAW, takes=Removal, else_shows=remove_day)
def save_removal(uow: UnitOfWork, form: dict[str, Any], day_id: str) -> Went:
    """Take a special day out: it is again what its weekday says."""
    day = _day(day_id)
    daymarks.remove_day(uow, day, form["version"])
    return went("law.days", nam=day.year, xong="da-xoa")


def _standing(row: CalendarDayRow) -> CalendarDay:
    """Return the day as it stands, which a rehearsal leaves alone."""
    return CalendarDay(row.day, DayKind(row.kind), row.name, row.source, row.confirmed)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(kind="calendar_day", id=text) from None
