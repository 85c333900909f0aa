"""An OpenID provider, asked by Authlib: authorisation code with PKCE, state and nonce. Needs the extra ``sso``.

Nothing here runs inside a unit of work: every call goes over the network.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from scheduler.core.clock import Clock
from scheduler.core.emails import email_faults, email_key
from scheduler.core.errors import NotAuthenticated, Unavailable
from scheduler.core.journeys import Journey, Proven
from scheduler.core.signing import DeviceKind
from scheduler.settings import is_here

PATIENCE = (3, 6)
"""Seconds to connect, and to wait for the next piece of an answer."""
RETRY_AFTER = 30
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""How a token may be signed: with a key that only the provider has, never with a shared one, never not at all."""
LEEWAY = timedelta(seconds=60)
"""How far the provider's clock may be off."""
KEPT_FOR, KEYS_KEPT_FOR = timedelta(hours=1), timedelta(minutes=1)
"""How long the provider's description is not asked for again; and its keys, when a token names one we do not know."""
LONGEST_SUBJECT = 255
_IN_THE_BODY = "client_secret_post"
_WELL_KNOWN = "/.well-known/openid-configuration"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_log = logging.getLogger("tiepdan.web")


@dataclass(frozen=True, slots=True)
class _Known:
    """What a provider says of itself, its keys, and when it said so."""

    told: Mapping[str, Any]
    keys: KeySet
    at: datetime


class OpenId:
    """One provider, by its issuer; shared by all threads. ``back`` is the address people come back to."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, back: str, clock: Clock) -> None:
        """Ask nothing yet."""
        self.issuer = issuer
        self._names, self._back, self._clock = (client_id, client_secret), back, clock
        self._known: _Known | None = None

    def way_there(self, journey: Journey, session_id: str = "") -> str:
        """Return the address at the provider that a journey begins with, to come in or to bind within a sign-in.

        Its own password is asked for where it may still know somebody else: at a shared desk, and before binding.
        Raises: Unavailable when the provider does not answer.
        """
        anew = bool(session_id) or journey.kind is DeviceKind.DESK
        address, _ = self._client().create_authorization_url(
            self._told()["authorization_endpoint"],
            state=journey.state(session_id),
            nonce=journey.nonce,
            code_verifier=journey.verifier,
            **({"prompt": "login"} if anew else {}),
        )
        return cast("str", address)

    def redeem(self, journey: Journey, answer: Mapping[str, str]) -> Proven:
        """Return whom the provider vouches for in its answer to a journey, whose state was compared already.

        Raises: NotAuthenticated (it said no, or what it said is not to be believed), Unavailable.
        """
        with _believed():
            _, claims = self._vouched(journey, answer)
            return Proven(self.issuer, claims["sub"], _verified(claims))

    def redeem_with_email(self, journey: Journey, answer: Mapping[str, str]) -> Proven:
        """Return the same, and ask for the address besides when the token leaves it out. Raises: as ``redeem``."""
        with _believed():
            token, claims = self._vouched(journey, answer)
            told = claims if "email" in claims else self._of_the_person(token, claims)
            return Proven(self.issuer, claims["sub"], _verified(told))

    def _vouched(self, journey: Journey, answer: Mapping[str, str]) -> tuple[Mapping[str, Any], CodeIDToken]:
        told = self._told()
        self._check_issuer(told, answer)
        if answer.get("error") or not answer.get("code"):
            raise NotAuthenticated("agency-said-no")
        token = self._token(told, journey, answer["code"])
        return token, self._claims(journey, token)

    def _check_issuer(self, told: Mapping[str, Any], answer: Mapping[str, str]) -> None:
        """Refuse an answer that another provider gave (RFC 9207)."""
        named = answer.get("iss")
        promised = told.get("authorization_response_iss_parameter_supported") is True
        if named != self.issuer and (named is not None or promised):
            raise _unbelieved("the answer names another issuer, or none")

    def _token(self, told: Mapping[str, Any], journey: Journey, code: str) -> Mapping[str, Any]:
        ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        client = self._client()
        if _IN_THE_BODY in ways:
            client.token_endpoint_auth_method = _IN_THE_BODY
        else:
            # As the standard wants them (RFC 6749 2.3.1); Authlib sends them as they are.
            client.client_id, client.client_secret = (quote(text, safe="") for text in self._names)
        token = client.fetch_token(
            told["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=journey.verifier,
            timeout=PATIENCE,
            allow_redirects=False,
        )
        return cast("Mapping[str, Any]", token)

    def _claims(self, journey: Journey, token: Mapping[str, Any]) -> CodeIDToken:
        """Return what the token says. Raises: JoseError, ValueError when it is not to be believed."""
        raw = str(token.get("id_token"))
        try:
            read = jwt.decode(raw, self._keys(), algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            read = jwt.decode(raw, self._keys(at_most=KEYS_KEPT_FOR), algorithms=ALGORITHMS)
        wanted = {"iss": self.issuer, "aud": self._names[0]}
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={name: {"essential": True, "value": value} for name, value in wanted.items()},
            params={
                "nonce": journey.nonce,
                "client_id": self._names[0],
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(self._clock.now().timestamp()), leeway=int(LEEWAY.total_seconds()))
        if claims["iat"] < (journey.begun_at - LEEWAY).timestamp():
            msg = "the token is older than the journey"
            raise ValueError(msg)
        if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            msg = "the token names nobody"
            raise ValueError(msg)
        return claims

    def _of_the_person(self, token: Mapping[str, Any], claims: CodeIDToken) -> Mapping[str, Any]:
        address = self._told().get("userinfo_endpoint")
        if not address:
            return {}
        self._check_address(address)
        given = _asked(address, {"Authorization": f"Bearer {token['access_token']}"})
        # Else somebody else's address could be slipped under this token (OpenID Connect Core 5.3.2).
        return given if given.get("sub") == claims["sub"] else {}

    def _client(self) -> OAuth2Session:
        return OAuth2Session(*self._names, redirect_uri=self._back, scope="openid email", code_challenge_method="S256")

    def _told(self) -> Mapping[str, Any]:
        return self._look().told

    def _keys(self, at_most: timedelta = KEPT_FOR) -> KeySet:
        return self._look(at_most).keys

    def _look(self, at_most: timedelta = KEPT_FOR) -> _Known:
        """Return what the provider says of itself, at most so old. Raises: Unavailable."""
        now, known = self._clock.now(), self._known
        if known is not None and known.at <= now < known.at + at_most:
            return known
        try:
            told = _asked(self.issuer.rstrip("/") + _WELL_KNOWN)
            self._check(told)
            keys = KeySet.import_key_set(cast("Any", _asked(told["jwks_uri"])))
        except (requests.RequestException, JoseError, ValueError) as failure:
            raise _unreachable(failure) from failure
        self._known = _Known(told, keys, now)
        return self._known

    def _check(self, told: Mapping[str, Any]) -> None:
        if told.get("issuer") != self.issuer:
            msg = f"it calls itself {told.get('issuer')}"
            raise ValueError(msg)
        for name in _ENDPOINTS:
            self._check_address(told.get(name))

    def _check_address(self, address: object) -> None:
        """Pass an https address, or one of this machine where the provider is on it. Raises: ValueError."""
        scheme = urlsplit(address).scheme if isinstance(address, str) else ""
        on_this_machine = scheme == "http" and is_here(str(address)) and is_here(self.issuer)
        if scheme != "https" and not on_this_machine:
            msg = f"{address} is no https address"
            raise ValueError(msg)


@contextmanager
def _believed() -> Iterator[None]:
    """Make refusals of what goes wrong at the provider, or with what it says."""
    try:
        yield
    except OAuthError as refusal:
        raise _unbelieved(f"token refused: {refusal.error}") from refusal
    except (JoseError, ValueError) as fault:
        raise _unbelieved(f"token not believed: {fault}") from fault
    except requests.RequestException as silence:
        raise _unreachable(silence) from silence


def _asked(address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    answer = requests.get(address, headers=headers, timeout=PATIENCE, allow_redirects=False)
    answer.raise_for_status()
    told = answer.json()
    if answer.status_code != requests.codes.ok or not isinstance(told, dict):
        msg = f"{address} answers {answer.status_code} and no object"
        raise ValueError(msg)
    return told


def _verified(claims: Mapping[str, Any]) -> str:
    """Return the address that the provider says it verified, "" without: only the truth itself counts as yes."""
    email = claims.get("email")
    good = claims.get("email_verified") is True and isinstance(email, str) and not email_faults("", email)
    return email_key(cast("str", email)) if good else ""


def _unbelieved(why: str) -> NotAuthenticated:
    _log.warning("provider: %s", why)
    return NotAuthenticated("agency-answer-wrong")


def _unreachable(why: Exception) -> Unavailable:
    _log.warning("provider does not answer: %s", why)
    return Unavailable("agency-unreachable", retry_after=RETRY_AFTER)
