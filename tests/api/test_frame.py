"""What every route shares: who asks, what comes in, what goes out."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.access import ApiKey
from scheduler.db.work import Works
from scheduler.keys import issue_key
from tests.api.conftest import Caller
from tests.factories import a_commune

NEW = {"name": "Phần mềm một cửa", "unit_id": None, "role": "operator"}


def test_without_a_key_the_answer_names_the_scheme(stranger: Caller) -> None:
    answer = stranger.get("/keys")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == "/problems/not-authenticated"


@pytest.mark.parametrize("sent", ["Basic abc", "Bearer", "Bearer tdk_", "Bearer tdk_" + "x" * 32, "tdk_" + "x" * 32])
def test_what_is_no_key_opens_nothing(app: Flask, sent: str) -> None:
    assert app.test_client().get("/api/v1/keys", headers={"Authorization": sent}).status_code == 401


def test_a_revoked_key_is_refused_at_once(operator: Caller) -> None:
    made = operator.post("/keys", NEW).json
    other = Caller(operator.client, made["secret"])
    assert other.get("/keys").status_code == 200

    operator.ask("DELETE", f"/keys/{made['id']}")

    assert other.get("/keys").status_code == 401


def test_a_key_ends_with_its_last_day_in_vietnam(operator: Caller, clock: StoppedClock) -> None:
    made = operator.post("/keys", NEW | {"expires_on": "2026-11-22"}).json
    other = Caller(operator.client, made["secret"])
    clock.advance(timedelta(hours=15, minutes=59))
    assert other.get("/keys").status_code == 200

    clock.advance(timedelta(minutes=1))

    assert other.get("/keys").status_code == 401


def test_every_fault_is_told_with_its_place_and_nothing_is_saved(operator: Caller, works: Works) -> None:
    answer = operator.post("/keys", {"name": "\u200b ", "role": "boss", "expires_on": "2026-02-30", "a/b": 1})

    assert answer.status_code == 422
    found = {error["pointer"]: error["code"] for error in answer.json["errors"]}
    assert found == {
        "/name": "required",
        "/unit_id": "required",
        "/role": "unknown-value",
        "/expires_on": "no-such-date",
        "/a~1b": "unknown-field",
    }
    assert all("mã " not in error["detail"] for error in answer.json["errors"])
    with works.reading(OPERATOR) as uow:
        assert len(uow.session.scalars(select(ApiKey)).all()) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 1),
        ("name", None),
        ("name", "x" * 201),
        ("name", ["x"]),
        ("role", ["operator"]),
        ("role", "OPERATOR"),
        ("unit_id", 5),
        ("unit_id", "a b"),
        ("expires_on", "20261231"),
        ("expires_on", "2026-W50-1"),
        ("expires_on", "31/12/2026"),
        ("expires_on", 20261231),
        ("expires_on", "9999-12-31"),
        ("expires_on", "2020-01-01"),
    ],
)
def test_types_are_strict(operator: Caller, field: str, value: object) -> None:
    answer = operator.post("/keys", NEW | {field: value})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [f"/{field}"]


def test_text_is_stored_composed_and_without_invisible_letters(operator: Caller) -> None:
    answer = operator.post("/keys", NEW | {"name": "  Mo\u0323\u0302t\u0000\r\n cu\u031b\u0309a\u202e "})

    assert answer.json["name"] == "Một cửa"


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{", 422, "not-json"),
        (b"[" * 10_000, 422, "not-json"),
        (b'{"name": NaN}', 422, "not-json"),
        (b'{"name": "a", "name": "b"}', 422, "not-json"),
        (b'"\xff"', 422, "not-json"),
        (b"[]", 422, "not-an-object"),
        (b"[[[[[[[[[[[1]]]]]]]]]]]", 422, "json-too-deep"),
        (b"9" * 5000, 422, "not-json"),
        (b'{"\\ud800": 1}', 422, "not-json"),
        (b'{"name": {"\\udfff": 1}}', 422, "not-json"),
        ('{"name": "Một cửa"}'.encode("utf-16"), 422, "not-json"),
        ('{"name": "Một cửa"}'.encode("utf-32"), 422, "not-json"),
        (b"[" + b" " * 1_100_000 + b"]", 413, None),
    ],
)
def test_hostile_bodies_are_refused(operator: Caller, raw: bytes, status: int, code: str | None) -> None:
    headers = {"Authorization": f"Bearer {operator.secret}"}
    answer = operator.client.post("/api/v1/keys", data=raw, content_type="application/json", headers=headers)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert [e["code"] for e in answer.json.get("errors", [])] == ([code] if code else [])


def test_half_pairs_inside_a_pattern_are_refused_without_a_crash(operator: Caller, works: Works) -> None:
    unit, *_ = a_commune(works)
    for shape in ({"\ud800": 1}, {"shape": {"kind": "\ud800"}}, {"shape": "\ud800", "offices": ["\ud800"]}):
        raw = json.dumps({"pattern": shape, "first": "2026-12-01", "last": "2026-12-31"})
        headers = {"Authorization": f"Bearer {operator.secret}"}
        path = f"/api/v1/units/{unit.id}/patterns/preview"
        answer = operator.client.post(path, data=raw, content_type="application/json", headers=headers)

        assert answer.status_code == 422, answer.text


def test_a_list_that_is_too_long_is_refused_before_its_items_are_looked_at(operator: Caller) -> None:
    body = {"first": "2026-12-01", "last": "2026-12-31", "accept": [1] * 100_000}
    answer = operator.post("/units/x/plans", body)

    assert [(e["pointer"], e["code"]) for e in answer.json["errors"]] == [("/accept", "too-many-items")]


def test_of_many_faults_the_first_are_told_and_the_rest_counted(operator: Caller) -> None:
    answer = operator.post("/keys", NEW | {f"field {n}": 1 for n in range(5000)})

    assert answer.status_code == 422
    assert len(answer.json["errors"]) == 50
    assert answer.json["errors_left_out"] == 4950
    assert len(answer.data) < 20_000


def test_a_body_that_is_not_json_is_refused(operator: Caller) -> None:
    headers = {"Authorization": f"Bearer {operator.secret}"}

    assert operator.client.post("/api/v1/keys", data="name=x", headers=headers).status_code == 415


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "page=2", "after=%00", "after=a.b"]
)
def test_query_parameters_are_checked_too(operator: Caller, query: str) -> None:
    answer = operator.get(f"/keys?{query}")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] in {"limit", "page", "after"}


def test_a_list_is_walked_by_key_without_loss_or_double(operator: Caller) -> None:
    for _ in range(6):
        operator.post("/keys", NEW)

    seen, path = [], "/api/v1/keys?limit=3"
    while path:
        answer = operator.get(path)
        seen += [key["id"] for key in answer.json["items"]]
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("Link", ""))
        assert (answer.json["next"] is None) == (link is None)
        path = link[1] if link else None

    assert len(seen) == len(set(seen)) == 7


def test_a_key_bound_to_a_unit_sees_its_own_keys_only(caller: Callable[..., Caller], works: Works) -> None:
    unit, *_ = a_commune(works)
    admin = caller(Role.UNIT_ADMIN, unit.id)
    with works.writing(OPERATOR) as uow:
        foreign, _ = issue_key(uow, "khác", None, Role.OPERATOR)

    assert [key["unit_id"] for key in admin.get("/keys").json["items"]] == [unit.id]
    assert admin.get(f"/keys/{foreign.id}").status_code == 404
    assert admin.post("/keys", NEW).status_code == 403
    assert admin.post("/keys", NEW | {"unit_id": unit.id, "role": "legal_admin"}).status_code == 403
    assert admin.post("/keys", NEW | {"unit_id": unit.parent_id, "role": "secretary"}).status_code == 404
    assert admin.post("/keys", NEW | {"unit_id": unit.id, "role": "secretary"}).status_code == 201
