"""The shipped units are whole, well formed, and point at each other rightly."""

import re
import unicodedata
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from scheduler.core.facts import Level
from scheduler.core.vietnamese import fold, nfc
from scheduler.unit_data import KIND_WORDS, current_units, former_names, former_units, public_name

DATA = Path(str(files("scheduler.data")))
CITIES = {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}


@pytest.fixture(scope="module")
def units():
    return list(current_units())


@pytest.fixture(scope="module")
def former():
    return list(former_units())


@pytest.fixture(scope="module")
def names():
    return list(former_names())


def test_the_country_has_34_provinces_and_3321_communes(units):
    kinds = Counter((unit.level, unit.kind) for unit in units)
    assert kinds == {
        (Level.TINH, "tinh"): 28,
        (Level.TINH, "thanh_pho"): 6,
        (Level.XA, "xa"): 2621,
        (Level.XA, "phuong"): 687,
        (Level.XA, "dac_khu"): 13,
    }
    assert {unit.name for unit in units if unit.kind == "thanh_pho"} == CITIES


def test_codes_are_official_in_shape_and_unique(units):
    assert len({unit.code for unit in units}) == len(units)
    assert all(re.fullmatch(r"\d{2}" if unit.level is Level.TINH else r"\d{5}", unit.code) for unit in units)


def test_every_commune_stands_under_a_province_that_came_before_it(units):
    seen = set()
    for unit in units:
        assert (unit.parent_code is None) == (unit.level is Level.TINH)
        assert unit.parent_code is None or unit.parent_code in seen
        if unit.level is Level.TINH:
            seen.add(unit.code)
    assert seen == {unit.parent_code for unit in units if unit.parent_code}


def test_no_province_has_two_communes_of_one_full_name(units):
    pairs = Counter((unit.parent_code, unit.full_name) for unit in units)
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_a_province_may_have_a_ward_and_a_commune_of_one_bare_name(units):
    pairs = Counter((unit.parent_code, unit.search_key.split(" ", 1)[1]) for unit in units if unit.kind != "dac_khu")
    assert max(pairs.values()) <= 3


@pytest.mark.parametrize("table", ["units.csv", "former_units.csv", "former_communes.csv"])
def test_tables_are_clean_text(table):
    raw = (DATA / table).read_bytes()
    assert b"\r" not in raw
    text = raw.decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\u2019" not in text
    for line in text.splitlines():
        for cell in line.split(","):
            assert cell == nfc(cell)


def test_every_word_of_a_name_begins_with_a_capital_or_is_one_we_know(units, former, names):
    small = {
        word
        for row in (*units, *former, *names)
        for word in row.name.split()
        if word[0].islower() and not word.startswith("d'")
    }
    assert small == {"trường", "ly"}


def test_full_names_are_kind_and_name(units, former, names):
    for row in (*units, *former, *names):
        assert row.full_name == f"{KIND_WORDS[row.kind]} {row.name}"
        assert row.search_key == fold(row.full_name)


def test_the_old_country_had_63_provinces_696_districts_10035_communes(former, names):
    assert Counter(unit.level for unit in former) == {Level.TINH: 63, Level.HUYEN: 696}
    assert Counter(name.level for name in names) == {Level.TINH: 63, Level.HUYEN: 696, Level.XA: 10_035}
    assert len({unit.code for unit in former}) == len(former)
    assert len({name.code for name in names}) == len(names)
    assert sum(unit.continues for unit in former) == 11


def test_no_district_outlives_june_2025(units, former):
    assert Level.HUYEN not in {unit.level for unit in units}
    assert {unit.last for unit in former} == {date(2025, 6, 30)}
    assert {unit.span.first for unit in units} == {date(2025, 7, 1)}


def test_every_old_name_leads_to_units_of_today(units, former, names):
    level = {unit.code: unit.level for unit in units}
    for row in (*former, *names):
        assert row.successors
        assert len(set(row.successors)) == len(row.successors)
        wanted = Level.TINH if row.level is Level.TINH else Level.XA
        assert {level[code] for code in row.successors} == {wanted}


def test_every_unit_of_today_has_a_predecessor(units, former, names):
    reached = {code for row in (*former, *names) for code in row.successors}
    assert reached == {unit.code for unit in units}


def test_what_an_old_commune_became_lies_in_what_its_province_became(units, former, names):
    parent = {unit.code: unit.parent_code for unit in units}
    heirs = {unit.full_name: set(unit.successors) for unit in former if unit.level is Level.TINH}
    for name in names:
        if name.level is Level.XA:
            assert {parent[code] for code in name.successors} == heirs[name.province]


def test_a_district_became_what_its_communes_became(former, names):
    became = {}
    for name in names:
        if name.level is Level.XA:
            became.setdefault((name.district, name.province), set()).update(name.successors)
    provinces = {unit.code: unit.full_name for unit in former}
    islands = []
    for unit in former:
        if unit.level is Level.HUYEN:
            found = became.get((unit.full_name, provinces[unit.parent_code]))
            if found is None:
                islands.append(unit.name)
            else:
                assert unit.successors == tuple(sorted(found))
    assert sorted(islands) == ["Bạch Long Vĩ", "Côn Đảo", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn"]


def test_an_old_name_finds_the_new_unit(units, names):
    full = {unit.code: unit.full_name for unit in units}
    found = {name.path_key: [full[code] for code in name.successors] for name in names}
    assert found["phuong truc bach quan ba dinh thanh pho ha noi"] == ["Phường Ba Đình"]
    assert found["thi tran dong dang huyen cao loc tinh lang son"] == ["Xã Đồng Đăng"]
    assert found["tinh bac kan"] == ["Tỉnh Thái Nguyên"]
    assert "Xã Tân Đoàn" in found["huyen van quan tinh lang son"]


def test_a_divided_commune_keeps_all_its_heirs_and_a_namesake_gives_it_none(units, names):
    full = {unit.code: unit.full_name for unit in units}
    found = {name.path_key: [full[code] for code in name.successors] for name in names}
    assert found["xa bat trang huyen gia lam thanh pho ha noi"] == [
        "Xã Bát Tràng",
        "Phường Long Biên",
        "Xã Gia Lâm",
    ]
    assert found["xa long phu huyen long phu tinh soc trang"] == ["Xã Long Phú"]


def test_public_names_are_unique_and_fit_an_address(units, former):
    public = [public_name(unit) for unit in (*units, *former)]
    assert len(set(public)) == len(public)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in public)
    assert "xa-tan-doan-06316" in public
    assert "tinh-lang-son-20" in public
    assert "huyen-van-quan-184-truoc-2025-07" in public


def test_an_old_name_says_where_it_was(names):
    within = {name.path_key: name.within for name in names}
    assert within["thi tran dong dang huyen cao loc tinh lang son"] == "Huyện Cao Lộc, Tỉnh Lạng Sơn"
    assert within["huyen cao loc tinh lang son"] == "Tỉnh Lạng Sơn"
    assert within["tinh bac kan"] == ""


def test_the_tables_stay_small_and_say_where_they_come_from():
    assert sum(path.stat().st_size for path in DATA.glob("*units.csv")) < 500_000
    assert (DATA / "former_communes.csv").stat().st_size < 1_000_000
    notice = (DATA / "UNITS-SOURCES.md").read_text(encoding="utf-8")
    assert "Copyright (c) 2025 Tran Ngoc Minh Hieu" in notice
    assert "The above copyright notice and this permission notice shall be included" in notice
