"""MUST 26 to 37: what a calendar hears over HTTP, on both databases."""

import logging
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.feeds import Calendars, MaskedPaths, mask
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Unavailable
from scheduler.core.roles import OPERATOR
from scheduler.db.base import Mode
from scheduler.db.engine import make_engine
from scheduler.db.feeds import FeedScope
from scheduler.db.work import Works
from scheduler.feeds import Reader, issue_link, list_links, revoke_link
from scheduler.settings import Settings
from tests.ical.reading import events
from tests.town import Town, a_town


@pytest.fixture
def town(works: Works, clock: StoppedClock) -> Town:
    return a_town(works, clock)


@pytest.fixture
def client(town: Town) -> FlaskClient:
    app = Flask(__name__)
    app.wsgi_app = Calendars(Reader(town.works.engine, town.clock, Settings()), app.wsgi_app)
    return app.test_client()


@pytest.fixture(params=["chair", "public"])
def path(request: pytest.FixtureRequest, town: Town) -> str:
    return f"/lich/{town.names[request.param]}.ics"


def test_must_26_the_type_is_text_calendar_whatever_is_asked_for(client, path):
    for accept in ("", "*/*", "application/calendar+json", "text/html"):
        answer = client.get(path, headers={"Accept": accept})

        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")


def test_must_27_the_etag_is_strong_and_the_bodys_own(client, town, path):
    first = client.get(path)
    with town.changing() as (_, meeting):
        meeting.mode = Mode.HYBRID

    second = client.get(path)

    assert re.fullmatch(r'"[0-9a-f]{32}"', first.headers["ETag"])
    assert second.headers["ETag"] != first.headers["ETag"]


def test_must_27_a_known_etag_in_any_form_gets_304_without_body(client, path):
    etag = client.get(path).headers["ETag"]

    for form in ("{}", "W/{}", '"x", {}', '"x" , W/{}, "y"', "*"):
        answer = client.get(path, headers={"If-None-Match": form.format(etag)})

        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)
        assert "Content-Type" not in answer.headers


def test_must_27_another_etag_gets_the_body(client, path):
    for form in ('"x"', 'W/"x"', "", "x", '"'):
        assert client.get(path, headers={"If-None-Match": form}).status_code == 200


def test_must_28_the_date_counts_only_when_no_etag_is_sent(client, town, path):
    last_modified = client.get(path).headers["Last-Modified"]
    earlier = format_datetime(parsedate_to_datetime(last_modified) - timedelta(seconds=1), usegmt=True)

    assert parsedate_to_datetime(last_modified) == town.clock.now()
    assert client.get(path, headers={"If-Modified-Since": last_modified}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": earlier}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": last_modified, "If-None-Match": '"x"'}).status_code == 200


def test_must_29_head_is_get_without_a_body(client, path):
    got, asked = client.get(path), client.head(path)

    assert (asked.status_code, asked.data) == (200, b"")
    assert asked.headers.pop("X-Request-ID") != got.headers.pop("X-Request-ID")
    assert dict(asked.headers) == dict(got.headers)


def test_must_29_other_methods_are_refused_with_allow(client, path):
    for method in ("OPTIONS", "PROPFIND", "POST", "PUT", "DELETE", "REPORT", "LOCK"):
        answer = client.open(path, method=method)

        assert answer.status_code == 405
        assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


def test_must_30_nothing_is_compressed(client, path):
    answer = client.get(path, headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"BEGIN:VCALENDAR\r\n")


def test_must_31_34_private_feeds_stay_private_and_no_feed_sets_a_cookie(client, town):
    private = client.get(f"/lich/{town.names['chair']}.ics").headers
    public = client.get(f"/lich/{town.names['public']}.ics").headers

    assert (private["Cache-Control"], public["Cache-Control"]) == ("private, max-age=900", "public, max-age=900")
    assert (private["X-Robots-Tag"], private["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert "X-Robots-Tag" not in public
    assert "Set-Cookie" not in {*private.keys(), *public.keys()}


def test_must_32_fetching_twice_gives_the_same_bytes_and_headers(client, town, path):
    first = client.get(path)
    town.clock.advance(timedelta(hours=3))
    second = client.get(path)

    assert (first.data, first.headers["ETag"]) == (second.data, second.headers["ETag"])
    assert first.headers["Last-Modified"] == second.headers["Last-Modified"]


def test_must_33_the_address_is_short_and_is_never_redirected(client, town, path):
    assert len(f"https://{'x' * 60}{path}") <= 250
    for near in (f"{path}/", path.removesuffix(".ics"), path.upper()):
        assert client.get(near).status_code == 404, near
    assert client.get(f"/lich/x.ics?token={town.names['chair']}").status_code == 404


def test_must_34_every_program_is_welcome(client, path):
    agents = ("", "Google-Calendar-Importer", "curl/8", "python-requests")
    answers = {client.get(path, headers={"User-Agent": agent}).status_code for _ in range(30) for agent in agents}

    assert answers == {200}


def test_must_35_revoked_is_410_and_unknown_404_both_without_a_calendar(client, town):
    with town.works.writing(OPERATOR) as uow:
        link, secret = issue_link(uow, FeedScope.OFFICE, town.chair.id, "Máy cũ")
        etag = client.get(f"/lich/{town.names['chair']}.ics").headers["ETag"]
        town_link = link.id
    with town.works.writing(OPERATOR) as uow:
        revoke_link(uow, town_link)

    for name, status in ((secret, 410), ("x" * 32, 404), (quote("xã tân đoàn"), 404), ("%00", 404)):
        answer = client.get(f"/lich/{name}.ics", headers={"If-None-Match": etag})
        assert (answer.status_code, answer.mimetype) == (status, "text/plain")
        assert b"VCALENDAR" not in answer.data


def test_must_35_no_secret_reaches_an_access_log(town):
    secret = town.names["chair"]
    line = f'127.0.0.1 - "GET /lich/{secret}.ics HTTP/1.1" 200 "https://h/lich/{secret}.ics?x" "curl"'
    record = logging.LogRecord("granian.access", logging.INFO, "", 1, "%(line)s", ({"line": line},), None)

    MaskedPaths().filter(record)

    assert record.getMessage() == line.replace(secret, "•••")
    for odd in (f"GET /lich/{secret} HTTP", f"GET /LICH/{secret}.ICS", f"/lich/{secret}.ics.ics?", f"/lich/{secret}/x"):
        assert secret not in mask(odd)
    for odd in (
        f"/mo-tai-khoan/{secret}",
        f"/khoi-tao/{secret}?tim=x",
        f"/ve?code={secret}&x=1",
        f"/ve?x=1&state={secret}",
    ):
        assert secret not in mask(f'"GET {odd} HTTP/1.1" 200')


def test_must_36_a_leader_without_meetings_has_an_empty_calendar(client, town):
    for feed in ("party", "other"):
        answer = client.get(f"/lich/{town.names[feed]}.ics")

        assert answer.status_code == 200
        assert events(answer.data) == []
        assert b"BEGIN:VTIMEZONE" in answer.data


def test_must_36_without_the_database_it_says_when_to_come_back(town, tmp_path):
    engine = make_engine("postgresql+psycopg://tests@127.0.0.1:1/none" if town.works.engine.dialect.name != "sqlite"
                         else f"sqlite:///{tmp_path}/empty.sqlite3")  # fmt: skip
    app = Flask(__name__)
    app.wsgi_app = Calendars(Reader(engine, town.clock, Settings()), app.wsgi_app)

    answer = app.test_client().get(f"/lich/{town.names['chair']}.ics")

    assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (503, "text/plain", "120")
    assert b"VCALENDAR" not in answer.data
    engine.dispose()


def test_must_36_a_database_that_fails_while_the_body_is_built_says_the_same(client, town, path):
    with town.works.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE feed_entry RENAME TO lost")

    assert client.get(path).status_code == 503


def test_a_database_that_cannot_be_written_still_gives_the_calendar(town, monkeypatch):
    monkeypatch.setattr("scheduler.feeds.keep_built", _refuse)
    monkeypatch.setattr("scheduler.feeds.note_fetched", _refuse)
    app = Flask(__name__)
    app.wsgi_app = Calendars(Reader(town.works.engine, town.clock, Settings()), app.wsgi_app)

    answer = app.test_client().get(f"/lich/{town.names['chair']}.ics")

    assert (answer.status_code, len(events(answer.data))) == (200, 1)


def test_a_bug_is_told_without_its_details_and_logged_without_the_secret(client, town, monkeypatch, caplog):
    monkeypatch.setattr("scheduler.feeds.civil_date", lambda _: 1 // 0)
    secret = town.names["chair"]

    answer = client.get(f"/lich/{secret}.ics")

    assert (answer.status_code, answer.text) == (500, "error\n")
    assert any("ZeroDivisionError" in str(record.exc_info) for record in caplog.records)
    assert secret not in caplog.text


def test_must_37_the_length_is_true_and_nothing_is_to_be_saved_as_a_file(client, path):
    answer = client.get(path)

    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_a_poll_notes_the_day_of_the_links_last_use(client, town):
    with client.get(f"/lich/{town.names['chair']}.ics"):
        pass

    with town.works.reading(OPERATOR) as uow:
        used = {link.target_id: link.last_fetched_on for link in list_links(uow, town.unit.id)}
    assert used[town.chair.id] == datetime(2026, 11, 22, tzinfo=UTC).date()


def _refuse(*_: object) -> None:
    raise Unavailable(retry_after=5)
