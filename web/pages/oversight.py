"""Oversight: the board of units by months, the country by provinces, and the evidence behind a cell."""

from datetime import date
from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Choice, Id, Text, Whole
from scheduler import explaining, period_locks
from scheduler import oversight as use_case
from scheduler.core.duty import FIRST_ASKED, Duty, find_duty
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.judging import watched_years
from scheduler.oversight import headings
from web.forms import Form, Refused
from web.frames import Pages, Shown, Went, shown, went

pages = Pages("supervision", "/giam-sat")
_CELL = "/o/<id:office_id>/<id:rule_id>/<id:first_on>"
LONGEST = 2000


class BoardAsked(Query):
    """Which units (one's own when not given), year, duty, order and page."""

    don_vi = Id(load_default=None)
    nam = Whole(2014, 2199, load_default=None)
    nv = Text(120, load_default=None)
    sx = Choice(use_case.Sort, load_default=use_case.Sort.SHORT)
    tu = Whole(0, 100_000, load_default=0)


class UnitAsked(Query):
    """Which unit; one's own when not given."""

    don_vi = Id(load_default=None)


class QuestionForm(Form):
    """What is asked about a verdict."""

    question = Text(LONGEST, required=True)


class AnswerForm(Form):
    """What the unit answers, and to which question."""

    explanation_id = Id(required=True)
    answer = Text(LONGEST, required=True)


class LockForm(Form):
    """Which month is to be locked: its first day."""

    month = Text(10, required=True)


@pages.shows("", Action.SUPERVISE, query=BoardAsked)
def board(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show units by months for one duty; for the country, provinces by months."""
    asked = query or BoardAsked().load({})
    unit_id = asked["don_vi"] or uow.actor.unit_id
    year = asked["nam"] or uow.today.year
    duties = use_case.duties(uow, unit_id, year)
    duty = _duty(asked["nv"], duties)
    shared: dict[str, Any] = {
        "asked": asked,
        "year": year,
        "duties": duties,
        "duty": duty,
        "years": sorted(watched_years(uow.today)),
    }
    if unit_id is None:
        return shown("oversight/country.html", found=use_case.country(uow, year, duty), today=uow.today, **shared)
    found = use_case.board(uow, unit_id, year, duty, sort=asked["sx"], after=asked["tu"], limit=200)
    top = headings.heading(uow, unit_id)
    return shown("oversight/board.html", found=found, top=top, today=uow.today, **shared)


@pages.shows(_CELL, Action.SUPERVISE)
def cell(uow: UnitOfWork, office_id: str, rule_id: str, first_on: str, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show everything behind how an office stands with a rule in a period."""
    office = headings.office_of(uow, office_id)
    found = use_case.cell(uow, office_id, rule_id, _day(first_on))
    asked = [name for one in found.explanations for name in (one.asked_by, one.answered_by)]
    locked = [found.as_locked.by] if found.as_locked else []
    told = [*(one.by for one in found.changes), *asked, *locked, *(one.by for one in found.verdict.insistences)]
    return shown(
        "oversight/cell.html",
        found=found,
        office=office,
        top=headings.heading(uow, found.unit_id),
        names=headings.names_of(uow, told),
        address={"office_id": office_id, "rule_id": rule_id, "first_on": first_on},
    )


@pages.does(f"{_CELL}/hoi", Action.ASK_EXPLANATION, takes=QuestionForm, else_shows=cell)
def ask(uow: UnitOfWork, form: dict[str, Any], office_id: str, rule_id: str, first_on: str) -> Went:
    """Ask the unit to explain."""
    explaining.ask(uow, office_id, rule_id, _day(first_on), form["question"])
    return went("supervision.cell", office_id=office_id, rule_id=rule_id, first_on=first_on, xong="da-gui")


@pages.shows("/giai-trinh", query=UnitAsked)
def explanations(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show what was asked of a unit and those below it, and the answers."""
    unit_id = _unit(uow, query)
    asked = headings.questions(uow, unit_id)
    people = headings.names_of(uow, [name for one in asked for name in (one.row.asked_by, one.row.answered_by)])
    top = headings.heading(uow, unit_id)
    return shown("oversight/explanations.html", asked=asked, names=people, top=top, own=uow.actor.unit_id)


@pages.does("/giai-trinh", Action.ANSWER_EXPLANATION, takes=AnswerForm, else_shows=explanations)
def answer(uow: UnitOfWork, form: dict[str, Any]) -> Went:
    """Answer a question put to one's own unit, once."""
    explaining.answer(uow, form["explanation_id"], form["answer"])
    return went("supervision.explanations", xong="da-gui")


@pages.shows("/chot/<id:unit_id>")
def locks(uow: UnitOfWork, unit_id: str, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show the locked months of a unit and those that can be locked."""
    found = period_locks.of_unit(uow, unit_id)
    people = headings.names_of(uow, [lock.locked_by for lock in found.locked])
    return shown("oversight/locks.html", found=found, names=people, top=headings.heading(uow, unit_id))


@pages.does("/chot/<id:unit_id>", Action.LOCK_PERIOD, takes=LockForm, else_shows=locks)
def lock(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Lock a month that is over."""
    period_locks.lock_period(uow, unit_id, _day(form["month"]))
    return went("supervision.locks", unit_id=unit_id, xong="da-khoa-ky")


def _unit(uow: UnitOfWork, query: dict[str, Any] | None) -> str:
    unit_id = (query or {}).get("don_vi") or uow.actor.unit_id
    if unit_id is None:
        raise NotFound(kind="unit", id="")
    return str(unit_id)


def _duty(name: str | None, duties: tuple[Duty, ...]) -> Duty:
    if name is None:
        return FIRST_ASKED if FIRST_ASKED in duties or not duties else duties[0]
    found = find_duty(name)
    if found is None:
        raise NotFound(kind="duty", id=name)
    return found


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound(kind="day", id=text) from None
    if not 1945 <= day.year <= 2199:  # noqa: PLR2004 - as everywhere: outside are slips of the pen
        raise NotFound(kind="day", id=text)
    return day
