"""The unit of work: the one place that begins and commits. No network call may happen inside one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from scheduler.core.clock import Clock, civil_date
from scheduler.core.errors import Conflict, NotAllowed, Stale, Unavailable
from scheduler.core.events import Event
from scheduler.core.ids import new_id
from scheduler.core.roles import Action, Actor
from scheduler.db import journal
from scheduler.db.engine import BUSY_TIMEOUT, is_sqlite
from scheduler.db.prints import look_before, written
from scheduler.db.standing import mark_due
from scheduler.db.touched import take_touched

LOCAL_URL = "http://127.0.0.1:8000"
_BRIEF_WAIT = 250
_TAKEN = "23505"
_BUSY_SIGNS = ("database is locked", "database or disk is full", "disk I/O error", "readonly database")


@dataclass(slots=True)
class UnitOfWork:
    """What a use case holds: the session, the one instant of this work, who acts, and the events so far.

    ``public_url`` is the address that people and calendars see, without a last slash.
    """

    session: Session
    now: datetime
    actor: Actor
    public_url: str = LOCAL_URL
    events: list[Event] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Return the civil date in Vietnam at this work's instant."""
        return civil_date(self.now)

    def record(self, kind: str, subject: str, unit_id: str | None = None, **values: object) -> None:
        """Note that something happened; it is written with the same commit as the change itself."""
        self.events.append(Event(kind, subject, unit_id, values))

    def new_id(self) -> str:
        """Return a fresh name for a row."""
        return new_id(self.now)

    def require(self, action: Action) -> None:
        """Raise NotAllowed unless the actor's role includes the action."""
        if not self.actor.may(action):
            self.refuse(action)

    def refuse(self, action: Action) -> NoReturn:
        """Raise NotAllowed for this actor and action."""
        raise NotAllowed(action=action.value, role=self.actor.role.value)


@dataclass(frozen=True, slots=True)
class Works:
    """Everything needed to begin a unit of work; made at the door and passed down."""

    engine: Engine
    clock: Clock
    audit_key: bytes
    public_url: str = LOCAL_URL

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Begin a unit of work, append its events and commit; anything raised undoes it all.

        Raises: Stale when a row was changed meanwhile; Unavailable when the database cannot write now.
        """
        with self._session(readonly=False) as session, _translated():
            uow = UnitOfWork(session, self.clock.now(), actor, public_url=self.public_url)
            with session.begin():
                look_before(session, self.audit_key)
                yield uow
                session.flush()
                mark_due(session, uow.now, uow.events)
                rows = written(session, self.audit_key, take_touched(session))
                journal.append(session, self.audit_key, uow.now, actor.id, uow.events, fingerprints=rows)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Begin a unit of work that only looks; it never waits for a writer and is rolled back at the end.

        Raises: Unavailable when the database does not answer.
        """
        with self._session(readonly=True) as session, _translated():
            # Closing rolls back and leaves what was read readable; an explicit rollback would empty it.
            yield UnitOfWork(session, self.clock.now(), actor, public_url=self.public_url)

    @contextmanager
    def rehearsing(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Begin a unit of work that does everything for real and then takes it all back: a preview cannot differ.

        Raises: Unavailable when the database cannot write now.
        """
        with self._session(readonly=False) as session, _translated():
            # Closing rolls back and leaves what was read readable; an explicit rollback would empty it.
            yield UnitOfWork(session, self.clock.now(), actor, public_url=self.public_url)

    def _session(self, *, readonly: bool) -> Session:
        options: dict[str, Any] = {"readonly": readonly}
        if readonly and not is_sqlite(self.engine):
            # One snapshot for all that is looked at, and the database itself refuses a write.
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return Session(self.engine, expire_on_commit=False, execution_options=options)


@contextmanager
def brief_write(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction for a note that can be made again, and commit it; anything raised undoes it.

    It waits for other writers 250 milliseconds at most, and not for the disk: a power cut may lose the note, but no
    more than that, and never what a unit of work committed. Raises: what SQLAlchemy and the driver raise.
    """
    with engine.connect() as connection:
        if not is_sqlite(engine):
            with connection.begin():
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_BRIEF_WAIT}")
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                yield connection
            return
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={_BRIEF_WAIT}")
        driver.execute("PRAGMA synchronous=NORMAL")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA synchronous=FULL")
            driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except StaleDataError as lost:
        raise Stale from lost
    except PoolExhausted as full:
        raise Unavailable(retry_after=5) from full
    except IntegrityError as failure:
        if _is_taken(failure):
            raise Conflict("taken-meanwhile") from failure
        raise
    except DBAPIError as failure:
        if failure.connection_invalidated or _is_passing(failure):
            raise Unavailable(retry_after=5) from failure
        raise


def _is_taken(failure: IntegrityError) -> bool:
    """Tell whether somebody else saved the same thing first, rather than that a row is wrong in itself."""
    return getattr(failure.orig, "sqlstate", "") == _TAKEN or "UNIQUE constraint failed" in str(failure.orig)


def _is_passing(failure: DBAPIError) -> bool:
    if not isinstance(failure, OperationalError):
        return False
    # On SQLite a missing table is an OperationalError too, and that is a bug, not bad weather.
    on_sqlite = type(failure.orig).__module__.startswith("sqlite3")
    return not on_sqlite or any(sign in str(failure) for sign in _BUSY_SIGNS)
