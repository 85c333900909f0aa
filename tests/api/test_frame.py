"""What every route shares: who asks, what comes in, what goes out, and that repeating does no harm."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from api.http import Noun
from api.problem_types import PROBLEMS
from api.routes import NOUNS
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import DomainError
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.access import ApiKey, RememberedAnswer
from scheduler.db.journal import JournalEntry
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
        "/role": "unknown_value",
        "/expires_on": "no_such_date",
        "/a~1b": "unknown_field",
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
        (b"{", 422, "not_json"),
        (b"[" * 10_000, 422, "not_json"),
        (b'{"name": NaN}', 422, "not_json"),
        (b'{"name": "a", "name": "b"}', 422, "not_json"),
        (b'"\xff"', 422, "not_json"),
        (b"[]", 422, "not_an_object"),
        (b"[[[[[[[[[[[1]]]]]]]]]]]", 422, "too_deep"),
        (b"9" * 5000, 422, "not_json"),
        (b"[" + b" " * 1_100_000 + b"]", 413, None),
    ],
)
def test_hostile_bodies_are_refused(operator: Caller, raw: bytes, status: int, code: str | None) -> None:
    headers = {"Authorization": f"Bearer {operator.secret}"}
    answer = operator.client.post("/api/v1/keys", data=raw, content_type="application/json", headers=headers)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert [e["code"] for e in answer.json.get("errors", [])] == ([code] if code else [])


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


def test_the_same_request_twice_does_its_work_once(operator: Caller, works: Works) -> None:
    first = operator.post("/keys", NEW, Idempotency_Key="k-1")
    again = operator.post("/keys", NEW, Idempotency_Key="k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert again.json == first.json | {"secret": None}
    with works.reading(OPERATOR) as uow:
        assert len(uow.session.scalars(select(ApiKey)).all()) == 2
        assert first.json["secret"].encode() not in uow.session.scalars(select(RememberedAnswer)).one().body


def test_an_idempotency_key_is_for_one_request(operator: Caller) -> None:
    operator.post("/keys", NEW, Idempotency_Key="k-1")

    answer = operator.post("/keys", NEW | {"name": "khác"}, Idempotency_Key="k-1")

    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/key-reused"


def test_refusals_are_not_remembered(operator: Caller) -> None:
    assert operator.post("/keys", NEW | {"expires_on": "2026-11-21"}, Idempotency_Key="k-1").status_code == 422

    assert operator.post("/keys", NEW, Idempotency_Key="k-1").status_code == 201


def test_idempotency_keys_of_two_callers_do_not_meet(operator: Caller, caller: Callable[..., Caller]) -> None:
    operator.post("/keys", NEW, Idempotency_Key="k-1")

    assert caller().post("/keys", NEW | {"name": "khác"}, Idempotency_Key="k-1").status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "ế", "x" * 201])
def test_a_malformed_idempotency_key_is_refused(operator: Caller, key: str) -> None:
    assert operator.post("/keys", NEW, Idempotency_Key=key.encode().decode("latin-1")).status_code == 422


def test_many_at_once_with_one_idempotency_key_make_one_row(app: Flask, operator: Caller, works: Works) -> None:
    gate, answers = Barrier(8), []

    def send() -> None:
        mine = Caller(app.test_client(), operator.secret)
        gate.wait()
        answers.append(mine.post("/keys", NEW, Idempotency_Key="k-1"))

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    with works.reading(OPERATOR) as uow:
        kinds = [entry.kind for entry in uow.session.scalars(select(JournalEntry))]
        assert kinds.count("KeyIssued") == 2


def test_an_edit_needs_the_version_that_was_read(caller: Callable[..., Caller], works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    chief = caller(Role.OFFICE_CHIEF, unit.id)
    wanted = {
        "activity": "reception",
        "sub_type": "periodic",
        "sittings": [{"day": "2026-12-15", "starts": "08:00", "ends": "11:30", "place_id": place.id}],
        "chairs": [{"office_id": chair.id}],
    }
    made = chief.post(f"/units/{unit.id}/meetings", wanted)
    path = f"/meetings/{made.json['id']}"
    etag = made.headers["ETag"]

    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/v1{path}"
    assert chief.get(path).headers["ETag"] == etag
    assert chief.ask("PATCH", path, {"subject": "a"}).status_code == 428
    assert chief.ask("PATCH", path, {"subject": "a"}, If_Match="*").status_code == 412
    assert chief.ask("PATCH", path, {"subject": "a"}, If_Match='W/"1"').status_code == 412
    changed = chief.ask("PATCH", path, {"subject": "a"}, If_Match=etag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] == f'"{changed.json["version"]}"' != etag
    late = chief.ask("PATCH", path, {"subject": "b"}, If_Match=etag)
    assert (late.status_code, late.json["current_version"]) == (412, changed.json["version"])


def test_a_preview_writes_nothing(caller: Callable[..., Caller], works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    chief = caller(Role.OFFICE_CHIEF, unit.id)
    wanted = {
        "activity": "reception",
        "sub_type": "periodic",
        "sittings": [{"day": "2026-12-15", "starts": "08:00", "ends": "11:30", "place_id": place.id}],
        "chairs": [{"office_id": chair.id}],
    }
    made = chief.post(f"/units/{unit.id}/meetings", wanted).json

    seen = chief.post(f"/meetings/{made['id']}/moves/preview", {"to": "2026-12-16"}, If_Match='"1"')

    assert seen.status_code == 200
    assert seen.json["meetings"][0]["held_on"] == "2026-12-16"
    assert chief.get(f"/meetings/{made['id']}").json == made


def test_a_route_without_a_guard_cannot_be_registered(app: Flask) -> None:
    with pytest.raises(TypeError):
        Noun("x", "x").route("/x")
    guarded = {f"/api/v1{frame.rule}" for noun in NOUNS for frame in noun.frames}
    open_to_all = {"doors", "public", "assets", "calendars", "static"}
    loose = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule not in guarded and rule.endpoint.split(".")[0] not in open_to_all
    ]
    assert loose == []


def test_every_refusal_has_a_status_and_a_page(stranger: Caller) -> None:
    kinds, found = [DomainError], set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found.add(kind.code)
    assert found - {"refused"} <= set(PROBLEMS)
    for code in PROBLEMS:
        page = stranger.get(f"/problems/{code}")
        assert page.status_code == 200
        assert page.mimetype == "text/html"
        assert PROBLEMS[code].title in page.text
    assert stranger.get("/problems/none").status_code == 404


def test_secrets_and_names_reach_no_log_and_no_error(
    operator: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "tdk_CANARYCANARYCANARYCANARYCANARY00"
    monkeypatch.setattr("scheduler.keys.new_secret", lambda: canary.removeprefix("tdk_"))
    operator.post("/keys", NEW | {"name": "Nguyễn Thị Kín"})
    crashed = operator.post("/keys", NEW | {"name": "Nguyễn Thị Kín"})  # the digest is taken: a crash in the database
    answers = [
        crashed,
        Caller(operator.client, canary).get("/nothing-here"),
        Caller(operator.client, canary[:-1]).get("/keys"),
        operator.client.get(f"/lich/{canary}.ics"),
    ]

    assert crashed.status_code == 500
    assert crashed.json["instance"] == f"urn:request:{crashed.headers['X-Request-ID']}"
    text = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert crashed.headers["X-Request-ID"] in text
    for word in ("CANARY", "Kín"):
        assert word not in text
        assert not any(word in answer.text for answer in answers)


def test_answers_carry_the_headers_that_protect(stranger: Caller, operator: Caller) -> None:
    for answer in (stranger.get("/keys"), operator.get("/keys"), stranger.get("/api/docs"), stranger.get("/nope")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "Set-Cookie" not in answer.headers
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_a_foreign_host_name_is_refused_or_ignored(operator: Caller, header: str) -> None:
    answer = operator.get("/api/v1/keys", **{header: "evil.example"})

    assert answer.status_code == (400 if header == "Host" else 200)
    assert "evil" not in answer.text


def test_cookies_are_not_a_key(app: Flask, operator: Caller) -> None:
    client = app.test_client()
    client.set_cookie("Authorization", f"Bearer {operator.secret}")

    assert client.get("/api/v1/keys").status_code == 401


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/nope", "application/problem+json"), ("/nope", "text/html")])
def test_programs_get_problems_and_people_get_pages(stranger: Caller, path: str, kind: str) -> None:
    answer = stranger.client.get(path)

    assert (answer.status_code, answer.mimetype) == (404, kind)


def test_health_and_readiness_differ(app: Flask, stranger: Caller, works: Works) -> None:
    assert stranger.get("/healthz").json == {"status": "ok"}
    assert stranger.get("/readyz").json == {"status": "ok", "reasons": []}

    with works.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    app.extensions["settings"].audit_key_file.chmod(0o644)
    answer = stranger.get("/readyz")

    assert stranger.get("/healthz").status_code == 200
    assert answer.status_code == 503
    assert len(answer.json["reasons"]) == 2


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
