"""The places of a unit: what is told of each, adding, changing with both versions, closing with what lies in it."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import places, standing_patterns
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR
from scheduler.db.places import Place
from tests.factories import make_meeting, make_place
from tests.web.html import get, read
from tests.web.keeping import a_kept_commune, keeper, secretary, send
from tests.web.office import form

WEEKLY = {
    "shape": {"kind": "weekly", "weekdays": [4]},
    "validity": {"first": "2026-11-01", "last": None},
    "on_day_off": "next",
}


@pytest.fixture
def kept(app: Flask) -> SimpleNamespace:
    return a_kept_commune(app)


def place_of(kept: SimpleNamespace, place_id: str) -> Place:
    with kept.works.reading(OPERATOR) as uow:
        return places.get(uow, place_id)


def test_a_place_tells_who_shares_it_and_what_comes(kept):
    with kept.works.writing(OPERATOR) as uow:
        pattern = WEEKLY | {"offices": [kept.party.id]}
        standing_patterns.add_pattern(uow, kept.unit.id, Activity.RECEPTION, "periodic", pattern, place_id=kept.room.id)
    page = get(secretary(kept), f"{kept.at}/dia-diem")
    rows = {row.all("th")[0].all("a")[0].text: row for row in page.all("tr") if row.all("th", scope="row")}
    assert list(rows) == ["Hội trường", "Phòng Tiếp công dân"]
    room = rows["Phòng Tiếp công dân"]
    assert "Bí thư Đảng ủy; Chủ tịch UBND" in room.text
    assert "1 buổigần nhất thứ Năm 10/12/2026" in room.text
    assert "1 mẫu lặp" in room.text
    assert "chưa có" in rows["Hội trường"].text
    one = get(secretary(kept), f"{kept.at}/dia-diem/{kept.room.id}")
    assert "Thứ Năm, 10/12/2026, Tiếp công dân định kỳ: đã niêm yết, 08:00–11:30" in one.text
    assert not one.all("input", name="rooms")


def test_a_unit_without_places_says_why_that_matters(kept):
    page = get(secretary(SimpleNamespace(**vars(kept) | {"unit": kept.sister})), f"/lam-viec/{kept.sister.id}/dia-diem")
    assert "Buổi phải có địa điểm mới niêm yết được." in page.one("div", class_="empty").text


def test_a_keeper_adds_a_place_and_what_is_wrong_is_named(kept):
    client, address = keeper(kept), f"{kept.at}/dia-diem/them"
    bad = client.post(address, data=form(name=" ", address="x" * 301, rooms="0"))
    page = read(bad.text)
    assert bad.status_code == 422
    assert page.one("title").text.startswith("Lỗi: ")
    assert [a.attributes["href"] for a in page.one("div", class_="problems").all("a")] == [
        "#name",
        "#address",
        "#rooms",
    ]
    assert page.one("input", id="address").attributes["value"] == "x" * 301
    twin = client.post(address, data=form(name="hoi truong", rooms="1"))
    assert twin.status_code == 422
    assert "Đơn vị đã có địa điểm mang tên này" in twin.text
    good = send(client, address, name="Nhà văn hóa <Bản Mới>", address="", rooms="3")
    assert good.headers["Location"] == f"{kept.at}/dia-diem?xong=da-them-dia-diem"
    assert "Nhà văn hóa &lt;Bản Mới&gt;" in client.get(f"{kept.at}/dia-diem").text


def test_changing_a_place_keeps_both_versions_in_sight(kept):
    client, address = keeper(kept), f"{kept.at}/dia-diem/{kept.room.id}"
    assert "Tên và địa chỉ mới hiện ngay ở 1 buổi sắp tới" in get(client, address).text
    assert send(client, address, kept.room.id, name="Phòng số 2").status_code == 303
    late = client.post(address, data=form(version="1", name="Phòng số 3", address="", rooms="1"))
    page = read(late.text)
    assert late.status_code == 409
    assert [c.text for c in page.all("tr", class_="differs")[0].children] == [
        "Tên địa điểm",
        "Phòng số 2",
        "Phòng số 3",
    ]
    assert page.one("input", id="name").attributes["value"] == "Phòng số 3"
    assert place_of(kept, kept.room.id).name == "Phòng số 2"
    again = client.post(
        address, data=form(version=page.one("input", name="version").attributes["value"], name="Phòng số 3", rooms="1")
    )
    assert again.status_code == 303
    changed = place_of(kept, kept.room.id)
    assert (changed.name, changed.address) == ("Phòng số 3", "")


def test_closing_a_place_tells_first_what_lies_in_it(kept):
    client, address = keeper(kept), f"{kept.at}/dia-diem/{kept.room.id}/dong"
    assert not get(client, address).all("form", action=address, method="post")
    seen = get(client, f"{address}?on=2026-12-01")
    assert "Có 1 buổi còn xếp ở đây từ ngày đó." in seen.text
    assert place_of(kept, kept.room.id).closed_on is None
    assert "Không có buổi nào còn xếp ở đây" in get(client, f"{address}?on=2026-12-11").text
    done = send(client, f"{address}?on=2026-12-01", "/dong")
    assert done.headers["Location"] == f"{kept.at}/dia-diem/{kept.room.id}?xong=da-dong-dia-diem"
    assert place_of(kept, kept.room.id).closed_on == date(2026, 12, 1)
    page = get(client, f"{kept.at}/dia-diem/{kept.room.id}")
    assert "mở từng buổi từ ngày đó trở đi và đổi địa điểm" in page.text
    assert not page.all("input", name="rooms")
    twice = client.post(address, data=form(version="2", on="2026-12-02"))
    assert twice.status_code == 409
    assert "đã ngừng sử dụng từ ngày 01/12/2026" in twice.text


@pytest.mark.parametrize("on", ["31/02/2026", "2026-02-31", "x", "9999-01-01"])
def test_a_day_that_is_none_is_told_beside_its_field(kept, on):
    page = get(keeper(kept), f"{kept.at}/dia-diem/{kept.room.id}/dong?on={on}", 422)
    assert page.one("p", id="on-loi").text
    assert page.one("input", id="on").attributes["value"] == on


def test_a_long_list_comes_in_leaves(kept):
    with kept.works.writing(OPERATOR) as uow:
        for n in range(200):
            make_place(uow, kept.unit, f"Nhà văn hóa số {n:03}")
        for n in range(60):
            make_meeting(uow, kept.unit, kept.party, place=kept.hall, on=date(2027, 1, 1 + n % 28))
    client = secretary(kept)
    page = get(client, f"{kept.at}/dia-diem")
    assert len(page.all("th", scope="row")) == 50
    assert "Phần 1 trên 5, tất cả 202 mục" in page.text
    assert len(get(client, f"{kept.at}/dia-diem?trang=5").all("th", scope="row")) == 2
    assert len(get(client, f"{kept.at}/dia-diem?trang=99").all("th", scope="row")) == 2
    hall = get(client, f"{kept.at}/dia-diem/{kept.hall.id}?trang=2")
    assert len(hall.one("ul", class_="stands").all("li")) == 10
    assert client.get(f"{kept.at}/dia-diem?trang=x").status_code == 422


def test_an_address_that_mixes_two_units_leads_nowhere(kept):
    client = keeper(kept)
    crossed = f"/lam-viec/{kept.sister.id}/dia-diem/{kept.room.id}"
    assert client.get(crossed).status_code == 404
    assert client.post(f"{crossed}/dong", data=form(version="1", on="2026-12-01")).status_code == 404
    above = keeper(SimpleNamespace(**vars(kept) | {"unit": kept.province}))
    mixed = f"/lam-viec/{kept.province.id}/dia-diem/{kept.room.id}"
    assert above.post(mixed, data=form(version="1", name="X", rooms="1")).status_code == 404
    assert place_of(kept, kept.room.id).name == "Phòng Tiếp công dân"
