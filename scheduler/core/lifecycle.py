"""The life of a meeting as one table; every state comes from ``born`` or ``step``.

    draft -> approved -> published -> held | not_held | moved | postponed | cancelled
    moved (published, since given a new date) -> the same five again
    postponed -> moved (it got its date) | cancelled
    not_held -> held, only as a late entry
    draft and approved may be given another date in place, and dropped: nobody outside ever saw them
    other hours or another room on the same date change no state: the meeting did not go anywhere

A meeting is born a draft; one that took place without having been planned here is born held.

Law: Luật 42/2013 Điều 24.4 for postponing with a new time; the table itself is practice, not law (I).
"""

from collections.abc import Mapping
from enum import StrEnum

from scheduler.core.errors import WrongState
from scheduler.core.facts import State


class Birth(StrEnum):
    """How a meeting comes to be."""

    DRAFTED = "drafted"
    ENTERED_PAST = "entered_past"


class Action(StrEnum):
    """What is done to a meeting."""

    REARRANGE = "rearrange"
    REDATE = "redate"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"
    MOVE = "move"
    POSTPONE = "postpone"
    CANCEL = "cancel"
    HOLD = "hold"
    MISS = "miss"
    ENTER_LATE = "enter_late"


BIRTHS: Mapping[Birth, State] = {Birth.DRAFTED: State.DRAFT, Birth.ENTERED_PAST: State.HELD}

COMING = frozenset({State.PUBLISHED, State.MOVED})
"""Announced, and to take place or waiting for its record."""

PLANNED = COMING | {State.APPROVED}
"""A coming date may count towards a minimum: approved and not withdrawn. A draft does not count (I).

An approved one counts only while it can still be posted in time; see lapsing.py.
"""

OPEN = PLANNED | {State.DRAFT}
"""It has a date, and what becomes of it is not settled yet."""

STANDING = OPEN | {State.HELD}
"""It takes its people and its room."""

PUBLIC = COMING | {State.POSTPONED, State.HELD, State.NOT_HELD}
"""Outsiders see it."""


_ANNOUNCED: Mapping[Action, State] = {
    Action.MOVE: State.MOVED,
    Action.POSTPONE: State.POSTPONED,
    Action.CANCEL: State.CANCELLED,
    Action.HOLD: State.HELD,
    Action.MISS: State.NOT_HELD,
    Action.ENTER_LATE: State.HELD,
}

STEPS: Mapping[State, Mapping[Action, State]] = {
    State.DRAFT: {
        Action.REARRANGE: State.DRAFT,
        Action.REDATE: State.DRAFT,
        Action.APPROVE: State.APPROVED,
        Action.CANCEL: State.CANCELLED,
    },
    State.APPROVED: {
        Action.REARRANGE: State.DRAFT,
        Action.REDATE: State.DRAFT,
        Action.RETURN: State.DRAFT,
        Action.PUBLISH: State.PUBLISHED,
        Action.CANCEL: State.CANCELLED,
    },
    State.PUBLISHED: {Action.REARRANGE: State.PUBLISHED, **_ANNOUNCED},
    State.MOVED: {Action.REARRANGE: State.MOVED, **_ANNOUNCED},
    State.POSTPONED: {Action.MOVE: State.MOVED, Action.CANCEL: State.CANCELLED},
    State.NOT_HELD: {Action.ENTER_LATE: State.HELD},
    State.HELD: {},
    State.CANCELLED: {},
}


def born(birth: Birth) -> State:
    """Return the first state of a meeting."""
    return BIRTHS[birth]


def step(state: State, action: Action) -> State:
    """Return the state after ``action``.

    Raises:
        WrongState: there is no such step; ``values`` hold ``state``, ``action`` and the ``allowed`` actions.
    """
    after = STEPS[state].get(action)
    if after is None:
        raise WrongState(state=state.value, action=action.value, allowed=tuple(a.value for a in STEPS[state]))
    return after


def allowed(state: State) -> tuple[Action, ...]:
    """Return the actions open to a meeting in ``state``, in the order of the table."""
    return tuple(STEPS[state])


def is_terminal(state: State) -> bool:
    """Tell whether nothing more can happen to a meeting in ``state``."""
    return not STEPS[state]


def is_public(state: State, *, ever_published: bool = False) -> bool:
    """Tell whether outsiders see a meeting in ``state``.

    A cancelled meeting stays visible when it was ever published; a dropped draft never was.
    """
    return state in PUBLIC or (state is State.CANCELLED and ever_published)


def is_planned(state: State) -> bool:
    """Tell whether a coming date of the meeting counts as planned."""
    return state in PLANNED
