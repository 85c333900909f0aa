"""The boards: units by months, and the country by provinces."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from scheduler.core.duty import FIRST_ASKED, Duty, find_duty
from scheduler.core.periods import PeriodKind, period_of
from scheduler.db.locks import list_locks
from scheduler.db.standing import Standing, lived_in
from scheduler.db.standing_sums import Sum, by_month, by_province_and_month, by_unit, units_by_province
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.oversight.looking import Look, Rows, look, reach_of, rows_of
from scheduler.oversight.values import (
    Board,
    Cell,
    Column,
    Country,
    Province,
    Row,
    Share,
    Sort,
    Sums,
    add,
    cell_of,
    merge,
    share,
)

MOST_ROWS = 200
_GRAINS = {3: (PeriodKind.MONTH, range(1, 13)), 2: (PeriodKind.QUARTER, range(1, 13, 3)), 1: (PeriodKind.YEAR, (1,))}
_SUMS = Sums.__slots__


def board(
    uow: UnitOfWork,
    unit_id: str | None,
    year: int,
    duty: Duty = FIRST_ASKED,
    *,
    sort: Sort = Sort.SHORT,
    after: int = 0,
    limit: int = 50,
) -> Board:
    """Return how a unit and those below it (None: all of the country) stand with one duty, by months of a year.

    ``after``: how many rows to leave out; ``limit``: 1 to 200. By name, or those that are short of most first.
    A week belongs to the month in which it begins. Longer periods make longer columns. What changed since it was
    judged is judged now, for 20 units; of more, the rows say that they are not current, and ``updating`` how many.

    Raises: NotFound, NotAllowed, InvalidInput when nothing is kept of the year.
    Law: the statuses are those of ledger.verdicts; an excused month counts as missed.
    """
    seen = look(uow, unit_id, year, duty)
    months = by_month(uow.session, seen.kept)
    columns = _columns(year, max([*(m.grain for m in months), *_grains(seen.live)], default=3))
    known, totals = _units(seen), _totals(seen, columns)
    page = sorted(totals, key=lambda unit: _place(sort, totals[unit], known[unit]))[after : after + limit]
    levels = {known[unit].level for unit in totals}
    return Board(
        unit_id=unit_id,
        year=year,
        duty=duty,
        columns=columns,
        rows=_rows(seen, columns, page, known, totals),
        shares=_shares(columns, months, seen.live),
        total=merge(totals.values()),
        units=len(totals),
        without=sum(unit.level in levels for unit in known.values()) - len(totals),
        updating=len(seen.stale),
        next=after + limit if len(totals) > after + limit else None,
    )


def country(uow: UnitOfWork, year: int, duty: Duty = FIRST_ASKED) -> Country:
    """Return how the provinces, each with all units in it, stand with one duty by months of a year; by name.

    Raises: NotAllowed (only who acts for the country sees it), InvalidInput when nothing is kept of the year.
    Law: as board.
    """
    seen = look(uow, None, year, duty)
    found = by_province_and_month(uow.session, seen.kept)
    columns = _columns(year, max([*(row.grain for row in found), *_grains(seen.live)], default=3))
    numbers = units_by_province(uow.session, seen.kept)
    kept: dict[str, list[Sum]] = {}
    for row in found:
        kept.setdefault(row.province_id, []).append(row)
    live: dict[str, dict[str, Sequence[Mapping[str, Any]]]] = {}
    for unit_id, rows in seen.live.items():
        if rows:
            live.setdefault(rows[0]["province_id"], {})[unit_id] = rows
    stale = _tops(uow, seen.stale)
    tops = select(Unit).where(Unit.id.in_(kept.keys() | live.keys())).order_by(Unit.search_key, Unit.code)
    provinces = []
    for top in uow.session.execute(tops).scalars():
        shares = _shares(columns, kept.get(top.id, ()), live.get(top.id, {}))
        number = numbers.get(top.id, 0) + len(live.get(top.id, {}))
        waiting = sum(above == top.id for above in stale)
        provinces.append(Province(top.id, top.full_name, number, shares, merge(shares), waiting))
    all_shares = tuple(merge(p.shares[n] for p in provinces) for n in range(len(columns)))
    return Country(year, duty, columns, tuple(provinces), all_shares, merge(all_shares), len(seen.stale))


def duties(uow: UnitOfWork, unit_id: str | None, year: int) -> tuple[Duty, ...]:
    """Return the duties that somebody in reach has in a year, by name. Raises: NotFound, NotAllowed."""
    reach = reach_of(uow, unit_id)
    names = select(Standing.duty).where(Standing.year == year, reach.standings).distinct().order_by(Standing.duty)
    found = (find_duty(name) for name in uow.session.execute(names).scalars())
    return tuple(duty for duty in found if duty is not None)


def _columns(year: int, grain: int) -> tuple[Column, ...]:
    kind, months = _GRAINS[grain]
    spans = [(month, period_of(kind, date(year, month, 1))) for month in months]
    return tuple(Column(period.key, month, period.first, period.last) for month, period in spans)


def _grains(live: Rows) -> Iterable[int]:
    finest = {"quarter": 2, "year": 1}
    return [finest.get(row["period_kind"], 3) for rows in live.values() for row in rows]


def _units(seen: Look) -> dict[str, Any]:
    """Return id, level, names of the units in reach that existed in the year, by id."""
    rows = select(Unit.id, Unit.level, Unit.full_name, Unit.search_key).where(seen.reach.units)
    found = seen.uow.session.execute(rows.where(lived_in(seen.year)))
    return {unit.id: unit for unit in found}


def _totals(seen: Look, columns: Sequence[Column]) -> dict[str, Share]:
    found = {row.unit_id: _told(row) for row in by_unit(seen.uow.session, seen.kept)}
    live = {unit: merge(_shares(columns, (), {unit: rows})) for unit, rows in seen.live.items() if rows}
    return found | live


def _place(sort: Sort, total: Share, unit: Any) -> tuple[int, int, str, str]:  # noqa: ANN401 - a row of _units
    if sort is Sort.NAME:
        return 0, 0, unit.search_key, unit.id
    return -total.sums.short, -total.sums.missing, unit.search_key, unit.id


def _rows(
    seen: Look,
    columns: Sequence[Column],
    page: Sequence[str],
    known: Mapping[str, Any],
    totals: Mapping[str, Share],
) -> tuple[Row, ...]:
    now = seen.live_now(page)
    shown = {**rows_of(seen, page), **seen.live, **now}
    locks = {(lock.unit_id, lock.first_on) for lock in list_locks(seen.uow.session, page)}
    found = []
    for unit_id in page:
        rows = shown.get(unit_id, ())
        cells = tuple(_cell(column, rows, (unit_id, column.last.replace(day=1)) in locks) for column in columns)
        total = merge(_shares(columns, (), {unit_id: rows})) if unit_id in now else totals[unit_id]
        unit = known[unit_id]
        found.append(Row(unit_id, unit.full_name, unit.level, cells, total, unit_id in seen.stale - now.keys()))
    return tuple(found)


def _cell(column: Column, rows: Iterable[Mapping[str, Any]], locked: bool) -> Cell | None:  # noqa: FBT001 - a fact
    here = [row for row in rows if row["month"] == column.month]
    return cell_of(column.month, here, locked=locked) if here else None


def _shares(columns: Iterable[Column], kept: Iterable[Sum], live: Rows) -> tuple[Share, ...]:
    """Return, by column, what was added up by the database together with what was judged just now."""
    told = {row.month: _told(row) for row in kept}
    return tuple(merge([told.get(c.month, Share()), *_judged_shares(live.values(), c.month)]) for c in columns)


def _judged_shares(units: Collection[Sequence[Mapping[str, Any]]], month: int) -> Iterable[Share]:
    for rows in units:
        here = [row for row in rows if row["leads"] and row["month"] == month]
        if here:
            yield share([max(row["rank"] for row in here)], add(here))


def _told(row: Sum) -> Share:
    # PostgreSQL adds whole numbers up to decimals.
    return Share(int(row.owed), int(row.met), int(row.missed), Sums(**{n: int(getattr(row, n)) for n in _SUMS}))


def _tops(uow: UnitOfWork, unit_ids: Collection[str]) -> list[str]:
    """Return the topmost unit of each unit of some: itself, the one above it, or the one above that."""
    if not unit_ids:
        return []
    above = {row.id: row.parent_id for row in uow.session.execute(select(Unit.id, Unit.parent_id))}
    found = []
    for unit_id in unit_ids:
        top = unit_id
        while (parent := above.get(top)) is not None:
            top = parent
        found.append(top)
    return found
