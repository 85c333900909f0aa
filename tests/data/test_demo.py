"""The demonstration's cast is whole, real where it says so, and plainly invented where it is."""

import re
from collections import Counter
from datetime import date

import pytest

from scheduler.core.compliance.values import Status
from scheduler.core.facts import OfficeKind
from scheduler.core.patterns.codec import from_dict, to_dict
from scheduler.core.vietnamese import nfc
from scheduler.demo_data import demo, demo_province
from scheduler.unit_data import current_units


@pytest.fixture(scope="module")
def communes():
    return [(unit.code, unit.kind) for unit in current_units() if unit.parent_code == demo_province()]


@pytest.fixture(scope="module")
def shown(communes):
    return demo(communes)


def test_it_is_lang_son_with_all_its_communes(shown, communes):
    names = {unit.code: unit.full_name for unit in current_units()}
    assert names[shown.province] == "Tỉnh Lạng Sơn"
    assert names[shown.sign_in_unit] == "Xã Tân Đoàn"
    assert len(communes) == 65
    assert [unit.code for unit in shown.units] == [shown.province, *(code for code, _ in communes)]


def test_every_commune_has_its_secretary_and_its_chairman(shown):
    for unit in shown.units:
        kinds = [office.kind for office in unit.offices]
        assert len(set(kinds)) == len(kinds)
        assert {OfficeKind.BI_THU, OfficeKind.CHU_TICH_UBND} <= set(kinds)
        assert set(kinds) <= {kind.value for kind in OfficeKind}


def test_every_pattern_can_be_read_is_used_and_names_its_notice(shown):
    used = Counter(office.pattern_id for unit in shown.units for office in unit.offices)
    assert set(used) == set(shown.patterns)
    for pattern in shown.patterns.values():
        raw = {
            "id": pattern.id,
            "offices": ["o"],
            "validity": {"first": date(2025, 7, 1).isoformat(), "last": None},
            **pattern.values,
        }
        assert from_dict(to_dict(from_dict(raw))) == from_dict(raw)
        assert pattern.adapts
        assert pattern.changed
        assert pattern.source.startswith("https://")


def test_people_are_numbers_and_no_two_are_alike(shown):
    names = [holder.name for unit in shown.units for office in unit.offices for holder in office.holders]
    shared = [name for name, times in Counter(names).items() if times > 1]
    assert len(shared) == 2
    assert names[:3] == ["Nguyễn Văn Một", "Trần Thị Hai", "Lê Văn Ba"]
    assert all(name == nfc(name) for name in names)
    numbers = {
        "Một",
        "Mốt",
        "Hai",
        "Ba",
        "Bốn",
        "Năm",
        "Lăm",
        "Sáu",
        "Bảy",
        "Tám",
        "Chín",
        "Mười",
        "Mươi",
        "Trăm",
        "Linh",
    }
    assert all(set(name.split()[2:]) <= numbers for name in names)


def test_the_stories_show_every_kind_of_verdict(shown):
    told = [expected.status for unit in shown.units for expected in unit.expected]
    assert set(told) <= {status.value for status in Status}
    assert {"met", "on_track", "at_risk", "breached", "not_applicable"} <= set(told)
    assert {holder.capacity for unit in shown.units for office in unit.offices for holder in office.holders} == {
        "holder",
        "acting",
        "caretaker",
    }


def test_every_story_speaks_of_offices_and_months_that_are_shown(shown):
    known = {
        "delegated", "absent", "not_held", "cancelled", "cancelled_made_up", "moved", "postponed_without_date",
        "published_late", "entered_late",
    }  # fmt: skip
    for unit in shown.units:
        kinds = {office.kind for office in unit.offices}
        assert set(unit.joint) <= kinds
        for thing in (*unit.events, *unit.absences, *unit.expected):
            assert thing.office in kinds
            assert shown.first_month <= thing.month <= shown.last_month
        assert {event.do for event in unit.events} <= known


def test_every_commune_is_a_body_and_a_few_hold_its_conference(shown):
    assert not shown.units[0].body
    assert {unit.body for unit in shown.units[1:]} == {"Chính quyền xã", "Chính quyền phường"}
    held = [unit.conference.month for unit in shown.units if unit.conference]
    assert sorted(held) == [-2, -1, -1, 1]


def test_the_same_communes_give_the_same_cast(shown, communes):
    assert demo(communes) == shown


def test_a_story_of_a_unit_that_is_not_there_is_refused(communes):
    with pytest.raises(ValueError, match="06316"):
        demo([pair for pair in communes if pair[0] != "06316"])


def test_telephones_reach_nobody_and_differ(shown):
    numbers = [shown.telephone_of(unit.code) for unit in shown.units]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"0205 000 \d{4}", number) for number in numbers)
    assert shown.telephone_of("06316") == "0205 000 6316"
    assert shown.telephone_of(shown.province) == "0205 000 0020"
