"""What a locked month asks of whoever changes something in it: to be entitled, a written ground, and to be seen (T-28).

Nothing is forbidden that the law of the record needs; but nobody does it unseen. A change is marked on the meeting, in
the journal and among the corrections of the month, for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.core.errors import InvalidInput, NotAllowed
from scheduler.core.facts import Span
from scheduler.core.roles import Action
from scheduler.db.locks import Correction, locked_months
from scheduler.db.meetings import Meeting
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import checked_ground


@dataclass(frozen=True, slots=True)
class Deed:
    """What is being done: the kind of its event, the id it happens to, and the office or the meeting concerned."""

    kind: str
    subject: str
    office_id: str | None = None
    meeting_id: str | None = None


def mark_meeting(
    uow: UnitOfWork, meeting: Meeting, days: Iterable[date], kind: str, ground: str | None
) -> dict[str, bool]:
    """Let a change of a meeting pass, marked when one of its old or new dates lies in a locked month.

    Returns what the event says besides. Raises: NotAllowed, InvalidInput when a ground is needed and not given.
    """
    deed = Deed(kind, meeting.id, meeting_id=meeting.id)
    marked = _mark(uow, meeting.unit_id, [Span(day, day) for day in days], deed, ground)
    meeting.after_lock = meeting.after_lock or marked
    return {"after_lock": True} if marked else {}


def mark_entry(uow: UnitOfWork, unit_id: str, span: Span, deed: Deed, ground: str | None) -> dict[str, object]:
    """Let a change of offices and their holders pass, marked when its span reaches into a locked month.

    Returns what the event says besides, the ground too.
    Raises: NotAllowed, InvalidInput when a ground is needed and not given.
    """
    return {"after_lock": True, "ground": ground} if _mark(uow, unit_id, [span], deed, ground) else {}


def _mark(uow: UnitOfWork, unit_id: str, spans: Iterable[Span], deed: Deed, ground: str | None) -> bool:
    found = (locked_months(uow.session, unit_id, span.first, span.last or date.max) for span in spans)
    months = sorted({month for some in found for month in some})
    if not months:
        return False
    if not uow.actor.may(Action.INSIST):
        raise NotAllowed("period-locked", month=months[0])
    if ground is None:
        raise InvalidInput.at("ground", "locked-needs-ground", month=months[0])
    checked = checked_ground(ground)
    for month in months:
        uow.session.add(
            Correction(
                id=uow.new_id(),
                unit_id=unit_id,
                first_on=month,
                meeting_id=deed.meeting_id,
                office_id=deed.office_id,
                subject=deed.subject,
                kind=deed.kind,
                ground=checked,
                entered_at=uow.now,
                entered_by=uow.actor.id,
            )
        )
    return True
