"""Who is not free when, and which meetings that touches; nothing is moved."""

from datetime import date, time

import pytest
from sqlalchemy import select

from scheduler import absences
from scheduler.absences import Whom
from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.conflicts import Clash
from scheduler.core.errors import InvalidInput, NotAllowed, NotFound
from scheduler.core.facts import DayPart, Level, State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.journal import JournalEntry
from scheduler.db.meetings import MeetingChair, get_meeting
from scheduler.db.offices import Holding, Office
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.diary import conflicts_of
from tests.factories import a_commune, load_law, make_meeting, make_office, make_unit
from tests.usecases.acting import december

FIRST, LAST = date(2026, 12, 14), date(2026, 12, 18)


def secretary(unit_id: str | None) -> Actor:
    return Actor("s", Role.SECRETARY, unit_id)


def person_of(uow: UnitOfWork, office: Office) -> str:
    return uow.session.execute(select(Holding.person_id).where(Holding.office_id == office.id)).scalar_one()


def journalled(works: Works) -> list[str]:
    with works.reading(OPERATOR) as uow:
        return list(uow.session.scalars(select(JournalEntry.kind).where(JournalEntry.kind.startswith("Absence"))))


def neighbours(works: Works, unit: Unit) -> tuple[str, str]:
    """A meeting in a commune of the same province and one in a commune of another."""
    with works.writing(OPERATOR) as uow:
        near = make_unit(uow, "Xã Khánh Khê", parent_id=unit.parent_id)
        far = make_unit(uow, "Xã Ba Bể", parent_id=make_unit(uow, "Tỉnh Thái Nguyên", level="tinh").id)
        meetings = [make_meeting(uow, u, make_office(uow, u)) for u in (near, far)]
        return meetings[0].id, meetings[1].id


def test_a_person_s_leave_touches_the_meetings_of_every_office_they_hold(works: Works) -> None:
    unit, party, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        person = person_of(uow, chair)
        touched = make_meeting(uow, unit, chair, on=date(2026, 12, 15))
        make_meeting(uow, unit, chair, on=date(2026, 12, 21))
        make_meeting(uow, unit, party, on=date(2026, 12, 15))
        make_meeting(uow, unit, chair, on=date(2026, 12, 16), state=State.CANCELLED)
    with works.writing(secretary(unit.id)) as uow:
        told = absences.add(uow, Whom(person_id=person), FIRST, LAST, "Đi công tác")
        assert [m.id for m in told.meetings] == [touched.id]
        assert told.meetings[0].state is State.PUBLISHED
        assert [c.clash for c in conflicts_of(uow, touched)] == [Clash.AWAY]


def test_a_person_is_away_only_from_an_office_held_at_the_time(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        held = uow.session.execute(select(Holding).where(Holding.office_id == chair.id)).scalar_one()
        held.last_on = date(2026, 12, 14)
        make_meeting(uow, unit, chair, on=date(2026, 12, 15))
        assert absences.add(uow, Whom(person_id=held.person_id), FIRST, LAST, "Nghỉ phép").meetings == ()


def test_a_deputy_s_sitting_and_the_other_half_of_the_day_are_not_touched(works: Works) -> None:
    unit, party, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        make_meeting(uow, unit, chair, on=FIRST, hours=(time(8), time(11)))
        after = make_meeting(uow, unit, chair, on=FIRST, hours=(time(14), time(16)))
        delegated = make_meeting(uow, unit, on=FIRST, hours=(time(14), time(16)))
        delegated.chairs = [MeetingChair(office_id=party.id, in_person=False, delegate="Phó Bí thư")]
    with works.writing(secretary(unit.id)) as uow:
        told = absences.add(uow, Whom(unit_id=unit.id), FIRST, FIRST, "Họp", part=DayPart.AFTERNOON)
    assert [m.id for m in told.meetings] == [after.id]


def test_t39_a_council_session_blocks_the_whole_level_below_its_owner(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    near, far = neighbours(works, unit)
    with works.writing(OPERATOR) as uow:
        own = make_meeting(uow, unit, chair)
    with works.writing(secretary(unit.parent_id)) as uow:
        told = absences.add(uow, Whom(level=Level.XA, owner_unit_id=unit.parent_id), FIRST, LAST, "Kỳ họp HĐND")
        assert {m.id for m in told.meetings} == {own.id, near}
        assert [c.reason for c in conflicts_of(uow, own)] == ["Kỳ họp HĐND"]
    with works.writing(OPERATOR) as uow:
        everywhere = absences.add(uow, Whom(level=Level.XA), FIRST, LAST, "Đại hội")
    assert {m.id for m in everywhere.meetings} == {own.id, near, far}

    with works.reading(secretary(unit.id)) as uow:
        assert {a.reason for a in absences.list_of_unit(uow, unit.id, FIRST, LAST)} == {"Kỳ họp HĐND", "Đại hội"}
        assert absences.get(uow, told.absence.id).level == "xa"


def test_removing_tells_what_is_free_again_and_the_journal_remembers(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        meeting = make_meeting(uow, unit, chair)
    with works.writing(secretary(unit.id)) as uow:
        told = absences.add(uow, Whom(office_id=chair.id), FIRST, LAST, "Nghỉ ốm")
    with works.writing(secretary(unit.id)) as uow:
        assert [m.id for m in absences.remove(uow, told.absence.id, 1).meetings] == [meeting.id]
        assert conflicts_of(uow, meeting) == ()
    with works.reading(OPERATOR) as uow:
        told = JournalEntry.kind != "RowsWritten"  # the factories' rows
        entries = uow.session.execute(select(JournalEntry.kind, JournalEntry.body).where(told)).all()
    assert [kind for kind, _ in entries] == ["AbsenceAdded", "AbsenceRemoved"]
    assert "ốm" not in str(entries)


def test_every_fault_is_told_at_once(works: Works) -> None:
    unit, *_ = a_commune(works)
    with works.writing(secretary(unit.id)) as uow:
        for whom in (Whom(), Whom(unit_id=unit.id, level=Level.XA), Whom(unit_id=unit.id, owner_unit_id=unit.id)):
            with pytest.raises(InvalidInput) as refused:
                absences.add(uow, whom, FIRST, LAST, "Họp")
            assert refused.value.faults[0].code == "absence-of-one"
        with pytest.raises(InvalidInput) as refused:
            absences.add(uow, Whom(unit_id=unit.id), LAST, FIRST, " ")
        assert [(f.where, f.code) for f in refused.value.faults] == [
            ("last_on", "ends-before-start"),
            ("reason", "required"),
        ]
        with pytest.raises(InvalidInput):
            absences.add(uow, Whom(unit_id=unit.id), FIRST, date(2028, 1, 1), "Họp")


def test_nobody_blocks_what_is_not_theirs(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        other = make_unit(uow, "Xã Khánh Khê", parent_id=unit.parent_id)
        told = absences.add(uow, Whom(office_id=chair.id), FIRST, LAST, "Nghỉ phép")
        everywhere = absences.add(uow, Whom(level=Level.TINH), FIRST, LAST, "Đại hội")
    with works.writing(secretary(other.id)) as uow:
        for attempt in (
            lambda: absences.add(uow, Whom(office_id=chair.id), FIRST, LAST, "Nghỉ"),
            lambda: absences.add(uow, Whom(level=Level.XA, owner_unit_id=unit.parent_id), FIRST, LAST, "Nghỉ"),
            lambda: absences.get(uow, told.absence.id),
            lambda: absences.remove(uow, told.absence.id, 1),
            lambda: absences.get(uow, everywhere.absence.id),
            lambda: absences.list_of_unit(uow, unit.id, FIRST, LAST),
        ):
            with pytest.raises(NotFound):
                attempt()
        with pytest.raises(NotAllowed):
            absences.add(uow, Whom(level=Level.XA), FIRST, LAST, "Nghỉ")
    with works.writing(secretary(unit.parent_id)) as uow:
        for seen in (everywhere, told):
            with pytest.raises(NotAllowed):
                absences.remove(uow, seen.absence.id, 1)
    with works.writing(Actor("i", Role.INSPECTOR, unit.id)) as uow, pytest.raises(NotAllowed):
        absences.remove(uow, told.absence.id, 1)


MONTH = (date(2026, 12, 1), date(2026, 12, 31))
TWO_DAYS = (date(2026, 12, 8), date(2026, 12, 22))


def planned_month(works: Works) -> tuple[Unit, Office]:
    """A commune whose chairman has the two days of December planned that he owes."""
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        for day in TWO_DAYS:
            make_meeting(uow, unit, chair, on=day)
    return unit, chair


def monthly(found: tuple[Verdict, ...], office: Office) -> list[Status]:
    return [v.status for v in found if v.office_id == office.id and v.rule.id == "R-G-COMM-02"]


@pytest.mark.parametrize("whom", ["office", "person", "unit"])
def test_an_absence_that_breaks_a_minimum_says_so_and_is_not_refused(works: Works, whom: str) -> None:
    unit, chair = planned_month(works)
    with works.writing(secretary(unit.id)) as uow:
        concerned = {
            "office": Whom(office_id=chair.id),
            "person": Whom(person_id=person_of(uow, chair)),
            "unit": Whom(unit_id=unit.id),
        }
        told = absences.add(uow, concerned[whom], *MONTH, "Đi học")

    assert monthly(told.before, chair) == [Status.ON_TRACK]
    assert monthly(told.after, chair) == [Status.BREACHED]
    assert [(c.clash, c.day, c.against) for c in told.conflicts] == [
        (Clash.AWAY, day, meeting.id) for day, meeting in zip(TWO_DAYS, told.meetings, strict=True)
    ]
    assert december(works, chair).status is Status.BREACHED


def test_an_absence_that_hurts_nothing_still_tells_where_its_offices_stand(works: Works) -> None:
    unit, chair = planned_month(works)
    with works.writing(secretary(unit.id)) as uow:
        told = absences.add(uow, Whom(office_id=chair.id), FIRST, LAST, "Công tác")
    assert (told.meetings, told.conflicts) == ((), ())
    assert monthly(told.before, chair) == monthly(told.after, chair) == [Status.ON_TRACK]
    assert {v.office_id for v in told.after} == {chair.id}


def test_of_a_whole_level_only_the_offices_that_stand_otherwise_are_told(works: Works) -> None:
    unit, chair = planned_month(works)
    near, _ = neighbours(works, unit)
    with works.writing(secretary(unit.parent_id)) as uow:
        (theirs,) = get_meeting(uow.session, near).chairs
        short = absences.add(uow, Whom(level=Level.XA, owner_unit_id=unit.parent_id), FIRST, LAST, "Kỳ họp HĐND")
        own = absences.add(uow, Whom(level=Level.XA, owner_unit_id=unit.parent_id), *TWO_DAYS[:1] * 2, "Hội nghị")
    assert [m.id for m in short.meetings] == [near]
    assert {v.office_id for v in short.before} == {v.office_id for v in short.after} == {theirs.office_id}
    assert {v.office_id for v in own.before} == {chair.id}
    assert (monthly(own.before, chair), monthly(own.after, chair)) == ([Status.ON_TRACK], [Status.AT_RISK])


def test_a_withdrawal_tells_the_same_the_other_way_round_and_its_preview_leaves_it(works: Works) -> None:
    unit, chair = planned_month(works)
    with works.writing(secretary(unit.id)) as uow:
        told = absences.add(uow, Whom(office_id=chair.id), *MONTH, "Đi học")
    with works.rehearsing(secretary(unit.id)) as uow:
        seen = absences.remove(uow, told.absence.id, 1)
    assert journalled(works) == ["AbsenceAdded"]
    assert december(works, chair).status is Status.BREACHED
    with works.writing(secretary(unit.id)) as uow:
        back = absences.remove(uow, told.absence.id, 1)

    assert (back.before, back.after) == (seen.before, seen.after) == (told.after, told.before)
    assert back.conflicts == seen.conflicts == told.conflicts
    assert december(works, chair).status is Status.ON_TRACK


def test_a_preview_of_an_absence_tells_nothing_to_the_journal(works: Works) -> None:
    unit, chair = planned_month(works)
    with works.rehearsing(secretary(unit.id)) as uow:
        seen = absences.add(uow, Whom(office_id=chair.id), *MONTH, "Đi học")
    assert journalled(works) == []
    with works.reading(secretary(unit.id)) as uow:
        assert absences.list_of_unit(uow, unit.id, *MONTH) == []
    assert monthly(seen.after, chair) == [Status.BREACHED]
