"""The first start: what the machine was given, and the first account; open to the holder of one address, once."""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for

from api.problem_types import problem_of
from api.schemas.fields import Id, Text
from notifications.trial import send_test_letter
from scheduler import first_start
from scheduler.accounts import LONGEST_NAME, Newcomer
from scheduler.core.emails import LONGEST_EMAIL
from scheduler.core.errors import DomainError, Gone, NotFound
from scheduler.core.roles import NOBODY, OPERATOR
from scheduler.guessing import letter_asked
from web import cookies, guard
from web.door import SEE_OTHER, caller, gate, go, works
from web.forms import Form, Refused, checked

blueprint = Blueprint("first_start", __name__, template_folder="../templates")


class FirstPerson(Form):
    """Who runs the service from now on, and the unit that is theirs too, if any."""

    email = Text(LONGEST_EMAIL, required=True)
    name = Text(LONGEST_NAME, required=True)
    unit_id = Id(load_default=None)
    tim = Text(100, shortest=0, load_default="")


class Trial(Form):
    """Where a test letter goes."""

    to = Text(LONGEST_EMAIL, required=True)


@blueprint.get(f"{first_start.PATH}/<secret>")
def wizard(secret: str) -> Response:
    """Show what the machine was given, and ask for the first person; looking takes nothing."""
    return _page(secret)


@blueprint.post(f"{first_start.PATH}/<secret>")
def start(secret: str) -> Response:
    """Make the first account, and lead to where it gets its password."""
    guard.require_token(cookies.door_secret())
    settings = current_app.extensions["settings"]
    try:
        form = checked(FirstPerson())
        with works().writing(OPERATOR) as uow:
            who = Newcomer(form["email"], form["name"], None)
            made = first_start.make_first(uow, settings, secret, who, form["unit_id"])
    except (NotFound, Gone):
        raise
    except DomainError as error:
        return _page(secret, error)
    first_start.withdraw(settings)
    answer = make_response(redirect(url_for("opening.opened", secret=made.secret), SEE_OTHER))
    cookies.drop_sign_in(answer)
    return answer


@blueprint.post(f"{first_start.PATH}/<secret>/thu")
def send_letter(secret: str) -> Response:
    """Send a test letter to the address that was typed, and lead back; nothing else changes."""
    guard.require_token(cookies.door_secret())
    settings = current_app.extensions["settings"]
    with works().reading(NOBODY) as uow:
        first_start.check(uow, settings, secret)
    try:
        form = checked(Trial())
        letter_asked(gate(), f"first start {secret}", caller())
        send_test_letter(works(), settings, form["to"], OPERATOR, asked="first_start")
    except DomainError as error:
        return _page(secret, error)
    return go(url_for("first_start.wizard", secret=secret, xong="da-gui-thu-thu") + "#thu")


def _page(secret: str, error: DomainError | None = None) -> Response:
    settings = current_app.extensions["settings"]
    asked = (request.form if error else request.args).get("tim", "")[:100]
    with works().reading(NOBODY) as uow:
        first_start.check(uow, settings, secret)
        units = first_start.find_units(uow, asked)
    refused = Refused.of(error, request.form, may_insist=False) if error else None
    page = render_template(
        "signing_in/first_start.html",
        refused=refused,
        secret=secret,
        asked=asked,
        units=units,
        around=first_start.surroundings(settings),
        # The address that a test letter is asked for at opens no page: the switch of languages leads back to this one.
        this_address=url_for("first_start.wizard", secret=secret),
    )
    answer = make_response(page, problem_of(error).status if error else 200)
    if error is not None and "retry_after" in error.values:
        answer.headers["Retry-After"] = str(error.values["retry_after"])
    cookies.keep_door(answer)
    return answer
