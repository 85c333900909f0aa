"""A month proposed, looked at, accepted; undone while nobody touched it; approved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.schemas.fields import Id, Several, Text
from scheduler import meetings, plans
from scheduler.core.compliance.values import Verdict
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.periods import month_of
from scheduler.core.roles import Action
from scheduler.db.scope import may_write
from scheduler.db.work import UnitOfWork
from scheduler.planning.values import Proposal, Proposed, Skipped, day_and_place
from scheduler.wording.dates import short_date
from web.forms import AsRead, Form, Refused
from web.frames import Shown, Went, shown, went
from web.pages.months import MonthAsked, kind_key, month_after, month_of_text, pages

_MONTHS_AHEAD = 13


class SpanAsked(MonthAsked):
    """Which months, the last one as well: only the first when it is left out."""

    den = Text(7, load_default="")


class Accepted(Form):
    """The months that were looked at, and the keys of what was ticked."""

    thang = Text(7, required=True)
    den = Text(7, load_default="")
    nhan = Several(Text(200), 1000, load_default=[])


class PlanNamed(Form):
    """A plan, and the months to go back to."""

    thang = Text(7, required=True)
    den = Text(7, load_default="")
    ke_hoach = Id(required=True)


class DraftsNamed(Form):
    """Drafts as they were shown, and the months to go back to."""

    thang = Text(7, required=True)
    den = Text(7, load_default="")
    buoi = Several(AsRead(), 1000, load_default=[])


@dataclass(frozen=True, slots=True)
class Line:
    """A date of the table: proposed, or left out."""

    day: date
    proposed: Proposed | None = None
    skipped: Skipped | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """How an office stands with a duty before what is proposed and after it."""

    office: str
    was: Verdict
    now: Verdict


@pages.shows("/<id:unit_id>/de-xuat", query=SpanAsked)
def proposal(
    uow: UnitOfWork, unit_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Show what is proposed for some months, each date with its reason; nothing is written."""
    asked: Mapping[str, str] = query or (refused.given if refused else {})
    first, last = _span(asked, uow.today)
    view = plans.outlook(uow, unit_id, first, last)
    found, ticked = view.proposal, refused.lists.get("nhan") if refused else None
    return shown(
        "board/proposal.html",
        view=view,
        span={"thang": f"{first:%Y-%m}", "den": f"{last:%Y-%m}"},
        lines=_lines(found),
        flips=_flips(found, view.offices),
        short=len({one.verdict.office_id for one in found.unmet}),
        kind_key=kind_key,
        months=[month_after(uow.today, by) for by in range(_MONTHS_AHEAD)],
        near={"before": month_after(first, -1), "after": month_after(first)},
        ticked=None if ticked is None else frozenset(ticked),
        can={action: may_write(uow, view.unit.id, Action(action)) for action in ("book", "approve")},
    )


@pages.does("/<id:unit_id>/de-xuat", Action.BOOK, takes=Accepted, else_shows=proposal)
def accept(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Keep what was ticked as drafts."""
    if not form["nhan"]:
        raise InvalidInput.at("nhan", "nothing-ticked")
    first, last = _span(form, uow.today)
    try:
        plans.keep(uow, unit_id, first, last, set(form["nhan"]))
    except InvalidInput as refusal:
        raise InvalidInput([_about_dates(fault) for fault in refusal.faults]) from None
    return _back(form, unit_id, "da-chap-nhan")


@pages.does("/<id:unit_id>/de-xuat/hoan-tac", Action.BOOK, takes=PlanNamed, else_shows=proposal)
def undo(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Drop the drafts of a plan that nobody touched."""
    plans.undo(uow, form["ke_hoach"])
    return _back(form, unit_id, "da-hoan-tac")


@pages.does("/<id:unit_id>/de-xuat/duyet", Action.APPROVE, takes=DraftsNamed, else_shows=proposal)
def approve(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Approve drafts, all of them or none."""
    if not form["buoi"]:
        raise InvalidInput.at("buoi", "nothing-ticked")
    meetings.approve_all(uow, dict(form["buoi"]))
    return _back(form, unit_id, "da-duyet")


def _back(form: Mapping[str, str], unit_id: str, done: str) -> Went:
    return went("board.proposal", unit_id=unit_id, thang=form["thang"], den=form["den"] or None, xong=done)


def _span(asked: Mapping[str, str], today: date) -> tuple[date, date]:
    """Return the first and last day of the months asked for; the coming one when none is."""
    first = month_of_text(asked.get("thang", ""), month_after(today))
    last = month_of_text(asked.get("den", ""), first)
    return first, month_of(max(first, last)).last


def _lines(found: Proposal) -> Sequence[Line]:
    lines = [Line(one.day, proposed=one) for one in found.proposed]
    lines += [Line(one.kept.filed, skipped=one) for one in found.skipped]
    return sorted(lines, key=lambda line: (line.day, line.proposed is None))


def _flips(found: Proposal, offices: Mapping[str, str]) -> Sequence[Flip]:
    """Return the duties that end within the span or that the proposal changes, by office."""
    was = {(v.office_id, v.rule.id, v.period.key): v for v in found.before}
    pairs = [(was.get((v.office_id, v.rule.id, v.period.key), v), v) for v in found.after]
    told = [
        Flip(offices.get(now.office_id, ""), old, now)
        for old, now in pairs
        if now.obligation.last <= found.last or (old.status, old.planned) != (now.status, now.planned)
    ]
    order = Counter(flip.office for flip in told)
    return sorted(told, key=lambda flip: (list(order).index(flip.office), flip.now.period.first, flip.now.rule.id))


def _about_dates(fault: Fault) -> Fault:
    """Return a fault of what was ticked, with the dates in place of the keys."""
    if fault.code != "no-longer-proposed":
        return Fault("nhan", fault.code, fault.values)
    keys = fault.values.get("keys", ())
    days = sorted({day_and_place(str(key))[0] for key in keys}) if isinstance(keys, list) else []
    return Fault("nhan", fault.code, {"keys": [_day(day) for day in days]})


def _day(text: str) -> str:
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return text
