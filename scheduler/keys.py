"""Keys of programs: issued once, stored as a digest, bound to a unit and a role, revoked at once."""

from datetime import date

from scheduler.core.errors import InvalidInput, NotFound
from scheduler.core.ids import digest, new_secret
from scheduler.core.roles import COUNTRY_ROLES, MAY, UNIT_ROLES, Action, Role
from scheduler.core.vietnamese import nfc
from scheduler.db import access
from scheduler.db.access import ApiKey
from scheduler.db.scope import for_the_country, writes
from scheduler.db.work import UnitOfWork

PREFIX = "tdk_"
"""Lets a scanner find a key that was put where it does not belong."""


def issue_key(
    uow: UnitOfWork, name: str, unit_id: str | None, role: Role, expires_on: date | None = None
) -> tuple[ApiKey, str]:
    """Make a key for a program and return it with its secret, which exists nowhere else from now on.

    ``unit_id`` None binds it to the whole country; ``expires_on`` is its last day. An administrator of a unit
    gives keys of the own unit only, none of the roles that act for the country, and none that may insist. A leader's,
    a deputy's, a front organisation's, a department's and a desk's key is always bound to a unit.
    Raises: NotAllowed, NotFound, InvalidInput.
    """
    uow.require(Action.KEEP_KEYS)
    # Who keeps the keys must not be able to hand himself the right to insist against the law.
    entitled = Action.INSIST in MAY[role] and not uow.actor.may(Action.INSIST)
    if unit_id is None or role in COUNTRY_ROLES or entitled:
        for_the_country(uow, Action.KEEP_KEYS)
    if unit_id is not None:
        writes(uow, unit_id, Action.KEEP_KEYS)
    if unit_id is None and role in UNIT_ROLES:
        raise InvalidInput.at("unit_id", "role-needs-unit")
    if not nfc(name):
        raise InvalidInput.at("name", "required")
    if expires_on is not None and expires_on < uow.today:
        raise InvalidInput.at("expires_on", "day-passed", day=expires_on, earliest=uow.today)
    secret = PREFIX + new_secret()
    key = ApiKey(
        id=uow.new_id(),
        name=nfc(name),
        secret_digest=digest(secret),
        unit_id=unit_id,
        role=role,
        issued_at=uow.now,
        issued_by=uow.actor.id,
        expires_on=expires_on,
        revoked_at=None,
        account_id=uow.actor.account_id,
    )
    uow.session.add(key)
    uow.record(
        "KeyIssued", key.id, unit_id, name=key.name, role=role.value, expires_on=str(expires_on) if expires_on else None
    )
    return key, secret


def revoke_key(uow: UnitOfWork, key_id: str) -> ApiKey:
    """Close a key for good and return it; closing it again changes nothing.

    Raises: NotAllowed, NotFound.
    """
    key = get_key(uow, key_id)
    if key.revoked_at is None:
        key.revoked_at = uow.now
        uow.record("KeyRevoked", key.id, key.unit_id, name=key.name)
    return key


def get_key(uow: UnitOfWork, key_id: str) -> ApiKey:
    """Return a key of the own unit (any key, for the country's actors). Raises: NotAllowed, NotFound."""
    uow.require(Action.KEEP_KEYS)
    key = uow.session.get(ApiKey, key_id)
    if key is None or uow.actor.unit_id not in (None, key.unit_id):
        raise NotFound(kind="key", id=key_id)
    return key


def list_keys(uow: UnitOfWork, after: str = "", limit: int = 100) -> list[ApiKey]:
    """Return the keys of the own unit (all, for the country's actors), revoked ones too, oldest first, after an id.

    Raises: NotAllowed.
    """
    uow.require(Action.KEEP_KEYS)
    return access.list_keys(uow.session, uow.actor.unit_id, after, limit)
