"""One meeting, one month, and what is the same on every page."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler import meetings
from scheduler.arrangement import Description
from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import get_meeting
from tests.factories import make_meeting
from tests.web.html import get


def test_a_meeting_page_tells_its_reason_its_history_and_its_address(
    client: FlaskClient, world: SimpleNamespace
) -> None:
    page = get(client, f"/buoi/{world.ids['soon']}")
    assert "15/11/2026 là Chủ nhật, chuyển sang ngày làm việc kế tiếp" in page.text
    assert "Theo thông báo số 02/TB-UBND." in page.text
    assert page.one("img", class_="qr").attributes["src"].startswith("data:image/svg+xml")
    history = get(client, f"/buoi/{world.ids['moved']}").one("ol", class_="history")
    assert [item.text.split(" –")[0] for item in history.all("li")] == ["Thứ Năm, 10/12/2026", "Thứ Năm, 17/12/2026"]
    assert "Số lượt công dân đã tiếp: 12." in get(client, f"/buoi/{world.ids['held']}").text


def test_a_content_said_otherwise_stays_in_the_history_and_nowhere_else(
    app: Flask, own_client: FlaskClient, own_world: SimpleNamespace
) -> None:
    meeting_id = own_world.ids["soon"]
    with app.extensions["works"].writing(OPERATOR) as uow:
        version = get_meeting(uow.session, meeting_id).version
        meetings.change(uow, meeting_id, version, Description(subject="Đất đai"))

    page = get(own_client, f"/buoi/{meeting_id}")
    told = [item.text for item in page.one("ol", class_="history").all("li")]
    assert told[0].startswith(
        "Nội dung trước đây: Đất đai, giải phóng mặt bằng tuyến đường liên xã – thôi từ 22/11/2026"
    )
    assert told[1] == "Thứ Năm, 26/11/2026 – ngày hiện nay"
    assert "đã đổi giờ" not in page.text
    assert "Niêm yết 13/11/2026 08:15 (trước 9 ngày làm việc)" in page.text
    card = get(own_client, f"/don-vi/{own_world.commune.public_name}").one("article", id=f"buoi-{meeting_id}")
    assert "giải phóng mặt bằng" not in card.text


def test_the_download_is_the_feeds_own_entry(client: FlaskClient, world: SimpleNamespace) -> None:
    feed = client.get(f"/lich/{world.commune.public_name}.ics").text
    for name in ("soon", "moved", "cancelled"):
        single = client.get(f"/buoi/{world.ids[name]}.ics").text
        (entry,) = single.split("BEGIN:VEVENT")[1:]
        assert entry.removesuffix("END:VCALENDAR\r\n") in feed


def test_a_month_is_printed_with_every_published_meeting(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.commune.public_name}/in?thang=2026-12")
    assert page.one("strong", class_="nation").text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert [row.text for row in page.all("th", scope="rowgroup")] == [
        "Thứ Năm 03/12/2026",
        "Thứ Sáu 04/12/2026",
        "Thứ Năm 17/12/2026",
        "Thứ Ba 22/12/2026",
    ]
    assert "Bản in lịch đã niêm yết công khai" in page.text


@pytest.mark.parametrize("asked", ["2026-13", "26-12", "2026-1", "x", "2026-12-01", "２０２６-12"])
def test_a_month_that_is_none_is_not_found(client: FlaskClient, world: SimpleNamespace, asked: str) -> None:
    page = get(client, f"/don-vi/{world.commune.public_name}/in?thang={asked}", 404)
    assert page.one("h1").text == "Không tìm thấy trang"


@pytest.mark.parametrize("address", ["/buoi/khong-co", "/don-vi/khong-co", "/khong-co", "/don-vi/khong-co/in"])
@pytest.mark.usefixtures("world")
def test_what_is_not_there_leads_on(client: FlaskClient, address: str) -> None:
    page = get(client, address, 404)
    assert page.one("p", class_="incident").text.startswith("Mã sự cố: ")
    assert page.one("a", class_="btn").attributes["href"] == "/"


def test_pages_are_public_for_a_minute_and_set_no_cookie(client: FlaskClient, world: SimpleNamespace) -> None:
    for address in ("/", f"/don-vi/{world.commune.public_name}", f"/buoi/{world.ids['soon']}"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in answer.headers
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "<script" not in answer.text
        assert " style=" not in answer.text


def test_titles_and_headings_are_each_pages_own(client: FlaskClient, world: SimpleNamespace) -> None:
    unit = f"/don-vi/{world.commune.public_name}"
    addresses = ["/", "/?tim=tan", unit, f"{unit}/in", f"/buoi/{world.ids['soon']}", f"/buoi/{world.ids['moved']}"]
    titles = []
    for address in addresses:
        page = get(client, address)
        titles.append(page.one("title").text)
        assert page.one("html").attributes["lang"] == "vi"
        assert len(page.all("h1")) == 1
    assert len(set(titles)) == len(titles)
    assert titles[2] == "Lịch sắp tới - Xã Tân Đoàn - Lịch tiếp công dân"


def test_text_from_people_is_only_text(own_client: FlaskClient, app: object, own_world: SimpleNamespace) -> None:
    evil = "<img src=x onerror=alert(1)>{{7*7}}"
    with app.extensions["works"].writing(OPERATOR) as uow:
        made = make_meeting(
            uow,
            own_world.commune,
            own_world.chairman,
            on=date(2026, 12, 1),
            subject=evil,
            co_attendees=evil,
            notice_number=evil,
            ground=evil,
            origin={"why": evil},
        )
    for address in (f"/don-vi/{own_world.commune.public_name}", f"/buoi/{made.id}"):
        page = own_client.get(address).text
        assert "<img src=x" not in page
        assert "{{7*7}}" in page
