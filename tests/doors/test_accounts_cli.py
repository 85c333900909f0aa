"""Accounts from the machine's own prompt, and keys of sealed columns that change while people work."""

import stat
from functools import partial

from sqlalchemy import text

from scheduler import own_account
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.sealed import seal_with
from scheduler.guessing import Gate
from scheduler.key_files import seal_keys
from scheduler.settings import Settings
from tests.doors.conftest import said
from tests.factories import a_commune
from tests.usecases.gates import PASSWORD, at, cheap, enters, enters_with_code, known, someone, wait


def test_the_first_account_opens_by_the_address_that_is_printed_once(command, works) -> None:
    told = said(command("accounts", "first", "--email", "Van.Hanh@x.vn", "--name", "Người vận hành", "--json"))
    gate = Gate(works, cheap())
    base, _, secret = told["address"].rpartition("/")
    own_account.take_link(gate, secret, PASSWORD)
    again = command("accounts", "first", "--email", "b@x.vn", "--name", "B", expect=1)

    assert base == "http://127.0.0.1:8000/mo-tai-khoan"
    assert known(gate, enters(gate, "van.hanh@x.vn").secret).must_set_code
    assert "accounts invite" in again.stderr


def test_people_are_invited_listed_and_leave(command, works) -> None:
    unit, _party, chair, _ = a_commune(works)
    words = ("--email", "ct@x.vn", "--name", "Chủ tịch", "--unit", unit.code, "--role", "leader")
    refused = command("accounts", "invite", *words, expect=1)
    invited = said(
        command("accounts", "invite", *words, "--office", "chu_tich_ubnd", "--until", "2026-12-31", "--json")
    )
    (listed,) = said(command("accounts", "list", "--json"))["accounts"]
    said(command("accounts", "leave", "CT@x.vn", "--json"))

    assert "chọn chức vụ" in refused.stderr
    assert (listed["id"], listed["roles"], listed["has_password"]) == (invited["id"], ["leader"], False)
    assert "đã kết thúc" in command("accounts", "list").stdout
    command("accounts", "leave", "nobody@x.vn", expect=1)
    command("accounts", "invite", *words, "--office", "none_such", expect=1)
    assert chair.unit_id == unit.id


def test_who_lost_everything_gets_a_new_address(command, works) -> None:
    unit, *_ = a_commune(works)
    gate = Gate(works, cheap())
    someone(gate, "a@x.vn", at(unit, Role.SECRETARY), unit_id=unit.id)

    told = said(command("accounts", "restart", "a@x.vn", "--json"))

    own_account.take_link(gate, told["address"].rpartition("/")[2], PASSWORD)
    assert enters(gate, "a@x.vn").secret


def test_the_seal_changes_its_key_and_codes_open_all_along(command, works, data) -> None:
    seal_with(works.engine, partial(seal_keys, Settings(data=data)))  # as a web process that goes on running
    gate = Gate(works, cheap())
    account = someone(gate, "a@x.vn", at(a_commune(works)[0], Role.SECRETARY), with_code=True)
    keys, stored = [(data / "seal.keys").read_text().split()], [raw(works)]
    for _ in range(2):
        command("keys", "rotate-seal")
        keys.append((data / "seal.keys").read_text().split())
        stored.append(raw(works))
        wait(gate, minutes=1)
        assert known(gate, enters_with_code(gate, account).secret).has_code

    assert [len(k) for k in keys] == [1, 2, 2]
    assert [k[1] for k in keys[1:]] == [k[0] for k in keys[:2]]
    assert len(set(stored)) == 3
    assert stat.S_IMODE((data / "seal.keys").stat().st_mode) == 0o600


def test_a_seal_key_that_others_can_read_is_refused(command, data) -> None:
    command("accounts", "list")
    (data / "seal.keys").chmod(0o644)

    assert "seal.keys" in command("accounts", "list", expect=1).stderr


def raw(works) -> str:
    """What the database holds of the one account's codes."""
    with works.reading(OPERATOR) as uow:
        return uow.session.execute(text("SELECT totp FROM account")).scalar_one()
