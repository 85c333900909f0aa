"""Keys of programs and calendar links of the unit: shown once, and closed at once."""

from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import keys
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.access import ApiKey
from tests.web.html import get
from tests.web.keepers import admin_of, at, operator_of, sent, works_of

PAGE = "/khoa-va-lien-ket"


@pytest.fixture
def admin(app: Flask, own_world: SimpleNamespace) -> Actor:
    return admin_of(app, own_world.commune)


def hidden(page, name: str) -> str:
    return page.all("input", name=name)[0].attributes["value"]


def test_a_key_is_shown_once_opens_the_api_and_closes_at_once(app, admin, own_world):
    client, unit = at(app, admin), own_world.commune.id
    page = get(client, PAGE)
    assert "Chưa có khóa nào." in page.text
    given = {"unit_id": unit, "name": "Cổng <b>xã</b>", "role": "secretary", "seen": hidden(page, "seen")}
    made = sent(client, f"{PAGE}/khoa", 200, **given)
    secret = made.one("input", id="khoa-moi").attributes["value"]
    bearer = {"Authorization": f"Bearer {secret}"}
    program = app.test_client()
    assert program.get(f"/api/v1/units/{unit}", headers=bearer).status_code == 200
    assert secret not in client.get(PAGE).text
    assert "Cổng &lt;b&gt;xã" in client.get(PAGE).text
    # Reload of the answer sends the same form again: no second key.
    again = sent(client, f"{PAGE}/khoa", 422, **given)
    assert "Vừa có khóa được cấp" in again.one("p", id="name-loi").text
    with works_of(app).reading(OPERATOR) as uow:
        assert uow.session.query(ApiKey).count() == 1
    (way,) = [f.attributes["action"] for f in get(client, PAGE).all("form") if "thu-hoi" in f.attributes["action"]]
    assert "đã thu hồi" in sent(client, way).text
    assert program.get(f"/api/v1/units/{unit}", headers=bearer).status_code == 401
    sent(client, way)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"role": "gì"}, "role"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"role": ""}, "role"),
    ],
)
def test_what_is_wrong_with_a_key_is_said_beside_its_field(app, admin, own_world, wrong, field):
    given = {"unit_id": own_world.commune.id, "name": "Cổng", "role": "secretary"} | wrong
    page = sent(at(app, admin), f"{PAGE}/khoa", 422, **given)
    assert page.all("p", id=f"{field}-loi")
    assert "open" in page.all("details", class_="more")[0].attributes


def test_no_key_may_insist_or_is_another_unit_s(app, admin, own_world):
    client, unit = at(app, admin), own_world.commune.id
    offered = {o.attributes["value"] for o in get(client, PAGE).one("select", id="role").all("option")}
    assert offered.isdisjoint({"office_chief", "operator", "legal_admin"})
    for forbidden in ({"role": "office_chief"}, {"role": "operator"}):
        sent(client, f"{PAGE}/khoa", 403, unit_id=unit, name="x", **forbidden)
    # Whatever unit a form names, it is the own one's page that answers.
    with works_of(app).writing(OPERATOR) as uow:
        other, _ = keys.issue_key(uow, "Khóa của xã bên", own_world.empty.id, Role.SECRETARY)
    assert "Khóa của xã bên" not in client.get(PAGE).text
    sent(client, f"{PAGE}/khoa/{other.id}/thu-hoi", 404)


def test_a_calendar_link_is_shown_once_and_closes_at_once(app, admin, own_world):
    client, unit = at(app, admin), own_world.commune.id
    page = get(client, PAGE)
    given = {"unit_id": unit, "device": "Màn hình sảnh", "target": f"unit:{unit}", "link_id": hidden(page, "link_id")}
    made = sent(client, f"{PAGE}/lich", 200, **given)
    path = made.one("input", id="dia-chi").attributes["value"].partition("8000")[2]
    assert app.test_client().get(path).status_code == 200
    assert "chỉ hiện một lần" in sent(client, f"{PAGE}/lich", 409, **given).text
    page = get(client, PAGE)
    assert path not in page.text
    assert "Màn hình sảnh" in page.text
    (way,) = [f.attributes["action"] for f in page.all("form") if "/lich/" in f.attributes["action"]]
    sent(client, way)
    assert app.test_client().get(path).status_code == 410
    strange = sent(client, f"{PAGE}/lich", 422, **given | {"target": f"unit:{own_world.empty.id}"})
    assert strange.all("p", id="target-loi")


def test_who_acts_for_the_country_chooses_a_unit_by_its_code(app, own_world):
    client = at(app, operator_of(app))
    assert "Chọn một đơn vị ở trên" in get(client, PAGE).text
    assert "Xã Tân Đoàn" in get(client, f"{PAGE}?ma={own_world.commune.code}").one("h1").text
    page = get(client, f"{PAGE}?ma=99999", 422)
    assert page.one("p", id="ma-loi")
    made = sent(client, f"{PAGE}/khoa", 200, name="Giám sát", role="inspector")
    assert "Cả nước" in made.text
