"""The country's units are loaded once, and found by any name they bore."""

from datetime import date

import pytest
from sqlalchemy import func, select

from scheduler import rulebook, units
from scheduler.core.compliance.values import Status
from scheduler.core.errors import InvalidInput, NotAllowed, NotFound, Stale
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.journal import JournalEntry
from scheduler.db.units import FormerName, Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.ledger import open_ledger, verdicts
from scheduler.public.pages import home
from tests.factories import a_commune, make_holding, make_meeting, make_office, make_person, make_unit

TODAY, THEN = date(2026, 11, 22), date(2024, 5, 5)


def count(uow: UnitOfWork, level: str, day: date) -> int:
    alive = (Unit.valid_from <= day, (Unit.valid_to.is_(None)) | (Unit.valid_to >= day))
    return uow.session.execute(select(func.count()).select_from(Unit).where(Unit.level == level, *alive)).scalar_one()


def test_the_import_loads_the_country_once_and_its_past(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        made = units.import_units(uow)
    with works.writing(OPERATOR) as uow:
        again = units.import_units(uow)

    assert (made.units, made.former_units, made.former_names) == (3355, 748, 10796)
    assert again == units.Imported(0, 0, 0)
    with works.reading(OPERATOR) as uow:
        assert uow.session.execute(select(JournalEntry.kind)).scalars().all() == ["UnitsImported"]
        assert (count(uow, "tinh", TODAY), count(uow, "xa", TODAY), count(uow, "huyen", TODAY)) == (34, 3321, 0)
        assert (count(uow, "tinh", THEN), count(uow, "huyen", THEN)) == (63, 696)
        _t40_a_name_and_code_tell_two_units_apart_only_with_their_days(uow)
        _a_former_name_leads_to_its_successors(uow)
        _what_citizens_type_finds_the_unit(uow)
        _t13_a_lasting_province_is_one_unit(uow)


def _t40_a_name_and_code_tell_two_units_apart_only_with_their_days(uow: UnitOfWork) -> None:
    (old,), (new,) = units.by_code(uow, "19", THEN), units.by_code(uow, "19")

    assert (old.full_name, new.full_name) == ("Tỉnh Thái Nguyên", "Tỉnh Thái Nguyên")
    assert old.id != new.id
    assert old.public_name != new.public_name
    assert (old.valid_to, new.valid_from) == (date(2025, 6, 30), date(2025, 7, 1))


def _t13_a_lasting_province_is_one_unit(uow: UnitOfWork) -> None:
    (province,) = uow.session.execute(select(Unit).where(Unit.code == "20", Unit.level == "tinh")).scalars()

    assert (province.full_name, province.valid_from, province.valid_to) == ("Tỉnh Lạng Sơn", units.FORMER_SINCE, None)
    assert {unit.level for unit in units.children(uow, province.id)} == {"xa"}
    assert {unit.level for unit in units.children(uow, province.id, THEN)} == {"huyen"}


def _a_former_name_leads_to_its_successors(uow: UnitOfWork) -> None:
    (found,) = [hit for hit in units.search(uow, "tinh ha giang") if hit.unit.level == "tinh"]
    assert found.unit.full_name == "Tỉnh Tuyên Quang"
    assert [name.full_name for name in found.former] == ["Tỉnh Hà Giang"]
    lang_son = next(hit for hit in units.search(uow, "Tỉnh Lạng Sơn") if hit.unit.level == "tinh")
    assert lang_son.former == ()


def _what_citizens_type_finds_the_unit(uow: UnitOfWork) -> None:
    wanted = {
        "Thừa Thiên Huế": "Thành phố Huế",
        "TP HCM": "Thành phố Hồ Chí Minh",
        "tp. lạng sơn": "Phường Lương Văn Tri",
        "TX Sơn Tây": "Phường Sơn Tây",
        "Q.1": "Phường Sài Gòn",
        "06316": "Xã Tân Đoàn",
        "huyện văn quan": "Xã Tân Đoàn",
    }
    for asked, full_name in wanted.items():
        in_api = [hit.unit.full_name for hit in units.search(uow, asked)]
        on_page = [hit.unit.full_name for hit in home(uow, asked).hits]
        assert full_name in in_api, asked
        assert on_page == in_api, asked


def test_a_former_name_equal_to_its_only_successor_is_hidden_and_a_parted_one_is_told(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        lasting, part = make_unit(uow, "Xã Tân Đoàn", code="06277"), make_unit(uow, "Xã Tân Đoàn Hai", code="06278")
        for number, codes in ((1, ["06277"]), (2, ["06277", "06278"])):
            name = FormerName(
                id=number, full_name="Xã Tân Đoàn", within=str(number), search_key="xa tan doan", successor_codes=codes
            )
            uow.session.add(name)

    with works.reading(OPERATOR) as uow:
        hits = {hit.unit.id: [name.within for name in hit.former] for hit in units.search(uow, "tân đoàn")}
    assert hits == {lasting.id: ["2"], part.id: ["2"]}


def test_t13_a_merged_unit_owes_its_first_month_in_full_and_inherits_no_meeting(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        rulebook.load_law(uow)
        old = make_unit(
            uow, "Tỉnh Bắc Kạn", level="tinh", code="06", valid_from=units.FORMER_SINCE, valid_to=date(2025, 6, 30)
        )
        new = make_unit(uow, "Tỉnh Thái Nguyên", level="tinh", code="19")
        before, after = make_office(uow, old), make_office(uow, new)
        for unit, office in ((old, before), (new, after)):
            make_holding(uow, office, make_person(uow, unit))
        make_meeting(uow, old, before, on=date(2025, 6, 10), state=State.HELD)
        found = verdicts(open_ledger(uow, [before.id, after.id], date(2025, 6, 1), date(2025, 7, 31)))

    monthly = {(v.office_id, v.period.first.month): v.status for v in found if v.rule.id == "R-G-PROV-01"}
    assert monthly == {(before.id, 6): Status.MET, (after.id, 7): Status.BREACHED}


def test_only_the_country_operator_imports(works: Works) -> None:
    unit, *_ = a_commune(works)
    for actor in (Actor("a", Role.UNIT_ADMIN, unit.id), Actor("b", Role.OPERATOR, unit.id)):
        with pytest.raises(NotAllowed), works.writing(actor) as uow:
            units.import_units(uow)


def test_a_unit_tells_where_it_is(works: Works) -> None:
    unit, *_ = a_commune(works)
    with works.writing(Actor("a", Role.UNIT_ADMIN, unit.id)) as uow:
        changed = units.change_unit(uow, unit.id, 1, address="  Thôn  Nà Lải ", regular_hours="Thứ Hai đến thứ Sáu")

    assert (changed.address, changed.telephone, changed.version) == ("Thôn Nà Lải", "", 2)
    with pytest.raises(Stale), works.writing(OPERATOR) as uow:
        units.change_unit(uow, unit.id, 1, address="khác")
    with pytest.raises(InvalidInput), works.writing(OPERATOR) as uow:
        units.change_unit(uow, unit.id, 2)
    with pytest.raises(NotAllowed), works.writing(Actor("s", Role.SECRETARY, unit.id)) as uow:
        units.change_unit(uow, unit.id, 2, address="khác")


def test_another_unit_does_not_exist_for_an_actor_of_this_one(works: Works) -> None:
    unit, *_ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        other = make_unit(uow, "Xã Văn Quan")
    with works.reading(Actor("a", Role.UNIT_ADMIN, unit.id)) as uow:
        assert [hit.unit.id for hit in units.search(uow, "xã")] == [unit.id]
        with pytest.raises(NotFound):
            units.get(uow, other.id)
        with pytest.raises(NotFound):
            units.change_unit(uow, other.id, 1, address="x")


def test_a_bounded_actor_lists_its_own_unit_and_those_below_and_finds_no_other_by_code(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        commune = make_unit(uow, "Xã Tân Đoàn", code="06316", parent_id=province.id)
        other = make_unit(uow, "Tỉnh Cao Bằng", level="tinh", code="04")

    for actor, listed in (
        (Actor("p", Role.SECRETARY, province.id), [province.id, commune.id]),
        (Actor("c", Role.SECRETARY, commune.id), [commune.id]),
        (OPERATOR, [other.id, province.id]),
    ):
        with works.reading(actor) as uow:
            assert [unit.id for unit in units.children(uow, None)] == listed
            assert [unit.id for unit in units.by_code(uow, "06316")] == [commune.id]
            assert [unit.id for unit in units.by_code(uow, "04")] == ([other.id] if actor is OPERATOR else [])
    with works.reading(Actor("c", Role.SECRETARY, commune.id)) as uow:
        assert units.children(uow, None, date(2000, 1, 1)) == []
