"""What ends a session: signing out, another password, somebody else; afterwards its secret is worth nothing (T-20)."""

import pytest

from scheduler import login_sessions, own_account
from scheduler.core.errors import Gone, NotAllowed, NotAuthenticated, NotFound
from scheduler.core.roles import NOBODY, Role
from scheduler.guessing import Gate
from tests.factories import a_commune
from tests.usecases.gates import (
    HERE,
    OTHER,
    PASSWORD,
    at,
    enters,
    gate,
    known,
    refused,
    someone,
    wait,
)

_ = gate  # a fixture that the tests ask for


@pytest.fixture
def unit(gate: Gate):
    return a_commune(gate.works)


def test_a_secret_from_before_signing_in_is_worth_nothing_after(gate: Gate, unit) -> None:
    someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY))
    planted = enters(gate, "a@x.vn").secret

    fresh = enters(gate, "a@x.vn", before=planted).secret

    assert fresh != planted
    assert refused(gate, planted)
    assert len(fresh) >= 43


def test_after_signing_out_the_secret_opens_nothing(gate: Gate, unit) -> None:
    someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY))
    one, two, three = (enters(gate, "a@x.vn").secret for _ in range(3))

    with gate.works.writing(NOBODY) as uow:
        login_sessions.sign_out(uow, one)
        login_sessions.sign_out(uow, one)
    assert [refused(gate, s) for s in (one, two, three)] == [True, False, False]
    with gate.works.writing(NOBODY) as uow:
        assert login_sessions.sign_out_everywhere(uow, two) == 2
    assert [refused(gate, s) for s in (two, three)] == [True, True]


def test_one_ends_a_session_of_one_s_own_and_of_nobody_else(gate: Gate, unit) -> None:
    someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY))
    someone(gate, "b@x.vn", at(unit[0], Role.SECRETARY))
    mine, phone, theirs = enters(gate, "a@x.vn"), enters(gate, "a@x.vn", label="iPhone"), enters(gate, "b@x.vn")
    with gate.works.writing(NOBODY) as uow:
        places = login_sessions.list_places(uow, mine.secret)
        login_sessions.end_session(uow, mine.secret, next(p.session_id for p in places if p.device == "iPhone"))
        with pytest.raises(NotFound):
            login_sessions.end_session(uow, mine.secret, known(gate, theirs.secret).session_id)

    assert {p.device: p.is_this for p in places} == {"": True, "iPhone": False}
    assert [refused(gate, e.secret) for e in (mine, phone, theirs)] == [False, True, False]


def test_a_changed_password_ends_every_other_session_and_link(gate: Gate, unit) -> None:
    someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY))
    mine, other = enters(gate, "a@x.vn").secret, enters(gate, "a@x.vn").secret
    reset = own_account.ask_reset(gate, "a@x.vn", HERE)
    with pytest.raises(NotAllowed):
        own_account.change_password(gate, mine, OTHER, OTHER, HERE)

    fresh = own_account.change_password(gate, mine, PASSWORD, OTHER, HERE)

    assert [refused(gate, s) for s in (mine, other, fresh)] == [True, True, False]
    with pytest.raises(Gone):
        own_account.take_link(gate, reset.secret, OTHER)
    with pytest.raises(NotAuthenticated):
        enters(gate, "a@x.vn")
    assert enters(gate, "a@x.vn", OTHER).secret


def test_a_reset_ends_everything_works_once_and_for_an_hour(gate: Gate, unit) -> None:
    someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY))
    mine = enters(gate, "a@x.vn").secret
    late, first, second = (own_account.ask_reset(gate, "a@x.vn", HERE) for _ in range(3))
    with pytest.raises(Gone):  # a newer link withdraws the older ones
        own_account.take_link(gate, first.secret, OTHER)

    own_account.take_link(gate, second.secret, OTHER)

    assert refused(gate, mine)
    with pytest.raises(Gone):
        own_account.take_link(gate, second.secret, PASSWORD)
    with pytest.raises(NotFound):
        own_account.take_link(gate, "x" * 43, PASSWORD)
    wait(gate, hours=1)
    late = own_account.ask_reset(gate, "a@x.vn", HERE)
    wait(gate, hours=1)
    with pytest.raises(Gone):
        own_account.take_link(gate, late.secret, PASSWORD)
