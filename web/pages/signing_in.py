"""The door of the office: who comes in, goes out, and where each goes on from there."""

from typing import cast

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for

from scheduler.db.work import Works
from web import guard
from web.frames import SEE_OTHER

blueprint = Blueprint("signing_in", __name__, template_folder="../templates")
FIRST_PAGES = {
    "leader": "leader.own",
    "deputy": "leader.own",
    "inspector": "oversight.board",
    "legal_admin": "law.rules",
    "operator": "people.accounts",
    "unit_admin": "people.accounts",
}
"""Where somebody of a role begins; everybody else with the month of the unit."""


@blueprint.get("/lam-viec")
def home() -> Response:
    """Lead to the first page of whoever is signed in, or to the door."""
    seen = guard.signed_in(cast("Works", current_app.extensions["works"]))
    if seen is None:
        return guard.to_the_door()
    first = FIRST_PAGES.get(seen.actor.role.value, "")
    if first in current_app.view_functions:
        return cast("Response", redirect(url_for(first), SEE_OTHER))
    return cast("Response", redirect(url_for("board.month", unit_id=seen.actor.unit_id), SEE_OTHER))


@blueprint.get("/dang-nhap")
def door() -> str:
    """Show the door."""
    return render_template("signing_in/door.html", on=request.args.get("tiep", ""), refused=None)


@blueprint.get("/quen-mat-khau")
def forgotten() -> str:
    """Say what to do about a forgotten password."""
    return render_template("signing_in/forgotten.html", refused=None)


@blueprint.post("/dang-nhap")
def enter() -> Response:
    """Let nobody in yet: there are no accounts."""
    return guard.to_the_door()


@blueprint.post("/dang-xuat")
def sign_out() -> Response:
    """Lead out."""
    return guard.to_the_door()


@blueprint.get("/tai-khoan")
def own() -> Response:
    """Lead to the door."""
    return guard.to_the_door()
