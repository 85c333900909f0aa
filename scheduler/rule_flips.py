"""Which verdicts a change of the law turns: the same offices and days, judged by the rules before and after.

The change is made for real in a rehearsal, as any preview is; here it is only judged. A country is too large to be
judged while somebody waits, so of more than MOST_UNITS units a sample is judged, spread over the provinces, and the
answer says so. One province at a time is judged whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.duty import RANKS
from scheduler.core.facts import Activity
from scheduler.core.periods import Period
from scheduler.core.rules import Rule
from scheduler.db.law import list_rules
from scheduler.db.offices import Office
from scheduler.db.scope import readable, reads
from scheduler.db.units import Unit, at_or_below, list_children
from scheduler.db.work import UnitOfWork
from scheduler.ledger import Ledger, open_ledger, rule_of, verdicts

MOST_UNITS, SAMPLE, MOST_TOLD = 200, 100, 200
"""So many units are judged all of them; of more, so many; and so many verdicts are told one by one."""
_YEAR = timedelta(days=364)
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Flip:
    """A verdict that turns; None where nothing is judged. ``office`` and ``unit`` are names."""

    unit: str
    office: str
    rule: Rule
    period: Period
    was: Verdict | None
    now: Verdict | None


@dataclass(frozen=True, slots=True)
class Turn:
    """How many offices turn the same way in one period."""

    period: Period
    was: Status | None
    now: Status | None
    offices: int


@dataclass(frozen=True, slots=True)
class Turned:
    """What a change turns in the periods that touch first..last.

    ``looked``: units judged; ``concerned``: units with such an office. ``flips`` are at most MOST_TOLD of ``count``,
    those that get worst first. ``restated``: verdicts that stand as before with another number to reach.
    """

    first: date
    last: date
    looked: int
    concerned: int
    turns: tuple[Turn, ...]
    flips: tuple[Flip, ...]
    count: int
    restated: int

    @property
    def sampled(self) -> bool:
        """Tell whether only a part of the units was judged."""
        return self.looked < self.concerned


class Watch:
    """Holds the rules as they were before a change."""

    def __init__(self, uow: UnitOfWork) -> None:
        """Read the rules as they stand."""
        self._uow = uow
        self._before = _all_rules(uow)

    def turned(self, about: Sequence[Rule], on: date, within: str | None = None) -> Turned:
        """Return what turns now that ``about`` changed from ``on`` (a year back at most), in the year from there.

        ``within``: look only at a unit and those below it, all of them when they are not too many.
        Raises: NotFound.
        """
        uow = self._uow
        uow.session.flush()
        first = max(on, date(uow.today.year - 1, uow.today.month, 1))
        last = first + _YEAR
        if within is not None:
            reads(uow, within)
        concerned = _units_of(uow, about, first, last, within)
        looked = concerned if len(concerned) <= MOST_UNITS else _spread(concerned)
        offices = _offices_of(uow, about, looked)
        ledger = open_ledger(uow, list(offices), first, last)
        kinds = {(rule.activity, rule.sub_type) for rule in about}
        before = _judged(ledger, self._before, kinds)
        after = _judged(ledger, _all_rules(uow), kinds)
        flips = _flips(before, after, offices)
        restated = sum(
            then.required != after[key].required and then.status == after[key].status
            for key, then in before.items()
            if key in after
        )
        return Turned(
            first=first,
            last=last,
            looked=len(looked),
            concerned=len(concerned),
            turns=_turns(flips),
            flips=tuple(flips[:MOST_TOLD]),
            count=len(flips),
            restated=restated,
        )


def provinces(uow: UnitOfWork) -> list[Unit]:
    """Return the provinces, by name, for whom the whole country may be looked at; none for others."""
    return list_children(uow.session, None, uow.today) if uow.actor.unit_id is None else []


def _all_rules(uow: UnitOfWork) -> tuple[Rule, ...]:
    return tuple(rule_of(row) for row in list_rules(uow.session))


def _units_of(uow: UnitOfWork, about: Sequence[Rule], first: date, last: date, within: str | None) -> list[str]:
    """Return the units in reach with an office that the rules concern, neighbours together."""
    kinds = {kind.value for rule in about for kind in rule.kinds}
    levels = {level.value for rule in about for level in rule.levels}
    rows = select(Unit.id, Unit.parent_id).join(Office, Office.unit_id == Unit.id)
    rows = rows.where(Office.kind.in_(kinds), Unit.level.in_(levels), Unit.valid_from <= last)
    rows = rows.where(Unit.valid_to.is_(None) | (Unit.valid_to >= first))
    rows = rows.where(readable(uow, Unit.__table__.c.id))
    for scope in {within, *(rule.unit_id for rule in about)} - {None}:
        rows = rows.where(Unit.id.in_(at_or_below(str(scope))))
    found = {row.id: row.parent_id or row.id for row in uow.session.execute(rows)}
    return sorted(found, key=lambda unit_id: (found[unit_id], unit_id))


def _spread(unit_ids: Sequence[str]) -> list[str]:
    """Return SAMPLE of the units at equal distances, so that every province has its part."""
    return [unit_ids[n * len(unit_ids) // SAMPLE] for n in range(SAMPLE)]


def _offices_of(uow: UnitOfWork, about: Sequence[Rule], unit_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the names of unit and title of the offices that the rules concern, by id."""
    kinds = {kind.value for rule in about for kind in rule.kinds}
    rows = select(Office.id, Unit.full_name, Office.title).join(Unit, Unit.id == Office.unit_id)
    found = uow.session.execute(rows.where(Office.unit_id.in_(unit_ids), Office.kind.in_(kinds)))
    return {row.id: (row.full_name, row.title) for row in found}


def _judged(ledger: Ledger, rules: Iterable[Rule], kinds: set[tuple[Activity, str]]) -> dict[_Key, Verdict]:
    """Return the verdicts about some kinds of meeting by office, obligation and period."""
    above = frozenset[str]().union(*ledger.lineages.values())
    some = tuple(
        rule
        for rule in rules
        if (rule.activity, rule.sub_type) in kinds and (rule.unit_id is None or rule.unit_id in above)
    )
    found = verdicts(replace(ledger, rules=some))
    return {(one.office_id, one.rule.obligation, one.period.key): one for one in found}


def _flips(before: dict[_Key, Verdict], after: dict[_Key, Verdict], offices: dict[str, tuple[str, str]]) -> list[Flip]:
    """Return the verdicts that turn, those that get worst first, then by period and unit."""
    found = []
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        one = now or was
        if one is None or _status(was) == _status(now):
            continue
        unit, office = offices.get(one.office_id, ("", ""))
        found.append(Flip(unit, office, one.rule, one.period, was, now))
    return sorted(found, key=lambda f: (_rank(f.was) - _rank(f.now), f.period.first, f.unit, f.office, f.period.key))


def _turns(flips: Iterable[Flip]) -> tuple[Turn, ...]:
    counts: dict[tuple[Period, Status | None, Status | None], int] = {}
    for flip in flips:
        key = (flip.period, _status(flip.was), _status(flip.now))
        counts[key] = counts.get(key, 0) + 1
    found = [Turn(period, was, now, count) for (period, was, now), count in counts.items()]
    return tuple(sorted(found, key=lambda t: (t.period.first, t.period.kind.value, -t.offices)))


def _status(verdict: Verdict | None) -> Status | None:
    """Return where a verdict stands; what does not apply is as good as none."""
    if verdict is None or verdict.status is Status.NOT_APPLICABLE:
        return None
    return verdict.status


def _rank(verdict: Verdict | None) -> int:
    return RANKS[verdict.status] if verdict is not None else 0
