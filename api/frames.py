"""What a route declares of itself, read by the frame that runs it and by the document that describes it."""

from dataclasses import dataclass

from marshmallow import Schema

from scheduler.core.roles import Action


@dataclass(frozen=True, slots=True)
class Frame:
    """What a route asks for and gives.

    ``kind`` is the unit of work: reading, writing or rehearsing. ``edits``: If-Match is required and handed on.
    ``location`` formats the address of what was made; ``keeps_secret`` names values that are shown once.
    """

    method: str
    rule: str
    action: Action
    status: int
    kind: str
    answers: Schema | None = None
    takes: Schema | None = None
    query: Schema | None = None
    edits: bool = False
    location: str = ""
    keeps_secret: tuple[str, ...] = ()
