"""Accounts of people: invite, look, change, give and end roles, leave. Signing in is for pages; programs have keys.

What concerns an administrator takes two people who are signed in, so a unit's key is refused it here.
"""

from typing import Any, cast

from api.http import Noun
from api.paging import Page, page
from api.schemas.accounts import (
    AccountEdit,
    AccountSchema,
    AssignmentEnd,
    AssignmentSchema,
    AssignmentsSchema,
    InvitationSchema,
    InvitedSchema,
    NewAccount,
    NewAssignment,
)
from api.schemas.base import Paged, page_of
from scheduler import accounts as use_case
from scheduler.account_deeds import Terms
from scheduler.core.roles import Action
from scheduler.core.signing import link_address
from scheduler.db.accounts import Account, Assignment
from scheduler.db.work import UnitOfWork

accounts = Noun("accounts", "Tài khoản và vai trò của người dùng")


@accounts.reads("/accounts", Action.KEEP_ACCOUNTS, query=Paged, answers=page_of(AccountSchema))
def list_accounts(uow: UnitOfWork, query: dict[str, Any]) -> Page:
    """List the accounts that the unit keeps, ended ones too."""
    return page(use_case.list_accounts(uow, query.get("after", ""), query["limit"] + 1), query["limit"])


@accounts.writes(
    "POST",
    "/accounts",
    Action.KEEP_ACCOUNTS,
    takes=NewAccount,
    answers=InvitedSchema,
    status=201,
    location="/accounts/{0[id]}",
    keeps_secret=("address",),
)
def invite(uow: UnitOfWork, body: dict[str, Any]) -> dict[str, Any]:
    """Invite somebody; the address that opens the account is shown this once, good for 48 hours."""
    made = use_case.invite(uow, use_case.Newcomer(**body))
    told = {name: getattr(made.account, name) for name in AccountSchema().fields}
    return told | {"address": link_address(uow.public_url, made.secret)}


@accounts.reads("/accounts/<id:account_id>", Action.KEEP_ACCOUNTS, answers=AccountSchema)
def get_account(uow: UnitOfWork, account_id: str) -> Account:
    """Look at an account."""
    return use_case.get(uow, account_id)


@accounts.writes(
    "PATCH",
    "/accounts/<id:account_id>",
    Action.KEEP_ACCOUNTS,
    takes=AccountEdit,
    answers=AccountSchema,
    edits=True,
)
def change_account(uow: UnitOfWork, account_id: str, version: int, body: dict[str, Any]) -> Account:
    """Change an account's name or language; its address never changes."""
    return cast("Account", use_case.change(uow, account_id, version, **body))


@accounts.writes(
    "POST",
    "/accounts/<id:account_id>/invitations",
    Action.KEEP_ACCOUNTS,
    answers=InvitationSchema,
    status=201,
    keeps_secret=("address",),
)
def invite_again(uow: UnitOfWork, account_id: str) -> dict[str, str]:
    """Invite somebody again who set no password yet; the earlier address closes."""
    return {"address": link_address(uow.public_url, use_case.invite_again(uow, account_id))}


@accounts.writes("POST", "/accounts/<id:account_id>/leavings", Action.KEEP_ACCOUNTS, answers=AccountSchema)
def leave_post(uow: UnitOfWork, account_id: str) -> Account:
    """End an account for good, with its roles, sessions, links, keys and calendars; at once and in one act."""
    return cast("Account", use_case.leave_post(uow, account_id))


@accounts.reads("/accounts/<id:account_id>/assignments", Action.KEEP_ACCOUNTS, answers=AssignmentsSchema)
def list_assignments(uow: UnitOfWork, account_id: str) -> dict[str, Any]:
    """List what an account was, is and will be."""
    return {"items": use_case.list_held(uow, account_id)}


@accounts.writes(
    "POST",
    "/accounts/<id:account_id>/assignments",
    Action.KEEP_ACCOUNTS,
    takes=NewAssignment,
    answers=AssignmentSchema,
    status=201,
)
def assign(uow: UnitOfWork, account_id: str, body: dict[str, Any]) -> Assignment:
    """Give an account a role at a unit, for a span."""
    return cast("Assignment", use_case.assign(uow, account_id, Terms(**body)))


@accounts.writes(
    "POST",
    "/assignments/<id:assignment_id>/ends",
    Action.KEEP_ACCOUNTS,
    takes=AssignmentEnd,
    answers=AssignmentSchema,
)
def end_assignment(uow: UnitOfWork, assignment_id: str, body: dict[str, Any]) -> Assignment:
    """Say which day is the last of a role."""
    return cast("Assignment", use_case.end_assignment(uow, assignment_id, body["last_on"]))
