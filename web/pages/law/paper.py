"""What the pages that change the rules share: one form, the verdicts that turn, and the names of its fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler import rule_board
from scheduler.core.roles import Action
from scheduler.core.rules import Rule
from scheduler.db.work import UnitOfWork
from scheduler.rule_board import OneRule
from scheduler.rule_flips import Turned, Watch, provinces
from web.forms import Refused
from web.frames import Shown, shown
from web.law_words import duties_to_rule, levels_to_rule, offices_to_rule, terms_choices
from web.pages.law.terms import NAMES
from web.trying import by_table_or_same, tried

Change = Callable[[], tuple[Sequence[Rule], date]]
"""Makes a change for real and returns the rules it is about, and the first day on which it shows."""
HEIR_FIELDS = by_table_or_same({"rule_id": "heir_id", "id": "heir_id", "enabled": "confidence", "valid_from": "on"})
"""How the form of a succession names what the use case does."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the form of a change asks.

    ``day``: the field of its day. ``named``: the field of the new rule's id, "" where none is typed. ``national``: a
    rule of the country, which says how well it is founded. ``terms``: whether it says what a rule asks.
    """

    heading: str
    button: str
    back: str
    day: str
    named: str = ""
    national: bool = True
    terms: bool = True


def given_of(query: Mapping[str, Any] | None, refused: Refused | None) -> dict[str, str]:
    """Return what was typed: in the form that was refused, else in the address."""
    return dict(refused.given) if refused is not None else {k: v for k, v in (query or {}).items() if v}


def opened(uow: UnitOfWork, rule_id: str) -> OneRule:
    """Return a rule that the reader may end or succeed. Raises: NotFound, NotAllowed."""
    one = rule_board.one(uow, rule_id)
    if not one.may_change:
        uow.refuse(Action.KEEP_LAW if one.line.rule.unit_id is None else Action.KEEP_UNIT)
    return one


def is_national(one: OneRule) -> bool:
    """Tell whether a rule is the country's."""
    return one.line.rule.unit_id is None


def paper_page(
    uow: UnitOfWork,
    paper: Paper,
    change: Change,
    given: dict[str, str],
    refused: Refused | None,
    *,
    one: OneRule | None = None,
    levels: Sequence[str] = (),
) -> Shown:
    """Return the page of a change: its form, the verdicts that turn once it was asked, and what founds it."""

    def rehearse() -> Turned:
        watch = Watch(uow)
        about, on = change()
        return watch.turned(about, on, given.get("within") or None)

    decides = [paper.day, *(["minimum"] if paper.terms and one is None else [])]
    asked = any(given.get(name) for name in decides) and not given.get("mau")
    trial = tried(rehearse if asked else None, given, refused)
    return shown(
        "law/rule_change.html",
        trial.status,
        paper=paper,
        one=one,
        given=given,
        turned=trial.found,
        refused=trial.refused,
        provinces=provinces(uow),
        kept=[name for name in NAMES if given.get(name)],
        duties=duties_to_rule(),
        offices=offices_to_rule(),
        levels=levels_to_rule(levels),
        today=uow.today,
        **terms_choices(),
    )
