"""Somebody at the pages of the office, signed in as whatever a test wants."""

from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.roles import OPERATOR, Actor
from scheduler.db.meetings import get_meeting
from scheduler.db.work import UnitOfWork
from scheduler.wording.language import Language
from web.forms import TOKEN
from web.guard import Seen, token_of

SECRET = "a secret of a sign-in that only tests know"  # noqa: S105 - opens nothing but a test


def at_the_office(app: Flask, actor: Actor, *, where: str = "Xã Tân Đoàn", language: str = "vi") -> FlaskClient:
    """A browser in which somebody is signed in."""

    def who_is(_uow: UnitOfWork, secret: str) -> Seen | None:
        return Seen(actor, "Nguyễn Thị Thư", where, Language(language), secret) if secret == SECRET else None

    app.extensions["who_is"] = who_is
    client = app.test_client()
    client.set_cookie("tiepdan", SECRET)
    return client


def as_read(app: Flask, *meeting_ids: str) -> list[str]:
    """Meetings as a page shows them now: each with its version."""
    with app.extensions["works"].reading(OPERATOR) as uow:
        return [f"{one}:{get_meeting(uow.session, one).version}" for one in meeting_ids]


def form(**values: object) -> dict[str, object]:
    """A form as a page of ours would send it."""
    return {TOKEN: token_of(SECRET), **values}
