"""Who is signed in behind a secret, and what they may do at this moment: asked anew with every request."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.core.errors import NotAllowed, NotAuthenticated
from scheduler.core.ids import digest, same
from scheduler.core.language import Language
from scheduler.core.roles import NOBODY, Actor
from scheduler.core.signing import NEEDS_CODE, SEEN_EVERY, STEP_UP_LASTS, DeviceKind, lasting
from scheduler.db.accounts import Account, Assignment
from scheduler.db.signing import LoginSession, read_session
from scheduler.db.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody is to a unit (None: to the country) today."""

    id: str
    role: str
    unit_id: str | None
    office_id: str | None


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody signed in. The actor may nothing while a role is still to be chosen or the second step to be set up.

    ``held``: what they may choose from; ``assignment_id`` is what they chose. ``ends_at``: when it ends at the latest.
    """

    session_id: str
    actor: Actor
    account_id: str
    name: str
    email: str = field(repr=False)
    language: Language
    kind: DeviceKind
    held: tuple[Held, ...]
    assignment_id: str | None
    must_set_code: bool
    has_code: bool
    stepped_up: bool
    is_seen: bool
    ends_at: datetime

    def require_step_up(self) -> None:
        """Pass when the password was given lately. Raises: NotAllowed."""
        if not self.stepped_up:
            raise NotAllowed("step-up-needed", role=self.actor.role.value)


def get_signed(uow: UnitOfWork, secret: str) -> Signed:
    """Return who is signed in behind a secret, in one query.

    Raises: NotAuthenticated when it is unknown, ended, unused for too long, without its second step, or its account
    ended; these are not told apart.
    """
    row, account, assignments = read_row(uow, secret)
    chosen = next((a for a in assignments if a.id == row.assignment_id), None)
    role = chosen.role if chosen else None
    if row.passed_at is None or row.seen_at + lasting(row.kind, role).idle <= uow.now:
        raise NotAuthenticated
    must_set_code = account.totp is None and any(a.role in NEEDS_CODE for a in assignments)
    stepped_up = row.stepped_up_at is not None and uow.now < row.stepped_up_at + STEP_UP_LASTS
    return Signed(
        session_id=row.id,
        actor=_actor(account, None if must_set_code else chosen, assignments),
        account_id=account.id,
        name=account.name,
        email=account.email,
        language=account.language,
        kind=row.kind,
        held=tuple(Held(a.id, a.role.value, a.unit_id, a.office_id) for a in assignments),
        assignment_id=chosen.id if chosen else None,
        must_set_code=must_set_code,
        has_code=account.totp is not None,
        stepped_up=stepped_up,
        is_seen=uow.now < row.seen_at + SEEN_EVERY,
        ends_at=row.ends_at,
    )


def read_row(uow: UnitOfWork, secret: str) -> tuple[LoginSession, Account, list[Assignment]]:
    """Return the session behind a secret, whether or not its second step was done, its account and what holds today.

    Raises: NotAuthenticated when it is unknown or over, or its account ended.
    """
    found = read_session(uow.session, secret)
    if not found:
        raise NotAuthenticated
    row, account, _ = found[0]
    over = row.ended_at is not None or row.ends_at <= uow.now or account.ended_at is not None
    if over or not same(row.secret_digest, digest(secret)):
        raise NotAuthenticated
    return row, account, [held for *_, held in found if held is not None and held.is_live(uow.today)]


def _actor(account: Account, chosen: Assignment | None, assignments: Sequence[Assignment]) -> Actor:
    if chosen is None:
        return Actor(account.id, NOBODY.role, NOBODY.unit_id, frozenset(), account.id, account.person_id)
    alike = [a for a in assignments if (a.role, a.unit_id) == (chosen.role, chosen.unit_id)]
    offices = frozenset(a.office_id for a in alike if a.office_id)
    return Actor(account.id, chosen.role, chosen.unit_id, offices, account.id, account.person_id)
