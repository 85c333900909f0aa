"""A provider that lies, and others who put their own words into its mouth: nobody comes in by any of it."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from scheduler.core.roles import OPERATOR
from scheduler.db.identities import Identity
from scheduler.db.signing import LoginSession
from tests.web.agency import CLIENT, SECRET, Agency
from tests.web.at_the_agency import MAIL, agency, app, binds, enters, is_in, secretary

_ = agency, app, secretary  # fixtures that the tests ask for
Claims = dict[str, Any]


@pytest.fixture
def bound(app: Flask, secretary) -> Flask:
    """The secretary's agency account signs in; whoever lies now would be believed without the check at stake."""
    assert binds(app, secretary.email)[1].status_code == 303
    assert is_in(enters(app)[0])
    return app


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def saying(**told: Any) -> Callable[[Claims], Claims]:
    return lambda claims: claims | told


def sooner(name: str, seconds: int) -> Callable[[Claims], Claims]:
    return lambda claims: claims | {name: claims["iat"] - seconds}


LIES = {
    "nonce of another try": saying(nonce="0" * 64),
    "no nonce": without("nonce"),
    "for another service": saying(aud="another-service"),
    "for several, and not ours": saying(aud=["another-service", "a-third"], azp=CLIENT),
    "for several, not saying whose": saying(aud=[CLIENT, "another-service"]),
    "given to another service": saying(aud=[CLIENT, "another-service"], azp="another-service"),
    "for nobody": without("aud"),
    "of another issuer": saying(iss="https://another.vn"),
    "of an issuer with a slash more": lambda claims: claims | {"iss": claims["iss"] + "/"},
    "of no issuer": without("iss"),
    "over": sooner("exp", 61),
    "that never ends": without("exp"),
    "that ends in words": saying(exp="never"),
    "of the future": sooner("iat", -3600),
    "of before the try": sooner("iat", 3600),
    "of no time": without("iat"),
    "not good yet": lambda claims: claims | {"nbf": claims["iat"] + 3600},
    "about nobody": without("sub"),
    "about nothing": saying(sub=""),
    "about a number": saying(sub=1),
    "about a whole book": saying(sub="p-1" * 100),
    "to another access token": saying(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_says_something_wrong_opens_nothing(bound: Flask, agency: Agency, lie: str) -> None:
    agency.twist = LIES[lie]
    refused(bound)


def part(told: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def by_another_key(agency: Agency, claims: Claims) -> str:
    stranger = RSAKey.generate_key(2048, {"alg": "RS256", "use": "sig"})
    return jwt.encode({"alg": "RS256", "kid": agency.key.kid}, claims, stranger, ["RS256"])


def by_a_key_in_its_own_head(agency: Agency, claims: Claims) -> str:
    stranger = RSAKey.generate_key(2048, {"alg": "RS256", "use": "sig"})
    header = {"alg": "RS256", "kid": agency.key.kid, "jwk": stranger.as_dict(private=False)}
    return jwt.encode(header, claims, stranger, ["RS256"])


def by_a_shared_secret(secret: str | bytes) -> Callable[[Agency, Claims], str]:
    def forge(agency: Agency, claims: Claims) -> str:
        key = OctKey.import_key(secret)
        return jwt.encode({"alg": "HS256", "kid": agency.key.kid}, claims, key, ["HS256"])

    return forge


def by_the_public_key(agency: Agency, claims: Claims) -> str:
    # The old trick: what everybody may know, taken for a shared secret.
    head, body = part({"alg": "HS256", "kid": agency.key.kid, "typ": "JWT"}), part(claims)
    key = OctKey.import_key(base64.urlsafe_b64encode(agency.key.as_pem(private=False)).decode().rstrip("="))
    return f"{head}.{body}." + jwt.encode({"alg": "HS256"}, claims, key, ["HS256"]).rpartition(".")[2]


FORGED: dict[str, Callable[[Agency, Claims], Any]] = {
    "not signed": lambda _, claims: f"{part({'alg': 'none'})}.{part(claims)}.",
    "not signed, in capitals": lambda _, claims: f"{part({'alg': 'NONE'})}.{part(claims)}.",
    "not signed, with a key named": lambda one, claims: f"{part({'alg': 'none', 'kid': one.key.kid})}.{part(claims)}.",
    "signed by another key": by_another_key,
    "signed by a key that it brings along": by_a_key_in_its_own_head,
    "signed with our own secret": by_a_shared_secret(SECRET),
    "signed with the public key": by_the_public_key,
    "signed, and then altered": lambda one, claims: altered(one.signed(claims), claims | {"sub": "p-2"}),
    "cut": lambda one, claims: one.signed(claims)[:-10],
    "without its signature": lambda one, claims: one.signed(claims).rpartition(".")[0] + ".",
    "no token": lambda *_: "x",
    "nothing": lambda *_: None,
    "a list": lambda *_: ["x"],
    "of a list": lambda one, _: jwt.encode({"alg": "RS256", "kid": one.key.kid}, {}, one.key, ["RS256"]),
}


def altered(token: str, claims: Claims) -> str:
    head, _, seal = token.split(".")
    return f"{head}.{part(claims)}.{seal}"


@pytest.mark.parametrize("forged", FORGED)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(bound: Flask, agency: Agency, forged: str) -> None:
    agency.forge = FORGED[forged]
    refused(bound)


def refused(app: Flask) -> None:
    before = sessions(app)
    client, answer = enters(app)
    assert (answer.status_code, "không hợp lệ nên không được dùng" in answer.text) == (422, True)
    assert client.get_cookie("tiepdan") is None
    assert not is_in(client)
    assert sessions(app) == before


def sessions(app: Flask) -> int:
    with app.extensions["works"].reading(OPERATOR) as uow:
        return uow.session.query(LoginSession).count()


def bindings(app: Flask) -> int:
    with app.extensions["works"].reading(OPERATOR) as uow:
        return uow.session.query(Identity).count()


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"email": MAIL, "email_verified": False}, "chưa xác nhận địa chỉ thư"),
        ({"email": MAIL, "email_verified": "true"}, "chưa xác nhận địa chỉ thư"),
        ({"email": MAIL, "email_verified": 1}, "chưa xác nhận địa chỉ thư"),
        ({"email": MAIL}, "chưa xác nhận địa chỉ thư"),
        ({"email_verified": True}, "chưa xác nhận địa chỉ thư"),
        ({"email": f"{MAIL}\n", "email_verified": False}, "chưa xác nhận địa chỉ thư"),
        ({"email": [MAIL], "email_verified": True}, "chưa xác nhận địa chỉ thư"),
        ({"email": "ai-khac@xa.vn", "email_verified": True}, "có địa chỉ thư khác"),
        ({"email": "thụ@xa.vn", "email_verified": True}, "chưa xác nhận địa chỉ thư"),
    ],
)
@pytest.mark.usefixtures("secretary")
def test_without_the_own_verified_address_nothing_is_bound(app: Flask, agency: Agency, told: Claims, why: str) -> None:
    agency.people["p-1"] = told
    client, answer = binds(app)
    assert (answer.status_code, why in answer.text) == (403, True)
    assert is_in(client)
    assert bindings(app) == 0


@pytest.mark.usefixtures("secretary")
def test_an_address_that_only_the_user_s_page_tells_is_taken(app: Flask, agency: Agency) -> None:
    agency.with_email = False
    assert binds(app)[1].status_code == 303
    assert is_in(enters(app)[0])


@pytest.mark.usefixtures("secretary")
def test_an_address_of_somebody_else_is_not_slipped_under_a_token(app: Flask, agency: Agency) -> None:
    agency.with_email = False
    true, agency.person = agency.person, lambda who, **over: true(who, **over) | {"sub": f"{who}!"}
    agency.twist = saying(sub="p-1")
    assert binds(app)[1].status_code == 403
    assert bindings(app) == 0
