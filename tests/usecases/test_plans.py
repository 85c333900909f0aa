"""A month's plan from rows to drafts."""

from datetime import UTC, date, datetime, time

import pytest

from scheduler import plans
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import Status
from scheduler.core.errors import InvalidInput, NotFound
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.law import PatternRow, RuleRow, list_rules
from scheduler.db.meetings import Meeting
from scheduler.db.places import Absence
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_day_off, make_meeting

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def pattern(unit, *offices, place=None, days=(15,), **over):
    shape = {
        "id": "p",
        "shape": {"kind": "days_of_month", "days": list(days), "short_month": None},
        "offices": [o.id for o in offices],
        "on_day_off": "next",
        "on_holiday": None,
        "sittings": [{"start": "08:00", "end": "11:30"}],
        "seasons": [],
    } | over
    return PatternRow(
        id=f"pattern-{offices[0].id}-{days[0]}",
        unit_id=unit.id,
        office_ids=[o.id for o in offices],
        activity="reception",
        sub_type="periodic",
        place_id=place.id if place else None,
        shape=shape,
        valid_from=date(2026, 1, 1),
        valid_to=None,
    )


@pytest.fixture
def commune(works: Works):
    found = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    return found


def test_a_commune_without_patterns_gets_its_two_days_for_each_head(works: Works, commune) -> None:
    unit, party, chair, _ = commune

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    days = {
        office.id: [p.day for p in found.proposed if p.office_ids == (office.id,) and p.sub_type == "periodic"]
        for office in (party, chair)
    }
    assert [len(d) for d in days.values()] == [2, 2]
    assert found.proof.proved
    assert found.proof.objective == found.proof.bound > 0
    assert all(
        v.status is Status.ON_TRACK for v in found.after if v.period.key == "2026-12" and v.rule.activity == "reception"
    )


def test_pattern_dates_come_first_and_say_why(works: Works, commune) -> None:
    unit, _party, chair, place = commune
    with works.writing(OPERATOR) as uow:
        uow.session.add(pattern(unit, chair, place=place, days=(5, 20)))

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    mine = [p for p in found.proposed if p.office_ids == (chair.id,) and p.sub_type == "periodic"]
    # 5 December 2026 is a Saturday, 20 December a Sunday: both move to Monday.
    assert [p.day for p in mine] == [date(2026, 12, 7), date(2026, 12, 21)]
    assert all("chuyển" in p.origin["why"] for p in mine)


def test_keeping_a_proposal_and_asking_again_adds_nothing(works: Works, commune) -> None:
    unit, *_ = commune
    with works.writing(OPERATOR) as uow:
        _, drafts = plans.keep(uow, unit.id, FIRST, LAST)

    with works.reading(OPERATOR) as uow:
        again = plans.propose(uow, [unit.id], FIRST, LAST)

    assert drafts
    assert again.proposed == ()
    assert all(m.state is State.DRAFT for m in drafts)


def test_the_same_question_has_the_same_answer(works: Works, commune) -> None:
    unit, *_ = commune
    with works.reading(OPERATOR) as uow:
        one, two = (plans.propose(uow, [unit.id], FIRST, LAST) for _ in range(2))

    assert [p.key for p in one.proposed] == [p.key for p in two.proposed]


def test_a_key_that_is_not_proposed_is_named(works: Works, commune) -> None:
    unit, *_ = commune

    with pytest.raises(InvalidInput) as refused, works.writing(OPERATOR) as uow:
        plans.keep(uow, unit.id, FIRST, LAST, accept=["nothing"])

    assert refused.value.faults[0].code == "no-longer-proposed"


def test_two_heads_never_share_the_one_room_or_a_day_off_or_an_absence(works: Works, commune) -> None:
    unit, party, chair, place = commune
    with works.writing(OPERATOR) as uow:
        uow.session.add(pattern(unit, chair, place=place, days=(15,)))
        uow.session.add(pattern(unit, party, place=place, days=(15,)))
        make_day_off(uow, date(2026, 12, 16))
        uow.session.add(
            Absence(
                id="a",
                owner_unit_id=unit.id,
                office_id=party.id,
                first_on=date(2026, 12, 14),
                last_on=date(2026, 12, 31),
                part="all",
                reason="Học tập",
            )
        )

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    taken = [(h.day, h.place_id, h.starts < time(12)) for p in found.proposed for h in p.hours]
    assert len(taken) == len(set(taken))
    assert all(p.day < date(2026, 12, 14) for p in found.proposed if party.id in p.office_ids)
    assert not any(p.day == date(2026, 12, 16) for p in found.proposed)
    assert not found.unmet


def test_what_cannot_be_met_is_named_with_ways_out(works: Works, commune) -> None:
    unit, party, *_ = commune
    with works.writing(OPERATOR) as uow:
        uow.session.add(
            Absence(
                id="a",
                owner_unit_id=unit.id,
                office_id=party.id,
                first_on=FIRST,
                last_on=LAST,
                part="all",
                reason="Chữa bệnh",
            )
        )

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    (unmet,) = [u for u in found.unmet if u.verdict.office_id == party.id and u.verdict.rule.activity == "reception"]
    assert unmet.verdict.missing == 2
    assert unmet.ways_out
    assert {code for step in unmet.ways_out[0].steps for code in step.codes} == {"away"}


def test_a_joint_pattern_gives_one_meeting_with_both_in_the_chair(works: Works, commune) -> None:
    unit, party, chair, place = commune
    with works.writing(OPERATOR) as uow:
        uow.session.add(pattern(unit, party, chair, place=place, days=(15,)))

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    joint = [p for p in found.proposed if len(p.office_ids) == 2]
    assert [p.day for p in joint] == [date(2026, 12, 15)]
    assert all(
        sum(o.id in p.office_ids for p in found.proposed if p.sub_type == "periodic") == 2 for o in (party, chair)
    )


def test_what_stands_is_kept_and_only_the_rest_is_proposed(works: Works, commune) -> None:
    unit, _, chair, place = commune
    with works.writing(OPERATOR) as uow:
        make_meeting(uow, unit, chair, on=date(2026, 12, 3), place=place)

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    assert len([p for p in found.proposed if p.office_ids == (chair.id,) and p.sub_type == "periodic"]) == 1


def test_a_new_day_off_moves_one_published_meeting_and_leaves_the_other(works: Works, commune) -> None:
    unit, _, chair, place = commune
    with works.writing(OPERATOR) as uow:
        stays = make_meeting(uow, unit, chair, on=date(2026, 12, 3), place=place)
        goes = make_meeting(uow, unit, chair, on=date(2026, 12, 15), place=place)
        make_day_off(uow, date(2026, 12, 15), "Nghỉ đột xuất")

    with works.reading(OPERATOR) as uow:
        found = plans.rearrange(uow, unit.id, FIRST, LAST)

    assert [m.meeting_id for m in found.moves] == [goes.id]
    assert found.moves[0].new != date(2026, 12, 15)
    assert stays.id not in {m.meeting_id for m in found.moves}


def test_an_outsider_sees_no_unit(works: Works, commune) -> None:
    unit, *_ = commune
    outsider = Actor("k", Role.SECRETARY, "another-unit")

    with pytest.raises(NotFound), works.reading(outsider) as uow:
        plans.propose(uow, [unit.id], FIRST, LAST)


def test_proposing_writes_nothing(works: Works, commune) -> None:
    unit, *_ = commune
    with works.reading(OPERATOR) as uow:
        plans.propose(uow, [unit.id], FIRST, LAST)
        assert uow.session.query(Meeting).count() == 0


def test_nothing_is_proposed_for_today_or_before(works: Works, commune, clock: StoppedClock) -> None:
    unit, *_ = commune
    late = datetime(2026, 12, 20, 3, tzinfo=UTC)
    clock.advance(late - clock.now())

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    assert found.proposed
    assert all(p.day > date(2026, 12, 20) for p in found.proposed)


def test_a_stricter_rule_of_the_unit_asks_for_more_days_and_not_for_the_same_ones_twice(works: Works, commune) -> None:
    unit, _, chair, _ = commune
    with works.writing(OPERATOR) as uow:
        national = next(row.row for row in list_rules(uow.session) if row.id == "R-G-COMM-02")
        own = {"rule_id": "own", "obligation": "own", "min_count": "3", "unit_id": unit.id, "legal_basis": "QĐ 1"}
        uow.session.add(
            RuleRow(id="own", unit_id=unit.id, row={**national, **own}, entered_at=uow.now, entered_by="test")
        )

    with works.reading(OPERATOR) as uow:
        found = plans.propose(uow, [unit.id], FIRST, LAST)

    mine = [p.day for p in found.proposed if p.office_ids == (chair.id,) and p.sub_type == "periodic"]
    assert (len(mine), len(set(mine))) == (3, 3)
    assert not found.unmet
