"""What the pages of a unit's standing entries share: their set, long lists cut in leaves, two versions side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Whole
from scheduler.core.errors import NotFound
from scheduler.core.roles import Action
from scheduler.db.scope import may_write, reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from web.forms import Form
from web.frames import Pages

pages = Pages("unit", "/lam-viec")
LEAF = 50
"""Rows on one leaf of a long list."""
_MOST = 999_999_999


class LeafAsked(Query):
    """Which leaf of a long list, from 1."""

    trang = Whole(1, 100_000, load_default=1)


class Saving(Form):
    """What every form carries that changes an entry with a version: the one it was made from."""

    version = Whole(1, _MOST, required=True)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of a long list: its rows, its number, how many leaves there are, how many rows in all."""

    rows: Sequence[Any]
    number: int
    leaves: int
    total: int


def leaf_of(rows: Sequence[Any], number: int) -> Leaf:
    """Return a leaf of the rows; beyond the last one, the last."""
    leaves = max(1, -(-len(rows) // LEAF))
    at = min(number, leaves)
    return Leaf(rows[(at - 1) * LEAF : at * LEAF], at, leaves, len(rows))


def same_unit(kind: str, row_id: str, owner: str | None, unit_id: str) -> None:
    """Pass when a row belongs to the unit of the address: one that mixes two leads nowhere. Raises: NotFound."""
    if owner != unit_id:
        raise NotFound(kind=kind, id=row_id)


def to_change(uow: UnitOfWork, unit_id: str, action: Action) -> Unit:
    """Return the unit if the actor may do ``action`` there; nothing is locked. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    if not may_write(uow, unit.id, action):
        uow.refuse(action)
    return unit
