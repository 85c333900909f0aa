"""What people may do to a meeting on its page: the lifecycle's steps and what else it bears, with the rights each asks.

One table crosses the lifecycle with the roles, so that a page shows exactly what its use case would accept.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from scheduler.core.facts import State
from scheduler.core.lifecycle import COMING, OPEN, allowed, is_terminal
from scheduler.core.lifecycle import Action as Step
from scheduler.core.roles import MAY, Action, Role


class Deed(StrEnum):
    """What somebody does to a meeting: steps of its life first, then what changes no state."""

    APPROVE = "approve"
    PUBLISH = "publish"
    RECORD = "record"
    MOVE = "move"
    DELEGATE = "delegate"
    DESCRIBE = "describe"
    EVIDENCE = "evidence"
    CORRECT = "correct"
    SEND_BACK = "send_back"
    POSTPONE = "postpone"
    CANCEL = "cancel"


class Closed(StrEnum):
    """Why a deed that the state allows cannot be done just now, as the code of its sentence; empty when it can."""

    NO = ""
    NOT_BEGUN = "deed-not-begun"
    HAS_BEGUN = "deed-has-begun"
    DAY_OVER = "deed-day-over"


OF_STEP: Mapping[Step, Deed] = {
    Step.APPROVE: Deed.APPROVE,
    Step.PUBLISH: Deed.PUBLISH,
    Step.HOLD: Deed.RECORD,
    Step.ENTER_LATE: Deed.RECORD,
    Step.MOVE: Deed.MOVE,
    Step.REDATE: Deed.MOVE,
    Step.REARRANGE: Deed.MOVE,
    Step.RETURN: Deed.SEND_BACK,
    Step.POSTPONE: Deed.POSTPONE,
    Step.CANCEL: Deed.CANCEL,
}
"""The deed that takes each step. ``miss`` is nobody's: the worker marks what was not recorded."""
_ASKS: Mapping[Deed, frozenset[Action]] = {
    Deed.APPROVE: frozenset({Action.APPROVE}),
    Deed.PUBLISH: frozenset({Action.PUBLISH}),
    Deed.RECORD: frozenset({Action.CONFIRM_HELD}),
    Deed.MOVE: frozenset({Action.BOOK}),
    Deed.DELEGATE: frozenset({Action.BOOK}),
    Deed.DESCRIBE: frozenset({Action.BOOK}),
    Deed.EVIDENCE: frozenset({Action.PUBLISH}),
    Deed.CORRECT: frozenset({Action.CONFIRM_HELD}),
    Deed.SEND_BACK: frozenset({Action.APPROVE}),
    Deed.POSTPONE: frozenset({Action.BOOK}),
    Deed.CANCEL: frozenset({Action.BOOK}),
}
OF_THE_CHAIR = frozenset({Deed.APPROVE, Deed.SEND_BACK, Deed.RECORD, Deed.CORRECT})
"""A leader does these only to a meeting over which an office of theirs presides."""
NEXT: Mapping[State, Deed | None] = {
    State.DRAFT: Deed.APPROVE,
    State.APPROVED: Deed.PUBLISH,
    State.PUBLISHED: Deed.RECORD,
    State.MOVED: Deed.RECORD,
    State.POSTPONED: Deed.MOVE,
    State.NOT_HELD: Deed.RECORD,
    State.HELD: None,
    State.CANCELLED: None,
}
"""What takes a meeting on; None at the end of its life."""
_BEFORE_IT_BEGINS = frozenset({Deed.MOVE, Deed.POSTPONE, Deed.CANCEL})


def deeds_in(state: State, *, announced: bool) -> tuple[Deed, ...]:
    """Return what a meeting in ``state`` bears, in the order of Deed; ``announced``: it was public once."""
    found = {OF_STEP[one] for one in allowed(state) if one in OF_STEP}
    if not is_terminal(state) and state is not State.NOT_HELD:
        found.add(Deed.DESCRIBE)
    if state in OPEN:
        found.add(Deed.DELEGATE)
    if announced:
        found.add(Deed.EVIDENCE)
    if state is State.HELD:
        found.add(Deed.CORRECT)
    return tuple(deed for deed in Deed if deed in found)


def asked_for(deed: Deed, state: State) -> frozenset[Action]:
    """Return the rights that a deed asks, all of them; a late entry asks the right to insist too."""
    late = deed is Deed.RECORD and state is State.NOT_HELD
    return _ASKS[deed] | {Action.INSIST} if late else _ASKS[deed]


def roles_for(deed: Deed, state: State) -> tuple[Role, ...]:
    """Return the roles at a unit that may do a deed, in the order of the table of roles."""
    asked = asked_for(deed, state)
    return tuple(role for role, rights in MAY.items() if asked <= rights and role is not Role.OPERATOR)


def why_closed(
    deed: Deed, state: State, *, begins_at: datetime | None, held_on: date | None, now: datetime, today: date
) -> Closed:
    """Return why a deed must wait or comes too late, by the first announced hour and the date of the meeting."""
    begun = begins_at is not None and begins_at <= now
    if deed is Deed.RECORD and state in COMING and not begun:
        return Closed.NOT_BEGUN
    if deed in _BEFORE_IT_BEGINS and state in COMING and begun:
        return Closed.HAS_BEGUN
    if deed is Deed.PUBLISH and begun:
        return Closed.HAS_BEGUN
    if deed is Deed.DELEGATE and held_on is not None and held_on < today:
        return Closed.DAY_OVER
    return Closed.NO


def path_of(state: State, *, announced: bool) -> tuple[tuple[State, ...], int]:
    """Return the states of a meeting's life from draft to held as far as they concern it, and where it stands in them.

    One that was entered after the fact without having been planned here was only ever held.
    """
    planned = (State.DRAFT, State.APPROVED, State.PUBLISHED)
    match state:
        case State.HELD if not announced:
            return (State.HELD,), 0
        case State.DRAFT | State.APPROVED | State.PUBLISHED | State.HELD:
            path: tuple[State, ...] = (*planned, State.HELD)
        case State.POSTPONED:
            path = (*planned, State.POSTPONED, State.MOVED, State.HELD)
        case State.MOVED | State.NOT_HELD:
            path = (*planned, state, State.HELD)
        case State.CANCELLED:
            path = (*planned, state) if announced else (State.DRAFT, state)
    return path, path.index(state)
