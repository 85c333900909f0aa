"""What a leader asks for changes nothing until the secretary acts, and both see the same numbers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from scheduler import absences, asking, delegating, requests, rescheduling
from scheduler.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Stale
from scheduler.core.facts import DayPart
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.core.wishes import Cause, Status
from scheduler.db.journal import JournalEntry
from scheduler.db.meetings import get_meeting
from scheduler.db.places import Absence
from scheduler.db.requests import Request, get_request
from scheduler.db.work import Works
from scheduler.ical.settle import settle_many
from scheduler.standings import of_office
from tests.factories import make_unit
from tests.usecases.acting import FIRST, GROUND, LAST, chief, commune, secretary
from tests.usecases.leading import by_key, signed_in

__all__ = ["commune"]
DAY = date(2026, 12, 8)
WORDS = "Đưa người nhà đi khám bệnh"


@pytest.fixture
def leader(works: Works, commune) -> Actor:
    unit, chair, _, _ = commune
    return signed_in(works, unit, Role.LEADER, chair, name="Nguyễn Văn Một")


def ask_away(works: Works, actor: Actor, day: date = DAY, part: DayPart = DayPart.ALL) -> Request:
    with works.writing(actor) as uow:
        return asking.ask_absence(uow, day, day, part, cause=Cause.HEALTH, words=WORDS)


def ask_deputy(works: Works, actor: Actor, meeting) -> Request:
    with works.writing(actor) as uow:
        return asking.ask_stand_in(uow, meeting.id, "Phó Chủ tịch Hoàng Thị Mẫu", GROUND)


def numbers(found) -> list[tuple]:
    return [(v.rule.id, v.period.key, v.status, v.held, v.planned, v.missing, v.last_feasible) for v in found]


def test_an_absence_is_foreseen_asked_seen_alike_granted_and_only_then_real(works: Works, commune, leader):
    unit, chair, _, (meeting, _) = commune
    with works.reading(leader) as uow:
        seen = asking.foresee(uow, asking.draft_absence(uow, DAY, DAY, DayPart.ALL))
        standing = of_office(uow, chair.id, DAY, DAY)
    asked = ask_away(works, leader)
    with works.reading(secretary(unit)) as uow:
        told, found = requests.look(uow, unit.id, asked.id)
        assert numbers(of_office(uow, chair.id, DAY, DAY)) == numbers(standing)
        assert uow.session.scalar(select(func.count()).select_from(Absence)) == 0
    assert (told.asker, told.whom) == ("Nguyễn Văn Một", "Nguyễn Văn Một")
    assert [m.id for m in seen.meetings] == [meeting.id]
    assert (numbers(found.before), numbers(found.after)) == (numbers(seen.before), numbers(seen.after))
    assert found.cures == seen.cures != ()
    assert any(now.missing > was.missing for was, now in zip(seen.before, seen.after, strict=True))

    with works.writing(secretary(unit)) as uow:
        requests.grant(uow, asked.id, asked.version)

    with works.reading(OPERATOR) as uow:
        (absence,) = uow.session.execute(select(Absence)).scalars()
        assert (absence.first_on, absence.reason, absence.person_id) == (DAY, "Nghỉ", leader.person_id)
        assert numbers(of_office(uow, chair.id, DAY, DAY)) == numbers(seen.after)


def test_what_a_half_day_touches_is_what_is_held_then(works: Works, leader):
    with works.reading(leader) as uow:
        morning = asking.foresee(uow, asking.draft_absence(uow, DAY, DAY, DayPart.MORNING))
        afternoon = asking.foresee(uow, asking.draft_absence(uow, DAY, DAY, DayPart.AFTERNOON))
    assert len(morning.meetings) == 1
    assert afternoon.meetings == ()
    assert numbers(afternoon.before) == numbers(afternoon.after)


def test_a_stand_in_is_foreseen_like_the_delegation_itself(works: Works, commune, leader):
    unit, chair, _, (meeting, other) = commune
    with works.writing(OPERATOR) as uow:
        settle_many(uow, [get_meeting(uow.session, m.id) for m in (meeting, other)])
    with works.reading(leader) as uow:
        seen = asking.foresee(uow, asking.draft_stand_in(uow, meeting.id))
    with works.rehearsing(secretary(unit)) as uow:
        real = delegating.preview_delegation(uow, meeting.id, meeting.version, chair.id)
    assert (numbers(seen.before), numbers(seen.after)) == (numbers(real.before), numbers(real.after))
    assert (seen.cures, seen.calendars) == (real.cures, real.calendars)

    asked = ask_deputy(works, leader, meeting)
    with works.reading(OPERATOR) as uow:
        assert get_meeting(uow.session, meeting.id).chairs[0].in_person
    with works.writing(secretary(unit)) as uow:
        requests.grant(uow, asked.id, asked.version, meeting.version)
    with works.reading(OPERATOR) as uow:
        (sat,) = get_meeting(uow.session, meeting.id).chairs
        assert (sat.in_person, sat.delegate, sat.delegation_ground) == (False, "Phó Chủ tịch Hoàng Thị Mẫu", GROUND)
        assert numbers(of_office(uow, chair.id, DAY, DAY)) == numbers(seen.after)


def test_a_request_is_settled_once_and_kept_with_its_story(works: Works, commune, leader):
    unit, _, _, (meeting, other) = commune
    asked, deputy, late = ask_away(works, leader), ask_deputy(works, leader, meeting), ask_deputy(works, leader, other)
    with works.writing(secretary(unit)) as uow:
        requests.decline(uow, asked.id, asked.version, "Ngày này đã có buổi niêm yết")
    with works.writing(leader) as uow:
        asking.withdraw(uow, deputy.id)
    for verb in (requests.grant, lambda uow, *given: requests.decline(uow, *given, "Đã trễ")):
        with pytest.raises(Stale), works.writing(secretary(unit)) as uow:
            verb(uow, asked.id, asked.version)
        with pytest.raises(Conflict, match="request-settled"), works.writing(secretary(unit)) as uow:
            verb(uow, asked.id, get_request(uow.session, asked.id).version)
    with pytest.raises(Conflict), works.writing(leader) as uow:
        asking.withdraw(uow, asked.id)
    with works.reading(leader) as uow:
        mine = {told.request.id: told.request for told in asking.own(uow)}
    with works.reading(secretary(unit)) as uow:
        desk = requests.at_unit(uow, unit.id)
    assert [(mine[r.id].status, mine[r.id].answer) for r in (asked, deputy, late)] == [
        (Status.DECLINED, "Ngày này đã có buổi niêm yết"),
        (Status.WITHDRAWN, ""),
        (Status.WAITING, ""),
    ]
    assert [told.request.id for told in desk.waiting] == [late.id]
    assert {told.request.id for told in desk.settled} == {asked.id, deputy.id}
    with works.reading(OPERATOR) as uow:
        story = [e for e in uow.session.execute(select(JournalEntry)).scalars() if e.kind.startswith("Request")]
    kinds = [e.kind.removeprefix("Request") for e in story]
    assert sorted(kinds) == ["Declined", "Made", "Made", "Made", "Withdrawn"]
    assert WORDS not in repr([e.body for e in story])


def test_only_the_person_signed_in_asks_and_only_the_secretary_settles(works: Works, commune, leader):
    unit, _, _, (meeting, _) = commune
    asked = ask_away(works, leader)
    deputy = signed_in(works, unit, Role.DEPUTY)
    for actor in (secretary(unit), chief(unit), OPERATOR, by_key(leader), Actor("key", Role.LEADER, unit.id)):
        with pytest.raises(NotAllowed):
            ask_away(works, actor, DAY + timedelta(days=1))
    for code, ask in (("request-needs-person", ask_away), ("not-own-meeting", ask_deputy)):
        with pytest.raises(InvalidInput) as caught:
            ask(works, deputy, *([meeting] if ask is ask_deputy else []))
        assert [fault.code for fault in caught.value.faults] == [code]
    for actor in (deputy, by_key(leader)):
        with pytest.raises(NotFound), works.writing(actor) as uow:
            asking.withdraw(uow, asked.id)
    with works.writing(OPERATOR) as uow:
        elsewhere = make_unit(uow, "Xã Khác")
    for actor, refusal in ((leader, NotAllowed), (deputy, NotAllowed), (secretary(elsewhere), NotFound)):
        with pytest.raises(refusal), works.writing(actor) as uow:
            requests.grant(uow, asked.id, asked.version)
        with pytest.raises(refusal), works.reading(actor) as uow:
            requests.look(uow, unit.id, asked.id)
        with pytest.raises(refusal), works.reading(actor) as uow:
            requests.at_unit(uow, unit.id)


def test_the_same_is_not_asked_twice_and_nothing_past_or_unclear_is(works: Works, commune, leader):
    _, _, _, (meeting, _) = commune
    ask_away(works, leader)
    ask_deputy(works, leader, meeting)
    with pytest.raises(Conflict, match="asked-already"):
        ask_away(works, leader)
    with pytest.raises(Conflict, match="asked-already"):
        ask_deputy(works, leader, meeting)
    ask_away(works, leader, part=DayPart.MORNING)
    with pytest.raises(InvalidInput):
        ask_away(works, leader, date(2026, 11, 21))
    with pytest.raises(InvalidInput) as caught, works.writing(leader) as uow:
        asking.ask_absence(uow, FIRST, LAST, DayPart.ALL, cause=Cause.OTHER, words="  ")
    assert [fault.code for fault in caught.value.faults] == ["other-cause-needs-words"]


def test_a_stand_in_for_a_date_that_was_given_up_is_not_granted(works: Works, commune, leader):
    unit, chair, _, (meeting, other) = commune
    asked, second = ask_deputy(works, leader, meeting), ask_deputy(works, leader, other)
    with works.writing(secretary(unit)) as uow:
        moved = rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 15), GROUND).meetings[0]
        delegating.delegate(uow, other.id, other.version, chair.id, deputy="Phó Chủ tịch", ground=GROUND)
    for row, code in ((asked, "meeting-moved-since"), (second, "delegated-already")):
        with pytest.raises(Conflict, match=code), works.writing(secretary(unit)) as uow:
            requests.grant(uow, row.id, row.version, moved.version)


def test_what_was_seen_of_the_meeting_must_still_be_so(works: Works, commune, leader):
    unit, _, _, (meeting, _) = commune
    asked = ask_deputy(works, leader, meeting)
    with pytest.raises(Stale), works.writing(secretary(unit)) as uow:
        requests.grant(uow, asked.id, asked.version, meeting.version - 1)
    with works.reading(secretary(unit)) as uow:
        assert requests.at_unit(uow, unit.id).waiting[0].request.status is Status.WAITING


def test_an_absence_entered_by_the_secretary_still_needs_no_request(works: Works, commune):
    unit, chair, _, (meeting, _) = commune
    with works.writing(secretary(unit)) as uow:
        told = absences.add(uow, absences.Whom(office_id=chair.id), DAY, DAY, "Đi công tác")
    assert [m.id for m in told.meetings] == [meeting.id]
