"""What happened to a meeting, out of the journal: who, when, and what became other, with names instead of ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from scheduler.core.roles import NOBODY, OPERATOR, WORKER, Role
from scheduler.db.access import ApiKey
from scheduler.db.accounts import Account
from scheduler.db.journal import JournalEntry
from scheduler.db.work import UnitOfWork
from scheduler.demo_names import STORYTELLER
from scheduler.meeting_facts import Surroundings
from scheduler.wording.meeting_events import Telling, actor_words, telling

MOST = 200


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the journal in words."""

    seq: int
    at: datetime
    who: str
    told: Telling


def list_happened(uow: UnitOfWork, meeting_id: str, around: Surroundings, most: int = MOST) -> tuple[Happened, ...]:
    """Return what happened to a meeting, newest first, at most ``most``; three queries however much happened."""
    rows = select(JournalEntry).where(JournalEntry.subject == meeting_id).order_by(JournalEntry.seq.desc())
    entries = list(uow.session.execute(rows.limit(most)).scalars())
    people = actor_names(uow, {entry.actor for entry in entries})
    names = around.names
    return tuple(
        Happened(entry.seq, entry.at, people[entry.actor], telling(entry.kind, entry.body, names)) for entry in entries
    )


def actor_names(uow: UnitOfWork, actors: Iterable[str]) -> Mapping[str, str]:
    """Return how each actor is called: a person by name, a program by its key's."""
    ids = sorted(set(actors))
    people = uow.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    programs = uow.session.execute(select(ApiKey.id, ApiKey.name).where(ApiKey.id.in_(ids)))
    accounts, keys = {row.id: row.name for row in people}, {row.id: row.name for row in programs}
    own = {OPERATOR.id: Role.OPERATOR.value, WORKER.id: "worker", STORYTELLER: "demo", NOBODY.id: "nobody"}
    return {actor: actor_words(accounts.get(actor, ""), keys.get(actor, ""), own.get(actor, "")) for actor in ids}
