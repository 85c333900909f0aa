"""Trying a change out on a page: what comes of it, what is wrong with it by the form's names, and both versions."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from api.bodies import checked as checked_by
from api.schemas.base import Query
from api.schemas.fields import Text
from scheduler.core.errors import DomainError, Fault, InvalidInput, NotAllowed, NotFound
from web.forms import Form, Refused, refusal_of

FINE, UNPROCESSABLE = 200, 422
UNTOLD = "…"
"""Stands in a rehearsal for what is typed only with the saving, and so stands in no address."""
VERSION = "phien_ban"
"""The field of a form that names the version it was made from."""
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


@dataclass(frozen=True, slots=True)
class Both:
    """One thing in both versions, when somebody saved first: as it stands now, and as it was typed here."""

    what: str
    stands: str
    typed: str


def read(form: type[Form], given: Mapping[str, str]) -> dict[str, Any]:
    """Return the checked values of what stands in an address or was sent. Raises: InvalidInput by field."""
    schema = form()
    return checked_by(schema, {name: value for name, value in given.items() if value.strip() and name in schema.fields})


def asking(*names: str) -> type[Query]:
    """Return the lenient shape of an address: what stands in it is checked with the form, and told beside it."""
    fields = {name: Text(100, shortest=0, load_default="") for name in (VERSION, *names)}
    return cast("type[Query]", Query.from_dict(dict(fields), name="Asked"))


def typed(query: Mapping[str, Any] | None, refused: Refused | None) -> dict[str, str]:
    """Return what was typed: in the form that was refused, else in the address."""
    return dict(refused.given) if refused is not None else {k: v for k, v in (query or {}).items() if v}


def tried(
    rehearse: Callable[[], _Found] | None, given: Mapping[str, str], refused: Refused | None = None
) -> Trial[_Found]:
    """Try a change out inside a rehearsal (None: nothing was asked yet); what was refused before is told first.

    What the role may but a locked month forbids is told on the page. Raises: NotFound, NotAllowed.
    """
    if rehearse is None:
        return Trial(None, refused)
    try:
        return Trial(rehearse(), refused)
    except NotFound:
        raise
    except DomainError as error:
        if isinstance(error, NotAllowed) and not error.detail:
            raise
        return Trial(None, refused or refusal_of(error, given))


@contextmanager
def fields_named(name: Callable[[Fault], str | Fault]) -> Iterator[None]:
    """Give the faults of a use case the names of the form's fields, or tell others in their place.

    Raises: InvalidInput.
    """
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput([_named(fault, name(fault)) for fault in error.faults]) from error


def by_table(table: Mapping[str, str]) -> Callable[[Fault], str]:
    """Return what names faults by a table; what is not in it concerns the whole form."""
    return lambda fault: table.get(fault.where, "")


def by_table_or_same(table: Mapping[str, str]) -> Callable[[Fault], str]:
    """Return what names faults by a table, by the whole name or its first part; what is not in it keeps its name."""
    return lambda fault: table.get(fault.where, table.get(fault.where.split("/")[0], fault.where))


def _named(fault: Fault, name: str | Fault) -> Fault:
    return name if isinstance(name, Fault) else Fault(name, fault.code, fault.values)
