"""Offices and the people who hold them, and what vacancies and double offices do to the ledger."""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler import offices, people, rulebook
from scheduler.core.compliance.objections import FindingCode
from scheduler.core.compliance.values import Status
from scheduler.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Objection, Stale
from scheduler.core.facts import OfficeKind, State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.journal import JournalEntry
from scheduler.db.offices import Office, Person
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.ledger import open_ledger, verdicts
from scheduler.people import Capacity
from tests.factories import a_commune, load_law, make_meeting, make_office, make_person, make_unit

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def admin(unit: Unit) -> Actor:
    return Actor("admin", Role.UNIT_ADMIN, unit.id)


def codes(refusal: InvalidInput) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in refusal.faults]


def vacant(works: Works) -> tuple[Unit, Office, Person, Person]:
    with works.writing(OPERATOR) as uow:
        rulebook.load_law(uow)
        unit = make_unit(uow)
        return unit, make_office(uow, unit), make_person(uow, unit), make_person(uow, unit, "Lê Văn Hai")


def standing(uow: UnitOfWork, office: Office, rule_id: str = "R-G-COMM-02") -> tuple[Status, int]:
    found = verdicts(open_ledger(uow, [office.id], *OCTOBER))
    (verdict,) = [v for v in found if v.rule.id == rule_id]
    return verdict.status, verdict.held


def test_an_office_is_opened_named_and_closed(works: Works) -> None:
    unit, *_ = a_commune(works)
    with works.writing(admin(unit)) as uow:
        council = offices.open_office(uow, unit.id, OfficeKind.CHU_TICH_HDND, " Chủ tịch  HĐND ", date(2025, 7, 1))
    with works.writing(admin(unit)) as uow:
        offices.rename_office(uow, council.id, 1, "Chủ tịch Hội đồng nhân dân")
        closed = offices.close_office(uow, council.id, 2, date(2026, 6, 30))

    assert (closed.office.title, closed.office.valid_to) == ("Chủ tịch Hội đồng nhân dân", date(2026, 6, 30))
    with works.reading(admin(unit)) as uow:
        kinds = uow.session.execute(select(JournalEntry.kind).order_by(JournalEntry.seq)).scalars().all()
        assert [kind for kind in kinds if kind != "RowsWritten"] == ["OfficeOpened", "OfficeChanged", "OfficeClosed"]
        assert council.id in [office.id for office in offices.list_of_unit(uow, unit.id)]
    with pytest.raises(Conflict), works.writing(admin(unit)) as uow:
        offices.close_office(uow, council.id, 3, date(2026, 7, 1))


def test_a_second_chairman_is_refused_but_another_head_of_agency_is_not(works: Works) -> None:
    unit, *_ = a_commune(works)
    with pytest.raises(InvalidInput) as refused, works.writing(admin(unit)) as uow:
        offices.open_office(uow, unit.id, OfficeKind.CHU_TICH_UBND, "", date(2024, 1, 1))
    assert codes(refused.value) == [
        ("title", "required"),
        ("valid_from", "unit-not-in-being"),
        ("kind", "office-exists"),
    ]
    with works.writing(admin(unit)) as uow:
        for title in ("Trưởng phòng Kinh tế", "Trưởng phòng Văn hóa"):
            offices.open_office(uow, unit.id, OfficeKind.THU_TRUONG_CO_QUAN, title, date(2025, 7, 1))


def test_t1_a_district_has_no_office_after_its_end(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        district = make_unit(
            uow, "Huyện Văn Quan", level="huyen", valid_from=date(2014, 7, 1), valid_to=date(2025, 6, 30)
        )
        office = offices.open_office(uow, district.id, OfficeKind.BI_THU, "Bí thư Huyện ủy", date(2020, 1, 1))
        assert office.valid_to == date(2025, 6, 30)
        for first, last in ((date(2025, 7, 1), None), (date(2025, 1, 1), date(2025, 12, 31))):
            with pytest.raises(InvalidInput) as refused:
                offices.open_office(uow, district.id, OfficeKind.CHU_TICH_UBND, "Chủ tịch", first, valid_to=last)
            assert "unit-not-in-being" in [code for _, code in codes(refused.value)]


def test_closing_an_office_ends_who_holds_it_and_tells_the_meetings_that_remain(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        later = make_meeting(uow, unit, chair, on=date(2026, 12, 15))
        make_meeting(uow, unit, chair, on=date(2026, 12, 16), state=State.DRAFT)
        make_meeting(uow, unit, chair, on=date(2026, 11, 27))
    with works.writing(admin(unit)) as uow:
        closed = offices.close_office(uow, chair.id, 1, date(2026, 11, 30))
        (held,) = people.holdings_of(uow, chair.id)

    assert [meeting.id for meeting in closed.meetings] == [later.id]
    assert closed.meetings[0].state is State.PUBLISHED
    assert held.last_on == date(2026, 11, 30)


def test_two_heads_of_one_office_at_once_are_refused(works: Works) -> None:
    _, office, one, two = vacant(works)
    with works.writing(OPERATOR) as uow:
        held = people.begin_holding(uow, office.id, one.id, Capacity.HOLDER, date(2026, 1, 1))
        with pytest.raises(InvalidInput) as refused:
            people.begin_holding(uow, office.id, two.id, Capacity.ACTING, date(2026, 3, 1))
        assert codes(refused.value) == [("first_on", "office-headed")]
        people.begin_holding(uow, office.id, two.id, Capacity.CARETAKER, date(2026, 3, 1), last_on=date(2026, 3, 9))
        people.end_holding(uow, held.id, date(2026, 2, 28))
        people.begin_holding(uow, office.id, two.id, Capacity.ACTING, date(2026, 3, 1))
        with pytest.raises(InvalidInput) as refused:
            people.end_holding(uow, held.id, date(2026, 3, 1))
        assert codes(refused.value) == [("last_on", "office-headed")]


def test_a_unit_cannot_wipe_out_a_breach_by_a_vacancy_set_in_the_past(works: Works) -> None:
    unit, office, one, _ = vacant(works)
    with works.writing(admin(unit)) as uow:
        held = people.begin_holding(uow, office.id, one.id, Capacity.HOLDER, date(2025, 7, 1))
        assert standing(uow, office) == (Status.BREACHED, 0)

    with pytest.raises(Objection) as refused, works.writing(admin(unit)) as uow:
        people.end_holding(uow, held.id, date(2026, 9, 30))

    assert {f.code for f in refused.value.findings} == {FindingCode.DUTY_REMOVED}
    with works.writing(admin(unit)) as uow:
        # Leaving at the end of this month takes nothing from a period that has begun.
        people.end_holding(uow, held.id, date(2026, 11, 30))
        assert standing(uow, office) == (Status.BREACHED, 0)


def test_a_unit_cannot_wipe_out_a_breach_by_closing_the_office_in_the_past(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)

    with pytest.raises(Objection), works.writing(admin(unit)) as uow:
        offices.close_office(uow, chair.id, 1, date(2026, 9, 30))

    with works.reading(admin(unit)) as uow:
        assert standing(uow, chair) == (Status.BREACHED, 0)


def test_a_holding_is_of_a_person_of_the_unit_within_the_office_s_days(works: Works) -> None:
    unit, office, _, _ = vacant(works)
    with works.writing(OPERATOR) as uow:
        stranger = make_person(uow, make_unit(uow, "Xã Khánh Khê"))
    with pytest.raises(InvalidInput) as refused, works.writing(admin(unit)) as uow:
        people.begin_holding(uow, office.id, stranger.id, Capacity.HOLDER, date(2025, 6, 30), last_on=date(2025, 6, 1))
    assert codes(refused.value) == [
        ("person_id", "no-such-person"),
        ("last_on", "ends-before-start"),
        ("first_on", "office-not-in-being"),
        ("last_on", "office-not-in-being"),
    ]


def test_t11_one_person_in_two_offices_is_credited_only_in_the_capacity_declared(works: Works) -> None:
    unit, chair, person, _ = vacant(works)
    with works.writing(admin(unit)) as uow:
        party = offices.open_office(uow, unit.id, OfficeKind.BI_THU, "Bí thư Đảng ủy", date(2025, 7, 1))
        for office in (chair, party):
            people.begin_holding(uow, office.id, person.id, Capacity.HOLDER, date(2025, 7, 1))
    with works.writing(OPERATOR) as uow:
        for day in (date(2026, 10, 8), date(2026, 10, 22)):
            make_meeting(uow, unit, chair, on=day, state=State.HELD)

    with works.reading(admin(unit)) as uow:
        assert standing(uow, chair) == (Status.MET, 2)
        assert standing(uow, party, "R-P-COMM-01") == (Status.BREACHED, 0)


def test_t12_a_month_without_a_head_is_not_applicable_and_a_caretaker_is_no_head(works: Works) -> None:
    _, office, one, two = vacant(works)
    with works.writing(OPERATOR) as uow:
        people.begin_holding(uow, office.id, one.id, Capacity.HOLDER, date(2025, 7, 1), last_on=date(2026, 9, 30))
        people.begin_holding(uow, office.id, two.id, Capacity.CARETAKER, date(2026, 10, 1))
        assert standing(uow, office) == (Status.NOT_APPLICABLE, 0)
        people.begin_holding(uow, office.id, two.id, Capacity.ACTING, date(2026, 10, 1))
        assert standing(uow, office) == (Status.BREACHED, 0)


def test_t12_the_minimum_belongs_to_the_office_when_its_holder_changes_in_mid_month(works: Works) -> None:
    unit, office, one, two = vacant(works)
    with works.writing(admin(unit)) as uow:
        people.begin_holding(uow, office.id, two.id, Capacity.HOLDER, date(2026, 10, 16))
        people.begin_holding(uow, office.id, one.id, Capacity.HOLDER, date(2025, 7, 1), last_on=date(2026, 10, 15))
    with works.writing(OPERATOR) as uow:
        for day in (date(2026, 10, 8), date(2026, 10, 22)):
            make_meeting(uow, unit, office, on=day, state=State.HELD)
        assert standing(uow, office) == (Status.MET, 2)


def test_a_person_is_renamed_and_the_journal_keeps_no_name(works: Works) -> None:
    unit, *_ = a_commune(works)
    with works.writing(admin(unit)) as uow:
        person = people.add_person(uow, unit.id, "Hoàng  Thị Ba")
    with works.writing(admin(unit)) as uow:
        people.rename_person(uow, person.id, 1, "Hoàng Thị Bảy")

    with works.reading(admin(unit)) as uow:
        found = people.get_person(uow, person.id)
        assert (found.name, found.search_key, found.version) == ("Hoàng Thị Bảy", "hoang thi bay", 2)
        told = JournalEntry.kind != "RowsWritten"  # the factories' rows
        bodies = uow.session.execute(select(JournalEntry.kind, JournalEntry.body).where(told)).all()
        assert [kind for kind, _ in bodies] == ["PersonAdded", "PersonChanged"]
        assert "Hoàng" not in str(bodies)
    with pytest.raises(Stale), works.writing(admin(unit)) as uow:
        people.rename_person(uow, person.id, 1, "Khác")


def test_only_the_unit_s_own_administrator_enters_offices_and_people(works: Works) -> None:
    unit, party, _, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        other = make_unit(uow, "Xã Khánh Khê", parent_id=unit.parent_id)
    with works.writing(Actor("s", Role.SECRETARY, unit.id)) as uow:
        with pytest.raises(NotAllowed):
            people.add_person(uow, unit.id, "Hoàng Thị Ba")
        with pytest.raises(NotAllowed):
            offices.rename_office(uow, party.id, 1, "Bí thư")
    with works.writing(admin(other)) as uow:
        for attempt in (
            lambda: people.add_person(uow, unit.id, "Hoàng Thị Ba"),
            lambda: offices.get(uow, party.id),
            lambda: offices.close_office(uow, party.id, 1, date(2026, 12, 31)),
            lambda: people.holdings_of(uow, party.id),
            lambda: people.end_holding(uow, "no-such-holding", date(2026, 12, 31)),
        ):
            with pytest.raises(NotFound):
                attempt()
    with works.writing(Actor("p", Role.UNIT_ADMIN, unit.parent_id)) as uow:
        assert offices.get(uow, party.id).title == "Bí thư Đảng ủy"
        with pytest.raises(NotAllowed):
            offices.rename_office(uow, party.id, 1, "Bí thư")
