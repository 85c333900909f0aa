"""Forms: from what a browser sends to checked values, and from a refusal to what the page shows beside the fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from marshmallow import fields as plain
from werkzeug.datastructures import MultiDict

from api.bodies import checked as checked_by
from api.schemas.base import Query
from api.schemas.fields import Id, refuse
from scheduler.core.compliance.cures import Cure
from scheduler.core.compliance.objections import Finding
from scheduler.core.conflicts import Conflict
from scheduler.core.errors import DomainError, InvalidInput, Objection
from scheduler.wording.refusals import error_sentence, fault_sentence

TOKEN = "_the"  # noqa: S105 - the name of a field, not what stands in it
"""The hidden field that shows a form to be one of ours."""
_DIGITS = 9


class Form(Query):
    """What a form may send. Text, so digits count as a number; a field left empty was not filled in."""

    def completed(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the checked values, with whatever the form sends besides its fields. Raises: InvalidInput."""
        return values


class AsRead(Id):
    """The name of a row with the version in which it was read, a colon between: becomes the two."""

    def _deserialize(self, value: object, *_: object, **__: object) -> Any:  # noqa: ANN401 - a pair, where an Id is a text
        name, colon, version = value.partition(":") if isinstance(value, str) else ("", "", "")
        if not colon or not version.isascii() or not version.isdecimal() or len(version) > _DIGITS:
            refuse("not-an-id")
        return super()._deserialize(name), int(version)


def checked(form: Form) -> dict[str, Any]:
    """Return the checked values of the form that came. Raises: InvalidInput, by the names of the fields.

    A field that takes several values gets all of them, another one the last; an empty one is left out, unless the form
    says that it may be empty.
    """
    given: dict[str, Any] = {}
    for name, values in request.form.lists():
        if name == TOKEN:
            continue
        many = takes_several(form, name)
        kept = [value for value in values if value.strip()]
        if many or kept or getattr(form.fields.get(name), "metadata", {}).get("may_be_empty"):
            given[name] = kept if many else values[-1]
    return form.completed(checked_by(form, given))


def takes_several(shape: Query, name: str) -> bool:
    """Tell whether a field of a form or an address takes all the values that came under its name."""
    return isinstance(shape.fields.get(name), plain.List)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the field it concerns ("" for the whole form) and what to do about it."""

    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as a page shows it, with everything that was typed.

    ``findings``, ``conflicts`` and ``cures`` are those of an objection. ``may_insist``: a written ground would do.
    """

    code: str
    problems: tuple[Problem, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    cures: tuple[Cure, ...] = ()
    may_insist: bool = False

    @classmethod
    def of(cls, error: DomainError, given: "MultiDict[str, str]", *, may_insist: bool) -> "Refused":
        """Return what a page shows of a refusal."""
        found: Sequence[object] = error.findings if isinstance(error, Objection) else ()
        if isinstance(error, InvalidInput):
            problems = tuple(Problem(f.where.removeprefix("?").split("/")[0], fault_sentence(f)) for f in error.faults)
        else:
            problems = (Problem("", error_sentence(error)),)
        return cls(
            error.code,
            problems,
            {name: value for name, value in given.items() if name != TOKEN},
            {name: values for name, values in given.lists() if name != TOKEN},
            tuple(f for f in found if isinstance(f, Finding)),
            tuple(f for f in found if isinstance(f, Conflict)),
            tuple(c for c in (error.cures if isinstance(error, Objection) else ()) if isinstance(c, Cure)),
            may_insist and isinstance(error, Objection),
        )

    def said_of(self, name: str) -> tuple[str, ...]:
        """Return what is wrong with a field."""
        return tuple(problem.detail for problem in self.problems if problem.field == name)


def refusal_of(error: DomainError, given: Mapping[str, str]) -> Refused:
    """Return what a page shows of a refusal that came while something was only tried out."""
    return Refused.of(error, MultiDict(given), may_insist=False)
