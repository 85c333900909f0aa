"""The agency account of somebody: bound by themselves, signed in with the password, and given up again."""

from scheduler.core.emails import email_key
from scheduler.core.errors import Conflict, NotAllowed, NotFound
from scheduler.core.journeys import Proven
from scheduler.db.accounts import get_account
from scheduler.db.identities import Identity, find_identity, list_identities
from scheduler.db.signing import end_sessions_by
from scheduler.db.work import UnitOfWork
from scheduler.signed import Signed, get_signed


def bind(uow: UnitOfWork, secret: str, proven: Proven) -> Identity:
    """Bind an account of a provider to the account of whoever is signed in; from then on it opens it.

    The password must have been given lately, and the provider must vouch for the same address of mail: at a shared
    desk the provider may still know somebody else.
    Raises: NotAuthenticated, NotAllowed (no password lately, another or no verified address), Conflict (it opens
    another account, or this one has another already).
    """
    signed = _as_signed(uow, secret)
    signed.require_step_up()
    account = get_account(uow.session, signed.account_id)
    uow.session.refresh(account, with_for_update={"key_share": True})
    if not proven.email:
        raise NotAllowed("agency-address-unverified")
    if email_key(proven.email) != account.email:
        raise NotAllowed("agency-address-differs")
    found = find_identity(uow.session, proven.issuer, proven.subject)
    if found is not None and found.account_id == account.id:
        return found
    if found is not None:
        raise Conflict("agency-account-elsewhere")
    if any(one.issuer == proven.issuer for one in list_identities(uow.session, account.id)):
        raise Conflict("agency-account-already")
    bound = Identity(
        id=uow.new_id(), account_id=account.id, issuer=proven.issuer, subject=proven.subject, bound_at=uow.now
    )
    uow.session.add(bound)
    uow.session.flush()
    # Neither the provider's name for the person nor the address: the journal can never forget.
    uow.record("IdentityBound", bound.id, account.unit_id, account=account.id)
    return bound


def give_up(uow: UnitOfWork, secret: str, identity_id: str) -> None:
    """End one of one's own bindings and every session that came by it, but this one.

    Raises: NotAuthenticated, NotFound when it is none of them or over.
    """
    signed = _as_signed(uow, secret)
    bound = next((one for one in list_identities(uow.session, signed.account_id) if one.id == identity_id), None)
    if bound is None:
        raise NotFound(kind="identity", id=identity_id)
    bound.ended_at = uow.now
    ended = end_sessions_by(uow.session, bound.id, uow.now, signed.session_id)
    uow.session.flush()
    account = get_account(uow.session, signed.account_id)
    uow.record("IdentityEnded", bound.id, account.unit_id, account=account.id, sessions=ended)


def list_own(uow: UnitOfWork, secret: str) -> list[Identity]:
    """Return the bindings of whoever asks, oldest first. Raises: NotAuthenticated."""
    return list_identities(uow.session, get_signed(uow, secret).account_id)


def _as_signed(uow: UnitOfWork, secret: str) -> Signed:
    signed = get_signed(uow, secret)
    uow.actor = signed.actor
    return signed
