"""API keys: issue, look, revoke."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.http import Noun
from api.paging import Page, page
from api.schemas.base import Paged, page_of
from api.schemas.keys import IssuedKeySchema, KeySchema, NewKey
from scheduler import keys as use_case
from scheduler.core.roles import Action, Role
from scheduler.db.access import ApiKey
from scheduler.db.work import UnitOfWork

keys = Noun("keys", "Khóa API của các chương trình")


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key and its secret, on their way out."""

    id: str
    name: str
    unit_id: str | None
    role: Role
    issued_at: datetime
    issued_by: str
    expires_on: date | None
    revoked_at: datetime | None
    secret: str


@keys.reads("/keys", Action.KEEP_KEYS, query=Paged, answers=page_of(KeySchema))
def list_keys(uow: UnitOfWork, query: dict[str, Any]) -> Page:
    """List the keys of the unit, revoked ones too, oldest first."""
    return page(use_case.list_keys(uow, query.get("after", ""), query["limit"] + 1), query["limit"])


@keys.writes(
    "POST",
    "/keys",
    Action.KEEP_KEYS,
    takes=NewKey,
    answers=IssuedKeySchema,
    status=201,
    location="/keys/{0.id}",
    keeps_secret=("secret",),
)
def issue_key(uow: UnitOfWork, body: dict[str, Any]) -> IssuedKey:
    """Issue a key; its secret is shown this once."""
    key, secret = use_case.issue_key(uow, **body)
    return IssuedKey(
        key.id,
        key.name,
        key.unit_id,
        key.role,
        key.issued_at,
        key.issued_by,
        key.expires_on,
        key.revoked_at,
        secret,
    )


@keys.reads("/keys/<id:key_id>", Action.KEEP_KEYS, answers=KeySchema)
def get_key(uow: UnitOfWork, key_id: str) -> ApiKey:
    """Look at a key."""
    return use_case.get_key(uow, key_id)


@keys.writes("DELETE", "/keys/<id:key_id>", Action.KEEP_KEYS, answers=KeySchema)
def revoke_key(uow: UnitOfWork, key_id: str) -> ApiKey:
    """Revoke a key at once.

    Asks for no If-Match: closing a leaked key must not wait, and closing it twice does no harm.
    """
    return use_case.revoke_key(uow, key_id)
