"""Backups of the database: taken while people work, looked into before they count, kept by a plain rule.

A backup holds the whole database. It does not hold the key of the journal's chain (``audit.key``): keep that apart,
for a thief of both could forge the journal, and without it nobody can verify it.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine.url import URL

from scheduler.core.clock import VIETNAM, SystemClock
from scheduler.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from scheduler.core.roles import OPERATOR
from scheduler.db.engine import is_sqlite, make_engine
from scheduler.db.fingerprints import inspect_all
from scheduler.db.journal import Damage
from scheduler.db.work import Works

NOT_OURS, EMPTY = "not-a-database", "database-empty"
"""Codes that stand among a check's faults for a file that is no database of this service, or has nothing in it."""
NEWEST_KEPT, WEEKS_KEPT = 7, 4
_PREFIX = "tiepdan-"
_SUFFIX = {True: ".sqlite3", False: ".dump"}
_OWNER_ONLY = 0o600


Shape = Callable[[Engine], tuple[str, ...]]
"""Tells what a database has besides what the migrations make, or lacks of it. They lie above, so it is handed in."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup; ``size`` in bytes."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Check:
    """What a restored copy showed: words of the database's own checks, and damage to the journal or to rows.

    ``faults`` may also hold ``NOT_OURS`` or ``EMPTY``. ``whole`` False means that not everything was looked into: only
    the table of contents could be read (PostgreSQL without a server to restore to), or the database's own checks
    failed already.
    """

    faults: tuple[str, ...]
    damage: tuple[Damage, ...]
    whole: bool

    @property
    def sound(self) -> bool:
        """Whether nothing was found wrong."""
        return not (self.faults or self.damage)


def name_at(now: datetime, *, sqlite: bool) -> str:
    """Return a backup's file name for an instant, in Vietnam's time: tiepdan-20261123T020000.sqlite3."""
    return f"{_PREFIX}{now.astimezone(VIETNAM):%Y%m%dT%H%M%S}{_SUFFIX[sqlite]}"


def take(engine: Engine, to: Path) -> Backup:
    """Write a backup to a file that does not exist yet, readable by its owner only. Nobody has to stop working.

    The file gets its name only when it is complete, so that half a backup never looks like one.

    Raises: Conflict when the file exists, Unavailable when the database or its tool does not give a copy.
    """
    if to.exists():
        raise Conflict("backup-exists", file=to.name)
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = to.with_name(f"{to.name}.partial")
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY))
    try:
        if is_sqlite(engine):
            _copy(engine.url, partial)
        else:
            _dump(engine.url, partial)
        with partial.open("rb") as done:
            os.fsync(done.fileno())
        partial.replace(to)
    finally:
        partial.unlink(missing_ok=True)
    return Backup(to, to.stat().st_size)


def check(
    backup: Path, audit_key: bytes, anchors: Collection[tuple[int, str]] = (), shape: Shape | None = None
) -> Check:
    """Restore a backup into a folder of its own, ask the database whether it is whole, and walk the journal's chain.

    ``anchors``, ``shape``: as for inspect. Raises: NotFound when there is no such file, InvalidInput for anchors where
        only the table of contents can be read.
    """
    if not backup.is_file():
        raise NotFound(kind="backup", id=backup.name)
    if backup.suffix == _SUFFIX[False]:
        if anchors:
            raise InvalidInput.at("--anchor", "anchor-needs-database")
        done = _run([_tool("pg_restore"), "--list", str(backup)], {})
        return Check(() if done is None else (done,), (), whole=False)
    with tempfile.TemporaryDirectory(prefix="tiepdan-") as folder:
        copy = Path(folder, "restored.sqlite3")
        shutil.copyfile(backup, copy)
        return inspect(f"sqlite:///{copy}", audit_key, anchors, shape)


def inspect(url: str, audit_key: bytes, anchors: Collection[tuple[int, str]] = (), shape: Shape | None = None) -> Check:
    """Return what the database's own checks, the walk along the journal's chain and a look at every row find wrong.

    ``anchors``: (seq, seal) noted elsewhere; only they show that the chain's end was cut off. ``shape``: what tells of
    triggers, views and tables that no migration made; they are faults.

    Raises: NotFound when the embedded database does not exist yet.
    """
    engine = make_engine(url)
    try:
        if is_sqlite(engine) and not Path(engine.url.database or "").is_file():
            raise NotFound("database-missing")
        faults = _faults(engine) if is_sqlite(engine) else ()
        if any(not fault.startswith("foreign key") for fault in faults):
            return Check(faults, (), whole=False)
        faults += shape(engine) if shape is not None else ()
        with Works(engine, SystemClock(), audit_key).reading(OPERATOR) as uow:
            return Check(faults, tuple(inspect_all(uow.session, audit_key, anchors)), whole=True)
    finally:
        engine.dispose()


def to_forget(backups: Iterable[Path], today: date) -> list[Path]:
    """Return the backups that may go: all but the newest seven and the last of each of the last four weeks."""
    listed = sorted(backups, key=lambda path: path.name)
    kept = set(listed[-NEWEST_KEPT:])
    by_week: dict[tuple[int, int], Path] = {}
    for path in listed:
        day = date.fromisoformat(path.name.removeprefix(_PREFIX)[:8])
        if (today - day).days < WEEKS_KEPT * 7:
            by_week[day.isocalendar()[:2]] = path
    return [path for path in listed if path not in kept | set(by_week.values())]


def list_backups(folder: Path) -> list[Path]:
    """Return the finished backups of a folder, oldest first."""
    found = (path for suffix in _SUFFIX.values() for path in folder.glob(f"{_PREFIX}*{suffix}"))
    return sorted(found, key=lambda path: path.name)


def _copy(url: URL, to: Path) -> None:
    # The backup interface of SQLite copies page by page what is committed; a plain copy of the file could tear.
    try:
        source, target = sqlite3.connect(f"file:{url.database}?mode=ro", uri=True), sqlite3.connect(to)
        with closing(source), closing(target):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a write-ahead log beside it
    except sqlite3.Error as failure:
        raise Unavailable("backup-failed", reason=str(failure)) from failure


def _dump(url: URL, to: Path) -> None:
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    told = {"PGPASSWORD": url.password} if url.password else {}
    command = [_tool("pg_dump"), "--format=custom", "--no-owner", f"--file={to}", f"--dbname={plain}"]
    fault = _run(command, {k: str(v) for k, v in told.items()})
    if fault is not None:
        raise Unavailable("backup-failed", reason=fault)


def _tool(name: str) -> str:
    """Return the program's path: the newest installed one, for an old pg_dump refuses a newer server."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if found is None:
        raise Unavailable("backup-tool-missing", tool=name)
    return found


def _run(command: list[str], extra: dict[str, str]) -> str | None:
    """Run a program of PostgreSQL; return what it complained of, None when all went well."""
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        command,
        # A password in the arguments could be read by anybody on the machine.
        env={"PATH": os.defpath, **extra},
        capture_output=True,
        text=True,
        check=False,
    )
    return None if done.returncode == 0 else done.stderr.strip()[-500:]


def _faults(engine: Engine) -> tuple[str, ...]:
    with closing(sqlite3.connect(f"file:{engine.url.database}?mode=ro", uri=True)) as plain:
        try:
            tables = {name for (name,) in plain.execute("SELECT name FROM sqlite_master")}
            if "journal_head" not in tables:
                return (NOT_OURS if tables else EMPTY,)
            whole = [row[0] for row in plain.execute("PRAGMA integrity_check") if row[0] != "ok"]
            orphans = [f"foreign key: {row[0]} {row[1]}" for row in plain.execute("PRAGMA foreign_key_check")]
        except sqlite3.DatabaseError as broken:
            return (NOT_OURS if broken.sqlite_errorcode == sqlite3.SQLITE_NOTADB else str(broken),)
    return (*whole, *orphans)
