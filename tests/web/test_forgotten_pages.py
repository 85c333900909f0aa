"""A forgotten password: the same answer for every address, the work after it, and a link that is handed over."""

from datetime import timedelta
from statistics import median
from threading import Event
from time import perf_counter
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.core.clock import StoppedClock
from scheduler.core.roles import Role
from tests.usecases.gates import OTHER
from tests.web.html import get, read
from tests.web.keepers import admin_of, an_account, at, sent
from tests.web.people import gate_of, through_the_door, token_in

PAGE = "/quen-mat-khau"
pytestmark = pytest.mark.usefixtures("person")


@pytest.fixture
def person(app: Flask, own_world: SimpleNamespace):
    return an_account(app, "thu@xa.vn", Role.SECRETARY, own_world.commune)


def asks(app: Flask, email: str, client=None):
    client = client or app.test_client()
    token = token_in(client.get(PAGE).text)
    return client.post(PAGE, data={"_the": token, "email": email})


def test_known_and_unknown_addresses_are_answered_alike(app):
    answers = []
    for email in ("thu@xa.vn", "khong-ai@xa.vn"):
        client = app.test_client()
        answer = asks(app, email, client)
        page = client.get(answer.headers["Location"])
        answers.append((answer.status_code, answer.headers["Location"], answer.data, page.data))
    app.extensions["afterwards"].wait()
    assert answers[0] == answers[1]


def test_the_answer_does_not_wait_for_the_work(app):
    done, begun = Event(), Event()

    def slow() -> None:
        begun.set()
        done.wait(20)

    app.extensions["afterwards"].do(slow)
    begun.wait(5)
    before = perf_counter()
    assert asks(app, "thu@xa.vn").status_code == 303
    assert perf_counter() - before < 5
    done.set()
    app.extensions["afterwards"].wait()


def test_how_long_it_takes_tells_nothing(app):
    gate_of(app)
    spent: dict[str, list[float]] = {"thu@xa.vn": [], "khong-ai@xa.vn": []}
    client = app.test_client()
    token = token_in(client.get(PAGE).text)
    for _ in range(40):
        for email, times in spent.items():
            app.extensions["afterwards"].wait()
            before = perf_counter()
            client.post(PAGE, data={"_the": token, "email": email})
            times.append(perf_counter() - before)
    known, unknown = (median(times) for times in spent.values())
    assert abs(known - unknown) < 0.01


def test_an_administrator_sees_the_request_and_hands_the_link_over(app, own_world, clock: StoppedClock):
    asks(app, "THU@xa.vn ")
    app.extensions["afterwards"].wait()
    who_is = app.extensions["who_is"]
    client = at(app, admin_of(app, own_world.commune))
    row = next(r for r in get(client, "/nguoi-dung").all("tr") if "thu@xa.vn" in r.text)
    assert "Chờ đặt lại mật khẩu" in row.text
    where = row.one("a").attributes["href"]
    seen = get(client, where).all("input", name="link_id")[0].attributes["value"]
    page = sent(client, f"{where}/dat-lai", 200, link_id=seen)
    address = page.one("input", id="dia-chi").attributes["value"].partition("8000")[2]
    # Whoever asks again meanwhile cannot take the link from the one who is on the way with it.
    asks(app, "thu@xa.vn")
    app.extensions["afterwards"].wait()
    visitor = app.test_client()
    given = {"_the": token_in(visitor.get(address).text), "mat_khau": OTHER, "nhac_lai": OTHER}
    assert visitor.post(address, data=given).status_code == 303
    app.extensions["who_is"] = who_is
    assert through_the_door(app, "thu@xa.vn", OTHER)[1].status_code == 303
    clock.advance(timedelta(minutes=1))
    assert "Chờ đặt lại" not in get(at(app, admin_of(app, own_world.commune, "b@xa.vn")), where).text


def test_what_is_no_address_is_said_beside_its_field_and_another_site_s_form_is_refused(app):
    answer = asks(app, "không phải")
    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one("title").text.startswith("Lỗi:")
    assert page.one("p", id="email-loi")
    assert page.one("input", id="email").attributes["value"] == "không phải"
    assert asks(app, "").status_code == 422
    assert app.test_client().post(PAGE, data={"email": "thu@xa.vn"}).status_code == 403


def test_a_thousand_requests_are_answered_alike_and_few_are_looked_at(app):
    gate_of(app)
    client = app.test_client()
    token = token_in(client.get(PAGE).text)
    for _ in range(30):
        assert client.post(PAGE, data={"_the": token, "email": "thu@xa.vn"}).status_code == 303
    app.extensions["afterwards"].wait()
