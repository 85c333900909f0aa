"""No duty is taken away from a period that has begun: not by a vacancy, a closed office or an end set in the past."""

from collections.abc import Sequence
from datetime import date

from scheduler.core.compliance.objections import Finding, duty_removed
from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.errors import Objection
from scheduler.db.work import UnitOfWork
from scheduler.ledger import open_ledger, verdicts

_FREE = frozenset({Status.MET, Status.NOT_APPLICABLE})


class DutyWatch:
    """Holds what some offices owe in the periods that have begun, to be compared after offices or holders changed."""

    def __init__(self, uow: UnitOfWork, office_ids: Sequence[str], since: date) -> None:
        """Look from the period of ``since`` to that of today; a later ``since`` looks at today's alone."""
        self._uow = uow
        self._offices = tuple(office_ids)
        self._since = min(since, uow.today)
        self._before = self._owed()

    def enforce(self) -> None:
        """Refuse, unless the actor acts for the country, what makes an unmet duty of a begun period vanish.

        Raises: Objection with a finding for each duty; nobody of the unit may insist.
        """
        if self._uow.actor.unit_id is None:
            return
        self._uow.session.flush()
        after = self._owed()
        lost = [duty_removed(v) for key, v in self._before.items() if _is_less(v, after.get(key))]
        if lost:
            raise Objection(tuple[Finding, ...](lost), (), may_insist=False)

    def _owed(self) -> dict[tuple[str, str, date], Verdict]:
        found = verdicts(open_ledger(self._uow, self._offices, self._since, self._uow.today))
        return {(v.office_id, v.rule.obligation, v.period.first): v for v in found}


def _is_less(before: Verdict, after: Verdict | None) -> bool:
    if before.status in _FREE:
        return False
    return after is None or after.status is Status.NOT_APPLICABLE or after.required < before.required
