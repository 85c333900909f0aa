"""Patterns of a unit: in words with their next dates, and tried out before they are kept."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.core.roles import OPERATOR
from tests.factories import make_day_off
from tests.web.html import get, read
from tests.web.keeping import a_kept_commune, keeper, secretary
from tests.web.office import form
from tests.web.promising import a_pattern, as_sent, asked, stored, tried


@pytest.fixture
def kept(app: Flask) -> SimpleNamespace:
    return a_kept_commune(app)


def test_each_pattern_is_told_in_words_with_its_next_days(kept):
    row = a_pattern(kept)
    page = get(secretary(kept), f"{kept.at}/mau-lap")
    (line,) = page.all("tr")[1:]
    assert "Chủ tịch UBND" in line.text
    assert "Ngày 15 hằng tháng, trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp" in line.text
    assert "08:00–11:30" in line.text
    assert "Phòng Tiếp công dân" in line.text
    assert "Thứ Ba, 15/12/2026" in line.text
    assert not page.all("a", href=f"{kept.at}/mau-lap/them")
    one = get(secretary(kept), f"{kept.at}/mau-lap/{row.id}")
    rows = [r.text for r in one.one("table").all("tr")[1:]]
    assert len(rows) == 12
    # 15/5/2027 is a Saturday.
    assert any(r.startswith("Thứ Hai, 17/05/2027") and "15/05/2027 là Thứ Bảy" in r for r in rows)
    assert not one.all("a", href=f"{kept.at}/mau-lap/{row.id}/ket-thuc")


def test_ended_patterns_are_shown_on_demand(kept):
    assert "Đơn vị chưa có mẫu nào." in get(keeper(kept), f"{kept.at}/mau-lap").one("div", class_="empty").text
    row = a_pattern(kept, validity={"first": "2026-01-01", "last": "2026-11-20"})
    page = get(keeper(kept), f"{kept.at}/mau-lap")
    assert "1 mẫu đã kết thúc" in page.text
    over = get(keeper(kept), f"{kept.at}/mau-lap?het=co")
    assert "từ 01/01/2026 đến 20/11/2026" in over.one("table").text
    one = get(keeper(kept), f"{kept.at}/mau-lap/{row.id}")
    assert "Mẫu không còn cho ngày nào." in one.text
    assert not one.all("h2", id="doi-mau")


KINDS = [
    ({"kind": "days_of_month", "days": "5, 20"}, "Ngày 05 và 20 hằng tháng", "Thứ Hai, 07/12/2026"),
    ({"kind": "days_of_month", "days": "31", "short_month": "last_day"}, "lấy ngày cuối tháng", "Thứ Năm, 31/12/2026"),
    ({"kind": "weekly", "weekdays": ["2", "4"]}, "Thứ Ba và thứ Năm hằng tuần", "Thứ Ba, 01/12/2026"),
    ({"kind": "month_weekday", "weekday": "5", "nths": ["2"]}, "Thứ Sáu thứ hai hằng tháng", "Thứ Sáu, 11/12/2026"),
    ({"kind": "month_weekday", "weekday": "5", "nths": ["-1"]}, "Thứ Sáu cuối cùng", "Thứ Sáu, 25/12/2026"),
    (
        {"kind": "month_weekday", "weekday": "1", "nths": ["1"], "counting": "week"},
        "tuần thứ nhất",
        "Tháng 12/2026 không có ngày đó",
    ),
    ({"kind": "explicit_dates", "dates": "08/12/2026, 2027-01-12"}, "(2 ngày)", "Thứ Ba, 12/01/2027"),
]


@pytest.mark.parametrize(("chosen", "words", "day"), KINDS, ids=[one[1] for one in KINDS])
def test_every_kind_shows_its_dates_before_it_is_kept(kept, chosen, words, day):
    page = tried(kept, **chosen)
    assert words in page.one("h2", id="xem-truoc").text
    assert day in page.one("table").text
    assert stored(kept) == []
    address = f"{kept.at}/mau-lap/them"
    (saving,) = page.all("form", method="post", action=address)
    hidden = [(one.attributes["name"], one.attributes["value"]) for one in saving.all("input", type="hidden")]
    given: dict[str, list[str]] = {}
    for name, value in hidden:
        if name != "_the":
            given.setdefault(name, []).append(value)
    done = keeper(kept).post(address, data=form(**given, note="Thông báo số 02"))
    (row,) = stored(kept)
    assert done.headers["Location"] == f"{kept.at}/mau-lap/{row.id}?xong=da-them-mau"
    assert (row.office_ids, row.place_id, row.note) == ([kept.party.id], kept.hall.id, "Thông báo số 02")
    assert "Chưa có buổi nào được lập" in get(keeper(kept), done.headers["Location"]).text


def test_offices_take_turns_in_the_order_that_was_chosen(kept):
    order = [kept.chair.id, "", kept.party.id]
    page = tried(kept, kind="weekly", weekdays="4", turns="rotation", order=order, anchor="2026-12-03")
    rows = [[cell.text for cell in row.children] for row in page.one("table").all("tr")[1:4]]
    assert [(row[0], row[1]) for row in rows] == [
        ("Thứ Năm, 03/12/2026", "Chủ tịch UBND"),
        ("Thứ Năm, 10/12/2026", "Bí thư Đảng ủy"),
        ("Thứ Năm, 17/12/2026", "Chủ tịch UBND"),
    ]
    (choosing,) = page.all("form", method="get")
    assert as_sent(choosing)["order"][:2] == [kept.chair.id, kept.party.id]


def test_hours_differ_by_season_and_holidays_may_have_a_policy_of_their_own(kept):
    with kept.works.writing(OPERATOR) as uow:
        make_day_off(uow, date(2027, 1, 1), "Tết Dương lịch")
    season = {"season1_from": "16/4", "season1_to": "15/10", "season1_start1": "07:00", "season1_end1": "10:30"}
    page = tried(kept, kind="days_of_month", days="1", on_holiday="skip", start2="14:00", end2="16:30", **season)
    assert "riêng ngày nghỉ lễ: trùng ngày nghỉ thì không tổ chức" in page.one("h2", id="xem-truoc").text
    rows = [row.text for row in page.one("table").all("tr")]
    assert any("không có buổi" in row and "Tết Dương lịch" in row for row in rows)
    assert any("01/12/2026" in row and "08:00–11:30, 14:00–16:30" in row for row in rows)
    assert any("01/06/2027" in row and "07:00–10:30" in row for row in rows)


WRONG = [
    ({"kind": "days_of_month", "days": ""}, "days"),
    ({"kind": "days_of_month", "days": "mười"}, "days"),
    ({"kind": "days_of_month", "days": "0, 32"}, "days"),
    ({"kind": "days_of_month", "days": "31"}, "short_month"),
    ({"kind": "weekly"}, "weekdays"),
    ({"kind": "weekly", "weekdays": ["9"]}, "weekdays"),
    ({"kind": "month_weekday", "weekday": "x", "nths": ["1"]}, "weekday"),
    ({"kind": "month_weekday", "weekday": "1"}, "nths"),
    ({"kind": "explicit_dates", "dates": "31/02/2027"}, "dates"),
    ({"kind": "explicit_dates", "dates": "a/b/c"}, "dates"),
    ({"kind": "khac"}, "kind"),
    ({"kind": "weekly", "weekdays": ["1"], "turns": "rotation"}, "order"),
    ({"kind": "weekly", "weekdays": ["1"], "offices": []}, "offices"),
    ({"kind": "weekly", "weekdays": ["1"], "offices": ["khong-co"]}, "offices"),
    ({"kind": "weekly", "weekdays": ["1"], "first": ""}, "first"),
    ({"kind": "weekly", "weekdays": ["1"], "last": "2026-11-01"}, "last"),
    ({"kind": "weekly", "weekdays": ["1"], "on_day_off": "x"}, "on_day_off"),
    ({"kind": "weekly", "weekdays": ["1"], "start1": "8h"}, "start1"),
    ({"kind": "weekly", "weekdays": ["1"], "start1": ""}, "start1"),
    ({"kind": "weekly", "weekdays": ["1"], "end1": "07:00"}, "end1"),
    ({"kind": "weekly", "weekdays": ["1"], "start2": "09:00", "end2": "10:00"}, "start2"),
    ({"kind": "weekly", "weekdays": ["1"], "season2_from": "30/2", "season2_to": "1/3"}, "season2_from"),
    ({"kind": "weekly", "weekdays": ["1"], "season1_from": "1/4", "season1_to": "1/10"}, "season1_start1"),
    ({"kind": "weekly", "weekdays": ["1"], "season1_from": "x", "season1_to": "1/10"}, "season1_from"),
    ({"kind": "weekly", "weekdays": ["1"], "place_id": "khong-co"}, "place_id"),
    ({"kind": "weekly", "weekdays": ["1"], "sub_type": "x/y"}, "sub_type"),
]


def test_what_is_wrong_is_named_at_its_field_and_kept(kept):
    for chosen, where in WRONG:
        page = tried(kept, 422, **chosen)
        links = [a.attributes["href"] for a in page.one("div", class_="problems").all("a")]
        assert f"#{where}" in links, (chosen, links)
        assert page.one(id=where), where
        assert page.all("p", id=f"{where}-loi")[0].text
        for name in ("days", "dates", "start1", "end1", "first"):
            value = chosen.get(name)
            if isinstance(value, str) and value and name != "dates":
                assert page.one("input", id=name).attributes["value"] == value
    assert "Chọn ít nhất một chức vụ." in tried(kept, 422, kind="weekly", weekdays=["1"], offices=[]).text
    assert stored(kept) == []


def test_a_refused_saving_shows_the_form_again(kept):
    a_pattern(kept)
    sent = asked(kept, kind="days_of_month", days="15", offices=kept.chair.id, note="x" * 501)
    answer = keeper(kept).post(f"{kept.at}/mau-lap/them", data=form(**sent))
    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one("title").text.startswith("Lỗi: ")
    twin = keeper(kept).post(f"{kept.at}/mau-lap/them", data=form(**{**sent, "note": ""}))
    assert twin.status_code == 409
    assert "Các chức vụ này đã có lịch cố định với đúng những ngày đó" in twin.text
    assert read(twin.text).one("input", id="days").attributes["value"] == "15"
    tried(kept, 422, kind="days_of_month", days="15", offices=kept.chair.id)
    assert len(stored(kept)) == 1
