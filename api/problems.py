"""Refusals as problem+json (RFC 9457): facts come up from the core, sentences are made here."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, g, request
from marshmallow import Schema
from werkzeug.exceptions import HTTPException

from api.bodies import TAG
from api.problem_types import BY_STATUS, ProblemType, problem_of
from api.schemas.verdicts import ConflictSchema, CureSchema, FindingSchema
from scheduler.core.compliance.cures import Cure
from scheduler.core.compliance.objections import Finding
from scheduler.core.conflicts import Conflict
from scheduler.core.errors import DomainError, Fault, InvalidInput, Objection, Stale
from scheduler.wording.language import Language, said, source, speaking, spoken
from scheduler.wording.refusals import error_sentence, fault_sentence

MEDIA_TYPE = "application/problem+json"
MOST_TOLD = 50
"""So many faults are told one by one; a sender of thousands has one mistake, not thousands."""
_STALE = 412
_NOT_A_TAG = source(
    'If-Match cần đúng ETag của bản đã đọc, ví dụ "3"; không nhận “*” và ETag yếu. Đọc lại rồi gửi lại.'
)
_SHAPES: dict[type, Schema] = {Finding: FindingSchema(), Conflict: ConflictSchema(), Cure: CureSchema()}


def of_refusal(error: DomainError) -> Response:
    """Return the answer to a refusal, with what the caller needs to do better, in the language it asked for."""
    with speaking(asked_for()):
        return _refusal(error)


def asked_for() -> Language:
    """Return the language that Accept-Language asks for; Vietnamese unless it names English and not Vietnamese."""
    named = {tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0}
    is_english = Language.ENGLISH in named and Language.VIETNAMESE not in named
    return Language.ENGLISH if is_english else Language.VIETNAMESE


def _refusal(error: DomainError) -> Response:
    kind = problem_of(error)
    status = _STALE if isinstance(error, Stale) and request.headers.get("If-Match") else kind.status
    more: dict[str, Any] = {}
    if isinstance(error, InvalidInput):
        more["errors"] = [_error(fault) for fault in error.faults[:MOST_TOLD]]
        if len(error.faults) > MOST_TOLD:
            more["errors_left_out"] = len(error.faults) - MOST_TOLD
        detail = more["errors"][0]["detail"] if len(more["errors"]) == 1 else said(kind.advice)
    elif isinstance(error, Objection):
        # They come up in one list, and go out as a preview shows them: what rests on the law, what on the diary.
        more["findings"] = [_told(fact) for fact in error.findings if isinstance(fact, Finding)]
        more["conflicts"] = [_told(fact) for fact in error.findings if isinstance(fact, Conflict)]
        more["cures"] = [_told(cure) for cure in error.cures]
        more["may_insist"] = error.may_insist
        detail = next((fact["detail"] for fact in more["findings"] + more["conflicts"]), said(kind.advice))
    elif status == _STALE and not TAG.fullmatch(request.headers["If-Match"].strip()):
        detail = said(_NOT_A_TAG)
    else:
        detail = error_sentence(error)
    if isinstance(error, Stale):
        more |= {name: error.values[name] for name in ("current_version", "meeting_id") if name in error.values}
    answer = _answer(kind, status, detail, more)
    if status == 401:  # noqa: PLR2004 - the one status that must name the scheme (RFC 9110, 11.6.1)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="tiepdan"'
    if kind.status in {429, 503}:  # those that pass by waiting
        answer.headers["Retry-After"] = str(error.values.get("retry_after", 5))
    return answer


def of_http(error: HTTPException) -> Response:
    """Return the answer to what Flask itself refuses (no such address, too large, …) and to a crash."""
    status = error.code or 500
    kind = BY_STATUS.get(status) or ProblemType("about:blank", status, error.name, error.name)
    with speaking(asked_for()):
        answer = _answer(kind, status, said(kind.advice), {})
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _told(fact: object) -> dict[str, Any]:
    """Return a finding, a conflict or a cure as JSON, with its sentence as ``detail``."""
    shape = next(shape for kind, shape in _SHAPES.items() if isinstance(fact, kind))
    told: dict[str, Any] = shape.dump(fact)
    return told


def _error(fault: Fault) -> dict[str, str]:
    """Return one fault: a JSON pointer into the body, or the name of a parameter or header."""
    told = {"code": fault.code, "detail": fault_sentence(fault)}
    if fault.where.startswith("?") or (fault.where and request.method == "GET"):  # which has no body
        return {"pointer": "", "parameter": fault.where.removeprefix("?"), **told}
    return {"pointer": f"/{fault.where}" if fault.where else "", **told}


def _answer(kind: ProblemType, status: int, detail: str, more: Mapping[str, Any]) -> Response:
    told = {
        "type": f"/problems/{kind.code}" if kind.code != "about:blank" else kind.code,
        "title": said(kind.title),
        "status": status,
        "detail": detail,
        "instance": f"urn:request:{g.get('request_id', 'none')}",
        **more,
    }
    # What came in may be told again, and not all of it can be written.
    told_bytes = (json.dumps(told, ensure_ascii=False) + "\n").encode(errors="replace")
    answer = Response(told_bytes, status, mimetype=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = spoken().value
    return answer
