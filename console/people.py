"""Commands for accounts: the first one, invite, list, leave, and help for who lost everything."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from console.desk import Commands, Desk, with_json
from scheduler import accounts
from scheduler.account_deeds import Terms
from scheduler.core.emails import email_key
from scheduler.core.errors import Conflict, InvalidInput, NotFound
from scheduler.core.roles import OPERATOR, Role
from scheduler.core.signing import link_address
from scheduler.db.accounts import Account, find_account, has_accounts
from scheduler.db.offices import list_offices
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork

_desk = click.make_pass_decorator(Desk)
_ONCE = "Địa chỉ này chỉ hiện một lần, dùng một lần và có hiệu lực trong 48 giờ. Chuyển riêng cho người được mời."


@click.group("accounts", cls=Commands)
def accounts_group() -> None:
    """Invite, list and end accounts of people."""


@accounts_group.command("first")
@click.option("--email", required=True, help="Address of mail.")
@click.option("--name", required=True, help="Name as others read it.")
@with_json
@_desk
def first(desk: Desk, email: str, name: str) -> None:
    """Invite the first operator of a fresh installation; the address that opens the account is printed this once."""
    with desk.works.writing(OPERATOR) as uow:
        if has_accounts(uow.session):
            raise Conflict("accounts-there")
        made = accounts.invite(uow, accounts.Newcomer(email, name, None), Terms(Role.OPERATOR, None, None, uow.today))
    _tell(desk, made.account, made.secret)


@accounts_group.command("invite")
@click.option("--email", required=True, help="Address of mail.")
@click.option("--name", required=True, help="Name as others read it.")
@click.option("--unit", "unit_code", metavar="CODE", help="The unit; the whole country without it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--office", metavar="KIND", help="Kind of the office, for leaders and deputies: chu_tich_ubnd.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the role.")
@with_json
@_desk
def invite(desk: Desk, /, role: str, until: datetime | None, **who: str | None) -> None:
    """Invite somebody and give a role from today on; the address that opens the account is printed this once."""
    last = until.date() if until else None
    with desk.works.writing(OPERATOR) as uow:
        unit = desk.unit(uow, who["unit_code"]) if who["unit_code"] else None
        office_id = _office(uow, unit, who["office"]) if who["office"] else None
        terms = Terms(Role(role), unit.id if unit else None, office_id, uow.today, last)
        newcomer = accounts.Newcomer(who["email"] or "", who["name"] or "", terms.unit_id)
        made = accounts.invite(uow, newcomer, terms)
    _tell(desk, made.account, made.secret)


@accounts_group.command("list")
@with_json
@_desk
def list_command(desk: Desk) -> None:
    """List accounts, ended ones too."""
    with desk.works.reading(OPERATOR) as uow:
        found = accounts.list_accounts(uow, limit=100_000)
        values: list[dict[str, Any]] = [
            {
                "id": account.id,
                "email": account.email,
                "name": account.name,
                "unit_id": account.unit_id,
                "roles": [a.role.value for a in accounts.list_held(uow, account.id) if a.is_live(uow.today)],
                "has_password": account.has_password,
                "ended_at": account.ended_at,
            }
            for account in found
        ]
    lines = [f"{v['id']}  {_standing(v):<12} {v['email']:<32} {', '.join(v['roles'])}" for v in values]
    desk.say({"accounts": values}, *(lines or ["Chưa có tài khoản nào."]))


@accounts_group.command("leave")
@click.argument("email")
@with_json
@_desk
def leave(desk: Desk, email: str) -> None:
    """End an account for good: roles, sessions, links, keys and calendars at once."""
    with desk.works.writing(OPERATOR) as uow:
        account = _by_email(uow, email)
        accounts.leave_post(uow, account.id)
    desk.say({"id": account.id, "ended_at": account.ended_at}, f"Đã kết thúc tài khoản {account.email}.")


@accounts_group.command("restart")
@click.argument("email")
@with_json
@_desk
def restart(desk: Desk, email: str) -> None:
    """Take password and second step from somebody who lost them, and print a new address that opens the account."""
    with desk.works.writing(OPERATOR) as uow:
        account = _by_email(uow, email)
        secret = accounts.begin_anew(uow, account.id)
    _tell(desk, account, secret)


def _tell(desk: Desk, account: Account, secret: str) -> None:
    address = link_address(desk.works.public_url, secret)
    desk.say({"id": account.id, "email": account.email, "address": address}, f"{account.email}  {address}", _ONCE)


def _standing(value: Mapping[str, Any]) -> str:
    if value["ended_at"]:
        return "đã kết thúc"
    return "hiệu lực" if value["has_password"] else "chờ nhận"


def _by_email(uow: UnitOfWork, email: str) -> Account:
    found = find_account(uow.session, email_key(email))
    if found is None:
        raise NotFound(kind="account", id=email)
    return found


def _office(uow: UnitOfWork, unit: Unit | None, kind: str) -> str:
    offices = list_offices(uow.session, [unit.id]) if unit else []
    found = next((office.id for office in offices if office.kind == kind), None)
    if found is None:
        raise InvalidInput.at("--office", "no-such-office")
    return found
