"""How long a session lasts, on which device and for whom (T-20)."""

import pytest

from scheduler import login_sessions, own_account
from scheduler.core.errors import InvalidInput, NotAllowed, NotAuthenticated
from scheduler.core.roles import NOBODY, OPERATOR, Outsider, Role
from scheduler.core.signing import DeviceKind
from scheduler.db.accounts import get_account
from scheduler.db.signing import LoginSession
from scheduler.guessing import Gate
from tests.factories import a_commune, make_office
from tests.usecases.gates import (
    HERE,
    OTHER,
    PASSWORD,
    at,
    enters,
    enters_with_code,
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


@pytest.mark.parametrize(("kind", "minutes"), [(DeviceKind.OFFICE, 30), (DeviceKind.DESK, 15)])
def test_unused_it_ends(gate: Gate, unit, kind: DeviceKind, minutes: int) -> None:
    someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY))
    secret = enters(gate, "a@x.vn", kind=kind).secret
    wait(gate, minutes=minutes - 1)
    with gate.works.writing(NOBODY) as uow:
        signed = login_sessions.who_is(uow, secret)
        login_sessions.note_seen(uow, signed)
    wait(gate, minutes=minutes - 1)

    assert not signed.is_seen
    assert not refused(gate, secret)
    wait(gate, minutes=1)
    assert refused(gate, secret)


def test_after_twelve_hours_it_ends_however_busy(gate: Gate, unit) -> None:
    someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY))
    secret = enters(gate, "a@x.vn").secret
    for _ in range(12 * 3 - 1):
        wait(gate, minutes=20)
        with gate.works.writing(NOBODY) as uow:
            login_sessions.note_seen(uow, login_sessions.who_is(uow, secret))
    wait(gate, minutes=20)

    assert refused(gate, secret)


def test_a_leader_s_phone_stays_thirty_days_and_asks_again_for_what_is_guarded_twice(gate: Gate, unit) -> None:
    commune, _party, chair, _ = unit
    someone(gate, "a@x.vn", at(commune, Role.LEADER, chair))
    secret = enters(gate, "a@x.vn", kind=DeviceKind.PHONE).secret
    wait(gate, days=29)

    signed = known(gate, secret)
    with pytest.raises(NotAllowed, match="step-up-needed"):
        signed.require_step_up()
    with pytest.raises(NotAllowed):
        own_account.step_up(gate, secret, OTHER, HERE)
    with gate.works.rehearsing(NOBODY) as uow:
        for deed in (own_account.propose_code, lambda u, s: own_account.set_code(u, s, "A" * 32, "000000")):
            with pytest.raises(NotAllowed, match="step-up-needed"):
                deed(uow, secret)
    own_account.step_up(gate, secret, PASSWORD, HERE).require_step_up()
    wait(gate, minutes=10)
    assert not known(gate, secret).stepped_up
    wait(gate, days=1)
    assert refused(gate, secret)


def test_thirty_days_are_for_leaders_only(gate: Gate, unit) -> None:
    commune, _party, chair, _ = unit
    someone(gate, "a@x.vn", at(commune, Role.SECRETARY))
    someone(gate, "b@x.vn", at(commune, Role.SECRETARY), at(commune, Role.LEADER, chair))
    alone = enters(gate, "a@x.vn", kind=DeviceKind.PHONE).secret
    both = enters(gate, "b@x.vn", kind=DeviceKind.PHONE).secret
    held = {h.role: h.id for h in known(gate, both).held}
    with gate.works.writing(NOBODY) as uow:
        login_sessions.act_as(uow, both, held["leader"])
    wait(gate, days=1)

    assert refused(gate, alone)
    assert not refused(gate, both)
    with gate.works.rehearsing(NOBODY) as uow, pytest.raises(NotAuthenticated):
        login_sessions.act_as(uow, both, held["secretary"])


def test_a_role_that_ended_yesterday_is_gone_and_one_of_tomorrow_not_there_yet(gate: Gate, unit) -> None:
    commune, _party, chair, _ = unit
    with gate.works.writing(OPERATOR) as uow:
        today = uow.today
    account = someone(gate, "a@x.vn", at(commune, Role.SECRETARY, last_on=today))
    someone(gate, "b@x.vn", at(commune, Role.LEADER, chair, first_on=today.replace(day=today.day + 1)))
    secret, early = enters(gate, "a@x.vn").secret, enters(gate, "b@x.vn").secret

    assert known(gate, secret).actor.role is Role.SECRETARY
    assert known(gate, early).held == ()
    wait(gate, hours=16)
    assert refused(gate, secret)  # half an hour unused
    later = enters(gate, account.email).secret
    assert known(gate, later).actor.role is Outsider.NOBODY


def test_a_second_step_can_be_given_up_only_where_none_is_needed(gate: Gate, unit) -> None:
    commune = unit[0]
    free = someone(gate, "a@x.vn", at(commune, Role.SECRETARY), with_code=True)
    bound = someone(gate, "b@x.vn", at(commune, Role.UNIT_ADMIN), with_code=True)
    one, two = enters_with_code(gate, free).secret, enters_with_code(gate, bound).secret

    own_account.remove_code(gate, one, PASSWORD, HERE)
    with pytest.raises(NotAllowed, match="second-step-needed"):
        own_account.remove_code(gate, two, PASSWORD, HERE)

    with gate.works.reading(OPERATOR) as uow:
        assert [get_account(uow.session, a.id).totp is None for a in (free, bound)] == [True, False]


def test_a_short_password_does_not_stand_alone(gate: Gate, unit) -> None:
    account = someone(gate, "a@x.vn", at(unit[0], Role.SECRETARY), with_code=True)
    secret = enters_with_code(gate, account).secret
    secret = own_account.change_password(gate, secret, PASSWORD, "voi9chuối", HERE)

    with pytest.raises(InvalidInput):
        own_account.remove_code(gate, secret, "voi9chuối", HERE)


def test_the_database_holds_nothing_that_opens_a_session(gate: Gate, unit) -> None:
    commune = unit[0]
    with gate.works.writing(OPERATOR) as uow:
        make_office(uow, commune, "chu_tich_hdnd", "Chủ tịch HĐND")
    account = someone(gate, "a@x.vn", at(commune, Role.SECRETARY), with_code=True)
    entry = enters_with_code(gate, account)
    secrets = [entry.secret, entry.device, account.totp.of(account.id), PASSWORD]

    with gate.works.reading(OPERATOR) as uow:
        tables = [t for t in LoginSession.metadata.sorted_tables if t.name != "unit"]
        raw = " ".join(
            str(row)
            for t in tables
            for row in uow.session.connection().exec_driver_sql(f'SELECT * FROM "{t.name}"').fetchall()
        )
    assert [secret in raw for secret in secrets] == [False] * 4
