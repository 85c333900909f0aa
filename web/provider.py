"""Whether agency accounts open anything here: the provider that the settings name, with the extra for it installed."""

import logging
from collections.abc import Mapping
from typing import Protocol, cast

from flask import current_app

from scheduler.core.clock import Clock
from scheduler.core.journeys import Journey, Proven
from scheduler.key_files import secret_in
from scheduler.settings import Settings

try:
    from web.openid import OpenId
except ModuleNotFoundError as lacking:
    if (lacking.name or "").partition(".")[0] not in {"authlib", "joserfc", "requests"}:
        raise
    OpenId = None  # type: ignore[assignment, misc]  # the extra "sso" is not installed

BACK = "/dang-nhap/co-quan/ve"
"""Where a provider sends people back to; the address is told to it once, under the public address."""
_log = logging.getLogger("tiepdan.web")


class Provider(Protocol):
    """What vouches for people from outside. Each call goes over the network, so never in a unit of work."""

    issuer: str

    def way_there(self, journey: Journey, session_id: str = "") -> str:
        """Return the address that a journey begins with. Raises: Unavailable."""

    def redeem(self, journey: Journey, answer: Mapping[str, str]) -> Proven:
        """Return whom it vouches for in its answer. Raises: NotAuthenticated, Unavailable."""

    def redeem_with_email(self, journey: Journey, answer: Mapping[str, str]) -> Proven:
        """Return the same, with the address of mail wherever it tells one. Raises: NotAuthenticated, Unavailable."""


def provider_of(settings: Settings, clock: Clock) -> Provider | None:
    """Return the provider that the settings name, None where they name none or the extra for it is missing.

    The latter is written to the log: passwords go on as before. Raises: InvalidInput when its secret cannot be read.
    """
    if not settings.oidc_issuer or settings.oidc_client_secret_file is None:
        return None
    if OpenId is None:
        _log.error("TIEPDAN_OIDC_ISSUER is set, but the extra is missing: pip install 'tiepdan[sso]'. Passwords only.")
        return None
    secret = secret_in(settings.oidc_client_secret_file, "TIEPDAN_OIDC_CLIENT_SECRET_FILE")
    back = f"{settings.public_url}{BACK}"
    return OpenId(settings.oidc_issuer, settings.oidc_client_id, secret, back, clock)


def provider() -> Provider | None:
    """Return the provider of the application at hand, if any."""
    return cast("Provider | None", current_app.extensions["provider"])
