"""Signing in: password or agency account first, then the code where a role or the account asks for it.

A new secret at every step.

A wrong address, a wrong password, an account that was left or never opened are answered alike, after the same work.
What is slow (the password) is checked between units of work, so that nobody waits for it with a lock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from scheduler.codes import used_step
from scheduler.core.emails import email_key
from scheduler.core.errors import NotAuthenticated
from scheduler.core.ids import LONG, digest, new_secret
from scheduler.core.journeys import Proven
from scheduler.core.roles import NOBODY, Actor
from scheduler.core.signing import DEVICE_LASTS, SECOND_STEP_LASTS, DeviceKind, Guess, lasting
from scheduler.core.vietnamese import nfc
from scheduler.db.accounts import Account, find_account, get_account, list_assignments, use_step
from scheduler.db.identities import find_identity
from scheduler.db.signing import KnownDevice, LoginSession, end_session_of, find_device, touch_device
from scheduler.db.work import UnitOfWork
from scheduler.guessing import Caller, Gate, Ticket, evaluated, settled, taken_up
from scheduler.signed import read_row

LONGEST_DEVICE = 100


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at the door. ``label`` names the device for its owner ("iPhone"); ``before`` is the secret it had."""

    email: str
    password: str = field(repr=False)
    caller: Caller
    label: str = ""
    kind: DeviceKind = DeviceKind.OFFICE
    before: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Return:
    """Somebody back from a provider; the fields are those of an arrival. ``journey`` is the secret of the way."""

    journey: str = field(repr=False)
    caller: Caller
    label: str = ""
    kind: DeviceKind = DeviceKind.OFFICE
    before: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the device gets: the secret of its session and, once all steps were passed, that of the known device.

    ``needs_code``: the session opens nothing yet; the code is asked for next. ``kind``: what the device said it is.
    """

    secret: str = field(repr=False)
    needs_code: bool
    kind: DeviceKind
    device: str = field(default="", repr=False)


def begin(gate: Gate, arrival: Arrival) -> Entry:
    """Sign in with address and password. The session the device had before ends.

    Raises: TooMany, NotAuthenticated (whatever was wrong), Unavailable.
    """
    email = email_key(arrival.email)
    ticket = evaluated(gate, Guess.PASSWORD, email, arrival.caller)
    with gate.works.reading(NOBODY) as uow:
        found = find_account(uow.session, email)
    entry, kept = None, _kept(found)
    right = gate.passwords.is_right(kept, arrival.password)
    anew = gate.passwords.kept(arrival.password) if right and kept and gate.passwords.is_outdated(kept) else None
    with gate.works.writing(_as(found) if right else NOBODY) as uow:
        settled(uow, ticket, passed=right)
        account = find_account(uow.session, email) if right else None
        if account is not None:
            # Who changes the password now waits for us, and then ends what we begin; or we wait, and see it changed.
            uow.session.refresh(account, with_for_update={"read": True})
        # It may have been left, or its password changed, while we looked.
        if account is not None and kept is not None and _kept(account) == kept:
            account.password_hash = anew or kept
            if anew:
                uow.record("PasswordKeptAnew", account.id, account.unit_id)
            entry = _first_step(uow, account, arrival, ticket)
    if entry is None:
        raise NotAuthenticated("sign-in-refused")
    return entry


def enter_as(gate: Gate, back: Return, prove: Callable[[], Proven]) -> Entry:
    """Sign in as whoever a provider proves it is, once for each journey; ``prove`` asks the provider.

    Its account there must have been bound to one here, which is still in use: a token makes neither accounts nor
    roles. The session the device had before ends.
    Raises: TooMany, NotAuthenticated (a journey again, an account not bound, whatever ``prove`` refuses), Unavailable.
    """
    ticket = taken_up(gate, back.journey, back.caller)
    proven = prove()
    with gate.works.reading(NOBODY) as uow:
        identity = find_identity(uow.session, proven.issuer, proven.subject)
        account = get_account(uow.session, identity.account_id) if identity else None
    entry = None
    with gate.works.writing(_as(account)) as uow:
        identity = find_identity(uow.session, proven.issuer, proven.subject)
        if identity is not None and account is not None and identity.account_id == account.id:
            account = get_account(uow.session, account.id)
            uow.session.refresh(account, with_for_update={"read": True})
            if _kept(account) is not None:
                device_id = find_device(uow.session, back.caller.device, account.email, uow.now - DEVICE_LASTS)
                entry = _first_step(uow, account, back, replace(ticket, device_id=device_id), identity.id)
        settled(uow, ticket, passed=entry is not None)
    if entry is None:
        raise NotAuthenticated("agency-account-unknown")
    return entry


def second_step(gate: Gate, secret: str, code: str, caller: Caller) -> Entry:
    """Sign in with the code after the password; of a code's half minute and its neighbours, each opens once.

    Raises: TooMany, NotAuthenticated (too late, or wrong: then another may be tried), Unavailable.
    """
    with gate.works.reading(NOBODY) as uow:
        _, account, _ = read_row(uow, secret)
        email = account.email
    ticket = evaluated(gate, Guess.CODE, email, caller)
    entry = None
    with gate.works.writing(_as(account)) as uow:
        row, account, _ = read_row(uow, secret)
        step = used_step(account.totp.of(account.id), code, uow.now) if account.totp else None
        right = row.passed_at is None and step is not None and use_step(uow.session, account.id, step)
        settled(uow, ticket, passed=right)
        if right:
            entry = _pass(uow, row, account, ticket, caller)
    if entry is None:
        raise NotAuthenticated("code-refused")
    return entry


def _as(account: Account | None) -> Actor:
    return NOBODY if account is None else Actor(account.id, NOBODY.role, NOBODY.unit_id, account_id=account.id)


def _kept(account: Account | None) -> str | None:
    return account.password_hash if account is not None and account.ended_at is None else None


def _first_step(
    uow: UnitOfWork, account: Account, arrival: Arrival | Return, ticket: Ticket, identity_id: str | None = None
) -> Entry:
    if arrival.before:
        end_session_of(uow.session, arrival.before, uow.now)
    secret = new_secret(LONG)
    row = LoginSession(
        id=uow.new_id(),
        account_id=account.id,
        secret_digest=digest(secret),
        device=nfc(arrival.label)[:LONGEST_DEVICE],
        kind=arrival.kind,
        begun_at=uow.now,
        seen_at=uow.now,
        ends_at=uow.now + SECOND_STEP_LASTS,
        identity_id=identity_id,
    )
    uow.session.add(row)
    uow.session.flush()
    if account.totp:
        uow.record("SignInBegun", row.id, account.unit_id, account=account.id, device=row.kind.value)
        return Entry(secret, needs_code=True, kind=row.kind)
    return _pass(uow, row, account, ticket, arrival.caller)


def _pass(uow: UnitOfWork, row: LoginSession, account: Account, ticket: Ticket, caller: Caller) -> Entry:
    """Open a session: from now on its secret, a new one, stands for the account."""
    held = [a for a in list_assignments(uow.session, [account.id]) if a.is_live(uow.today)]
    # Who has one role, by however many offices, need not choose.
    chosen = held[0] if len({(a.role, a.unit_id) for a in held}) == 1 else None
    secret = new_secret(LONG)
    row.secret_digest, row.assignment_id = digest(secret), chosen.id if chosen else None
    row.begun_at = row.seen_at = row.passed_at = uow.now
    # A provider may have asked for its password days ago: what is guarded twice asks for ours.
    row.stepped_up_at = uow.now if row.identity_id is None else None
    row.ends_at = uow.now + lasting(row.kind, chosen.role if chosen else None).whole
    known = "" if touch_device(uow.session, ticket.device_id, uow.now) else new_secret(LONG)
    if known:
        device = KnownDevice(
            id=uow.new_id(), account_id=account.id, secret_digest=digest(known), made_at=uow.now, seen_at=uow.now
        )
        uow.session.add(device)
    uow.session.flush()
    by = "password" if row.identity_id is None else "identity"
    uow.record("SignedIn", row.id, account.unit_id, account=account.id, by=by, device=row.kind.value, known=not known)
    return Entry(secret, needs_code=False, kind=row.kind, device=known or caller.device)
