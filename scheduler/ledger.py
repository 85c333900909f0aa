"""The ledger: rows turned into the facts that the engines judge, and the verdicts that come of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.compliance.board import Facts
from scheduler.core.compliance.posts import board_of
from scheduler.core.compliance.values import Insisted, Verdict
from scheduler.core.conflicts import Clash
from scheduler.core.facts import Away, DayPart, MeetingFact, OfficeFact, Span, State
from scheduler.core.lapsing import with_lapses
from scheduler.core.law import parse_rules
from scheduler.core.rules import Rule
from scheduler.core.workdays import CalendarDay, DayKind, WorkCalendar
from scheduler.db.law import Insistence, RuleRow, list_calendar_days, list_excuses, list_insistences, list_rules
from scheduler.db.meeting_facts import list_facts, list_undated_facts
from scheduler.db.offices import Holding, Office, list_holdings, list_offices, office_facts
from scheduler.db.places import Absence, list_absences
from scheduler.db.units import Unit, lineages
from scheduler.db.work import UnitOfWork
from scheduler.shipped_law import deadline_rules

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that verdicts over some offices and a span depend on, loaded once.

    ``first``..``last`` is the span asked about; the meetings reach over every period that touches it. ``asked`` are
    the offices in question; ``offices`` also holds the others of their units, for people with two offices. ``spared``:
    approved meetings that are taken as still to be posted in time.
    """

    asked: tuple[str, ...]
    first: date
    last: date
    today: date
    calendar: WorkCalendar
    rules: tuple[Rule, ...]
    offices: dict[str, OfficeFact]
    meetings: dict[str, MeetingFact]
    aways: dict[str, tuple[Away, ...]]
    excuses: dict[tuple[str, str, date], str]
    insistences: dict[tuple[str, str, date], tuple[Insisted, ...]]
    lineages: dict[str, frozenset[str]]
    spared: frozenset[str] = frozenset()

    def with_meetings(self, changed: Iterable[MeetingFact]) -> "Ledger":
        """Return the ledger as it would stand if these meetings were so."""
        known = self.meetings
        told = {f.id: _as_known(f, known[f.id]) if f.id in known else f for f in changed}
        return replace(self, meetings=known | told)

    def with_aways(self, more: Mapping[str, Sequence[Away]]) -> "Ledger":
        """Return the ledger as it would stand if heads were away for some spans more, by office."""
        aways = {office_id: (*spans, *more.get(office_id, ())) for office_id, spans in self.aways.items()}
        return replace(self, aways=aways)

    def without_own_absences(self) -> "Ledger":
        """Return the ledger as it would stand had no unit entered an absence of its own heads."""
        imposed = {office_id: tuple(a for a in spans if not a.by_unit) for office_id, spans in self.aways.items()}
        return replace(self, aways=imposed)

    def as_if_headed(self) -> "Ledger":
        """Return the ledger as it would stand were every office filled and none closed: no way round a withdrawal."""
        filled = {k: replace(o, tenures=(), span=Span(o.span.first)) for k, o in self.offices.items()}
        return replace(self, offices=filled)

    def as_announced(self) -> "Ledger":
        """Return the ledger as it would stand were only those meetings planned that people were told of."""
        hidden = {
            fact.id: replace(fact, state=State.DRAFT) for fact in self.meetings.values() if fact.state is State.APPROVED
        }
        return replace(self, meetings=self.meetings | hidden)

    def sparing(self, meeting_ids: Iterable[str]) -> "Ledger":
        """Return the ledger as it would stand could some meetings, when approved, still be posted in time."""
        return replace(self, spared=self.spared.union(meeting_ids))

    def absences(self, office_id: str) -> tuple[Span, ...]:
        """Return the spans of whole days on which an office's head cannot receive."""
        spans: dict[DayPart, list[Span]] = {part: [] for part in DayPart}
        for away in self.aways.get(office_id, ()):
            spans[away.part].append(away.span)
        # Away in the morning and in the afternoon is away.
        both = (
            Span(max(one.first, two.first), min(one.last or date.max, two.last or date.max))
            for one in spans[DayPart.MORNING]
            for two in spans[DayPart.AFTERNOON]
            if one.meets(two.first, two.last or date.max)
        )
        return (*spans[DayPart.ALL], *both)


def _as_known(changed: MeetingFact, known: MeetingFact) -> MeetingFact:
    return replace(changed, insisted_days=known.insisted_days, confirmed=known.confirmed)


def open_ledger(uow: UnitOfWork, office_ids: Sequence[str], first: date, last: date) -> Ledger:
    """Load what the verdicts of some offices over the closed span first..last depend on."""
    offices = _with_twins(uow, office_ids)
    facts = {fact.id: fact for fact in office_facts(uow.session, offices)}
    above = lineages(uow.session, {o.unit_id for o in offices})
    reach = (date(first.year, 1, 1) - _WEEK, date(last.year, 12, 31) + _WEEK)
    meetings = [*list_facts(uow.session, list(facts), *reach), *list_undated_facts(uow.session, list(above))]
    excuses = list_excuses(uow.session, list(facts))
    insisted = list_insistences(uow.session, list(facts))
    days = _insisted_days(insisted)
    return Ledger(
        asked=tuple(office_ids),
        first=first,
        last=last,
        today=uow.today,
        calendar=work_calendar(uow),
        rules=rules_for(uow, frozenset[str]().union(*above.values())),
        offices=facts,
        meetings={m.id: replace(m, insisted_days=days[m.id]) if m.id in days else m for m in meetings},
        aways=aways_of(uow, offices, *reach, above),
        excuses={(e.office_id, e.rule_id, e.first_on): e.reason for e in excuses},
        insistences=_insistences(insisted),
        lineages=above,
    )


def verdicts(ledger: Ledger) -> tuple[Verdict, ...]:
    """Judge every obligation of the asked offices in every period that touches the span.

    Returns: by unit, office, then period, then rule id.
    """
    calendar, today, levels = ledger.calendar, ledger.today, {o.id: o.level for o in ledger.offices.values()}
    meetings = ledger.meetings.values()
    facts = Facts(
        offices=tuple(ledger.offices.values()),
        meetings=with_lapses(meetings, levels, deadline_rules(), calendar, today, spared=ledger.spared),
        absences={office_id: ledger.absences(office_id) for office_id in ledger.offices},
        halves={
            office_id: tuple((away.span, away.part) for away in spans if away.part is not DayPart.ALL)
            for office_id, spans in ledger.aways.items()
        },
        lineages=ledger.lineages,
        excuses=ledger.excuses,
        insistences=ledger.insistences,
    )
    return board_of(ledger.rules, facts, calendar, ledger.first, ledger.last, today=today, asked=set(ledger.asked))


def work_calendar(uow: UnitOfWork) -> WorkCalendar:
    """Return the calendar of working days as it stands in the database."""
    rows = list_calendar_days(uow.session)
    return WorkCalendar(CalendarDay(r.day, DayKind(r.kind), r.name, r.source, r.confirmed) for r in rows)


def rules_for(uow: UnitOfWork, unit_ids: Iterable[str]) -> tuple[Rule, ...]:
    """Return the national rules and the local ones of some units, as the law engine reads them."""
    return tuple(rule_of(row) for row in list_rules(uow.session, sorted(unit_ids)))


def rule_of(row: RuleRow) -> Rule:
    """Return the rule a row stands for; an end that was set later cuts its span."""
    (rule,) = parse_rules([row.row])
    if row.ended_on is not None and rule.span is not None:
        rule = replace(rule, span=Span(rule.span.first, min(filter(None, (row.ended_on, rule.span.last)))))
    return replace(rule, unit_id=row.unit_id)


def lineage(uow: UnitOfWork, unit_id: str) -> frozenset[str]:
    """Return the ids of a unit and of those above it; none, when there is no such unit."""
    return lineages(uow.session, [unit_id]).get(unit_id, frozenset())


def aways_of(
    uow: UnitOfWork, offices: Sequence[Office], first: date, last: date, lineages: Mapping[str, frozenset[str]]
) -> dict[str, tuple[Away, ...]]:
    """Return, by office, the spans in which its head cannot receive: own absences and blocking dates above it."""
    rows = list_absences(uow.session, sorted(set().union(*lineages.values())), first, last)
    return aways_from(uow, rows, offices, lineages)


def aways_from(
    uow: UnitOfWork, rows: Sequence[Absence], offices: Sequence[Office], lineages: Mapping[str, frozenset[str]]
) -> dict[str, tuple[Away, ...]]:
    """Return, by office, the spans in which some absences keep its head away: none, where they do not concern it."""
    holdings: dict[str, list[Holding]] = {}
    for held in list_holdings(uow.session, [o.id for o in offices]):
        holdings.setdefault(held.office_id, []).append(held)
    levels = {
        row.id: row.level for row in uow.session.execute(select(Unit.id, Unit.level).where(Unit.id.in_(lineages)))
    }
    return {
        office.id: tuple(
            away
            for row in rows
            for away in _aways(
                row, office, holdings.get(office.id, ()), levels[office.unit_id], lineages[office.unit_id]
            )
        )
        for office in offices
    }


def blocks_level(row: Absence, level: str, above: frozenset[str]) -> bool:
    """Tell whether an absence of a whole level blocks a unit of ``level`` whose line is ``above``."""
    return row.level == level and (row.owner_unit_id is None or row.owner_unit_id in above)


def _aways(row: Absence, office: Office, holdings: Iterable[Holding], level: str, above: frozenset[str]) -> list[Away]:
    span, part = Span(row.first_on, row.last_on), DayPart(row.part)
    by_unit = row.owner_unit_id == office.unit_id
    if row.person_id is not None:
        return [
            Away(
                office.id,
                Span(max(row.first_on, h.first_on), min(row.last_on, h.last_on or row.last_on)),
                part,
                row.reason,
                by_unit,
            )
            for h in holdings
            if h.person_id == row.person_id and Span(h.first_on, h.last_on).meets(row.first_on, row.last_on)
        ]
    concerns = row.office_id == office.id or row.unit_id == office.unit_id or blocks_level(row, level, above)
    return [Away(office.id, span, part, row.reason, by_unit)] if concerns else []


def _insistences(rows: Iterable[Insistence]) -> dict[tuple[str, str, date], tuple[Insisted, ...]]:
    found: dict[tuple[str, str, date], tuple[Insisted, ...]] = {}
    for row in rows:
        if row.office_id is not None and row.first_on is not None:
            name = (row.office_id, row.rule_id, row.first_on)
            told = Insisted(row.meeting_id, row.code, row.ground, row.entered_at, row.entered_by)
            found[name] = (*found.get(name, ()), told)
    return found


def _insisted_days(rows: Iterable[Insistence]) -> dict[str, frozenset[date]]:
    """Return, by meeting, the days off on which somebody entitled insisted that it be held."""
    found: dict[str, frozenset[date]] = {}
    for row in rows:
        if row.rule_id == Clash.DAY_OFF and row.meeting_id is not None and row.first_on is not None:
            found[row.meeting_id] = found.get(row.meeting_id, frozenset()) | {row.first_on}
    return found


def _with_twins(uow: UnitOfWork, office_ids: Sequence[str]) -> list[Office]:
    asked = list(uow.session.execute(select(Office).where(Office.id.in_(office_ids))).scalars())
    return list_offices(uow.session, sorted({o.unit_id for o in asked}))
