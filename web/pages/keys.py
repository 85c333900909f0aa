"""Keys of programs and calendar links of a unit (A3): made and shown once, seen in use, closed at once."""

from typing import Any

from api.schemas.fields import Choice, Id, Text
from scheduler import feeds, key_desk
from scheduler import keys as use_case
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Action, Role
from scheduler.db.feeds import FeedScope
from scheduler.db.work import UnitOfWork
from scheduler.key_desk import KeyDesk
from scheduler.wording.language import said, source
from scheduler.wording.people import role_choice
from web.forms import Form, Refused
from web.frames import Sent, Shown, Went, shown, went
from web.leader_forms import doors_of
from web.pages.months import AnyDay
from web.pages.people import asked_unit, pages
from web.pages.people_forms import UnitAsked

_ALL = "/khoa-va-lien-ket"
_KEEP = Action.KEEP_KEYS


class KeyForm(Form):
    """A key to be issued. ``seen``: the newest key that was shown, so that a form sent twice makes one."""

    unit_id = Id(load_default=None)
    name = Text(100, required=True)
    role = Choice(Role, required=True)
    expires_on = AnyDay(load_default=None)
    seen = Id(load_default="")


class CalendarForm(Form):
    """A calendar link to be issued: for which device, of which calendar ("office:<id>"), under which id."""

    unit_id = Id(load_default=None)
    device = Text(100, required=True)
    target = Text(100, required=True)
    link_id = Id(required=True)


class Closing(Form):
    """At which unit's page somebody is."""

    ma = Text(10, shortest=0, load_default="")


@pages.shows(_ALL, _KEEP, query=UnitAsked)
def keys(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Show the keys and the calendar links, those in use first."""
    unit, code, problem = asked_unit(uow, (query or {}).get("ma", ""), refused)
    desk = key_desk.desk(uow, unit.id if unit else None)
    return shown(
        "people/keys.html",
        422 if problem else 200,
        desk=desk,
        code=code or (unit.code if unit and uow.actor.unit_id is None else ""),
        roles=[("", said(source("Chọn vai trò"))), *((role.value, role_choice(role)) for role in desk.roles)],
        targets=_choices(desk),
        link_id=uow.new_id(),
        newest=_newest(desk),
        refused=refused or problem,
    )


@pages.does(f"{_ALL}/khoa", _KEEP, takes=KeyForm, else_shows=keys)
def issue_key(uow: UnitOfWork, form: dict[str, Any]) -> Shown:
    """Issue a key and show its secret this once; the same form sent again makes no other."""
    desk = key_desk.desk(uow, form["unit_id"])
    if form.pop("seen") != _newest(desk):
        raise InvalidInput.at("name", "key-made-already")
    key, secret = use_case.issue_key(uow, **form)
    return shown("people/key_made.html", key=key, secret=secret, desk=desk, address=f"{uow.public_url}/api/v1")


def _keys_again(uow: UnitOfWork, refused: Refused | None = None, **_: str) -> Shown | Went | Sent:
    return keys(uow, refused=refused)


@pages.does(f"{_ALL}/khoa/<id:key_id>/thu-hoi", _KEEP, takes=Closing, else_shows=_keys_again)
def revoke_key(uow: UnitOfWork, form: dict[str, Any], key_id: str) -> Went:
    """Close a key at once."""
    use_case.revoke_key(uow, key_id)
    return went("keeping.keys", ma=form["ma"] or None, xong="da-thu-hoi")


@pages.does(f"{_ALL}/lich", _KEEP, takes=CalendarForm, else_shows=keys)
def issue_link(uow: UnitOfWork, form: dict[str, Any]) -> Shown:
    """Make a calendar link and show it this once; the same form sent again makes no other."""
    desk = key_desk.desk(uow, form["unit_id"])
    choices = dict(_choices(desk))
    if form["target"] not in choices:
        raise InvalidInput.at("target", "unknown-value", allowed=list(choices.values()))
    scope, _, target_id = form["target"].partition(":")
    link, secret = feeds.issue_link(uow, FeedScope(scope), target_id, form["device"], form["link_id"])
    doors = doors_of(f"{uow.public_url}/lich/{secret}.ics")
    return shown("people/calendar_made.html", link=link, doors=doors, whose=choices[form["target"]], desk=desk)


@pages.does(f"{_ALL}/lich/<id:link_id>/thu-hoi", _KEEP, takes=Closing, else_shows=_keys_again)
def revoke_link(uow: UnitOfWork, form: dict[str, Any], link_id: str) -> Went:
    """Close a calendar link at once."""
    feeds.revoke_link(uow, link_id)
    return went("keeping.keys", ma=form["ma"] or None, xong="da-thu-hoi")


def _newest(desk: KeyDesk) -> str:
    return max((one.key.id for one in desk.keys), default="")


def _choices(desk: KeyDesk) -> list[tuple[str, str]]:
    whole = said(source("Lịch nội bộ của cả đơn vị"))
    return [(f"{scope.value}:{target}", name or whole) for scope, target, name in desk.targets]
