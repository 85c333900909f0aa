"""The journal for those who audit: what happened at their units, and where the chain stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from scheduler.core.roles import Action
from scheduler.db.fingerprints import inspect_all
from scheduler.db.journal import Damage, JournalEntry, JournalHead
from scheduler.db.scope import for_the_country, readable
from scheduler.db.work import UnitOfWork

MOST_DAMAGE = 100


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the chain stands: number and seal of its last entry, to be noted elsewhere; and what is damaged.

    ``damage`` is None when nobody looked.
    """

    seq: int
    seal: str
    damage: tuple[Damage, ...] | None


def list_entries(uow: UnitOfWork, after: int = 0, limit: int = 100, subject: str | None = None) -> list[JournalEntry]:
    """Return the entries of the units the actor reaches (the country's too, for its actors), oldest first.

    ``after`` is a sequence number; ``subject`` narrows to one thing. Raises: NotAllowed.
    """
    uow.require(Action.AUDIT)
    rows = select(JournalEntry).where(JournalEntry.seq > after, readable(uow, JournalEntry.__table__.c.unit_id))
    if subject is not None:
        rows = rows.where(JournalEntry.subject == subject)
    return list(uow.session.execute(rows.order_by(JournalEntry.seq).limit(limit)).scalars())


def chain_state(uow: UnitOfWork, key: bytes | None = None) -> Chain:
    """Return where the chain stands; with the chain's key, walk it, look at every row, and tell the first damages.

    Raises: NotAllowed; walking is for the country's actors.
    """
    uow.require(Action.AUDIT)
    if key is not None:
        for_the_country(uow, Action.AUDIT)
    head = uow.session.execute(select(JournalHead)).scalar_one()
    found: Sequence[Damage] | None = None
    if key is not None:
        found = list(islice(inspect_all(uow.session, key), MOST_DAMAGE))
    return Chain(head.seq, head.seal, None if found is None else tuple(found))
