"""Requests sent twice, edits of what others have changed meanwhile, and previews: none does harm."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.core.roles import OPERATOR, Role
from scheduler.db.access import ApiKey, RememberedAnswer
from scheduler.db.journal import JournalEntry
from scheduler.db.work import Works
from tests.api.conftest import Caller
from tests.factories import a_commune

NEW = {"name": "Phần mềm một cửa", "unit_id": None, "role": "operator"}


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
    any_tag = chief.ask("PATCH", path, {"subject": "a"}, If_Match="*")
    assert any_tag.status_code == 412
    assert "ETag" in any_tag.json["detail"]
    assert chief.ask("PATCH", "/meetings/nobody-knows-it", {"subject": "a"}, If_Match="*").status_code == 404
    assert chief.ask("PATCH", path, {"subject": "a"}, If_Match='W/"1"').status_code == 412
    padded = chief.ask("PATCH", path, {"subject": "a"}, If_Match='"01"')
    assert (padded.status_code, "ETag" in padded.json["detail"]) == (412, True)
    for bare in ("1", "x", '"1', "W/1"):
        unquoted = chief.ask("PATCH", path, {"subject": "a"}, If_Match=bare)
        assert unquoted.status_code == 422
        assert [(e["parameter"], e["code"]) for e in unquoted.json["errors"]] == [("If-Match", "not-a-tag")]
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
