"""Patterns of a unit are kept, previewed, and ended."""

from datetime import date

import pytest

from scheduler import standing_patterns
from scheduler.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from scheduler.core.facts import Activity
from scheduler.core.patterns import ReasonCode, from_dict
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.offices import Office
from scheduler.db.work import Works
from scheduler.planning.scene import pattern_of
from tests.factories import a_commune, make_day_off, make_office, make_unit


def monthly(*offices: Office, day: int = 15) -> dict[str, object]:
    return {
        "shape": {"kind": "days_of_month", "days": [day]},
        "offices": [office.id for office in offices],
        "validity": {"first": "2026-01-01", "last": None},
        "on_day_off": "next",
        "sittings": [{"start": "08:00", "end": "11:30"}],
    }


def test_a_pattern_is_kept_and_reads_back_as_entered(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(Actor("a", Role.UNIT_ADMIN, unit.id)) as uow:
        row = standing_patterns.add_pattern(
            uow, unit.id, Activity.RECEPTION, "periodic", monthly(chair), place_id=place.id, note="Thông báo 12"
        )
    with works.reading(Actor("s", Role.SECRETARY, unit.id)) as uow:
        (found,) = standing_patterns.list_of_unit(uow, unit.id)
        assert pattern_of(found) == from_dict({"id": row.id, **monthly(chair)})
        assert (found.office_ids, found.valid_from, found.note) == ([chair.id], date(2026, 1, 1), "Thông báo 12")


def test_a_rotation_names_its_offices_by_their_order(works: Works) -> None:
    unit, party, chair, _ = a_commune(works)
    shape = {
        "kind": "rotation",
        "over": {"kind": "weekly", "weekdays": [4]},
        "order": [party.id, chair.id],
        "anchor": "2026-01-01",
    }
    with works.writing(OPERATOR) as uow:
        row = standing_patterns.add_pattern(
            uow, unit.id, Activity.RECEPTION, "periodic", monthly() | {"shape": shape, "offices": []}
        )
    assert row.office_ids == [party.id, chair.id]


def test_an_ended_pattern_is_kept_and_gives_nothing_later(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        row = standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", monthly(chair))
        born = dict(row.shape)
        with pytest.raises(InvalidInput):
            standing_patterns.end_pattern(uow, row.id, date(2025, 12, 31))
        standing_patterns.end_pattern(uow, row.id, date(2026, 11, 30))
    with works.writing(OPERATOR) as uow:
        (found,) = standing_patterns.list_of_unit(uow, unit.id)
        assert (found.valid_to, found.shape) == (date(2026, 11, 30), born)
        assert pattern_of(found).validity.last == date(2026, 11, 30)
        with pytest.raises(Conflict):
            standing_patterns.end_pattern(uow, row.id, date(2026, 12, 31))


def test_the_same_dates_are_not_promised_twice_at_one_time(works: Works) -> None:
    unit, party, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        first = standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", monthly(chair))
        with pytest.raises(Conflict, match="pattern-exists"):
            standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", monthly(chair))
        standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", monthly(party))
        standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", monthly(chair, day=16))
        standing_patterns.end_pattern(uow, first.id, date(2026, 11, 30))
        later = monthly(chair) | {"validity": {"first": "2026-12-01", "last": None}}
        standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", later)


def test_a_preview_gives_dates_with_their_reasons_and_keeps_nothing(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        make_day_off(uow, date(2026, 12, 15))
    with works.reading(Actor("s", Role.SECRETARY, unit.id)) as uow:
        _, found = standing_patterns.preview_dates(uow, unit.id, monthly(chair), date(2026, 12, 1), date(2027, 1, 31))
        assert [(d.on, d.reason.code) for d in found] == [
            (date(2026, 12, 16), ReasonCode.MOVED_NEXT),
            (date(2027, 1, 15), ReasonCode.ON_PATTERN),
        ]
        assert standing_patterns.list_of_unit(uow, unit.id) == []
        with pytest.raises(InvalidInput):
            standing_patterns.preview_dates(uow, unit.id, monthly(chair), date(2026, 1, 1), date(2029, 1, 1))


def test_faults_name_their_place_in_the_pattern(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        stranger = make_office(uow, make_unit(uow, "Xã Khánh Khê"))
    with works.writing(OPERATOR) as uow:
        for pattern, where in (
            (monthly(chair) | {"shape": {"kind": "weekly", "weekdays": [8]}}, "pattern/shape/weekdays"),
            (monthly(chair) | {"id": "mine"}, "pattern/id"),
            (monthly(chair) | {"color": "red"}, "pattern/color"),
            (monthly(chair, stranger), "pattern/offices/1"),
            (monthly(chair, day=30), "pattern/shape/short_month"),
        ):
            with pytest.raises(InvalidInput) as refused:
                standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", pattern)
            assert [f.where.removesuffix("/0") for f in refused.value.faults] == [where]
        with pytest.raises(InvalidInput) as refused:
            standing_patterns.add_pattern(
                uow, unit.id, Activity.DIALOGUE, "periodic", monthly(stranger), place_id="x", note="y" * 501
            )
        assert [f.where for f in refused.value.faults] == ["sub_type", "pattern/offices/0", "place_id", "note"]
    assert place.id


def test_t1_a_pattern_of_a_district_begins_while_the_district_exists(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        district = make_unit(
            uow, "Huyện Văn Quan", level="huyen", valid_from=date(2014, 7, 1), valid_to=date(2025, 6, 30)
        )
        office = make_office(uow, district)
        with pytest.raises(InvalidInput) as refused:
            standing_patterns.add_pattern(uow, district.id, Activity.RECEPTION, "periodic", monthly(office))
        assert [f.code for f in refused.value.faults] == ["unit-not-in-being"]


def test_a_pattern_is_kept_by_the_unit_s_administrator_and_unseen_next_door(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        row = standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", monthly(chair))
        other = make_unit(uow, "Xã Khánh Khê")
    with works.writing(Actor("s", Role.SECRETARY, unit.id)) as uow:
        with pytest.raises(NotAllowed):
            standing_patterns.end_pattern(uow, row.id, date(2026, 12, 31))
        with pytest.raises(NotAllowed):
            standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", monthly(chair))
    with works.writing(Actor("o", Role.UNIT_ADMIN, other.id)) as uow:
        for attempt in (
            lambda: standing_patterns.get(uow, row.id),
            lambda: standing_patterns.end_pattern(uow, row.id, date(2026, 12, 31)),
            lambda: standing_patterns.preview_dates(
                uow, unit.id, monthly(chair), date(2026, 12, 1), date(2026, 12, 31)
            ),
        ):
            with pytest.raises(NotFound):
                attempt()
