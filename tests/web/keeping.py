"""A commune whose keeper and secretary look after its absences, patterns and places."""

from datetime import date
from types import SimpleNamespace

from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.units import Unit
from scheduler.db.work import Works
from tests.factories import load_law, make_holding, make_meeting, make_office, make_person, make_place, make_unit
from tests.web.html import Element, get
from tests.web.office import at_the_office, form

SOON = date(2026, 12, 10)
SPAN = {"first_on": "2026-12-10", "last_on": "2026-12-11", "part": "all"}


def a_kept_commune(app: Flask) -> SimpleNamespace:
    """A province with two communes; one has two offices with holders, two places and a meeting on 10/12/2026."""
    works: Works = app.extensions["works"]
    with works.writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        unit = make_unit(uow, parent_id=province.id)
        sister = make_unit(uow, "Xã Yên Phúc", parent_id=province.id)
        chair, party = make_office(uow, unit), make_office(uow, unit, "bi_thu_cap_uy", "Bí thư Đảng ủy")
        head = make_person(uow, unit)
        make_holding(uow, chair, head)
        make_holding(uow, party, make_person(uow, unit, "Trần Thị Hai"))
        make_office(uow, province, "chu_tich_ubnd", "Chủ tịch UBND tỉnh")
        room, hall = make_place(uow, unit), make_place(uow, unit, "Hội trường", rooms=2)
        load_law(uow)
        soon = make_meeting(uow, unit, chair, place=room, on=SOON)
    return SimpleNamespace(
        app=app, works=works, province=province, unit=unit, sister=sister, chair=chair, party=party, head=head,
        room=room, hall=hall, soon=soon, at=f"/lam-viec/{unit.id}",
    )  # fmt: skip


def enter(kept: SimpleNamespace, role: Role, unit: Unit | None = None) -> FlaskClient:
    return at_the_office(kept.app, Actor("a", role, (unit or kept.unit).id))


def secretary(kept: SimpleNamespace) -> FlaskClient:
    return enter(kept, Role.SECRETARY)


def keeper(kept: SimpleNamespace) -> FlaskClient:
    return enter(kept, Role.UNIT_ADMIN)


def send(client: FlaskClient, page_at: str, verb: str = "", /, **more: object):
    """Fill in the form of a page that saves (of several the one that leads to ``verb``), and send it."""
    page = get(client, page_at)
    frame = ("/dang-xuat", "/ngon-ngu")
    forms = [f for f in page.all("form", method="post") if not f.attributes["action"].startswith(frame)]
    (found,) = [f for f in forms if f.attributes["action"].endswith(verb)]
    return client.post(found.attributes["action"], data=form(**{**filled(found), **more}))


def filled(found: Element) -> dict[str, list[str]]:
    """What a form carries as it stands: hidden fields, texts, what is ticked or selected."""
    given: dict[str, list[str]] = {}
    for one in found.all("input"):
        of = one.attributes
        if of["name"] != "_the" and (of.get("type") not in {"checkbox", "radio"} or "checked" in of):
            given.setdefault(of["name"], []).append(of.get("value", ""))
    for one in found.all("select"):
        chosen = [o.attributes["value"] for o in one.all("option") if "selected" in o.attributes]
        given.setdefault(one.attributes["name"], []).extend(chosen[:1])
    return given
