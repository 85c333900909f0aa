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
    standings,
)
from scheduler.absences import Whom
from scheduler.arrangement import Arrangement, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import WhyNot
from scheduler.core.errors import InvalidInput, Objection
from scheduler.core.facts import Activity, DayPart
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.work import Works
from tests.factories import a_commune, load_law
from tests.usecases.acting import GROUND, commune, go_to, held_record, publishing, secretary

__all__ = ["commune"]
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def december(works: Works, office, day: date = FIRST):
    with works.reading(OPERATOR) as uow:
        found = standings.of_office(uow, office.id, day, day)
    return next(v for v in found if v.rule.id == "R-G-COMM-02")


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
    unit, chair, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    absent = replace(held_record(one, chair), presences=(records.Presence(chair.id, present=False),))
    with works.writing(secretary(unit)) as uow:
        version = holding.hold(uow, one.id, one.version, absent).version

    with pytest.raises(InvalidInput) as refused, works.writing(secretary(unit)) as uow:
        holding.correct(uow, one.id, version, held_record(one, chair), GROUND)
    assert [f.code for f in refused.value.faults] == ["absence-on-record"]
