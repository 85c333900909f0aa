"""Past and present in one unit of work: each act at its own instant, by its own actor, in the order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count

from scheduler.core.roles import Actor
from scheduler.db import journal
from scheduler.db.work import UnitOfWork

Act = Callable[[UnitOfWork], None]


@dataclass(slots=True)
class Timeline:
    """Acts that wait for their time. An act may add further ones; those after ``until`` never happen.

    The whole is one transaction: a demonstration is loaded completely or not at all.
    """

    uow: UnitOfWork
    audit_key: bytes
    until: datetime
    _waiting: list[tuple[datetime, int, Actor, Act]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def at(self, when: datetime, actor: Actor, act: Act) -> None:
        """Have ``act`` happen at an aware instant; acts of one instant happen in the order in which they came."""
        heappush(self._waiting, (when.astimezone(UTC), next(self._numbers), actor, act))

    def run(self) -> None:
        """Let everything happen up to and including ``until``."""
        while self._waiting and self._waiting[0][0] <= self.until:
            when, _, actor, act = heappop(self._waiting)
            self._turn(max(when, self.uow.now), actor)
            act(self.uow)

    def go_to(self, when: datetime, actor: Actor) -> None:
        """Go to an instant without an act: back to where the story begins, or on to its end."""
        self._turn(when.astimezone(UTC), actor)

    def _turn(self, when: datetime, actor: Actor) -> None:
        uow = self.uow
        if (when, actor) == (uow.now, uow.actor):
            return
        uow.session.flush()
        journal.append(uow.session, self.audit_key, uow.now, uow.actor.id, uow.events)
        uow.events.clear()
        uow.now, uow.actor = when, actor
