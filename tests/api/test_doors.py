"""What stands open, what is told when something fails, and what protects every answer."""

import logging
import re

import pytest
from flask import Flask

from api.http import Noun
from api.problem_types import PROBLEMS
from api.routes import NOUNS
from scheduler.core.errors import DomainError
from scheduler.db.work import Works
from tests.api.conftest import Caller
from web.pages import OFFICE

PAGES = ("/", "/don-vi/xa-tan-doan-06316", "/khong-co", "/api/docs", "/tai-nguyen/x/app.css")
NEW = {"name": "Phần mềm một cửa", "unit_id": None, "role": "operator"}


def test_a_route_without_a_guard_cannot_be_registered(app: Flask) -> None:
    with pytest.raises(TypeError):
        Noun("x", "x").route("/x")
    guarded = {f"/api/v1{frame.rule}" for noun in NOUNS for frame in noun.frames}
    guarded |= {frame.rule for pages in OFFICE for frame in pages.frames}
    # Who signs in or starts the service is nobody yet; account and language are of whoever it is: tests/web tries all.
    open_to_all = {"doors", "public", "assets", "static", "signing_in", "opening", "own_account"}
    open_to_all |= {"first_start", "languages", "agency"}
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
    taken = operator.post("/keys", NEW | {"name": "Nguyễn Thị Kín"})  # the digest is taken already
    monkeypatch.setattr("scheduler.keys.digest", lambda secret: 1 / 0 if canary in secret else "")
    crashed = operator.post("/keys", NEW | {"name": "Nguyễn Thị Kín"})
    answers = [
        taken,
        crashed,
        Caller(operator.client, canary).get("/nothing-here"),
        Caller(operator.client, canary[:-1]).get("/keys"),
        operator.client.get(f"/lich/{canary}.ics"),
    ]

    assert (taken.status_code, crashed.status_code) == (409, 500)
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


@pytest.mark.parametrize("host", ["evil.example", "", "a b", "127.0.0.1:x", "evil.example:80", "[::1"])
@pytest.mark.parametrize("path", [*PAGES, "/lich/xa-tan-doan-06316.ics", "/lich/a-secret.ics"])
def test_a_page_or_calendar_asked_for_under_a_foreign_host_name_is_refused_with_a_sentence(
    stranger: Caller, caplog: pytest.LogCaptureFixture, host: str, path: str
) -> None:
    answer = stranger.client.get(path, environ_overrides={"HTTP_HOST": host})

    assert answer.status_code == 400
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "evil" not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert "crash" not in caplog.text


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
