"""Oversight: boards, the evidence behind a cell, locked months, questions and answers."""

from typing import Any

from api.http import Noun
from api.paging import Page, page
from api.schemas import evidence
from api.schemas import oversight as shapes
from api.schemas.base import Paged, page_of
from scheduler import explaining, period_locks
from scheduler import oversight as use_case
from scheduler.core.duty import FIRST_ASKED, Duty, find_duty
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Action
from scheduler.db.explanations import Explanation
from scheduler.db.locks import PeriodLock
from scheduler.db.work import UnitOfWork

oversight = Noun("oversight", "Giám sát: bảng theo dõi, bằng chứng, khóa kỳ, giải trình")
_SEES = Action.SUPERVISE


@oversight.reads("/country-board", _SEES, query=shapes.YearAsked, answers=shapes.CountrySchema)
def see_country(uow: UnitOfWork, query: dict[str, Any]) -> use_case.Country:
    """See the provinces by months, each with all units in it; for who acts for the country."""
    return use_case.country(uow, query["year"], _duty(query))


@oversight.reads("/units-board", _SEES, query=shapes.BoardAsked, answers=shapes.BoardSchema)
def see_all_units(uow: UnitOfWork, query: dict[str, Any]) -> use_case.Board:
    """See all units of the country by months; for who acts for the country."""
    return use_case.board(uow, None, query["year"], _duty(query), **shapes.asked(query))


@oversight.reads("/units/<id:unit_id>/board", _SEES, query=shapes.BoardAsked, answers=shapes.BoardSchema)
def see_units(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> use_case.Board:
    """See a unit and those below it by months; those short of most first."""
    return use_case.board(uow, unit_id, query["year"], _duty(query), **shapes.asked(query))


@oversight.reads("/units/<id:unit_id>/duties", _SEES, query=shapes.DutiesAsked, answers=shapes.DutiesSchema)
def list_duties(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> dict[str, Any]:
    """List the duties that somebody of a unit or below it has, for which there are boards."""
    return {"items": use_case.duties(uow, unit_id, query["year"])}


@oversight.reads("/offices/<id:office_id>/cell", _SEES, query=evidence.CellAsked, answers=evidence.EvidenceSchema)
def see_cell(uow: UnitOfWork, office_id: str, query: dict[str, Any]) -> use_case.CellEvidence:
    """See everything behind how an office stands with a rule in a period."""
    return use_case.cell(uow, office_id, query["rule_id"], query["first_on"])


@oversight.reads("/units/<id:unit_id>/locks", answers=evidence.LocksSchema)
def list_locks(uow: UnitOfWork, unit_id: str) -> period_locks.Locks:
    """List a unit's locked months, and those proposed for locking."""
    return period_locks.of_unit(uow, unit_id)


@oversight.writes(
    "POST",
    "/units/<id:unit_id>/locks",
    Action.LOCK_PERIOD,
    takes=evidence.NewLock,
    answers=evidence.LockSchema,
    status=201,
)
def lock_period(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> PeriodLock:
    """Lock a month that is over; every later change in it is seen for ever, and there is no way back."""
    return period_locks.lock_period(uow, unit_id, body["month"])


@oversight.writes(
    "POST",
    "/offices/<id:office_id>/explanations",
    Action.ASK_EXPLANATION,
    takes=evidence.NewQuestion,
    answers=evidence.ExplanationSchema,
    status=201,
    location="/explanations/{0.id}",
)
def ask_explanation(uow: UnitOfWork, office_id: str, body: dict[str, Any]) -> Explanation:
    """Ask the unit of an office to explain how it stands with a rule in a period."""
    return explaining.ask(uow, office_id, **body)


@oversight.reads("/units/<id:unit_id>/explanations", query=Paged, answers=page_of(evidence.ExplanationSchema))
def list_explanations(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Page:
    """List the questions put to a unit, oldest first."""
    return page(explaining.list_of_unit(uow, unit_id, query.get("after", ""), query["limit"] + 1), query["limit"])


@oversight.reads("/explanations/<id:explanation_id>", answers=evidence.ExplanationSchema)
def get_explanation(uow: UnitOfWork, explanation_id: str) -> Explanation:
    """Look at a question and its answer."""
    return explaining.get(uow, explanation_id)


@oversight.writes(
    "POST",
    "/explanations/<id:explanation_id>/answers",
    Action.ANSWER_EXPLANATION,
    takes=evidence.NewAnswer,
    answers=evidence.ExplanationSchema,
    status=201,
)
def answer_explanation(uow: UnitOfWork, explanation_id: str, body: dict[str, Any]) -> Explanation:
    """Answer a question put to one's own unit, once."""
    return explaining.answer(uow, explanation_id, body["answer"])


def _duty(query: dict[str, Any]) -> Duty:
    if query["duty"] is None:
        return FIRST_ASKED
    found = find_duty(query["duty"])
    if found is None:
        raise InvalidInput.at("?duty", "no-such-duty")
    return found
