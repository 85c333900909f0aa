"""What is insisted on is kept where something stood against it, and nowhere else."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from scheduler import holding, meetings, publication
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.conflicts import Clash
from scheduler.core.errors import Objection
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR
from scheduler.db.law import Insistence
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.records import Presence, Record
from scheduler.wording.verdicts import meter
from tests.factories import a_commune, load_law, make_day_off
from tests.usecases.acting import FIRST, GROUND, LAST, chief, commune, december, go_to, held_record, publishing

__all__ = ["commune"]

WORKED, OFF = date(2026, 12, 8), date(2026, 12, 22)


@pytest.fixture
def two_approved(works: Works):
    """The chairman's two days of December, of which the second has since become a day off."""
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    ids = publishing(works, unit, (WORKED, Seat(chair.id)), (OFF, Seat(chair.id)), place=place)
    with works.writing(OPERATOR) as uow:
        make_day_off(uow, OFF)
    return unit, party, chair, place, ids


def kept(works: Works) -> list[tuple[str, str, str]]:
    with works.reading(OPERATOR) as uow:
        rows = uow.session.execute(select(Insistence)).scalars()
        return sorted((row.meeting_id or "", row.code, row.rule_id) for row in rows)


def marked(works: Works, ids: Sequence[str]) -> list[bool]:
    with works.reading(OPERATOR) as uow:
        return [bool(get_meeting(uow.session, one).insisted_ground) for one in ids]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_day_off_is_insisted_on_for_its_own_meeting_in_whatever_order_they_are_published(
    works: Works, two_approved, order: tuple[int, int]
) -> None:
    unit, _, chair, _, ids = two_approved

    with works.writing(chief(unit)) as uow:
        found = publication.publish(uow, [ids[n] for n in order], insist=GROUND)

    assert [c.against for c in found.conflicts] == [ids[1]]
    assert (ids[1], "conflict", Clash.DAY_OFF.value) in kept(works)
    assert ids[0] not in {row[0] for row in kept(works) if row[1] == "conflict"}
    verdict = december(works, chair)
    assert {c.day for c in verdict.counted} == {WORKED, OFF}


def test_a_span_keeps_each_conflict_with_its_own_meeting(works: Works, two_approved) -> None:
    unit, _, chair, _, ids = two_approved

    with pytest.raises(Objection), works.writing(chief(unit)) as uow:
        publication.publish_span(uow, unit.id, FIRST, LAST)
    with works.writing(chief(unit)) as uow:
        publication.publish_span(uow, unit.id, FIRST, LAST, insist=GROUND)

    assert [row for row in kept(works) if row[1] == "conflict"] == [(ids[1], "conflict", Clash.DAY_OFF.value)]
    assert {c.day for c in december(works, chair).counted} == {WORKED, OFF}


def test_only_meetings_of_an_office_that_is_left_short_are_marked(works: Works, two_approved) -> None:
    unit, party, _, place, ids = two_approved
    ids += publishing(
        works, unit, (date(2026, 12, 9), Seat(party.id)), (date(2026, 12, 23), Seat(party.id)), place=place
    )

    with works.writing(chief(unit)) as uow:
        publication.publish(uow, ids, insist=GROUND)

    assert marked(works, ids) == [True, True, False, False]


def test_a_meeting_with_a_conflict_of_its_own_is_marked_alone_when_nobody_is_left_short(
    works: Works, two_approved
) -> None:
    unit, _, chair, place, ids = two_approved
    ids += publishing(works, unit, (date(2026, 12, 23), Seat(chair.id)), place=place)

    with works.writing(chief(unit)) as uow:
        publication.publish(uow, ids, insist=GROUND)

    assert marked(works, ids) == [False, True, False]
    assert {row[0] for row in kept(works)} == {ids[1]}


@pytest.mark.parametrize("verb", ["entered", "held", "corrected"])
def test_a_record_that_rests_on_somebody_s_word_shows_it_in_the_verdict_for_ever(
    works: Works, commune, clock: StoppedClock, verb: str
) -> None:
    unit, chair, place, (one, _) = commune
    go_to(clock, datetime(2026, 12, 14, 3, tzinfo=UTC))
    sunday = date(2026, 12, 13)
    start = datetime(2026, 12, 13 if verb == "entered" else 8, 7, tzinfo=UTC)
    record = Record(start, start + timedelta(minutes=15), (Presence(chair.id, present=True),), 0)
    with works.writing(chief(unit)) as uow:
        if verb == "entered":
            hours = (Hours(sunday, time(8), time(11), place.id),)
            wanted = Arrangement(Activity.RECEPTION, "periodic", hours, (Seat(chair.id),))
            made = holding.enter_past(uow, unit.id, wanted, record, GROUND)
        elif verb == "held":
            made = holding.hold(uow, one.id, one.version, record, GROUND)
        else:
            first = holding.hold(uow, one.id, one.version, held_record(one, chair))
            uow.session.flush()
            made = holding.correct(uow, one.id, first.version, record, GROUND)

    verdict = december(works, chair)
    told = sorted(row.code for row in verdict.insistences)
    assert told == [*(["vouched_day_off"] if verb == "entered" else []), "vouched_record"]
    assert {(row.meeting_id, row.ground) for row in verdict.insistences} == {(made.id, GROUND)}
    assert made.id in verdict.insisted
    assert "(trong đó 1 buổi nhập muộn)" in meter(verdict)


def test_cures_for_a_clash_serve_the_meeting_s_own_duty_and_lie_near(works: Works, commune) -> None:
    unit, chair, place, _ = commune
    saturday = date(2026, 12, 12)
    hours = (Hours(saturday, time(8), time(11), place.id),)
    wanted = Arrangement(
        Activity.RECEPTION, "periodic", hours, (Seat(chair.id),), Description(subject="Theo thẩm quyền")
    )
    with works.rehearsing(chief(unit)) as uow:
        drafted = meetings.draft(uow, unit.id, wanted)
        meetings.approve(uow, drafted.id)
        found = publication.preview_publish(uow, [drafted.id])

    # The chairman owes a dialogue with the young too, to be posted 30 days ahead: its deadlines are not these.
    assert [(cure.day, cure.posting_missed) for cure in found.cures] == [
        (date(2026, 12, 11), False),
        (date(2026, 12, 10), False),
        (date(2026, 12, 14), False),
    ]
