"""Plans: propose, keep as drafts, propose anew when facts changed. Standings: where offices stand with the law."""

from typing import Any

from api.http import Noun
from api.schemas import plans as shapes
from api.schemas.verdicts import VerdictSchema
from scheduler import owed, standings
from scheduler import plans as use_case
from scheduler.core.compliance.values import Verdict
from scheduler.core.roles import Action
from scheduler.db.meetings import Plan
from scheduler.db.work import UnitOfWork
from scheduler.planning.values import Proposal

plans = Noun("plans", "Kế hoạch và tình hình thực hiện định mức")


@plans.reads("/units/<id:unit_id>/proposal", query=shapes.SpanAsked, answers=shapes.ProposalSchema)
def propose_plan(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Proposal:
    """Propose the meetings a unit still needs in a span, each with its reason; nothing is written."""
    return use_case.propose(uow, [unit_id], query["first"], query["last"])


@plans.reads("/units/<id:unit_id>/rearrangement", query=shapes.SpanAsked, answers=shapes.ProposalSchema)
def propose_rearrangement(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Proposal:
    """Propose anew when facts changed; standing meetings may move, as few published ones as possible."""
    return use_case.rearrange(uow, unit_id, query["first"], query["last"])


@plans.writes(
    "POST",
    "/units/<id:unit_id>/plans",
    Action.BOOK,
    takes=shapes.WantedPlan,
    answers=shapes.KeptPlanSchema,
    status=201,
    location="/plans/{0[id]}",
)
def keep_plan(uow: UnitOfWork, unit_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """Propose again and keep the proposed meetings as drafts: all, or those accepted."""
    accept = None if body["accept"] is None else set(body["accept"])
    plan, drafts = use_case.keep(uow, unit_id, body["first"], body["last"], accept)
    return {name: getattr(plan, name) for name in shapes.PlanSchema().fields} | {"meetings": drafts}


@plans.reads("/plans/<id:plan_id>", answers=shapes.PlanSchema)
def get_plan(uow: UnitOfWork, plan_id: str) -> Plan:
    """Look at a kept plan."""
    return use_case.get_plan(uow, plan_id)


@plans.reads("/units/<id:unit_id>/verdicts", query=shapes.SpanAsked, answers=shapes.UnitVerdictsSchema)
def list_verdicts_of_unit(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> dict[str, Any]:
    """List how all offices of a unit stand in every period that touches a span, with all evidence."""
    span = query["first"], query["last"]
    return {"items": standings.of_unit(uow, unit_id, *span), "without_office": owed.unborne(uow, unit_id, *span)}


@plans.reads("/offices/<id:office_id>/verdicts", query=shapes.SpanAsked, answers=shapes.VerdictsSchema)
def list_verdicts_of_office(uow: UnitOfWork, office_id: str, query: dict[str, Any]) -> dict[str, Any]:
    """List how one office stands in every period that touches a span, with all evidence."""
    return {"items": standings.of_office(uow, office_id, query["first"], query["last"])}


@plans.writes(
    "POST", "/offices/<id:office_id>/excuses", Action.EXCUSE, takes=shapes.Excuse, answers=VerdictSchema, status=201
)
def excuse_period(uow: UnitOfWork, office_id: str, body: dict[str, Any]) -> Verdict:
    """Record why a minimum was not met; the statutory report still says it was not."""
    return standings.excuse(uow, office_id, **body)
