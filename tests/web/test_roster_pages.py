"""Offices and people from a file: what each row would do first, then all of them or none."""

import io
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select

from scheduler.core.roles import OPERATOR, Actor
from scheduler.db.journal import JournalEntry
from scheduler.db.offices import Holding, Person, list_offices
from tests.web.html import get, read
from tests.web.keepers import admin_of, at, sent, works_of
from tests.web.office import form
from tests.web.sheets import book, hostile
from tests.web.world import LONG_NAME

HOSTILE = hostile()
NEW = [
    ["Hoàng Văn Mới", "Chủ tịch Hội đồng nhân dân", "Chủ tịch HĐND xã", "", date(2026, 11, 1), None],
    ["Vi Thị Chờ", "", "", "", None, None],
    ["Lộc Văn Thử", "Bí thư cấp ủy", "Bí thư Đảng ủy xã Tân Đoàn", "", date(2025, 7, 1), None],
    [LONG_NAME, "Chủ tịch Ủy ban nhân dân", "Chủ tịch UBND xã", "", date(2025, 7, 1), None],
]


@pytest.fixture
def admin(app: Flask, own_world: SimpleNamespace) -> Actor:
    return admin_of(app, own_world.commune)


def where(world: SimpleNamespace) -> str:
    return f"/lam-viec/{world.commune.id}/chuc-vu/nhap"


def upload(client, world: SimpleNamespace, data: bytes, status: int = 200, name: str = "nhan su.xlsx"):
    given = form(tep=(io.BytesIO(data), name))
    answer = client.post(f"{where(world)}/xem-truoc", data=given, content_type="multipart/form-data")
    assert answer.status_code == status, (answer.status_code, answer.text[-1500:])
    return read(answer.text)


def written(app: Flask) -> tuple[int, int, int]:
    with works_of(app).reading(OPERATOR) as uow:
        counts = (
            uow.session.execute(select(func.count()).select_from(kind)) for kind in (Person, Holding, JournalEntry)
        )
        return tuple(count.scalar_one() for count in counts)


def test_a_file_is_seen_row_by_row_then_done_whole_and_a_second_time_changes_nothing(app, admin, own_world):
    client, before = at(app, admin), written(app)
    page = upload(client, own_world, book(*NEW))
    rows = {row.attributes["id"]: row.text for row in page.all("tr") if "id" in row.attributes}
    assert "Thêm Hoàng Văn Mới vào nhân sự" in rows["dong-2"]
    assert "Mở chức vụ Chủ tịch HĐND xã từ 01/11/2026" in rows["dong-2"]
    assert "Giữ Chủ tịch HĐND xã từ 01/11/2026" in rows["dong-2"]
    assert "Đổi tên chức vụ: Bí thư Đảng ủy xã thành Bí thư Đảng ủy xã Tân Đoàn" in rows["dong-4"]
    assert "đã có, không đổi" in rows["dong-5"]
    assert written(app) == before
    assert page.one("button", class_="btn-main").text == "Nhập 3 dòng"
    table = page.one("input", name="bang").attributes["value"]
    done = sent(client, where(own_world), bang=table)
    assert "Đã nhập danh sách" in done.text
    assert written(app)[:2] == (before[0] + 2, before[1] + 1)
    again = upload(client, own_world, book(*NEW))
    assert "không có gì để nhập" in again.text
    assert "Không có dòng nào để nhập" in sent(client, where(own_world), 422, bang=table).text


def test_one_wrong_row_names_its_cells_and_nothing_is_saved(app, admin, own_world):
    client, before = at(app, admin), written(app)
    wrong = [
        *NEW,
        ["Người A", "Chủ tịch nước", "X", "vua", "31/02/2026", "chưa biết"],
        ["", "Bí thư cấp ủy", "", "", "", ""],
        ["Vi Thị Chờ", "", "", "", None, None],
        ["Người B", "Thường trực Hội đồng nhân dân", "Thường trực", "", "2020-01-01", ""],
        ["Người C", "", "Chức vụ không loại", "", "", ""],
    ]
    page = upload(client, own_world, book(*wrong))
    rows = {row.attributes["id"]: row.text for row in page.all("tr") if "id" in row.attributes}
    assert "Cột Từ ngày: “31/02/2026” không phải ngày" in rows["dong-6"]
    assert "Cột Đến hết ngày: “chưa biết” không phải ngày" in rows["dong-6"]
    assert "Cột Loại chức vụ: “Chủ tịch nước” không có trong danh sách" in rows["dong-6"]
    assert "Cột Tư cách" in rows["dong-6"]
    assert "Cột Họ và tên: Cần nhập mục này." in rows["dong-7"]
    assert "Trùng với dòng 3." in rows["dong-8"]
    assert "Cột Từ ngày" in rows["dong-9"]
    assert "Cột Loại chức vụ: Cần nhập mục này." in rows["dong-10"]
    assert "5 dòng chưa nhập được" in page.text
    assert not page.all("input", name="bang")
    assert written(app) == before


def test_what_became_impossible_since_the_preview_is_told_and_nothing_is_saved(app, admin, own_world):
    client = at(app, admin)
    table = upload(client, own_world, book(*NEW)).one("input", name="bang").attributes["value"]
    with works_of(app).writing(OPERATOR) as uow:
        uow.session.add(Person(id="hai", unit_id=own_world.commune.id, name="Vi Thị Chờ", search_key="vi thi cho"))
        uow.session.add(Person(id="ba", unit_id=own_world.commune.id, name="Vi Thị Chờ", search_key="vi thi cho"))
    before = written(app)
    page = sent(client, where(own_world), 422, bang=table)
    assert "nhiều người mang tên này" in page.text
    assert written(app) == before


def test_somebody_takes_over_and_a_last_day_is_told(app, admin, own_world):
    client = at(app, admin)
    rows = [["Hoàng Văn Mới", "Chủ tịch Ủy ban nhân dân", "Chủ tịch UBND xã", "quyền", "01/11/2026", "30/06/2027"]]
    page = upload(client, own_world, book(*rows))
    assert f"thay {LONG_NAME}" in page.text
    sent(client, where(own_world), bang=page.one("input", name="bang").attributes["value"])
    rows[0][5] = "31/12/2027"
    assert "Thôi giữ Chủ tịch UBND xã hết ngày 31/12/2027" in upload(client, own_world, book(*rows)).text


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_beside_its_field(app, admin, own_world, name):
    data, why = HOSTILE[name]
    page = upload(at(app, admin), own_world, data, 422)
    assert why in page.one("p", id="tep-loi").text
    assert page.one("title").text.startswith("Lỗi:")


def test_a_file_larger_than_a_request_may_be_is_answered_with_the_page(app, admin, own_world):
    given = {"data": b"x" * 1_500_000, "content_type": "multipart/form-data; boundary=x"}
    answer = at(app, admin).post(f"{where(own_world)}/xem-truoc", **given)
    assert answer.status_code == 413
    page = read(answer.text)
    assert "Tệp quá lớn" in page.one("p", id="tep-loi").text


def test_no_file_and_a_table_that_was_tampered_with_are_refused(app, admin, own_world):
    client = at(app, admin)
    assert "Chọn tệp Excel" in sent(client, f"{where(own_world)}/xem-truoc", 422).text
    for bad in ("", "x", "%%%", "eJwDAAAAAAE=", "A" * 59_000, "eJyLVqpWqlWKjQUAD5sDCQ=="):
        assert sent(client, where(own_world), 422, bang=bad).one("div", class_="problems")


def test_formulas_and_markup_stay_text(app, admin, own_world):
    client = at(app, admin)
    page = upload(client, own_world, book(["<script>alert(1)</script>"], ["'=HYPERLINK(1)"]))
    sent(client, where(own_world), bang=page.one("input", name="bang").attributes["value"])
    assert "&lt;script&gt;" in client.get(f"/lam-viec/{own_world.commune.id}/chuc-vu").text
    with works_of(app).reading(OPERATOR) as uow:
        assert len(list_offices(uow.session, [own_world.commune.id])) == 2


def test_the_template_is_there_and_is_what_the_import_takes(app, admin, own_world):
    client = at(app, admin)
    link = next(a for a in get(client, where(own_world)).all("a") if a.text == "Tải tệp mẫu")
    answer = client.get(link.attributes["href"])
    assert answer.status_code == 200
    assert "chưa có dòng nào" in upload(client, own_world, answer.data, 422).text
