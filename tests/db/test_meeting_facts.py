"""What the engines are told of a meeting does not depend on how its rows were read."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from scheduler.core.facts import Activity, State
from scheduler.core.roles import OPERATOR
from scheduler.db.meeting_facts import fact_of, list_facts, list_undated_facts
from scheduler.db.meetings import Meeting, MeetingChair, Sitting, dated_within, list_undated
from scheduler.db.units import Unit, lineages
from scheduler.db.work import UnitOfWork, Works
from tests.factories import a_commune, make_meeting, make_unit

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
HOURS = ((time(7, 30), time(11)), (time(13, 30), time(16)), (time(8), time(16)))


def varied(works: Works) -> tuple[Unit, list[str]]:
    """A unit with a meeting of every state, form of hours, record and seat."""
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        made: list[Meeting] = []
        for n, state in enumerate([*State, *State]):
            meeting = make_meeting(
                uow, unit, *((party, chair) if n % 3 else (chair,)), on=FIRST + timedelta(days=11 * n), state=state,
                hours=HOURS[n % 3], place=place if n % 2 else None, entered_late=n % 4 == 0,
                insisted_ground="Chỉ đạo" if n % 5 == 0 else "", makeup_for=made[0].id if n % 4 == 3 else None,
                activity=Activity.DIALOGUE if n % 2 else Activity.RECEPTION,
            )  # fmt: skip
            meeting.chairs[0].in_person = n % 4 != 1
            if n % 2:
                later = meeting.held_on + timedelta(days=400 if n % 5 == 0 else 1)
                meeting.sittings.append(Sitting(number=2, day=later, starts=time(8), ends=time(11)))
            if state is State.HELD:
                start = datetime(2026, 3, 1 + n, 17 * (n % 2), tzinfo=UTC)
                meeting.actual_start, meeting.actual_end = start, start + timedelta(hours=8)
            made.append(meeting)
        for state, days in ((State.POSTPONED, 0), (State.CANCELLED, 0)):
            waiting = make_meeting(uow, unit, chair, on=LAST - timedelta(days=days), state=state)
            waiting.held_on, waiting.sittings = None, []
    return unit, [party.id, chair.id]


def objects(uow: UnitOfWork, offices: list[str], first: date, last: date) -> list[Meeting]:
    """The same meetings as objects."""
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(offices))
    rows = select(Meeting).where(Meeting.id.in_(chaired), dated_within(first, last))
    return list(uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars())


def test_facts_read_by_columns_equal_those_of_the_objects_in_the_same_order(works: Works) -> None:
    unit, offices = varied(works)
    with works.reading(OPERATOR) as uow:
        for first, last in ((FIRST, LAST), (date(2026, 3, 1), date(2026, 3, 31)), (date(2027, 1, 1), LAST)):
            by_columns = list_facts(uow.session, offices, first, last)
            assert by_columns == [fact_of(m) for m in objects(uow, offices, first, last)]
        assert len(list_facts(uow.session, offices, FIRST, LAST)) == 2 * len(State)
        told = list_undated_facts(uow.session, [unit.id])
        assert len(told) == 3
        assert told == [fact_of(m) for m in list_undated(uow.session, [unit.id])]


def test_what_was_changed_in_this_work_is_read(works: Works) -> None:
    _, offices = varied(works)
    with works.rehearsing(OPERATOR) as uow:
        (meeting, *_) = objects(uow, offices, FIRST, LAST)
        meeting.state = State.CANCELLED
        told = {fact.id: fact.state for fact in list_facts(uow.session, offices, FIRST, LAST)}
        assert told[meeting.id] is State.CANCELLED


def test_the_lines_of_several_units_are_told_at_once(works: Works) -> None:
    unit, *_ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        below = make_unit(uow, "Phòng Tư pháp", parent_id=unit.id, level="don_vi")
        told = lineages(uow.session, [unit.id, below.id, "no such unit"])

    assert told == {unit.id: {unit.id, unit.parent_id}, below.id: {below.id, unit.id, unit.parent_id}}
