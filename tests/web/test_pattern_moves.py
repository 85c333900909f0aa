"""Patterns of a unit: ended, followed by another; many of them; those of another unit."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import standing_patterns
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR
from tests.web.html import get, read
from tests.web.keeping import a_kept_commune, keeper, secretary, send
from tests.web.office import form
from tests.web.promising import a_pattern, as_sent, asked, stored


@pytest.fixture
def kept(app: Flask) -> SimpleNamespace:
    return a_kept_commune(app)


def test_ending_a_pattern_tells_which_days_come_no_more(kept):
    row = a_pattern(kept)
    client, address = keeper(kept), f"{kept.at}/mau-lap/{row.id}/ket-thuc"
    assert not get(client, address).all("form", method="post", action=address)
    seen = get(client, f"{address}?last_on=2026-12-31")
    told = seen.one("section", class_="panel")
    assert "Thứ Sáu, 15/01/2027" in told.text
    assert "15/12/2026" not in told.text
    assert stored(kept)[0].valid_to is None
    assert send(client, f"{address}?last_on=2026-12-31", "/ket-thuc").status_code == 303
    assert stored(kept)[0].valid_to == date(2026, 12, 31)
    late = client.post(address, data=form(last_on="2027-06-30"))
    assert late.status_code == 409
    assert "đã kết thúc ngày 31/12/2026" in late.text
    for bad in ("2026-10-01", "x", ""):
        assert client.post(address, data=form(last_on=bad)).status_code == 422, bad
    assert get(client, f"{address}?last_on=x", 422).one("p", id="last_on-loi")


def test_another_pattern_takes_the_place_of_one(kept):
    row = a_pattern(kept)
    client, address = keeper(kept), f"{kept.at}/mau-lap/{row.id}/thay"
    begun = get(client, address)
    assert begun.one("input", id="days").attributes["value"] == "15"
    assert begun.one("input", id="start1").attributes["value"] == "08:00"
    assert "checked" in begun.one("input", id=f"offices-{kept.chair.id}").attributes
    wanted = asked(kept, kind="days_of_month", days="20", offices=kept.chair.id, first="2027-01-01")
    seen = read(client.get(address, query_string=wanted).text)
    assert "Mẫu cũ kết thúc thứ Năm 31/12/2026." in seen.text
    assert [one.valid_to for one in stored(kept)] == [None]
    early = client.get(address, query_string={**wanted, "first": "2026-11-01"})
    assert early.status_code == 422
    assert "#first" in early.text
    done = client.post(address, data=form(**wanted))
    old, new = stored(kept)
    assert done.headers["Location"] == f"{kept.at}/mau-lap/{new.id}?xong=da-thay-mau"
    assert (old.valid_to, new.valid_from) == (date(2026, 12, 31), date(2027, 1, 1))
    assert client.post(address, data=form(**wanted)).status_code == 409


def test_a_pattern_of_every_shape_begins_the_form_of_its_successor_as_it_is(kept):
    shapes = (
        {"kind": "weekly", "weekdays": [2]},
        {"kind": "month_weekday", "weekday": 5, "nths": [-1], "counting": "week"},
        {"kind": "explicit_dates", "dates": ["2027-01-12"]},
        {"kind": "rotation", "over": {"kind": "weekly", "weekdays": [3]}, "order": [kept.party.id, kept.chair.id],
         "anchor": "2026-11-02"},
    )  # fmt: skip
    seasons = [{"from": "04-16", "to": "10-15", "sittings": [{"start": "07:00", "end": None}]}]
    for shape in shapes:
        offices = [] if shape["kind"] == "rotation" else [kept.chair.id]
        row = a_pattern(kept, shape=shape, offices=offices, seasons=seasons)
        address = f"{kept.at}/mau-lap/{row.id}/thay"
        page = get(keeper(kept), address)
        (choosing,) = page.all("form", method="get")
        given = as_sent(choosing) | {"first": "2028-01-01"}
        seen = keeper(kept).get(address, query_string=given)
        assert seen.status_code == 200, (shape, seen.text[-3000:])
        words = read(seen.text).one("h2", id="xem-truoc").text
        assert words.split(",")[0] in get(keeper(kept), f"{kept.at}/mau-lap/{row.id}").text, words
        assert "từ 07:00" in get(keeper(kept), f"{kept.at}/mau-lap/{row.id}").text


def test_many_patterns_come_in_leaves(kept):
    with kept.works.writing(OPERATOR) as uow:
        for n in range(60):
            pattern = {
                "shape": {"kind": "explicit_dates", "dates": [f"2027-{1 + n // 28:02}-{1 + n % 28:02}"]},
                "offices": [kept.party.id], "validity": {"first": "2026-11-01", "last": None}, "on_day_off": "next",
            }  # fmt: skip
            standing_patterns.add_pattern(uow, kept.unit.id, Activity.DIALOGUE, "youth", pattern)
    page = get(secretary(kept), f"{kept.at}/mau-lap")
    assert "Phần 1 trên 2, tất cả 60 mục" in page.text
    assert len(get(secretary(kept), f"{kept.at}/mau-lap?trang=2").all("tr")) == 11


def test_a_pattern_of_another_unit_is_out_of_the_way(kept):
    row = a_pattern(kept)
    crossed = f"/lam-viec/{kept.sister.id}/mau-lap/{row.id}"
    client = keeper(kept)
    assert client.get(crossed).status_code == 404
    above = keeper(SimpleNamespace(**vars(kept) | {"unit": kept.province}))
    mixed = f"/lam-viec/{kept.province.id}/mau-lap/{row.id}"
    assert above.post(f"{mixed}/ket-thuc", data=form(last_on="2026-12-31")).status_code == 404
    assert stored(kept)[0].valid_to is None
