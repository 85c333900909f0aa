"""What the evidence behind a cell is made of: frozen values, no sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scheduler.core.compliance.values import Counted, NotCounted, Status, Verdict
from scheduler.core.facts import State
from scheduler.db.confirmations import Word


@dataclass(frozen=True, slots=True)
class Change:
    """A corrected record, or whatever was changed after the month was locked; values as the journal told them.

    ``subject``: the id of what was changed, a meeting's or another entry's. ``before`` is empty where nothing was.
    """

    kind: str
    subject: str
    at: datetime
    by: str
    ground: str
    after_lock: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That somebody said of a head to have been in the chair: the head, or an officer who did not write the record.

    ``by``: the account's id; ``at``: the server's own time.
    """

    word: Word
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Sat:
    """One office's part in a meeting behind a cell: whether its head was in the chair, and who sat in his stead.

    ``confirmed``: of the meeting's present date, oldest first; empty: only the record says so.
    """

    office_id: str
    in_person: bool
    present: bool | None
    delegate: str
    confirmed: tuple[Confirmed, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A meeting behind a cell. Instants are aware; ``posted_on`` None: never. No word of what citizens brought.

    ``posting_days_late``: 0 when it was in time or nothing asked for it.
    """

    meeting_id: str
    state: State
    sub_type: str
    days: tuple[date, ...]
    counted: tuple[Counted, ...]
    not_counted: tuple[NotCounted, ...]
    chairs: tuple[Sat, ...]
    started_at: datetime | None
    ended_at: datetime | None
    recorded_at: datetime | None
    citizens_received: int | None
    posted_on: date | None
    posting_due: date | None
    posting_days_late: int
    entered_late: bool
    after_lock: bool
    insisted: str
    ground: str


@dataclass(frozen=True, slots=True)
class AsLocked:
    """How a verdict read when its month was locked."""

    status: Status
    required: int
    held: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a verdict and the unit's answer; ``answer`` None: still open."""

    id: str
    question: str
    asked_at: datetime
    asked_by: str
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """Everything behind one verdict: ``proofs`` by first date, ``changes`` and ``explanations`` oldest first.

    ``as_locked``: None while its month is open.
    """

    unit_id: str
    verdict: Verdict
    proofs: tuple[Proof, ...]
    changes: tuple[Change, ...]
    as_locked: AsLocked | None
    explanations: tuple[Asked, ...]
