"""The secretary's desk: what leaders ask for, with the numbers they saw, and the two answers."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.roles import Actor, Role
from tests.web.html import get, read
from tests.web.leading import at, leader_of, meeting_of, secretary_of, with_law
from tests.web.office import form

GROUND = "Họp đột xuất theo triệu tập của Tỉnh ủy"
AWAY = {"first_on": "2026-11-26", "part": "all", "cause": "health", "words": "Khám <i>bệnh</i>"}


@pytest.fixture
def leader(app: Flask, own_world: SimpleNamespace) -> Actor:
    with_law(app)
    return leader_of(app, own_world)


def desk_of(app: Flask, world: SimpleNamespace) -> FlaskClient:
    return at(app, secretary_of(app, world))


def asked(app: Flask, leader: Actor, path: str, **sent: str) -> None:
    assert at(app, leader).post(f"/cua-toi/{path}", data=form(**sent)).status_code == 303


def first_waiting(client: FlaskClient, world: SimpleNamespace) -> str:
    page = get(client, f"/lam-viec/{world.commune.id}/de-nghi")
    return page.all("table")[0].all("a")[0].attributes["href"]


def changes(page) -> list[str]:
    return [told.text for told in page.all("div", class_="changed")]


def send(client: FlaskClient, way: str, verb: str, **more: str):
    page = get(client, way)
    (found,) = [f for f in page.all("form") if f.attributes["action"].endswith(verb)]
    hidden = {i.attributes["name"]: i.attributes["value"] for i in found.all("input") if i.attributes["name"] != "_the"}
    return client.post(found.attributes["action"], data=form(**hidden | more))


def test_both_sides_see_the_same_numbers_and_granting_enters_the_absence(app, leader, own_world):
    seen = changes(get(at(app, leader), "/cua-toi/bao-ban?first_on=2026-11-26"))
    asked(app, leader, "bao-ban", **AWAY)
    desk = desk_of(app, own_world)
    way = first_waiting(desk, own_world)
    page = get(desk, way)
    assert changes(page) == seen != []
    assert "Khám &lt;i&gt;bệnh" in desk.get(way).text
    granted = send(desk, way, "/dong-y")
    assert granted.headers["Location"] == f"/lam-viec/{own_world.commune.id}/de-nghi?xong=da-dong-y"
    page = get(desk, f"/lam-viec/{own_world.commune.id}/de-nghi")
    assert "Không có đề nghị nào đang chờ." in page.text
    assert not get(desk, way).all("form", action=f"{way}/dong-y")
    assert meeting_of(app, own_world.ids["soon"]).held_on == date(2026, 11, 26)
    assert "Đã đồng ý" in get(at(app, leader), "/cua-toi").text


def test_granting_a_stand_in_delegates_and_twice_is_once(app, leader, own_world):
    soon = own_world.ids["soon"]
    asked(app, leader, "tiep-thay", meeting_id=soon, deputy="Phó Chủ tịch Mẫu", words=GROUND)
    desk = desk_of(app, own_world)
    way = first_waiting(desk, own_world)
    page = get(desk, way)
    assert "Buổi do cấp phó tiếp không tính vào định mức của người đứng đầu." in page.text
    (button,) = [b.text for b in page.all("button") if b.text.startswith("Đồng ý")]
    assert button == "Đồng ý, cử người tiếp thay và cập nhật 4 lịch"
    sent = {"version": "1", "meeting_version": str(meeting_of(app, soon).version)}
    assert desk.post(f"{way}/dong-y", data=form(**sent)).status_code == 303
    assert meeting_of(app, soon).chairs[0].delegate == "Phó Chủ tịch Mẫu"
    assert desk.post(f"{way}/dong-y", data=form(**sent)).status_code in {409, 412}
    assert desk.post(f"{way}/khong-dong-y", data=form(version="2", answer="Thôi")).status_code == 409


def test_declining_needs_a_reason_that_the_leader_reads(app, leader, own_world):
    asked(app, leader, "bao-ban", **AWAY)
    desk = desk_of(app, own_world)
    way = first_waiting(desk, own_world)
    bare = send(desk, way, "/khong-dong-y", answer=" ")
    page = read(bare.text)
    assert bare.status_code == 422
    assert page.one("title").text.startswith("Lỗi: ")
    assert page.one("p", id="answer-loi").text == "Cần nhập mục này."
    assert send(desk, way, "/khong-dong-y", answer="Đã có buổi niêm yết").status_code == 303
    assert "Lý do: Đã có buổi niêm yết" in get(at(app, leader), "/cua-toi").text


def test_the_desk_is_the_units_own(app, leader, own_world):
    asked(app, leader, "bao-ban", **AWAY)
    way = first_waiting(desk_of(app, own_world), own_world)
    unit = own_world.commune.id
    expected = [
        (Actor("a", Role.OFFICE_CHIEF, unit), 200),
        (leader, 403),
        (Actor("a", Role.INSPECTOR, unit), 403),
        (Actor("a", Role.SECRETARY, own_world.province.id), 403),
        (Actor("a", Role.SECRETARY, own_world.empty.id), 404),
        (Actor("a", Role.SECRETARY, own_world.other.id), 404),
    ]
    for actor, status in expected:
        client = at(app, actor)
        assert client.get(f"/lam-viec/{unit}/de-nghi").status_code == status, actor
        assert client.get(way).status_code == status, actor
        if status != 200:
            assert client.post(f"{way}/dong-y", data=form(version="1")).status_code == status, actor
    # An address that mixes two units leads nowhere, and does nothing.
    client = desk_of(app, own_world)
    crossed = way.replace(unit, own_world.empty.id)
    assert client.get(crossed).status_code == 404
    assert client.post(f"{crossed}/dong-y", data=form(version="1")).status_code == 404
    assert get(client, way).all("form", action=f"{way}/dong-y")
