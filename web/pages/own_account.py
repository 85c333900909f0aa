"""One's own account: where one is signed in, the password, the second step, the language."""

from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request, url_for

from api.problem_types import problem_of
from api.schemas.fields import Choice, Id, Typed
from scheduler import identities, login_sessions, own_account
from scheduler.core.errors import DomainError, NotAuthenticated
from scheduler.wording.language import Language, speaking
from web import cookies, guard
from web.door import caller, gate, go, works
from web.forms import Form, Refused, checked
from web.guard import Seen
from web.languages import LANGUAGES
from web.pages.opening import NewPassword, same_twice
from web.provider import provider

blueprint = Blueprint("own_account", __name__, template_folder="../templates")


class OtherPassword(NewPassword):
    """The old password and the new one."""

    cu = Typed(200, required=True)


class OldPassword(Form):
    """The password, to show once more who one is."""

    cu = Typed(200, required=True)


class FirstCode(Form):
    """A code of the proposed secret."""

    bi_mat = Typed(100, required=True)
    ma = Typed(20, required=True)


class Ended(Form):
    """Which sign-in is to end."""

    phien = Id(required=True)


class Spoken(Form):
    """In which language to read."""

    ngon_ngu = Choice(Language, required=True)


@blueprint.get("/tai-khoan")
def overview() -> Response:
    """Show one's own account."""
    return shown("own_account/overview.html")


@blueprint.post("/tai-khoan/mat-khau")
def change_password() -> Response:
    """Change the password; every other sign-in ends."""

    def change(seen: Seen) -> str:
        form = checked(OtherPassword())
        same_twice(form)
        return own_account.change_password(gate(), seen.secret, form["cu"], form["mat_khau"], caller())

    return _renewing(change, "own_account/overview.html", "da-doi-mat-khau")


@blueprint.post("/tai-khoan/ngon-ngu")
def speak() -> Response:
    """Read in another language from now on."""
    chosen: list[Language] = []
    answer = doing(lambda seen: chosen.append(_speak(seen)), "own_account/overview.html", "da-luu")
    for language in chosen:
        cookies.keep_language(answer, language)
    return answer


@blueprint.post("/tai-khoan/phien")
def end_session() -> Response:
    """End one of one's own sign-ins."""

    def end(seen: Seen) -> None:
        form = checked(Ended())
        with works().writing(seen.actor) as uow:
            login_sessions.end_session(uow, seen.secret, form["phien"])

    return doing(end, "own_account/overview.html", "da-thu-hoi")


@blueprint.post("/tai-khoan/dang-xuat-het")
def sign_out_everywhere() -> Response:
    """End every sign-in, this one too."""

    def end(seen: Seen) -> None:
        with works().writing(seen.actor) as uow:
            login_sessions.sign_out_everywhere(uow, seen.secret)

    return doing(end, "own_account/overview.html", "da-dang-xuat")


@blueprint.get("/tai-khoan/buoc-hai")
def second_step() -> Response:
    """Show how to set up the second step."""
    return shown("own_account/second_step.html")


@blueprint.post("/tai-khoan/xac-nhan")
def step_up() -> Response:
    """Show once more who one is, by the password."""
    return doing(
        lambda seen: own_account.step_up(gate(), seen.secret, checked(OldPassword())["cu"], caller()),
        "own_account/second_step.html",
        "",
        "own_account.second_step",
    )


@blueprint.post("/tai-khoan/buoc-hai")
def set_code() -> Response:
    """Set up the second step with a code of it."""

    def put(seen: Seen) -> str:
        form = checked(FirstCode())
        with works().writing(seen.actor) as uow:
            return own_account.set_code(uow, seen.secret, form["bi_mat"], form["ma"])

    return _renewing(put, "own_account/second_step.html", "da-luu")


@blueprint.post("/tai-khoan/bo-buoc-hai")
def remove_code() -> Response:
    """Give up the second step, where no role needs it."""
    return doing(
        lambda seen: own_account.remove_code(gate(), seen.secret, checked(OldPassword())["cu"], caller()),
        "own_account/overview.html",
        "da-luu",
    )


def _speak(seen: Seen) -> Language:
    language: Language = checked(Spoken())["ngon_ngu"]
    with works().writing(seen.actor) as uow:
        own_account.read_in(uow, seen.secret, language)
    return language


def _renewing(work: Any, template: str, done: str) -> Response:  # noqa: ANN401 - a function of the one who is signed in
    """Do what gives the sign-in a new secret."""
    fresh: list[str] = []
    answer = doing(lambda seen: fresh.append(work(seen)), template, done)
    for secret in fresh:
        cookies.keep_sign_in(answer, secret)
    return answer


def doing(work: Any, template: str, done: str, onward: str = "own_account.overview") -> Response:  # noqa: ANN401 - as above
    """Do something to one's own account by a form of ours, and go on; refused, show a page with what was wrong."""
    seen = guard.signed_in(works())
    if seen is None:
        return guard.to_the_door()
    guard.require_token(seen.secret)
    with speaking(seen.language):
        try:
            work(seen)
        except DomainError as error:
            return shown(template, error)
    return go(url_for(onward, xong=done or None))


def shown(template: str, error: DomainError | None = None, **over: str) -> Response:
    """Show a page of one's own account, with what was wrong."""
    seen = guard.signed_in(works())
    if seen is None or seen.signed is None:
        return guard.to_the_door()
    g.seen = seen
    with speaking(seen.language):
        with works().reading(seen.actor) as uow:
            places = login_sessions.list_places(uow, seen.secret)
            bound = identities.list_own(uow, seen.secret)
            wanted = template.endswith("second_step.html") and seen.signed.stepped_up
            proposed = own_account.propose_code(uow, seen.secret) if wanted else None
        refused = Refused.of(error, request.form, may_insist=False) if error else None
        page = render_template(
            template,
            refused=refused,
            places=places,
            proposed=proposed,
            signed=seen.signed,
            languages=LANGUAGES,
            bound=bound,
            agency=provider() is not None,
            **over,
        )
    wrong = 422 if isinstance(error, NotAuthenticated) else problem_of(error).status if error else 200
    answer = make_response(page, wrong)
    if error is not None and "retry_after" in error.values:
        answer.headers["Retry-After"] = str(error.values["retry_after"])
    return answer
