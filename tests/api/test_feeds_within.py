"""Calendars within the whole application: what it adds to them, and what it must leave alone."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine

from api.feeds import Calendars
from scheduler.core.clock import StoppedClock
from scheduler.db.engine import make_engine
from scheduler.db.work import Works, brief_write
from scheduler.feeds import Reader
from scheduler.settings import Settings
from tests.town import Town, a_town
from web.app import create_app


@pytest.fixture
def town(works: Works, clock: StoppedClock) -> Town:
    return a_town(works, clock)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def other(town: Town) -> Iterator[FlaskClient]:
    """The same calendars from another process, which shares nothing but the database."""
    engine = make_engine(town.works.engine.url)
    app = Flask(__name__)
    app.wsgi_app = Calendars(Reader(engine, town.clock, Settings()), app.wsgi_app)
    yield app.test_client()
    engine.dispose()


@pytest.fixture(params=["chair", "public"])
def path(request: pytest.FixtureRequest, town: Town) -> str:
    return f"/lich/{town.names[request.param]}.ics"


def test_must_33_no_slash_too_many_is_redirected(client, path):
    for near in (f"/{path}", path.replace("/lich/", "/lich//"), f"{path}/"):
        answer = client.get("/", environ_overrides={"PATH_INFO": near})

        assert (answer.status_code in {200, 404}, answer.location) == (True, None), near


def test_must_34_no_rule_for_robots_keeps_them_from_calendars(client):
    answer = client.get("/robots.txt")

    assert answer.status_code == 404 or b"Disallow" not in answer.data


def test_a_calendar_goes_without_the_policies_for_pages_and_keeps_the_others(client, path):
    full = client.get(path)
    known = client.get(path, headers={"If-None-Match": full.headers["ETag"]})

    for answer, status in ((full, 200), (known, 304)):
        assert answer.status_code == status
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"].endswith("max-age=900")
        assert answer.headers["X-Request-ID"]
        assert "Content-Security-Policy" not in answer.headers
        assert len(answer.headers.getlist("Cache-Control")) == 1
    assert client.get("/lich/nobody.ics").headers["Content-Security-Policy"]


def test_polls_fill_no_log_but_refused_ones_are_written_down(client, path, caplog):
    caplog.set_level(logging.INFO, "tiepdan.web")
    client.get(path)
    assert caplog.records == []

    client.get("/lich/nobody.ics")

    assert [record.status for record in caplog.records] == [404]


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "127.0.0.1:9", "127.0.0.1", "evil.example", "[::1]", ""]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PROPFIND"])
def test_a_calendar_is_given_under_the_names_under_which_a_page_is(client, path, caplog, host, method):
    caplog.set_level(logging.DEBUG)
    etag = client.get(path).headers["ETag"]
    named = {"HTTP_HOST": host, "HTTP_IF_NONE_MATCH": etag}
    page = client.get("/", environ_overrides=named)

    answer = client.open(path, method=method, environ_overrides=named)

    if page.status_code == 400:
        assert answer.status_code == 400
        assert answer.mimetype == page.mimetype
        assert "ETag" not in answer.headers
    else:
        assert answer.status_code == (405 if method == "PROPFIND" else 304)
    assert path.split("/")[2] not in caplog.text


def test_a_name_with_all_below_it_may_be_trusted(works, clock, tmp_path, path):
    settings = Settings(data=tmp_path / "var", database_url=str(works.engine.url), trusted_hosts=(".example.vn",))
    app = create_app(settings, clock)

    asked = [app.test_client().get(path, headers={"Host": name}) for name in ("lich.example.vn", "example.com")]

    assert [answer.status_code for answer in asked] == [200, 400]
    app.extensions["works"].engine.dispose()


def test_a_calendar_that_lost_its_entries_is_no_empty_one(client, town, path, caplog):
    etag = client.get(path).headers["ETag"]
    with town.works.engine.begin() as connection:
        for table in ("feed_entry", "occurrence", "feed"):
            connection.exec_driver_sql(f"DELETE FROM {table}")

    answer = client.get(path, headers={"If-None-Match": etag})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    assert b"VCALENDAR" not in answer.data
    assert any("calendar-entries-lost" in str(record.exc_info) for record in caplog.records)


def test_two_processes_tell_the_same_of_a_changed_calendar(client, other, town, path):
    client.get(path)
    town.clock.advance(timedelta(hours=1))
    with town.changing() as (_, meeting):
        meeting.sittings[0].site = "Nhà văn hóa thôn Một"

    answers = [asked.get(path) for asked in (client, other, client)]

    assert len({(a.data, a.headers["ETag"], a.headers["Last-Modified"]) for a in answers}) == 1
    assert "Nhà văn hóa thôn Một" in answers[0].text.replace("\r\n ", "")


def test_a_brief_write_leaves_the_promise_of_later_ones_whole(works):
    before = _promises(works.engine)
    with brief_write(works.engine) as noting:
        while_noting = _promises_on(noting)

    assert (_promises(works.engine), while_noting == before) == (before, False)


def _promises(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return _promises_on(connection)


def _promises_on(connection: Connection) -> list[str]:
    asked = {
        "sqlite": ("PRAGMA synchronous", "PRAGMA busy_timeout"),
        "postgresql": ("SHOW synchronous_commit", "SHOW lock_timeout"),
    }[connection.dialect.name]
    return [str(connection.exec_driver_sql(question).scalar()) for question in asked]
