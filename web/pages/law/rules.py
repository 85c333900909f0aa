"""The rules: a board by level, and one rule with every version of its duty."""

from enum import StrEnum
from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Choice, Id
from scheduler import rule_board
from scheduler.core.roles import Action
from scheduler.db.scope import may_write
from scheduler.db.work import UnitOfWork
from web.frames import Shown, shown
from web.pages.law.shared import keeps_law, pages


class Which(StrEnum):
    """Which rules are listed."""

    HOLDING = "hieu-luc"
    ALL = "tat-ca"


class RulesAsked(Query):
    """Which rules, and after which one of a unit."""

    dang = Choice(Which, load_default=Which.HOLDING)
    sau = Id(load_default="")


@pages.shows("/quy-tac", query=RulesAsked)
def rules(uow: UnitOfWork, query: dict[str, Any]) -> Shown:
    """Show the rules in force and to come by level; all of them when asked."""
    own = uow.actor.unit_id
    return shown(
        "law/rules.html",
        board=rule_board.board(uow, everything=query["dang"] is Which.ALL, after=query["sau"]),
        everything=query["dang"] is Which.ALL,
        further=bool(query["sau"]),
        keeps=keeps_law(uow),
        own=own if own is not None and may_write(uow, own, Action.KEEP_UNIT) else None,
    )


@pages.shows("/quy-tac/<id:rule_id>")
def rule(uow: UnitOfWork, rule_id: str) -> Shown:
    """Show what a rule says, what it rests on, and the versions before and after it."""
    return shown("law/rule.html", one=rule_board.one(uow, rule_id), keeps=keeps_law(uow))
