"""An absence tried out: whom and which days somebody chose, and what would come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.absence_effects import Told, consequences, titles_of
from scheduler.absences import Whom
from scheduler.away_days import Concerned
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import DayPart, Level
from scheduler.db.work import UnitOfWork
from scheduler.weighing import Consequences
from web.forms import Refused
from web.leader_forms import span_of
from web.trying import tried

_TOLD = 40
"""Meetings and minimums that a page names; a whole level may have hundreds."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A change tried out: what it brings about (the first of many), or what is wrong with it.

    ``meetings``: how many there are in its way in all; ``more``: how many minimums are not named; ``titles``: of
    offices, by id.
    """

    found: Consequences | None = None
    meetings: int = 0
    more: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    refused: Refused | None = None


def foreseen(uow: UnitOfWork, unit_id: str, rehearse: Callable[[], Told], given: Mapping[str, str]) -> Tried:
    """Try a change out inside a rehearsal; what is wrong with it is shown. Raises: NotFound, NotAllowed."""
    trial = tried(rehearse, given)
    if trial.found is None:
        return Tried(refused=trial.refused)
    found = consequences(uow, trial.found)
    cut = replace(found, meetings=found.meetings[:_TOLD], before=found.before[:_TOLD], after=found.after[:_TOLD])
    more = len(found.after) - len(cut.after)
    return Tried(cut, len(found.meetings), more, titles_of(uow, cut.after, unit_id))


def wanted(
    given: Mapping[str, str], choices: Sequence[Concerned], unit_id: str
) -> tuple[Whom, tuple[date, date, DayPart]]:
    """Return whom and which days were chosen. Raises: InvalidInput with every fault at once."""
    faults: list[Fault] = []
    whom, span = Whom(), None
    try:
        whom = whom_of(given.get("whom", ""), choices, unit_id)
    except InvalidInput as error:
        faults += error.faults
    try:
        span = span_of(given)
    except InvalidInput as error:
        faults += error.faults
    if span is None or faults:
        raise InvalidInput(faults)
    return whom, span


def whom_of(key: str, choices: Sequence[Concerned], unit_id: str) -> Whom:
    """Return whom a choice means. Raises: InvalidInput for nobody, and for somebody not offered."""
    kind, _, name = key.partition(":")
    if not key:
        raise InvalidInput.at("whom", "required")
    if key not in {one.key for one in choices}:
        raise InvalidInput.at("whom", "no-such-person")
    if kind == "level":
        return Whom(level=Level(name), owner_unit_id=unit_id)
    named = {"person": Whom(person_id=name), "office": Whom(office_id=name), "unit": Whom(unit_id=name)}
    return named[kind]
