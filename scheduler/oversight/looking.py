"""Whose standings are looked at, and which of them are worked out on the spot because something happened since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select, true

from scheduler.core.duty import Duty
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Action
from scheduler.db.scope import for_the_country, reads
from scheduler.db.standing import Standing, due_within, kept_years
from scheduler.db.standing_sums import of_duty
from scheduler.db.units import Unit, at_or_below
from scheduler.db.work import UnitOfWork
from scheduler.judging import judge, watched_years

LIVE_UNITS = 20
"""So many changed units are judged while somebody waits for a board; of more, the board says that it is not current."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Reach:
    """The units that are looked at: as a condition on units, and on their standings."""

    units: ColumnElement[bool]
    standings: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Look:
    """The standings of one duty in one year within a reach.

    ``live``: rows by unit, judged just now; ``stale``: units whose kept rows are shown though something happened.
    """

    uow: UnitOfWork
    year: int
    duty: Duty
    reach: Reach
    live: Rows
    stale: frozenset[str]

    @property
    def kept(self) -> ColumnElement[bool]:
        """Return the condition for the kept rows that are shown."""
        return of_duty(self.duty.name, self.year, self.reach.standings, sorted(self.live))

    def live_now(self, unit_ids: Collection[str]) -> Rows:
        """Judge some of the stale units after all, as many as may be, and return their rows."""
        return _judged(self.uow, sorted(self.stale & set(unit_ids))[:LIVE_UNITS], self.year, self.duty)


def look(uow: UnitOfWork, unit_id: str | None, year: int, duty: Duty) -> Look:
    """Return what there is to see of a unit and those below it, or (None) of the country.

    Raises: NotFound, NotAllowed, InvalidInput when nothing is kept of the year.
    """
    reach = reach_of(uow, unit_id)
    known = watched_years(uow.today) | kept_years(uow.session)
    if year not in known:
        raise InvalidInput.at("?year", "year-not-kept", first=min(known), last=max(known))
    due = due_within(uow.session, reach.units, year, uow.today)
    if len(due) > LIVE_UNITS:
        return Look(uow, year, duty, reach, {}, due)
    return Look(uow, year, duty, reach, _judged(uow, sorted(due), year, duty), frozenset())


def reach_of(uow: UnitOfWork, unit_id: str | None) -> Reach:
    """Return a unit and all below it, or (None) the country. Raises: NotFound, NotAllowed."""
    if unit_id is None:
        for_the_country(uow, Action.SUPERVISE)
        return Reach(true(), true())
    uow.require(Action.SUPERVISE)
    unit = reads(uow, unit_id)
    below = at_or_below(unit.id)
    kept = Standing.province_id == unit.id if unit.parent_id is None else Standing.unit_id.in_(below)
    return Reach(Unit.id.in_(below), kept)


def rows_of(look: Look, unit_ids: Collection[str]) -> dict[str, list[Mapping[str, Any]]]:
    """Return the kept rows of some units, every rule's, by unit, then period and rule."""
    meant = (Standing.unit_id.in_(unit_ids), Standing.year == look.year, Standing.duty == look.duty.name)
    columns = Standing.__table__.c
    found = look.uow.session.execute(select(*columns).where(*meant).order_by(columns.first_on, columns.rule_id))
    return _by_unit(dict(row._mapping) for row in found)  # noqa: SLF001 - SQLAlchemy's public name


def _judged(uow: UnitOfWork, unit_ids: Sequence[str], year: int, duty: Duty) -> Rows:
    if not unit_ids:
        return {}
    found = _by_unit(row for row in judge(uow, unit_ids, year) if row["duty"] == duty.name)
    return {unit_id: found.get(unit_id, []) for unit_id in unit_ids}


def _by_unit(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["unit_id"], []).append(row)
    return found
