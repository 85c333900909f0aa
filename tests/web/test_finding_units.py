"""Units are found by any name people know, at the same small cost however long the lists."""

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
from tests.web.html import get, read


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
    page = get(own_client, f"/?tim={asked}")
    hits = [link.attributes["href"] for link in page.one("ul", class_="hits").all("a")]
    assert f"/don-vi/{own_world.commune.public_name}" in hits
    assert page.one(role="status").text.startswith("Tìm thấy 1 đơn vị")


@pytest.mark.usefixtures("world")
def test_a_former_name_says_where_it_belongs_now(client: FlaskClient) -> None:
    page = get(client, "/?tim=tràng phái")
    told = page.one("span", class_="former").text
    assert told == "Xã Tràng Phái cũ (huyện Văn Quan, Tỉnh Lạng Sơn), nay thuộc xã Tân Đoàn"


@pytest.mark.usefixtures("world")
def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    page = get(client, "/?tim=khong co")
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
    page = get(client, "/")
    shown = [card.attributes["id"].removeprefix("buoi-") for card in page.all("article")]
    assert shown == [world.ids["late"], world.ids["soon"]]
    assert "Xã Tân Đoàn, tỉnh Lạng Sơn" in page.text
    provinces = [link.text for link in page.one("ul", class_="columns").all("a")]
    assert provinces == ["Tỉnh Cao Bằng", "Tỉnh Lạng Sơn"]


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
