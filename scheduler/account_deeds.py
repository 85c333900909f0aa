"""What is done to accounts and what is asked before: who may give which role, and what ends when somebody leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scheduler.core.errors import Fault, NotAllowed, NotFound, WrongState
from scheduler.core.ids import LONG, digest, new_secret
from scheduler.core.roles import COUNTRY_ROLES, MAY, OFFICE_ROLES, UNIT_ROLES, Action, Role
from scheduler.db.access import list_keys_of_account
from scheduler.db.accounts import (
    Account,
    AccountLink,
    Assignment,
    Purpose,
    get_account,
    list_assignments,
    withdraw_links,
)
from scheduler.db.feeds import list_links_issued_by
from scheduler.db.identities import end_identities
from scheduler.db.offices import Office
from scheduler.db.scope import for_the_country, writes
from scheduler.db.signing import end_sessions, forget_devices
from scheduler.db.work import UnitOfWork
from scheduler.registering import order_faults, refuse_if

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """A role to be given: at a unit (None: for the country), by an office for leaders and deputies, for a span."""

    role: Role
    unit_id: str | None
    office_id: str | None
    first_on: date
    last_on: date | None = None

    def told(self) -> dict[str, Any]:
        """Return the terms as JSON."""
        days = {"first_on": str(self.first_on), "last_on": str(self.last_on) if self.last_on else None}
        return {"role": self.role.value, "unit": self.unit_id, "office": self.office_id, **days}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Terms":
        """Return the terms that were told as JSON."""
        last = date.fromisoformat(told["last_on"]) if told["last_on"] else None
        return cls(Role(told["role"]), told["unit"], told["office"], date.fromisoformat(told["first_on"]), last)


def own_account(uow: UnitOfWork, account_id: str) -> Account:
    """Return an account that the actor's unit keeps (any, for the country's actors). Raises: NotFound, NotAllowed."""
    uow.require(Action.KEEP_ACCOUNTS)
    account = get_account(uow.session, account_id)
    if uow.actor.unit_id not in (None, account.unit_id):
        raise NotFound(kind="account", id=account_id)
    return account


def own_living(uow: UnitOfWork, account_id: str) -> Account:
    """Return an account that the actor's unit keeps and nobody has left, as it stands now, with its unit locked.

    Raises: NotFound, NotAllowed, WrongState.
    """
    account = own_account(uow, account_id)
    if account.unit_id is not None:
        writes(uow, account.unit_id, Action.KEEP_ACCOUNTS)
    uow.session.refresh(account, with_for_update={"key_share": True})
    if account.ended_at is not None:
        raise WrongState("account-ended")
    return account


def to_come(uow: UnitOfWork, account_id: str) -> list[Assignment]:
    """Return what an account is and will be, oldest first."""
    return [a for a in list_assignments(uow.session, [account_id]) if a.is_to_come(uow.today)]


def is_admin(assignments: Iterable[Assignment]) -> bool:
    """Tell whether somebody is or will be a unit's administrator."""
    return any(a.role is Role.UNIT_ADMIN for a in assignments)


def is_only_here(uow: UnitOfWork, assignments: Iterable[Assignment]) -> bool:
    """Tell whether all of these are the actor's unit's own to end: none elsewhere, none for the country."""
    return uow.actor.unit_id is None or all(a.unit_id == uow.actor.unit_id for a in assignments)


def may_give(uow: UnitOfWork, role: Role) -> bool:
    """Tell whether the actor may give a role: a unit's administrator none that acts for the country or may insist."""
    return uow.actor.unit_id is None or not (role in COUNTRY_ROLES or Action.INSIST in MAY[role])


def may_open(uow: UnitOfWork, account: Account, held: Iterable[Assignment]) -> bool:
    """Tell whether the actor may hold a link that sets an account's password: whoever holds it comes in.

    For who acts for the country, always. For a unit's administrator, when all its roles are the unit's own and theirs
    to give, none an administrator's, and it does not speak for a head (T-28) unless a code from the head's own
    telephone is asked for besides.
    """
    if uow.actor.unit_id is None:
        return True
    held = list(held)
    chairs = any(Action.CHAIR in MAY[a.role] for a in held)
    entitled = all(may_give(uow, a.role) for a in held) and is_only_here(uow, held)
    return entitled and not is_admin(held) and (not chairs or account.totp is not None)


def check_terms(uow: UnitOfWork, account: Account, terms: Terms) -> None:
    """Pass when the actor may give these terms to the account, and they make sense.

    Raises: NotFound, NotAllowed (a role that is not the actor's to give, or to oneself), InvalidInput.
    """
    if terms.unit_id is None:
        for_the_country(uow, Action.KEEP_ACCOUNTS)
    else:
        writes(uow, terms.unit_id, Action.KEEP_ACCOUNTS)
    if uow.actor.account_id == account.id:
        raise NotAllowed("not-to-oneself", role=uow.actor.role.value)
    if not may_give(uow, terms.role):
        raise NotAllowed("role-not-yours-to-give", role=terms.role.value)
    faults = order_faults("last_on", terms.first_on, terms.last_on)
    if terms.last_on is not None and terms.last_on < uow.today:
        faults.append(Fault("last_on", "day-passed", {"day": terms.last_on, "earliest": uow.today}))
    if terms.unit_id is None and terms.role in UNIT_ROLES:
        faults.append(Fault("unit_id", "role-needs-unit"))
    refuse_if(faults + _office_faults(uow, terms))


def give(uow: UnitOfWork, account: Account, terms: Terms) -> Assignment:
    """Give an account a role; the terms were checked."""
    held = Assignment(
        id=uow.new_id(),
        account_id=account.id,
        role=terms.role,
        unit_id=terms.unit_id,
        office_id=terms.office_id,
        first_on=terms.first_on,
        last_on=terms.last_on,
        made_at=uow.now,
        made_by=uow.actor.id,
    )
    uow.session.add(held)
    uow.session.flush()
    uow.record("AssignmentBegun", held.id, terms.unit_id, account=account.id, **terms.told())
    return held


def finish(uow: UnitOfWork, held: Assignment, last_on: date) -> Assignment:
    """Say which day is the last of an assignment; a day that is over ends it at once."""
    held.last_on = last_on
    uow.session.flush()
    uow.record("AssignmentEnded", held.id, held.unit_id, account=held.account_id, last_on=str(last_on))
    return held


def shut(uow: UnitOfWork, account: Account) -> None:
    """Let nobody into an account any more who was in it: what opens it now is only a link that is made after this."""
    account.password_hash, account.totp, account.totp_step = None, None, None
    end_sessions(uow.session, account.id, uow.now)
    withdraw_links(uow.session, account.id, uow.now)
    forget_devices(uow.session, account.id)
    end_identities(uow.session, account.id, uow.now)
    uow.record("AccountBegunAnew", account.id, account.unit_id)


def leave(uow: UnitOfWork, account: Account) -> None:
    """End an account for good, and at once everything that opened anything on its behalf.

    Assignments, sessions, links, known devices, bindings of agency accounts, API keys issued by it (also through other
    keys), secret calendar links issued by it or by those keys, and those to the own calendar of its person.
    """
    account.ended_at = uow.now
    account.password_hash, account.totp = None, None
    yesterday = uow.today - _DAY
    for held in to_come(uow, account.id):
        finish(uow, held, yesterday)
    keys = list_keys_of_account(uow.session, account.id)
    for key in keys:
        if key.revoked_at is None:
            key.revoked_at = uow.now
            uow.record("KeyRevoked", key.id, key.unit_id, name=key.name)
    for link in list_links_issued_by(uow.session, [account.id, *(key.id for key in keys)], account.person_id):
        link.revoked_at = uow.now
        uow.record("FeedLinkRevoked", link.id, link.unit_id, scope=link.scope, target=link.target_id)
    ended = end_sessions(uow.session, account.id, uow.now)
    withdraw_links(uow.session, account.id, uow.now)
    forget_devices(uow.session, account.id)
    end_identities(uow.session, account.id, uow.now)
    uow.session.flush()
    uow.record("AccountLeft", account.id, account.unit_id, sessions=ended)


def new_link(uow: UnitOfWork, account: Account, purpose: Purpose, lasts: timedelta) -> str:
    """Make the one good link of an account for a purpose and return its secret; earlier links are withdrawn."""
    withdraw_links(uow.session, account.id, uow.now)
    secret = new_secret(LONG)
    link = AccountLink(
        id=uow.new_id(),
        account_id=account.id,
        purpose=purpose,
        secret_digest=digest(secret),
        made_at=uow.now,
        expires_at=uow.now + lasts,
    )
    uow.session.add(link)
    uow.session.flush()
    return secret


def _office_faults(uow: UnitOfWork, terms: Terms) -> list[Fault]:
    if terms.office_id is None:
        return [Fault("office_id", "role-needs-office")] if terms.role is Role.LEADER else []
    office = uow.session.get(Office, terms.office_id)
    if terms.role not in OFFICE_ROLES:
        return [Fault("office_id", "role-without-office")]
    return [] if office is not None and office.unit_id == terms.unit_id else [Fault("office_id", "no-such-office")]
