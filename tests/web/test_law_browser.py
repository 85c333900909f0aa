"""The pages of the law, of days off, of the journal and of the first start in a real browser: no barriers anywhere."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from playwright.sync_api import Browser

from scheduler import daymarks, first_start, rulebook
from scheduler.core.roles import OPERATOR, Actor, Role
from tests.factories import make_meeting
from tests.usecases.overseeing import CHAIRMAN, a_province
from tests.web import looking
from tests.web.browsing import barriers, enter, everybody_is, served
from tests.web.test_rule_pages import STRICTER

TERMS = "sub_type=reception/periodic&office=chu_tich_ubnd&level=xa&minimum=3&unit=day&period=month"
PAGES = (
    "/ngay-nghi?nam=2026",
    "/ngay-nghi?nam=2031",
    "/ngay-nghi/them?on=2026-12-15&kind=off",
    "/ngay-nghi/them?on=2026-02-30&kind=off",
    "/ngay-nghi/2026-11-24/sua",
    "/ngay-nghi/2026-11-24/go",
    "/ngay-nghi/nap?nam=2028",
    "/quy-tac",
    "/quy-tac?dang=tat-ca",
    f"/quy-tac/{CHAIRMAN}",
    "/quy-tac/R-H-SC-01",
    f"/quy-tac/{CHAIRMAN}/thay?on=2026-10-01&{TERMS}",
    f"/quy-tac/{CHAIRMAN}/het?last_on=2026-09-30",
    "/quy-tac/them",
    "/quy-tac/them?minimum=0&period=month",
    "/nhat-ky",
    "/nhat-ky?kind=law",
    "/nhat-ky?first=hom-qua",
    "/nhat-ky?named=khong-co-ai",
    "/nhat-ky/chuoi",
)


@pytest.fixture
def desk(app: Flask, database_kind: str) -> Iterator[SimpleNamespace]:
    """A province with its law, a year of days off, 200 entries and a meeting, served on an address of this machine."""
    works = app.extensions["works"]
    _, first, _ = a_province(works)
    with works.writing(OPERATOR) as uow:
        daymarks.seed_calendar(uow, [2026, 2027])
        make_meeting(uow, first.unit, first.chair, on=date(2026, 12, 15), place=first.place)
        rulebook.add_local_rule(uow, first.unit.id, STRICTER, date(2026, 12, 1))
        for n in range(200):
            uow.record("PlaceAdded", f"place-{n}", first.unit.id, name="x" * 200, rooms=n)
    with works.reading(OPERATOR) as uow:
        start = first_start.offer(uow, app.extensions["settings"])
    everybody_is(app, Actor("keeper", Role.LEGAL_ADMIN), "Cả nước")
    with served(app) as base:
        yield SimpleNamespace(base=base, start="/" + start.split("/", 3)[3], kind=database_kind)


def test_no_page_has_a_barrier_or_scrolls_sideways(browser: Browser, desk: SimpleNamespace) -> None:
    context = enter(browser, desk.base)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    for path in (*PAGES, desk.start, f"{desk.start}?tim=tan+doan"):
        page.set_viewport_size({"width": 1366, "height": 800})
        page.goto(f"{desk.base}{path}")
        assert page.locator("h1").count() == 1
        assert barriers(page) == "", path
        assert looking.sideways(page) == [], path
    harmless = ("422", "does not conform to the required format")  # what was typed wrong comes back as typed
    assert [line for line in said if not any(one in line for one in harmless)] == []
    context.close()


def test_a_rule_is_succeeded_without_a_script_and_an_error_leads_to_its_field(
    browser: Browser, desk: SimpleNamespace
) -> None:
    context = enter(browser, desk.base, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.base}/quy-tac/{CHAIRMAN}")
    page.get_by_role("link", name="Thay bằng quy tắc mới").click()
    page.get_by_label("Ít nhất").fill("3")
    page.get_by_label("Có hiệu lực từ").fill("2027-01-01")
    page.get_by_role("button", name="Xem kết quả nào sẽ đổi").click()
    page.get_by_role("heading", name="Kết quả nào sẽ đổi").wait_for()
    page.get_by_label("Mã quy tắc").fill("R-MOI")
    page.get_by_role("button", name="Lưu quy tắc thay thế").click()
    assert page.title().startswith("Lỗi:")
    assert page.get_by_label("Mã quy tắc").input_value() == "R-MOI"
    page.locator(".problems a").first.click()
    assert page.url.endswith("#legal_basis")
    page.locator("#legal_basis").fill("Luật 999/2026/QH15 Đ1")
    page.get_by_role("button", name="Lưu quy tắc thay thế").click()
    page.get_by_text("3 ngày mỗi tháng").first.wait_for()
    context.close()


def test_a_day_off_is_entered_without_a_script(browser: Browser, desk: SimpleNamespace) -> None:
    context = enter(browser, desk.base, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.base}/ngay-nghi?nam=2026")
    page.get_by_role("link", name="Thêm một ngày").click()
    page.get_by_label("Ngày", exact=True).fill("2026-12-15")
    page.get_by_role("button", name="Xem điều gì sẽ thay đổi").click()
    page.get_by_text("1 buổi nằm vào ngày đổi").wait_for()
    page.get_by_label("Tên ngày").fill("Nghỉ bão số 12")
    page.get_by_label("Căn cứ, nguồn").fill("Công văn 99")
    page.get_by_role("button", name="Lưu ngày này").click()
    page.get_by_text("Đã lưu.").wait_for()
    page.get_by_text("Nghỉ bão số 12").first.wait_for()
    context.close()
