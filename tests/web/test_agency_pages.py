"""Coming in by an agency account: who does, who stays out, and what of the password's way holds for it too."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import accounts, own_account
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.accounts import Account, Assignment
from scheduler.db.identities import Identity
from tests.usecases.gates import HERE, PASSWORD, code_of
from tests.web.agency import Agency
from tests.web.at_the_agency import (
    DOOR,
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
    told,
)
from tests.web.english import data_in, left_vietnamese
from tests.web.people import a_person, gate_of, through_the_door, token_in
from web.provider import BACK

_ = agency, app, secretary  # fixtures that the tests ask for


def test_bound_once_with_the_password_it_signs_in_from_then_on(
    app: Flask, own_world: SimpleNamespace, secretary
) -> None:
    at_work, done = binds(app)
    assert (done.status_code, done.headers["Location"]) == (303, "/tai-khoan?xong=da-lien-ket-co-quan")
    assert "Đã liên kết với http://127.0.0.1:" in at_work.get("/tai-khoan").text

    board = f"/lam-viec/{own_world.commune.id}/lich?thang=2026-12"
    client, answer = enters(app, address=f"{DOOR}?tiep=%2Flam-viec%2F{own_world.commune.id}%2Flich%3Fthang%3D2026-12")
    assert (answer.status_code, answer.headers["Location"]) == (303, board)
    cookie = client.get_cookie("tiepdan")
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    assert client.get_cookie("tiepdan-di") is None
    assert "Thư ký, Xã Tân Đoàn" in re.sub(r"\s+", " ", client.get(board).text)
    assert [(e["by"], e["account"]) for e in told(app, "SignedIn")] == [
        ("password", secretary.id),
        ("identity", secretary.id),
    ]
    assert [e["account"] for e in told(app, "IdentityBound")] == [secretary.id]


@pytest.mark.usefixtures("secretary")
def test_the_journal_knows_neither_address_nor_name_at_the_provider(app: Flask, agency: Agency) -> None:
    binds(app)
    enters(app)
    text = str([told(app, kind) for kind in ("IdentityBound", "SignedIn")])
    assert all(word not in text for word in ("p-1", "thu@xa.vn", agency.issuer))


@pytest.mark.usefixtures("secretary")
def test_a_token_makes_no_account_and_no_role(app: Flask) -> None:
    client, answer = enters(app)
    assert answer.status_code == 422
    assert "chưa liên kết với tài khoản nào" in answer.text
    assert not is_in(client)
    with app.extensions["works"].reading(OPERATOR) as uow:
        assert uow.session.query(Account).count() == 1
        assert uow.session.query(Assignment).count() == 1
        assert uow.session.query(Identity).count() == 0


def test_who_left_stays_out_and_the_agency_account_is_free_for_a_new_account(
    app: Flask, own_world: SimpleNamespace, secretary, agency: Agency
) -> None:
    binds(app)
    inside, _ = enters(app)
    with app.extensions["works"].writing(OPERATOR) as uow:
        accounts.leave_post(uow, secretary.id)
    assert not is_in(inside)
    client, answer = enters(app)
    assert (answer.status_code, is_in(client)) == (422, False)

    a_person(app, "moi@xa.vn", (Role.SECRETARY, own_world.commune))
    agency.people["p-1"]["email"] = "moi@xa.vn"
    binds(app, "moi@xa.vn")
    assert is_in(enters(app)[0])


def test_who_begins_anew_binds_anew(app: Flask, secretary) -> None:
    binds(app)
    with app.extensions["works"].writing(OPERATOR) as uow:
        accounts.begin_anew(uow, secretary.id)
    client, answer = enters(app)
    assert (answer.status_code, is_in(client)) == (422, False)


@pytest.mark.parametrize("lost", ["password_hash", "ended_at"])
def test_an_account_that_is_not_open_is_not_opened(app: Flask, secretary, lost: str) -> None:
    """As if a binding had outlived what it belongs to."""
    binds(app)
    with app.extensions["works"].writing(OPERATOR) as uow:
        setattr(uow.session.get(Account, secretary.id), lost, uow.now if lost == "ended_at" else None)
    client, answer = enters(app)
    assert (answer.status_code, is_in(client)) == (422, False)
    assert len(told(app, "SignedIn")) == 1


def test_the_second_step_is_asked_for_whatever_the_provider_asked(app: Flask, own_world: SimpleNamespace) -> None:
    admin = a_person(app, "thu@xa.vn", (Role.UNIT_ADMIN, own_world.commune), with_code=True)
    at_work, half = through_the_door(app, admin.email)
    assert half.headers["Location"].startswith("/dang-nhap/ma")
    give_code(app, at_work, admin)
    assert ready_to_bind(at_work).status_code == 303
    come_back(at_work, set_out_from(at_work))

    app.extensions["works"].clock.advance(timedelta(minutes=2))  # a code opens once
    client, answer = enters(app)
    assert answer.headers["Location"].startswith("/dang-nhap/ma")
    assert not is_in(client)
    assert give_code(app, client, admin).status_code == 303
    assert is_in(client)
    assert [e["by"] for e in told(app, "SignedIn")] == ["password", "identity"]


def set_out_from(client) -> str:
    return at_the_provider(link_in(client.get("/tai-khoan/co-quan").text))


def give_code(app: Flask, client, admin):
    page = client.get("/dang-nhap/ma").text
    return client.post("/dang-nhap/ma", data={"_the": token_in(page), "ma": code_of(gate_of(app), admin), "tiep": ""})


def test_who_needs_a_second_step_and_has_none_sets_it_up_first(app: Flask, own_world: SimpleNamespace) -> None:
    a_person(app, "thu@xa.vn", (Role.UNIT_ADMIN, own_world.commune))
    binds(app)
    client, _ = enters(app)
    assert client.get("/lam-viec").headers["Location"] == "/tai-khoan/buoc-hai"
    assert "Nhập mật khẩu để tiếp tục" in client.get("/tai-khoan/buoc-hai").text, "a token is no fresh password"


@pytest.mark.usefixtures("secretary")
def test_what_is_guarded_twice_asks_for_the_password(app: Flask) -> None:
    binds(app)
    client, _ = enters(app)
    refused = client.get("/tai-khoan/co-quan")
    assert (refused.status_code, "Nhập lại mật khẩu để tiếp tục" in refused.text) == (403, True)
    assert ready_to_bind(client, "không phải mật khẩu này").status_code == 403
    assert ready_to_bind(client, PASSWORD).status_code == 303


@pytest.mark.parametrize(("may", "days", "anew"), [("", 0, False), ("phone", 30, False), ("desk", 0, True)])
def test_the_device_counts_as_with_a_password(
    app: Flask, own_world: SimpleNamespace, agency: Agency, *, may: str, days: int, anew: bool
) -> None:
    a_person(app, "thu@xa.vn", (Role.LEADER, own_world.commune), office=own_world.chairman)
    binds(app)
    client, _ = enters(app, address=f"{DOOR}?may={may}")
    assert ("prompt" in agency.asked[-1]) is anew
    cookie = client.get_cookie("tiepdan")
    assert (cookie.max_age or 0) == days * 24 * 3600
    app.extensions["works"].clock.advance(timedelta(minutes=20))
    assert is_in(client) is (may != "desk")


@pytest.mark.usefixtures("secretary")
def test_giving_it_up_ends_it_and_what_it_opened_but_not_this_sign_in(app: Flask) -> None:
    here, _ = binds(app)
    there, _ = enters(app)
    page = here.get("/tai-khoan").text
    given = {"_the": token_in(page), "lien_ket": re.search(r'name="lien_ket" value="([^"]+)"', page)[1]}
    assert here.post("/tai-khoan/co-quan/go", data=given | {"lien_ket": "another-s"}).status_code == 404
    assert here.post("/tai-khoan/co-quan/go", data=given).status_code == 303

    assert (is_in(here), is_in(there)) == (True, False)
    assert enters(app)[1].status_code == 422
    assert [e["sessions"] for e in told(app, "IdentityEnded")] == [1]


def test_an_agency_account_opens_one_account_and_an_account_has_one(
    app: Flask, own_world: SimpleNamespace, secretary, agency: Agency
) -> None:
    binds(app)
    a_person(app, "b@x.vn", (Role.SECRETARY, own_world.commune))
    agency.people["p-1"]["email"] = "b@x.vn"
    _, answer = binds(app, "b@x.vn")
    assert (answer.status_code, "đã liên kết với một tài khoản khác" in answer.text) == (409, True)
    agency.who, agency.people["p-2"]["email"] = "p-2", secretary.email
    client, _ = through_the_door(app, secretary.email)
    # The page shows no form any more; a form from before is taken, and the binding refused.
    own_account.step_up(gate_of(app), client.get_cookie("tiepdan").value, PASSWORD, HERE)
    answer = come_back(client, set_out_from(client))
    assert (answer.status_code, "Gỡ liên kết cũ trước" in answer.text) == (409, True)


@pytest.mark.usefixtures("secretary")
def test_its_pages_are_english_throughout(app: Flask) -> None:
    spoken, works = {"Accept-Language": "en"}, app.extensions["works"]
    pages = [app.test_client().get("/dang-nhap", headers=spoken), app.test_client().get(BACK, headers=spoken)]
    client, _ = through_the_door(app, "thu@xa.vn")
    given = {"_the": token_in(client.get("/tai-khoan").text), "ngon_ngu": "en"}
    client.post("/tai-khoan/ngon-ngu", data=given)
    pages.append(client.get("/tai-khoan"))
    ready_to_bind(client)
    pages.append(client.get("/tai-khoan/co-quan"))
    come_back(client, set_out_from(client))
    pages.append(client.get("/tai-khoan?xong=da-lien-ket-co-quan"))
    for page in pages:
        assert '<html lang="en">' in page.text
        assert left_vietnamese(page.text, data_in(works)) == []
    assert "Linked with " in pages[-1].text


def test_where_no_provider_is_named_there_is_no_button_and_no_page(client) -> None:
    assert "co-quan" not in client.get("/dang-nhap").text
    for path in (DOOR, BACK, "/tai-khoan/co-quan"):
        assert client.get(path).status_code == 404


def test_the_button_stands_at_the_door_and_looking_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/dang-nhap?tiep=/lam-viec").text
    assert 'href="/dang-nhap/co-quan?tiep=/lam-viec"' in page
    assert set_out(client).startswith("http://127.0.0.1:8000/dang-nhap/co-quan/ve?")
    assert client.head(BACK).status_code == 405
