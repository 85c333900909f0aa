"""A unit shows what is published, with every change and every delay, and nothing else."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from tests.factories import make_meeting, make_office
from tests.web.html import Element, get


def _card(page: Element, meeting_id: str) -> Element:
    return page.one("article", id=f"buoi-{meeting_id}")


def test_drafts_and_what_is_not_posted_appear_nowhere(client: FlaskClient, world: SimpleNamespace) -> None:
    unit = f"/don-vi/{world.commune.public_name}"
    for address in ("/", unit, f"{unit}/in?thang=2026-12"):
        text = get(client, address).text
        for secret in ("BẢN NHÁP", "ĐÃ DUYỆT", "NHÁP ĐÃ BỎ", "hop.example/rieng"):
            assert secret not in text
    for name in ("draft", "approved", "dropped"):
        get(client, f"/buoi/{world.ids[name]}", 404)
        assert client.get(f"/buoi/{world.ids[name]}.ics").status_code == 404


def test_a_unit_page_groups_coming_meetings_by_month_in_order(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.commune.public_name}")
    assert [month.text for month in page.all("h3", class_="month")] == [
        "Tháng 11/2026",
        "Tháng 12/2026",
        "Tháng 1/2027",
    ]
    order = [card.attributes["id"].removeprefix("buoi-") for card in page.all("article")]
    wanted = ["late", "soon", "cancelled", "makeup", "moved", "delegated", "dialogue", "online", "postponed"]
    assert order == [world.ids[name] for name in wanted]


def test_a_card_tells_who_where_what_and_since_when_it_is_posted(client: FlaskClient, world: SimpleNamespace) -> None:
    card = _card(get(client, f"/don-vi/{world.commune.public_name}"), world.ids["soon"])
    for said in (
        "Tiếp công dân định kỳ",
        "Thứ Năm, 26/11/2026",
        "còn 4 ngày",
        "sáng 08:00–11:30",
        "chiều 13:30–17:00",
        "Chủ tịch UBND xã Nguyễn Đặng Hoàng",
        "Phòng Tiếp công dân, trụ sở UBND xã",
        "Đất đai, giải phóng mặt bằng",
        "Phòng Kinh tế, Công an xã",
        "Niêm yết 13/11/2026 08:15 (trước 9 ngày làm việc)",
    ):
        assert said in card.text


def test_late_posting_is_said_plainly(client: FlaskClient, world: SimpleNamespace) -> None:
    card = _card(get(client, f"/don-vi/{world.commune.public_name}"), world.ids["late"])
    assert card.one("p", class_="posted-late").text == "Niêm yết 20/11/2026 09:00 – trễ 2 ngày làm việc so với quy định"


def test_changed_meetings_stay_with_their_reason(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.commune.public_name}")
    moved, cancelled, waiting = (_card(page, world.ids[name]) for name in ("moved", "cancelled", "postponed"))
    assert "Đã lùi từ 10/12/2026 sang 17/12/2026. Lý do: họp Hội đồng nhân dân." in moved.text
    assert moved.one("span", class_="chip").text == "Lùi lịch sang 17/12/2026"
    assert "Buổi này đã hủy. Lý do: bão số 12" in cancelled.text
    assert cancelled.one("span", class_="chip").text == "Đã hủy"
    assert f"/buoi/{world.ids['makeup']}" in [link.attributes["href"] for link in cancelled.all("a")]
    assert "Hoãn ngày 27/11/2026. Lý do: đi công tác đột xuất." in waiting.text
    assert waiting.one("span", class_="chip").text == "Hoãn, chưa có ngày mới"


def test_a_stand_in_is_named_as_one(client: FlaskClient, world: SimpleNamespace) -> None:
    card = _card(get(client, f"/don-vi/{world.commune.public_name}"), world.ids["delegated"])
    assert "Phó Chủ tịch UBND xã Hoàng Thị Mẫu, tiếp thay Chủ tịch UBND xã (theo ủy quyền)" in card.text
    assert "Nguyễn Đặng" not in card.text


@pytest.mark.parametrize(
    ("delegate", "said"),
    [
        ("Phó Chủ tịch Lê Thị Ba", "Phó Chủ tịch Lê Thị Ba, tiếp thay Chủ tịch UBND xã (theo ủy quyền)"),
        ("", "Chủ tịch UBND xã (vắng mặt)"),
    ],
)
def test_a_head_who_was_absent_is_never_named_as_chair(
    app: Flask, own_client: FlaskClient, own_world: SimpleNamespace, delegate: str, said: str
) -> None:
    with app.extensions["works"].writing(OPERATOR) as uow:
        (chair,) = get_meeting(uow.session, own_world.ids["held"]).chairs
        chair.present, chair.delegate = False, delegate
    page = get(own_client, f"/buoi/{own_world.ids['held']}")
    assert said in page.text
    assert "Nguyễn Đặng" not in page.text
    assert "(vắng mặt) (theo" not in page.text


def test_only_a_public_dialogue_shows_where_to_join(client: FlaskClient, world: SimpleNamespace) -> None:
    assert "https://hop.example/thanh-nien" in get(client, f"/buoi/{world.ids['dialogue']}").text
    assert "hop.example" not in get(client, f"/buoi/{world.ids['online']}").text


def test_every_card_links_with_words_of_its_own(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.commune.public_name}")
    titles = [card.all("a")[0].text for card in page.all("article")]
    assert len(set(titles)) == len(titles)


def test_an_empty_unit_says_why_and_what_next(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.empty.public_name}")
    assert "Chưa có buổi nào được công bố trong 60 ngày tới." in page.text


def test_a_former_district_says_when_it_ended_and_who_follows(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.ended.public_name}")
    assert "Đơn vị này kết thúc hoạt động ngày 30/06/2025." in page.text
    assert {link.text for link in page.one("ul", class_="columns").all("a")} == {"Xã Tân Đoàn", "Xã Điềm He"}


def test_a_province_lists_the_units_below_it(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.province.public_name}")
    assert [link.text for link in page.one("ul", class_="columns").all("a")] == ["Xã Điềm He", "Xã Tân Đoàn"]


def test_the_public_calendar_is_offered_by_three_doors(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.commune.public_name}")
    name = world.commune.public_name
    addresses = [link.attributes["href"] for link in page.all("a", class_="btn")]
    assert f"webcal://127.0.0.1:8000/lich/{name}.ics" in addresses
    google = f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F127.0.0.1%3A8000%2Flich%2F{name}.ics"
    assert google in addresses
    assert page.one("input", id="dia-chi-lich").attributes["value"] == f"http://127.0.0.1:8000/lich/{name}.ics"
    assert client.get(f"/lich/{name}.ics").status_code == 200


def test_every_month_with_a_coming_meeting_can_be_printed_and_this_one(
    client: FlaskClient, world: SimpleNamespace
) -> None:
    assert _months(get(client, f"/don-vi/{world.commune.public_name}")) == ["2026-11", "2026-12", "2027-01"]
    assert _months(get(client, f"/don-vi/{world.empty.public_name}")) == ["2026-11"]


def test_a_month_in_a_year_s_time_can_be_printed_and_empty_ones_between_are_left_out(
    app: Flask, own_client: FlaskClient, own_world: SimpleNamespace
) -> None:
    with app.extensions["works"].writing(OPERATOR) as uow:
        make_meeting(uow, own_world.commune, own_world.chairman, on=date(2027, 11, 20))
        make_meeting(uow, own_world.commune, own_world.chairman, on=date(2027, 3, 1), state=State.DRAFT)
    page = get(own_client, f"/don-vi/{own_world.commune.public_name}")
    assert _months(page) == ["2026-11", "2026-12", "2027-01", "2027-11"]


def test_where_nothing_comes_the_last_month_that_was_public_can_be_printed(
    app: Flask, own_client: FlaskClient, own_world: SimpleNamespace
) -> None:
    with app.extensions["works"].writing(OPERATOR) as uow:
        office = make_office(uow, own_world.empty)
        make_meeting(uow, own_world.empty, office, on=date(2026, 9, 10), state=State.HELD)
    assert _months(get(own_client, f"/don-vi/{own_world.empty.public_name}")) == ["2026-09", "2026-11"]


def _months(page: Element) -> list[str]:
    found = [link.attributes["href"] for link in page.all("a", class_="btn") if "/in?thang=" in link.attributes["href"]]
    return [address.rpartition("=")[2] for address in found]


def test_help_names_a_telephone_only_where_there_is_one(client: FlaskClient, world: SimpleNamespace) -> None:
    def help_on(address: str, status: int = 200) -> str:
        return get(client, address, status).one("p", class_="help").text

    commune = world.commune.public_name
    for address in (f"/don-vi/{commune}", f"/don-vi/{commune}/in", f"/buoi/{world.ids['soon']}"):
        assert help_on(address) == "Cần trợ giúp? Gọi 0205 3871 234 giờ hành chính."
    for address in (f"/don-vi/{world.empty.public_name}", f"/don-vi/{world.empty.public_name}/in"):
        assert help_on(address).endswith("của xã Điềm He trong giờ hành chính; đơn vị chưa công bố số điện thoại.")
    assert "điện thoại" not in help_on(f"/don-vi/{world.ended.public_name}")
    assert "đơn vị nào đã công bố số điện thoại" in help_on("/") == help_on("/khong-co", 404)
