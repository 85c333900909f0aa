"""Accounts as those who keep them see it: invite, change, give and end roles, and one act that ends everything.

An administrator of a unit handles the unit's own accounts. Another administrator's account, and the role itself, takes
two: the second one confirms what the first asked for. Whoever acts for the country needs nobody else.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.account_deeds import (
    Terms,
    check_terms,
    is_admin,
    is_only_here,
    may_give,
    new_link,
    own_account,
    own_living,
    shut,
    to_come,
)
from scheduler.core.emails import email_faults, email_key
from scheduler.core.errors import Fault, InvalidInput, NotAllowed, WrongState
from scheduler.core.language import Language
from scheduler.core.roles import Action
from scheduler.core.signing import INVITATION_LASTS
from scheduler.core.vietnamese import nfc
from scheduler.db import accounts as rows
from scheduler.db.accounts import Account, AccountChange, Assignment, Purpose
from scheduler.db.offices import Person
from scheduler.db.scope import for_the_country, writes
from scheduler.db.work import UnitOfWork
from scheduler.registering import current, order_faults, refuse_if, text_faults
from scheduler.two_admins import Outcome, confirm, confirmed_by, do_or_ask, get_held, withdraw

LONGEST_NAME = 120
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be invited. ``unit_id`` keeps the account (None: the country); ``person_id`` is a person of it."""

    email: str
    name: str
    unit_id: str | None
    language: Language = Language.VIETNAMESE
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """A new account and its link's secret, shown this once; ``given``: its role, or what waits for a second one."""

    account: Account
    secret: str = field(repr=False)
    given: Outcome | None = None


def invite(uow: UnitOfWork, who: Newcomer, terms: Terms | None = None) -> Invited:
    """Make an account with a link that sets its password, good for 48 hours and once; and give it a role.

    Raises: NotFound, NotAllowed, InvalidInput (an address that has an account already, a person of another unit).
    """
    if who.unit_id is None:
        for_the_country(uow, Action.KEEP_ACCOUNTS)
    else:
        writes(uow, who.unit_id, Action.KEEP_ACCOUNTS)
    faults = email_faults("email", who.email) + text_faults("name", who.name, LONGEST_NAME)
    if not faults and rows.find_account(uow.session, email_key(who.email)) is not None:
        faults.append(Fault("email", "email-taken"))
    person = uow.session.get(Person, who.person_id) if who.person_id else None
    if who.person_id and (person is None or person.unit_id != who.unit_id):
        faults.append(Fault("person_id", "no-such-person"))
    refuse_if(faults)
    account = Account(
        id=uow.new_id(),
        unit_id=who.unit_id,
        email=email_key(who.email),
        name=nfc(who.name),
        person_id=who.person_id,
        language=who.language,
        made_at=uow.now,
        made_by=uow.actor.id,
    )
    uow.session.add(account)
    uow.session.flush()
    secret = new_link(uow, account, Purpose.INVITE, INVITATION_LASTS)
    # The journal can never forget, so it keeps the row's id and neither name nor address.
    uow.record("AccountInvited", account.id, account.unit_id)
    return Invited(account, secret, assign(uow, account.id, terms) if terms else None)


def invite_again(uow: UnitOfWork, account_id: str) -> str:
    """Give somebody who has not set a password yet a new link, and return its secret; the earlier one is withdrawn.

    Raises: NotFound, NotAllowed (a role that is not the actor's to give: the link would open it), WrongState.
    """
    account, held = own_living(uow, account_id), to_come(uow, account_id)
    if account.password_hash is not None:
        raise WrongState("invitation-taken")
    entitled = all(may_give(uow, a.role) for a in held) and is_only_here(uow, held)
    if uow.actor.unit_id is not None and (not entitled or (is_admin(held) and not confirmed_by(uow, account.id))):
        raise NotAllowed("role-not-yours-to-give", role=uow.actor.role.value)
    secret = new_link(uow, account, Purpose.INVITE, INVITATION_LASTS)
    uow.record("AccountInvited", account.id, account.unit_id)
    return secret


def begin_anew(uow: UnitOfWork, account_id: str) -> str:
    """Take password and second step from somebody who lost them, end every session, and return a new link's secret.

    An agency account that was bound opens nothing any more. For those who act for the country only: whoever holds the
    link gets in. Raises: NotFound, NotAllowed, WrongState.
    """
    for_the_country(uow, Action.KEEP_ACCOUNTS)
    account = own_living(uow, account_id)
    shut(uow, account)
    return new_link(uow, account, Purpose.INVITE, INVITATION_LASTS)


def change(
    uow: UnitOfWork, account_id: str, version: int, *, name: str | None = None, language: Language | None = None
) -> Outcome:
    """Change an account's name or language; an address is never changed, for it opens the account.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    """
    account = own_living(uow, account_id)
    current(account, version)
    refuse_if(text_faults("name", name, LONGEST_NAME) if name is not None else [])
    terms = {"name": nfc(name or account.name), "language": (language or account.language).value}
    return do_or_ask(uow, account, "change", terms)


def assign(uow: UnitOfWork, account_id: str, terms: Terms) -> Outcome:
    """Give an account a role, or ask a second administrator to.

    Raises: NotFound, NotAllowed (not the actor's to give; to oneself; a program asks for what takes two people),
        WrongState, InvalidInput.
    """
    account = own_living(uow, account_id)
    check_terms(uow, account, terms)
    return do_or_ask(uow, account, "assign", terms.told(), [terms.role])


def end_assignment(uow: UnitOfWork, assignment_id: str, last_on: date) -> Outcome:
    """Say which day is the last of a role, yesterday at the earliest: then it ends at once.

    Raises: NotFound, NotAllowed, WrongState, InvalidInput.
    """
    held, account = get_held(uow, assignment_id)
    if not is_only_here(uow, [held]):
        raise NotAllowed("role-elsewhere", role=uow.actor.role.value)
    if last_on < uow.today - _DAY:
        raise InvalidInput.at("last_on", "day-passed", day=last_on, earliest=uow.today - _DAY)
    if held.last_on is None or last_on < held.last_on:
        return do_or_ask(uow, account, "end", {"assignment": held.id, "last_on": str(last_on)})
    refuse_if([*order_faults("last_on", held.first_on, last_on), Fault("last_on", "only-sooner")])
    return held


def leave_post(uow: UnitOfWork, account_id: str) -> Outcome:
    """End an account for good with everything it opened: one act, and no credential of it lives on (T-41).

    Raises: NotFound, NotAllowed (it has a role elsewhere that is not the actor's to end), WrongState.
    """
    account = own_living(uow, account_id)
    if not is_only_here(uow, to_come(uow, account.id)):
        raise NotAllowed("role-elsewhere", role=uow.actor.role.value)
    return do_or_ask(uow, account, "leave", {})


def confirm_change(uow: UnitOfWork, change_id: str) -> AccountChange:
    """Do what another administrator asked for, by the authority of both.

    Raises: NotFound, NotAllowed (by the one who asked, the one it is about, or a program), WrongState, InvalidInput.
    """
    return confirm(uow, change_id)


def withdraw_change(uow: UnitOfWork, change_id: str) -> AccountChange:
    """Drop what waits for a second administrator. Raises: NotFound, NotAllowed, WrongState."""
    return withdraw(uow, change_id)


def get(uow: UnitOfWork, account_id: str) -> Account:
    """Return an account that the actor's unit keeps. Raises: NotFound, NotAllowed."""
    return own_account(uow, account_id)


def list_accounts(uow: UnitOfWork, after: str = "", limit: int = 100) -> list[Account]:
    """Return the accounts of the own unit (all, for the country's actors), ended ones too, by id, after an id.

    Raises: NotAllowed.
    """
    uow.require(Action.KEEP_ACCOUNTS)
    return rows.list_accounts(uow.session, uow.actor.unit_id, after, limit)


def list_held(uow: UnitOfWork, account_id: str) -> list[Assignment]:
    """Return what an account was, is and will be, oldest first. Raises: NotFound, NotAllowed."""
    return rows.list_assignments(uow.session, [own_account(uow, account_id).id])


def list_waiting(uow: UnitOfWork, after: str = "", limit: int = 100) -> list[AccountChange]:
    """Return what waits for a second administrator in reach, oldest first, after an id. Raises: NotAllowed."""
    uow.require(Action.KEEP_ACCOUNTS)
    return rows.list_changes(uow.session, uow.actor.unit_id, after, limit)
