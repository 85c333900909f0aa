"""Absences, patterns and places in a real browser: no barriers with 200 rows, no script needed, errors led to."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from playwright.sync_api import Browser

from scheduler import absences, standing_patterns
from scheduler.absences import Whom
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.law import PatternRow
from scheduler.db.places import Absence
from tests.factories import make_place
from tests.web import looking
from tests.web.browsing import barriers, enter, everybody_is, served
from tests.web.keeping import a_kept_commune

MONTHLY = {"shape": {"kind": "days_of_month", "days": [15]}, "on_day_off": "next"}
SEASON = {"from": "04-16", "to": "10-15", "sittings": [{"start": "07:00", "end": "10:30"}]}


@pytest.fixture
def desk(app: Flask) -> Iterator[SimpleNamespace]:
    """The kept commune, served on an address of this machine; whoever comes is the operator."""
    kept = a_kept_commune(app)
    with kept.works.writing(OPERATOR) as uow:
        kept.away = absences.add(
            uow, Whom(person_id=kept.head.id), date(2026, 12, 10), date(2026, 12, 14), "Họp"
        ).absence
        pattern = MONTHLY | {
            "offices": [kept.chair.id], "validity": {"first": "2026-11-01", "last": None},
            "sittings": [{"start": "08:00", "end": "11:30"}], "seasons": [SEASON],
        }  # fmt: skip
        kept.row = standing_patterns.add_pattern(
            uow, kept.unit.id, Activity.RECEPTION, "periodic", pattern, place_id=kept.room.id
        )
    everybody_is(app, Actor("a", Role.OPERATOR, None), kept.unit.full_name)
    with served(app) as base:
        kept.base = base
        yield kept


def many(desk: SimpleNamespace) -> None:
    with desk.works.writing(OPERATOR) as uow:
        for n in range(200):
            make_place(uow, desk.unit, f"Nhà văn hóa thôn số {n} {'x' * 60}")
            day = date(2026, 12, 20) + timedelta(n)
            absences.add(uow, Whom(office_id=desk.party.id), day, day, "x" * 300)


def pages_of(desk: SimpleNamespace) -> tuple[str, ...]:
    form = f"offices={desk.party.id}&first=2026-12-01&on_day_off=next&turns=together&sub_type=reception/periodic"
    return (
        "vang-mat",
        "vang-mat?tu=2024-01-01",
        f"vang-mat/them?whom=person:{desk.head.id}&first_on=2026-12-10&last_on=&part=all",
        f"vang-mat/them?whom=unit:{desk.unit.id}&first_on=&last_on=&part=all",
        f"vang-mat/{desk.away.id}?first_on=2026-12-15&last_on=&part=all",
        f"vang-mat/{desk.away.id}/go",
        "mau-lap",
        "mau-lap/them",
        f"mau-lap/them?kind=days_of_month&days=31&short_month=last_day&{form}",
        f"mau-lap/them?kind=weekly&{form}",
        f"mau-lap/{desk.row.id}",
        f"mau-lap/{desk.row.id}/thay",
        f"mau-lap/{desk.row.id}/ket-thuc?last_on=2026-12-31",
        "dia-diem",
        "dia-diem/them",
        f"dia-diem/{desk.room.id}",
        f"dia-diem/{desk.room.id}/dong?on=2026-12-01",
    )


def test_no_page_has_a_barrier_or_scrolls_sideways(browser: Browser, desk: SimpleNamespace) -> None:
    many(desk)
    context = enter(browser, desk.base)
    page, said, titles = context.new_page(), [], set()
    page.on("console", lambda message: said.append(message.text))
    for path in pages_of(desk):
        page.set_viewport_size({"width": looking.DESK, "height": 800})
        page.goto(f"{desk.base}{desk.at}/{path}")
        titles.add(page.title())
        assert page.locator("h1").count() == 1, path
        assert barriers(page) == "", path
        assert looking.sideways(page) == [], path
    assert [line for line in said if "422" not in line] == []
    assert len(titles) >= len(pages_of(desk)) - 3
    context.close()


def test_a_day_off_is_entered_without_script(browser: Browser, desk: SimpleNamespace) -> None:
    context = enter(browser, desk.base, java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{desk.base}{desk.at}/vang-mat")
    page.get_by_role("link", name="Thêm ngày vắng mặt").click()
    page.get_by_label("Ai hoặc chức vụ nào vắng").select_option(f"unit:{desk.unit.id}")
    page.get_by_label("Từ ngày").fill("2026-12-10")
    page.get_by_role("button", name="Xem điều gì sẽ thay đổi").click()
    page.get_by_label("Lý do").fill("Họp Hội đồng nhân dân")
    page.get_by_role("button", name="Lưu, 1 buổi cần đổi").click()
    page.get_by_text("Đã ghi ngày vắng mặt.").wait_for()
    page.reload()
    with desk.works.reading(OPERATOR) as uow:
        assert uow.session.query(Absence).filter_by(unit_id=desk.unit.id).count() == 1
    context.close()


def test_the_form_of_a_pattern_shows_what_is_meant_and_works_without_script(
    browser: Browser, desk: SimpleNamespace
) -> None:
    context = enter(browser, desk.base, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.base}{desk.at}/mau-lap/them")
    assert page.locator("#days").is_visible()
    assert page.locator("#weekdays-4").is_hidden()
    page.get_by_label("Thứ cố định hằng tuần").check()
    assert page.locator("#days").is_hidden()
    page.get_by_label("thứ Năm", exact=True).check()
    page.get_by_label("Luân phiên, mỗi ngày một chức vụ").check()
    assert page.locator("#offices").is_hidden()
    page.get_by_label("Lượt 1", exact=True).select_option(desk.party.id)
    page.get_by_label("Lượt 2", exact=True).select_option(desk.chair.id)
    page.get_by_label("Theo mẫu từ ngày").fill("2026-12-01")
    page.get_by_role("button", name="Xem những ngày mẫu cho ra").click()
    rows = page.locator("section table tbody tr")
    assert rows.count() == 12
    assert rows.first.inner_text().startswith("Thứ Năm, 03/12/2026")
    page.get_by_role("button", name="Lưu mẫu").click()
    page.get_by_text("Đã thêm mẫu lặp.").wait_for()
    with desk.works.reading(OPERATOR) as uow:
        kept = uow.session.query(PatternRow).filter(PatternRow.id != desk.row.id).one()
    assert kept.office_ids == [desk.party.id, desk.chair.id]
    context.close()


def test_a_refusal_takes_the_reader_to_its_field(browser: Browser, desk: SimpleNamespace) -> None:
    context = enter(browser, desk.base)
    page = context.new_page()
    page.goto(f"{desk.base}{desk.at}/dia-diem/them")
    page.get_by_label("Số phòng").fill("0")
    page.get_by_role("button", name="Thêm địa điểm").click()
    assert page.title().startswith("Lỗi:")
    assert page.evaluate("document.activeElement.className") == "problems"
    page.locator(".problems a").last.click()
    assert page.evaluate("document.activeElement.id") == "rooms"
    assert page.locator("#rooms").input_value() == "0"
    context.close()
