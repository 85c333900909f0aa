"""Who is at a page: found by the cookie of a sign-in, once for each request; and whether a form is one of ours."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import Response, current_app, g, redirect, request, url_for

from scheduler import login_sessions, units
from scheduler.core.errors import ForeignForm, NotAuthenticated
from scheduler.core.roles import NOBODY, Action, Actor
from scheduler.db.work import UnitOfWork, Works
from scheduler.signed import Signed
from scheduler.wording.language import Language, said, source
from scheduler.wording.roles import role_name
from web.cookies import sign_in_secret
from web.door import SEE_OTHER
from web.forms import TOKEN
from web.menu import Item, menu_of

COUNTRY = source("Cả nước")


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is signed in: for whom they act, how they are called, and in which language they read.

    ``where``: the name of the unit. ``secret``: of the sign-in, from which the tokens of its forms are made.
    ``detour``: the page that must be dealt with first (a role to choose, a second step to set up), or "".
    ``signed``: everything the sign-in tells; None only where a test signs in by itself.
    """

    actor: Actor
    name: str
    where: str
    language: Language
    secret: str = field(repr=False)
    detour: str = ""
    signed: Signed | None = None

    @property
    def role_name(self) -> str:
        """What they are there."""
        return role_name(self.actor.role)

    @property
    def menu(self) -> tuple[Item, ...]:
        """The pages in their menu."""
        return menu_of(self.actor)

    def may(self, action: str) -> bool:
        """Whether their role includes an action: what a template asks before it shows a button."""
        return self.actor.may(Action(action))


WhoIs = Callable[[UnitOfWork, str], Seen | None]
"""Finds whoever signed in with a secret; None when the sign-in is over or never was."""


def who_is(uow: UnitOfWork, secret: str) -> Seen | None:
    """Return whoever signed in with a secret, None when the sign-in is over or never was."""
    try:
        signed = login_sessions.who_is(uow, secret)
    except NotAuthenticated:
        return None
    detour = "own_account.second_step" if signed.must_set_code else ""
    detour = detour or ("" if signed.assignment_id else "signing_in.choose")
    unit_id = signed.actor.unit_id
    where = "" if detour else (units.get(uow, unit_id).full_name if unit_id else said(COUNTRY))
    return Seen(signed.actor, signed.name, where, signed.language, secret, detour, signed)


def signed_in(works: Works) -> Seen | None:
    """Return whoever is signed in, in a short look of its own. Raises: Unavailable."""
    secret = sign_in_secret()
    if not secret:
        return None
    with works.reading(NOBODY) as uow:
        seen = _who_is()(uow, secret)
    if seen is not None and seen.signed is not None and not seen.signed.is_seen:
        with works.writing(NOBODY) as uow:
            login_sessions.note_seen(uow, seen.signed)
    return seen


def admit_again(uow: UnitOfWork) -> None:
    """Ask once more inside the unit of work, so that a sign-in ended meanwhile does nothing.

    Raises: NotAuthenticated.
    """
    seen = _who_is()(uow, sign_in_secret())
    if seen is None or seen.actor != actor():
        raise NotAuthenticated
    uow.actor = seen.actor


def actor() -> Actor:
    """Return for whom the reader acts."""
    return cast("Seen", g.seen).actor


def to_the_door() -> Response:
    """Return the way to signing in, and back to the page that was asked for."""
    on = request.full_path.rstrip("?") if request.method == "GET" else ""
    return cast("Response", redirect(url_for("signing_in.door", tiep=on or None), SEE_OTHER))


def token_of(secret: str) -> str:
    """Return what a form must carry to be believed: made of a secret that no other site knows (T-17)."""
    return hmac.new(secret.encode(), b"a form of ours", hashlib.sha256).hexdigest()


def require_token(secret: str) -> None:
    """Pass when the form at hand carries the token of a secret. Raises: ForeignForm."""
    if not secret or not hmac.compare_digest(request.form.get(TOKEN, "").encode(), token_of(secret).encode()):
        raise ForeignForm


def _who_is() -> WhoIs:
    return cast("WhoIs", current_app.extensions["who_is"])
