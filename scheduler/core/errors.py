"""Refusals: everything a person can understand and answer to.

The core states facts (a code and values); the doors make sentences out of them.

    DomainError
      InvalidInput            the form of what was sent is wrong; one Fault per field
      NotAuthenticated        nobody has shown who they are
      NotAllowed              we know who you are, and you may not
      ForeignForm             the form was not given out by us, or to somebody else
      NotFound                no such thing, or none that you may see
        Gone                  it was there and was withdrawn (a revoked feed)
      Conflict                the thing is not in a state for this
        Stale                 somebody changed it since you read it
        WrongState            the lifecycle has no such step from here
        Objection             the law would be broken; findings and cures are attached
        KeyReused             an idempotency key came back with another request
      TooMany                 tried too often; the next try is looked at later
      Unavailable             try again later; nothing was saved

Anything that is not a DomainError is a bug and is caught only at the door.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field.

    ``where`` is the field's path with ``/`` between steps ("" for the whole input), ``code`` names a
    sentence, ``values`` fill it.
    """

    where: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class DomainError(Exception):
    """A refusal with a code and the values its sentence needs."""

    code: ClassVar[str] = "refused"

    def __init__(self, detail: str = "", /, **values: object) -> None:
        """Keep ``detail`` (the code of a more exact sentence, or "") and the sentence's values."""
        super().__init__(detail or self.code)
        self.detail = detail
        self.values = values


class InvalidInput(DomainError):
    """What was sent cannot be understood; ``faults`` says which field and why."""

    code = "invalid-input"

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults, in the order of the fields."""
        super().__init__("")
        self.faults = tuple(faults)

    @classmethod
    def at(cls, where: str, code: str, **values: object) -> "InvalidInput":
        """Build the refusal of a single field."""
        return cls([Fault(where, code, values)])


class NotAuthenticated(DomainError):
    """No valid key or sign-in came with the request."""

    code = "not-authenticated"


class NotAllowed(DomainError):
    """The actor is known and lacks the role for this."""

    code = "not-allowed"


class ForeignForm(DomainError):
    """A form came that this service did not give to this reader, or whose sign-in is over."""

    code = "foreign-form"


class NotFound(DomainError):
    """There is no such thing within the actor's reach."""

    code = "not-found"


class Gone(NotFound):
    """The thing existed and was withdrawn for good."""

    code = "gone"


class Conflict(DomainError):
    """The request is sound but the present state does not allow it."""

    code = "conflict"


class Stale(Conflict):
    """Somebody else changed the thing; ``values['current_version']`` is what stands now."""

    code = "stale"


class WrongState(Conflict):
    """The lifecycle has no step from the present state to the wanted one."""

    code = "wrong-state"


class KeyReused(Conflict):
    """An idempotency key was sent again with a different request."""

    code = "key-reused"


class Objection(Conflict):
    """Doing this would leave a legal minimum unmet that can still be met.

    ``findings`` and ``cures`` are plain values of the compliance engine; ``may_insist`` tells whether the
    actor's role allows going on with a written ground.
    """

    code = "objection"

    def __init__(self, findings: Sequence[object], cures: Sequence[object], *, may_insist: bool) -> None:
        """Keep findings (worst first), cures (nearest first) and whether a ground would be accepted."""
        super().__init__("")
        self.findings = tuple(findings)
        self.cures = tuple(cures)
        self.may_insist = may_insist


class TooMany(DomainError):
    """Tried too often. ``values['retry_after']``: seconds until a next try is looked at."""

    code = "too-many"


class Unavailable(DomainError):
    """The service cannot write just now; nothing was saved. ``values['retry_after']`` is in seconds."""

    code = "unavailable"
