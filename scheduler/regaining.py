"""What an administrator does for somebody who forgot a password or lost a device: hand over a link, end sessions."""

from scheduler.account_deeds import may_open, new_link, own_living, to_come
from scheduler.core.errors import Conflict, NotAllowed, WrongState
from scheduler.core.signing import RESET_LASTS
from scheduler.db.accounts import Purpose, newest_links
from scheduler.db.signing import end_sessions
from scheduler.db.work import UnitOfWork


def reset_link(uow: UnitOfWork, account_id: str) -> str:
    """Make a link that sets a forgotten password, good for one hour and once, and return its secret to hand over.

    The earlier one is withdrawn. The second step stays, and is asked for all the same.
    Raises: NotFound, NotAllowed (who holds the link comes in, and may not), WrongState (left, or never opened).
    """
    account = own_living(uow, account_id)
    if account.password_hash is None:
        raise WrongState("invitation-not-taken")
    if not may_open(uow, account, to_come(uow, account.id)):
        raise NotAllowed("account-not-yours-to-open", role=uow.actor.role.value)
    secret = new_link(uow, account, Purpose.RESET, RESET_LASTS)
    uow.record("ResetAsked", account.id, account.unit_id, handed=True)
    return secret


def require_newest_link(uow: UnitOfWork, account_id: str, link_id: str) -> None:
    """Pass when an account's newest link is the one that was seen ("" for none): a form sent twice makes one link.

    Raises: Conflict.
    """
    newest = newest_links(uow.session, [account_id]).get(account_id)
    if (newest.id if newest else "") != link_id:
        raise Conflict("account-link-shown-already")


def sign_out(uow: UnitOfWork, account_id: str) -> int:
    """End every session of an account, as when a device was lost; return how many there were.

    Raises: NotFound, NotAllowed, WrongState.
    """
    account = own_living(uow, account_id)
    ended = end_sessions(uow.session, account.id, uow.now)
    uow.record("SignedOutEverywhere", account.id, account.unit_id, sessions=ended)
    return ended
