"""Offices and people of a unit: setting up, taking over, vacancies, ending, each with what it does shown first."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.offices import list_holdings, list_offices
from tests.factories import make_holding, make_office, make_person
from tests.web.html import get
from tests.web.keepers import admin_of, at, sent, works_of
from tests.web.leading import with_law


@pytest.fixture
def admin(app: Flask, own_world: SimpleNamespace) -> Actor:
    with_law(app)
    return admin_of(app, own_world.commune)


def where(world: SimpleNamespace) -> str:
    return f"/lam-viec/{world.commune.id}/chuc-vu"


def kept(page, action: str) -> dict[str, str]:
    (found,) = [f for f in page.all("form", method="post") if f.attributes.get("action", "") == action]
    return {i.attributes["name"]: i.attributes["value"] for i in found.all("input") if i.attributes["name"] != "_the"}


def test_the_list_tells_holders_vacancies_and_people(app, admin, own_world):
    with works_of(app).writing(OPERATOR) as uow:
        make_office(uow, own_world.commune, "chu_tich_hdnd", "Chủ tịch HĐND xã")
        make_office(uow, own_world.commune, "chinh_quyen_xa", "Chính quyền xã")
    page = get(at(app, admin), where(own_world))
    assert "tập thể" in next(r for r in page.all("tr") if "Chính quyền xã" in r.text).text
    assert "1 chức vụ đang khuyết." in page.text
    row = next(r for r in page.all("tr") if "Chủ tịch HĐND xã" in r.text)
    assert "khuyết" in row.text
    assert "Lộc Văn Thử" in page.text
    assert "Bí thư Đảng ủy xã" in next(r for r in page.all("tr") if r.text.startswith("Lộc Văn Thử")).text
    reader = at(app, Actor("a", Role.FRONT, own_world.commune.id))
    assert not get(reader, where(own_world)).all("a", href=f"{where(own_world)}/them")


def test_an_office_is_tried_then_set_up(app, admin, own_world):
    client, way = at(app, admin), f"{where(own_world)}/them"
    asked = "?kind=chu_tich_hdnd&title=Ch%E1%BB%A7+t%E1%BB%8Bch+H%C4%90ND&valid_from=2026-12-01"
    tried = get(client, way + asked)
    assert "Điều gì sẽ thay đổi" in tried.text
    with works_of(app).reading(OPERATOR) as uow:
        assert len(list_offices(uow.session, [own_world.commune.id])) == 2
    page = sent(client, way, **kept(tried, way))
    assert "Chủ tịch HĐND" in page.one("h1").text
    assert "khuyết" in page.text
    twice = get(client, way + asked, 422)
    assert "Đơn vị đã có chức vụ loại này" in twice.one("p", id="kind-loi").text


def test_somebody_follows_in_an_office_without_a_day_between(app, admin, own_world):
    client, way = at(app, admin), f"{where(own_world)}/{own_world.chairman.id}/nguoi-giu"
    tried = get(client, f"{way}?name=Ho%C3%A0ng+V%C4%83n+M%E1%BB%9Bi&capacity=acting&first_on=2026-11-01")
    assert "lịch" in tried.text
    page = sent(client, way, **kept(tried, way))
    rows = [r.text for r in page.one("table").all("tr")[1:]]
    assert rows[0].startswith("từ 01/11/2026 Hoàng Văn Mới quyền, phụ trách")
    assert "đến 31/10/2026" in rows[1]
    assert not any("khuyết" in row for row in rows)
    with works_of(app).reading(OPERATOR) as uow:
        former, now = list_holdings(uow.session, [own_world.chairman.id])
        assert (former.last_on, now.first_on) == (date(2026, 10, 31), date(2026, 11, 1))
    again = get(client, f"{way}?person_id={now.person_id}&capacity=holder&first_on=2026-12-01", 422)
    assert "đang giữ chức vụ" in again.one("p", id="person_id-loi").text


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("capacity=holder&first_on=2026-12-01", "person_id"),
        ("name=X&capacity=holder&first_on=2026-02-31", "first_on"),
        ("name=X&capacity=vua&first_on=2026-12-01", "capacity"),
        ("name=X&capacity=holder&first_on=2026-12-01&last_on=2026-11-01", "last_on"),
        ("name=X&person_id=y&capacity=holder&first_on=2026-12-01", "name"),
        ("person_id=khong-co&capacity=holder&first_on=2026-12-01", "person_id"),
        ("name=X&capacity=holder&first_on=2020-01-01", "first_on"),
        ("name=" + "x" * 200 + "&capacity=holder&first_on=2026-12-01", "name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(app, admin, own_world, asked, field):
    client, way = at(app, admin), f"{where(own_world)}/{own_world.chairman.id}/nguoi-giu"
    if "x" * 200 in asked:
        assert client.get(f"{way}?{asked}").status_code == 422
        return
    page = get(client, f"{way}?{asked}", 422)
    assert page.one("title").text.startswith("Lỗi:")
    assert page.all("p", id=f"{field}-loi"), page.text
    values = dict(pair.split("=") for pair in asked.split("&"))
    assert page.one("input", id="first_on").attributes["value"] == values["first_on"]


def test_a_caretaker_leaves_the_office_vacant(app, admin, own_world):
    client, one = at(app, admin), f"{where(own_world)}/{own_world.chairman.id}"
    (held,) = [a.attributes["href"] for a in get(client, one).all("a") if a.text.startswith("Ghi ngày thôi giữ")]
    tried = get(client, f"{held}?last_on=2026-12-31")
    sent(client, held, **kept(tried, held))
    way = f"{one}/nguoi-giu"
    tried = get(client, f"{way}?name=Ph%C3%B3+M%E1%BB%99t&capacity=caretaker&first_on=2027-01-01")
    page = sent(client, way, **kept(tried, way))
    rows = [r.text for r in page.one("table").all("tr")[1:]]
    assert any("Phó Một điều hành tạm" in row for row in rows)
    assert any(row.startswith("từ 01/01/2027 khuyết") for row in rows)


def test_what_the_law_has_against_a_vacancy_is_shown_before_and_refused_after(app, own_world):
    with_law(app)
    with works_of(app).writing(OPERATOR) as uow:
        office = make_office(uow, own_world.empty)
        make_holding(uow, office, make_person(uow, own_world.empty))
    client, one = at(app, admin_of(app, own_world.empty)), f"/lam-viec/{own_world.empty.id}/chuc-vu/{office.id}"
    (held,) = [a.attributes["href"] for a in get(client, one).all("a") if a.text.startswith("Ghi ngày thôi giữ")]
    tried = get(client, f"{held}?last_on=2026-10-31", 422)
    assert tried.one("div", class_="problems").all("li")
    assert not [f for f in tried.all("form", method="post") if f.attributes.get("action") == held]
    assert sent(client, held, 409, last_on="2026-10-31").one("div", class_="problems")


def test_an_office_ends_with_its_meetings_told(app, admin, own_world):
    client, way = at(app, admin), f"{where(own_world)}/{own_world.chairman.id}/ket-thuc"
    tried = get(client, f"{way}?on=2027-06-30")
    page = sent(client, way, **kept(tried, way))
    assert "30/06/2027" in page.text
    assert "đã kết thúc" in get(client, f"{way}?on=2027-05-31", 422).text


def test_a_name_and_a_title_change_from_the_version_that_was_seen(app, admin, own_world):
    client, one = at(app, admin), f"{where(own_world)}/{own_world.chairman.id}"
    assert "Chủ tịch mới" in sent(client, f"{one}/ten", version="1", title="Chủ tịch mới").one("h1").text
    assert sent(client, f"{one}/ten", 409, version="1", title="Khác").one("div", class_="problems")
    assert sent(client, f"{one}/ten", 422, version="2", title=" ").all("p", id="title-loi")
    people = f"/lam-viec/{own_world.commune.id}/nhan-su"
    page = sent(client, f"{people}/them", name="Vi Thị Chín")
    link = next(r for r in page.all("tr") if r.text.startswith("Vi Thị Chín")).one("a").attributes["href"]
    assert "Vi Thị Mười" in sent(client, link, version="1", name="Vi Thị Mười").text
    assert sent(client, link, 409, version="1", name="Khác")
    assert sent(client, f"{people}/them", 422, name="x" * 121).all("p", id="name-loi")


def test_an_address_that_mixes_two_units_leads_nowhere(app, own_world):
    with works_of(app).writing(OPERATOR) as uow:
        other = make_office(uow, own_world.empty)
        stranger = make_person(uow, own_world.empty, "Người Xã Khác")
    client = at(app, Actor("van-hanh", Role.OPERATOR))  # who reaches both
    for way in ("", "/ket-thuc", "/nguoi-giu"):
        assert client.get(f"{where(own_world)}/{other.id}{way}").status_code == 404
    sent(client, f"{where(own_world)}/{other.id}/ten", 404, version="1", title="Khác")
    assert client.get(f"/lam-viec/{own_world.commune.id}/nhan-su/{stranger.id}").status_code == 404
    sent(client, f"/lam-viec/{own_world.commune.id}/nhan-su/{stranger.id}", 404, version="1", name="X")


def test_two_hundred_people_are_listed(app, admin, own_world):
    with works_of(app).writing(OPERATOR) as uow:
        for n in range(200):
            make_person(uow, own_world.commune, f"Đặng Văn {n}")
    assert "Nhân sự (202)" in get(at(app, admin), where(own_world)).text
