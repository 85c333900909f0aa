"""What a page takes from its surroundings: one reading unit of work, and the address people see."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import current_app

from scheduler.core.roles import Actor, Role
from scheduler.db.work import UnitOfWork, Works
from scheduler.settings import Settings

# The public pages ask nobody's leave; the name only fills the place of an actor and reaches no unit.
ANYBODY = Actor("public", Role.INSPECTOR, "")


@contextmanager
def looking() -> Iterator[UnitOfWork]:
    """Begin a unit of work that only reads. Raises: Unavailable."""
    works = cast("Works", current_app.extensions["works"])
    with works.reading(ANYBODY) as uow:
        yield uow


def public_url() -> str:
    """Return the address people see, without a slash at the end."""
    return cast("Settings", current_app.extensions["settings"]).public_url
