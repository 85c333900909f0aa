"""Asking a unit to explain how a minimum stands, and its answer. Neither is ever removed."""

from datetime import date

from scheduler.core.errors import Conflict, InvalidInput, NotFound
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.db.explanations import Explanation, explanations_of, get_explanation, list_explanations
from scheduler.db.offices import get_office
from scheduler.db.scope import oversees, reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.ledger import open_ledger, verdicts

SHORTEST, LONGEST = 10, 2000
"""Letters of a question and of an answer."""


def ask(uow: UnitOfWork, office_id: str, rule_id: str, first_on: date, question: str) -> Explanation:
    """Ask the unit of an office, the actor's own or one below it, about a rule in the period beginning ``first_on``.

    ``question``: 10 to 2,000 characters. A second question waits until the first is answered.

    Raises: NotFound (also when the rule does not bind the office then), NotAllowed, InvalidInput, Conflict.
    Law: none; it is how those above ask (I).
    """
    office = get_office(uow.session, office_id)
    unit = oversees(uow, office.unit_id, Action.ASK_EXPLANATION)
    found = [v for v in verdicts(open_ledger(uow, [office.id], first_on, first_on)) if v.rule.id == rule_id]
    verdict = next((v for v in found if v.period.first == first_on), None)
    if verdict is None:
        raise NotFound(kind="verdict", id=rule_id)
    asked = _checked("question", question)
    if any(row.is_open for row in explanations_of(uow.session, office_id, rule_id, first_on)):
        raise Conflict("explanation-open")
    row = Explanation(
        id=uow.new_id(),
        unit_id=unit.id,
        office_id=office_id,
        rule_id=rule_id,
        first_on=first_on,
        period=verdict.period.key,
        question=asked,
        asked_at=uow.now,
        asked_by=uow.actor.id,
        asked_from=uow.actor.unit_id,
    )
    uow.session.add(row)
    uow.session.flush()
    told = {"office": office_id, "rule": rule_id, "period": row.period, "question": asked}
    uow.record("ExplanationAsked", row.id, unit.id, **told)
    return row


def answer(uow: UnitOfWork, explanation_id: str, text: str) -> Explanation:
    """Answer a question put to the actor's unit, once. ``text``: 10 to 2,000 characters, and no citizen's name.

    Raises: NotFound, NotAllowed, InvalidInput, Conflict when it was answered already.
    """
    row = get_explanation(uow.session, explanation_id)
    writes(uow, row.unit_id, Action.ANSWER_EXPLANATION)
    uow.session.refresh(row)
    if not row.is_open:
        raise Conflict("explanation-answered")
    row.answer, row.answered_at, row.answered_by = _checked("answer", text), uow.now, uow.actor.id
    uow.session.flush()
    uow.record("ExplanationAnswered", row.id, row.unit_id, rule=row.rule_id, period=row.period, answer=row.answer)
    return row


def get(uow: UnitOfWork, explanation_id: str) -> Explanation:
    """Return a question put to a unit in reach, with its answer. Raises: NotFound, NotAllowed."""
    row = get_explanation(uow.session, explanation_id)
    reads(uow, row.unit_id)
    return row


def list_of_unit(uow: UnitOfWork, unit_id: str, after: str = "", limit: int = 100) -> list[Explanation]:
    """Return the questions put to a unit, oldest first, after an id. Raises: NotFound, NotAllowed."""
    return list_explanations(uow.session, [reads(uow, unit_id).id], after, limit)


def _checked(where: str, text: str) -> str:
    clean = nfc(text)
    if not SHORTEST <= len(clean) <= LONGEST:
        raise InvalidInput.at(where, "ground-length", shortest=SHORTEST, longest=LONGEST)
    return clean
