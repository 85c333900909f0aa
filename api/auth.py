"""Who is asking: a program that carries a key. Cookies mean nothing here (no forged request can ride on them)."""

import re

from flask import request

from scheduler.core.clock import civil_date
from scheduler.core.errors import NotAuthenticated
from scheduler.core.roles import NOBODY, Actor
from scheduler.db.access import find_key
from scheduler.db.work import UnitOfWork, Works

_BEARER = re.compile(r"[Bb]earer +(tdk_[A-Za-z0-9_-]{16,64})", re.ASCII)


def bearer() -> str:
    """Return the secret that came with the request. Raises: NotAuthenticated."""
    found = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    if found is None:
        raise NotAuthenticated
    return found[1]


def admit(uow: UnitOfWork, secret: str) -> Actor:
    """Return whom a secret stands for at this moment, and make them the actor of the work.

    Raises: NotAuthenticated when the key is unknown, revoked or expired; the three are not told apart.
    """
    key = find_key(uow.session, secret)
    if key is None or key.revoked_at is not None or (key.expires_on and key.expires_on < civil_date(uow.now)):
        raise NotAuthenticated
    uow.actor = Actor(key.id, key.role, key.unit_id, account_id=key.account_id)
    return uow.actor


def who(works: Works, secret: str) -> Actor:
    """Return whom a secret stands for, in a short look of its own. Raises: NotAuthenticated, Unavailable."""
    with works.reading(NOBODY) as uow:
        return admit(uow, secret)
