"""Accounts as the pages of those who keep them show them: who may what and where, seen when, and what can be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select

from scheduler.account_deeds import is_admin, is_only_here, may_give, may_open, own_account, to_come
from scheduler.core.roles import OPERATOR, Action, Role
from scheduler.core.signing import RESET_LASTS
from scheduler.core.vietnamese import fold
from scheduler.db.access import ApiKey, list_keys_of_account
from scheduler.db.accounts import (
    Account,
    AccountChange,
    AccountLink,
    Assignment,
    Purpose,
    list_assignments,
    list_changes,
    newest_links,
)
from scheduler.db.feeds import FeedLink, list_links_issued_by
from scheduler.db.folded import folded
from scheduler.db.offices import Office
from scheduler.db.signing import LoginSession, last_seen, list_sessions
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork

MOST = 50
_LATELY = timedelta(days=1)


class AccountState(StrEnum):
    """Where an account stands: invited, its invitation lapsed, open, a reset asked for lately, or ended."""

    INVITED = "invited"
    LAPSED = "lapsed"
    OPEN = "open"
    RESETTING = "resetting"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RoleTold:
    """A role of an account with the names of its unit ("" for the country) and office ("" for none).

    ``when``: "now", "later" or "past". ``may_end``: it is the reader's own to end.
    """

    row: Assignment
    where: str
    office: str
    when: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as a list shows it. ``seen_at`` reaches back as far as sessions are kept: 30 days."""

    account: Account
    state: AccountState
    link: AccountLink | None
    roles: tuple[RoleTold, ...]
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that takes a second administrator: whose account, who asked, and whether the reader may settle it.

    ``role``: what it gives or ends, None for another change. ``last_on``: the last day it gives a role.
    """

    change: AccountChange
    account: str
    asker: str
    role: Role | None
    where: str
    last_on: date | None
    may_confirm: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class AccountDesk:
    """A page of the accounts in reach, by the time they were made, and all that waits. ``after``: where to go on."""

    rows: tuple[Listed, ...]
    after: str
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class AccountWhole:
    """One account with everything it has opened, and what the reader may do with it.

    ``gives``: the roles the reader may give. ``takes_two``: what is changed of it waits for a second administrator.
    """

    listed: Listed
    unit: Unit | None
    sessions: tuple[LoginSession, ...]
    keys: tuple[ApiKey, ...]
    links: tuple[FeedLink, ...]
    waiting: tuple[Waiting, ...]
    gives: tuple[Role, ...]
    may_open: bool
    may_leave: bool
    takes_two: bool


def desk(uow: UnitOfWork, text: str = "", *, ended: bool = False, after: str = "") -> AccountDesk:
    """Return at most 50 accounts that the actor's unit keeps (all, for the country's actors), by id, after an id.

    ``text``: part of a name or an address, marks and case ignored. ``ended``: those that were left, instead of the
    others. Raises: NotAllowed.
    """
    uow.require(Action.KEEP_ACCOUNTS)
    rows = select(Account).where(
        Account.id > after, Account.ended_at.is_not(None) if ended else Account.ended_at.is_(None)
    )
    if uow.actor.unit_id is not None:
        rows = rows.where(Account.unit_id == uow.actor.unit_id)
    wanted = fold(text)
    if wanted:
        rows = rows.where(or_(folded(Account.name).contains(wanted), folded(Account.email).contains(wanted)))
    found = list(uow.session.execute(rows.order_by(Account.id).limit(MOST + 1)).scalars())
    more = len(found) > MOST
    return AccountDesk(_listed(uow, found[:MOST]), found[MOST - 1].id if more else "", _waiting(uow))


def look(uow: UnitOfWork, account_id: str) -> AccountWhole:
    """Return one account that the actor's unit keeps, with what it opened. Raises: NotFound, NotAllowed."""
    account = own_account(uow, account_id)
    (listed,) = _listed(uow, [account])
    held = to_come(uow, account.id)
    keys = list_keys_of_account(uow.session, account.id)
    opened = list_links_issued_by(uow.session, [account.id, *(key.id for key in keys)], account.person_id)
    here = uow.actor.unit_id is None or uow.actor.account_id == account.id
    return AccountWhole(
        listed=listed,
        unit=uow.session.get(Unit, account.unit_id) if account.unit_id else None,
        sessions=tuple(s for s in list_sessions(uow.session, account.id, uow.now) if s.passed_at is not None),
        keys=tuple(key for key in keys if key.revoked_at is None),
        links=tuple(opened),
        waiting=tuple(one for one in _waiting(uow) if one.change.account_id == account.id),
        gives=tuple(role for role in Role if may_give(uow, role)),
        may_open=may_open(uow, account, held),
        may_leave=is_only_here(uow, held),
        takes_two=not here and is_admin(held),
    )


def _listed(uow: UnitOfWork, accounts: Sequence[Account]) -> tuple[Listed, ...]:
    ids = [account.id for account in accounts]
    held = list_assignments(uow.session, ids)
    units, offices = _names(uow, held)
    links, seen = newest_links(uow.session, ids), last_seen(uow.session, ids)
    told = [
        RoleTold(
            row=row,
            where=units.get(row.unit_id or "", ""),
            office=offices.get(row.office_id or "", ""),
            when="now" if row.is_live(uow.today) else "later" if row.is_to_come(uow.today) else "past",
            may_end=is_only_here(uow, [row]),
        )
        for row in held
    ]
    return tuple(
        Listed(
            account,
            _state(uow, account, links.get(account.id)),
            links.get(account.id),
            tuple(one for one in told if one.row.account_id == account.id),
            seen.get(account.id),
        )
        for account in accounts
    )


def _state(uow: UnitOfWork, account: Account, link: AccountLink | None) -> AccountState:
    if account.ended_at is not None:
        return AccountState.ENDED
    if account.password_hash is None:
        good = link is not None and link.used_at is None and link.expires_at > uow.now
        return AccountState.INVITED if good else AccountState.LAPSED
    asked = link is not None and link.purpose is Purpose.RESET and link.used_at is None
    lately = link is not None and link.made_at > uow.now - _LATELY
    withdrawn = link is not None and link.expires_at - link.made_at < RESET_LASTS
    return AccountState.RESETTING if asked and lately and not withdrawn else AccountState.OPEN


def _names(uow: UnitOfWork, held: Iterable[Assignment]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    units, offices = {row.unit_id for row in held}, {row.office_id for row in held}
    full = uow.session.execute(select(Unit.id, Unit.full_name).where(Unit.id.in_(units - {None})))
    titles = uow.session.execute(select(Office.id, Office.title).where(Office.id.in_(offices - {None})))
    return {row.id: row.full_name for row in full}, {row.id: row.title for row in titles}


def _waiting(uow: UnitOfWork) -> tuple[Waiting, ...]:
    changes = list_changes(uow.session, uow.actor.unit_id, "", MOST)
    ids = {change.account_id for change in changes} | {change.asked_by for change in changes}
    people = uow.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    names = {row.id: row.name for row in people}
    return tuple(_told(uow, change, names) for change in changes)


def _told(uow: UnitOfWork, change: AccountChange, names: Mapping[str, str]) -> Waiting:
    terms, actor = change.terms, uow.actor
    held = uow.session.get(Assignment, terms["assignment"]) if change.kind == "end" else None
    role = held.role if held else Role(terms["role"]) if change.kind == "assign" else None
    unit_id = held.unit_id if held else terms.get("unit")
    unit = uow.session.get(Unit, unit_id) if unit_id else None
    country = actor.unit_id is None
    return Waiting(
        change=change,
        account=names.get(change.account_id, ""),
        asker=names.get(change.asked_by, "") if change.asked_by != OPERATOR.id else "",
        role=role,
        where=unit.full_name if unit else "",
        last_on=date.fromisoformat(terms["last_on"]) if terms.get("last_on") else None,
        may_confirm=country or (actor.is_person and actor.account_id not in (change.asked_by, change.account_id)),
        may_withdraw=country or actor.account_id != change.account_id,
    )
