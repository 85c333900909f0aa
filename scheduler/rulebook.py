"""The rulebook: the shipped law, local rules that may only be stricter, ends and successions. Nothing is edited."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.errors import Conflict, Fault
from scheduler.core.law import beside, check_stricter, parse_rules, rule_row, succeed
from scheduler.core.periods import period_of
from scheduler.core.roles import Action
from scheduler.core.rules import Confidence, Rule
from scheduler.db.law import RuleRow, list_rules
from scheduler.db.scope import for_the_country, writes
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ledger import rule_of
from scheduler.registering import refuse_if, text_faults
from scheduler.rule_board import Listed, get, list_of
from scheduler.rule_terms import Terms, rule_from
from scheduler.shipped_law import rule_rows

__all__ = [
    "LONGEST_ID",
    "Listed",
    "Loaded",
    "add_local_rule",
    "add_national_rule",
    "end_rule",
    "get",
    "list_of",
    "load_law",
    "succeed_rule",
]
LONGEST_ID = 40
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The ids of rules added, and of those whose shipped line now differs from the one stored (left as stored)."""

    added: tuple[str, ...]
    differing: tuple[str, ...]


def load_law(uow: UnitOfWork) -> Loaded:
    """Load the shipped rules; doing it again adds nothing. What cannot be judged or was not confirmed comes in off.

    A stored rule is never overwritten: a changed line of the table is told, and somebody ends and succeeds the rule.
    Raises: NotAllowed.
    """
    for_the_country(uow, Action.KEEP_LAW)
    shipped = {row["rule_id"]: row for row in rule_rows()}
    parse_rules(shipped.values())
    had = {row.id: row.row for row in list_rules(uow.session) if row.unit_id is None}
    added = tuple(rule_id for rule_id in shipped if rule_id not in had)
    for rule_id in added:
        uow.session.add(_row(uow, rule_id, None, shipped[rule_id]))
    uow.session.flush()
    if added:
        uow.record("LawLoaded", "rules", None, rules=list(added))
    return Loaded(added, tuple(rule_id for rule_id in shipped if rule_id in had and had[rule_id] != shipped[rule_id]))


def add_local_rule(uow: UnitOfWork, unit_id: str, terms: Terms, valid_from: date) -> Listed:
    """Add a unit's own rule for itself and those below it; it is judged beside the national one, never instead.

    It begins with the running period of its kind at the earliest (I): what is over is judged by the rules of its time.
    Of two rules of one unit for the same office and kind of meeting the first is ended before the second begins (I).

    Raises: NotFound, NotAllowed, InvalidInput with every fault at once (unknown names, a level above the unit's, a
        rule looser than a national one it stands beside, or at the same time as another of the unit).
    Law: a local rule may raise a national minimum, not lower it (T29).
    """
    unit = writes(uow, unit_id, Action.KEEP_UNIT)
    running = period_of(terms.period, uow.today).first
    rule = rule_from(f"L-{uow.new_id()}", terms, valid_from, unit, running)
    return _added(uow, rule)


def add_national_rule(uow: UnitOfWork, rule_id: str, terms: Terms, valid_from: date, confidence: Confidence) -> Listed:
    """Add a rule of the whole country, founded on a text somebody has seen (``confidence`` not from memory).

    Raises: NotAllowed, InvalidInput with every fault at once.
    """
    for_the_country(uow, Action.KEEP_LAW)
    faults = _id_faults(uow, rule_id)
    refuse_if(faults + ([Fault("confidence", "cannot-be-enabled")] if confidence is Confidence.MEMORY else []))
    return _added(uow, replace(rule_from(rule_id, terms, valid_from, None), confidence=confidence))


def end_rule(uow: UnitOfWork, rule_id: str, last_on: date) -> Listed:
    """End a rule with its last day; it stays readable and goes on judging the time before.

    A unit ends its own rule with the running period at the earliest, so that what is breached stays breached.
    Raises: NotFound, NotAllowed, Conflict when it has an end already, InvalidInput.
    """
    listed = _to_change(uow, rule_id)
    rule = listed.rule
    faults: list[Fault] = []
    if rule.span is None or not rule.span.covers(last_on):
        faults.append(Fault("last_on", "rule-not-in-force", {"rule_id": rule.id, "on": last_on}))
    faults += _past_faults(uow, listed, "last_on", last_on + _DAY)
    refuse_if(faults)
    listed.row.ended_on = last_on
    uow.session.flush()
    uow.record("RuleEnded", rule.id, listed.row.unit_id, last_on=str(last_on))
    return Listed(listed.row, rule_of(listed.row))


def succeed_rule(
    uow: UnitOfWork, rule_id: str, on: date, terms: Terms, *, heir_id: str = "", confidence: Confidence | None = None
) -> tuple[Listed, Listed]:
    """End a rule on the day before ``on`` and let another hold from then, under the same obligation.

    ``heir_id`` names a national successor (a local one is named by itself); ``confidence`` says how well its text is
    founded, as its predecessor when not given. Window and target month pass on.

    Returns the ended rule and its successor.
    Raises: NotFound, NotAllowed, Conflict when the rule has an end already, InvalidInput with every fault at once.
    """
    listed = _to_change(uow, rule_id)
    unit = uow.session.get_one(Unit, listed.row.unit_id) if listed.row.unit_id else None
    refuse_if(([] if unit else _id_faults(uow, heir_id)) + _past_faults(uow, listed, "on", on))
    said = rule_from(f"L-{uow.new_id()}" if unit else heir_id, terms, on, unit)
    founded = Confidence.LOCAL if unit else confidence or listed.rule.confidence
    wanted = replace(said, confidence=founded, window=listed.rule.window, target_month=listed.rule.target_month)
    ended, heir = succeed(listed.rule, wanted, on)
    new = _added(uow, heir, after=rule_id)
    listed.row.ended_on = ended.span.last if ended.span else None
    listed.row.succeeded_by = heir.id
    uow.session.flush()
    uow.record("RuleEnded", rule_id, listed.row.unit_id, last_on=str(listed.row.ended_on), succeeded_by=heir.id)
    return Listed(listed.row, rule_of(listed.row)), new


def _to_change(uow: UnitOfWork, rule_id: str) -> Listed:
    listed = get(uow, rule_id)
    if listed.row.unit_id is None:
        for_the_country(uow, Action.KEEP_LAW)
    else:
        writes(uow, listed.row.unit_id, Action.KEEP_UNIT)
    # A rule has no version and a national one no unit to lock: two who end it at once queue at the row itself.
    row = uow.session.get_one(RuleRow, rule_id, with_for_update={"key_share": True}, populate_existing=True)
    if row.ended_on is not None:
        raise Conflict("rule-ended", rule_id=rule_id, on=row.ended_on)
    return Listed(row, rule_of(row))


def _added(uow: UnitOfWork, rule: Rule, after: str = "") -> Listed:
    """Add a rule that was checked in itself; ``after`` is the id of the one it succeeds."""
    if rule.unit_id is not None:
        known = [rule_of(row) for row in list_rules(uow.session, [rule.unit_id])]
        own = [other for other in known if other.unit_id == rule.unit_id and other.id != after]
        faults = [_in_our_words(fault) for fault in check_stricter(known, rule)]
        refuse_if(
            faults + [_twin_fault(other, "on" if after else "valid_from") for other in own if beside(other, rule)]
        )
    row = _row(uow, rule.id, rule.unit_id, rule_row(rule))
    uow.session.add(row)
    uow.session.flush()
    uow.record("RuleAdded", rule.id, rule.unit_id, row=row.row)
    return Listed(row, rule_of(row))


def _twin_fault(other: Rule, where: str) -> Fault:
    span = other.span
    since, until = (span.first, span.last) if span else (None, None)
    code = "local-rule-exists" if until is None else "local-rule-until"
    return Fault(where, code, {"legal_basis": other.legal_basis, "rule_id": other.id, "since": since, "until": until})


def _in_our_words(fault: Fault) -> Fault:
    return replace(fault, where="minimum") if fault.where == "min_count" else fault


def _row(uow: UnitOfWork, rule_id: str, unit_id: str | None, row: dict[str, str]) -> RuleRow:
    return RuleRow(id=rule_id, unit_id=unit_id, row=row, entered_at=uow.now, entered_by=uow.actor.id)


def _id_faults(uow: UnitOfWork, rule_id: str) -> list[Fault]:
    faults = text_faults("rule_id", rule_id, LONGEST_ID)
    taken = uow.session.execute(select(RuleRow.id).where(RuleRow.id == rule_id)).scalar_one_or_none()
    return faults + ([Fault("rule_id", "duplicate-rule", {"rule_id": rule_id})] if taken else [])


def _past_faults(uow: UnitOfWork, listed: Listed, where: str, first_free: date) -> list[Fault]:
    # A unit's own rule goes on judging the period that has begun: it is not dodged by ending it half-way.
    if listed.row.unit_id is None or listed.rule.period is None:
        return []
    running = period_of(listed.rule.period, uow.today).last
    return [Fault(where, "ends-within-period", {"earliest": running})] if first_free <= running else []
