"""The accounts that a unit keeps (A2): who they are, what they are to whom, and inviting somebody."""

from typing import Any

from werkzeug.datastructures import MultiDict

from scheduler import account_desk, offices, units
from scheduler import accounts as use_case
from scheduler import people as entered
from scheduler.account_deeds import Terms, may_give
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import COUNTRY_ROLES, UNIT_ROLES, Action, Role
from scheduler.core.signing import link_address
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.wording.language import said, source
from scheduler.wording.people import role_choice
from web.forms import Refused
from web.frames import Pages, Shown, shown
from web.languages import LANGUAGES
from web.pages.people_forms import ListAsked, NewcomerForm, UnitAsked

pages = Pages("keeping", "")
_MOST_CHOICES = 1000


@pages.shows("/nguoi-dung", Action.KEEP_ACCOUNTS, query=ListAsked)
def accounts(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """List the accounts, and what waits for a second administrator."""
    asked = query or {"tim": "", "da_roi": "", "sau": ""}
    desk = account_desk.desk(uow, asked["tim"], ended=bool(asked["da_roi"]), after=asked["sau"])
    return shown("people/accounts.html", desk=desk, asked=asked, refused=refused)


@pages.shows("/nguoi-dung/moi", Action.KEEP_ACCOUNTS, query=UnitAsked)
def newcomer(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Show the form that invites somebody."""
    unit, code, problem = asked_unit(uow, (query or {}).get("ma", ""), refused)
    return shown(
        "people/invite.html",
        422 if problem else 200,
        unit=unit,
        code=code,
        roles=roles_to_give(uow, unit),
        offices=office_choices(uow, unit),
        people=person_choices(uow, unit),
        languages=LANGUAGES,
        today=uow.today,
        refused=refused or problem,
    )


@pages.does("/nguoi-dung/moi", Action.KEEP_ACCOUNTS, takes=NewcomerForm, else_shows=newcomer)
def invite(uow: UnitOfWork, form: dict[str, Any]) -> Shown:
    """Invite somebody and show the link this once; the same form sent again finds the address taken."""
    who = {name: form.pop(name) for name in ("email", "name", "person_id", "language")}
    made = use_case.invite(uow, use_case.Newcomer(unit_id=form["unit_id"], **who), Terms(**form))
    return link_shown(uow, made.account.id, made.secret, kind="invite")


def link_shown(uow: UnitOfWork, account_id: str, secret: str, *, kind: str) -> Shown:
    """Show a link that opens an account, this once. ``kind``: "invite", "reset" or "anew"."""
    whole = account_desk.look(uow, account_id)
    address = link_address(uow.public_url, secret)
    return shown("people/link_shown.html", account=whole.listed.account, address=address, kind=kind, whole=whole)


def asked_unit(uow: UnitOfWork, code: str, refused: Refused | None) -> tuple[Unit | None, str, Refused | None]:
    """Return the unit that a page is about: the reader's own, else that of a code, None for the country.

    With it the code, and what is wrong with it.
    """
    if uow.actor.unit_id is not None:
        return units.get(uow, uow.actor.unit_id), "", None
    if refused is not None:
        sent = refused.given.get("unit_id", "")
        return (units.get(uow, sent) if sent else None), "", None
    if not code:
        return None, "", None
    found = units.by_code(uow, code)
    if found:
        return found[0], code, None
    return (
        None,
        code,
        Refused.of(InvalidInput.at("ma", "no-such-unit-code", given=code), MultiDict({"ma": code}), may_insist=False),
    )


def roles_to_give(uow: UnitOfWork, unit: Unit | None) -> list[tuple[str, str]]:
    """Return the roles that the reader may give at a unit (None: for the country), as a choice."""
    fitting = [role for role in Role if role not in (UNIT_ROLES if unit is None else COUNTRY_ROLES)]
    told = [(role.value, role_choice(role)) for role in fitting if may_give(uow, role)]
    return [("", said(source("Chọn vai trò"))), *told]


def office_choices(uow: UnitOfWork, unit: Unit | None) -> list[tuple[str, str]]:
    """Return the offices of a unit that are not over, by title, as a choice; none for the country."""
    if unit is None:
        return []
    found = [
        o
        for o in offices.list_of_unit(uow, unit.id, limit=_MOST_CHOICES)
        if o.valid_to is None or o.valid_to >= uow.today
    ]
    told = sorted((o.title, o.id) for o in found)
    return [("", said(source("Không gắn với chức vụ"))), *((key, title) for title, key in told)]


def person_choices(uow: UnitOfWork, unit: Unit | None) -> list[tuple[str, str]]:
    """Return the people entered at a unit, by name, as a choice; none for the country."""
    if unit is None:
        return []
    found = sorted((p.name, p.id) for p in entered.list_people(uow, unit.id, limit=_MOST_CHOICES))
    return [("", said(source("Không có trong danh sách nhân sự"))), *((key, name) for name, key in found)]
