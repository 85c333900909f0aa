"""The editable calendar: late decisions tell what they touch and move nothing."""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler import daymarks
from scheduler.core.deadlines import PostingCode
from scheduler.core.errors import InvalidInput, NotAllowed, NotFound, Stale
from scheduler.core.facts import Activity, State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.core.workdays import CalendarDay, DayKind
from scheduler.db.journal import JournalEntry
from scheduler.db.work import Works
from tests.factories import a_commune, make_meeting

LAW = Actor("law", Role.LEGAL_ADMIN)
TUESDAY = date(2026, 12, 15)


def off(day: date, kind: DayKind = DayKind.OFF, *, confirmed: bool = True) -> CalendarDay:
    return CalendarDay(day, kind, "Nghỉ theo quyết định", "Công văn 01", confirmed)


def test_t16_a_late_day_off_lists_the_meetings_and_deadlines_it_touches_and_moves_none(works: Works) -> None:
    unit, party, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        hit = make_meeting(uow, unit, chair, on=TUESDAY)
        after = make_meeting(uow, unit, party, on=date(2026, 12, 17), state=State.APPROVED)
        make_meeting(uow, unit, chair, on=TUESDAY, state=State.DRAFT)
        make_meeting(uow, unit, party, on=date(2026, 12, 30))
        dialogue = make_meeting(
            uow, unit, chair, on=date(2026, 12, 16), activity=Activity.DIALOGUE, sub_type="commune_people_conference"
        )
    with works.writing(LAW) as uow:
        change = daymarks.set_day(uow, off(TUESDAY))

    assert [(t.meeting.id, t.change.was, t.change.now.name) for t in change.meetings] == [
        (hit.id, None, "Nghỉ theo quyết định")
    ]
    (moved,) = change.postings
    assert (moved.meeting.id, moved.was.due.due, moved.now.due.due) == (
        after.id,
        date(2026, 12, 10),
        date(2026, 12, 9),
    )
    assert moved.now.code is PostingCode.DUE_IN
    assert (hit.held_on, hit.state, hit.version) == (TUESDAY, State.PUBLISHED, 1)
    assert dialogue.id not in {m.meeting.id for m in change.postings}
    with works.reading(OPERATOR) as uow:
        (body,) = uow.session.scalars(select(JournalEntry.body).where(JournalEntry.kind == "CalendarDaySet"))
    assert body["touched"] == [hit.id]
    assert body["source"] == "Công văn 01"


def test_t16_taking_a_day_off_back_touches_as_well(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(LAW) as uow:
        daymarks.set_day(uow, off(TUESDAY))
    with works.writing(OPERATOR) as uow:
        hit = make_meeting(uow, unit, chair, on=TUESDAY)
    with works.writing(LAW) as uow:
        change = daymarks.remove_day(uow, TUESDAY, 1)
    assert [(t.meeting.id, t.change.was.name, t.change.now) for t in change.meetings] == [
        (hit.id, "Nghỉ theo quyết định", None)
    ]
    with works.reading(LAW) as uow, pytest.raises(NotFound):
        daymarks.get(uow, TUESDAY)


def test_confirming_a_day_touches_nothing(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(LAW) as uow:
        daymarks.set_day(uow, off(TUESDAY, confirmed=False))
    with works.writing(OPERATOR) as uow:
        make_meeting(uow, unit, chair, on=TUESDAY)
    with works.writing(LAW) as uow:
        change = daymarks.set_day(uow, off(TUESDAY, DayKind.OFF_OBSERVED), 1)
    assert (change.meetings, change.postings) == ((), ())
    assert (change.row.kind, change.row.confirmed, change.version) == ("off_observed", True, 2)


def test_a_make_up_saturday_turns_a_day_off_back(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    saturday = date(2026, 12, 12)
    with works.writing(OPERATOR) as uow:
        hit = make_meeting(uow, unit, chair, on=saturday)
        later = make_meeting(uow, unit, chair, on=TUESDAY)
    with works.writing(LAW) as uow:
        change = daymarks.set_day(uow, off(saturday, DayKind.MAKEUP_WORKDAY))
        assert daymarks.count_from(uow, TUESDAY, -5).due == date(2026, 12, 9)
    assert [t.meeting.id for t in change.meetings] == [hit.id]
    assert [(p.meeting.id, p.now.due.due) for p in change.postings] == [(later.id, date(2026, 12, 9))]


def test_a_day_has_a_name_and_a_source_and_is_entered_once(works: Works) -> None:
    with works.writing(LAW) as uow:
        with pytest.raises(InvalidInput) as refused:
            daymarks.set_day(uow, CalendarDay(TUESDAY, DayKind.MAKEUP_WORKDAY, " ", ""))
        assert [(f.where, f.code) for f in refused.value.faults] == [
            ("name", "required"),
            ("source", "required"),
            ("kind", "makeup-on-weekday"),
        ]
        daymarks.set_day(uow, off(TUESDAY))
        with pytest.raises(InvalidInput):
            daymarks.set_day(uow, off(TUESDAY))
        with pytest.raises(Stale):
            daymarks.set_day(uow, off(TUESDAY), 7)
        with pytest.raises(NotFound):
            daymarks.set_day(uow, off(date(2026, 12, 16)), 1)


def test_the_country_s_calendar_is_kept_by_the_country_only(works: Works) -> None:
    unit, *_ = a_commune(works)
    for actor in (Actor("l", Role.LEGAL_ADMIN, unit.id), Actor("a", Role.UNIT_ADMIN, unit.id)):
        with works.writing(actor) as uow:
            for attempt in (
                lambda: daymarks.set_day(uow, off(TUESDAY)),
                lambda: daymarks.remove_day(uow, TUESDAY, 1),
                lambda: daymarks.seed_calendar(uow, [2027]),
            ):
                with pytest.raises(NotAllowed):
                    attempt()
            assert daymarks.list_days(uow, TUESDAY, TUESDAY) == []


def test_seeding_enters_what_is_missing_and_touches_what_was_planned(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    tet = date(2027, 2, 8)
    with works.writing(OPERATOR) as uow:
        hit = make_meeting(uow, unit, chair, on=tet)
    with works.writing(LAW) as uow:
        daymarks.set_day(uow, off(date(2026, 11, 24)))
        seeded = daymarks.seed_calendar(uow, [2026, 2027])
    with works.writing(LAW) as uow:
        again = daymarks.seed_calendar(uow, [2026, 2027])
        years = [(date(year, 1, 1), date(year, 12, 31)) for year in (2026, 2027)]
        days = {row.day: row for span in years for row in daymarks.list_days(uow, *span)}

    assert again.rows == ()
    assert [t.meeting.id for t in seeded.meetings] == [hit.id]
    assert days[date(2026, 11, 24)].source == "Công văn 01"
    assert days[date(2026, 1, 2)].kind == "off_swapped"
    assert days[date(2026, 1, 10)].kind == "makeup_workday"
    assert not days[tet].confirmed
    assert all(row.source for row in days.values())
