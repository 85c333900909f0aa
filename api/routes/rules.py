"""Rules: the law as data, and the stricter rules of units."""

from typing import Any

from api.http import Noun
from api.paging import Page, page
from api.schemas import rules as shapes
from api.schemas.base import page_of
from scheduler import rulebook as use_case
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from scheduler.rule_terms import Terms
from scheduler.rulebook import Listed

rules = Noun("rules", "Quy định và định mức")


@rules.reads("/rules", query=shapes.RulesAsked, answers=page_of(shapes.RuleSchema))
def list_rules(uow: UnitOfWork, query: dict[str, Any]) -> Page:
    """List rules with legal basis, source and confidence; those that are off say why."""
    found = use_case.list_of(uow, query.get("unit_id"), query.get("after", ""), query["limit"] + 1)
    return page(found, query["limit"])


@rules.reads("/rules/<id:rule_id>", answers=shapes.RuleSchema)
def get_rule(uow: UnitOfWork, rule_id: str) -> Listed:
    """Look at a rule."""
    return use_case.get(uow, rule_id)


@rules.writes(
    "POST",
    "/rules",
    Action.KEEP_LAW,
    takes=shapes.NewNationalRule,
    answers=shapes.RuleSchema,
    status=201,
    location="/rules/{0.id}",
)
def add_national_rule(uow: UnitOfWork, body: dict[str, Any]) -> Listed:
    """Add a rule of the whole country."""
    first, confidence, rule_id = body.pop("valid_from"), body.pop("confidence"), body.pop("rule_id")
    return use_case.add_national_rule(uow, rule_id, Terms(**body), first, confidence)


@rules.writes("POST", "/rules/<id:rule_id>/ends", Action.KEEP_LAW, takes=shapes.RuleEnd, answers=shapes.RuleSchema)
def end_national_rule(uow: UnitOfWork, rule_id: str, body: dict[str, Any]) -> Listed:
    """End a national rule; it goes on judging the time before."""
    return use_case.end_rule(uow, rule_id, **body)


@rules.writes(
    "POST",
    "/rules/<id:rule_id>/successions",
    Action.KEEP_LAW,
    takes=shapes.NationalSuccession,
    answers=shapes.SuccessionSchema,
    status=201,
)
def succeed_national_rule(uow: UnitOfWork, rule_id: str, body: dict[str, Any]) -> dict[str, Listed]:
    """End a national rule and let another follow it."""
    return _succeeded(uow, rule_id, body)


@rules.writes(
    "POST",
    "/units/<id:unit_id>/rules",
    Action.KEEP_UNIT,
    takes=shapes.NewLocalRule,
    answers=shapes.RuleSchema,
    status=201,
    location="/rules/{0.id}",
)
def add_local_rule(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> Listed:
    """Add a unit's own stricter rule; a looser one is refused, and a second one for the same."""
    first = body.pop("valid_from")
    return use_case.add_local_rule(uow, unit_id, Terms(**body), first)


@rules.writes(
    "POST", "/local-rules/<id:rule_id>/ends", Action.KEEP_UNIT, takes=shapes.RuleEnd, answers=shapes.RuleSchema
)
def end_local_rule(uow: UnitOfWork, rule_id: str, body: dict[str, Any]) -> Listed:
    """End a unit's own rule, with its running period at the earliest."""
    return use_case.end_rule(uow, rule_id, **body)


@rules.writes(
    "POST",
    "/local-rules/<id:rule_id>/successions",
    Action.KEEP_UNIT,
    takes=shapes.LocalSuccession,
    answers=shapes.SuccessionSchema,
    status=201,
)
def succeed_local_rule(uow: UnitOfWork, rule_id: str, body: dict[str, Any]) -> dict[str, Listed]:
    """End a unit's own rule and let another follow it."""
    return _succeeded(uow, rule_id, body)


def _succeeded(uow: UnitOfWork, rule_id: str, body: dict[str, Any]) -> dict[str, Listed]:
    on, heir_id, confidence = body.pop("on"), body.pop("heir_id", ""), body.pop("confidence", None)
    ended, heir = use_case.succeed_rule(uow, rule_id, on, Terms(**body), heir_id=heir_id, confidence=confidence)
    return {"ended": ended, "heir": heir}
