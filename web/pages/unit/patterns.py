"""The unit's patterns of dates: in words with their next dates; a new one, the end of one, another in its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.bodies import checked as checked_by
from api.schemas.base import Query
from api.schemas.fields import Day, Text
from scheduler import standing_patterns as use_case
from scheduler.core.roles import Action
from scheduler.db.law import PatternRow
from scheduler.db.scope import may_write, reads
from scheduler.db.work import UnitOfWork
from scheduler.pattern_days import PatternDays, promisable, with_dates
from scheduler.wording.language import said, source
from web.forms import Form, Refused
from web.frames import Shown, Went, shown, went
from web.pages.unit.pattern_form import (
    ROWS,
    Chosen,
    PatternAsked,
    PatternForm,
    Wanted,
    as_chosen_here,
    choices,
    chosen_again,
    chosen_of,
    wanted_of,
)
from web.pages.unit.pattern_kept import as_chosen, left_out_of_form
from web.pages.unit.shared import LeafAsked, leaf_of, pages, same_unit, to_change
from web.trying import fields_named, tried

_KEEP = Action.KEEP_UNIT
_ALL, _DATES, _FEW, _TURNS = 10_000, 12, 3, 12
_DAY = timedelta(days=1)
_ONE = "/<id:unit_id>/mau-lap/<id:pattern_id>"


class ListAsked(LeafAsked):
    """Which leaf, and whether of patterns that are over."""

    het = Text(2, shortest=0, load_default="")


class EndAsked(Query):
    """The last day that is looked at; a text, so that a wrong one is shown beside its field."""

    last_on = Text(20, shortest=0, load_default="")


@dataclass(frozen=True, slots=True)
class Ending:
    """A last day that was tried, and the next dates that would come no more."""

    last_on: date
    lost: tuple[date, ...]


class PatternEnd(Form):
    """The last day of a pattern."""

    last_on = Day(required=True)


@pages.shows("/<id:unit_id>/mau-lap", query=ListAsked)
def patterns(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Shown:
    """Show the patterns of a unit that are in force or to come, or those that are over."""
    unit, ended = reads(uow, unit_id), bool(query["het"])
    rows = use_case.list_of_unit(uow, unit.id, limit=_ALL)
    over = [row for row in rows if row.valid_to is not None and row.valid_to < uow.today]
    wanted = sorted(over if ended else [row for row in rows if row not in over], key=_by_offices)
    leaf = leaf_of(wanted, query["trang"])
    return shown(
        "unit/patterns.html",
        unit=unit,
        leaf=leaf,
        lines=with_dates(uow, leaf.rows, _FEW),
        ended=ended,
        over=len(over),
        today=uow.today,
        keeps=may_write(uow, unit.id, _KEEP),
    )


@pages.shows("/<id:unit_id>/mau-lap/them", _KEEP, query=PatternAsked, rehearses=True)
def new_pattern(
    uow: UnitOfWork, unit_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Describe a pattern, see the dates it gives, then keep it."""
    to_change(uow, unit_id, _KEEP)
    chosen = chosen_again(refused) if refused else chosen_of(query or {})

    def rehearse(wanted: Wanted) -> PatternRow:
        return use_case.add_pattern(
            uow, unit_id, wanted.activity, wanted.sub_type, wanted.pattern, place_id=wanted.place_id
        )

    return _form(uow, unit_id, chosen, rehearse, refused=refused)


@pages.does("/<id:unit_id>/mau-lap/them", _KEEP, takes=PatternForm, else_shows=new_pattern)
def add_pattern(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Keep a pattern."""
    chosen = chosen_of(form)
    with fields_named(as_chosen_here(chosen)):
        wanted = wanted_of(chosen)
        told = {"place_id": wanted.place_id, "note": form["note"]}
        row = use_case.add_pattern(uow, unit_id, wanted.activity, wanted.sub_type, wanted.pattern, **told)
    return went("unit.pattern", unit_id=unit_id, pattern_id=row.id, xong="da-them-mau")


@pages.shows(_ONE)
def pattern(uow: UnitOfWork, unit_id: str, pattern_id: str) -> Shown:
    """Show a pattern with its next twelve dates, each with its reason."""
    line = _line(uow, unit_id, pattern_id)
    is_over = line.row.valid_to is not None and line.row.valid_to < uow.today
    keeps = may_write(uow, unit_id, _KEEP) and not is_over
    return shown("unit/pattern.html", unit=reads(uow, unit_id), line=line, over=is_over, keeps=keeps)


@pages.shows(f"{_ONE}/ket-thuc", _KEEP, query=EndAsked)
def end_pattern(
    uow: UnitOfWork, unit_id: str, pattern_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Choose the last day of a pattern, and see which dates come no more."""
    unit, line = to_change(uow, unit_id, _KEEP), _line(uow, unit_id, pattern_id)
    given: Mapping[str, str] = refused.given if refused else query or {}

    def look() -> Ending:
        last_on = checked_by(PatternEnd(), {"last_on": given["last_on"]})["last_on"]
        return Ending(last_on, _after(uow, line.row, last_on))

    trial = tried(look if given.get("last_on") else None, given, refused)
    return shown(
        "unit/end_pattern.html",
        trial.status,
        unit=unit,
        line=line,
        given=given,
        ending=trial.found,
        refused=trial.refused,
    )


@pages.does(f"{_ONE}/ket-thuc", _KEEP, takes=PatternEnd, else_shows=end_pattern)
def save_end(uow: UnitOfWork, form: dict[str, Any], unit_id: str, pattern_id: str) -> Went:
    """End a pattern; what came of it stays."""
    _line(uow, unit_id, pattern_id)
    use_case.end_pattern(uow, pattern_id, form["last_on"])
    return went("unit.pattern", unit_id=unit_id, pattern_id=pattern_id, xong="da-ket-thuc-mau")


@pages.shows(f"{_ONE}/thay", _KEEP, query=PatternAsked, rehearses=True)
def succeed_pattern(
    uow: UnitOfWork, unit_id: str, pattern_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Describe the pattern that takes another's place, see the dates it gives, then put it there."""
    to_change(uow, unit_id, _KEEP)
    old = _line(uow, unit_id, pattern_id)
    chosen = chosen_again(refused) if refused else chosen_of(query or {})

    def rehearse(wanted: Wanted) -> PatternRow:
        return use_case.succeed_pattern(
            uow, pattern_id, wanted.activity, wanted.sub_type, wanted.pattern, place_id=wanted.place_id
        )

    first = chosen if chosen.texts["kind"] or refused else as_chosen(old.row, old.pattern)
    asked = rehearse if chosen.texts["kind"] else None
    return _form(uow, unit_id, first, asked, refused=refused, old=old)


@pages.does(f"{_ONE}/thay", _KEEP, takes=PatternForm, else_shows=succeed_pattern)
def save_successor(uow: UnitOfWork, form: dict[str, Any], unit_id: str, pattern_id: str) -> Went:
    """Put another pattern in the place of one."""
    _line(uow, unit_id, pattern_id)
    chosen = chosen_of(form)
    with fields_named(as_chosen_here(chosen)):
        wanted = wanted_of(chosen)
        told = {"place_id": wanted.place_id, "note": form["note"]}
        row = use_case.succeed_pattern(uow, pattern_id, wanted.activity, wanted.sub_type, wanted.pattern, **told)
    return went("unit.pattern", unit_id=unit_id, pattern_id=row.id, xong="da-thay-mau")


def _form(
    uow: UnitOfWork,
    unit_id: str,
    chosen: Chosen,
    rehearse: Callable[[Wanted], PatternRow] | None,
    *,
    refused: Refused | None,
    old: PatternDays | None = None,
) -> Shown:
    may = promisable(uow, unit_id)
    asked = rehearse if any((*chosen.texts.values(), *chosen.lists.values())) else None

    def look() -> PatternDays:
        with fields_named(as_chosen_here(chosen)):
            return with_dates(uow, [asked(wanted_of(chosen))], _DATES)[0]  # type: ignore[misc] # looked at only when asked

    trial = tried(look if asked else None, chosen.texts, refused)
    return shown(
        "unit/pattern_form.html",
        trial.status,
        unit=may.unit,
        offices=may.offices,
        places=[("", said(source("Chưa chọn, lấy nơi tiếp của đơn vị"))), *((p.id, p.name) for p in may.places)],
        given=chosen.texts,
        lists=chosen.lists,
        hidden=chosen.hidden,
        tried=trial.found,
        refused=trial.refused,
        old=old,
        not_shown=left_out_of_form(old.pattern) if old else False,
        turns_most=min(len(may.offices), max(_TURNS, len(chosen.lists["order"]) + 1)),
        rows=ROWS,
        words=choices(),
    )


def _line(uow: UnitOfWork, unit_id: str, pattern_id: str) -> PatternDays:
    row = use_case.get(uow, pattern_id)
    same_unit("pattern", pattern_id, row.unit_id, unit_id)
    return with_dates(uow, [row], _DATES)[0]


def _after(uow: UnitOfWork, row: PatternRow, last_on: date) -> tuple[date, ...]:
    """Return the dates after a day that the pattern would still give, at most twelve of those to come."""
    (line,) = with_dates(uow, [row], _DATES, max(uow.today, last_on + _DAY))
    return tuple(one.on for one in line.dates if one.on is not None)


def _by_offices(row: PatternRow) -> tuple[str, str]:
    return ",".join(map(str, row.office_ids)), row.id
