"""No duty is taken away from a period that has begun, or for which a day was announced: not by registering anything."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from scheduler.core.compliance.objections import Finding, duty_removed
from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.errors import Objection
from scheduler.core.lifecycle import COMING
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.work import UnitOfWork
from scheduler.ledger import open_ledger, verdicts

_FREE = frozenset({Status.MET, Status.NOT_APPLICABLE})
_FARTHEST = timedelta(days=800)


class DutyWatch:
    """Holds what some offices owe, to be compared after offices or holders changed.

    Looked at are the periods that have begun, and of those to come the ones in which a day stands announced: it is
    cancelled first, and that is weighed.
    """

    def __init__(self, uow: UnitOfWork, office_ids: Sequence[str], since: date) -> None:
        """Look from the period of ``since``, or of today when that is earlier, to the last day announced."""
        self._uow = uow
        self._offices = tuple(office_ids)
        self._since = min(since, uow.today)
        self._until = max(uow.today, self._last_announced())
        self._before = {key: verdict for key, (verdict, at_stake) in self._owed().items() if at_stake}

    def enforce(self) -> None:
        """Refuse, unless the actor acts for the country, what makes an unmet duty vanish.

        Raises: Objection with a finding for each duty; nobody of the unit may insist.
        """
        if self._uow.actor.unit_id is None:
            return
        self._uow.session.flush()
        after = self._owed()
        lost = [duty_removed(v) for key, v in self._before.items() if _is_less(v, after.get(key, (None, False))[0])]
        if lost:
            raise Objection(tuple[Finding, ...](lost), (), may_insist=False)

    def _owed(self) -> dict[tuple[str, str, date], tuple[Verdict, bool]]:
        """Return the verdicts, and of each whether its period has begun or a day that counts in it was announced."""
        ledger = open_ledger(self._uow, self._offices, self._since, self._until)
        return {
            (v.office_id, v.rule.obligation, v.period.first): (
                v,
                v.period.first <= self._uow.today
                or any(ledger.meetings[day.meeting_id].state in COMING for day in v.counted),
            )
            for v in verdicts(ledger)
        }

    def _last_announced(self) -> date:
        chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id.in_(self._offices))
        coming = select(Meeting.id).where(Meeting.id.in_(chaired), Meeting.state.in_(COMING))
        last = select(func.max(Sitting.day)).where(
            Sitting.meeting_id.in_(coming), Sitting.day <= self._uow.today + _FARTHEST
        )
        return self._uow.session.execute(last).scalar() or self._uow.today


def stands(uow: UnitOfWork, office_ids: Sequence[str], since: date) -> tuple[tuple[object, ...], ...]:
    """Return how some offices stand in every period from that of ``since`` to that of today."""
    ledger = open_ledger(uow, office_ids, min(since, uow.today), uow.today)
    return tuple(
        (v.office_id, v.rule.id, v.period.first, v.status, v.required, v.held, v.missing) for v in verdicts(ledger)
    )


def _is_less(before: Verdict, after: Verdict | None) -> bool:
    if before.status in _FREE:
        return False
    return after is None or after.status is Status.NOT_APPLICABLE or after.required < before.required
