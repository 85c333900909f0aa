"""Idempotency keys: the same request sent twice does its work once and gets the same answer (G-04)."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from flask import request

from scheduler.core.errors import InvalidInput, KeyReused
from scheduler.core.ids import same
from scheduler.db.access import claim_answer, remember_answer
from scheduler.db.work import UnitOfWork

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


@dataclass(slots=True)
class Answer:
    """An answer before it is sent: status, headers that matter, and the JSON value (None: no body)."""

    status: int
    headers: dict[str, str]
    value: Any

    def bytes(self) -> bytes:
        """Return the body."""
        return b"" if self.value is None else (json.dumps(self.value, ensure_ascii=False) + "\n").encode()


def wanted() -> str | None:
    """Return the idempotency key that came with the request, or None. Raises: InvalidInput."""
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise InvalidInput.at(f"?{HEADER}", "not-an-idempotency-key")
    return key


def earlier(uow: UnitOfWork, key: str) -> Answer | None:
    """Return the answer this key was given before, or None after taking the key for this work.

    Raises: KeyReused when the key came with another request.
    """
    found = claim_answer(uow.session, uow.actor.id, key, _digest(), uow.now)
    if found is None:
        return None
    if not same(found.request_digest, _digest()):
        raise KeyReused
    value = json.loads(found.body) if found.body else None
    return Answer(found.status, {**json.loads(found.headers), "Idempotency-Replayed": "true"}, value)


def remember(uow: UnitOfWork, key: str, answer: Answer, secrets: tuple[str, ...]) -> None:
    """Keep the answer in the same transaction as the change; a secret shown once is not kept (it becomes null)."""
    kept = answer.value
    if secrets:
        kept = {name: None if name in secrets else value for name, value in kept.items()}
    body = Answer(answer.status, {}, kept).bytes()
    remember_answer(uow.session, uow.actor.id, key, (answer.status, json.dumps(answer.headers), body))


def _digest() -> str:
    parts = (request.method, request.full_path, request.headers.get("If-Match", ""))
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + request.get_data(cache=True)).hexdigest()
