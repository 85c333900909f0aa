"""The frame of the office: nobody passes without signing in, and a form counts only when it is one of ours."""

from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.core.roles import Action, Actor, Role
from tests.web.office import at_the_office
from web.frames import Pages
from web.pages import OFFICE


@pytest.fixture
def board(own_world: SimpleNamespace) -> str:
    return f"/lam-viec/{own_world.commune.id}/lich?thang=2026-12"


def secretary(world: SimpleNamespace) -> Actor:
    return Actor("account", Role.SECRETARY, world.commune.id)


def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(app: Flask, board: str) -> None:
    answer = app.test_client().get(board)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/dang-nhap?tiep=/lam-viec/")


def test_the_month_is_shown_to_its_own_secretary_only(app: Flask, own_world: SimpleNamespace, board: str) -> None:
    answer = at_the_office(app, secretary(own_world)).get(board)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Lịch tháng 12/2026" in answer.text
    other = Actor("account", Role.SECRETARY, own_world.empty.id)
    assert at_the_office(app, other).get(board).status_code == 404


def test_a_month_that_is_none_is_not_found(app: Flask, own_world: SimpleNamespace) -> None:
    client = at_the_office(app, secretary(own_world))
    for month in ("2026-13", "x", "99999-1"):
        assert client.get(f"/lam-viec/{own_world.commune.id}/lich?thang={month}").status_code in {404, 422}


def test_a_page_cannot_be_registered_without_a_guard() -> None:
    with pytest.raises(TypeError):
        Pages("x", "/x").route("/y")


def test_every_page_has_an_action_and_an_own_address() -> None:
    frames = [frame for pages in OFFICE for frame in pages.frames]
    assert all(isinstance(frame.action, Action) for frame in frames)
    assert len({(frame.method, frame.rule) for frame in frames}) == len(frames)
