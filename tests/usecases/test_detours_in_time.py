"""Further ways round a refusal: vacancies to come, spans cut short, minutes, halves, and second thoughts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from scheduler import (
    absences,
    holding,
    meetings,
    offices,
    people,
    publication,
    records,
    rescheduling,
)
from scheduler.absences import Whom
from scheduler.arrangement import Arrangement, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import WhyNot
from scheduler.core.errors import InvalidInput, Objection
from scheduler.core.facts import Activity, DayPart
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_day_off, make_holding, make_meeting, make_office
from tests.usecases.acting import (
    FIRST,
    GROUND,
    LAST,
    chief,
    commune,
    december,
    go_to,
    held_record,
    publishing,
    secretary,
)

__all__ = ["commune"]


def test_neither_a_vacancy_to_come_nor_a_closing_opens_the_way_to_a_cancellation(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune
    admin = Actor("a", Role.UNIT_ADMIN, unit.id)
    with works.writing(admin) as uow:
        (held,) = people.holdings_of(uow, chair.id)
        people.end_holding(uow, held.id, date(2026, 11, 30))
    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, one.id, one.version, "Họp khẩn")

    with works.writing(OPERATOR) as uow:
        offices.close_office(uow, chair.id, 1, date(2026, 11, 30))
    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        rescheduling.cancel(uow, one.id, one.version, "Họp khẩn")


def test_a_span_cut_short_is_judged_for_its_whole_month(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    publishing(works, unit, (date(2027, 1, 5), Seat(chair.id)), place=place)

    with pytest.raises(Objection), works.writing(secretary(unit)) as uow:
        publication.publish_span(uow, unit.id, date(2027, 1, 1), date(2027, 1, 30))


def test_a_minute_is_not_planned_as_a_meeting(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    wanted = Arrangement(
        Activity.RECEPTION, "periodic", (Hours(FIRST, time(23, 58), time(23, 59), place.id),), (Seat(chair.id),)
    )

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        meetings.draft(uow, unit.id, wanted)
    assert [f.code for f in refused.value.faults] == ["too-short"]


def test_away_in_the_morning_and_in_the_afternoon_is_away(works: Works, commune) -> None:
    unit, chair, _, _ = commune
    with works.writing(secretary(unit)) as uow:
        for part in (DayPart.MORNING, DayPart.AFTERNOON):
            absences.add(uow, Whom(office_id=chair.id), FIRST, LAST, "Đi học", part=part)

    assert {n.why for n in december(works, chair).not_counted} == {WhyNot.CHAIR_AWAY}


def test_a_recorded_absence_is_taken_back_only_by_a_leader_or_the_chief(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, _, _ = commune
    with works.writing(OPERATOR) as uow:
        council = make_office(uow, unit, "chu_tich_hdnd", "Chủ tịch HĐND")
        joint = make_meeting(uow, unit, chair, council, on=date(2026, 12, 8), hours=(time(8), time(12)))
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    beside = records.Presence(council.id, present=True)
    absent, present = (
        replace(held_record(joint, chair), presences=(records.Presence(chair.id, present=was), beside))
        for was in (False, True)
    )
    with works.writing(secretary(unit)) as uow:
        version = holding.hold(uow, joint.id, joint.version, absent).version

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.correct(uow, joint.id, version, present, GROUND)
    assert [f.code for f in refused.value.faults] == ["absence-on-record"]


def test_only_who_insisted_on_the_day_off_itself_makes_it_count(works: Works, commune) -> None:
    unit, chair, _, (one, two) = commune
    with works.writing(chief(unit)) as uow:
        # The Sunday is insisted on; the other meeting is insisted on for another reason, and then meets a holiday.
        rescheduling.move(uow, one.id, one.version, date(2026, 12, 13), "Tiếp dân ngày nghỉ", insist=GROUND)
        rescheduling.move(uow, two.id, two.version, date(2027, 1, 5), "Họp khẩn", insist=GROUND)
    with works.writing(OPERATOR) as uow:
        make_day_off(uow, date(2027, 1, 5))

    assert [c.day for c in december(works, chair).counted] == [date(2026, 12, 13)]
    january = december(works, chair, date(2027, 1, 5))
    assert [(n.meeting_id, n.why) for n in january.not_counted] == [(two.id, WhyNot.DAY_OFF)]


def test_one_person_in_two_offices_is_not_recorded_in_two_meetings_at_once(
    works: Works, commune, clock: StoppedClock
) -> None:
    unit, chair, place, (one, _) = commune
    with works.writing(OPERATOR) as uow:
        (held,) = people.holdings_of(uow, chair.id)
        council = make_office(uow, unit, "chu_tich_hdnd", "Chủ tịch HĐND")
        make_holding(uow, council, people.get_person(uow, held.person_id))
        other = make_meeting(uow, unit, council, on=date(2026, 12, 8), place=place)
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.hold(uow, other.id, other.version, held_record(other, council))
    assert [f.code for f in refused.value.faults] == ["overlaps-record"]
