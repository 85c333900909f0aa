"""The whole look at a database: its own checks, its shape, the journal's chain, every row, the ends noted outside."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from scheduler import backups
from scheduler.anchors import lacking_anchors, read_anchors
from scheduler.core.roles import OPERATOR
from scheduler.db.work import Works


def look(
    works: Works, data: Path, shape: backups.Shape | None = None, anchors: Collection[tuple[int, str]] = ()
) -> backups.Check:
    """Return what is wrong with the database and with the file of anchors in the data folder.

    ``anchors``: more ends, noted elsewhere. ``shape``: as for backups.inspect. Raises: NotFound when there is no
    database yet, InvalidInput when somebody wrote in the file of anchors.
    """
    url = works.engine.url.render_as_string(hide_password=False)
    found = backups.inspect(url, works.audit_key, [*read_anchors(data), *anchors], shape)
    if not found.whole:
        return found
    with works.reading(OPERATOR) as uow:
        return replace(found, damage=(*found.damage, *lacking_anchors(uow, data)))
