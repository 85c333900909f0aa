"""Our own document: valid, complete, readable without help from outside, and true under fuzzing."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from marshmallow import fields as plain_fields
from openapi_spec_validator import validate
from schemathesis import checks

from api.routes import NOUNS
from api.schemas.fields import _Spoken
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.work import Works
from tests.api.conftest import Caller
from tests.api.examples import country
from tests.api.test_who_may import Rehearsal, ask
from tests.factories import a_commune, load_law, make_meeting

VENDOR = Path("api/static/vendor")
EXAMPLES_PER_ROUTE = 6


@pytest.fixture
def document(stranger: Caller) -> dict[str, Any]:
    return stranger.get("/api/openapi.json").json


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_the_document_keeps_its_vietnamese_letters(stranger: Caller) -> None:
    answer = stranger.get("/api/openapi.json")

    assert answer.mimetype == "application/json"
    assert "Tiếp Dân" in answer.data.decode()


def test_every_route_is_documented_with_its_refusals_as_problems(document: dict[str, Any]) -> None:
    found = 0
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                found += 1
                assert {"401", "403", "422", "500", "503"} <= operation["responses"].keys()
                assert operation["summary"]
    assert found == sum(len(noun.frames) for noun in NOUNS)
    for response in document["components"]["responses"].values():
        assert set(response["content"]) == {"application/problem+json"}
    assert document["security"] == [{"key": []}]


def test_an_objection_is_what_the_document_says(
    document: dict[str, Any], works: Works, caller: Callable[..., Caller]
) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        one = make_meeting(uow, unit, chair, on=date(2026, 12, 8), place=place)
        make_meeting(uow, unit, chair, on=date(2026, 12, 22), place=place)
    secretary = caller(Role.SECRETARY, unit.id)
    problem = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    wanted = {"to": "2027-01-09", "ground": "Họp Hội đồng nhân dân"}  # a Saturday of another month

    refused = secretary.post(f"/meetings/{one.id}/moves", wanted, If_Match='"1"')
    seen = secretary.post(f"/meetings/{one.id}/moves/preview", {"to": wanted["to"]}, If_Match='"1"').json

    assert refused.status_code == 409
    Draft202012Validator(problem).validate(refused.json)
    for told in ("findings", "conflicts", "cures"):
        assert refused.json[told], told
        assert refused.json[told] == seen[told]
    shown = {"errors", "findings", "conflicts", "cures"}
    inside = {name: document["components"]["schemas"]["Problem"]["properties"][name]["items"] for name in shown}
    assert {name: ref["$ref"].rpartition("/")[2] for name, ref in inside.items()} == {
        "errors": "Fault",
        "findings": "Finding",
        "conflicts": "Conflict",
        "cures": "Cure",
    }


def test_a_ground_has_its_shortest_length_in_the_document(document: dict[str, Any]) -> None:
    shapes = document["components"]["schemas"]
    found = {
        (name, field): (told["minLength"], told["maxLength"])
        for name, shape in shapes.items()
        for field, told in shape.get("properties", {}).items()
        if field == "insist" or (field == "ground" and "Schema" not in name and "minLength" in told)
    }

    assert found["Move", "ground"] == found["Withdrawal", "ground"] == found["Grounded", "ground"] == (5, 500)
    assert found["Move", "insist"] == found["Publication", "insist"] == found["Delegation", "ground"] == (20, 500)


def test_every_answer_sends_the_headers_that_the_document_names(
    document: dict[str, Any], app: Flask, works: Works, operator: Caller
) -> None:
    things = country(works)["commune"]
    app.extensions["works"] = Rehearsal(works.engine, works.clock, works.audit_key)
    wrong = []
    for frame in (frame for noun in NOUNS for frame in noun.frames):
        path = re.sub(r"<id:(\w+)>", r"{\1}", f"/api/v1{frame.rule}")
        told = document["paths"][path][frame.method.lower()]["responses"][str(frame.status)].get("headers", {})
        answer = ask(operator, frame, things)
        if answer.status_code < 300:
            sent = {name for name in ("ETag", "Link", "Location") if name in answer.headers}
            # A day that was removed has no version any more; one page has no next one.
            gone = {"ETag"} if frame.method == "DELETE" else set()
            if not sent <= told.keys() <= sent | gone | {"Link", "Idempotency-Replayed"}:
                wrong.append((frame.method, frame.rule, sent, set(told)))
    assert wrong == []
    assert "ETag" in document["paths"]["/api/v1/meetings/{meeting_id}"]["get"]["responses"]["200"]["headers"]
    assert "Link" in document["paths"]["/api/v1/journal"]["get"]["responses"]["200"]["headers"]


def test_what_comes_in_is_read_by_our_own_strict_fields() -> None:
    def walk(schema: Any) -> None:
        for name, field in schema.fields.items():
            assert isinstance(field, _Spoken), f"{type(schema).__name__}.{name}"
            inner = getattr(field, "inner", field)
            if isinstance(inner, plain_fields.Nested):
                walk(inner.schema)

    for noun in NOUNS:
        for frame in noun.frames:
            for schema in (frame.takes, frame.query):
                if schema is not None:
                    walk(schema)


def test_the_page_needs_nothing_from_outside_and_no_inline_script(stranger: Caller) -> None:
    page = stranger.get("/api/docs")

    assert page.status_code == 200
    assert "http" not in page.text
    assert "<script>" not in page.text
    for part in (
        "vendor/swagger-ui-dist-5.35.0/swagger-ui.css",
        "vendor/swagger-ui-dist-5.35.0/swagger-ui-bundle.js",
        "docs.js",
    ):
        assert part in page.text
        with stranger.client.get(f"/api/static/{part}") as sent:
            assert sent.status_code == 200


def test_what_was_taken_from_others_is_as_it_came() -> None:
    listed = json.loads((VENDOR / "swagger-ui-dist-5.35.0" / "VENDOR.json").read_text())["files"]
    found = {
        path.name: "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in (VENDOR / "swagger-ui-dist-5.35.0").iterdir()
        if path.name != "VENDOR.json"
    }
    assert found == listed


@pytest.mark.parametrize("role", [Role.OFFICE_CHIEF, Role.OPERATOR])
def test_fuzzed_requests_get_documented_answers(
    app: Flask, works: Works, caller: Callable[..., Caller], role: Role
) -> None:
    things = country(works)["commune"]
    me = caller(role, None if role is Role.OPERATOR else things["unit_id"])
    app.extensions["works"] = Rehearsal(works.engine, works.clock, works.audit_key)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    reached = set()

    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES_PER_ROUTE,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=_good_or_bad(operation), use_known=st.booleans())
        def probe(case: Any, use_known: bool) -> None:  # noqa: FBT001 - hypothesis gives it
            if use_known:
                known = {name: things.get(name, value) for name, value in (case.path_parameters or {}).items()}
                case.path_parameters = known
            answer = case.call(headers={"Authorization": f"Bearer {me.secret}"})
            reached.add((case.method, answer.status_code))
            case.validate_response(
                answer,
                checks=[
                    checks.not_a_server_error,
                    schemathesis.specs.openapi.checks.status_code_conformance,
                    schemathesis.specs.openapi.checks.content_type_conformance,
                    schemathesis.specs.openapi.checks.response_schema_conformance,
                ],
            )

        probe()
    assert {("GET", 200), ("POST", 422)} <= reached


def _good_or_bad(operation: Any) -> Any:
    """Cases as documented, and cases that break the document, where there is something to break."""
    if not (operation.body or len(operation.query) > 0):
        return operation.as_strategy()
    return operation.as_strategy() | operation.as_strategy(schemathesis.GenerationMode.NEGATIVE)
