"""Nobody makes oneself, or a friend, more than one is: roles that are not given, and what takes two administrators."""

from datetime import date, timedelta

import pytest

from scheduler import accounts
from scheduler.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.accounts import AccountChange
from scheduler.guessing import Gate
from scheduler.keys import issue_key
from tests.factories import a_commune, make_unit
from tests.usecases.gates import admin_of, at, gate, someone

_ = gate  # a fixture that the tests ask for
TODAY = date(2026, 11, 22)


@pytest.fixture
def town(gate: Gate):
    commune, _party, chair, _ = a_commune(gate.works)
    return commune, chair


def newcomer(unit, email: str = "moi@x.vn", **over) -> accounts.Newcomer:
    return accounts.Newcomer(email, "Hoàng Văn Sáu", unit.id if unit else None, **over)


def neighbour(gate: Gate):
    with gate.works.writing(OPERATOR) as uow:
        return make_unit(uow, "Xã Khánh Khê")


def test_an_administrator_gives_no_role_of_the_country_and_none_that_may_insist(gate: Gate, town) -> None:
    commune, _chair = town
    _, admin = admin_of(gate, commune, "admin@x.vn")
    account = someone(gate, "a@x.vn", at(commune, Role.SECRETARY), unit_id=commune.id)
    for role in (Role.OPERATOR, Role.LEGAL_ADMIN, Role.OFFICE_CHIEF):
        with gate.works.rehearsing(admin) as uow, pytest.raises(NotAllowed, match="role-not-yours-to-give"):
            accounts.assign(uow, account.id, at(commune, role))
    for role in Role:
        with gate.works.rehearsing(admin) as uow, pytest.raises(NotAllowed):
            accounts.assign(uow, account.id, at(None, role))


def test_an_administrator_reaches_no_account_and_no_unit_but_the_own(gate: Gate, town) -> None:
    commune, _chair = town
    other = neighbour(gate)
    _, admin = admin_of(gate, commune, "admin@x.vn")
    theirs = someone(gate, "b@x.vn", at(other, Role.SECRETARY), unit_id=other.id)
    countrys = someone(gate, "c@x.vn", at(commune, Role.SECRETARY), unit_id=None)
    ours = someone(gate, "a@x.vn", unit_id=commune.id)
    with gate.works.reading(OPERATOR) as uow:
        held = [accounts.list_held(uow, a.id)[0].id for a in (theirs, countrys)]
    deeds = [
        *(lambda uow, a=a: accounts.assign(uow, a.id, at(commune, Role.DESK)) for a in (theirs, countrys)),
        *(lambda uow, a=a: accounts.leave_post(uow, a.id) for a in (theirs, countrys)),
        *(lambda uow, a=a: accounts.invite_again(uow, a.id) for a in (theirs, countrys)),
        *(lambda uow, a=a: accounts.change(uow, a.id, 1, name="X") for a in (theirs, countrys)),
        *(lambda uow, a=a: accounts.list_held(uow, a.id) for a in (theirs, countrys)),
        *(lambda uow, h=h: accounts.end_assignment(uow, h, TODAY) for h in held),
        lambda uow: accounts.assign(uow, ours.id, at(other, Role.SECRETARY)),
        lambda uow: accounts.invite(uow, newcomer(other)),
    ]
    for deed in deeds:
        with gate.works.rehearsing(admin) as uow, pytest.raises(NotFound):
            deed(uow)
    with gate.works.rehearsing(admin) as uow, pytest.raises(NotAllowed):
        accounts.invite(uow, newcomer(None))
    with gate.works.rehearsing(admin) as uow, pytest.raises(NotAllowed):
        accounts.begin_anew(uow, ours.id)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.UNIT_ADMIN, Role.OPERATOR}))
def test_only_keepers_of_accounts_keep_accounts(gate: Gate, town, role: Role) -> None:
    commune, _chair = town
    account = someone(gate, "a@x.vn", unit_id=commune.id)
    deeds = (
        lambda uow: accounts.invite(uow, newcomer(commune)),
        lambda uow: accounts.assign(uow, account.id, at(commune, Role.DESK)),
        lambda uow: accounts.leave_post(uow, account.id),
        accounts.list_accounts,
        accounts.list_waiting,
    )
    for deed in deeds:
        with gate.works.rehearsing(Actor("k", role, commune.id)) as uow, pytest.raises(NotAllowed):
            deed(uow)


def test_nobody_gives_oneself_a_role_not_even_through_a_key(gate: Gate, town) -> None:
    commune, _chair = town
    account, admin = admin_of(gate, commune, "admin@x.vn")
    with gate.works.writing(admin) as uow:
        key, _ = issue_key(uow, "của tôi", commune.id, Role.UNIT_ADMIN)
    by_key = Actor(key.id, Role.UNIT_ADMIN, commune.id, account_id=key.account_id)

    assert key.account_id == account.id
    for actor in (admin, by_key):
        with gate.works.rehearsing(actor) as uow, pytest.raises(NotAllowed, match="not-to-oneself"):
            accounts.assign(uow, account.id, at(commune, Role.SECRETARY))


def test_a_link_that_would_open_a_greater_role_is_not_given(gate: Gate, town) -> None:
    commune, _chair = town
    _, admin = admin_of(gate, commune, "admin@x.vn")
    for role in (Role.OFFICE_CHIEF, Role.UNIT_ADMIN):
        with gate.works.writing(OPERATOR) as uow:
            made = accounts.invite(uow, newcomer(commune, f"{role.value}@x.vn"), at(commune, role))
        with gate.works.rehearsing(admin) as uow, pytest.raises(NotAllowed):
            accounts.invite_again(uow, made.account.id)


def test_terms_must_make_sense(gate: Gate, town) -> None:
    commune, chair = town
    other = neighbour(gate)
    account = someone(gate, "a@x.vn", unit_id=commune.id)
    wrong = [
        (at(commune, Role.LEADER), "office_id"),
        (at(commune, Role.SECRETARY, chair), "office_id"),
        (at(other, Role.LEADER, chair), "office_id"),
        (at(None, Role.DESK), "unit_id"),
        (at(commune, Role.DESK, last_on=TODAY - timedelta(days=1)), "last_on"),
        (at(commune, Role.DESK, first_on=date(2027, 1, 2), last_on=date(2027, 1, 1)), "last_on"),
    ]
    for terms, where in wrong:
        with gate.works.rehearsing(OPERATOR) as uow, pytest.raises(InvalidInput) as refusal:
            accounts.assign(uow, account.id, terms)
        assert where in {fault.where for fault in refusal.value.faults}


# ---- two administrators


def test_another_administrator_is_changed_by_two(gate: Gate, town) -> None:
    commune, _chair = town
    _, first = admin_of(gate, commune, "one@x.vn")
    target, self_ = admin_of(gate, commune, "two@x.vn")
    _, second = admin_of(gate, commune, "three@x.vn")
    with gate.works.writing(first) as uow:
        (held,) = accounts.list_held(uow, target.id)
        asked = [
            accounts.change(uow, target.id, target.version, name="Tên Mới"),
            accounts.assign(uow, target.id, at(commune, Role.DESK)),
            accounts.end_assignment(uow, held.id, TODAY),
            accounts.leave_post(uow, target.id),
        ]
        assert {type(one) for one in asked} == {AccountChange}
        assert {one.id for one in accounts.list_waiting(uow)} == {one.id for one in asked}
        assert held.last_on is None
    for actor in (first, self_, Actor("key", Role.UNIT_ADMIN, commune.id)):
        for change in asked:
            with gate.works.rehearsing(actor) as uow, pytest.raises(NotAllowed, match="needs-a-second"):
                accounts.confirm_change(uow, change.id)

    with gate.works.writing(second) as uow:
        for change in asked[:2]:
            assert accounts.confirm_change(uow, change.id).confirmed
        accounts.withdraw_change(uow, asked[2].id)
        with pytest.raises(WrongState):
            accounts.confirm_change(uow, asked[2].id)
    with gate.works.reading(OPERATOR) as uow:
        assert {a.role for a in accounts.list_held(uow, target.id)} == {Role.UNIT_ADMIN, Role.DESK}
        assert accounts.get(uow, target.id).name == "Tên Mới"
    with gate.works.writing(second) as uow:
        accounts.confirm_change(uow, asked[3].id)
        assert accounts.list_waiting(uow) == []
        assert accounts.get(uow, target.id).ended_at == uow.now


def test_one_administrator_alone_makes_no_other(gate: Gate, town) -> None:
    commune, _chair = town
    _, admin = admin_of(gate, commune, "admin@x.vn")
    with gate.works.writing(admin) as uow:
        made = accounts.invite(uow, newcomer(commune), at(commune, Role.UNIT_ADMIN))
        assert isinstance(made.given, AccountChange)
        assert accounts.list_held(uow, made.account.id) == []
    by_key = Actor("key", Role.UNIT_ADMIN, commune.id)
    with gate.works.rehearsing(by_key) as uow, pytest.raises(NotAllowed, match="needs-a-person"):
        accounts.assign(uow, made.account.id, at(commune, Role.UNIT_ADMIN))

    with gate.works.writing(OPERATOR) as uow:
        accounts.confirm_change(uow, made.given.id)
        assert [a.role for a in accounts.list_held(uow, made.account.id)] == [Role.UNIT_ADMIN]
