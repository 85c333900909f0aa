"""Who may do what: one table, one question."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a unit."""

    SECRETARY = "secretary"
    LEADER = "leader"
    DEPUTY = "deputy"
    OFFICE_CHIEF = "office_chief"
    UNIT_ADMIN = "unit_admin"
    LEGAL_ADMIN = "legal_admin"
    FRONT = "front"
    DEPARTMENT = "department"
    INSPECTOR = "inspector"
    DESK = "desk"
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
    KEEP_ACCOUNTS = "keep_accounts"
    KEEP_LAW = "keep_law"
    KEEP_UNITS = "keep_units"
    AUDIT = "audit"
    REQUEST = "request"
    CHAIR = "chair"
    LOCK_PERIOD = "lock_period"
    ASK_EXPLANATION = "ask_explanation"
    ANSWER_EXPLANATION = "answer_explanation"
    SUPERVISE = "supervise"


_R, _B, _A, _P = Action.READ, Action.BOOK, Action.APPROVE, Action.PUBLISH
_ASK, _ANSWER, _SUPERVISE = Action.ASK_EXPLANATION, Action.ANSWER_EXPLANATION, Action.SUPERVISE
_OWN_WORD = frozenset({Action.REQUEST, Action.CHAIR, _ANSWER})
"""What only those say for themselves whom it concerns: not even the operator says it for them."""
MAY: dict[Role, frozenset[Action]] = {
    Role.SECRETARY: frozenset({_R, _B, _P, Action.CONFIRM_HELD, Action.KEEP_FEEDS, _ANSWER}),
    Role.LEADER: frozenset({_R, _A, Action.CONFIRM_HELD, Action.KEEP_FEEDS, Action.REQUEST, Action.CHAIR}),
    Role.DEPUTY: frozenset({_R, Action.KEEP_FEEDS, Action.REQUEST}),
    Role.OFFICE_CHIEF: frozenset(
        {_R, _B, _A, _P, Action.INSIST, Action.CONFIRM_HELD, Action.EXCUSE, Action.KEEP_FEEDS, Action.AUDIT}
        | {Action.LOCK_PERIOD, _ASK, _ANSWER, _SUPERVISE}
    ),
    Role.UNIT_ADMIN: frozenset(
        {_R, Action.KEEP_UNIT, Action.KEEP_FEEDS, Action.KEEP_KEYS, Action.KEEP_ACCOUNTS, Action.AUDIT}
    ),
    Role.LEGAL_ADMIN: frozenset({_R, Action.KEEP_LAW, Action.AUDIT, _SUPERVISE}),
    Role.FRONT: frozenset({_R}),
    Role.DEPARTMENT: frozenset({_R}),
    Role.INSPECTOR: frozenset({_R, Action.AUDIT, _ASK, _SUPERVISE}),
    Role.DESK: frozenset({_R}),
    Role.OPERATOR: frozenset(Action) - _OWN_WORD,
}
"""The table of domain.md (e), for people who sign in and for programs with a key."""
COUNTRY_ROLES = frozenset({Role.LEGAL_ADMIN, Role.OPERATOR})
"""Roles that act for the country: only who acts for the country gives them."""
UNIT_ROLES = frozenset({Role.LEADER, Role.DEPUTY, Role.FRONT, Role.DEPARTMENT, Role.DESK})
"""Roles that make no sense without a unit."""
OFFICE_ROLES = frozenset({Role.LEADER, Role.DEPUTY})
"""Roles that somebody has by an office."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: somebody who signed in, a key's holder, the worker, the operator at the machine.

    ``unit_id`` None means the whole country. ``id`` is what the journal remembers: the account's for a person.
    ``office_ids``: the offices that somebody acts for; none means not bound to any. ``account_id`` is the account
    that signed in, or on whose behalf the key was issued; ``person_id`` the person entered at the unit, if any.
    """

    id: str
    role: Role | Outsider
    unit_id: str | None = None
    office_ids: frozenset[str] = field(default=frozenset())
    account_id: str | None = None
    person_id: str | None = None

    def may(self, action: Action) -> bool:
        """Tell whether the role includes the action; the reach (which unit) is asked separately."""
        return isinstance(self.role, Role) and action in MAY[self.role]

    @property
    def is_person(self) -> bool:
        """Tell whether somebody signed in acts, and no program on their behalf."""
        return self.account_id is not None and self.id == self.account_id


OPERATOR = Actor("operator", Role.OPERATOR)
WORKER = Actor("worker", Role.OPERATOR)
NOBODY = Actor("nobody", Outsider.NOBODY, unit_id="nowhere")
"""Whoever has not said who it is: public pages are made for it, and keys are looked up."""
