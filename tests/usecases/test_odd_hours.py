"""Receptions at night pass only on the ground of somebody entitled, and say so for ever."""

from datetime import date, time

import pytest
from sqlalchemy import select

from scheduler import meetings, publication, rescheduling
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.conflicts import Clash
from scheduler.core.errors import Objection
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR
from scheduler.db.law import Insistence
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.wording.findings import conflict_sentence
from tests.usecases.acting import GROUND, chief, commune, secretary

__all__ = ["commune"]
DAY = date(2026, 12, 15)


def approved(works: Works, commune, hours: tuple[time, time], kind=(Activity.RECEPTION, "periodic")) -> str:
    unit, chair, place, _ = commune
    trigger = "Vụ việc phức tạp, đông người" if kind[1] == "adhoc" else None
    said = Description(subject="Theo thẩm quyền", trigger=trigger)
    with works.writing(chief(unit)) as uow:
        wanted = Arrangement(*kind, (Hours(DAY, *hours, place.id),), (Seat(chair.id),), said)
        meeting = meetings.draft(uow, unit.id, wanted)
        meetings.approve(uow, meeting.id)
    return meeting.id


@pytest.mark.parametrize(
    ("hours", "kind", "odd"),
    [
        ((time(0), time(0, 15)), (Activity.RECEPTION, "periodic"), True),
        ((time(5, 59), time(8)), (Activity.RECEPTION, "periodic"), True),
        ((time(6), time(20)), (Activity.RECEPTION, "periodic"), False),
        ((time(18), time(20, 1)), (Activity.RECEPTION, "periodic"), True),
        ((time(22), time(22, 30)), (Activity.RECEPTION, "periodic"), True),
        ((time(19), time(22)), (Activity.DIALOGUE, "people"), False),
        ((time(20), time(22, 1)), (Activity.DIALOGUE, "people"), True),
        ((time(22), time(23)), (Activity.RECEPTION, "adhoc"), False),
    ],
)
def test_hours_at_which_nobody_would_come_stand_in_the_way(
    works: Works, commune, hours: tuple[time, time], kind: tuple[Activity, str], *, odd: bool
) -> None:
    unit, *_ = commune
    one = approved(works, commune, hours, kind)

    with works.rehearsing(secretary(unit)) as uow:
        found = publication.preview_publish(uow, [one])

    assert [(c.clash, c.day, c.against) for c in found.conflicts] == ([(Clash.ODD_HOURS, DAY, one)] if odd else [])
    # Another date would mend nothing.
    assert found.cures == ()


def test_a_reception_at_midnight_is_published_only_on_a_ground_that_stays(works: Works, commune) -> None:
    unit, *_ = commune
    one = approved(works, commune, (time(0), time(0, 15)))

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        publication.publish(uow, [one])
    (conflict,) = refused.value.findings
    said = conflict_sentence(conflict, {unit.id: unit.full_name})
    assert "06:00–20:00" in said
    assert said.endswith("– 00:00–00:15.")
    assert unit.full_name not in said

    with works.writing(chief(unit)) as uow:
        publication.publish(uow, [one], insist=GROUND)
    with works.reading(OPERATOR) as uow:
        kept = uow.session.execute(select(Insistence).where(Insistence.meeting_id == one)).scalars().all()
        assert get_meeting(uow.session, one).insisted_ground == GROUND
    assert [(row.rule_id, row.first_on, row.ground) for row in kept] == [(Clash.ODD_HOURS.value, DAY, GROUND)]


def test_what_was_announced_for_the_morning_is_not_moved_into_the_night(works: Works, commune) -> None:
    unit, _, place, (one, _) = commune
    night = [Hours(one.held_on, time(22), time(22, 30), place.id)]

    with pytest.raises(Objection) as refused, works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, one.held_on, "Sáng họp", hours=night)
    assert [c.clash for c in refused.value.findings] == [Clash.ODD_HOURS]

    with works.writing(secretary(unit)) as uow:
        evening = [Hours(one.held_on, time(17), time(20), place.id)]
        rescheduling.move(uow, one.id, one.version, one.held_on, "Sáng họp", hours=evening)
