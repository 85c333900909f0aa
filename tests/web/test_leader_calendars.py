"""T-15 and T-16 at the leader's own calendars: shown once, one's own only, gone at once, and silent about people."""

import logging
import time
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from scheduler import feeds
from scheduler.core.roles import OPERATOR, Actor
from scheduler.db.feeds import FeedLink, FeedScope
from tests.web.html import get, read
from tests.web.leading import at, leader_of, one_more, works_of
from tests.web.office import form
from tests.web.world import LONG_NAME


@pytest.fixture
def leader(app: Flask, own_world: SimpleNamespace) -> Actor:
    return leader_of(app, own_world)


@pytest.fixture
def phone(app: Flask, leader: Actor) -> FlaskClient:
    return at(app, leader)


def made(phone: FlaskClient, **over: str):
    page = get(phone, "/cua-toi/lich")
    link_id = page.one("input", name="link_id").attributes["value"]
    sent = {"name": "iPhone của tôi", "target": page.all("option")[0].attributes["value"], "link_id": link_id} | over
    return phone.post("/cua-toi/lich", data=form(**sent)), sent


def path_of(page) -> str:
    return page.one("input", id="dia-chi").attributes["value"].removeprefix("http://127.0.0.1:8000")


def links_of(app: Flask) -> int:
    with works_of(app).reading(OPERATOR) as uow:
        return uow.session.scalar(select(func.count()).select_from(FeedLink))


def test_a_link_is_shown_once_by_all_its_doors(app: Flask, phone: FlaskClient):
    answer, sent = made(phone)
    page = read(answer.text)
    address = page.one("input", id="dia-chi").attributes["value"]
    hrefs = [link.attributes["href"] for link in page.all("a")]
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert f"webcal://{address.removeprefix('http://')}" in hrefs
    assert any(href.startswith("https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F") for href in hrefs)
    assert any(href.startswith("https://outlook.office.com/calendar/0/addfromweb?url=http") for href in hrefs)
    assert page.one("img").attributes["src"].startswith("data:image/svg+xml")
    assert "Google cập nhật sau 8–24 giờ" in page.text
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in phone.get("/cua-toi/lich").text

    again = phone.post("/cua-toi/lich", data=form(**sent))

    assert (again.status_code, secret in again.text, links_of(app)) == (409, False, 1)


def test_the_list_tells_what_fetches_and_revoking_is_gone_within_a_second(phone: FlaskClient, caplog):
    path = path_of(read(made(phone)[0].text))
    with caplog.at_level(logging.DEBUG):
        fetched = phone.get(path, headers={"User-Agent": "iOS/18.1 (22B83) dataaccessd/1.0"})
        assert (fetched.status_code, fetched.headers["Referrer-Policy"]) == (200, "no-referrer")
        fetched.close()  # what is noted is noted after the answer has left
        assert fetched.headers["Cache-Control"].startswith("private")
        page = get(phone, "/cua-toi/lich")
        assert "Lần tải gần nhất 22/11/2026, iPhone, iPad hoặc Mac" in page.text
        (button,) = [f for f in page.all("form") if f.attributes["action"].endswith("/thu-hoi")]
        began = time.perf_counter()
        assert phone.post(button.attributes["action"], data=form()).status_code == 303
        assert phone.get(path).status_code == 410
        assert time.perf_counter() - began < 1
    assert "Đã thu hồi" in get(phone, "/cua-toi/lich").text
    assert phone.get("/lich/" + "x" * 32 + ".ics").status_code == 404
    secret = path.rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)


def test_only_own_calendars_are_given_away(app: Flask, phone: FlaskClient, own_world: SimpleNamespace):
    with works_of(app).writing(OPERATOR) as uow:
        theirs, _ = feeds.issue_link(uow, FeedScope.UNIT, own_world.commune.id, "Máy thư ký")
    for target in (f"unit:{own_world.commune.id}", "office:khong-co", "x", f"public:{own_world.commune.id}"):
        assert made(phone, target=target)[0].status_code == 422
    assert made(phone, name="  ")[0].status_code == 422
    assert phone.post(f"/cua-toi/lich/{theirs.id}/thu-hoi", data=form()).status_code == 404
    assert "Máy thư ký" not in phone.get("/cua-toi/lich").text


def test_a_feed_names_nobody_who_comes(app: Flask, phone: FlaskClient, own_world: SimpleNamespace):
    one_more(app, own_world, on=date(2026, 12, 8), citizens_received=7)
    body = phone.get(path_of(read(made(phone)[0].text))).text.replace("\r\n ", "")
    assert body.count("BEGIN:VEVENT") > 1
    # Of people it names the head whose calendar it is, as the public page does, and nobody else.
    assert "Lộc Văn Thử" not in body
    assert "ATTENDEE" not in body
    assert LONG_NAME in phone.get(f"/buoi/{own_world.ids['soon']}").text
