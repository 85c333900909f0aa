"""The way to the provider and back: each once, by the browser that set out, within ten minutes, from the right one."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask

from scheduler.core.clock import StoppedClock
from scheduler.core.journeys import opened, sealed
from scheduler.core.journeys import set_out as new_journey
from scheduler.core.roles import OPERATOR, Role
from scheduler.core.signing import OF_ADDRESS, DeviceKind, Guess
from scheduler.db.identities import Identity
from scheduler.guessing import Caller, taken_up
from tests.usecases.gates import PASSWORD
from tests.web.agency import SECRET, Agency
from tests.web.at_the_agency import (
    MAIL,
    agency,
    app,
    at_the_provider,
    binds,
    come_back,
    enters,
    is_in,
    link_in,
    ready_to_bind,
    secretary,
    set_out,
)
from tests.web.people import a_person, gate_of, through_the_door, token_in

_ = agency, app, secretary  # fixtures that the tests ask for
COOKIE = "tiepdan-di"


@pytest.fixture
def bound(app: Flask, secretary) -> Flask:
    assert binds(app, secretary.email)[1].status_code == 303
    return app


def refused(client, answer, why: str = "Bắt đầu lại từ trang đăng nhập") -> None:
    assert (answer.status_code, why in answer.text) == (422, True)
    assert not is_in(client)


def swapped(address: str, **over: str) -> str:
    """The way back with something else in it; None leaves it out."""
    parts = urlsplit(address)
    told = {name: values[0] for name, values in parse_qs(parts.query).items()} | over
    return f"{parts.path}?{urlencode({name: value for name, value in told.items() if value is not None})}"


def test_a_way_back_leads_in_once(bound: Flask, agency: Agency) -> None:
    agency.forgets_codes = False  # a provider that takes a code twice, against the standard
    client = bound.test_client()
    way = set_out(client)
    kept = client.get_cookie(COOKIE).value
    assert come_back(client, way).status_code == 303
    assert is_in(client)

    again = bound.test_client()
    refused(again, come_back(again, way))
    again.set_cookie(COOKIE, kept)
    refused(again, come_back(again, way))


def test_of_many_tries_after_a_refusal_none_is_looked_at(bound: Flask) -> None:
    client = bound.test_client()
    way = set_out(client)
    kept = client.get_cookie(COOKIE).value
    refused(client, client.get(swapped(way, code="a-guess")), "không hợp lệ nên không được dùng")
    client.set_cookie(COOKIE, kept)
    refused(client, come_back(client, way))


@pytest.mark.parametrize("state", [None, "", "0" * 64, "ữ", "x" * 5000])
def test_another_state_leads_nowhere_and_asks_the_provider_nothing(bound: Flask, agency: Agency, state: str) -> None:
    client = bound.test_client()
    way = set_out(client)
    asked: list[str] = []
    agency.answer = asked.append
    refused(client, client.get(swapped(way, state=state)))
    assert asked == []
    assert come_back(client, way).status_code == 303, "the own way is still open"


def test_another_browser_does_not_come_in_by_it(bound: Flask) -> None:
    way, other = set_out(bound.test_client()), bound.test_client()
    refused(other, come_back(other, way))
    set_out(other)
    refused(other, come_back(other, way))


def test_nobody_is_signed_in_as_somebody_else_by_a_planted_way(bound: Flask, agency: Agency) -> None:
    victim = bound.test_client()
    own = set_out(victim)
    planted = set_out(bound.test_client())
    refused(victim, come_back(victim, planted))
    agency.who = "p-1"
    assert come_back(victim, own).status_code == 303


def test_a_code_of_another_try_is_refused_by_the_provider(bound: Flask) -> None:
    """A thief's browser sets out, and puts the code that the owner was given into its own way back (PKCE)."""
    stolen = parse_qs(urlsplit(set_out(bound.test_client())).query)["code"][0]
    thief = bound.test_client()
    refused(thief, thief.get(swapped(set_out(thief), code=stolen)), "không hợp lệ nên không được dùng")


def test_a_code_of_another_try_is_refused_by_its_nonce_too(bound: Flask, agency: Agency) -> None:
    agency.looks_at_challenges = False
    stolen = parse_qs(urlsplit(set_out(bound.test_client())).query)["code"][0]
    thief = bound.test_client()
    refused(thief, thief.get(swapped(set_out(thief), code=stolen)), "không hợp lệ nên không được dùng")


def test_it_takes_ten_minutes_at_most(bound: Flask, clock: StoppedClock) -> None:
    client = bound.test_client()
    way = set_out(client)
    kept = client.get_cookie(COOKIE)
    assert (kept.max_age, kept.http_only, kept.same_site) == (600, True, "Lax")
    clock.advance(timedelta(minutes=10))
    client.set_cookie(COOKIE, kept.value)
    refused(client, come_back(client, way))


def test_a_journey_is_ours_or_none(clock: StoppedClock) -> None:
    journey, now = new_journey(clock.now(), DeviceKind.PHONE, "/lam-viec"), clock.now()
    kept = sealed(b"our key", journey)
    assert opened(b"our key", kept, now) == journey
    longer = kept.replace(".", "A.", 1)
    for other in ("", ".", "x", longer, kept[:-1], sealed(b"another key", journey)):
        assert opened(b"our key", other, now) is None
    assert opened(b"our key", kept, now - timedelta(minutes=1)) is None
    values = {journey.state(), journey.state("s"), journey.nonce, journey.verifier}
    assert len(values) == 4
    assert all(43 <= len(value) <= 128 and re.fullmatch(r"[0-9a-f]+", value) for value in values)
    assert journey.secret not in repr(journey)
    assert new_journey(now, DeviceKind.DESK, "/" + "x" * 1000).onward == ""


@pytest.mark.parametrize(
    ("promised", "named", "good"),
    [
        (False, None, True),
        (False, "ours", True),
        (False, "https://another.vn", False),
        (True, "ours", True),
        (True, None, False),
        (True, "https://another.vn", False),
    ],
)
def test_an_answer_of_another_provider_is_not_taken_for_ours(
    bound: Flask, agency: Agency, *, promised: bool, named: str | None, good: bool
) -> None:
    agency.told = {"authorization_response_iss_parameter_supported": promised}
    bound.extensions["works"].clock.advance(timedelta(hours=2))  # what the provider says of itself is read anew
    client = bound.test_client()
    answer = client.get(swapped(set_out(client), iss=agency.issuer if named == "ours" else named))
    assert (answer.status_code, is_in(client)) == ((303, True) if good else (422, False))


def test_coming_in_binds_nothing_and_binding_brings_nobody_in(app: Flask, secretary) -> None:
    client, _ = through_the_door(app, secretary.email)
    ready_to_bind(client)
    way = at_the_provider(link_in(client.get("/tai-khoan/co-quan").text))
    kept = client.get_cookie(COOKIE).value
    stranger = app.test_client()
    stranger.set_cookie(COOKIE, kept)
    refused(stranger, come_back(stranger, way))

    come_back(client, set_out(client))
    with app.extensions["works"].reading(OPERATOR) as uow:
        assert uow.session.query(Identity).count() == 0


def test_a_way_to_bind_does_not_outlast_its_sign_in(app: Flask, own_world, secretary) -> None:
    client, _ = through_the_door(app, secretary.email)
    ready_to_bind(client)
    way = at_the_provider(link_in(client.get("/tai-khoan/co-quan").text))
    client.post("/dang-xuat", data={"_the": token_in(client.get("/tai-khoan").text)})
    a_person(app, "b@x.vn", (Role.SECRETARY, own_world.commune))
    through_the_door(app, "b@x.vn", client=client)
    assert come_back(client, way).status_code == 422
    with app.extensions["works"].reading(OPERATOR) as uow:
        assert uow.session.query(Identity).count() == 0


def test_too_many_tries_from_one_address_wait(bound: Flask) -> None:
    gate = gate_of(bound)
    for n in range(OF_ADDRESS[Guess.PASSWORD].most):
        taken_up(gate, f"journey {n}", Caller("127.0.0.1"))
    client, answer = enters(bound)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0, is_in(client)) == (429, True, False)


def test_what_is_asked_for_before_leads_to_pages_of_ours_only(bound: Flask) -> None:
    for path in ("https://evil.vn", "//evil.vn", "/\\evil.vn", "https:evil.vn", "/%2f/evil.vn", "javascript:x"):
        _client, answer = enters(bound, address=f"/dang-nhap/co-quan?{urlencode({'tiep': path})}")
        assert answer.headers["Location"] == "/lam-viec", path


def test_nothing_secret_is_told(bound: Flask, agency: Agency, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    agency.twist = lambda claims: claims | {"nonce": "x"}
    client = bound.test_client()
    way = set_out(client)
    answer = come_back(client, way)
    code, state = (parse_qs(urlsplit(way).query)[name][0] for name in ("code", "state"))
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("tiepdan"))
    assert "token not believed: " in ours
    for secret in (code, state, SECRET, MAIL):
        assert secret not in ours
        assert secret not in answer.text
    assert SECRET not in repr(bound.extensions["settings"])


def test_nobody_s_agency_account_leads_to_the_door(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/tai-khoan/co-quan")]
    for rule in rules:
        for method in rule.methods & {"GET", "POST"}:
            answer = app.test_client().open(rule.rule, method=method)
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/dang-nhap"), rule
    assert len(rules) == 3


@pytest.mark.usefixtures("secretary")
def test_a_form_of_another_site_binds_and_gives_up_nothing(app: Flask) -> None:
    client, _ = binds(app)
    for path in ("/tai-khoan/co-quan", "/tai-khoan/co-quan/go"):
        for token in ("", "0" * 64):
            given = {"_the": token, "mat_khau_lien_ket": PASSWORD, "lien_ket": "x"}
            assert client.post(path, data=given).status_code == 403
    assert is_in(enters(app)[0])
