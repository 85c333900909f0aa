"""The pages of whoever acts for an office, on the telephone first: own days, absence, stand-in, calendars, one day."""

from collections.abc import Mapping
from typing import Any

from scheduler import asking, confirming, feeds
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Action
from scheduler.db.confirmations import Word
from scheduler.db.feeds import FeedScope
from scheduler.db.requests import Request
from scheduler.db.work import UnitOfWork
from scheduler.own_days import own_calendars, own_days, own_meeting, to_delegate
from scheduler.wording.language import said, source
from scheduler.wording.requests import CAUSES, PARTS
from web.forms import Refused
from web.frames import Pages, Result, Shown, Went, shown, went
from web.leader_forms import (
    AbsenceForm,
    ChairForm,
    LinkForm,
    MeetingAsked,
    SpanAsked,
    StandInForm,
    doors_of,
    foreseen,
    span_of,
)

pages = Pages("leader", "/cua-toi")


@pages.shows("", Action.REQUEST)
def own(uow: UnitOfWork, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show today, the next 30 days, the duties, and what was asked for."""
    view = own_days(uow)
    return shown("leader/own.html", view=view, asked=asking.own(uow), titles={o.id: o.title for o in view.offices})


def _own_again(uow: UnitOfWork, request_id: str, refused: Refused | None = None) -> Result:  # noqa: ARG001 - in the path
    return own(uow, refused)


@pages.does("/de-nghi/<id:request_id>/rut", Action.REQUEST, else_shows=_own_again)
def withdraw(uow: UnitOfWork, form: dict[str, Any], request_id: str) -> Went:  # noqa: ARG001 - an empty form
    """Take a request back."""
    asking.withdraw(uow, request_id)
    return went("leader.own", xong="da-rut")


@pages.shows("/bao-ban", Action.REQUEST, query=SpanAsked)
def absence(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Choose the days, then see what comes of being away, then send."""
    given = refused.given if refused else query or {}

    def drafted() -> Request:
        return asking.draft_absence(uow, *span_of(given))

    seen = foreseen(uow, drafted if given.get("first_on") else None, given, refused)
    choices = {"parts_of_day": _said(PARTS), "causes": _said(CAUSES)}
    return shown(
        "leader/absence.html", seen.status, seen=seen, refused=seen.refused, given=given, today=uow.today, **choices
    )


@pages.does("/bao-ban", Action.REQUEST, takes=AbsenceForm, else_shows=absence)
def ask_absence(uow: UnitOfWork, form: dict[str, Any]) -> Went:
    """Send what was chosen to the secretary."""
    last_on = form["last_on"] or form["first_on"]
    asking.ask_absence(uow, form["first_on"], last_on, form["part"], cause=form["cause"], words=form["words"])
    return went("leader.own", xong="da-gui-de-nghi")


@pages.shows("/tiep-thay", Action.REQUEST, query=MeetingAsked)
def stand_in(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Choose a meeting, then see that a stand-in does not count, then send."""
    given = refused.given if refused else query or {}
    meeting_id = given.get("meeting_id", "")

    def drafted() -> Request:
        return asking.draft_stand_in(uow, meeting_id)

    seen = foreseen(uow, drafted if meeting_id else None, given, refused)
    return shown(
        "leader/stand_in.html", seen.status, seen=seen, refused=seen.refused, given=given, choices=to_delegate(uow)
    )


@pages.does("/tiep-thay", Action.REQUEST, takes=StandInForm, else_shows=stand_in)
def ask_stand_in(uow: UnitOfWork, form: dict[str, Any]) -> Went:
    """Send what was chosen to the secretary."""
    asking.ask_stand_in(uow, form["meeting_id"], form["deputy"], form["words"])
    return went("leader.own", xong="da-gui-de-nghi")


@pages.shows("/lich", Action.REQUEST)
def calendars(uow: UnitOfWork, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show how to have the own calendar on a telephone, and the links that were made."""
    links = feeds.list_links(uow, uow.actor.unit_id or "")
    targets = _targets(uow)
    return shown(
        "leader/calendars.html",
        links=sorted(links, key=lambda link: (link.revoked_at is not None, link.issued_at)),
        targets=targets,
        names=dict(targets),
        link_id=uow.new_id(),
    )


@pages.does("/lich", Action.REQUEST, takes=LinkForm, else_shows=calendars)
def issue(uow: UnitOfWork, form: dict[str, Any]) -> Shown:
    """Make a link and show it this once; the same form sent again makes no other."""
    scope, _, target_id = form["target"].partition(":")
    if form["target"] not in dict(_targets(uow)):
        raise InvalidInput.at("target", "unknown-value", allowed=[name for _, name in _targets(uow)])
    link, secret = feeds.issue_link(uow, FeedScope(scope), target_id, form["name"], form["link_id"])
    return shown("leader/calendar_made.html", link=link, doors=doors_of(f"{uow.public_url}/lich/{secret}.ics"))


def _calendars_again(uow: UnitOfWork, link_id: str, refused: Refused | None = None) -> Result:  # noqa: ARG001 - in the path
    return calendars(uow, refused)


@pages.does("/lich/<id:link_id>/thu-hoi", Action.REQUEST, else_shows=_calendars_again)
def revoke(uow: UnitOfWork, form: dict[str, Any], link_id: str) -> Went:  # noqa: ARG001 - an empty form
    """Close a link at once."""
    feeds.revoke_link(uow, link_id)
    return went("leader.calendars", xong="da-thu-hoi")


@pages.shows("/buoi/<id:meeting_id>", Action.REQUEST)
def day(uow: UnitOfWork, meeting_id: str, refused: Refused | None = None) -> Shown:  # noqa: ARG001 - shown by the frame
    """Show one own meeting, and let its head confirm being in the chair."""
    view = own_meeting(uow, meeting_id)
    seat = next(seat for seat in confirming.seats(uow, meeting_id) if seat.office_id == view.office.id)
    window = confirming.window_of(view.meeting)
    # A button that would be refused is not offered; the rule is told instead.
    open_now = window is not None and window.holds(uow.now) and uow.actor.may(Action.CHAIR) and seat.in_person
    own_word = seat.by(Word.CHAIR)
    return shown(
        "leader/day.html", view=view, seat=seat, window=window, open_now=open_now, own_word=own_word, today=uow.today
    )


@pages.does("/buoi/<id:meeting_id>/truc-tiep-chu-tri", Action.CHAIR, takes=ChairForm, else_shows=day)
def confirm(uow: UnitOfWork, form: dict[str, Any], meeting_id: str) -> Went:
    """Confirm being in the chair, as oneself and now."""
    confirming.confirm(uow, meeting_id, form["office_id"])
    return went("leader.day", meeting_id=meeting_id, xong="da-xac-nhan")


def _targets(uow: UnitOfWork) -> list[tuple[str, str]]:
    """Return the calendars that the reader may have, as a choice: the own person's first, then each office's."""
    mine = said(source("Mọi buổi của tôi"))
    return [(f"{one.scope}:{one.target_id}", one.name or mine) for one in own_calendars(uow)]


def _said(table: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(key.value, said(text)) for key, text in table.items()]
