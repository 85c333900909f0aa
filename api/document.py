"""The OpenAPI document: made from what the routes declare, so that it cannot say anything else."""

import http
import json
from collections.abc import Callable
from typing import Any

from flask import Flask, Response
from flask_smorest import Api as SmorestApi
from flask_smorest import Blueprint
from flask_smorest.utils import prepare_response
from marshmallow import Schema, fields
from werkzeug.routing import BaseConverter

from api import problems
from api.described import Plugin
from api.frames import Frame
from api.schemas.problem import ProblemSchema
from scheduler.core.roles import MAY

_ABOUT = (
    "Lịch tiếp công dân và đối thoại: lập, kiểm tra, công bố. "
    "Câu chữ của lỗi (title, detail) bằng tiếng Việt, hoặc tiếng Anh khi Accept-Language chỉ nêu tiếng Anh."
)
_TEXT = {"type": "string"}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "the ETag of what was read",
    "schema": {**_TEXT, "pattern": '^"(0|[1-9][0-9]{0,8})"$'},
}
_ETAG = {"description": "the version, in quotes: what If-Match wants", "schema": _TEXT}
_LINK = {"description": "the address of the next page (RFC 8288); not there at the end", "schema": _TEXT}
_REPLAYED = {"description": "true when this is the answer of an earlier request", "schema": _TEXT}
_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "a fresh name for this request; sent again, it gets the first answer again (kept 24 hours)",
    "schema": {**_TEXT, "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


class IdConverter(BaseConverter):
    """The name of a row in an address; anything else is no address of ours."""

    regex = "[A-Za-z0-9_-]{1,64}"


class Api(SmorestApi):
    """flask-smorest with problem+json for errors and the address of the document under our control."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= http.HTTPStatus.BAD_REQUEST:
                response["schema"] = self.ERROR_SCHEMA
            prepare_response(response, self.spec, problems.MEDIA_TYPE)
            self.spec.components.response(status.name, response, lazy=True)

    def _register_error_handlers(self) -> None:
        """Leave errors to the doors' own handlers: pages and programs need different answers."""

    def _register_doc_blueprint(self) -> None:
        """Leave the addresses of the document to api.doors."""


def make_api() -> Api:
    """Return the API of an app of its own that answers nobody, without routes yet: it is there to be described."""
    app = Flask(__name__)
    app.url_map.converters["id"] = IdConverter
    app.config.update(
        API_TITLE="Tiếp Dân", API_VERSION="v1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX=None, API_SPEC_OPTIONS={}
    )
    api = Api(app, spec_kwargs={"marshmallow_plugin": Plugin()})
    api.register_converter(IdConverter, lambda _converter: {**_TEXT, "pattern": f"^{IdConverter.regex}$"})
    api.spec.components.security_scheme(
        "key", {"type": "http", "scheme": "bearer", "description": "Khóa API, bắt đầu bằng tdk_"}
    )
    api.spec.options["security"] = [{"key": []}]
    api.spec.options["info"] = {"description": _ABOUT}
    return api


def rendered(api: Api) -> bytes:
    """Return the document of all that was registered, as JSON with its Vietnamese letters as they are."""
    return (json.dumps(api.spec.to_dict(), ensure_ascii=False, indent=1) + "\n").encode()


def describe(
    noun: Blueprint, frame: Frame, run: Callable[..., Response], function: Callable[..., Any]
) -> Callable[..., Response]:
    """Return the view that runs a route, with everything the document needs to say about it."""

    def view(**path: str) -> Response:
        return run(**path)

    view.__name__, view.__doc__ = function.__name__, _docstring(frame, function)
    sent: list[dict[str, Any]] = []
    if frame.takes:
        sent.append({"in": "json", "required": True, "schema": frame.takes})
    if frame.query:
        sent.append({"in": "query", "required": True, "schema": frame.query})
    view._apidoc = {"arguments": {"parameters": sent}} if sent else {}  # type: ignore[attr-defined]  # noqa: SLF001 - how the library hands it on
    made = noun.response(frame.status, frame.answers, headers=_headers(frame))(view)
    for status in sorted(_refusals(frame)):
        made = noun.alt_response(status, response=http.HTTPStatus(status).name)(made)
    more = [_IF_MATCH] * frame.edits + [_IDEMPOTENCY] * (frame.kind == "writing" and frame.method == "POST")
    described: Callable[..., Response] = noun.doc(
        operationId=function.__name__, **({"parameters": more} if more else {})
    )(made)
    return described


def _docstring(frame: Frame, function: Callable[..., Any]) -> str:
    roles = ", ".join(role.value for role, may in MAY.items() if frame.action in may)
    return f"{(function.__doc__ or function.__name__).strip()}\n\nRoles: {roles}."


def _headers(frame: Frame) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    if frame.location:
        made["Location"] = {"description": "address of what was made", "schema": _TEXT}
    if frame.kind != "rehearsing" and frame.answers and _has_version(frame.answers):
        made["ETag"] = _ETAG
    if frame.answers and "next" in frame.answers.fields:
        made["Link"] = _LINK
    if frame.kind == "writing" and frame.method == "POST":
        made["Idempotency-Replayed"] = _REPLAYED
    return made or None


def _has_version(answers: Schema) -> bool:
    """Tell whether an answer has a version: its own, or that of the one thing in it that was changed."""
    inside = (field.schema for field in answers.fields.values() if isinstance(field, fields.Nested))
    return any("version" in shape.fields for shape in (answers, *inside))


def _refusals(frame: Frame) -> set[int]:
    found = {401, 403, 422, 500, 503}
    if "<" in frame.rule or frame.query:
        found.add(404)
    if frame.kind != "reading":
        found |= {404, 409}
    if frame.takes:
        found |= {413, 415}
    if frame.edits:
        found |= {412, 428}
    return found
