"""What a page takes from its surroundings: one reading unit of work, and the address people see."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import current_app

from scheduler.core.roles import NOBODY
from scheduler.db.work import UnitOfWork, Works
from scheduler.settings import Settings


@contextmanager
def looking() -> Iterator[UnitOfWork]:
    """Begin a unit of work that only reads, for whoever has not said who it is. Raises: Unavailable."""
    works = cast("Works", current_app.extensions["works"])
    with works.reading(NOBODY) as uow:
        yield uow


def public_url() -> str:
    """Return the address people see, without a slash at the end."""
    return cast("Settings", current_app.extensions["settings"]).public_url
