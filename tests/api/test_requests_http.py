"""What leaders asked for, settled by the secretary's program; and who vouches for a head, which no program does."""

from collections.abc import Callable
from typing import Any

import pytest

from scheduler.core.roles import Role
from scheduler.db.work import Works
from tests.api.conftest import Caller
from tests.api.examples import country


@pytest.fixture
def places(works: Works) -> dict[str, dict[str, str]]:
    return country(works)


@pytest.fixture
def desk(caller: Callable[..., Caller], places: dict[str, Any]) -> Caller:
    return caller(Role.SECRETARY, places["commune"]["unit_id"])


def at(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def test_a_request_is_found_and_granted_once_from_the_version_seen(desk, places):
    ids = places["commune"]
    (told,) = desk.get(f"/units/{ids['unit_id']}/requests").get_json()["items"]
    assert (told["status"], told["wish"], told["id"]) == ("waiting", "absence", ids["request_id"])
    way = f"/requests/{told['id']}"
    assert desk.ask("POST", f"{way}/grants", {}, **at(9)).status_code == 412
    granted = desk.ask("POST", f"{way}/grants", {}, **at(told["version"]))
    assert granted.get_json()["status"] == "granted"
    absences = desk.get(f"/units/{ids['unit_id']}/absences?first=2027-01-01&last=2027-01-31").get_json()["items"]
    assert [a["person_id"] for a in absences if a["person_id"]] == [ids["person_id"]]
    again = desk.ask("POST", f"{way}/grants", {}, **at(granted.get_json()["version"]))
    assert again.status_code == 409


def test_a_request_is_declined_with_a_reason(desk, places):
    way, version = f"/requests/{places['commune']['request_id']}", at(1)
    assert desk.ask("POST", f"{way}/refusals", {}, **version).status_code == 422
    assert desk.ask("POST", f"{way}/refusals", {"answer": "x" * 501}, **version).status_code == 422
    assert desk.ask("POST", f"{way}/refusals", {"answer": "Đã có buổi"}, **version).status_code == 200
    assert desk.get(way).get_json()["answer"] == "Đã có buổi"


def test_who_vouches_is_told(desk, places):
    told = desk.get(f"/meetings/{places['commune']['held']}/confirmations").get_json()
    assert [(seat["present"], seat["missing"], seat["confirmed"]) for seat in told["seats"]] == [(True, True, [])]
    assert told["closes_at"].startswith("2026-11-23")
