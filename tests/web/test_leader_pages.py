"""The pages of a leader: own days, being away, a stand-in, and the word of having been in the chair."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.clock import StoppedClock
from scheduler.core.roles import Actor, Role
from tests.usecases.leading import signed_in
from tests.web.html import get, read
from tests.web.leading import at, leader_of, meeting_of, secretary_of, with_law, works_of
from tests.web.office import form

GROUND = "Họp đột xuất theo triệu tập của Tỉnh ủy"


@pytest.fixture
def leader(app: Flask, own_world: SimpleNamespace) -> Actor:
    with_law(app)
    return leader_of(app, own_world)


@pytest.fixture
def phone(app: Flask, leader: Actor) -> FlaskClient:
    return at(app, leader)


def test_own_days_show_what_comes_and_what_is_owed_and_nobody_elses(phone: FlaskClient):
    page = get(phone, "/cua-toi")
    days = [day.text for day in page.all("h3", class_="own-day")]
    assert [day[-10:] for day in days] == ["26/11/2026", "03/12/2026", "04/12/2026", "17/12/2026", "22/12/2026"]
    assert days[0] == "Thứ Năm, 26/11/2026"
    assert "Tiếp công dân định kỳ, tháng 11/2026" in page.text
    assert "đã xếp 1 – còn thiếu" in page.text
    assert "Bí thư" not in page.one("main").text
    assert "Phó Chủ tịch UBND xã Hoàng Thị Mẫu tiếp thay theo ủy quyền – không tính vào định mức" in page.text
    assert page.one("h1").text == "Lịch của tôi"


def test_today_is_one_press_from_the_meeting(phone: FlaskClient, clock: StoppedClock):
    clock.advance(datetime(2026, 11, 26, 0, tzinfo=UTC) - clock.now())
    page = get(phone, "/cua-toi")
    (way,) = [link for link in page.all("a") if link.text.startswith("Xem buổi hôm nay")]
    day = get(phone, way.attributes["href"])
    assert "Phòng Tiếp công dân, trụ sở UBND xã" in day.text
    assert "Đất đai, giải phóng mặt bằng tuyến đường liên xã" in day.text


def test_nobody_but_who_acts_for_an_office_has_own_days(app: Flask, own_world: SimpleNamespace):
    for role in (Role.SECRETARY, Role.INSPECTOR, Role.UNIT_ADMIN, Role.DESK):
        client = at(app, Actor("x", role, own_world.commune.id, account_id="x"))
        for path in ("", "/bao-ban", "/tiep-thay", "/lich", f"/buoi/{own_world.ids['soon']}"):
            assert client.get(f"/cua-toi{path}").status_code == 403, (role, path)
    unbound = at(app, signed_in(works_of(app), own_world.commune, Role.LEADER))
    assert "chưa gắn với chức vụ nào" in get(unbound, "/cua-toi").text
    assert unbound.get(f"/cua-toi/buoi/{own_world.ids['soon']}").status_code == 404


def test_one_day_is_asked_for_as_a_browser_sends_it_with_an_empty_end(phone: FlaskClient):
    page = get(phone, "/cua-toi/bao-ban?first_on=2026-11-26&last_on=&part=all")
    assert page.one("input", name="first_on", type="hidden").attributes["value"] == "2026-11-26"
    assert get(phone, "/cua-toi/bao-ban?first_on=&last_on=&part=all").all("form")


def test_an_absence_is_chosen_seen_and_sent(phone: FlaskClient, own_world: SimpleNamespace, app: Flask):
    page = get(phone, "/cua-toi/bao-ban?first_on=2026-11-26&part=all")
    assert "Có 1 buổi vướng ngày bận" in page.text
    assert "Điều gì sẽ thay đổi" in page.text
    assert "Ngày thay hợp lệ gần nhất" in page.text
    sent = {
        "first_on": "2026-11-26",
        "last_on": "2026-11-26",
        "part": "all",
        "cause": "mission",
        "words": "<b>Hà Nội</b>",
    }
    for expected in (303, 409):
        assert phone.post("/cua-toi/bao-ban", data=form(**sent)).status_code == expected
    page = get(phone, "/cua-toi?xong=da-gui-de-nghi")
    assert page.text.count("Chờ thư ký xử lý") == 1
    assert meeting_of(app, own_world.ids["soon"]).held_on == date(2026, 11, 26)

    (button,) = [f for f in page.all("form") if f.attributes["action"].endswith("/rut")]
    assert phone.post(button.attributes["action"], data=form()).status_code == 303
    again = phone.post(button.attributes["action"], data=form())
    assert (again.status_code, "Đã rút" in again.text) == (409, True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("first_on=2026-11-21", "Ngày 21/11/2026 đã qua"),
        ("first_on=31/11/2026", "Ngày không đọc được"),
        ("first_on=2026-12-02&last_on=2026-12-01", "phải sau lúc bắt đầu"),
        ("first_on=2026-12-02&part=noon", "không có trong danh sách"),
    ],
)
def test_wrong_days_are_told_beside_their_field(phone: FlaskClient, asked: str, said: str):
    answer = phone.get(f"/cua-toi/bao-ban?{asked}")
    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one("title").text.startswith("Lỗi: ")
    assert said in page.one("div", role="alert").text


def test_what_was_typed_stays_when_it_is_refused(phone: FlaskClient):
    sent = form(first_on="2026-12-08", last_on="2026-12-09", part="morning", cause="other", words="")
    answer = phone.post("/cua-toi/bao-ban", data=sent)
    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one("input", id="last_on").attributes["value"] == "2026-12-09"
    assert "cần ghi rõ nội dung" in page.one("p", id="words-loi").text


def test_a_stand_in_is_told_not_to_count_before_it_is_asked(phone: FlaskClient, app: Flask, own_world: SimpleNamespace):
    soon = own_world.ids["soon"]
    assert get(phone, "/cua-toi/tiep-thay").all("input", type="radio", value=soon)
    page = get(phone, f"/cua-toi/tiep-thay?meeting_id={soon}")
    warned = [p.text for p in page.all("p", class_="own-warning")]
    assert warned[0] == "Buổi do cấp phó tiếp không tính vào định mức của người đứng đầu."
    assert any("sẽ còn thiếu" in said for said in warned[1:])
    sent = {"meeting_id": soon, "deputy": "Phó Chủ tịch <script>alert(1)</script>", "words": "ngắn"}
    refused = phone.post("/cua-toi/tiep-thay", data=form(**sent))
    assert (refused.status_code, "<script>alert" in refused.text) == (422, False)
    assert "Phó Chủ tịch &lt;script&gt;" in refused.text
    assert phone.post("/cua-toi/tiep-thay", data=form(**sent | {"words": GROUND})).status_code == 303
    assert meeting_of(app, soon).chairs[0].in_person
    for foreign in (own_world.ids["late"], own_world.ids["delegated"], "khong-co"):
        assert phone.get(f"/cua-toi/tiep-thay?meeting_id={foreign}").status_code == 422
        assert phone.post("/cua-toi/tiep-thay", data=form(**sent | {"meeting_id": foreign})).status_code == 422


def test_i_chaired_is_said_once_and_only_by_the_head_and_in_time(
    app: Flask, phone: FlaskClient, leader: Actor, own_world: SimpleNamespace, clock: StoppedClock
):
    soon = own_world.ids["soon"]
    way, sent = f"/cua-toi/buoi/{soon}/truc-tiep-chu-tri", form(office_id=own_world.chairman.id)
    early = phone.post(way, data=sent)
    assert early.status_code == 409
    assert "từ 30 phút trước giờ bắt đầu (26/11/2026 07:30) đến hết 3 ngày sau buổi (29/11/2026 17:00)" in early.text
    assert not get(phone, f"/cua-toi/buoi/{soon}").all("form", action=way)

    clock.advance(datetime(2026, 11, 26, 0, 30, tzinfo=UTC) - clock.now())
    assert get(phone, f"/cua-toi/buoi/{soon}").all("form", action=way)
    for actor in (
        secretary_of(app, own_world),
        signed_in(works_of(app), own_world.commune, Role.DEPUTY, own_world.chairman),
    ):
        assert at(app, actor).post(way, data=sent).status_code == 403
    phone = at(app, leader)
    assert phone.post(way, data={"office_id": own_world.chairman.id}).status_code == 403  # no token
    assert phone.get(way).status_code == 405
    assert phone.post(way, data=sent).status_code == 303
    page = get(phone, f"/cua-toi/buoi/{soon}")
    assert "Nguyễn Văn Chủ đã xác nhận trực tiếp chủ trì lúc 26/11/2026 07:30." in page.text
    assert not page.all("form", action=way)
    assert phone.post(way, data=sent).status_code == 409


def test_no_program_has_a_way_to_say_it(app: Flask):
    routes = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    told = {rule.rule for rule in routes if re.search("chu-tri|confirm|request", rule.rule) and "POST" in rule.methods}
    # A program settles what a person asked for; it asks for nothing and vouches for nobody.
    assert told == {f"/api/v1/requests/<id:request_id>/{verb}" for verb in ("grants", "refusals")}
