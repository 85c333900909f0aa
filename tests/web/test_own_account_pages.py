"""One's own account in a browser: invitation, password, devices, language."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import accounts
from scheduler.account_deeds import Terms
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR, Role
from tests.usecases.gates import OTHER, PASSWORD
from tests.web.people import SINCE, a_person, gate_of, through_the_door, token_in


@pytest.fixture
def secretary(app: Flask, own_world: SimpleNamespace):
    return a_person(app, "thu@xa.vn", (Role.SECRETARY, own_world.commune))


def test_an_invitation_is_looked_at_freely_and_taken_once(app: Flask, own_world: SimpleNamespace) -> None:
    gate_of(app)
    with app.extensions["works"].writing(OPERATOR) as uow:
        who = accounts.Newcomer("moi@xa.vn", "Lò Thị Năm", own_world.commune.id)
        made = accounts.invite(uow, who, Terms(Role.SECRETARY, own_world.commune.id, None, SINCE))
    address, client = f"/mo-tai-khoan/{made.secret}", app.test_client()
    for _ in range(3):
        page = client.get(address)
    given = {"_the": token_in(page.text), "mat_khau": PASSWORD, "nhac_lai": OTHER}
    assert client.post(address, data=given).status_code == 422
    given["nhac_lai"] = PASSWORD
    assert client.post(address, data=given).status_code == 303

    assert client.get(address).status_code == 410
    assert client.get("/mo-tai-khoan/" + "x" * 40).status_code == 404
    assert through_the_door(app, "moi@xa.vn")[1].status_code == 303


def test_another_password_ends_every_other_device(app: Flask, secretary) -> None:
    here, _ = through_the_door(app, secretary.email)
    there, _ = through_the_door(app, secretary.email)
    page = here.get("/tai-khoan").text
    assert page.count("Đăng xuất Linux") + page.count("Đăng xuất thiết bị này") >= 2
    given = {"_the": token_in(page), "cu": PASSWORD, "mat_khau": OTHER, "nhac_lai": OTHER}

    assert here.post("/tai-khoan/mat-khau", data=given | {"cu": "không phải mật khẩu này"}).status_code == 403
    assert here.post("/tai-khoan/mat-khau", data=given).status_code == 303

    assert here.get("/tai-khoan").status_code == 200
    assert there.get("/tai-khoan").status_code == 303
    assert through_the_door(app, secretary.email, PASSWORD)[1].status_code == 422


def test_one_device_is_signed_out_from_another(app: Flask, secretary, clock: StoppedClock) -> None:
    here, _ = through_the_door(app, secretary.email)
    clock.advance(timedelta(minutes=1))
    there, _ = through_the_door(app, secretary.email)
    page = here.get("/tai-khoan").text
    sessions = re.findall(r'name="phien" value="([^"]+)"', page)
    assert len(sessions) == 2
    for session in sessions[1:]:
        here.post("/tai-khoan/phien", data={"_the": token_in(page), "phien": session})
    assert (here.get("/tai-khoan").status_code, there.get("/tai-khoan").status_code) == (200, 303)


def test_the_language_is_kept_with_the_account(app: Flask, secretary) -> None:
    client, _ = through_the_door(app, secretary.email)
    page = client.get("/tai-khoan").text
    client.post("/tai-khoan/ngon-ngu", data={"_the": token_in(page), "ngon_ngu": "en"})
    assert '<html lang="en">' in client.get("/tai-khoan").text


def test_nobody_s_own_account_leads_to_the_door_whatever_is_asked(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("own_account.")]
    for rule in rules:
        for method in rule.methods & {"GET", "POST"}:
            answer = app.test_client().open(rule.rule, method=method)
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/dang-nhap"), rule
    assert len(rules) == 9
