"""The reader chooses the language: in this browser, in the account, or as the browser asks for."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import Meeting
from scheduler.wording.language import Language, spoken
from tests.usecases.test_plans import pattern
from tests.web.duty_world import GROUND, a_month, send
from tests.web.html import get
from tests.web.office import at_the_office
from tests.web.people import a_person, through_the_door, token_in

COOKIE = "tiepdan-ngon-ngu"
BROWSERS = [
    ("", "vi"),
    ("en-US,en;q=0.9", "en"),
    ("en-US,en;q=0.9,vi;q=0.1", "vi"),
    ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
    ("fr-FR,fr;q=0.9", "vi"),
    ("en;q=0", "vi"),
    ("*", "vi"),
    ("en,,;q=x, \x7f", "vi"),
]


def lang_of(client: FlaskClient, address: str = "/", **headers: str) -> str:
    page = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert page.status_code in {200, 404}
    return page.text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(("asked", "language"), BROWSERS[:-1])
def test_a_public_page_follows_the_browser_while_nothing_is_chosen(client: FlaskClient, asked: str, language: str):
    assert lang_of(client, Accept_Language=asked) == language
    assert lang_of(client, "/khong-co", Accept_Language=asked) == language


def test_what_is_chosen_in_a_browser_counts_from_then_on(app: Flask, own_world: SimpleNamespace) -> None:
    client, way = app.test_client(), f"/don-vi/{own_world.commune.public_name}"
    answer = client.post("/ngon-ngu", data={"ngon_ngu": "en", "tro_ve": f"{way}?x=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{way}?x=1")
    told = answer.headers["Set-Cookie"]
    assert all(part in told for part in (f"{COOKIE}=en", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"))
    assert lang_of(client, way) == lang_of(client, way, Accept_Language="vi") == lang_of(client, "/dang-nhap") == "en"
    assert client.post("/ngon-ngu", data={"ngon_ngu": "vi"}).headers["Location"] == "/"
    assert lang_of(client, way, Accept_Language="en") == "vi"


def test_a_cache_between_knows_what_a_public_page_depends_on(client: FlaskClient) -> None:
    for headers, language in (({}, "vi"), ({"Accept-Language": "en"}, "en")):
        answer = client.get("/", headers=headers)
        assert answer.headers["Vary"] == "Cookie, Accept-Language"
        assert answer.headers["Content-Language"] == language
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in answer.headers


def test_a_cookie_of_no_language_of_ours_is_none(client: FlaskClient) -> None:
    for value in ("fr", "", "EN", "en; x", "\xff" * 300):
        client.set_cookie(COOKIE, value)
        assert lang_of(client) == "vi"
    client.delete_cookie(COOKIE)


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "x", "/khong-co", "/%0d%0aX:1"]
)
def test_the_switch_leads_to_pages_of_ours_only(client: FlaskClient, back: str) -> None:
    assert client.post("/ngon-ngu", data={"ngon_ngu": "vi", "tro_ve": back}).headers["Location"] == "/"


def test_a_wrong_form_of_the_switch_changes_nothing(client: FlaskClient) -> None:
    for given in ({}, {"ngon_ngu": "fr"}, {"ngon_ngu": "en", "tro_ve": "/" * 3000}, {"ngon_ngu": "en", "x": "y"}):
        answer = client.post("/ngon-ngu", data=given)
        assert answer.status_code in {400, 422}
        assert "Set-Cookie" not in answer.headers
    foreign = client.post("/ngon-ngu", data={"ngon_ngu": "en"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, "Set-Cookie" in foreign.headers) == (403, False)
    assert client.get("/ngon-ngu").status_code in {404, 405}


def test_whoever_is_signed_in_keeps_the_language_in_the_account(app: Flask, own_world: SimpleNamespace) -> None:
    a_person(app, "thu@xa.vn", (Role.SECRETARY, own_world.commune))
    client, _ = through_the_door(app, "thu@xa.vn")
    way = f"/lam-viec/{own_world.commune.id}/lich"
    page = get(client, f"{way}?thang=2026-12&xong=da-luu")
    (switch,) = [one for one in page.all("form") if one.attributes["action"] == "/ngon-ngu"]
    sent = {one.attributes["name"]: one.attributes["value"] for one in switch.all("input")} | {"ngon_ngu": "en"}
    assert sent["tro_ve"] == f"{way}?thang=2026-12"
    assert client.post("/ngon-ngu", data=sent | {"_the": "0" * 64}).status_code == 403
    assert lang_of(client, way) == "vi"
    assert client.post("/ngon-ngu", data=sent).status_code == 303
    assert lang_of(client, way) == "en"
    elsewhere, _ = through_the_door(app, "thu@xa.vn")
    assert lang_of(elsewhere, way, Accept_Language="vi") == "en"
    sent = {"_the": token_in(client.get("/tai-khoan").text), "ngon_ngu": "vi"}
    assert client.post("/tai-khoan/ngon-ngu", data=sent).status_code == 303
    assert lang_of(client, way) == lang_of(client, "/") == "vi"


def test_what_an_english_reader_saves_is_kept_and_told_in_vietnamese(app: Flask) -> None:
    world = a_month(app)
    client = at_the_office(app, Actor("account", Role.OFFICE_CHIEF, world.unit.id), language="en")
    given = {"den": "2026-12-09", "tu1": "08:00", "het1": "11:30", "noi1": world.place.id, "ly_do": "Họp Hội đồng"}
    assert send(client, world, world.one, "doi", **given, ly_do_vuot=GROUND).status_code == 303
    feed = app.test_client().get(f"/lich/{world.unit.public_name}.ics", headers={"Accept-Language": "en"}).text
    assert "Tiếp công dân định kỳ" in feed.replace("\r\n ", "")
    assert "Citizen" not in feed
    assert "Periodic" not in app.test_client().get(f"/buoi/{world.one}.ics", headers={"Accept-Language": "en"}).text
    assert spoken() is Language.VIETNAMESE


def test_a_date_accepted_by_an_english_reader_is_kept_with_its_vietnamese_reason(app: Flask) -> None:
    world = a_month(app)
    with world.works.writing(OPERATOR) as uow:
        uow.session.add(pattern(world.unit, world.chair, place=world.place, days=(15,)))
    client = at_the_office(app, Actor("account", Role.OFFICE_CHIEF, world.unit.id), language="en")
    page = get(client, f"/lam-viec/{world.unit.id}/de-xuat?thang=2027-01")
    keys = [box.attributes["value"] for box in page.all("input", name="nhan")]
    assert keys, page.text
    sent = {"_the": page.all("input", name="_the")[-1].attributes["value"], "thang": "2027-01", "nhan": keys}
    assert client.post(f"/lam-viec/{world.unit.id}/de-xuat", data=sent).status_code == 303
    with world.works.reading(OPERATOR) as uow:
        drafted = uow.session.query(Meeting).filter(Meeting.held_on >= date(2027, 1, 1)).all()
        reasons = [one.origin["why"] for one in drafted if "why" in one.origin]
    assert reasons
    assert all(reason.startswith("Mẫu:") for reason in reasons)
