"""The public pages: find a unit, its meetings, one meeting, and a month to print. Read only, no script.

The only cookie is that of a language, which the switch sets.
"""

import re
from datetime import date

from flask import Blueprint, Response, make_response, render_template, request, url_for

from scheduler import public
from scheduler.core.errors import NotFound
from scheduler.wording.language import Language, speaking, spoken
from web.assets import BOOTSTRAP, asset_url
from web.door import looking, public_url
from web.languages import VARIES
from web.present import FILTERS, subscription

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_A_MINUTE = "public, max-age=60"

blueprint = Blueprint("public", __name__, template_folder="../templates")
for _name, _shown in FILTERS.items():
    blueprint.add_app_template_filter(_shown, _name)


@blueprint.app_context_processor
def _frame() -> dict[str, object]:
    """What every template may use."""
    return {"asset_url": asset_url, "bootstrap": BOOTSTRAP, "base": public_url()}


def _page(template: str, **values: object) -> Response:
    answer = make_response(render_template(template, **values))
    answer.headers["Cache-Control"] = _A_MINUTE
    answer.headers["Vary"] = VARIES
    answer.headers["Content-Language"] = spoken().value
    return answer


@blueprint.get("/")
def home() -> Response:
    """Show the search, what comes in the next seven days, and the provinces."""
    with looking() as uow:
        view = public.home(uow, request.args.get("tim", ""))
        today = uow.today
    return _page("public/home.html", view=view, today=today, most=public.MOST_HITS, longest=public.LONGEST_QUESTION)


@blueprint.get("/don-vi/<public_name>")
def unit(public_name: str) -> Response:
    """Show a unit with its coming meetings."""
    with looking() as uow:
        view = public.unit_page(uow, public_name)
        today = uow.today
    links = subscription(public_url(), public_name)
    return _page("public/unit.html", view=view, today=today, links=links)


@blueprint.get("/buoi/<meeting_id>")
def meeting(meeting_id: str) -> Response:
    """Show one meeting; its address stays good whatever becomes of it."""
    with looking() as uow:
        view = public.meeting_page(uow, meeting_id)
        today = uow.today
    address = f"{public_url()}{url_for('public.meeting', meeting_id=meeting_id)}"
    return _page("public/meeting.html", view=view, today=today, address=address)


@blueprint.get("/buoi/<meeting_id>.ics")
def meeting_calendar(meeting_id: str) -> Response:
    """Send one meeting as a calendar file; the entry is the feed's own."""
    with looking() as uow, speaking(Language.VIETNAMESE):
        body = public.meeting_calendar(uow, meeting_id)
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="buoi-tiep-cong-dan.ics"'
    answer.headers["Cache-Control"] = _A_MINUTE
    return answer


@blueprint.get("/don-vi/<public_name>/in")
def month(public_name: str) -> Response:
    """Show a month's published meetings as a notice to print (``thang=2026-12``; this month when not given)."""
    with looking() as uow:
        view = public.month_page(uow, public_name, _month_asked(uow.today))
    address = f"{public_url()}{url_for('public.unit', public_name=public_name)}"
    return _page("public/month.html", view=view, address=address)


def _month_asked(today: date) -> date:
    asked = request.args.get("thang", "")
    if not asked:
        return today
    read = _MONTH.fullmatch(asked)
    if read is None:
        raise NotFound(kind="month", id=asked)
    return date(int(read[1]), int(read[2]), 1)
