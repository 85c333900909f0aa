"""A row of every table, and something in every column that may be empty: what a migration could lose."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.access import JobRun, RememberedAnswer
from scheduler.db.accounts import Account
from scheduler.db.feeds import FeedScope
from scheduler.db.law import CalendarDayRow, Excuse, Insistence, PatternRow, RuleRow
from scheduler.db.meetings import FormerDate, Meeting, Plan, Posting
from scheduler.db.offices import Office
from scheduler.db.places import Absence, Place
from scheduler.db.units import FormerName, Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.feeds import issue_link, revoke_link
from scheduler.ical.settle import settle
from scheduler.keys import issue_key, revoke_key
from tests.db.later_tables import asking, oversight, people
from tests.factories import load_law, make_holding, make_meeting, make_office, make_person, make_place, make_unit

DAY = date(2026, 12, 15)


def fill(works: Works) -> None:
    """Put something into every table; the meeting was posted, moved, insisted on, held and told to calendars."""
    with works.writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh")
        unit = make_unit(uow, parent_id=province.id, valid_to=date(2099, 12, 31))
        office = make_office(uow, unit, valid_to=date(2099, 12, 31))
        person = make_person(uow, unit)
        make_holding(uow, office, person, last_on=date(2099, 12, 31))
        place = make_place(uow, unit)
        place.closed_on = date(2099, 12, 31)
        load_law(uow)
        meeting = _meeting(uow, unit, office, place, person.id)
        uow.session.add_all([*_law(uow, unit, office, meeting), *_machinery(uow.now)])
        away = _absences(uow, unit, office, person.id)
        uow.session.add_all(away)
        uow.session.flush()
        away[0].reason = "y"
        people(uow, unit, office, person.id)
        asking(uow, unit, office, person.id, meeting)
        oversight(uow, unit, office, meeting)
        settle(uow, meeting)
        meeting.sittings[0].site = "Nhà văn hóa"
        meeting.state = State.CANCELLED
        settle(uow, meeting)
        returned = make_meeting(uow, unit, office, state=State.APPROVED)
        settle(uow, returned)
        returned.state = State.DRAFT
        settle(uow, returned)
        link, _ = issue_link(uow, FeedScope.OFFICE, office.id, "Điện thoại")
        revoke_link(uow, link.id).last_fetched_on = DAY
        link.client = "iPhone"
        key, _ = issue_key(uow, "Cổng", unit.id, Role.SECRETARY, DAY)
        revoke_key(uow, key.id).account_id = uow.session.execute(select(Account.id)).scalar_one()
        uow.record("DemoLoaded", unit.id, unit.id)


def _meeting(uow: UnitOfWork, unit: Unit, office: Office, place: Place, person_id: str) -> Meeting:
    plan = Plan(id=uow.new_id(), unit_id=unit.id, first_on=DAY, last_on=DAY, made_at=uow.now, made_by="x")
    shape = {"kind": "days_of_month", "days": [15]}
    known = {"unit_id": unit.id, "activity": "reception", "sub_type": "periodic", "place_id": place.id}
    pattern = PatternRow(
        id=uow.new_id(), office_ids=[office.id], shape=shape, valid_from=DAY, valid_to=DAY, note="x", **known
    )
    uow.session.add_all([plan, pattern])
    uow.session.flush()
    first = make_meeting(uow, unit, office, state=State.CANCELLED)
    happened = {"actual_start": uow.now, "actual_end": uow.now, "citizens_received": 3, "recorded_at": uow.now}
    meeting = make_meeting(
        uow, unit, office, place=place, plan_id=plan.id, pattern_id=pattern.id, makeup_for=first.id, **happened
    )
    meeting.chairs[0].present, meeting.chairs[0].person_id = True, person_id
    told = {"stays": False, "mode": "in_person", "sittings": [{"starts": "08:00", "ends": "11:30", "where": "x"}]}
    meeting.former_dates = [
        FormerDate(id=uow.new_id(), number=1, day=DAY, left_at=uow.now, ground="họp", was_public=True, as_posted=told)
    ]
    meeting.postings = [
        Posting(
            id=uow.new_id(), channel="website", posted_at=uow.now, entered_at=uow.now, entered_by="x", for_day=DAY,
            note="x", withdrawn_at=uow.now, withdrawal_ground="x",
        )
    ]  # fmt: skip
    uow.session.flush()
    return meeting


def _law(uow: UnitOfWork, unit: Unit, office: Office, meeting: Meeting) -> list[object]:
    entered = {"entered_at": uow.now, "entered_by": "x"}
    about = {"office_id": office.id, "rule_id": "R-G-COMM-02", "first_on": DAY}
    heir = RuleRow(id="L-2", unit_id=unit.id, row={"rule_id": "L-2"}, **entered)
    return [
        heir,
        RuleRow(id="L-1", unit_id=unit.id, row={"rule_id": "L-1"}, ended_on=DAY, succeeded_by="L-2", **entered),
        CalendarDayRow(day=DAY, kind="off", name="Nghỉ", source="x", confirmed=True),
        Excuse(id=uow.new_id(), reason="x", **about, **entered),
        Insistence(id=uow.new_id(), meeting_id=meeting.id, code="shortfall", ground="x", **about, **entered),
        FormerName(id=1, full_name="Xã Cũ", within="Huyện Cũ", search_key="xa cu", successor_codes=["06316"]),
    ]


def _absences(uow: UnitOfWork, unit: Unit, office: Office, person_id: str) -> list[Absence]:
    span = {"owner_unit_id": unit.id, "first_on": DAY, "last_on": DAY, "part": "all", "reason": "x"}
    whom = ({"person_id": person_id}, {"office_id": office.id}, {"unit_id": unit.id}, {"level": "xa"})
    return [Absence(id=uow.new_id(), **span, **one) for one in whom]


def _machinery(now: datetime) -> list[object]:
    due = now - timedelta(hours=1)
    return [
        JobRun(id="run", job="backup", due_at=due, started_at=now, ended_at=now, outcome="well"),
        RememberedAnswer(
            key_id="k", idempotency_key="i", request_digest="d", status=201, headers="{}", made_at=now, body=b"{}"
        ),
    ]
