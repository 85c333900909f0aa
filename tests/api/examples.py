"""One valid request for each route, against the things of one unit: what the matrix and the fuzzing of roles send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from scheduler import explaining
from scheduler.account_deeds import Terms
from scheduler.accounts import Newcomer, invite
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from scheduler.core.wishes import Cause, Wish
from scheduler.db.feeds import FeedScope
from scheduler.db.meetings import Plan, Posting
from scheduler.db.requests import Request
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork, Works
from scheduler.feeds import issue_link
from scheduler.keys import issue_key
from tests.api.registered import REGISTERED, enter
from tests.factories import BORN, load_law, make_holding, make_meeting, make_office, make_person, make_place, make_unit

HOURS = {"starts": "08:00", "ends": "11:30"}
GROUND = "Họp đột xuất theo triệu tập của cấp trên"
RECORD = {"started_at": "2026-11-20T08:00:00+07:00", "ended_at": "2026-11-20T11:00:00+07:00", "citizens_received": 3}
AFTERNOON = RECORD | {"started_at": "2026-11-20T13:00:00+07:00", "ended_at": "2026-11-20T16:00:00+07:00"}


@dataclass(frozen=True)
class Example:
    """``body`` and ``query`` may name things as "{thing}"; ``uses`` says which thing an id of the address is."""

    body: Any = None
    uses: Mapping[str, str] = field(default_factory=dict)
    query: str = ""


DUTY = {"tinh": "R-G-PROV-01", "xa": "R-G-COMM-02"}
SPAN = "?first=2026-12-01&last=2026-12-31"
MEETING = {
    "activity": "reception",
    "sub_type": "periodic",
    "sittings": [{"day": "2026-12-10", **HOURS, "place_id": "{place_id}"}],
    "chairs": [{"office_id": "{office_id}"}],
}
APPROVED = {"id": "{approved}", "version": 1}
WITHDRAWAL = {"ground": GROUND, "insist": None}
EXAMPLES: dict[tuple[str, str], Example] = {
    ("GET", "/units/<id:unit_id>/proposal"): Example(query=SPAN),
    ("GET", "/units/<id:unit_id>/rearrangement"): Example(query=SPAN),
    ("GET", "/units/<id:unit_id>/verdicts"): Example(query=SPAN),
    ("GET", "/offices/<id:office_id>/verdicts"): Example(query=SPAN),
    ("GET", "/units/<id:unit_id>/meetings"): Example(query=SPAN),
    ("GET", "/units/search"): Example(query="?q=tan"),
    ("PATCH", "/units/<id:unit_id>"): Example({"address": "Số 1, đường Hùng Vương"}),
    ("POST", "/units/<id:unit_id>/plans"): Example({"first": "2026-12-01", "last": "2026-12-31"}),
    ("POST", "/offices/<id:office_id>/excuses"): Example(
        {"rule_id": "{rule_id}", "day": "2026-10-10", "reason": GROUND}
    ),
    ("POST", "/units/<id:unit_id>/meetings"): Example(MEETING),
    ("PATCH", "/meetings/<id:meeting_id>"): Example({"subject": "Đất đai"}),
    ("POST", "/meetings/<id:meeting_id>/approvals"): Example(uses={"meeting_id": "draft"}),
    ("POST", "/meetings/<id:meeting_id>/returns"): Example({"ground": GROUND}, {"meeting_id": "approved"}),
    ("POST", "/meetings/<id:meeting_id>/returns/preview"): Example(uses={"meeting_id": "approved"}),
    ("POST", "/meetings/<id:meeting_id>/delegations/preview"): Example({"office_id": "{office_id}"}),
    ("POST", "/meetings/<id:meeting_id>/delegations"): Example(
        {"office_id": "{office_id}", "deputy": "Phó Chủ tịch", "ground": GROUND}
    ),
    ("POST", "/meetings/<id:meeting_id>/record"): Example(
        RECORD | {"chairs": [{"office_id": "{office_id}", "present": True}]}, {"meeting_id": "past"}
    ),
    ("PUT", "/meetings/<id:meeting_id>/record"): Example(
        AFTERNOON | {"chairs": [{"office_id": "{office_id}", "present": True}], "ground": GROUND},
        {"meeting_id": "held"},
    ),
    ("POST", "/units/<id:unit_id>/past-meetings"): Example(
        {
            "meeting": MEETING | {"sittings": [{"day": "2026-11-20", **HOURS}]},
            "record": RECORD | {"chairs": [{"office_id": "{office_id}", "present": True}]},
            "ground": GROUND,
        }
    ),
    ("POST", "/meetings/<id:meeting_id>/moves"): Example(WITHDRAWAL | {"to": "2026-12-16"}),
    ("POST", "/meetings/<id:meeting_id>/moves/preview"): Example({"to": "2026-12-16"}),
    ("POST", "/meetings/<id:meeting_id>/postponements"): Example(WITHDRAWAL),
    ("POST", "/meetings/<id:meeting_id>/cancellations"): Example(WITHDRAWAL),
    ("POST", "/publications"): Example({"meetings": [APPROVED]}),
    ("POST", "/publications/preview"): Example({"meetings": [APPROVED]}),
    ("POST", "/units/<id:unit_id>/publications/preview"): Example({"first": "2026-12-01", "last": "2026-12-31"}),
    ("POST", "/units/<id:unit_id>/publications"): Example(
        {"first": "2026-12-01", "last": "2026-12-31", "meetings": [APPROVED]}
    ),
    ("POST", "/meetings/<id:meeting_id>/postings"): Example(
        {"channel": "website", "posted_at": "2026-11-20T08:00:00+07:00"}
    ),
    ("POST", "/meetings/<id:meeting_id>/postings/<id:posting_id>/withdrawals"): Example({"ground": GROUND}),
    ("GET", "/country-board"): Example(query="?year=2026"),
    ("GET", "/units-board"): Example(query="?year=2026"),
    ("GET", "/units/<id:unit_id>/board"): Example(query="?year=2026&duty=chu_tich_ubnd.reception.periodic"),
    ("GET", "/units/<id:unit_id>/duties"): Example(query="?year=2026"),
    ("GET", "/offices/<id:office_id>/cell"): Example(query="?rule_id={rule_id}&first_on=2026-10-01"),
    ("POST", "/units/<id:unit_id>/locks"): Example({"month": "2026-10-01"}),
    ("POST", "/offices/<id:office_id>/explanations"): Example(
        {"rule_id": "{rule_id}", "first_on": "2026-10-01", "question": GROUND}
    ),
    ("POST", "/explanations/<id:explanation_id>/answers"): Example({"answer": GROUND}),
    ("POST", "/requests/<id:request_id>/grants"): Example({}),
    ("POST", "/requests/<id:request_id>/refusals"): Example({"answer": "Đã có buổi niêm yết"}),
    **{route: Example(*given) for route, given in REGISTERED.items()},
    ("POST", "/feed-links"): Example({"scope": "office", "target_id": "{office_id}", "name": "iPhone"}),
    ("POST", "/accounts"): Example({"email": "moi@xa.gov.vn", "name": "Hoàng Văn Sáu", "unit_id": "{unit_id}"}),
    ("PATCH", "/accounts/<id:account_id>"): Example({"language": "en"}),
    ("POST", "/accounts/<id:account_id>/assignments"): Example(
        {"role": "desk", "unit_id": "{unit_id}", "first_on": "2026-12-01"}
    ),
    ("POST", "/assignments/<id:assignment_id>/ends"): Example({"last_on": "2026-12-31"}),
    ("POST", "/keys"): Example({"name": "Phần mềm một cửa", "unit_id": "{unit_id}", "role": "secretary"}),
}
"""A route that is not listed needs neither body nor query, and takes the things of its ids as they are."""


def furnish(uow: UnitOfWork, unit: Unit) -> dict[str, str]:
    """Give a unit one of everything and return the ids by name, and their versions."""
    office = make_office(uow, unit)
    person = make_person(uow, unit)
    held_by = make_holding(uow, office, person)
    place = make_place(uow, unit)
    said = {"subject": "Tiếp công dân định kỳ", "place": place}
    published = make_meeting(uow, unit, office, **said)
    plan = Plan(
        id=uow.new_id(),
        unit_id=unit.id,
        first_on=date(2026, 12, 1),
        last_on=date(2026, 12, 31),
        made_at=uow.now,
        made_by="x",
    )
    posting = Posting(
        id=uow.new_id(), channel="website", posted_at=BORN, entered_at=BORN, entered_by="x", for_day=published.held_on
    )
    published.postings.append(posting)
    uow.session.add(plan)
    uow.session.flush()
    key, _ = issue_key(uow, "một khóa", unit.id, Role.SECRETARY)
    link, _ = issue_link(uow, FeedScope.UNIT, unit.id, "Điện thoại")
    who = Newcomer(f"thu.ky@{unit.code}.gov.vn", "Lò Thị Năm", unit.id)
    invited = invite(uow, who, Terms(Role.SECRETARY, unit.id, None, date(2026, 1, 1)))
    meetings = {
        "draft": make_meeting(uow, unit, office, on=date(2026, 12, 17), state=State.DRAFT, **said),
        "approved": make_meeting(uow, unit, office, on=date(2026, 12, 18), state=State.APPROVED, **said),
        "past": make_meeting(uow, unit, office, on=date(2026, 11, 20), **said),
        "held": make_meeting(
            uow, unit, office, on=date(2026, 11, 20), state=State.HELD, hours=(time(13), time(16)), **said
        ),
    }
    things = {"unit": unit, "office": office, "person": person, "place": place, "meeting": published, "plan": plan}
    things |= {"posting": posting, "key": key, "link": link, "holding": held_by, "account": invited.account}
    things |= {"assignment": invited.given}
    rule, autumn = DUTY[unit.level], date(2026, 9, 1)
    things["explanation"] = explaining.ask(uow, office.id, rule, autumn, "Vì sao tháng 9 chưa đạt?")
    things["request"] = Request(
        id=uow.new_id(),
        unit_id=unit.id,
        wish=Wish.ABSENCE,
        person_id=person.id,
        first_on=date(2027, 1, 4),
        last_on=date(2027, 1, 5),
        cause=Cause.MISSION,
        asked_at=uow.now,
        asked_by=invited.account.id,
    )
    uow.session.add(things["request"])
    uow.session.flush()
    named = {f"{name}_id": row for name, row in things.items()} | meetings
    versions = {f"version of {name}": str(getattr(row, "version", 1)) for name, row in named.items()}
    return {name: row.id for name, row in named.items()} | versions | enter(uow, unit, office)


def country(works: Works) -> dict[str, dict[str, str]]:
    """Make a province with two communes, everything in each, and return their ids by name of the unit."""
    with works.writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh")
        units = {
            "province": province,
            "commune": make_unit(uow, "Xã Tân Đoàn", parent_id=province.id),
            "neighbour": make_unit(uow, "Xã Khánh Khê", parent_id=province.id),
        }
        load_law(uow)
        return {name: furnish(uow, unit) | {"rule_id": DUTY[unit.level]} for name, unit in units.items()}
