"""What the pages that change the rules share: one form, the verdicts that turn, and the names of its fields."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler import rule_board
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.roles import Action
from scheduler.core.rules import Rule
from scheduler.db.work import UnitOfWork
from scheduler.rule_board import OneRule
from scheduler.rule_flips import Turned, Watch, provinces
from web.forms import Refused
from web.frames import Shown, shown
from web.law_words import duties_to_rule, levels_to_rule, offices_to_rule, terms_choices
from web.pages.law.shared import tried
from web.pages.law.terms import NAMES

Change = Callable[[], tuple[Sequence[Rule], date]]
"""Makes a change for real and returns the rules it is about, and the first day on which it shows."""
_HEIR_FIELDS = {"rule_id": "heir_id", "id": "heir_id", "enabled": "confidence", "valid_from": "on"}


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


@contextmanager
def heir_named() -> Iterator[None]:
    """Give the faults of a succession the names of the form's fields. Raises: InvalidInput."""
    try:
        yield
    except InvalidInput as error:
        named = [Fault(_HEIR_FIELDS.get(f.where, f.where), f.code, f.values) for f in error.faults]
        raise InvalidInput(named) from error


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
