"""Keeping accounts: invite, give and end roles within one's own reach, and no way to make oneself more than one is."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from scheduler import accounts, own_account
from scheduler.core.errors import Gone, InvalidInput, NotAuthenticated, WrongState
from scheduler.core.language import Language
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.accounts import Account, Assignment
from scheduler.db.journal import JournalEntry
from scheduler.guessing import Gate
from tests.factories import a_commune, make_person, make_unit
from tests.usecases.gates import OTHER, PASSWORD, admin_of, at, enters, gate, someone, wait

_ = gate  # a fixture that the tests ask for
TODAY = date(2026, 11, 22)


@pytest.fixture
def town(gate: Gate):
    commune, _party, chair, _ = a_commune(gate.works)
    return commune, chair


def newcomer(unit, email: str = "moi@x.vn", **over) -> accounts.Newcomer:
    return accounts.Newcomer(email, "Hoàng Văn Sáu", unit.id if unit else None, **over)


# ---- inviting


def test_an_administrator_invites_and_gives_the_roles_of_the_own_unit(gate: Gate, town) -> None:
    commune, chair = town
    _, admin = admin_of(gate, commune, "admin@x.vn")
    roles = {Role.SECRETARY, Role.LEADER, Role.DEPUTY, Role.FRONT, Role.DEPARTMENT, Role.INSPECTOR, Role.DESK}
    with gate.works.writing(admin) as uow:
        made = accounts.invite(uow, newcomer(commune), at(commune, Role.SECRETARY))
        for role in roles - {Role.SECRETARY}:
            given = accounts.assign(uow, made.account.id, at(commune, role, chair if role is Role.LEADER else None))
            assert isinstance(given, Assignment)

        assert {a.role for a in accounts.list_held(uow, made.account.id)} == roles
        listed = accounts.list_accounts(uow)
        assert {a.email for a in listed} == {"admin@x.vn", "moi@x.vn"}
        assert accounts.list_accounts(uow, after=listed[0].id) == listed[1:]
    own_account.take_link(gate, made.secret, PASSWORD)
    assert enters(gate, "moi@x.vn").secret


def test_an_invitation_lasts_two_days_and_a_newer_one_withdraws_it(gate: Gate, town) -> None:
    with gate.works.writing(OPERATOR) as uow:
        made = accounts.invite(uow, newcomer(town[0]))
        again = accounts.invite_again(uow, made.account.id)
    with pytest.raises(Gone):
        own_account.take_link(gate, made.secret, PASSWORD)
    wait(gate, hours=48)
    with pytest.raises(Gone):
        own_account.take_link(gate, again, PASSWORD)
    with gate.works.writing(OPERATOR) as uow:
        late = accounts.invite_again(uow, made.account.id)
        assert own_account.look_at_link(uow, late).email == "moi@x.vn"
    wait(gate, hours=47, minutes=59)
    own_account.take_link(gate, late, PASSWORD)

    with gate.works.writing(OPERATOR) as uow, pytest.raises(WrongState):
        accounts.invite_again(uow, made.account.id)


def test_a_password_that_is_refused_does_not_use_the_link_up(gate: Gate, town) -> None:
    with gate.works.writing(OPERATOR) as uow:
        made = accounts.invite(uow, newcomer(town[0]))
    with pytest.raises(InvalidInput):
        own_account.take_link(gate, made.secret, "hoàng văn sáu xã tân đoàn")

    assert own_account.take_link(gate, made.secret, PASSWORD).account_id == made.account.id


@pytest.mark.parametrize(
    ("over", "where"), [({"email": "admin@X.vn"}, "email"), ({"email": "moi"}, "email"), ({"name": " "}, "name")]
)
def test_one_address_has_one_account(gate: Gate, town, over: dict[str, str], where: str) -> None:
    _, admin = admin_of(gate, town[0], "admin@x.vn")
    given = {"email": "moi@x.vn", "name": "Sáu", "unit_id": town[0].id} | over

    with gate.works.rehearsing(admin) as uow, pytest.raises(InvalidInput) as refusal:
        accounts.invite(uow, accounts.Newcomer(**given))
    assert [fault.where for fault in refusal.value.faults] == [where]


def test_a_person_of_another_unit_is_none_of_this_one_s(gate: Gate, town) -> None:
    other = neighbour(gate)
    with gate.works.writing(OPERATOR) as uow:
        ours, theirs = make_person(uow, town[0]), make_person(uow, other)
        with pytest.raises(InvalidInput):
            accounts.invite(uow, newcomer(town[0], person_id=theirs.id))
        assert accounts.invite(uow, newcomer(town[0], person_id=ours.id)).account.person_id == ours.id


def neighbour(gate: Gate):
    with gate.works.writing(OPERATOR) as uow:
        return make_unit(uow, "Xã Khánh Khê")


# ---- changing and ending


def test_a_role_ends_at_once_or_on_a_day_and_only_sooner(gate: Gate, town) -> None:
    commune, _chair = town
    _, admin = admin_of(gate, commune, "admin@x.vn")
    account = someone(gate, "a@x.vn", at(commune, Role.SECRETARY), unit_id=commune.id)
    with gate.works.writing(admin) as uow:
        (held,) = accounts.list_held(uow, account.id)
        assert accounts.end_assignment(uow, held.id, TODAY + timedelta(days=9)).is_live(TODAY)
        for day in (TODAY + timedelta(days=10), TODAY - timedelta(days=2)):
            with pytest.raises(InvalidInput):
                accounts.end_assignment(uow, held.id, day)
        assert not accounts.end_assignment(uow, held.id, TODAY - timedelta(days=1)).is_to_come(TODAY)


def test_a_name_and_a_language_change_and_the_journal_keeps_neither(gate: Gate, town) -> None:
    commune, _chair = town
    _, admin = admin_of(gate, commune, "admin@x.vn")
    account = someone(gate, "a@x.vn", at(commune, Role.SECRETARY), unit_id=commune.id)
    with gate.works.writing(admin) as uow:
        accounts.change(uow, account.id, account.version, name="Lò Văn Bảy", language=Language.ENGLISH)
    with gate.works.reading(OPERATOR) as uow:
        changed = uow.session.get_one(Account, account.id)
        told = {e.kind: e for e in uow.session.scalars(select(JournalEntry))}
        written = str([(e.kind, e.body, e.actor) for e in uow.session.scalars(select(JournalEntry))])

    assert (changed.name, changed.language) == ("Lò Văn Bảy", Language.ENGLISH)
    assert told["AccountChanged"].body == {"fields": ["language", "name"]}
    assert told["AccountChanged"].actor == admin.id
    assert not [word for word in ("x.vn", "Lò", PASSWORD, "argon2") if word in written]


def test_who_lost_everything_is_begun_anew_by_the_country_only(gate: Gate, town) -> None:
    commune, _chair = town
    account, _admin = admin_of(gate, commune, "admin@x.vn")
    with gate.works.writing(OPERATOR) as uow:
        secret = accounts.begin_anew(uow, account.id)
    with pytest.raises(NotAuthenticated):
        enters(gate, "admin@x.vn")
    own_account.take_link(gate, secret, OTHER)

    assert not enters(gate, "admin@x.vn", OTHER).needs_code
