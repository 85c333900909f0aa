"""Who may do what: one table, one question."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a unit."""

    SECRETARY = "secretary"
    LEADER = "leader"
    OFFICE_CHIEF = "office_chief"
    UNIT_ADMIN = "unit_admin"
    LEGAL_ADMIN = "legal_admin"
    INSPECTOR = "inspector"
    OPERATOR = "operator"


class Outsider(StrEnum):
    """What somebody is who has no role: no key can be issued for it, and it may do nothing."""

    NOBODY = "nobody"


class Action(StrEnum):
    """What can be done, as the use cases ask it."""

    READ = "read"
    BOOK = "book"
    APPROVE = "approve"
    PUBLISH = "publish"
    INSIST = "insist"
    CONFIRM_HELD = "confirm_held"
    EXCUSE = "excuse"
    KEEP_UNIT = "keep_unit"
    KEEP_FEEDS = "keep_feeds"
    KEEP_KEYS = "keep_keys"
    KEEP_LAW = "keep_law"
    KEEP_UNITS = "keep_units"
    AUDIT = "audit"


_R, _B, _A, _P = Action.READ, Action.BOOK, Action.APPROVE, Action.PUBLISH
MAY: dict[Role, frozenset[Action]] = {
    Role.SECRETARY: frozenset({_R, _B, _P, Action.CONFIRM_HELD, Action.KEEP_FEEDS}),
    Role.LEADER: frozenset({_R, _A, Action.CONFIRM_HELD, Action.KEEP_FEEDS}),
    Role.OFFICE_CHIEF: frozenset(
        {_R, _B, _A, _P, Action.INSIST, Action.CONFIRM_HELD, Action.EXCUSE, Action.KEEP_FEEDS, Action.AUDIT}
    ),
    Role.UNIT_ADMIN: frozenset({_R, Action.KEEP_UNIT, Action.KEEP_FEEDS, Action.KEEP_KEYS, Action.AUDIT}),
    Role.LEGAL_ADMIN: frozenset({_R, Action.KEEP_LAW, Action.AUDIT}),
    Role.INSPECTOR: frozenset({_R, Action.AUDIT}),
    Role.OPERATOR: frozenset(Action),
}
"""The table of domain.md (e), as far as programs with a key are concerned."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: a key's holder, the worker, the operator at the machine.

    ``unit_id`` None means the whole country. ``id`` is what the journal remembers.
    """

    id: str
    role: Role | Outsider
    unit_id: str | None = None

    def may(self, action: Action) -> bool:
        """Tell whether the role includes the action; the reach (which unit) is asked separately."""
        return isinstance(self.role, Role) and action in MAY[self.role]


OPERATOR = Actor("operator", Role.OPERATOR)
WORKER = Actor("worker", Role.OPERATOR)
NOBODY = Actor("nobody", Outsider.NOBODY, unit_id="nowhere")
"""Whoever has not said who it is: public pages are made for it, and keys are looked up."""
