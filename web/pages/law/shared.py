"""What the pages of the law share: the set they belong to, and trying a change out before it is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from werkzeug.datastructures import MultiDict

from scheduler.core.errors import DomainError, NotAllowed, NotFound
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from web.forms import Refused
from web.frames import Pages

pages = Pages("law", "")
FINE, UNPROCESSABLE = 200, 422
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Trial(Generic[_Found]):
    """A change tried out: what comes of it, or why it cannot be made; neither, when nothing was asked yet."""

    found: _Found | None = None
    refused: Refused | None = None

    @property
    def status(self) -> int:
        """Return the status of the page that shows it."""
        return FINE if self.refused is None else UNPROCESSABLE


def tried(
    rehearse: Callable[[], _Found] | None, given: Mapping[str, str], refused: Refused | None = None
) -> Trial[_Found]:
    """Try a change out inside a rehearsal (None: nothing was asked yet); what was refused before is told first.

    Raises: NotFound, NotAllowed.
    """
    if rehearse is None:
        return Trial(None, refused)
    try:
        return Trial(rehearse(), refused)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return Trial(None, refused or Refused.of(error, MultiDict(given), may_insist=False))


def keeps_law(uow: UnitOfWork) -> bool:
    """Tell whether the reader keeps the law of the country: what a page asks before it shows a button."""
    return uow.actor.may(Action.KEEP_LAW) and uow.actor.unit_id is None
