"""What people do to their own account: open it by a link, change the password, set up or give up the second step."""

from dataclasses import dataclass, field

from scheduler.account_deeds import new_link
from scheduler.codes import code_address, is_code_secret, new_code_secret, used_step
from scheduler.core.emails import email_key
from scheduler.core.errors import Fault, Gone, InvalidInput, NotAllowed, NotFound
from scheduler.core.ids import LONG, digest, new_secret
from scheduler.core.language import Language
from scheduler.core.roles import NOBODY, Actor
from scheduler.core.signing import DEVICE_LASTS, NEEDS_CODE, RESET_LASTS, Guess
from scheduler.db.accounts import (
    Account,
    AccountLink,
    Purpose,
    find_account,
    find_link,
    get_account,
    list_assignments,
    newest_links,
    use_link,
    withdraw_links,
)
from scheduler.db.sealed import Sealable
from scheduler.db.signing import LoginSession, end_sessions, find_device, forget_devices
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.guessing import Caller, Gate, evaluated, settled
from scheduler.passwords import password_faults
from scheduler.registering import refuse_if
from scheduler.signed import Signed, get_signed


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: whose account, and what for."""

    account_id: str
    purpose: Purpose
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Reset:
    """A link to be mailed: to whom, and its secret."""

    account_id: str
    email: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A secret for the app that makes codes, and the address that carries it in a QR picture."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


def look_at_link(uow: UnitOfWork, secret: str) -> Opened:
    """Return what a link opens. Raises: NotFound, Gone when it was used, withdrawn or is too old."""
    link, account = _link(uow, secret)
    return Opened(account.id, link.purpose, account.name, account.email)


def take_link(gate: Gate, secret: str, password: str) -> Opened:
    """Set the password by a link, once; every session, link and known device of the account ends. Then sign in.

    Raises: NotFound, Gone, InvalidInput, Unavailable.
    """
    with gate.works.reading(NOBODY) as uow:
        opened = look_at_link(uow, secret)
        refuse_if(_faults(uow, get_account(uow.session, opened.account_id), password))
    kept = gate.passwords.kept(password)
    with gate.works.writing(_as(opened.account_id)) as uow:
        link, account = _link(uow, secret)
        if not use_link(uow.session, link.id, uow.now):
            raise Gone("link-over")
        _set_password(uow, account, kept)
        if link.purpose is Purpose.INVITE:
            uow.record("InvitationAccepted", account.id, account.unit_id)
    return opened


def ask_reset(gate: Gate, email: str, caller: Caller, *, spare_good: bool = False) -> Reset | None:
    """Make a link that sets a forgotten password, good for an hour and once; None for an address nobody has.

    To be called after the answer has left, for that must be the same for all. ``spare_good``: a link that still opens
    is left alone, for somebody may be on the way with it, and None returned. Raises: TooMany, Unavailable.
    """
    email = email_key(email)
    evaluated(gate, Guess.RESET, email, caller)
    with gate.works.writing(NOBODY) as uow:
        account = find_account(uow.session, email)
        if account is None or account.ended_at is not None or account.password_hash is None:
            return None
        newest = newest_links(uow.session, [account.id]).get(account.id)
        if spare_good and newest and newest.used_at is None and newest.expires_at > uow.now:
            return None
        secret = new_link(uow, account, Purpose.RESET, RESET_LASTS)
        uow.record("ResetAsked", account.id, account.unit_id)
    return Reset(account.id, account.email, secret)


def change_password(gate: Gate, secret: str, old: str, new: str, caller: Caller) -> str:
    """Change one's own password; every other session and link ends, and this session gets the secret returned.

    Raises: NotAuthenticated, TooMany, NotAllowed (the old one is wrong), InvalidInput, Unavailable.
    """
    signed = step_up(gate, secret, old, caller)
    with gate.works.reading(signed.actor) as uow:
        refuse_if(_faults(uow, get_account(uow.session, signed.account_id), new))
    kept = gate.passwords.kept(new)
    with gate.works.writing(signed.actor) as uow:
        get_signed(uow, secret)
        account = get_account(uow.session, signed.account_id)
        device = find_device(uow.session, caller.device, account.email, uow.now - DEVICE_LASTS)
        _set_password(uow, account, kept, signed.session_id, device or "")
        return _renewed(uow, signed)


def step_up(gate: Gate, secret: str, password: str, caller: Caller) -> Signed:
    """Show once more who one is, by the password; for ten minutes what is guarded twice is open.

    Raises: NotAuthenticated, TooMany, NotAllowed (the password is wrong), Unavailable.
    """
    with gate.works.reading(NOBODY) as uow:
        signed = get_signed(uow, secret)
        kept = get_account(uow.session, signed.account_id).password_hash
    ticket = evaluated(gate, Guess.PASSWORD, signed.email, caller)
    right = gate.passwords.is_right(kept, password)
    with gate.works.writing(signed.actor) as uow:
        settled(uow, ticket, passed=right)
        if right:
            uow.session.get_one(LoginSession, signed.session_id).stepped_up_at = uow.now
            uow.session.flush()
            signed = get_signed(uow, secret)
            uow.record("SteppedUp", signed.session_id, signed.actor.unit_id, account=signed.account_id)
    if not right:
        raise NotAllowed("password-refused")
    return signed


def read_in(uow: UnitOfWork, secret: str, language: Language) -> None:
    """Read the pages in another language from now on. Raises: NotAuthenticated."""
    signed = get_signed(uow, secret)
    get_account(uow.session, signed.account_id).language = language
    uow.session.flush()
    uow.record("AccountChanged", signed.account_id, signed.actor.unit_id, language=language.value)


def propose_code(uow: UnitOfWork, secret: str) -> Proposed:
    """Return a fresh secret for the second step; nothing is kept before a code of it was shown.

    Raises: NotAuthenticated, NotAllowed without a password given lately.
    """
    signed = get_signed(uow, secret)
    signed.require_step_up()
    made = new_code_secret()
    return Proposed(made, code_address(made, signed.email))


def set_code(uow: UnitOfWork, secret: str, proposed: str, code: str) -> str:
    """Set up the second step with a code of the proposed secret; other sessions end. Returns this one's new secret.

    Raises: NotAuthenticated, NotAllowed without a password given lately, InvalidInput.
    """
    signed = get_signed(uow, secret)
    signed.require_step_up()
    step = used_step(proposed, code, uow.now) if is_code_secret(proposed) else None
    if step is None:
        raise InvalidInput.at("code", "code-wrong")
    account = get_account(uow.session, signed.account_id)
    account.totp, account.totp_step = Sealable(account.id, proposed), step
    end_sessions(uow.session, account.id, uow.now, signed.session_id)
    uow.record("SecondStepSet", account.id, account.unit_id)
    return _renewed(uow, signed)


def remove_code(gate: Gate, secret: str, password: str, caller: Caller) -> None:
    """Give up the second step, where no role needs it and the password is long enough to stand alone.

    Raises: NotAuthenticated, TooMany, NotAllowed, InvalidInput, Unavailable.
    """
    signed = step_up(gate, secret, password, caller)
    with gate.works.writing(signed.actor) as uow:
        account = get_account(uow.session, signed.account_id)
        held = [a for a in list_assignments(uow.session, [account.id]) if a.is_to_come(uow.today)]
        if any(a.role in NEEDS_CODE for a in held):
            raise NotAllowed("second-step-needed")
        refuse_if([f for f in password_faults(password, with_code=False) if f.code == "password-length"])
        account.totp, account.totp_step = None, None
        uow.session.flush()
        uow.record("SecondStepRemoved", account.id, account.unit_id)


def _link(uow: UnitOfWork, secret: str) -> tuple[AccountLink, Account]:
    link = find_link(uow.session, secret)
    if link is None:
        raise NotFound(kind="account_link")
    account = get_account(uow.session, link.account_id)
    if link.used_at is not None or link.expires_at <= uow.now or account.ended_at is not None:
        raise Gone("link-over")
    return link, account


def _faults(uow: UnitOfWork, account: Account, password: str) -> list[Fault]:
    units = {account.unit_id, *(a.unit_id for a in list_assignments(uow.session, [account.id]))}
    names = [unit.full_name for unit_id in units if unit_id and (unit := uow.session.get(Unit, unit_id))]
    words = [account.name, account.email, *names]
    return password_faults(password, with_code=account.totp is not None, words=words)


def _set_password(uow: UnitOfWork, account: Account, kept: str, session_id: str = "", device_id: str = "") -> None:
    account.password_hash = kept
    uow.session.flush()
    ended = end_sessions(uow.session, account.id, uow.now, session_id)
    withdraw_links(uow.session, account.id, uow.now)
    forget_devices(uow.session, account.id, device_id)
    uow.record("PasswordChanged", account.id, account.unit_id, sessions=ended)


def _renewed(uow: UnitOfWork, signed: Signed) -> str:
    fresh = new_secret(LONG)
    uow.session.get_one(LoginSession, signed.session_id).secret_digest = digest(fresh)
    uow.session.flush()
    return fresh


def _as(account_id: str) -> Actor:
    return Actor(account_id, NOBODY.role, NOBODY.unit_id, account_id=account_id)
