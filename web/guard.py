"""Who is at a page: found by the cookie of a sign-in, once for each request; and whether a form is one of ours."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Response, current_app, g, redirect, request, url_for

from scheduler.core.errors import ForeignForm, NotAuthenticated
from scheduler.core.roles import NOBODY, Action, Actor
from scheduler.db.work import UnitOfWork, Works
from scheduler.settings import Settings
from scheduler.wording.language import Language
from scheduler.wording.roles import role_name
from web.forms import TOKEN
from web.menu import Item, menu_of

SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is signed in: for whom they act, how they are called, and in which language they read.

    ``where``: the name of the unit. ``secret``: of the sign-in, from which the tokens of its forms are made.
    """

    actor: Actor
    name: str
    where: str
    language: Language
    secret: str

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


def cookie_name() -> str:
    """Return the name of the cookie; over https one that no other host and no plain page can set."""
    return "__Host-tiepdan" if _is_https() else "tiepdan"


def signed_in(works: Works) -> Seen | None:
    """Return whoever is signed in, in a short look of its own. Raises: Unavailable."""
    secret = request.cookies.get(cookie_name(), "")
    if not secret:
        return None
    with works.reading(NOBODY) as uow:
        return _who_is()(uow, secret)


def admit_again(uow: UnitOfWork) -> None:
    """Ask once more inside the unit of work, so that a sign-in ended meanwhile does nothing.

    Raises: NotAuthenticated.
    """
    seen = _who_is()(uow, request.cookies.get(cookie_name(), ""))
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
    """Return what a form must carry to be believed: made of the sign-in's secret, which no other site knows."""
    return hmac.new(secret.encode(), b"a form of ours", hashlib.sha256).hexdigest()


def require_form_of(seen: Seen) -> None:
    """Pass when the form at hand was given out to this reader (T-17). Raises: ForeignForm."""
    require_token(seen.secret)


def require_token(secret: str) -> None:
    """Pass when the form at hand carries the token of a secret. Raises: ForeignForm."""
    if not hmac.compare_digest(request.form.get(TOKEN, "").encode(), token_of(secret).encode()):
        raise ForeignForm


def _who_is() -> WhoIs:
    return cast("WhoIs", current_app.extensions["who_is"])


def _is_https() -> bool:
    return cast("Settings", current_app.extensions["settings"]).public_url.startswith("https://")
