"""A commune with the law, a planned December and people at its pages: for the pages that act on one meeting."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.accounts import Account
from scheduler.db.feeds import Feed
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.work import UnitOfWork, Works
from scheduler.ical.settle import settle_many
from scheduler.postings import post_on_portal
from tests.factories import (
    load_law,
    make_holding,
    make_meeting,
    make_office,
    make_person,
    make_place,
    make_unit,
)
from tests.usecases.leading import make_account
from tests.web.office import at_the_office, form

GROUND = "Họp đột xuất theo triệu tập của Tỉnh ủy Lạng Sơn"
TOLD = datetime(2026, 11, 20, 1, tzinfo=UTC)
MEETINGS = "/lam-viec/buoi"


def a_month(app: Flask) -> SimpleNamespace:
    """A province, its communes, and of one commune the December of its chairman: 8th and 22nd published."""
    with app.extensions["works"].writing(OPERATOR) as uow:
        load_law(uow)
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        unit = make_unit(uow, parent_id=province.id)
        sister = make_unit(uow, "Xã Điềm He", parent_id=province.id)
        chair, party = make_office(uow, unit), make_office(uow, unit, "bi_thu_cap_uy", "Bí thư Đảng ủy")
        for office, name in ((chair, "Nguyễn Văn Một"), (party, "Trần Thị Hai")):
            make_holding(uow, office, make_person(uow, unit, name))
        place = make_place(uow, unit)
        world = SimpleNamespace(
            app=app,
            works=app.extensions["works"],
            province=province,
            unit=unit,
            sister=sister,
            chair=chair,
            place=place,
        )
        for name, day, state in (
            ("one", 8, State.PUBLISHED),
            ("two", 22, State.PUBLISHED),
            ("draft", 24, State.DRAFT),
            ("approved", 25, State.APPROVED),
        ):
            setattr(world, name, in_state(uow, world, state, date(2026, 12, day)).id)
    return world


def in_state(uow: UnitOfWork, world: SimpleNamespace, state: State, on: date, **over: object) -> Meeting:
    """A meeting of the chairman in a state; with its posting when it was announced."""
    announced = None if state in {State.DRAFT, State.APPROVED} else TOLD
    over = {"published_at": announced, "subject": "Theo thẩm quyền"} | over
    made = make_meeting(uow, world.unit, world.chair, on=on, state=state, place=world.place, **over)
    if announced:
        post_on_portal(uow, made)
    settle_many(uow, [made])
    return made


def at(world: SimpleNamespace, role: Role = Role.SECRETARY, unit: object = None) -> FlaskClient:
    """A browser of somebody in a role at the commune, or at another unit."""
    offices = frozenset({world.chair.id}) if role in {Role.LEADER, Role.DEPUTY} else frozenset()
    return at_the_office(world.app, Actor(f"account-{role.value}", role, (unit or world.unit).id, offices))


def as_person(world: SimpleNamespace, role: Role, unit: object = None) -> FlaskClient:
    """The same, signed in with an account of their own."""
    name = f"account-{role.value}"
    with world.works.writing(OPERATOR) as uow:
        if uow.session.get(Account, name) is None:
            make_account(uow, name, world.unit)
    return at_the_office(world.app, Actor(name, role, (unit or world.unit).id, account_id=name))


def meeting(works: Works, meeting_id: str) -> Meeting:
    """A meeting as it stands."""
    with works.reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting_id)


def send(client: FlaskClient, world: SimpleNamespace, meeting_id: str, page: str, **values: object):
    """Send the form of a page of a meeting, made from the version it has."""
    given = {"phien_ban": meeting(world.works, meeting_id).version, **values}
    return client.post(f"{MEETINGS}/{meeting_id}/{page}", data=form(**given))


def versions(works: Works) -> dict[str, int]:
    """The version of every calendar."""
    with works.reading(OPERATOR) as uow:
        return {feed.id: feed.version for feed in uow.session.query(Feed)}


def raised(before: dict[str, int], after: dict[str, int]) -> int:
    """How many calendars changed."""
    return sum(after[name] != before.get(name) for name in after)


def reached(page: str) -> int:
    """The number of calendars on the button that saves."""
    found = re.search(r"<button class=\"btn btn-main\">[^<]*?cập nhật (\d+) lịch</button>", page)
    return int(found[1]) if found else 0


def text_of(page: str) -> str:
    """The page's text without its tags, blanks folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
