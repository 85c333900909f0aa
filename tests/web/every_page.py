"""Every page that somebody can be at: the rows of pages.csv, an address of each, a unit with one of everything."""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from flask import Flask
from sqlalchemy import select

from scheduler import absences, explaining, feeds, keys, period_locks, rejudging
from scheduler.absences import Whom
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.accounts import Assignment
from scheduler.db.feeds import FeedScope
from scheduler.db.meetings import Meeting
from scheduler.db.offices import Holding
from scheduler.db.tables import metadata
from scheduler.db.work import UnitOfWork
from tests.api.registered import enter
from tests.usecases.leading import signed_in
from tests.usecases.overseeing import CHAIRMAN, held
from tests.web.duty_world import GROUND, a_month, in_state
from tests.web.keepers import an_account
from tests.web.office import at_the_office, form

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
ROWS = [row for row in csv.DictReader(LISTED) if row["method"] == "GET"]
WHY = "Vì sao tháng 10 chỉ tiếp một ngày?"
_PAST = (datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2026, 11, 20, 4, tzinfo=UTC))
_WANTED = {
    "duyet": (State.DRAFT, date(2026, 12, 10)),
    "huy": (State.DRAFT, date(2026, 12, 10)),
    "tra-lai": (State.APPROVED, date(2026, 12, 11)),
    "niem-yet": (State.APPROVED, date(2026, 12, 11)),
    "ghi-nhan": (State.PUBLISHED, date(2026, 11, 19)),
    "dinh-chinh": (State.HELD, date(2026, 11, 20)),
}
_OTHERS = (State.PUBLISHED, date(2026, 12, 9))
"""In which state, and on which day, a page finds its meeting."""


def a_world_of_every_page(app: Flask) -> SimpleNamespace:
    """Make a unit with one of everything that a page is about."""
    world = a_month(app)
    with world.works.writing(OPERATOR) as uow:
        world.meetings = {wanted: _meeting(uow, world, *wanted) for wanted in {*_WANTED.values(), _OTHERS}}
        entered = enter(uow, world.unit, world.chair)
        absences.add(uow, Whom(office_id=world.chair.id), date(2026, 12, 28), date(2026, 12, 29), "Hội nghị tỉnh")
        for day, deputy in ((date(2026, 10, 8), ""), (date(2026, 10, 22), "Phó Chủ tịch")):
            held(uow, world, day, by=deputy)
        holding = uow.session.scalars(select(Holding).where(Holding.office_id == world.chair.id)).one()
        keys.issue_key(uow, "Cổng thông tin xã", world.unit.id, Role.SECRETARY, date(2027, 1, 1))
        feeds.issue_link(uow, FeedScope.UNIT, world.unit.id, "Màn hình sảnh")
        explaining.ask(uow, world.chair.id, CHAIRMAN, date(2026, 10, 1), WHY)
        period_locks.lock_period(uow, world.unit.id, date(2026, 9, 1))
    account = an_account(app, "thu@xa.vn", Role.SECRETARY, world.unit)
    with world.works.reading(OPERATOR) as uow:
        given = uow.session.scalars(select(Assignment).where(Assignment.account_id == account.id)).one()
    world.leader = signed_in(world.works, world.unit, Role.LEADER, world.chair, name="Nguyễn Văn Một")
    asked = form(first_on="2026-12-08", part="all", cause="mission", words=GROUND)
    assert at_the_office(app, world.leader).post("/cua-toi/bao-ban", data=asked).status_code == 303
    world.names = entered | {
        "unit_id": world.unit.id, "office_id": world.chair.id, "holding_id": holding.id, "rule_id": CHAIRMAN,
        "first_on": "2026-10-01", "account_id": account.id, "assignment_id": given.id,
        "meeting_id": world.meetings[_OTHERS].id, "posting_id": world.meetings[_OTHERS].postings[0].id,
    }  # fmt: skip
    rejudging.fill(world.works)
    return world


def _meeting(uow: UnitOfWork, world: SimpleNamespace, state: State, on: date) -> Meeting:
    over = dict(zip(("actual_start", "actual_end"), _PAST, strict=True)) if state is State.HELD else {}
    one = in_state(uow, world, state, on, **over)
    one.origin = {"from": "pattern", "why": "Mẫu: ngày 09 hằng tháng.", "code": "on_pattern", "nominal": str(on)}
    return one


def reader_of(world: SimpleNamespace, row: dict[str, str]) -> Actor:
    """Somebody who may open a page: the chief of office where that is enough, or the first named."""
    roles = row["roles"].split()
    role = Role.OFFICE_CHIEF if Role.OFFICE_CHIEF in roles else Role(roles[0])
    if role is Role.LEADER:
        return world.leader
    at = None if row["other"] == "403" else world.unit.id  # else the page is for those who act for the country
    return Actor(f"account-{role.value}", role, at)


def address_of(world: SimpleNamespace, rule: str) -> str:
    """An address of a page; a name that nobody gave is that of the first row of its table."""
    page = rule.rpartition(">")[2].strip("/") or rule.split("/")[-2]
    named = world.names | {"meeting_id": world.meetings[_WANTED.get(page, _OTHERS)].id}
    if "/rieng/" in rule:
        named["rule_id"] = named["local_rule"]

    def given(found: re.Match[str]) -> str:
        name = found[1]
        if name in named:
            return str(named[name])
        with world.works.reading(OPERATOR) as uow:
            table = metadata.tables[name.removesuffix("_id")]
            return str(uow.session.execute(select(table.c.id).limit(1)).scalar_one())

    return re.sub(r"<(?:\w+:)?(\w+)>", given, rule)
