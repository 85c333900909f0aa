"""The links that open an account or set a forgotten password."""

from functools import partial
from typing import Any, cast

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for

from api.problem_types import problem_of
from api.schemas.fields import Typed
from scheduler import own_account
from scheduler.core.emails import email_faults
from scheduler.core.errors import DomainError, Fault, InvalidInput
from scheduler.core.roles import NOBODY
from scheduler.registering import refuse_if
from scheduler.wording.language import said, source
from web import cookies, guard
from web.afterwards import Afterwards
from web.door import caller, gate, go, works
from web.forms import Form, Refused, checked

blueprint = Blueprint("opening", __name__, template_folder="../templates")
_INVITED, _FORGOTTEN = source("Mở tài khoản"), source("Đặt lại mật khẩu")


class NewPassword(Form):
    """A password, typed twice."""

    mat_khau = Typed(200, required=True)
    nhac_lai = Typed(200, required=True)


class Forgotten(Form):
    """The address whose password was forgotten."""

    email = Typed(254, required=True)


@blueprint.get("/mo-tai-khoan/<secret>")
def opened(secret: str) -> Response:
    """Show what a link opens; looking at it takes nothing (T-04)."""
    return _open(secret)


@blueprint.post("/mo-tai-khoan/<secret>")
def take(secret: str) -> Response:
    """Set the password by a link, once."""
    guard.require_token(cookies.door_secret())
    try:
        form = checked(NewPassword())
        same_twice(form)
        own_account.take_link(gate(), secret, form["mat_khau"])
    except DomainError as error:
        return _open(secret, error)
    answer = go(url_for("signing_in.door", xong="da-doi-mat-khau"))
    cookies.drop_sign_in(answer)
    return answer


@blueprint.get("/quen-mat-khau")
def forgotten() -> Response:
    """Ask for the address whose password was forgotten."""
    return _forgotten()


@blueprint.post("/quen-mat-khau")
def ask_reset() -> Response:
    """Note that a password was forgotten: the answer is the same for every address, and leaves before the work."""
    guard.require_token(cookies.door_secret())
    try:
        form = checked(Forgotten())
        refuse_if(email_faults("email", form["email"]))
    except DomainError as error:
        return _forgotten(error)
    work = partial(own_account.ask_reset, gate(), form["email"], caller(), spare_good=True)
    cast("Afterwards", current_app.extensions["afterwards"]).do(work)
    return go(url_for("opening.asked"))


@blueprint.get("/quen-mat-khau/da-gui")
def asked() -> str:
    """Say what happens next; it says nothing about whether there is such an account."""
    return render_template("signing_in/asked.html", refused=None)


def same_twice(form: dict[str, Any]) -> None:
    """Pass when the new password was typed alike twice. Raises: InvalidInput."""
    if form["mat_khau"] != form["nhac_lai"]:
        raise InvalidInput([Fault("nhac_lai", "not-the-same")])


def _open(secret: str, error: DomainError | None = None) -> Response:
    with works().reading(NOBODY) as uow:
        link = own_account.look_at_link(uow, secret)
    heading = said(_INVITED if link.purpose.value == "invite" else _FORGOTTEN)
    refused = Refused.of(error, request.form, may_insist=False) if error else None
    page = render_template("signing_in/password.html", heading=heading, email=link.email, refused=refused)
    answer = make_response(page, problem_of(error).status if error else 200)
    cookies.keep_door(answer)
    return answer


def _forgotten(error: DomainError | None = None) -> Response:
    refused = Refused.of(error, request.form, may_insist=False) if error else None
    page = render_template("signing_in/forgotten.html", refused=refused)
    answer = make_response(page, problem_of(error).status if error else 200)
    cookies.keep_door(answer)
    return answer
