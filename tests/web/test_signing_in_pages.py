"""The door in a browser: what opens, what is answered alike, where it leads, and what no other site can make it do."""

import re
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from flask import Flask

from scheduler.codes import code_at, step_at
from scheduler.core.roles import COUNTRY_ROLES, OFFICE_ROLES, Role
from scheduler.core.signing import NEEDS_CODE
from tests.usecases.gates import PASSWORD, code_of
from tests.web.people import a_person, gate_of, through_the_door, token_in
from web.pages.signing_in import onward_of

FIRST = {
    Role.LEADER: "/cua-toi",
    Role.DEPUTY: "/cua-toi",
    Role.INSPECTOR: "/giam-sat",
    Role.LEGAL_ADMIN: "/quy-tac",
    Role.UNIT_ADMIN: "/nguoi-dung",
    Role.OPERATOR: "/nguoi-dung",
}


@pytest.fixture
def secretary(app: Flask, own_world: SimpleNamespace):
    return a_person(app, "thu@xa.vn", (Role.SECRETARY, own_world.commune))


def test_password_then_the_page_that_was_asked_for(app: Flask, own_world: SimpleNamespace, secretary) -> None:
    board = f"/lam-viec/{own_world.commune.id}/lich?thang=2026-12"
    led = app.test_client().get(board)
    client, answer = through_the_door(
        app, secretary.email, query={"tiep": unquote(led.headers["Location"].split("tiep=")[1])}
    )

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/lam-viec/{own_world.commune.id}/lich?thang=2026-12"
    cookie = client.get_cookie("tiepdan")
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    page = client.get(board)
    assert "Lịch tháng 12/2026" in page.text
    assert "Thư ký, Xã Tân Đoàn" in re.sub(r"\s+", " ", page.text)


@pytest.mark.parametrize(("email", "password"), [("thu@xa.vn", "sai rồi sai rồi sai"), ("khong@co.vn", PASSWORD)])
@pytest.mark.usefixtures("secretary")
def test_what_is_wrong_is_answered_alike(app: Flask, email: str, password: str) -> None:
    client, answer = through_the_door(app, email, password)

    assert answer.status_code == 422
    assert "<title>Lỗi: " in answer.text
    assert client.get_cookie("tiepdan") is None
    assert password not in answer.text
    told = re.sub(r'value="[^"]*"', "", answer.text)
    other = re.sub(r'value="[^"]*"', "", through_the_door(app, "ai@do.vn", "một mật khẩu nào đó")[1].text)
    assert told == other


def test_an_empty_door_says_what_to_fill_in(app: Flask) -> None:
    _, answer = through_the_door(app, "", "")
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_second_step_is_asked_for_and_opens_once(app: Flask, own_world: SimpleNamespace) -> None:
    admin = a_person(app, "qt@xa.vn", (Role.UNIT_ADMIN, own_world.commune), with_code=True)
    client, answer = through_the_door(app, admin.email)
    assert answer.headers["Location"].startswith("/dang-nhap/ma")
    assert client.get("/lam-viec").headers["Location"].startswith("/dang-nhap")

    page = client.get("/dang-nhap/ma")
    wrong = client.post("/dang-nhap/ma", data={"_the": token_in(page.text), "ma": "000000", "tiep": ""})
    assert wrong.status_code == 422
    code = code_of(gate_of(app), admin)
    passed = client.post("/dang-nhap/ma", data={"_the": token_in(page.text), "ma": code, "tiep": ""})
    assert passed.status_code == 303
    assert client.get("/tai-khoan").status_code == 200


def test_a_telephone_stays_signed_in_after_its_second_step_too(app: Flask, own_world: SimpleNamespace) -> None:
    leader = a_person(app, "ct@xa.vn", (Role.LEADER, own_world.commune), office=own_world.chairman, with_code=True)
    client, _ = through_the_door(app, leader.email, may="phone")
    given = {"_the": token_in(client.get("/dang-nhap/ma").text), "ma": code_of(gate_of(app), leader), "tiep": ""}
    assert client.post("/dang-nhap/ma", data=given).status_code == 303
    assert client.get_cookie("tiepdan").max_age == 30 * 24 * 3600


def test_an_admin_without_a_second_step_sets_it_up_before_anything_else(app: Flask, own_world: SimpleNamespace) -> None:
    admin = a_person(app, "qt@xa.vn", (Role.UNIT_ADMIN, own_world.commune))
    client, _ = through_the_door(app, admin.email)
    assert client.get("/lam-viec").headers["Location"] == "/tai-khoan/buoc-hai"
    assert client.get(f"/lam-viec/{own_world.commune.id}/lich").headers["Location"] == "/tai-khoan/buoc-hai"

    page = client.get("/tai-khoan/buoc-hai").text
    secret = re.search(r'name="bi_mat" value="([^"]+)"', page)[1]
    works = app.extensions["works"]
    given = {"_the": token_in(page), "bi_mat": secret, "ma": code_at(secret, step_at(works.clock.now()))}
    assert client.post("/tai-khoan/buoc-hai", data=given).status_code == 303
    assert client.get(f"/lam-viec/{own_world.commune.id}/lich").status_code == 200


def test_who_has_two_roles_chooses_one(app: Flask, own_world: SimpleNamespace) -> None:
    a_person(app, "hai@xa.vn", (Role.SECRETARY, own_world.commune), (Role.DESK, own_world.commune))
    client, _ = through_the_door(app, "hai@xa.vn")
    assert client.get("/lam-viec").headers["Location"] == "/vai-tro"
    page = client.get("/vai-tro").text
    first = re.search(r'name="vai_tro" value="([^"]+)"', page)[1]
    answer = client.post("/vai-tro", data={"_the": token_in(page), "vai_tro": first})
    assert answer.headers["Location"] == "/lam-viec"
    assert client.get("/lam-viec").headers["Location"].startswith(f"/lam-viec/{own_world.commune.id}/lich")


@pytest.mark.parametrize("role", Role)
def test_everybody_begins_at_a_page_of_their_own(app: Flask, own_world: SimpleNamespace, role: Role) -> None:
    unit = None if role in COUNTRY_ROLES else own_world.commune
    office = own_world.chairman if role in OFFICE_ROLES else None
    person = a_person(app, "ai@xa.vn", (role, unit), office=office, with_code=role in NEEDS_CODE)
    client, _ = through_the_door(app, person.email)
    if role in NEEDS_CODE:
        given = {"_the": token_in(client.get("/dang-nhap/ma").text), "ma": code_of(gate_of(app), person), "tiep": ""}
        client.post("/dang-nhap/ma", data=given)
    led = client.get("/lam-viec").headers["Location"]
    assert led == FIRST.get(role, f"/lam-viec/{own_world.commune.id}/lich")
    assert client.get(led).status_code == 200


def test_signing_out_ends_it_at_once_and_back_shows_nothing(app: Flask, own_world: SimpleNamespace, secretary) -> None:
    board = f"/lam-viec/{own_world.commune.id}/lich"
    client, _ = through_the_door(app, secretary.email)
    secret, page = client.get_cookie("tiepdan").value, client.get(board)
    assert page.headers["Cache-Control"] == "no-store"

    assert client.post("/dang-xuat", data={"_the": token_in(page.text)}).status_code == 303
    client.set_cookie("tiepdan", secret)
    assert client.get(board).status_code == 303


def test_a_sign_in_brought_along_is_not_the_one_that_is_opened(app: Flask, secretary) -> None:
    client = app.test_client()
    client.set_cookie("tiepdan", "planted" * 6)
    client, _ = through_the_door(app, secretary.email, client=client)
    assert client.get_cookie("tiepdan").value != "planted" * 6


def test_a_form_without_our_token_does_nothing(app: Flask, secretary) -> None:
    client, _ = through_the_door(app, secretary.email)
    for token in ("", "0" * 64):
        assert client.post("/dang-xuat", data={"_the": token}).status_code == 403
    other, _ = through_the_door(app, secretary.email)
    foreign = token_in(other.get("/tai-khoan").text)
    assert client.post("/tai-khoan/dang-xuat-het", data={"_the": foreign}).status_code == 403
    assert client.get("/tai-khoan").status_code == 200
    assert client.get("/dang-xuat").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example", "http:/evil.example",
        "///evil.example/lam-viec", "/%2f/evil.example", "/%5cevil.example", "javascript:alert(1)", "data:text/html,x",
        "\\\\evil.example", "/\t/evil.example", " //evil.example", "/lam-viec@evil.example", "evil.example",
        "//evil.example/%2f..", "/./\\evil.example", "https:///evil.example", "////evil.example", "/;@evil.example",
        "/.evil.example", "?x=//evil.example", "/dang-nhap\r\nLocation: //evil.example", "/api/v1/units", "",
    ],
)  # fmt: skip
def test_nobody_is_led_to_another_host(app: Flask, path: str) -> None:
    with app.test_request_context("/"):
        assert onward_of(path) == ""


def test_a_page_of_the_office_is_led_back_to(app: Flask) -> None:
    with app.test_request_context("/"):
        assert onward_of("/tai-khoan") == "/tai-khoan"
        assert onward_of("/lam-viec/abc/lich?thang=2026-12") == "/lam-viec/abc/lich?thang=2026-12"
