"""Where offices stand with the law: their verdicts with all evidence, and recorded excuses."""

from datetime import date

from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.errors import Fault, InvalidInput, NotFound
from scheduler.core.roles import Action
from scheduler.db.law import Excuse
from scheduler.db.offices import get_office, list_offices
from scheduler.db.scope import reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import checked_ground
from scheduler.ledger import open_ledger, verdicts
from scheduler.registering import refuse_if, span_faults


def of_unit(uow: UnitOfWork, unit_id: str, first: date, last: date) -> tuple[Verdict, ...]:
    """Return the verdicts of all offices of a unit in every period that touches the closed span of at most 400 days.

    By office (title), then period, then rule id.

    Raises: NotFound, NotAllowed, InvalidInput.
    Law: every enabled rule, national or local; evaluation as described in docs/law.md.
    """
    unit = reads(uow, unit_id)
    refuse_if(span_faults("last", first, last))
    return verdicts(open_ledger(uow, [o.id for o in list_offices(uow.session, [unit.id])], first, last))


def of_office(uow: UnitOfWork, office_id: str, first: date, last: date) -> tuple[Verdict, ...]:
    """Return the verdicts of one office in every period that touches the closed span of at most 400 days.

    Raises: NotFound, NotAllowed, InvalidInput.
    Law: as of_unit.
    """
    office = get_office(uow.session, office_id)
    reads(uow, office.unit_id)
    refuse_if(span_faults("last", first, last))
    return verdicts(open_ledger(uow, [office.id], first, last))


def excuse(uow: UnitOfWork, office_id: str, rule_id: str, day: date, reason: str) -> Verdict:
    """Record why an office's minimum was not met in the period of ``day``, and return the verdict as it now reads.

    It then reads excused; the statutory report still says not met. ``reason``: 20 to 500 characters. An excuse is
    entered once and stays.

    Only what cannot be made good any more is excused: the period is over, or its minimum is out of reach though no
    absence that the unit entered itself, no vacancy and no closing is looked at (I). Those could be taken back.

    Raises: NotFound, NotAllowed, InvalidInput (nothing is short, it can still be made good, it is short only by what
        the unit can take back, or it is excused already).
    """
    office = get_office(uow.session, office_id)
    unit = writes(uow, office.unit_id, Action.EXCUSE)
    ledger = open_ledger(uow, [office.id], day, day)
    verdict = _of_rule(verdicts(ledger), rule_id)
    refuse_if(_not_to_be_excused(verdict))
    last = verdict.obligation.last
    if last >= uow.today:
        bare = _of_rule(verdicts(ledger.without_own_absences().as_if_headed()), rule_id)
        if bare.status is not Status.BREACHED:
            raise InvalidInput.at("rule_id", "short-by-own-entries", last=last, status=verdict.status.value)
    lead, first_on = verdict.rule.id, verdict.period.first
    ground = checked_ground(reason, "reason")
    row = Excuse(
        id=uow.new_id(),
        office_id=office_id,
        rule_id=lead,
        first_on=first_on,
        reason=ground,
        entered_at=uow.now,
        entered_by=uow.actor.id,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record("PeriodExcused", office_id, unit.id, rule=lead, period=verdict.period.key, reason=ground)
    return _of_rule(of_office(uow, office_id, day, day), rule_id)


def _not_to_be_excused(verdict: Verdict) -> list[Fault]:
    """Return why a verdict needs no excuse, or none yet."""
    match verdict.status:
        case Status.BREACHED:
            return []
        case Status.EXCUSED:
            return [Fault("day", "already-excused")]
        case Status.AT_RISK:
            values = {"missing": verdict.missing, "latest": verdict.last_feasible, "status": verdict.status.value}
            return [Fault("rule_id", "still-to-be-made-good", values)]
        case _:
            return [Fault("rule_id", "nothing-to-excuse", {"status": verdict.status.value})]


def _of_rule(found: tuple[Verdict, ...], rule_id: str) -> Verdict:
    for verdict in found:
        if rule_id in (verdict.rule.id, *(rule.id for rule in verdict.obligation.also)):
            return verdict
    raise NotFound(kind="rule", id=rule_id)
