"""The door of the office: who comes in, as what, and where each goes on from there."""

from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, render_template, request, url_for

from api.problem_types import problem_of
from api.schemas.fields import Choice, Id, Typed
from scheduler import login_sessions
from scheduler.core.errors import DomainError, NotAuthenticated
from scheduler.core.roles import NOBODY
from scheduler.core.signing import DeviceKind
from scheduler.own_roles import list_roles
from scheduler.signing_in import Arrival, Entry, begin, second_step
from scheduler.wording.language import said, source, speaking
from scheduler.wording.roles import role_name
from web import cookies, guard
from web.door import caller, gate, go, shown_at, works
from web.forms import Form, Refused, checked
from web.provider import provider

blueprint = Blueprint("signing_in", __name__, template_folder="../templates")
FIRST_PAGES = {
    "leader": "leader.own",
    "deputy": "leader.own",
    "inspector": "supervision.board",
    "legal_admin": "law.rules",
    "operator": "keeping.accounts",
    "unit_admin": "keeping.accounts",
}
"""Where somebody of a role begins; everybody else with the month of the unit."""
DEVICES = (
    (DeviceKind.OFFICE.value, source("Máy làm việc")),
    (DeviceKind.PHONE.value, source("Điện thoại của riêng tôi")),
    (DeviceKind.DESK.value, source("Máy ở bàn tiếp đón")),
)


class SignIn(Form):
    """What the door takes."""

    email = Typed(254, required=True)
    mat_khau = Typed(200, required=True)
    may = Choice(DeviceKind, load_default=DeviceKind.OFFICE)
    tiep = Typed(2000, load_default="")


class Code(Form):
    """What the second step takes."""

    ma = Typed(20, required=True)
    tiep = Typed(2000, load_default="")


class Chosen(Form):
    """As what somebody wants to act."""

    vai_tro = Id(required=True)


@blueprint.get("/lam-viec")
def home() -> Response:
    """Lead to the first page of whoever is signed in, or to the door."""
    seen = guard.signed_in(works())
    if seen is None:
        return guard.to_the_door()
    first = seen.detour or FIRST_PAGES.get(seen.actor.role.value, "")
    if first:
        return go(url_for(first))
    return go(url_for("board.month", unit_id=seen.actor.unit_id) if seen.actor.unit_id else url_for("public.home"))


@blueprint.get("/dang-nhap")
def door() -> Response:
    """Show the door."""
    return _door(request.args.get("tiep", ""))


@blueprint.post("/dang-nhap")
def enter() -> Response:
    """Take address and password; answer alike whatever is wrong with them."""
    guard.require_token(cookies.door_secret())
    try:
        form = checked(SignIn())
        before = cookies.sign_in_secret()
        arrival = Arrival(form["email"], form["mat_khau"], caller(), device_label(), form["may"], before)
        entry = begin(gate(), arrival)
    except DomainError as error:
        return refused_at_the_door(error)
    return entered(entry, form["tiep"])


@blueprint.get("/dang-nhap/ma")
def code() -> Response:
    """Ask for the code of the second step."""
    return _code(request.args.get("tiep", ""))


@blueprint.post("/dang-nhap/ma")
def confirm() -> Response:
    """Take the code."""
    guard.require_token(cookies.door_secret())
    try:
        form = checked(Code())
        entry = second_step(gate(), cookies.sign_in_secret(), form["ma"], caller())
    except DomainError as error:
        return _code("", error)
    return entered(entry, form["tiep"])


@blueprint.get("/vai-tro")
def choose() -> Response:
    """Show as what somebody may act."""
    return _choose()


@blueprint.post("/vai-tro")
def act_as() -> Response:
    """Act in another role from now on."""
    seen = guard.signed_in(works())
    if seen is None:
        return guard.to_the_door()
    guard.require_token(seen.secret)
    try:
        form = checked(Chosen())
        with works().writing(NOBODY) as uow:
            login_sessions.act_as(uow, seen.secret, form["vai_tro"])
    except DomainError as error:
        return _choose(error)
    return go(url_for("signing_in.home"))


@blueprint.post("/dang-xuat")
def sign_out() -> Response:
    """End the sign-in of this device; it always succeeds."""
    secret = cookies.sign_in_secret()
    guard.require_token(secret)
    with works().writing(NOBODY) as uow:
        login_sessions.sign_out(uow, secret)
    answer = go(url_for("signing_in.door", xong="da-dang-xuat"))
    cookies.drop_sign_in(answer)
    return answer


def onward_of(path: str) -> str:
    """Return an address of the office that was asked for before signing in, "" for anything else (T-19)."""
    endpoint, address = shown_at(path)
    return address if endpoint.split(".")[0] in current_app.extensions["office"] else ""


def entered(entry: Entry, path: str) -> Response:
    """Return the way on for somebody who passed a step of signing in, who asked for a page of the office before."""
    onward = onward_of(path) or url_for("signing_in.home")
    answer = go(url_for("signing_in.code", tiep=onward) if entry.needs_code else onward)
    (cookies.keep_phone if entry.kind is DeviceKind.PHONE else cookies.keep_sign_in)(answer, entry.secret)
    if entry.device:
        cookies.keep_device(answer, entry.device)
    return answer


def refused_at_the_door(error: DomainError) -> Response:
    """Show the door with what was wrong; nothing of the address at hand stands on it, which may hold a secret."""
    return _door("", error, this_address=url_for("signing_in.door"))


def _door(on: str, error: DomainError | None = None, **over: Any) -> Response:  # noqa: ANN401 - whatever a template shows
    devices = [(key, said(name)) for key, name in DEVICES]
    return _shown("signing_in/door.html", error, on=on, devices=devices, agency=provider() is not None, **over)


def _code(on: str, error: DomainError | None = None) -> Response:
    return _shown("signing_in/code.html", error, on=on)


def _choose(error: DomainError | None = None) -> Response:
    seen = guard.signed_in(works())
    if seen is None or seen.signed is None:
        return guard.to_the_door()
    g.seen = seen
    with works().reading(NOBODY) as uow:
        roles = list_roles(uow, seen.signed.held)
    with speaking(seen.language):
        told = [(one, role_name(one.role), one.id == seen.signed.assignment_id) for one in roles]
        return _shown("signing_in/choose.html", error, roles=told)


def _shown(template: str, error: DomainError | None, **values: Any) -> Response:  # noqa: ANN401 - whatever a template shows
    refused = Refused.of(error, request.form, may_insist=False) if error else None
    status = 200
    if error is not None:
        status = 422 if isinstance(error, NotAuthenticated) else problem_of(error).status
    answer = make_response(render_template(template, refused=refused, **values), status)
    if error is not None and "retry_after" in error.values:
        answer.headers["Retry-After"] = str(error.values["retry_after"])
    if "seen" not in g:
        cookies.keep_door(answer)
    return answer


def device_label() -> str:
    """Return a name for the device that its owner will know again."""
    agent = request.user_agent.string
    for mark, name in (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
    ):
        if mark in agent:
            return name
    return "Linux" if "Linux" in agent else ""
