"""The test letter of the first start: for the holder of the address only, a few times, and said plainly if it fails."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from scheduler import accounts, first_start
from scheduler.accounts import Newcomer
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR
from scheduler.settings import Settings
from tests.notifications.post_office import HERE, PostOffice, free_port, post_office
from tests.notifications.test_letters import read
from tests.web.at_the_agency import told
from tests.web.browsing import barriers, served
from tests.web.english import data_in, left_vietnamese
from tests.web.people import token_in
from web.app import create_app

TO = "quan.tri@langson.gov.vn"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as made:
        yield made


@pytest.fixture
def app(office: PostOffice, database_url: str, clock: StoppedClock, tmp_path: Path) -> Iterator[Flask]:
    mail = {"mail_host": HERE, "mail_port": office.port, "mail_tls": "none", "mail_from": "lich@langson.gov.vn"}
    made = create_app(Settings(data=tmp_path / "data", database_url=database_url, **mail), clock)
    yield made
    made.extensions["works"].engine.dispose()


@pytest.fixture
def start(app: Flask) -> SimpleNamespace:
    works, settings = app.extensions["works"], app.extensions["settings"]
    with works.reading(OPERATOR) as uow:
        path = urlsplit(first_start.offer(uow, settings)).path
    return SimpleNamespace(path=path, works=works, settings=settings)


def send(client: FlaskClient, path: str, to: str = TO, **over: str):
    return client.post(f"{path}/thu", data={"_the": token_in(client.get(path).text), "to": to, **over})


def test_the_page_shows_the_server_and_sends_to_the_address_typed(
    app: Flask, start: SimpleNamespace, office: PostOffice
) -> None:
    client = app.test_client()
    page = client.get(start.path).text
    assert f"{HERE}, cổng {office.port}, không mã hóa; gửi từ lich@langson.gov.vn" in page

    done = send(client, start.path)
    assert (done.status_code, done.headers["Location"]) == (303, f"{start.path}?xong=da-gui-thu-thu#thu")
    assert "Máy chủ thư đã nhận thư thử" in client.get(f"{start.path}?xong=da-gui-thu-thu").text
    (envelope,) = office.letters
    assert envelope.rcpt_tos == [TO]
    assert read(message_from_bytes(envelope.content)["Subject"]).startswith("Thư thử của hệ thống")
    assert told(app, "MailTested") == [{"by": "first_start", "server": HERE}]
    assert client.get(start.path).status_code == 200, "the address of the first start is as good as before"


def test_only_the_holder_of_the_address_sends(
    app: Flask, start: SimpleNamespace, office: PostOffice, clock: StoppedClock
) -> None:
    client = app.test_client()
    token = token_in(client.get(start.path).text)
    for path in ("/khoi-tao/" + "a" * 43, start.path[:-1]):
        assert client.post(f"{path}/thu", data={"_the": token, "to": TO}).status_code == 404
    assert client.post(f"{start.path}/thu", data={"to": TO}).status_code == 403
    assert client.get(f"{start.path}/thu").status_code == 405
    clock.advance(timedelta(hours=48))
    assert client.post(f"{start.path}/thu", data={"_the": token, "to": TO}).status_code == 410
    assert office.letters == []


def test_once_somebody_has_an_account_nothing_is_sent(app: Flask, start: SimpleNamespace, office: PostOffice) -> None:
    client = app.test_client()
    token = token_in(client.get(start.path).text)
    with start.works.writing(OPERATOR) as uow:
        accounts.invite(uow, Newcomer("a@x.vn", "A", None))
    assert client.post(f"{start.path}/thu", data={"_the": token, "to": TO}).status_code == 410
    assert office.letters == []


def test_five_in_an_hour_sent_or_not(
    app: Flask, start: SimpleNamespace, office: PostOffice, clock: StoppedClock
) -> None:
    office.answers = {"DATA": "554 spam"}
    assert [send(app.test_client(), start.path).status_code for _ in range(2)] == [409, 409]
    office.answers = {}
    assert [send(app.test_client(), start.path).status_code for _ in range(3)] == [303, 303, 303]
    sixth = send(app.test_client(), start.path)
    assert (sixth.status_code, int(sixth.headers["Retry-After"]) > 0) == (429, True)
    assert "Đã thử quá nhiều lần" in sixth.text
    assert len(office.letters) == 3
    clock.advance(timedelta(hours=1))
    assert send(app.test_client(), start.path).status_code == 303


@pytest.mark.parametrize(
    ("to", "field"),
    [
        ("", "to"),
        ("khong-phai-thu", "to"),
        (f"{TO}\r\nBcc: b@x.vn", "to"),
        (f"{TO}, b@x.vn", "to"),
    ],
)
def test_what_is_no_address_stays_typed_and_leaves_nothing(
    app: Flask, start: SimpleNamespace, office: PostOffice, *, to: str, field: str
) -> None:
    refused = send(app.test_client(), start.path, to)
    assert (refused.status_code, f'href="#{field}"' in refused.text) == (422, True)
    assert office.letters == []
    assert told(app, "MailTested") == []


def test_what_the_server_refuses_is_said_and_stays_typed(
    app: Flask, start: SimpleNamespace, office: PostOffice
) -> None:
    office.answers = {"RCPT": "550 no such user"}
    refused = send(app.test_client(), start.path)
    assert (refused.status_code, 'href="#to"' in refused.text) == (422, True)
    assert "Máy chủ thư không nhận địa chỉ này (mã 550)" in refused.text
    assert f'value="{TO}"' in refused.text
    # What the switch of languages leads back to is a page.
    assert re.search(r'name="tro_ve" value="([^"]+)"', refused.text)[1] == start.path


def test_a_server_that_is_away_costs_a_sentence_and_no_more(app: Flask, start: SimpleNamespace) -> None:
    object.__setattr__(start.settings, "mail_port", free_port())
    refused = send(app.test_client(), start.path)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert "Chưa kết nối được máy chủ thư" in refused.text
    assert app.test_client().get(start.path).status_code == 200


def test_without_a_server_there_is_nothing_to_send_with(app: Flask, start: SimpleNamespace) -> None:
    client = app.test_client()
    token = token_in(client.get(start.path).text)
    object.__setattr__(start.settings, "mail_host", "")
    page = client.get(start.path).text
    assert "chưa đặt: xem MAIL_HOST" in page
    assert 'name="to"' not in page
    refused = client.post(f"{start.path}/thu", data={"_the": token, "to": TO})
    assert (refused.status_code, "Đặt MAIL_HOST và MAIL_FROM" in refused.text) == (409, True)


def test_no_unit_of_work_is_open_meanwhile(app: Flask, start: SimpleNamespace, office: PostOffice) -> None:
    open_now: list[int] = []
    office.meanwhile = lambda: open_now.append(start.works.engine.pool.checkedout())
    assert send(app.test_client(), start.path).status_code == 303
    assert open_now == [0]


def test_it_is_english_for_who_reads_english(app: Flask, start: SimpleNamespace, office: PostOffice) -> None:
    client, spoken = app.test_client(), {"Accept-Language": "en"}
    page = client.get(start.path, headers=spoken)
    assert left_vietnamese(page.text, data_in(start.works)) == []
    given = {"_the": token_in(page.text), "to": TO}
    assert client.post(f"{start.path}/thu", data=given, headers=spoken).status_code == 303
    subject = read(message_from_bytes(office.letters[0].content)["Subject"])
    assert subject.startswith("Test letter of the calendar of citizen receptions")


def test_in_a_browser_without_script(app: Flask, start: SimpleNamespace, office: PostOffice, browser: Browser) -> None:
    with served(app) as base:
        window = browser.new_context(locale="vi-VN", java_script_enabled=False, viewport={"width": 360, "height": 800})
        page = window.new_page()
        page.goto(base + start.path)
        page.get_by_label("Gửi thư thử tới").fill(TO)
        page.get_by_role("button", name="Gửi thư thử").click()
        assert "Máy chủ thư đã nhận thư thử" in page.get_by_role("status").inner_text()
        window.close()
        window = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 800})
        page = window.new_page()
        page.goto(base + start.path)
        assert barriers(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        window.close()
    assert len(office.letters) == 1
