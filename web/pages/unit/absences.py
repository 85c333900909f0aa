"""When the unit or somebody of it cannot receive: the coming spans, entering, changing and withdrawing one (T39)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from api.schemas.fields import Day, Text, Whole
from scheduler import absences as use_case
from scheduler.absence_effects import Told
from scheduler.away_days import AwayDays, concerned, listed
from scheduler.core.errors import InvalidInput
from scheduler.core.facts import DayPart
from scheduler.core.roles import Action
from scheduler.db.scope import may_write, reads
from scheduler.db.work import UnitOfWork
from scheduler.wording.language import said, source
from scheduler.wording.requests import PARTS, span_words
from web.forms import Form, Refused
from web.frames import Shown, Went, shown, went
from web.leader_forms import SpanAsked, SpanForm, span_of
from web.pages.unit.shared import LeafAsked, leaf_of, pages, same_unit, to_change
from web.pages.unit.trying import Tried, foreseen, wanted, whom_of
from web.trying import UNTOLD, Both

_BOOK = Action.BOOK
_ONE = "/<id:unit_id>/vang-mat/<id:absence_id>"
_YEAR = timedelta(days=365)
_FINE, _UNPROCESSABLE = 200, 422


class WindowAsked(LeafAsked):
    """The first day of the year that is looked at; from today on when it is left out."""

    tu = Day(load_default=None)


class AbsenceAsked(SpanAsked):
    """For whom, and which days; texts, so that a wrong one is shown beside its field."""

    whom = Text(100, shortest=0, load_default="")


class NewAbsence(SpanForm):
    """An absence to enter."""

    whom = Text(100, required=True)
    reason = Text(use_case.LONGEST_REASON, required=True)


class AbsenceEdit(SpanForm):
    """What an absence becomes, and as what it was read."""

    version = Whole(1, 999_999_999, required=True)
    reason = Text(use_case.LONGEST_REASON, required=True)


class Removal(Form):
    """As what the absence was read."""

    version = Whole(1, 999_999_999, required=True)


@pages.shows("/<id:unit_id>/vang-mat", query=WindowAsked)
def absences(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Shown:
    """Show a year of absences and blocking dates of a unit; what is over comes latest first."""
    unit, first = reads(uow, unit_id), query["tu"] or uow.today
    last = first + _YEAR - timedelta(days=1)
    rows = use_case.list_of_unit(uow, unit.id, first, last)
    leaf = leaf_of(rows if last >= uow.today else rows[::-1], query["trang"])
    return shown(
        "unit/absences.html",
        unit=unit,
        leaf=replace(leaf, rows=listed(uow, unit.id, leaf.rows)),
        span=(first, last),
        near={"before": first - _YEAR, "after": first + _YEAR},
        today=uow.today,
        books=may_write(uow, unit.id, _BOOK),
    )


@pages.shows("/<id:unit_id>/vang-mat/them", _BOOK, query=AbsenceAsked, rehearses=True)
def new_absence(
    uow: UnitOfWork, unit_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Choose for whom and which days, see what comes of it, then save."""
    unit = to_change(uow, unit_id, _BOOK)
    given: Mapping[str, str] = refused.given if refused else query or {}
    choices = concerned(uow, unit.id)

    def rehearse() -> Told:
        whom, (first_on, last_on, part) = wanted(given, choices, unit.id)
        return use_case.add(uow, whom, first_on, last_on, UNTOLD, part=part)

    trial = foreseen(uow, unit.id, rehearse, given) if given.get("whom") or given.get("first_on") else Tried()
    problem = refused or trial.refused
    return shown(
        "unit/new_absence.html",
        _UNPROCESSABLE if problem else _FINE,
        unit=unit,
        choices=[("", said(source("Chọn"))), *((one.key, one.name) for one in choices)],
        given=given,
        trial=trial,
        refused=problem,
        parts_of_day=_parts_of_day(),
    )


@pages.does("/<id:unit_id>/vang-mat/them", _BOOK, takes=NewAbsence, else_shows=new_absence)
def add_absence(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Enter an absence; no meeting is moved by it."""
    whom = whom_of(form["whom"], concerned(uow, unit_id), unit_id)
    last_on = form["last_on"] or form["first_on"]
    use_case.add(uow, whom, form["first_on"], last_on, form["reason"], part=form["part"])
    return went("unit.absences", unit_id=unit_id, xong="da-ghi-vang")


@pages.shows(_ONE, _BOOK, query=SpanAsked, rehearses=True)
def absence(
    uow: UnitOfWork, unit_id: str, absence_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Show one absence, and what comes of it when other days are chosen."""
    unit, told = to_change(uow, unit_id, _BOOK), _own(uow, unit_id, absence_id)
    row = told.absence
    standing = {"first_on": f"{row.first_on}", "last_on": f"{row.last_on}", "part": row.part}
    words = _span(row.first_on, row.last_on, row.part)
    stands = {**standing, "reason": row.reason, "version": f"{row.version}", "words": words}
    asked = {name: value for name, value in (refused.given if refused else query or {}).items() if value}

    def rehearse() -> Told:
        first_on, last_on, part = span_of({"part": row.part, **asked})
        return use_case.change(uow, row.id, row.version, first_on=first_on, last_on=last_on, part=part)

    trial = foreseen(uow, unit.id, rehearse, asked) if asked.get("first_on") else Tried()
    problem = refused or trial.refused
    return shown(
        "unit/absence.html",
        _UNPROCESSABLE if problem else _FINE,
        unit=unit,
        told=told,
        stands=stands,
        # One day is asked for with an empty end: then the old end is no answer.
        given=({**standing, "last_on": ""} if asked.get("first_on") else standing) | asked,
        trial=trial,
        refused=problem,
        both=_in_both(stands, asked) if refused and refused.code == "stale" else (),
        parts_of_day=_parts_of_day(),
    )


@pages.does(_ONE, _BOOK, takes=AbsenceEdit, else_shows=absence)
def change_absence(uow: UnitOfWork, form: dict[str, Any], unit_id: str, absence_id: str) -> Went:
    """Change an absence, when nobody did since it was read."""
    _own(uow, unit_id, absence_id)
    span = {"first_on": form["first_on"], "last_on": form["last_on"] or form["first_on"], "part": form["part"]}
    use_case.change(uow, absence_id, form["version"], **span, reason=form["reason"])
    return went("unit.absences", unit_id=unit_id, xong="da-sua-vang")


@pages.shows(f"{_ONE}/go", _BOOK, rehearses=True)
def remove_absence(uow: UnitOfWork, unit_id: str, absence_id: str, refused: Refused | None = None) -> Shown:
    """Show what comes of withdrawing an absence."""
    unit, told = to_change(uow, unit_id, _BOOK), _own(uow, unit_id, absence_id)
    row = told.absence
    stands = {"words": _span(row.first_on, row.last_on, row.part), "reason": row.reason, "version": row.version}
    trial = foreseen(uow, unit.id, lambda: use_case.remove(uow, absence_id, row.version), {})
    return shown(
        "unit/remove_absence.html", unit=unit, whom=told.whom, absence_id=absence_id, stands=stands, trial=trial,
        refused=refused,
    )  # fmt: skip


@pages.does(f"{_ONE}/go", _BOOK, takes=Removal, else_shows=remove_absence)
def save_removal(uow: UnitOfWork, form: dict[str, Any], unit_id: str, absence_id: str) -> Went:
    """Withdraw an absence, when nobody changed it since it was read."""
    _own(uow, unit_id, absence_id)
    use_case.remove(uow, absence_id, form["version"])
    return went("unit.absences", unit_id=unit_id, xong="da-go-vang")


def _own(uow: UnitOfWork, unit_id: str, absence_id: str) -> AwayDays:
    row = use_case.get(uow, absence_id)
    same_unit("absence", absence_id, row.owner_unit_id, unit_id)
    return listed(uow, unit_id, [row])[0]


def _span(first_on: date, last_on: date, part: str) -> str:
    return span_words(first_on, last_on, DayPart(part))


def _parts_of_day() -> list[tuple[str, str]]:
    return [(part.value, said(text)) for part, text in PARTS.items()]


def _in_both(stands: Mapping[str, str], given: Mapping[str, str]) -> list[Both]:
    try:
        typed = _span(*span_of(given)[:2], span_of(given)[2].value)
    except InvalidInput:
        typed = given.get("first_on", "")
    return [
        Both(said(source("Thời gian")), stands["words"], typed),
        Both(said(source("Lý do")), stands["reason"], given.get("reason", "")),
    ]
