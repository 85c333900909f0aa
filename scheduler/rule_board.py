"""The rules as they are read: what each says and whether it is in force, by level; and one with its versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.core.rules import LEVELS, Rule
from scheduler.db.accounts import Account
from scheduler.db.law import RuleRow, list_rules
from scheduler.db.scope import may_write, reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import lineage, rule_of

MOST_LOCAL = 200
"""So many rules of units are shown at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule as it stands: its row, and what it says with its present span."""

    row: RuleRow
    rule: Rule

    @property
    def id(self) -> str:
        """Return the rule's id."""
        return self.rule.id


class Force(StrEnum):
    """Whether a rule holds on a day. What is off is never judged."""

    NOW = "now"
    TO_COME = "to_come"
    OVER = "over"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as a page lists it. ``owner``: the unit whose own it is, "" for the country's."""

    rule: Rule
    force: Force
    owner: str
    ended_on: date | None
    succeeded_by: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """Rules by level, those of the country; then those of units. ``after``: the id to go on after, "" at the end."""

    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    local: tuple[Line, ...]
    after: str
    hidden: int


@dataclass(frozen=True, slots=True)
class OneRule:
    """A rule with every version of its duty, oldest first. ``by``: who entered it, "" when it was shipped."""

    line: Line
    versions: tuple[Line, ...]
    entered_at: datetime
    by: str
    may_change: bool


def list_of(uow: UnitOfWork, unit_id: str | None = None, after: str = "", limit: int = 100) -> list[Listed]:
    """Return the national rules and those made by a unit or by one above it, by id, after an id.

    None: the actor's own unit, and for the country's actors every rule there is.
    Raises: NotFound, NotAllowed.
    """
    uow.require(Action.READ)
    asked = unit_id or uow.actor.unit_id
    rows = list_rules(uow.session, None if asked is None else sorted(lineage(uow, reads(uow, asked).id)))
    return [Listed(row, rule_of(row)) for row in rows if row.id > after][:limit]


def get(uow: UnitOfWork, rule_id: str) -> Listed:
    """Return a national rule, or a local one made within the actor's reach or binding it.

    Raises: NotFound, NotAllowed.
    """
    uow.require(Action.READ)
    row = uow.session.get(RuleRow, rule_id)
    if row is None:
        raise NotFound(kind="rule", id=rule_id)
    own = uow.actor.unit_id
    if row.unit_id is not None and own is not None and row.unit_id not in lineage(uow, own):
        reads(uow, row.unit_id)
    return Listed(row, rule_of(row))


def board(uow: UnitOfWork, *, everything: bool = False, after: str = "") -> Board:
    """Return the rules that the reader sees, by level; ``everything``: those that are over or off too.

    ``after``: go on after this rule of a unit. Raises: NotAllowed.
    """
    listed = list_of(uow, limit=1_000_000)
    names = _owners(uow, listed)
    lines = [_line(one, names, uow.today) for one in listed]
    shown = [line for line in lines if everything or line.force in {Force.NOW, Force.TO_COME}]
    national = [line for line in shown if line.rule.unit_id is None]
    local = [line for line in shown if line.rule.unit_id is not None and line.rule.id > after]
    sections = ((level, tuple(line for line in _sorted(national) if line.rule.level == level)) for level in LEVELS)
    return Board(
        sections=tuple((level, some) for level, some in sections if some),
        local=tuple(local[:MOST_LOCAL]),
        after=local[MOST_LOCAL - 1].rule.id if len(local) > MOST_LOCAL else "",
        hidden=len(lines) - len(shown),
    )


def one(uow: UnitOfWork, rule_id: str) -> OneRule:
    """Return a rule with the versions of its duty that the reader sees. Raises: NotFound, NotAllowed."""
    found = get(uow, rule_id)
    same = [other for other in list_of(uow, limit=1_000_000) if _is_version(other.rule, found.rule)]
    if found.id not in {other.id for other in same}:
        same.append(found)
    names = _owners(uow, same)
    name = uow.session.execute(select(Account.name).where(Account.id == found.row.entered_by)).scalar_one_or_none()
    return OneRule(
        line=_line(found, names, uow.today),
        versions=tuple(_line(other, names, uow.today) for other in sorted(same, key=_since)),
        entered_at=found.row.entered_at,
        by=name or "",
        may_change=may_change(uow, found),
    )


def may_change(uow: UnitOfWork, listed: Listed) -> bool:
    """Tell whether the reader may end or succeed a rule: what a page asks before it shows a button."""
    if listed.row.unit_id is None:
        return uow.actor.may(Action.KEEP_LAW) and uow.actor.unit_id is None
    return may_write(uow, listed.row.unit_id, Action.KEEP_UNIT)


def force_of(rule: Rule, today: date) -> Force:
    """Return whether a rule holds on a day."""
    if not rule.enabled or rule.span is None:
        return Force.OFF
    if rule.span.first > today:
        return Force.TO_COME
    return Force.NOW if rule.span.covers(today) else Force.OVER


def _is_version(other: Rule, rule: Rule) -> bool:
    return other.obligation == rule.obligation and other.unit_id == rule.unit_id


def _line(listed: Listed, names: dict[str, str], today: date) -> Line:
    rule, row = listed.rule, listed.row
    owner = names.get(row.unit_id, "") if row.unit_id else ""
    return Line(rule, force_of(rule, today), owner, row.ended_on, row.succeeded_by)


def _owners(uow: UnitOfWork, listed: Sequence[Listed]) -> dict[str, str]:
    ids = sorted({one.row.unit_id for one in listed if one.row.unit_id is not None})
    rows = uow.session.execute(select(Unit.id, Unit.full_name).where(Unit.id.in_(ids)))
    return {row.id: row.full_name for row in rows}


def _sorted(lines: Iterable[Line]) -> list[Line]:
    return sorted(
        lines, key=lambda line: (line.rule.activity.value, line.rule.sub_type, line.rule.office, line.rule.id)
    )


def _since(listed: Listed) -> tuple[date, str]:
    return (listed.rule.span.first if listed.rule.span else date.min), listed.id
