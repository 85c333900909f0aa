"""Commands that plan and judge: plan, verdicts."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from time import perf_counter

import click
from sqlalchemy import select

from console.desk import Desk, with_json
from scheduler import plans, standings
from scheduler.core.compliance.values import Verdict
from scheduler.core.errors import InvalidInput
from scheduler.core.planner.problem import Proof
from scheduler.core.roles import OPERATOR
from scheduler.db.offices import Office, list_offices
from scheduler.db.units import Unit, list_children
from scheduler.db.work import UnitOfWork
from scheduler.planning.values import Proposal, Proposed, Unmet
from scheduler.wording.dates import hours, long_date, month_first
from scheduler.wording.meetings import title
from scheduler.wording.origins import origin_sentence
from scheduler.wording.proofs import proof_sentence
from scheduler.wording.verdicts import shortfall_sentence

_desk = click.make_pass_decorator(Desk)
_MONTH, _YEAR = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])"), re.compile(r"(?:19|20)\d\d")


class Span(click.ParamType[tuple[date, date]]):
    """A month written 2026-12 or a year written 2027, read as its first and last day."""

    name = "span"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, date]:
        """Return the closed span."""
        if isinstance(value, tuple):
            return value
        text = str(value)
        if found := _MONTH.fullmatch(text):
            first = date(int(found[1]), int(found[2]), 1)
            return first, month_first(first.year, first.month, 1) - timedelta(days=1)
        if not _YEAR.fullmatch(text):
            self.fail("Ghi tháng theo dạng 2026-12, năm theo dạng 2027.", param, ctx)
        return date(int(text), 1, 1), date(int(text), 12, 31)


@click.command()
@click.option("--unit", "unit_code", metavar="CODE", help="One unit, by its official code.")
@click.option("--province", "province_code", metavar="CODE", help="A province and its communes.")
@click.option("--all", "whole", is_flag=True, help="The whole country, province by province.")
@click.option("--month", type=Span(), help="For example 2026-12.")
@click.option("--year", type=Span(), help="For example 2027.")
@click.option("--keep", is_flag=True, help="Keep what is proposed as drafts.")
@with_json
@_desk
def plan(
    desk: Desk,
    unit_code: str | None,
    province_code: str | None,
    month: tuple[date, date] | None,
    year: tuple[date, date] | None,
    *,
    whole: bool,
    keep: bool,
) -> None:
    """Propose dates that obey the law, with the reason of each; say what cannot be met, and the ways out."""
    if [unit_code is not None, province_code is not None, whole].count(True) != 1:
        raise click.UsageError("Chọn đúng một trong: --unit, --province, --all.")
    span = month or year
    if span is None or (month and year):
        raise click.UsageError("Chọn đúng một trong: --month, --year.")
    seconds, told = 0.0, []
    for code in _groups(desk, province_code or unit_code):
        begin = desk.works.writing if keep else desk.works.reading
        with begin(OPERATOR) as uow:
            unit_ids = _unit_ids(desk, uow, code, alone=unit_code is not None)
            if not unit_ids:
                continue
            began = perf_counter()
            proposal = plans.propose(uow, unit_ids, *span)
            seconds += perf_counter() - began
            for unit_id in unit_ids if keep else ():
                plans.keep(uow, unit_id, *span)
            told.append(_Told(uow, proposal))
    _answer(desk, told, seconds, keep=keep)


def _answer(desk: Desk, told: "list[_Told]", seconds: float, *, keep: bool) -> None:
    """Say what was proposed, what cannot be met, and how good the choice is known to be, all parts together."""
    proof = Proof(sum(one.proof.objective for one in told), sum(one.proof.bound for one in told))
    proposed = [value for one in told for value in one.proposed]
    unmet = [value for one in told for value in one.unmet]
    lines = [line for one in told for line in one.lines]
    counted = f"{len(proposed)} buổi đề xuất, {len(unmet)} định mức không đạt được; tính trong {seconds:.2f} giây."
    answer = {
        "proposed": proposed,
        "unmet": unmet,
        "seconds": round(seconds, 3),
        "kept": keep,
        "objective": proof.objective,
        "bound": proof.bound,
        "gap": proof.gap,
        "proved": proof.proved,
    }
    desk.say(answer, *lines, "", counted, proof_sentence(proof))


def _groups(desk: Desk, code: str | None) -> list[str]:
    if code is not None:
        return [code]
    with desk.works.reading(OPERATOR) as uow:
        return [province.code for province in list_children(uow.session, None, uow.today)]


def _unit_ids(desk: Desk, uow: UnitOfWork, code: str, *, alone: bool) -> list[str]:
    """Return the ids of a unit, or of a province and its communes: those at which offices stand."""
    unit = desk.unit(uow, code)
    units = [unit] if alone else [unit, *list_children(uow.session, unit.id, uow.today)]
    ids = [one.id for one in units]
    staffed = set(uow.session.execute(select(Office.unit_id).where(Office.unit_id.in_(ids))).scalars())
    if alone and not staffed:
        raise InvalidInput.at("--unit", "unit-without-offices", unit=unit.full_name)
    return [unit_id for unit_id in ids if unit_id in staffed]


class _Told:
    """A proposal as lines for people and as values for programs."""

    def __init__(self, uow: UnitOfWork, proposal: Proposal) -> None:
        self._offices = {o.id: o.title for o in list_offices(uow.session, list(proposal.unit_ids))}
        ids = {p.unit_id for p in proposal.proposed}
        self._units = {u.id: u for u in uow.session.execute(select(Unit).where(Unit.id.in_(ids))).scalars()}
        self.proposed = [self._value(p) for p in proposal.proposed]
        self.proof = proposal.proof
        self.unmet = [self._shortfall(one) for one in proposal.unmet]
        self.lines = [*self._dates(proposal.proposed), *self._missing(proposal.unmet)]

    def _value(self, one: Proposed) -> dict[str, object]:
        return {
            "key": one.key,
            "unit": self._units[one.unit_id].code,
            "day": one.day,
            "offices": [self._offices[o] for o in one.office_ids],
            "activity": one.activity.value,
            "sub_type": one.sub_type,
            "hours": [[f"{h.starts:%H:%M}", f"{h.ends:%H:%M}"] for h in one.hours],
            "why": origin_sentence(one.origin),
        }

    def _shortfall(self, one: Unmet) -> dict[str, object]:
        verdict = one.verdict
        return {
            "office": self._offices[verdict.office_id],
            "rule": verdict.rule.id,
            "period": verdict.period.key,
            "missing": verdict.missing,
            "ways_out": [
                {"price": way.price, "steps": [(s.kind.value, s.option.day, list(s.codes)) for s in way.steps]}
                for way in one.ways_out
            ],
        }

    def _dates(self, proposed: Iterable[Proposed]) -> Iterable[str]:
        for one in proposed:
            who = " và ".join(self._offices[o] for o in one.office_ids)
            when = ", ".join(hours(h.starts, h.ends) for h in one.hours)
            yield f"{self._units[one.unit_id].full_name} – {long_date(one.day)}, {when}: {who}"
            yield f"    {title(one.activity, one.sub_type)}. {origin_sentence(one.origin)}"

    def _missing(self, unmet: Iterable[Unmet]) -> Iterable[str]:
        for one in unmet:
            yield f"Không đạt: {shortfall_sentence(one.verdict, self._offices[one.verdict.office_id])}"
            for way in one.ways_out:
                days = ", ".join(f"{s.kind.value} {s.option.day:%d/%m}" for s in way.steps)
                yield f"    Cách gỡ: {days}"


@click.command()
@click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit, by its official code.")
@click.option("--month", type=Span(), required=True, help="For example 2026-12.")
@with_json
@_desk
def verdicts(desk: Desk, unit_code: str, month: tuple[date, date]) -> None:
    """Say how each office of a unit stands with each of its duties in a month."""
    with desk.works.reading(OPERATOR) as uow:
        unit = desk.unit(uow, unit_code)
        found = standings.of_unit(uow, unit.id, *month)
        names = {o.id: o.title for o in list_offices(uow.session, [unit.id])}
    values = [_standing(verdict, names[verdict.office_id]) for verdict in found]
    lines = [shortfall_sentence(verdict, names[verdict.office_id]) for verdict in found]
    desk.say({"unit": unit_code, "verdicts": values}, *(lines or ["Chưa có chức vụ nào phải tiếp công dân."]))


def _standing(verdict: Verdict, office: str) -> dict[str, object]:
    return {
        "office": office,
        "rule": verdict.rule.id,
        "period": verdict.period.key,
        "status": verdict.status.value,
        "required": verdict.required,
        "held": verdict.held,
        "planned": verdict.planned,
        "missing": verdict.missing,
        "last_feasible": verdict.last_feasible,
        "sentence": shortfall_sentence(verdict, office),
    }
