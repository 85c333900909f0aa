"""Absences and blocking dates."""

from datetime import date
from typing import Any

from api.http import Noun
from api.schemas.absences import AbsenceEdit, AbsenceSchema, AbsencesSchema, NewAbsence, ToldAbsenceSchema
from api.schemas.plans import SpanAsked
from scheduler import absences as use_case
from scheduler.absence_effects import Told
from scheduler.core.roles import Action
from scheduler.db.places import Absence
from scheduler.db.work import UnitOfWork

absences = Noun("absences", "Ngày vắng mặt và ngày không bố trí tiếp công dân")
_ONE = "/absences/<id:absence_id>"
_WHOM = ("person_id", "office_id", "unit_id", "level", "owner_unit_id")


@absences.reads("/units/<id:unit_id>/absences", query=SpanAsked, answers=AbsencesSchema)
def list_absences(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> dict[str, Any]:
    """List what was entered at a unit and what blocks its whole level in a span."""
    return {"items": use_case.list_of_unit(uow, unit_id, query["first"], query["last"])}


@absences.writes(
    "POST",
    "/absences",
    Action.BOOK,
    takes=NewAbsence,
    answers=ToldAbsenceSchema,
    status=201,
    location="/absences/{0.absence.id}",
)
def add_absence(uow: UnitOfWork, body: dict[str, Any]) -> Told:
    """Enter an absence and learn what it does to meetings and minimums; none is moved, nothing is refused."""
    return use_case.add(uow, *_wanted(body), part=body["part"])


@absences.previews("/absences/preview", Action.BOOK, takes=NewAbsence, answers=ToldAbsenceSchema)
def preview_absence(uow: UnitOfWork, body: dict[str, Any]) -> Told:
    """Learn what an absence would do to meetings and minimums; nothing is written."""
    return use_case.add(uow, *_wanted(body), part=body["part"])


@absences.reads(_ONE, answers=AbsenceSchema)
def get_absence(uow: UnitOfWork, absence_id: str) -> Absence:
    """Look at an absence."""
    return use_case.get(uow, absence_id)


@absences.writes("PATCH", _ONE, Action.BOOK, takes=AbsenceEdit, answers=ToldAbsenceSchema, edits=True)
def change_absence(uow: UnitOfWork, absence_id: str, version: int, body: dict[str, Any]) -> Told:
    """Change the days or the reason of an absence and learn what that does to meetings and minimums."""
    return use_case.change(uow, absence_id, version, **body)


@absences.previews(f"{_ONE}/preview", Action.BOOK, takes=AbsenceEdit, answers=ToldAbsenceSchema, edits=True)
def preview_change(uow: UnitOfWork, absence_id: str, version: int, body: dict[str, Any]) -> Told:
    """Learn what changing an absence would do to meetings and minimums; nothing is written."""
    return use_case.change(uow, absence_id, version, **body)


@absences.writes("POST", f"{_ONE}/withdrawals", Action.BOOK, answers=ToldAbsenceSchema, edits=True)
def remove_absence(uow: UnitOfWork, absence_id: str, version: int) -> Told:
    """Withdraw an absence and learn what that does to meetings and minimums."""
    return use_case.remove(uow, absence_id, version)


@absences.previews(f"{_ONE}/withdrawals/preview", Action.BOOK, answers=ToldAbsenceSchema, edits=True)
def preview_withdrawal(uow: UnitOfWork, absence_id: str, version: int) -> Told:
    """Learn what withdrawing an absence would do to meetings and minimums; nothing is written."""
    return use_case.remove(uow, absence_id, version)


def _wanted(body: dict[str, Any]) -> tuple[use_case.Whom, date, date, str]:
    whom = use_case.Whom(**{name: body[name] for name in _WHOM if name in body})
    return whom, body["first_on"], body["last_on"], body["reason"]
