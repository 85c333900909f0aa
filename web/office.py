"""What every page of the office may use, hung under the roof: words, tokens, and the pages themselves."""

from urllib.parse import urlencode

from flask import Flask, current_app, g, request
from markupsafe import Markup

from scheduler.wording.language import spoken
from web.assets import HTMX
from web.cookies import door_secret
from web.forms import TOKEN
from web.guard import Seen, token_of
from web.law_words import FILTERS as OF_THE_LAW
from web.notices import notice
from web.pages import OFFICE
from web.words import FILTERS, SAYING


def furnish(app: Flask) -> None:
    """Give the templates their words, and every form its token."""
    app.jinja_env.filters.update(FILTERS | OF_THE_LAW)
    app.jinja_env.globals.update(SAYING, htmx=HTMX, token=_token, has_page=_has_page)
    app.context_processor(_surroundings)
    # The pages one may be led back to after signing in.
    app.extensions["office"] = frozenset({"own_account", "signing_in", *(pages.name for pages in OFFICE)})


def _surroundings() -> dict[str, object]:
    seen: Seen | None = g.get("seen")
    return {
        "lang": spoken().value,
        "this_address": _this_address(),
        "me": seen,
        "may": seen.may if seen else _may_not,
        "notice": notice(request.args.get("xong", "")),
    }


def _this_address() -> str:
    """Return the address at hand, without what a page says only once: where the language switch leads back to."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "xong"]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def _may_not(_: str) -> bool:
    return False


def _has_page(endpoint: str) -> bool:
    """Tell whether there is a page of this name: what a template asks before it leads there."""
    return endpoint in current_app.view_functions


def _token() -> Markup:
    """Return the hidden field of a form: made of the sign-in, or before it of the door's own cookie."""
    seen: Seen | None = g.get("seen")
    secret = seen.secret if seen else door_secret()
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN, token_of(secret))
