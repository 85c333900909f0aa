"""What anybody sees: found, complete, nothing that was not published, on both databases."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR
from tests.factories import make_meeting, make_unit
from tests.web.html import Element, read


def _get(client: FlaskClient, address: str, status: int = 200) -> Element:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[-2000:]
    return read(answer.text)


def _card(page: Element, meeting_id: str) -> Element:
    return page.one("article", id=f"buoi-{meeting_id}")


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "asked",
    ["tân đoàn", "tan doan", "TAN DOAN", unicodedata.normalize("NFD", "Xã Tân Đoàn"), "UBND xã tan doan", "trang phai"],
)
def test_a_unit_is_found_without_marks_by_body_and_by_its_former_name(
    own_client: FlaskClient, own_world: SimpleNamespace, asked: str
) -> None:
    page = _get(own_client, f"/?tim={asked}")
    hits = [link.attributes["href"] for link in page.one("ul", class_="hits").all("a")]
    assert f"/don-vi/{own_world.commune.public_name}" in hits
    assert page.one(role="status").text.startswith("Tìm thấy 1 đơn vị")


@pytest.mark.usefixtures("world")
def test_a_former_name_says_where_it_belongs_now(client: FlaskClient) -> None:
    page = _get(client, "/?tim=tràng phái")
    told = page.one("span", class_="former").text
    assert told == "Xã Tràng Phái cũ (huyện Văn Quan, Tỉnh Lạng Sơn), nay thuộc xã Tân Đoàn"


@pytest.mark.usefixtures("world")
def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    page = _get(client, "/?tim=khong co")
    assert page.one(role="status").text == (
        "Không tìm thấy đơn vị nào có tên gần giống. Tên có thể đã đổi sau sắp xếp ngày 01/7/2025: "
        "thử tên cũ hoặc xem danh sách."
    )


@pytest.mark.parametrize("asked", ["x" * 5000, "%", "_", "<script>alert(1)</script>", "'; drop table unit; --", "\x00"])
@pytest.mark.usefixtures("own_world")
def test_any_question_gets_a_page(own_client: FlaskClient, asked: str) -> None:
    answer = own_client.get("/", query_string={"tim": asked})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert len(read(answer.text).one("input", id="tim").attributes["value"]) <= 100


def test_the_first_page_shows_the_next_seven_days_and_the_provinces(
    client: FlaskClient, world: SimpleNamespace
) -> None:
    page = _get(client, "/")
    shown = [card.attributes["id"].removeprefix("buoi-") for card in page.all("article")]
    assert shown == [world.ids["late"], world.ids["soon"]]
    assert "Xã Tân Đoàn, tỉnh Lạng Sơn" in page.text
    provinces = [link.text for link in page.one("ul", class_="columns").all("a")]
    assert provinces == ["Tỉnh Cao Bằng", "Tỉnh Lạng Sơn"]


def test_drafts_and_what_is_not_posted_appear_nowhere(client: FlaskClient, world: SimpleNamespace) -> None:
    unit = f"/don-vi/{world.commune.public_name}"
    for address in ("/", unit, f"{unit}/in?thang=2026-12"):
        text = _get(client, address).text
        for secret in ("BẢN NHÁP", "ĐÃ DUYỆT", "NHÁP ĐÃ BỎ", "hop.example/rieng"):
            assert secret not in text
    for name in ("draft", "approved", "dropped"):
        _get(client, f"/buoi/{world.ids[name]}", 404)
        assert client.get(f"/buoi/{world.ids[name]}.ics").status_code == 404


def test_a_unit_page_groups_coming_meetings_by_month_in_order(client: FlaskClient, world: SimpleNamespace) -> None:
    page = _get(client, f"/don-vi/{world.commune.public_name}")
    assert [month.text for month in page.all("h3", class_="month")] == [
        "Tháng 11/2026",
        "Tháng 12/2026",
        "Tháng 1/2027",
    ]
    order = [card.attributes["id"].removeprefix("buoi-") for card in page.all("article")]
    wanted = ["late", "soon", "cancelled", "makeup", "moved", "delegated", "dialogue", "online", "postponed"]
    assert order == [world.ids[name] for name in wanted]


def test_a_card_tells_who_where_what_and_since_when_it_is_posted(client: FlaskClient, world: SimpleNamespace) -> None:
    card = _card(_get(client, f"/don-vi/{world.commune.public_name}"), world.ids["soon"])
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
    card = _card(_get(client, f"/don-vi/{world.commune.public_name}"), world.ids["late"])
    assert card.one("p", class_="posted-late").text == "Niêm yết 20/11/2026 09:00 – trễ 2 ngày làm việc so với quy định"


def test_changed_meetings_stay_with_their_reason(client: FlaskClient, world: SimpleNamespace) -> None:
    page = _get(client, f"/don-vi/{world.commune.public_name}")
    moved, cancelled, waiting = (_card(page, world.ids[name]) for name in ("moved", "cancelled", "postponed"))
    assert "Đã lùi từ 10/12/2026 sang 17/12/2026. Lý do: họp Hội đồng nhân dân." in moved.text
    assert moved.one("span", class_="chip").text == "Lùi lịch sang 17/12/2026"
    assert "Buổi này đã hủy. Lý do: bão số 12" in cancelled.text
    assert cancelled.one("span", class_="chip").text == "Đã hủy"
    assert f"/buoi/{world.ids['makeup']}" in [link.attributes["href"] for link in cancelled.all("a")]
    assert "Hoãn ngày 27/11/2026. Lý do: đi công tác đột xuất." in waiting.text
    assert waiting.one("span", class_="chip").text == "Hoãn, chưa có ngày mới"


def test_a_stand_in_is_named_as_one(client: FlaskClient, world: SimpleNamespace) -> None:
    card = _card(_get(client, f"/don-vi/{world.commune.public_name}"), world.ids["delegated"])
    assert "Phó Chủ tịch UBND xã Hoàng Thị Mẫu, tiếp thay Chủ tịch UBND xã (theo ủy quyền)" in card.text
    assert "Nguyễn Đặng" not in card.text


def test_only_a_public_dialogue_shows_where_to_join(client: FlaskClient, world: SimpleNamespace) -> None:
    assert "https://hop.example/thanh-nien" in _get(client, f"/buoi/{world.ids['dialogue']}").text
    assert "hop.example" not in _get(client, f"/buoi/{world.ids['online']}").text


def test_every_card_links_with_words_of_its_own(client: FlaskClient, world: SimpleNamespace) -> None:
    page = _get(client, f"/don-vi/{world.commune.public_name}")
    titles = [card.all("a")[0].text for card in page.all("article")]
    assert len(set(titles)) == len(titles)


def test_an_empty_unit_says_why_and_what_next(client: FlaskClient, world: SimpleNamespace) -> None:
    page = _get(client, f"/don-vi/{world.empty.public_name}")
    assert "Chưa có buổi nào được công bố trong 60 ngày tới." in page.text


def test_a_former_district_says_when_it_ended_and_who_follows(client: FlaskClient, world: SimpleNamespace) -> None:
    page = _get(client, f"/don-vi/{world.ended.public_name}")
    assert "Đơn vị này kết thúc hoạt động ngày 30/06/2025." in page.text
    assert {link.text for link in page.one("ul", class_="columns").all("a")} == {"Xã Tân Đoàn", "Xã Điềm He"}


def test_a_province_lists_the_units_below_it(client: FlaskClient, world: SimpleNamespace) -> None:
    page = _get(client, f"/don-vi/{world.province.public_name}")
    assert [link.text for link in page.one("ul", class_="columns").all("a")] == ["Xã Điềm He", "Xã Tân Đoàn"]


def test_the_public_calendar_is_offered_by_three_doors(client: FlaskClient, world: SimpleNamespace) -> None:
    page = _get(client, f"/don-vi/{world.commune.public_name}")
    name = world.commune.public_name
    addresses = [link.attributes["href"] for link in page.all("a", class_="btn")]
    assert f"webcal://127.0.0.1:8000/lich/{name}.ics" in addresses
    google = f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F127.0.0.1%3A8000%2Flich%2F{name}.ics"
    assert google in addresses
    assert page.one("input", id="dia-chi-lich").attributes["value"] == f"http://127.0.0.1:8000/lich/{name}.ics"
    assert client.get(f"/lich/{name}.ics").status_code == 200


def test_a_meeting_page_tells_its_reason_its_history_and_its_address(
    client: FlaskClient, world: SimpleNamespace
) -> None:
    page = _get(client, f"/buoi/{world.ids['soon']}")
    assert "15/11/2026 là Chủ nhật, chuyển sang ngày làm việc kế tiếp" in page.text
    assert "Theo thông báo số 02/TB-UBND." in page.text
    assert page.one("img", class_="qr").attributes["src"].startswith("data:image/svg+xml")
    history = _get(client, f"/buoi/{world.ids['moved']}").one("ol", class_="history")
    assert [item.text.split(" –")[0] for item in history.all("li")] == ["Thứ Năm, 10/12/2026", "Thứ Năm, 17/12/2026"]
    assert "Số lượt công dân đã tiếp: 12." in _get(client, f"/buoi/{world.ids['held']}").text


def test_the_download_is_the_feeds_own_entry(client: FlaskClient, world: SimpleNamespace) -> None:
    feed = client.get(f"/lich/{world.commune.public_name}.ics").text
    for name in ("soon", "moved", "cancelled"):
        single = client.get(f"/buoi/{world.ids[name]}.ics").text
        (entry,) = single.split("BEGIN:VEVENT")[1:]
        assert entry.removesuffix("END:VCALENDAR\r\n") in feed


def test_a_month_is_printed_with_every_published_meeting(client: FlaskClient, world: SimpleNamespace) -> None:
    page = _get(client, f"/don-vi/{world.commune.public_name}/in?thang=2026-12")
    assert page.one("strong", class_="nation").text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert [row.text for row in page.all("th", scope="row")] == [
        "Thứ Năm 03/12/2026",
        "Thứ Sáu 04/12/2026",
        "Thứ Năm 17/12/2026",
        "Thứ Ba 22/12/2026",
    ]
    assert "Bản in lịch đã niêm yết công khai" in page.text


@pytest.mark.parametrize("asked", ["2026-13", "26-12", "2026-1", "x", "2026-12-01", "２０２６-12"])
def test_a_month_that_is_none_is_not_found(client: FlaskClient, world: SimpleNamespace, asked: str) -> None:
    page = _get(client, f"/don-vi/{world.commune.public_name}/in?thang={asked}", 404)
    assert page.one("h1").text == "Không tìm thấy trang"


@pytest.mark.parametrize("address", ["/buoi/khong-co", "/don-vi/khong-co", "/khong-co", "/don-vi/khong-co/in"])
@pytest.mark.usefixtures("world")
def test_what_is_not_there_leads_on(client: FlaskClient, address: str) -> None:
    page = _get(client, address, 404)
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
        page = _get(client, address)
        titles.append(page.one("title").text)
        assert page.one("html").attributes["lang"] == "vi"
        assert len(page.all("h1")) == 1
    assert len(set(titles)) == len(titles)
    assert titles[2] == "Lịch sắp tới - Xã Tân Đoàn - Lịch tiếp công dân"


def test_a_page_costs_the_same_queries_however_much_it_shows(
    own_client: FlaskClient, app: object, own_world: SimpleNamespace
) -> None:
    works = app.extensions["works"]
    addresses = (
        "/",
        f"/don-vi/{own_world.commune.public_name}",
        f"/don-vi/{own_world.province.public_name}",
        "/?tim=xa",
    )

    def cost() -> list[int]:
        found = []
        for address in addresses:
            with _counted(works.engine) as asked:
                own_client.get(address)
            found.append(len([statement for statement in asked if statement.lstrip().upper().startswith("SELECT")]))
        return found

    before = cost()
    with works.writing(OPERATOR) as uow:
        for number in range(120):
            make_unit(uow, f"Xã Thử Nghiệm {number}", parent_id=own_world.province.id)
        for number in range(30):
            day = date(2026, 11, 23) + timedelta(days=number)
            make_meeting(
                uow, own_world.commune, own_world.chairman, on=day, state=State.PUBLISHED, hours=(time(8), time(11))
            )
    after = cost()
    assert after == before
    assert max(after) <= 20


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
