"""A change of an administrator's account takes two: what one asks for waits until another one confirms it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from scheduler.account_deeds import Terms, check_terms, finish, give, is_admin, leave, own_living, shut, to_come
from scheduler.core.errors import NotAllowed, NotFound, WrongState
from scheduler.core.language import Language
from scheduler.core.roles import Action, Role
from scheduler.db.accounts import Account, AccountChange, Assignment
from scheduler.db.work import UnitOfWork

Outcome = Account | Assignment | AccountChange


def do_or_ask(
    uow: UnitOfWork, account: Account, kind: str, terms: Mapping[str, Any], roles: Iterable[Role] = ()
) -> Outcome:
    """Do a change that was checked, or keep it until a second administrator confirms it; return what came of it.

    ``roles`` are those it gives. Two it takes when the actor is a unit's administrator and the account is another
    administrator's or becomes one. Raises: NotAllowed when it takes two and a program asks.
    """
    others = uow.actor.unit_id is not None and uow.actor.account_id != account.id
    if not others or not (Role.UNIT_ADMIN in roles or is_admin(to_come(uow, account.id))):
        return _carry_out(uow, account, kind, terms)
    if not uow.actor.is_person:
        raise NotAllowed("needs-a-person", role=uow.actor.role.value)
    asked = AccountChange(
        id=uow.new_id(),
        account_id=account.id,
        unit_id=account.unit_id,
        kind=kind,
        terms=dict(terms),
        asked_at=uow.now,
        asked_by=uow.actor.id,
    )
    uow.session.add(asked)
    uow.session.flush()
    uow.record("AccountChangeAsked", asked.id, asked.unit_id, account=account.id, change=kind)
    return asked


def confirm(uow: UnitOfWork, change_id: str) -> AccountChange:
    """Do what another administrator asked for; what has become impossible meanwhile is refused.

    An account that becomes an administrator's is begun anew where somebody else opened it: the one who confirms hands
    over its new link, so that nobody becomes two administrators alone.

    Raises: NotFound, NotAllowed (by the one who asked, the one it is about, or a program), WrongState, InvalidInput.
    """
    asked, account = _waiting(uow, change_id)
    second = uow.actor.is_person and uow.actor.account_id not in (asked.asked_by, account.id)
    if uow.actor.unit_id is not None and not second:
        raise NotAllowed("needs-a-second", role=uow.actor.role.value)
    if asked.kind == "assign":
        check_terms(uow, account, Terms.of(asked.terms))
        _take_from_opener(uow, account)
    _carry_out(uow, account, asked.kind, asked.terms)
    return _settle(uow, asked, confirmed=True)


def withdraw(uow: UnitOfWork, change_id: str) -> AccountChange:
    """Drop what waits; not by the one it is about. Raises: NotFound, NotAllowed, WrongState."""
    asked, account = _waiting(uow, change_id)
    if uow.actor.unit_id is not None and uow.actor.account_id == account.id:
        raise NotAllowed("needs-a-second", role=uow.actor.role.value)
    return _settle(uow, asked, confirmed=False)


def get_held(uow: UnitOfWork, assignment_id: str) -> tuple[Assignment, Account]:
    """Return a role that was given, and its account, locked. Raises: NotFound, NotAllowed, WrongState."""
    uow.require(Action.KEEP_ACCOUNTS)
    held = uow.session.get(Assignment, assignment_id)
    if held is None:
        raise NotFound(kind="assignment", id=assignment_id)
    try:
        account = own_living(uow, held.account_id)
    except NotFound:
        raise NotFound(kind="assignment", id=assignment_id) from None
    uow.session.refresh(held)
    return held, account


def _carry_out(uow: UnitOfWork, account: Account, kind: str, terms: Mapping[str, Any]) -> Outcome:
    if kind == "assign":
        return give(uow, account, Terms.of(terms))
    if kind == "end":
        return finish(uow, get_held(uow, terms["assignment"])[0], date.fromisoformat(terms["last_on"]))
    if kind == "leave":
        leave(uow, account)
        return account
    changed = sorted(name for name, value in terms.items() if getattr(account, name) != value)
    account.name, account.language = terms["name"], Language(terms["language"])
    uow.session.flush()
    if changed:
        uow.record("AccountChanged", account.id, account.unit_id, fields=changed)
    return account


def _take_from_opener(uow: UnitOfWork, account: Account) -> None:
    """Shut an account that becomes an administrator's and that somebody else opened than the one who confirms.

    Whoever opened it was handed its link; who confirms hands over a new one (accounts.invite_again).
    """
    if uow.actor.unit_id is not None and account.made_by != uow.actor.id:
        shut(uow, account)


def confirmed_by(uow: UnitOfWork, account_id: str) -> bool:
    """Tell whether the actor confirmed what an account is: then the new link is theirs to hand over."""
    mine = (AccountChange.confirmed.is_(True), AccountChange.settled_by == uow.actor.id, AccountChange.kind == "assign")
    rows = select(AccountChange.id).where(AccountChange.account_id == account_id, *mine)
    return uow.session.scalar(rows.limit(1)) is not None


def _waiting(uow: UnitOfWork, change_id: str) -> tuple[AccountChange, Account]:
    uow.require(Action.KEEP_ACCOUNTS)
    asked = uow.session.get(AccountChange, change_id)
    if asked is None or uow.actor.unit_id not in (None, asked.unit_id):
        raise NotFound(kind="account_change", id=change_id)
    account = own_living(uow, asked.account_id)
    uow.session.refresh(asked)
    if asked.settled_at is not None:
        raise WrongState("change-settled")
    return asked, account


def _settle(uow: UnitOfWork, asked: AccountChange, *, confirmed: bool) -> AccountChange:
    asked.settled_at, asked.settled_by, asked.confirmed = uow.now, uow.actor.id, confirmed
    uow.session.flush()
    kind = "AccountChangeConfirmed" if confirmed else "AccountChangeWithdrawn"
    uow.record(kind, asked.id, asked.unit_id, account=asked.account_id, change=asked.kind)
    return asked
