"""A leader and a secretary at the pages, each in a browser of their own."""

from types import SimpleNamespace

from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.work import Works
from scheduler.ical.settle import settle
from tests.factories import load_law, make_meeting
from tests.usecases.leading import signed_in
from tests.web.office import at_the_office


def works_of(app: Flask) -> Works:
    return app.extensions["works"]


def leader_of(app: Flask, world: SimpleNamespace) -> Actor:
    """The account of whoever heads the chairman's office of the commune."""
    return signed_in(works_of(app), world.commune, Role.LEADER, world.chairman, name="Nguyễn Văn Chủ")


def secretary_of(app: Flask, world: SimpleNamespace) -> Actor:
    return signed_in(works_of(app), world.commune, Role.SECRETARY, name="Trần Thị Thư")


def at(app: Flask, actor: Actor) -> FlaskClient:
    return at_the_office(app, actor)


def with_law(app: Flask) -> None:
    with works_of(app).writing(OPERATOR) as uow:
        load_law(uow)


def meeting_of(app: Flask, meeting_id: str) -> Meeting:
    with works_of(app).reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting_id)


def one_more(app: Flask, world: SimpleNamespace, **over: object) -> str:
    with works_of(app).writing(OPERATOR) as uow:
        meeting = make_meeting(uow, world.commune, world.chairman, place=world.room, **over)
        settle(uow, meeting)
    return meeting.id
