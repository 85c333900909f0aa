"""The language switch of every page: kept in this browser, and in the account of whoever is signed in."""

from flask import Blueprint, Response, request, url_for

from api.schemas.fields import Choice, Typed
from scheduler import own_account
from scheduler.core.errors import ForeignForm
from scheduler.core.roles import NOBODY
from scheduler.wording.language import Language
from web import guard
from web.cookies import keep_language
from web.door import go, shown_at, works
from web.forms import TOKEN, Form, checked

blueprint = Blueprint("languages", __name__)
_OURS = {"same-origin", "none"}


class Switch(Form):
    """In which language to read, and where the reader was."""

    ngon_ngu = Choice(Language, required=True)
    tro_ve = Typed(2000, load_default="")


@blueprint.post("/ngon-ngu")
def switch() -> Response:
    """Read in another language from now on, and go on where one was.

    The public pages carry no token, for they are the same for everybody; the worst that a foreign form could do is to
    change the language of this browser, and browsers say when a form is foreign.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in _OURS:
        raise ForeignForm
    form = checked(Switch())
    if TOKEN in request.form:
        _keep_in_account(form["ngon_ngu"])
    answer = go(shown_at(form["tro_ve"])[1] or url_for("public.home"))
    keep_language(answer, form["ngon_ngu"])
    return answer


def _keep_in_account(language: Language) -> None:
    seen = guard.signed_in(works())
    if seen is None:
        return
    guard.require_token(seen.secret)
    with works().writing(NOBODY) as uow:
        own_account.read_in(uow, seen.secret, language)
