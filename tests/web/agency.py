"""A provider of agency accounts as one would run it: Authlib's own server side, on an address of this machine.

It keeps to the standard until a test tells it to lie: ``Agency.twist`` and its neighbours are how a token goes wrong.
"""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "tiepdan", "s+me%20secret/of:a-test="
_NEW_KEY = {"parameters": {"use": "sig", "alg": "RS256"}, "auto_kid": True}


@dataclass
class Client(ClientMixin):
    """Our service, as the provider knows it."""

    backs: list[str]
    ways: list[str]

    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return self.backs[0]

    def get_allowed_scope(self, scope):
        return " ".join(one for one in scope.split() if one in {"openid", "email"})

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.backs

    def check_client_secret(self, client_secret):
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method, _endpoint):
        return method in self.ways

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """A code that was given out."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    who: str
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    get_auth_time = get_acr = get_amr = lambda _: None


@dataclass
class Agency:
    """The provider. ``who`` sits at the browser; what is here for lies is empty to begin with."""

    issuer: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    who: str = ""
    now: Callable[[], datetime] | None = None
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, **_NEW_KEY))
    client: Client = field(default_factory=lambda: Client([], ["client_secret_post", "client_secret_basic"]))
    told: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    with_email: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    # ---- for lies
    twist: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    forge: Callable[["Agency", dict[str, Any]], str] | None = None
    forgets_codes: bool = True
    looks_at_challenges: bool = True
    answer: Callable[[str], Response] | None = None

    def new_key(self) -> None:
        self.key = RSAKey.generate_key(2048, **_NEW_KEY)

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key, ["RS256"])

    def description(self) -> dict[str, Any]:
        ours = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {
            "issuer": self.issuer,
            **{name: self.issuer + path for name, path in {**ours, "userinfo_endpoint": "/userinfo"}.items()},
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": self.client.ways,
            "code_challenge_methods_supported": ["S256"],
        } | self.told

    def person(self, who: str, *, with_email: bool) -> dict[str, Any]:
        told = self.people[who]
        return {"sub": who} | (told if with_email else {})


class Challenge(CodeChallenge):
    def __init__(self, agency: Agency) -> None:
        super().__init__(required=True)
        self.agency = agency

    def validate_code_verifier(self, grant, result):
        if self.agency.looks_at_challenges:
            super().validate_code_verifier(grant, result)


class OpenId(OpenIDCode):
    def __init__(self, agency: Agency) -> None:
        super().__init__(require_nonce=True)
        self.agency = agency

    def exists_nonce(self, nonce, _request):
        return any(code.nonce == nonce for code in self.agency.codes.values())

    def resolve_client_private_key(self, _client):
        return self.agency.key

    def get_encode_header(self, _client):
        return {"alg": "RS256", "kid": self.agency.key.kid}

    def get_client_claims(self, _client):
        now = int(self.agency.now().timestamp())
        return {"iss": self.agency.issuer, "iat": now, "exp": now + 300, "auth_time": now}

    def generate_user_info(self, user, _scope):
        return UserInfo(self.agency.person(user, with_email=self.agency.with_email))

    def encode_id_token(self, token, request):
        whole = super().encode_id_token(token, request)
        claims = json.loads(base64.urlsafe_b64decode(whole.split(".")[1] + "=="))
        if self.agency.twist:
            whole = self.agency.signed(self.agency.twist(claims))
        return self.agency.forge(self.agency, claims) if self.agency.forge else whole


def _grant(agency: Agency) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

        def save_authorization_code(self, code, request):
            given = request.payload.data
            challenge = (given.get("code_challenge"), given.get("code_challenge_method"))
            back = request.payload.redirect_uri
            agency.codes[code] = Code(code, back, request.scope, given.get("nonce"), request.user, *challenge)

        def query_authorization_code(self, code, _client):
            return agency.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            if agency.forgets_codes:
                del agency.codes[authorization_code.code]

        def authenticate_user(self, authorization_code):
            return authorization_code.who

    return Grant


def app_of(agency: Agency) -> Flask:
    """The provider's own small web."""
    app, tokens = Flask("agency"), {}

    def save(token, request):
        tokens[token["access_token"]] = request.user

    server = AuthorizationServer(app, query_client=lambda name: agency.client if name == CLIENT else None)
    server.init_app(app, save_token=save)
    server.register_grant(_grant(agency), [OpenId(agency), Challenge(agency)])

    @app.before_request
    def lie():
        return agency.answer(request.path) if agency.answer else None

    @app.get("/.well-known/openid-configuration")
    def description():
        return jsonify(agency.description())

    @app.get("/keys")
    def keys():
        return jsonify({"keys": [agency.key.as_dict(private=False)]})

    @app.get("/authorize")
    def authorize():
        agency.asked.append(request.args.to_dict())
        if not agency.who:
            back, state = request.args["redirect_uri"], request.args["state"]
            return redirect(f"{back}?{urlencode({'error': 'access_denied', 'state': state})}")
        grant = server.get_consent_grant(end_user=agency.who)
        return server.create_authorization_response(grant=grant, grant_user=agency.who)

    @app.post("/token")
    def token():
        return server.create_token_response()

    @app.get("/userinfo")
    def userinfo():
        who = tokens[request.headers["Authorization"].removeprefix("Bearer ")]
        return jsonify(agency.person(who, with_email=True))

    return app


@contextmanager
def open_agency() -> Iterator[Agency]:
    """Run a provider on this machine."""
    agency = Agency()
    server = make_server("127.0.0.1", 0, app_of(agency), threaded=True)
    agency.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield agency
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
