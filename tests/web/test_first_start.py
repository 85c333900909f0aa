"""The first start: one address, one account, and every way of using it twice, late, or without it."""

import json
import stat
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler import accounts, first_start
from scheduler.accounts import Newcomer
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Gone
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.accounts import Account, Assignment
from tests.factories import make_unit
from tests.usecases.gates import PASSWORD
from tests.web.people import gate_of, through_the_door, token_in

WHO = {"email": "quan.tri@langson.gov.vn", "name": "Lò Thị Năm"}


@pytest.fixture
def start(app: Flask) -> SimpleNamespace:
    """A machine nobody has an account on, and the address that was printed."""
    gate_of(app)
    works, settings = app.extensions["works"], app.extensions["settings"]
    with works.writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        unit = make_unit(uow, parent_id=province.id)
    with works.reading(OPERATOR) as uow:
        address = first_start.offer(uow, settings)
    return SimpleNamespace(works=works, settings=settings, unit=unit, path="/" + address.split("/", 3)[3])


def send(client: FlaskClient, path: str, **given: str):
    return client.post(path, data={"_the": token_in(client.get(path).text), **WHO, **given})


def people(app: Flask) -> list[Account]:
    with app.extensions["works"].reading(OPERATOR) as uow:
        return uow.session.query(Account).all()


def test_the_address_makes_one_account_that_signs_in_and_must_set_its_second_step(
    app: Flask, start: SimpleNamespace
) -> None:
    client = app.test_client()
    page = client.get(start.path)
    assert page.headers["Cache-Control"] == "no-store"
    assert "chưa phải https" in page.text
    assert "có, chỉ chủ sở hữu đọc được" in page.text
    assert "chưa đặt: xem MAIL_HOST" in page.text
    assert "Gửi thư thử" not in page.text
    found = client.get(f"{start.path}?tim=tan+doan").text
    assert "Xã Tân Đoàn, Tỉnh Lạng Sơn" in found

    done = send(client, start.path, unit_id=start.unit.id)
    assert done.status_code == 303
    link = done.headers["Location"]
    opened = client.post(
        link, data={"_the": token_in(client.get(link).text), "mat_khau": PASSWORD, "nhac_lai": PASSWORD}
    )
    assert opened.status_code == 303
    (made,) = people(app)
    with start.works.reading(OPERATOR) as uow:
        roles = {(held.role, held.unit_id) for held in uow.session.query(Assignment)}
    assert roles == {(Role.OPERATOR, None), (Role.UNIT_ADMIN, start.unit.id)}
    assert made.unit_id is None
    inside, answer = through_the_door(app, WHO["email"])
    assert answer.status_code == 303
    assert inside.get("/ngay-nghi").status_code == 303, "the second step comes first"

    assert client.get(start.path).status_code == 404
    assert app.test_client().post(start.path, data=WHO).status_code == 403
    assert not (start.settings.data / first_start.FILE).exists()
    assert len(people(app)) == 1


def test_the_second_of_two_makes_nothing(app: Flask, start: SimpleNamespace) -> None:
    first, second = app.test_client(), app.test_client()
    tokens = [token_in(client.get(start.path).text) for client in (first, second)]
    kept = (start.settings.data / first_start.FILE).read_bytes()
    assert first.post(start.path, data={"_the": tokens[0], **WHO}).status_code == 303
    # As if the file had outlived the first one: the database itself refuses the second.
    (start.settings.data / first_start.FILE).write_bytes(kept)
    late = second.post(start.path, data={"_the": tokens[1], **WHO, "email": "khac@langson.gov.vn"})
    assert late.status_code == 410
    assert second.get(start.path).status_code == 410
    assert [one.email for one in people(app)] == [WHO["email"]]
    secret = start.path.rpartition("/")[2]
    with pytest.raises(Gone), start.works.writing(OPERATOR) as uow:
        first_start.make_first(uow, start.settings, secret, Newcomer("b@x.vn", "B", None), None)


def test_a_guess_opens_nothing(app: Flask, start: SimpleNamespace) -> None:
    client = app.test_client()
    for guess in ("x", "a" * 43, start.path.rpartition("/")[2][:-1], "..%2f..", "%00"):
        assert client.get(f"/khoi-tao/{guess}").status_code == 404, guess
    assert client.get("/khoi-tao").status_code == 404
    token = token_in(client.get(start.path).text)
    assert client.post("/khoi-tao/" + "a" * 43, data={"_the": token, **WHO}).status_code == 404
    assert client.post(start.path, data=WHO).status_code == 403
    assert people(app) == []


def test_the_address_ends_after_two_days_and_with_the_next_one(
    app: Flask, start: SimpleNamespace, clock: StoppedClock
) -> None:
    client = app.test_client()
    with start.works.reading(OPERATOR) as uow:
        newer = first_start.offer(uow, start.settings)
    assert client.get(start.path).status_code == 404
    path = "/" + newer.split("/", 3)[3]
    assert client.get(path).status_code == 200
    clock.advance(timedelta(hours=48))
    assert client.get(path).status_code == 410
    assert people(app) == []


def test_what_is_wrong_is_said_at_its_field_and_stays_typed(app: Flask, start: SimpleNamespace) -> None:
    client = app.test_client()
    for given, field in (
        ({"email": "khong-phai-thu"}, "email"),
        ({"name": ""}, "name"),
        ({"unit_id": "khong-co"}, "unit_id"),
        ({"unit_id": "có dấu"}, "unit_id"),
        ({"name": "x" * 121}, "name"),
    ):
        refused = send(client, start.path, **given)
        assert refused.status_code == 422, given
        assert f'href="#{field}"' in refused.text
    assert 'value="quan.tri@langson.gov.vn"' in refused.text
    assert people(app) == []
    assert send(client, start.path).status_code == 303


def test_nothing_is_offered_once_somebody_has_an_account(start: SimpleNamespace) -> None:
    path = start.settings.data / first_start.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert start.path.rpartition("/")[2] not in path.read_text(encoding="utf-8")
    with start.works.writing(OPERATOR) as uow:
        accounts.invite(uow, Newcomer("a@x.vn", "A", None))
    with start.works.reading(OPERATOR) as uow:
        assert first_start.offer(uow, start.settings) is None
    assert not path.exists()


@pytest.mark.parametrize("broken", ["", "{}", "[]", '{"digest": 1, "ends_at": 2}', json.dumps({"digest": "x"})])
def test_a_broken_file_opens_nothing(app: Flask, start: SimpleNamespace, broken: str) -> None:
    Path(start.settings.data / first_start.FILE).write_text(broken, encoding="utf-8")
    assert app.test_client().get(start.path).status_code == 404
