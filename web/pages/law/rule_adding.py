"""A new rule, of the country or of a unit for itself: which verdicts turn is shown before it is founded and saved."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from scheduler import rule_board, rulebook
from scheduler.core.roles import Action
from scheduler.core.rules import LEVELS, Confidence, Rule
from scheduler.db.scope import for_the_country, writes
from scheduler.db.work import UnitOfWork
from scheduler.rule_terms import levels_below
from scheduler.wording.language import said, say, source
from web.forms import Refused
from web.frames import Shown, Went, went
from web.pages.law.paper import Paper, given_of, paper_page
from web.pages.law.shared import pages
from web.pages.law.terms import (
    FirstDay,
    NewLocal,
    NewNational,
    TermsAsked,
    TermsTried,
    filled_from,
    terms_of,
)
from web.trying import read


@pages.shows("/quy-tac/them", Action.KEEP_LAW, query=TermsAsked, rehearses=True)
def add_rule(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Say what a new rule of the country asks, see what that turns, then found it on a text."""
    for_the_country(uow, Action.KEEP_LAW)
    given = given_of(query, refused)
    if given.get("mau") and not given.get("minimum"):
        given = {**filled_from(rule_board.get(uow, given["mau"]).rule), **given, "valid_from": ""}

    def change() -> tuple[Sequence[Rule], date]:
        terms, first = terms_of(read(TermsTried, given)), read(FirstDay, given)["valid_from"]
        made = rulebook.add_national_rule(uow, f"P-{uow.new_id()}", terms, first, Confidence.PRIMARY)
        return [made.rule], first

    paper = Paper(
        heading=said(source("Thêm quy tắc chung")),
        button=said(source("Lưu quy tắc")),
        back=url_for("law.rules"),
        day="valid_from",
        named="rule_id",
    )
    return paper_page(uow, paper, change, given, refused, levels=tuple(LEVELS))


@pages.does("/quy-tac/them", Action.KEEP_LAW, takes=NewNational, else_shows=add_rule)
def save_rule(uow: UnitOfWork, form: dict[str, Any]) -> Went:
    """Add a rule of the country."""
    made = rulebook.add_national_rule(uow, form["rule_id"], terms_of(form), form["valid_from"], form["confidence"])
    return went("law.rule", rule_id=made.id, xong="da-luu")


@pages.shows("/quy-tac/don-vi/<id:unit_id>/them", Action.KEEP_UNIT, query=TermsAsked, rehearses=True)
def add_local(
    uow: UnitOfWork, unit_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Say what a unit asks of itself and those below it beyond the law, see what that turns, then found it."""
    unit = writes(uow, unit_id, Action.KEEP_UNIT)
    given = given_of(query, refused)

    def change() -> tuple[Sequence[Rule], date]:
        terms, first = terms_of(read(TermsTried, given)), read(FirstDay, given)["valid_from"]
        return [rulebook.add_local_rule(uow, unit_id, terms, first).rule], first

    paper = Paper(
        heading=say(source("Thêm quy tắc riêng của {unit}"), unit=unit.full_name),
        button=said(source("Lưu quy tắc riêng")),
        back=url_for("law.rules"),
        day="valid_from",
        national=False,
    )
    return paper_page(uow, paper, change, given, refused, levels=levels_below(unit))


@pages.does("/quy-tac/don-vi/<id:unit_id>/them", Action.KEEP_UNIT, takes=NewLocal, else_shows=add_local)
def save_local(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Add a unit's own stricter rule."""
    made = rulebook.add_local_rule(uow, unit_id, terms_of(form), form["valid_from"])
    return went("law.rule", rule_id=made.id, xong="da-luu")
