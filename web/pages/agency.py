"""Agency accounts: coming in by one, and binding one's own. There while the settings name a provider.

What leads to the provider is a link and never a form: the content policy lets a form lead nowhere but here.
"""

from flask import Blueprint, Response, abort, g, make_response, render_template, request, url_for

from api.schemas.fields import Id, Typed
from scheduler import identities, own_account
from scheduler.core.errors import DomainError, NotAuthenticated
from scheduler.core.journeys import Journey, opened, sealed, set_out
from scheduler.core.signing import DeviceKind
from scheduler.guessing import settled, taken_up
from scheduler.signing_in import Return, enter_as
from scheduler.wording.language import speaking
from web import cookies, guard
from web.door import caller, gate, go, works
from web.forms import Form, checked
from web.guard import Seen
from web.pages import own_account as own_page
from web.pages.signing_in import device_label, entered, onward_of, refused_at_the_door
from web.provider import BACK, Provider, provider

blueprint = Blueprint("agency", __name__, template_folder="../templates")
_KINDS = frozenset(kind.value for kind in DeviceKind)


class OwnPassword(Form):
    """The password, before an agency account is bound."""

    mat_khau_lien_ket = Typed(200, required=True)


class Bound(Form):
    """Which agency account is to be given up."""

    lien_ket = Id(required=True)


@blueprint.get("/dang-nhap/co-quan")
def leave() -> Response:
    """Lead to the provider; looking at this address changes nothing here."""
    there = _provider()
    asked = request.args.get("may", "")
    kind = DeviceKind(asked) if asked in _KINDS else DeviceKind.OFFICE
    journey = set_out(works().clock.now(), kind, onward_of(request.args.get("tiep", "")))
    try:
        address = there.way_there(journey)
    except DomainError as error:
        return refused_at_the_door(error)
    return _setting_out(go(address), journey)


@blueprint.get(BACK)
def back() -> Response:
    """Take what the provider answered: come in, or bind the account, whichever this browser set out for."""
    there = _provider()
    if request.method != "GET":
        abort(405)
    journey = opened(works().audit_key, cookies.kept_journey(), works().clock.now())
    state = request.args.get("state", "")
    seen = guard.signed_in(works())
    if journey is not None and journey.is_for(state):
        answer = _come_in(there, journey)
    elif journey is not None and seen is not None and seen.signed and journey.is_for(state, seen.signed.session_id):
        answer = _bind(there, journey, seen)
    else:
        # Not ours, and perhaps somebody else's try: the journey that this browser is on is left alone.
        return refused_at_the_door(NotAuthenticated("journey-over"))
    cookies.drop_journey(answer)
    return answer


@blueprint.post("/tai-khoan/co-quan")
def prepare() -> Response:
    """Take the password, before the way to the provider is shown."""
    _provider()
    return own_page.doing(
        lambda seen: own_account.step_up(gate(), seen.secret, checked(OwnPassword())["mat_khau_lien_ket"], caller()),
        "own_account/overview.html",
        "",
        "agency.ready",
    )


@blueprint.get("/tai-khoan/co-quan")
def ready() -> Response:
    """Show the way to the provider, to whoever gave the password lately."""
    there = _provider()
    seen = guard.signed_in(works())
    if seen is None or seen.signed is None:
        return guard.to_the_door()
    g.seen = seen
    journey = set_out(works().clock.now(), seen.signed.kind, "")
    with speaking(seen.language):
        try:
            seen.signed.require_step_up()
            address = there.way_there(journey, seen.signed.session_id)
        except DomainError as error:
            return own_page.shown("own_account/overview.html", error)
        page = render_template("own_account/agency.html", address=address, issuer=there.issuer)
    return _setting_out(make_response(page), journey)


@blueprint.post("/tai-khoan/co-quan/go")
def give_up() -> Response:
    """Give up the agency account; with the settings gone it can be given up all the same."""

    def end(seen: Seen) -> None:
        form = checked(Bound())
        with works().writing(seen.actor) as uow:
            identities.give_up(uow, seen.secret, form["lien_ket"])

    return own_page.doing(end, "own_account/overview.html", "da-go-co-quan")


def _come_in(there: Provider, journey: Journey) -> Response:
    came = Return(journey.secret, caller(), device_label(), journey.kind, cookies.sign_in_secret())
    try:
        entry = enter_as(gate(), came, lambda: there.redeem(journey, request.args))
    except DomainError as error:
        return refused_at_the_door(error)
    return entered(entry, journey.onward)


def _bind(there: Provider, journey: Journey, seen: Seen) -> Response:
    with speaking(seen.language):
        try:
            ticket = taken_up(gate(), journey.secret, caller())
            proven = there.redeem_with_email(journey, request.args)
            with works().writing(seen.actor) as uow:
                settled(uow, ticket, passed=True)
                identities.bind(uow, seen.secret, proven)
        except DomainError as error:
            return own_page.shown("own_account/overview.html", error, this_address=url_for("own_account.overview"))
    return go(url_for("own_account.overview", xong="da-lien-ket-co-quan"))


def _provider() -> Provider:
    """Return the provider; without one these pages are not there."""
    there = provider()
    if there is None:
        abort(404)
    return there


def _setting_out(answer: Response, journey: Journey) -> Response:
    cookies.keep_journey(answer, sealed(works().audit_key, journey))
    return answer
