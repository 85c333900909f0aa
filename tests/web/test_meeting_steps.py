"""Approve, return, publish, postpone, cancel, delegate, describe, draft: each shown with what then happens."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from tests.web.duty_world import (
    GROUND,
    MEETINGS,
    a_month,
    at,
    in_state,
    meeting,
    raised,
    reached,
    send,
    text_of,
    versions,
)
from tests.web.office import form


@pytest.fixture
def month(app: Flask) -> SimpleNamespace:
    return a_month(app)


@pytest.mark.parametrize(
    ("name", "page", "role", "given", "state"),
    [
        ("draft", "duyet", Role.OFFICE_CHIEF, {}, State.APPROVED),
        ("draft", "duyet", Role.LEADER, {}, State.APPROVED),
        ("approved", "tra-lai", Role.LEADER, {"ly_do": "Cần sửa nội dung"}, State.DRAFT),
        ("approved", "niem-yet", Role.SECRETARY, {}, State.PUBLISHED),
        ("draft", "huy", Role.SECRETARY, {"ly_do": "Trùng lịch họp"}, State.CANCELLED),
        (
            "one",
            "huy",
            Role.OFFICE_CHIEF,
            {"ly_do": "Bão số 12", "ly_do_vuot": GROUND},
            State.CANCELLED,
        ),
        (
            "one",
            "hoan",
            Role.OFFICE_CHIEF,
            {"ly_do": "Bão số 12", "ly_do_vuot": GROUND},
            State.POSTPONED,
        ),
        ("one", "uy-quyen", Role.SECRETARY, {"nguoi": "Phó Chủ tịch", "ly_do": GROUND}, State.PUBLISHED),
    ],
)
def test_a_step_reaches_as_many_calendars_as_its_button_says(
    month: SimpleNamespace, *, name: str, page: str, role: Role, given: dict[str, str], state: State
) -> None:
    one, client, before = getattr(month, name), at(month, role), versions(month.works)
    shown = client.get(f"{MEETINGS}/{one}/{page}")
    assert shown.status_code == 200
    assert "Điều gì sẽ thay đổi" in shown.text
    assert versions(month.works) == before
    given = dict(given, chuc_vu=month.chair.id) if page == "uy-quyen" else given

    assert send(client, month, one, page, **given).status_code == 303
    assert raised(before, versions(month.works)) == reached(shown.text)
    assert meeting(month.works, one).state is state


@pytest.mark.parametrize("page", ["huy", "hoan"])
def test_what_the_law_objects_to_leads_the_secretary_to_another_date(month: SimpleNamespace, page: str) -> None:
    client = at(month)
    shown = client.get(f"{MEETINGS}/{month.one}/{page}").text
    assert "Chưa lưu được vì trái quy định" in shown
    assert "ly_do_vuot" not in shown
    assert re.search(rf'href="{MEETINGS}/{month.one}/doi\?den=2026-1[12]-', shown)
    refused = send(client, month, month.one, page, ly_do="Bão số 12", ly_do_vuot=GROUND)
    assert refused.status_code == 403
    assert meeting(month.works, month.one).state is State.PUBLISHED


def test_a_deputy_does_not_count_and_the_page_offers_a_day_to_make_up(month: SimpleNamespace) -> None:
    assert send(at(month, Role.OFFICE_CHIEF), month, month.approved, "huy", ly_do="Trùng lịch họp").status_code == 303
    client = at(month)
    page = client.get(f"{MEETINGS}/{month.one}/uy-quyen").text
    assert "Buổi do cấp phó tiếp không tính vào định mức của người đứng đầu." in page
    link = re.search(rf'href="(/lam-viec/{month.unit.id}/lich/them\?[^"]*)"', page)[1].replace("&amp;", "&")
    day = re.search(r"ngay=([0-9-]+)", link)[1]
    send(client, month, month.one, "uy-quyen", chuc_vu=month.chair.id, nguoi="Phó Chủ tịch", ly_do=GROUND)
    filled = client.get(link).text
    assert f'value="{day}"' in filled
    assert f'<option value="{month.one}" selected>' in filled
    assert f'value="{month.chair.id}" checked' in filled

    given = {"loai": "reception/periodic", "chuc_vu": month.chair.id, "ngay": day, "dia_diem": month.place.id}
    given |= {"bat_dau": "08:00", "ket_thuc": "11:30", "noi_dung": "Tiếp bù", "tiep_bu": month.one}
    assert client.post(f"/lam-viec/{month.unit.id}/lich/them", data=form(**given)).status_code == 303
    assert "Buổi tiếp bù" in client.get(f"{MEETINGS}/{month.one}").text


def test_what_the_law_wants_posted_is_listed_before_publishing(month: SimpleNamespace) -> None:
    with month.works.writing(OPERATOR) as uow:
        one = in_state(uow, month, State.APPROVED, date(2026, 12, 17), subject="")
    chief = at(month, Role.OFFICE_CHIEF)
    page = chief.get(f"{MEETINGS}/{one.id}/niem-yet")
    assert page.status_code == 422
    assert "Cần ghi nội dung dự kiến trước khi niêm yết" in page.text
    assert f'href="{MEETINGS}/{one.id}/tra-lai"' in page.text
    assert send(chief, month, one.id, "niem-yet").status_code == 422


def test_what_is_said_of_a_meeting_is_changed_and_told_in_the_journal(month: SimpleNamespace) -> None:
    client = at(month)
    given = {
        "noi_dung": "Đất đai, xây dựng",
        "thanh_phan": "Mặt trận Tổ quốc xã",
        "so_thong_bao": "02/TB",
        "ghim": "co",
    }
    assert send(client, month, month.one, "sua", **given).status_code == 303
    page = text_of(client.get(f"{MEETINGS}/{month.one}").text)
    for said in ("Đất đai, xây dựng", "Mặt trận Tổ quốc xã", "Số thông báo", "Giữ nguyên ngày này"):
        assert said in page
    emptied = send(client, month, month.one, "sua", noi_dung="", thanh_phan="", so_thong_bao="")
    assert (emptied.status_code, "Cần ghi nội dung" in emptied.text) == (422, True)


def test_an_approved_meeting_offers_no_field_that_it_may_not_change(month: SimpleNamespace) -> None:
    client = at(month)
    page = client.get(f"{MEETINGS}/{month.approved}/sua").text
    assert 'name="noi_dung"' not in page
    assert send(client, month, month.approved, "sua", thanh_phan="Công an xã").status_code == 303
    assert meeting(month.works, month.approved).co_attendees == "Công an xã"


def test_evidence_is_added_once_and_taken_down_without_being_erased(month: SimpleNamespace) -> None:
    client, version = at(month), meeting(month.works, month.one).version
    given = {"kenh": "hq_board", "ngay": "2026-11-21", "gio": "09:00", "ghi_chu": "Cổng trụ sở", "phien_ban": version}
    assert send(client, month, month.one, "niem-yet-khac", **given).status_code == 303
    assert send(client, month, month.one, "niem-yet-khac", **given).status_code == 409
    (posting,) = [p for p in meeting(month.works, month.one).postings if p.channel == "hq_board"]
    page = f"go-niem-yet/{posting.id}"
    assert client.get(f"{MEETINGS}/{month.one}/{page}").status_code == 200
    assert send(client, month, month.one, page, ly_do="Thay bản mới").status_code == 303
    told = text_of(client.get(f"{MEETINGS}/{month.one}").text)
    assert "Bảng tin trụ sở" in told
    assert "Thay bản mới" in told
    assert client.get(f"{MEETINGS}/{month.one}/go-niem-yet/khong-co").status_code == 404


def test_a_posting_that_is_still_to_come_is_refused_at_its_field(month: SimpleNamespace) -> None:
    given = {"kenh": "hq_board", "ngay": "2026-12-21", "gio": "09:00"}
    answer = send(at(month), month, month.one, "niem-yet-khac", **given)
    assert (answer.status_code, 'href="#gio"' in answer.text) == (422, True)


@pytest.mark.parametrize(
    "page", ["duyet", "huy", "hoan", "doi", "uy-quyen", "sua", "niem-yet-khac", "niem-yet", "tra-lai"]
)
def test_a_form_without_its_version_or_its_ground_does_nothing(month: SimpleNamespace, page: str) -> None:
    name = {"duyet": "draft", "niem-yet": "approved", "tra-lai": "approved"}.get(page, "one")
    one, client = getattr(month, name), at(month, Role.OFFICE_CHIEF)
    before = meeting(month.works, one).version
    answer = send(client, month, one, page, phien_ban="")
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert meeting(month.works, one).version == before


def test_a_cancelled_meeting_says_to_the_second_tab_what_happened_and_keeps_the_words(month: SimpleNamespace) -> None:
    client, version = at(month), meeting(month.works, month.draft).version
    assert send(client, month, month.draft, "huy", ly_do="Trùng lịch họp", phien_ban=version).status_code == 303
    late = send(client, month, month.draft, "sua", noi_dung="Nội dung của thẻ kia", phien_ban=version)
    assert late.status_code == 409
    assert "Nội dung của thẻ kia" in late.text
    assert "Bỏ bản nháp" in text_of(late.text)
    assert meeting(month.works, month.draft).state is State.CANCELLED
