"""The append-only journal: audit trail, source of mail, version of feeds. Each entry seals the one before."""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, undefer

from scheduler.core.events import Event
from scheduler.db.base import Base

GENESIS = "0" * 64


class JournalEntry(Base):
    """One thing that happened. Rows are never changed or removed; triggers see to it.

    ``fingerprints``: those of all rows that were written with it; the last entry of a unit of work has them.
    """

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_subject", "subject", "seq"), Index("ix_journal_unit", "unit_id", "seq"))
    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    unit_id: Mapped[str | None]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str]
    seal: Mapped[str]
    fingerprints: Mapped[dict[str, dict[str, Any]] | None] = mapped_column(
        JSON(none_as_null=True), deferred=True, default=None
    )


class JournalHead(Base):
    """The one row that says where the chain ends; locked while appending."""

    __tablename__ = "journal_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"))
    seal: Mapped[str]


@dataclass(frozen=True, slots=True)
class Damage:
    """What the verifier found wrong, at which entry; ``table`` and ``row`` where a row of a table is damaged."""

    seq: int
    code: str
    table: str = ""
    row: str = ""


def seal_of(key: bytes, entry: JournalEntry) -> str:
    """Return the seal an entry must carry: HMAC-SHA256 over its content and the seal before it."""
    parts = [
        entry.previous,
        entry.seq,
        entry.at.isoformat(),
        entry.actor,
        entry.kind,
        entry.subject,
        entry.unit_id,
        entry.body,
    ]
    if entry.fingerprints is not None:  # older entries were sealed without
        parts.append(entry.fingerprints)
    content = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()


def append(
    session: Session,
    key: bytes,
    now: datetime,
    actor: str,
    events: Sequence[Event],
    *,
    fingerprints: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Write events at the chain's end, in order, the last one with the fingerprints of the rows that were written.

    Called by the unit of work just before it commits. Rows written without an event get one that says no more.
    """
    if fingerprints and not events:
        events = [Event("RowsWritten", ",".join(sorted(fingerprints)))]
    if not events:
        return
    now = now.astimezone(UTC)  # what is sealed must read the same when it comes back
    head = session.execute(select(JournalHead).with_for_update()).scalar_one()
    seq, seal = head.seq, head.seal
    for number, happened in enumerate(events, 1):
        seq += 1
        entry = JournalEntry(
            seq=seq,
            at=now,
            actor=actor,
            kind=happened.kind,
            subject=happened.subject,
            unit_id=happened.unit_id,
            body=happened.body(),
            previous=seal,
            fingerprints=dict(fingerprints) if fingerprints and number == len(events) else None,
        )
        seal = entry.seal = seal_of(key, entry)
        session.add(entry)
    session.execute(update(JournalHead).values(seq=seq, seal=seal))


def inspect_chain(session: Session, key: bytes, anchors: Collection[tuple[int, str]] = ()) -> Iterator[Damage]:
    """Walk the whole chain and yield every damaged, missing or swapped entry.

    Where not one of several entries bears the key's seal, that is told once: the key is another journal's.
    ``anchors`` are (seq, seal) that were noted elsewhere: only they can show that the chain's end was cut and the head
    rewritten to match.
    """
    previous, expected = GENESIS, 1
    lost = set(anchors)
    unsealed: list[Damage] | None = []  # until the first good seal
    for entry in session.execute(
        select(JournalEntry)
        .options(undefer(JournalEntry.fingerprints))
        .order_by(JournalEntry.seq)
        .execution_options(yield_per=1000)
    ).scalars():
        if entry.seq != expected:
            yield Damage(expected, "missing")
        elif entry.previous != previous:
            yield Damage(entry.seq, "out-of-order")
        if not hmac.compare_digest(entry.seal, seal_of(key, entry)):
            altered = Damage(entry.seq, "altered")
            if unsealed is None:
                yield altered
            else:
                unsealed.append(altered)
        elif unsealed is not None:
            yield from unsealed
            unsealed = None
        previous, expected = entry.seal, entry.seq + 1
        lost.discard((entry.seq, entry.seal))
    if unsealed:
        yield from unsealed if len(unsealed) == 1 else [Damage(unsealed[0].seq, "other-key")]
    head = session.execute(select(JournalHead)).scalar_one()
    if (head.seq, head.seal) != (expected - 1, previous):
        yield Damage(head.seq, "end-cut")
    yield from (Damage(seq, "anchor-not-found") for seq, _ in sorted(lost))
