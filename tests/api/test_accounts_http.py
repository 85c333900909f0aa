"""Accounts through the API: what a unit's program may do for its administrator, and what takes people."""

from collections.abc import Callable

from scheduler import accounts, own_account
from scheduler.account_deeds import Terms
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.work import Works
from scheduler.guessing import Gate
from tests.api.conftest import Caller
from tests.factories import a_commune
from tests.usecases.gates import PASSWORD, SINCE, cheap, enters, known

NEW = {"email": "moi@xa.gov.vn", "name": "Hoàng Văn Sáu"}


def test_a_program_invites_assigns_ends_and_closes(works: Works, caller: Callable[..., Caller]) -> None:
    unit, _party, chair, _ = a_commune(works)
    admin = caller(Role.UNIT_ADMIN, unit.id)
    made = admin.post("/accounts", NEW | {"unit_id": unit.id}, Idempotency_Key="one")
    repeated = admin.post("/accounts", NEW | {"unit_id": unit.id}, Idempotency_Key="one")
    account = made.json["id"]
    leader = {"role": "leader", "unit_id": unit.id, "office_id": chair.id, "first_on": "2026-01-01"}
    given = admin.post(f"/accounts/{account}/assignments", leader)
    gate = Gate(works, cheap())
    own_account.take_link(gate, made.json["address"].rpartition("/")[2], PASSWORD)
    secret = enters(gate, NEW["email"]).secret

    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/accounts/{account}")
    assert repeated.json == made.json | {"address": None}
    assert known(gate, secret).actor.office_ids == {chair.id}
    assert admin.get(f"/accounts/{account}").json["has_password"] is True
    ended = admin.post(f"/assignments/{given.json['id']}/ends", {"last_on": "2026-11-30"})
    assert ended.json["last_on"] == "2026-11-30"
    assert admin.post(f"/accounts/{account}/invitations").status_code == 409
    assert admin.post(f"/accounts/{account}/leavings").json["ended_at"]
    assert admin.post(f"/accounts/{account}/leavings").status_code == 409


def test_a_program_makes_no_administrator_nobody_greater_and_touches_none(
    works: Works, caller: Callable[..., Caller]
) -> None:
    unit, *_ = a_commune(works)
    admin = caller(Role.UNIT_ADMIN, unit.id)
    with works.writing(OPERATOR) as uow:
        other = accounts.invite(
            uow, accounts.Newcomer("ad@x.vn", "Quản trị", unit.id), Terms(Role.UNIT_ADMIN, unit.id, None, SINCE)
        )
        plain = accounts.invite(uow, accounts.Newcomer("tk@x.vn", "Thư ký", unit.id))
    for role in ("unit_admin", "office_chief", "legal_admin", "operator"):
        body = {"role": role, "unit_id": unit.id, "first_on": "2026-01-01"}
        assert admin.post(f"/accounts/{plain.account.id}/assignments", body).status_code == 403
    at = f"/accounts/{other.account.id}"
    tries = (
        admin.post(f"{at}/leavings"),
        admin.post(f"{at}/invitations"),
        admin.ask("PATCH", at, {"name": "X"}, If_Match='"1"'),
        admin.post(f"{at}/assignments", {"role": "desk", "unit_id": unit.id, "first_on": "2026-01-01"}),
        admin.post(f"/assignments/{other.given.id}/ends", {"last_on": "2026-11-30"}),
    )
    assert [answer.status_code for answer in tries] == [403] * 5
    assert "hai người quản trị" in tries[0].json["detail"]
