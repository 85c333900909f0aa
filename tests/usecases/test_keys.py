"""Keys of programs: shown once, stored as a digest, given within one's own reach, closed for good."""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler.core.errors import InvalidInput, NotAllowed, NotFound
from scheduler.core.ids import digest
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.access import find_key
from scheduler.db.journal import JournalEntry
from scheduler.db.work import Works
from scheduler.keys import get_key, issue_key, list_keys, revoke_key
from tests.factories import a_commune


def test_a_secret_opens_its_key_and_is_stored_nowhere(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        key, secret = issue_key(uow, " Một\u200b cửa ", None, Role.INSPECTOR, date(2026, 12, 31))

    with works.reading(OPERATOR) as uow:
        found = find_key(uow.session, secret)
        journal = str([entry.body for entry in uow.session.scalars(select(JournalEntry))])
    assert found.id == key.id
    assert (found.name, found.role, found.secret_digest) == ("Một cửa", Role.INSPECTOR, digest(secret))
    assert secret.startswith("tdk_")
    assert secret not in journal
    assert digest(secret) not in journal


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.UNIT_ADMIN, Role.OPERATOR}))
def test_only_keepers_of_keys_issue_list_and_revoke(works: Works, role: Role) -> None:
    unit, *_ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        key, _ = issue_key(uow, "x", unit.id, Role.SECRETARY)

    with works.rehearsing(Actor("a", role, unit.id)) as uow:
        with pytest.raises(NotAllowed):
            issue_key(uow, "x", unit.id, Role.SECRETARY)
        with pytest.raises(NotAllowed):
            revoke_key(uow, key.id)
        with pytest.raises(NotAllowed):
            list_keys(uow)


def test_an_administrator_gives_keys_of_the_own_unit_and_of_its_roles_only(works: Works) -> None:
    unit, *_ = a_commune(works)

    with works.rehearsing(Actor("a", Role.UNIT_ADMIN, unit.id)) as uow:
        for role in (Role.OPERATOR, Role.LEGAL_ADMIN):
            with pytest.raises(NotAllowed):
                issue_key(uow, "x", unit.id, role)
        with pytest.raises(NotAllowed):
            issue_key(uow, "x", None, Role.SECRETARY)
        with pytest.raises(NotFound):
            issue_key(uow, "x", unit.parent_id, Role.SECRETARY)
        assert issue_key(uow, "x", unit.id, Role.SECRETARY)[0].unit_id == unit.id


def test_a_province_gives_no_keys_of_its_communes(works: Works) -> None:
    unit, *_ = a_commune(works)

    with works.rehearsing(Actor("a", Role.UNIT_ADMIN, unit.parent_id)) as uow, pytest.raises(NotAllowed):
        issue_key(uow, "x", unit.id, Role.SECRETARY)


def test_a_key_of_another_unit_does_not_exist(works: Works) -> None:
    unit, *_ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        key, _ = issue_key(uow, "x", None, Role.SECRETARY)

    with works.rehearsing(Actor("a", Role.UNIT_ADMIN, unit.id)) as uow:
        with pytest.raises(NotFound):
            get_key(uow, key.id)
        with pytest.raises(NotFound):
            revoke_key(uow, key.id)
        assert list_keys(uow) == []


def test_revoking_twice_is_told_once(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        key, _ = issue_key(uow, "x", None, Role.SECRETARY)
    for _ in range(2):
        with works.writing(OPERATOR) as uow:
            assert revoke_key(uow, key.id).revoked_at == uow.now

    with works.reading(OPERATOR) as uow:
        kinds = [entry.kind for entry in uow.session.scalars(select(JournalEntry))]
    assert kinds == ["KeyIssued", "KeyRevoked"]


@pytest.mark.parametrize(
    ("name", "expires_on", "where"), [("\u200b", None, "name"), ("x", date(2026, 11, 21), "expires_on")]
)
def test_a_key_needs_a_name_and_a_day_to_come(works: Works, name: str, expires_on: date | None, where: str) -> None:
    with works.rehearsing(OPERATOR) as uow, pytest.raises(InvalidInput) as refusal:
        issue_key(uow, name, None, Role.SECRETARY, expires_on)

    assert [fault.where for fault in refusal.value.faults] == [where]


def test_who_keeps_a_unit_s_keys_cannot_give_the_right_to_insist(works: Works) -> None:
    unit, *_ = a_commune(works)
    admin = Actor("a", Role.UNIT_ADMIN, unit.id)

    with works.writing(admin) as uow:
        issue_key(uow, "Thư ký", unit.id, Role.SECRETARY)
        with pytest.raises(NotAllowed):
            issue_key(uow, "Chánh văn phòng", unit.id, Role.OFFICE_CHIEF)
