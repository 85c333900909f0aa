"""A rule ended or succeeded: which verdicts turn is shown first, and nothing that is in force is ever edited.

A rule of the country and one of a unit are changed at different addresses, for other people may do it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for

from scheduler import rulebook
from scheduler.core.roles import Action
from scheduler.core.rules import LEVELS, Confidence, Rule
from scheduler.db.units import get_unit
from scheduler.db.work import UnitOfWork
from scheduler.rule_board import OneRule
from scheduler.rule_terms import levels_below
from scheduler.wording.language import said, source
from web.forms import Refused
from web.frames import Shown, Went, went
from web.pages.law.paper import HEIR_FIELDS, Paper, given_of, is_national, opened, paper_page
from web.pages.law.shared import pages
from web.pages.law.terms import (
    ChangeDay,
    Ending,
    LocalHeir,
    NationalHeir,
    TermsAsked,
    TermsTried,
    filled_from,
    terms_of,
)
from web.trying import fields_named, read

_DAY = timedelta(days=1)


@pages.shows("/quy-tac/<id:rule_id>/het", Action.KEEP_LAW, query=TermsAsked, rehearses=True)
def end(uow: UnitOfWork, rule_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Choose the last day of a rule of the country, see what that turns, then end it."""
    return _ending(uow, rule_id, query, refused)


@pages.does("/quy-tac/<id:rule_id>/het", Action.KEEP_LAW, takes=Ending, else_shows=end)
def save_end(uow: UnitOfWork, form: dict[str, Any], rule_id: str) -> Went:
    """End a rule of the country; it goes on judging the time before."""
    return _ended(uow, form, rule_id)


@pages.shows("/quy-tac/rieng/<id:rule_id>/het", Action.KEEP_UNIT, query=TermsAsked, rehearses=True)
def end_local(
    uow: UnitOfWork, rule_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Choose the last day of a unit's own rule, see what that turns, then end it."""
    return _ending(uow, rule_id, query, refused)


@pages.does("/quy-tac/rieng/<id:rule_id>/het", Action.KEEP_UNIT, takes=Ending, else_shows=end_local)
def save_end_local(uow: UnitOfWork, form: dict[str, Any], rule_id: str) -> Went:
    """End a unit's own rule, with its running period at the earliest."""
    return _ended(uow, form, rule_id)


@pages.shows("/quy-tac/<id:rule_id>/thay", Action.KEEP_LAW, query=TermsAsked, rehearses=True)
def succeed(
    uow: UnitOfWork, rule_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Say what holds in place of a rule of the country, see what that turns, then found it."""
    return _succeeding(uow, rule_id, query, refused)


@pages.does("/quy-tac/<id:rule_id>/thay", Action.KEEP_LAW, takes=NationalHeir, else_shows=succeed)
def save_heir(uow: UnitOfWork, form: dict[str, Any], rule_id: str) -> Went:
    """End a rule of the country and let another follow it."""
    return _succeeded(uow, form, rule_id)


@pages.shows("/quy-tac/rieng/<id:rule_id>/thay", Action.KEEP_UNIT, query=TermsAsked, rehearses=True)
def succeed_local(
    uow: UnitOfWork, rule_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Say what holds in place of a unit's own rule, see what that turns, then found it."""
    return _succeeding(uow, rule_id, query, refused)


@pages.does("/quy-tac/rieng/<id:rule_id>/thay", Action.KEEP_UNIT, takes=LocalHeir, else_shows=succeed_local)
def save_heir_local(uow: UnitOfWork, form: dict[str, Any], rule_id: str) -> Went:
    """End a unit's own rule and let another follow it."""
    return _succeeded(uow, form, rule_id)


def _ending(uow: UnitOfWork, rule_id: str, query: dict[str, Any] | None, refused: Refused | None) -> Shown:
    one, given = opened(uow, rule_id), given_of(query, refused)

    def change() -> tuple[Sequence[Rule], date]:
        last_on = read(Ending, given)["last_on"]
        return [rulebook.end_rule(uow, rule_id, last_on).rule], last_on + _DAY

    heading = said(source("Ghi ngày hết hiệu lực"))
    paper = Paper(
        heading=heading,
        button=heading,
        back=url_for("law.rule", rule_id=rule_id),
        day="last_on",
        national=is_national(one),
        terms=False,
    )
    return paper_page(uow, paper, change, given, refused, one=one)


def _ended(uow: UnitOfWork, form: dict[str, Any], rule_id: str) -> Went:
    rulebook.end_rule(uow, rule_id, form["last_on"])
    return went("law.rule", rule_id=rule_id, xong="da-luu")


def _succeeding(uow: UnitOfWork, rule_id: str, query: dict[str, Any] | None, refused: Refused | None) -> Shown:
    one = opened(uow, rule_id)
    given = {**filled_from(one.line.rule), **given_of(query, refused)}

    def change() -> tuple[Sequence[Rule], date]:
        terms, on = terms_of(read(TermsTried, given)), read(ChangeDay, given)["on"]
        heir_id, confidence = (f"P-{uow.new_id()}", Confidence.PRIMARY) if is_national(one) else ("", None)
        with fields_named(HEIR_FIELDS):
            ended, heir = rulebook.succeed_rule(uow, rule_id, on, terms, heir_id=heir_id, confidence=confidence)
        return [ended.rule, heir.rule], on

    paper = Paper(
        heading=said(source("Thay bằng quy tắc mới")),
        button=said(source("Lưu quy tắc thay thế")),
        back=url_for("law.rule", rule_id=rule_id),
        day="on",
        named="heir_id" if is_national(one) else "",
        national=is_national(one),
    )
    return paper_page(uow, paper, change, given, refused, one=one, levels=_levels_of(uow, one))


def _succeeded(uow: UnitOfWork, form: dict[str, Any], rule_id: str) -> Went:
    heir_id, confidence = form.get("heir_id", ""), form.get("confidence")
    with fields_named(HEIR_FIELDS):
        _, heir = rulebook.succeed_rule(
            uow, rule_id, form["on"], terms_of(form), heir_id=heir_id, confidence=confidence
        )
    return went("law.rule", rule_id=heir.id, xong="da-luu")


def _levels_of(uow: UnitOfWork, one: OneRule) -> Sequence[str]:
    unit_id = one.line.rule.unit_id
    return tuple(LEVELS) if unit_id is None else levels_below(get_unit(uow.session, unit_id))
