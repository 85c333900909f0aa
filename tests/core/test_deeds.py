"""What may be done to a meeting is the lifecycle's table crossed with the roles': neither side forgets one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.core.deeds import NEXT, OF_STEP, Closed, Deed, asked_for, deeds_in, path_of, roles_for, why_closed
from scheduler.core.facts import State
from scheduler.core.lifecycle import Action as Step
from scheduler.core.lifecycle import allowed
from scheduler.core.roles import MAY, Action, Role

_BESIDE = {Deed.DESCRIBE, Deed.DELEGATE, Deed.EVIDENCE, Deed.CORRECT}
_NOON = datetime(2026, 12, 8, 5, tzinfo=UTC)


def test_every_step_but_the_workers_has_a_deed() -> None:
    assert set(OF_STEP) == set(Step) - {Step.MISS}
    assert set(OF_STEP.values()) | _BESIDE == set(Deed)


@pytest.mark.parametrize("state", State)
def test_the_deeds_of_a_state_are_the_steps_of_its_row(state: State) -> None:
    steps = {deed for deed in deeds_in(state, announced=True) if deed not in _BESIDE}
    assert steps == {OF_STEP[one] for one in allowed(state) if one is not Step.MISS}
    assert NEXT[state] is None or NEXT[state] in steps


def test_what_changes_no_state_is_offered_where_its_use_case_takes_it() -> None:
    described = {s for s in State if Deed.DESCRIBE in deeds_in(s, announced=True)}
    assert described == {State.DRAFT, State.APPROVED, State.PUBLISHED, State.MOVED, State.POSTPONED}
    assert {s for s in State if Deed.DELEGATE in deeds_in(s, announced=True)} == described - {State.POSTPONED}
    assert {s for s in State if Deed.CORRECT in deeds_in(s, announced=True)} == {State.HELD}
    assert Deed.EVIDENCE not in deeds_in(State.CANCELLED, announced=False)


def test_a_late_entry_is_for_those_who_may_insist() -> None:
    assert asked_for(Deed.RECORD, State.NOT_HELD) == {Action.CONFIRM_HELD, Action.INSIST}
    assert roles_for(Deed.RECORD, State.NOT_HELD) == (Role.OFFICE_CHIEF,)
    assert roles_for(Deed.APPROVE, State.DRAFT) == (Role.LEADER, Role.OFFICE_CHIEF)
    assert all(asked_for(deed, State.DRAFT) <= MAY[Role.OPERATOR] for deed in Deed)


@pytest.mark.parametrize(
    ("deed", "state", "hours", "closed"),
    [
        (Deed.RECORD, State.PUBLISHED, -1, Closed.NOT_BEGUN),
        (Deed.RECORD, State.PUBLISHED, 0, Closed.NO),
        (Deed.RECORD, State.NOT_HELD, 500, Closed.NO),
        (Deed.MOVE, State.MOVED, -1, Closed.NO),
        (Deed.MOVE, State.MOVED, 0, Closed.HAS_BEGUN),
        (Deed.MOVE, State.DRAFT, 5, Closed.NO),
        (Deed.PUBLISH, State.APPROVED, 1, Closed.HAS_BEGUN),
        (Deed.DELEGATE, State.PUBLISHED, 3, Closed.NO),
        (Deed.DELEGATE, State.PUBLISHED, 30, Closed.DAY_OVER),
    ],
)
def test_a_deed_waits_for_its_time(deed: Deed, state: State, hours: int, closed: Closed) -> None:
    now = _NOON + timedelta(hours=hours)
    today = now.date()
    assert why_closed(deed, state, begins_at=_NOON, held_on=date(2026, 12, 8), now=now, today=today) is closed


def test_a_life_goes_from_draft_to_held() -> None:
    assert path_of(State.APPROVED, announced=False) == (
        (State.DRAFT, State.APPROVED, State.PUBLISHED, State.HELD),
        1,
    )
    assert path_of(State.POSTPONED, announced=True)[1] == 3
    assert path_of(State.CANCELLED, announced=False) == ((State.DRAFT, State.CANCELLED), 1)
    assert path_of(State.HELD, announced=False) == ((State.HELD,), 0)
