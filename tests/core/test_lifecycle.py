import pytest

from scheduler.core.errors import WrongState
from scheduler.core.facts import State
from scheduler.core.lifecycle import (
    COMING,
    OPEN,
    PLANNED,
    PUBLIC,
    STANDING,
    STEPS,
    Action,
    Birth,
    allowed,
    born,
    is_planned,
    is_public,
    is_terminal,
    step,
)

EDGES = [(state, action, after) for state, steps in STEPS.items() for action, after in steps.items()]


def test_every_state_has_a_row_in_the_table():
    assert set(STEPS) == set(State)


def test_every_state_can_be_reached_from_a_draft():
    reached, frontier = {State.DRAFT}, [State.DRAFT]
    while frontier:
        state = frontier.pop()
        news = set(STEPS[state].values()) - reached
        reached |= news
        frontier += news
    assert reached == set(State)


def test_every_action_is_of_use_somewhere():
    assert {action for _, action, _ in EDGES} == set(Action)


def test_held_and_cancelled_are_the_only_ends():
    assert {state for state in State if is_terminal(state)} == {State.HELD, State.CANCELLED}


@pytest.mark.parametrize("state", [State.HELD, State.CANCELLED])
@pytest.mark.parametrize("action", list(Action))
def test_no_step_leaves_a_terminal_state(state, action):
    with pytest.raises(WrongState):
        step(state, action)


@pytest.mark.parametrize(("state", "action", "after"), EDGES)
def test_each_step_of_the_table_is_taken(state, action, after):
    assert step(state, action) is after


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(Action))
def test_a_step_outside_the_table_is_refused_and_names_what_is_open(state, action):
    if action in STEPS[state]:
        return
    with pytest.raises(WrongState) as refusal:
        step(state, action)
    assert refusal.value.values == {
        "state": state.value,
        "action": action.value,
        "allowed": tuple(a.value for a in allowed(state)),
    }


def test_only_an_approved_meeting_can_be_published():
    assert [state for state in State if Action.PUBLISH in STEPS[state]] == [State.APPROVED]


def test_what_was_never_public_is_redated_in_place_and_what_was_public_is_moved():
    assert [state for state in State if Action.REDATE in STEPS[state]] == [State.DRAFT, State.APPROVED]
    assert [state for state in State if Action.MOVE in STEPS[state]] == [State.PUBLISHED, State.MOVED, State.POSTPONED]


def test_a_moved_meeting_lives_on_as_a_published_one():
    """The same steps are open to it; only other hours leave each in its own state."""
    moved, published = (
        {a: s for a, s in STEPS[state].items() if a is not Action.REARRANGE} for state in (State.MOVED, State.PUBLISHED)
    )
    assert moved == published


def test_t20_a_postponed_meeting_can_only_get_its_date_or_be_cancelled():
    assert dict(STEPS[State.POSTPONED]) == {Action.MOVE: State.MOVED, Action.CANCEL: State.CANCELLED}


def test_a_meeting_found_not_held_becomes_held_only_by_a_late_entry():
    assert dict(STEPS[State.NOT_HELD]) == {Action.ENTER_LATE: State.HELD}


def test_other_hours_on_the_same_date_leave_what_is_announced_announced_and_ask_for_a_new_approval():
    assert {state: steps[Action.REARRANGE] for state, steps in STEPS.items() if Action.REARRANGE in steps} == {
        State.DRAFT: State.DRAFT,
        State.APPROVED: State.DRAFT,
        State.PUBLISHED: State.PUBLISHED,
        State.MOVED: State.MOVED,
    }


@pytest.mark.parametrize(("birth", "state"), [(Birth.DRAFTED, State.DRAFT), (Birth.ENTERED_PAST, State.HELD)])
def test_a_meeting_is_born_a_draft_or_when_it_was_never_planned_here_as_held(birth, state):
    assert born(birth) is state


def test_the_sets_of_states_are_named_once_and_lie_within_each_other():
    assert {State.PUBLISHED, State.MOVED} == COMING
    assert COMING | {State.APPROVED} == PLANNED
    assert PLANNED | {State.DRAFT} == OPEN
    assert OPEN | {State.HELD} == STANDING
    assert COMING | {State.POSTPONED, State.HELD, State.NOT_HELD} == PUBLIC
    assert {state for state in State if Action.MISS in STEPS[state]} == COMING
    assert {state for state in State if Action.REARRANGE in STEPS[state]} == OPEN


def test_once_public_a_meeting_stays_public_and_a_dropped_draft_never_is():
    assert not is_public(State.DRAFT)
    assert not is_public(State.APPROVED)
    assert not is_public(State.CANCELLED)
    assert is_public(State.CANCELLED, ever_published=True)
    for state, _, after in EDGES:
        if is_public(state):
            assert is_public(after, ever_published=True)


def test_drafts_are_not_planned_and_approved_ones_are():
    assert {state for state in State if is_planned(state)} == {State.APPROVED, State.PUBLISHED, State.MOVED}
