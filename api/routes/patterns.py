"""Patterns: standing promises of meeting days."""

from typing import Any

from api.http import Noun
from api.paging import Page, page
from api.schemas.base import Paged, page_of
from api.schemas.patterns import NewPattern, PatternAsked, PatternDatesSchema, PatternEnd, PatternSchema
from scheduler import standing_patterns as use_case
from scheduler.core.roles import Action
from scheduler.db.law import PatternRow
from scheduler.db.work import UnitOfWork

patterns = Noun("patterns", "Lịch cố định")
_KEEP = Action.KEEP_UNIT


@patterns.reads("/units/<id:unit_id>/patterns", query=Paged, answers=page_of(PatternSchema))
def list_patterns(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Page:
    """List the patterns of a unit, ended ones too."""
    return page(use_case.list_of_unit(uow, unit_id, query.get("after", ""), query["limit"] + 1), query["limit"])


@patterns.writes(
    "POST",
    "/units/<id:unit_id>/patterns",
    _KEEP,
    takes=NewPattern,
    answers=PatternSchema,
    status=201,
    location="/patterns/{0.id}",
)
def add_pattern(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> PatternRow:
    """Keep a pattern of dates."""
    return use_case.add_pattern(uow, unit_id, **body)


@patterns.previews("/units/<id:unit_id>/patterns/preview", Action.READ, takes=PatternAsked, answers=PatternDatesSchema)
def preview_pattern(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """Show the dates a pattern would give in a span, each with its reason; nothing is written."""
    pattern, dates = use_case.preview_dates(uow, unit_id, body["pattern"], body["first"], body["last"])
    return {"pattern": pattern, "items": dates}


@patterns.reads("/patterns/<id:pattern_id>", answers=PatternSchema)
def get_pattern(uow: UnitOfWork, pattern_id: str) -> PatternRow:
    """Look at a pattern."""
    return use_case.get(uow, pattern_id)


@patterns.writes("POST", "/patterns/<id:pattern_id>/ends", _KEEP, takes=PatternEnd, answers=PatternSchema, edits=True)
def end_pattern(uow: UnitOfWork, pattern_id: str, version: int, body: dict[str, Any]) -> PatternRow:
    """End a pattern; it is kept, and so are the meetings that came of it."""
    return use_case.end_pattern(uow, pattern_id, **body, version=version)
