"""Five cookies, no more: of a sign-in, a known device, the door before it, the way to a provider, a language chosen."""

import secrets
from typing import cast

from flask import Response, current_app, g, request

from scheduler.core.journeys import JOURNEY_LASTS
from scheduler.settings import Settings
from scheduler.wording.language import Language

_A_HALF_YEAR, _A_YEAR = 180 * 24 * 3600, 365 * 24 * 3600
_SIGN_IN, _DEVICE, _DOOR, _LANGUAGE = "tiepdan", "tiepdan-may", "tiepdan-cua", "tiepdan-ngon-ngu"
_JOURNEY = "tiepdan-di"
_LANGUAGES = frozenset(language.value for language in Language)


def sign_in_secret() -> str:
    """Return the secret of the sign-in that came, or ""."""
    return request.cookies.get(_named(_SIGN_IN), "")


def device_secret() -> str:
    """Return the secret of the known device that came, or ""."""
    return request.cookies.get(_named(_DEVICE), "")


def keep_sign_in(response: Response, secret: str) -> None:
    """Let the browser keep a sign-in until it is closed; the service ends it sooner."""
    _set(response, _SIGN_IN, secret, None)


def keep_phone(response: Response, secret: str) -> None:
    """Let a leader's telephone keep a sign-in for its thirty days."""
    _set(response, _SIGN_IN, secret, 30 * 24 * 3600)


def keep_device(response: Response, secret: str) -> None:
    """Let the browser be known again for half a year."""
    _set(response, _DEVICE, secret, _A_HALF_YEAR)


def drop_sign_in(response: Response) -> None:
    """Let the browser forget a sign-in."""
    response.delete_cookie(_named(_SIGN_IN), path="/", secure=_is_https(), httponly=True, samesite="Lax")


def door_secret() -> str:
    """Return what the forms before signing in are made of: random, the browser's own, and kept by ``keep_door``."""
    if "door_secret" not in g:
        g.door_secret = request.cookies.get(_named(_DOOR), "") or secrets.token_urlsafe(24)
    return cast("str", g.door_secret)


def keep_door(response: Response) -> None:
    """Let the browser keep the secret of the door's forms."""
    _set(response, _DOOR, door_secret(), 3600)


def kept_journey() -> str:
    """Return the sealed journey to a provider that came, or ""."""
    return request.cookies.get(_named(_JOURNEY), "")


def keep_journey(response: Response, sealed: str) -> None:
    """Let the browser keep a journey to a provider for as long as it may take."""
    _set(response, _JOURNEY, sealed, int(JOURNEY_LASTS.total_seconds()))


def drop_journey(response: Response) -> None:
    """Let the browser forget a journey: it was made."""
    response.delete_cookie(_named(_JOURNEY), path="/", secure=_is_https(), httponly=True, samesite="Lax")


def kept_language() -> Language | None:
    """Return the language chosen in this browser, None when none was."""
    kept = request.cookies.get(_named(_LANGUAGE), "")
    return Language(kept) if kept in _LANGUAGES else None


def keep_language(response: Response, language: Language) -> None:
    """Let the browser keep a language for a year; it is set by the switch only, and tells of nobody who one is."""
    _set(response, _LANGUAGE, language.value, _A_YEAR)


def _named(name: str) -> str:
    # Over https with a prefix that no other host and no plain page can set.
    return f"__Host-{name}" if _is_https() else name


def _is_https() -> bool:
    return cast("Settings", current_app.extensions["settings"]).public_url.startswith("https://")


def _set(response: Response, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        _named(name), value, max_age=seconds, path="/", secure=_is_https(), httponly=True, samesite="Lax"
    )
