"""One account: its roles, where it is signed in, what it opened, and how all of it ends at once."""

from datetime import timedelta
from typing import Any

from scheduler import account_desk, accounts, regaining
from scheduler.account_deeds import Terms
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.db.accounts import AccountChange
from scheduler.db.work import UnitOfWork
from scheduler.two_admins import Outcome
from web.forms import Refused
from web.frames import Sent, Shown, Went, shown, went
from web.languages import LANGUAGES
from web.pages.people import accounts as listed
from web.pages.people import (
    asked_unit,
    link_shown,
    office_choices,
    pages,
    roles_to_give,
)
from web.pages.people_forms import AccountForm, EndForm, GivenRole, LinkAsked, UnitAsked

_ONE = "/nguoi-dung/<id:account_id>"
_KEEP = Action.KEEP_ACCOUNTS


@pages.shows(_ONE, _KEEP)
def account(uow: UnitOfWork, account_id: str, refused: Refused | None = None) -> Shown:
    """Show one account."""
    whole = account_desk.look(uow, account_id)
    return shown("people/account.html", whole=whole, languages=LANGUAGES, refused=refused)


@pages.does(f"{_ONE}/ten", _KEEP, takes=AccountForm, else_shows=account)
def rename(uow: UnitOfWork, form: dict[str, Any], account_id: str) -> Went:
    """Change the name or the language."""
    done = accounts.change(uow, account_id, form["version"], name=form["name"], language=form["language"])
    return _done(done, account_id)


@pages.shows(f"{_ONE}/vai-tro", _KEEP, query=UnitAsked)
def role(
    uow: UnitOfWork, account_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Show the form that gives a role."""
    whole = account_desk.look(uow, account_id)
    code = (query or {}).get("ma", "")
    unit, code, problem = asked_unit(uow, code, refused)
    if unit is None and refused is None and not code:
        unit = whole.unit
    return shown(
        "people/role.html",
        422 if problem else 200,
        whole=whole,
        unit=unit,
        code=code,
        roles=roles_to_give(uow, unit),
        offices=office_choices(uow, unit),
        today=uow.today,
        refused=refused or problem,
    )


@pages.does(f"{_ONE}/vai-tro", _KEEP, takes=GivenRole, else_shows=role)
def assign(uow: UnitOfWork, form: dict[str, Any], account_id: str) -> Went:
    """Give a role, or ask a second administrator to."""
    return _done(accounts.assign(uow, account_id, Terms(**form)), account_id)


@pages.shows(f"{_ONE}/vai-tro/<id:assignment_id>/ket-thuc", _KEEP)
def ending(uow: UnitOfWork, account_id: str, assignment_id: str, refused: Refused | None = None) -> Shown:
    """Show the form that ends a role."""
    whole = account_desk.look(uow, account_id)
    one = next((told for told in whole.listed.roles if told.row.id == assignment_id), None)
    if one is None:
        raise NotFound(kind="assignment", id=assignment_id)
    yesterday = uow.today - timedelta(days=1)
    return shown("people/role_end.html", whole=whole, one=one, yesterday=yesterday, refused=refused)


@pages.does(f"{_ONE}/vai-tro/<id:assignment_id>/ket-thuc", _KEEP, takes=EndForm, else_shows=ending)
def end_role(uow: UnitOfWork, form: dict[str, Any], account_id: str, assignment_id: str) -> Went:
    """Say which day is the last of a role."""
    held = accounts.list_held(uow, account_id)
    if assignment_id not in {one.id for one in held}:
        raise NotFound(kind="assignment", id=assignment_id)
    return _done(accounts.end_assignment(uow, assignment_id, form["last_on"]), account_id)


@pages.does(f"{_ONE}/moi-lai", _KEEP, takes=LinkAsked, else_shows=account)
def invite_again(uow: UnitOfWork, form: dict[str, Any], account_id: str) -> Shown:
    """Make a new link for whoever did not open the account yet, and show it this once."""
    accounts.get(uow, account_id)
    regaining.require_newest_link(uow, account_id, form["link_id"])
    return link_shown(uow, account_id, accounts.invite_again(uow, account_id), kind="invite")


@pages.does(f"{_ONE}/dat-lai", _KEEP, takes=LinkAsked, else_shows=account)
def reset(uow: UnitOfWork, form: dict[str, Any], account_id: str) -> Shown:
    """Make a link that sets a forgotten password, and show it this once."""
    accounts.get(uow, account_id)
    regaining.require_newest_link(uow, account_id, form["link_id"])
    return link_shown(uow, account_id, regaining.reset_link(uow, account_id), kind="reset")


@pages.does(f"{_ONE}/lam-lai", _KEEP, takes=LinkAsked, else_shows=account)
def begin_anew(uow: UnitOfWork, form: dict[str, Any], account_id: str) -> Shown:
    """Take password and second step from somebody who lost them, and show the new link this once."""
    accounts.get(uow, account_id)
    regaining.require_newest_link(uow, account_id, form["link_id"])
    return link_shown(uow, account_id, accounts.begin_anew(uow, account_id), kind="anew")


@pages.does(f"{_ONE}/dang-xuat", _KEEP, else_shows=account)
def sign_out(uow: UnitOfWork, form: dict[str, Any], account_id: str) -> Went:  # noqa: ARG001 - an empty form
    """End every session of the account."""
    regaining.sign_out(uow, account_id)
    return went("keeping.account", account_id=account_id, xong="da-dang-xuat-het")


@pages.shows(f"{_ONE}/roi-nhiem-vu", _KEEP)
def leaving(uow: UnitOfWork, account_id: str, refused: Refused | None = None) -> Shown:
    """Show everything that ends when somebody leaves."""
    return shown("people/leave.html", whole=account_desk.look(uow, account_id), refused=refused)


@pages.does(f"{_ONE}/roi-nhiem-vu", _KEEP, else_shows=leaving)
def leave(uow: UnitOfWork, form: dict[str, Any], account_id: str) -> Went:  # noqa: ARG001 - an empty form
    """End the account and everything it opened, in one act."""
    done = accounts.leave_post(uow, account_id)
    return _done(done, account_id, xong="da-roi-nhiem-vu")


def _list_again(uow: UnitOfWork, change_id: str, refused: Refused | None = None) -> Shown | Went | Sent:  # noqa: ARG001 - in the path
    return listed(uow, refused=refused)


@pages.does("/nguoi-dung/cho-duyet/<id:change_id>/dong-y", _KEEP, else_shows=_list_again)
def confirm(uow: UnitOfWork, form: dict[str, Any], change_id: str) -> Went:  # noqa: ARG001 - an empty form
    """Do what another administrator asked for."""
    accounts.confirm_change(uow, change_id)
    return went("keeping.accounts", xong="da-luu")


@pages.does("/nguoi-dung/cho-duyet/<id:change_id>/rut", _KEEP, else_shows=_list_again)
def withdraw(uow: UnitOfWork, form: dict[str, Any], change_id: str) -> Went:  # noqa: ARG001 - an empty form
    """Drop what waits for a second administrator."""
    accounts.withdraw_change(uow, change_id)
    return went("keeping.accounts", xong="da-rut")


def _done(outcome: Outcome, account_id: str, xong: str = "da-luu") -> Went:
    """Go back to the account, told whether it was done or waits for a second administrator."""
    waits = isinstance(outcome, AccountChange)
    return went("keeping.account", account_id=account_id, xong="cho-nguoi-thu-hai" if waits else xong)
