"""A backup is whole, private and restorable; the drill of docs/operations.md is done here."""

import os
import sqlite3
import stat
import subprocess
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine.url import make_url

from migrations import upgrade
from scheduler import backups, keys
from scheduler.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.access import ApiKey
from scheduler.db.engine import make_engine
from scheduler.db.journal import inspect_chain
from scheduler.db.work import Works


def write(works: Works, number: int) -> None:
    with works.writing(OPERATOR) as uow:
        keys.issue_key(uow, f"Khóa {number}", None, Role.INSPECTOR)


def restored(backup: Path, kind: str, blank: str, folder: Path) -> str:
    """Restore as docs/operations.md says, and return the address of the restored database."""
    if kind == "sqlite":
        copy = folder / "restored.sqlite3"
        copy.write_bytes(backup.read_bytes())
        return f"sqlite:///{copy}"
    plain = make_url(blank).set(drivername="postgresql").render_as_string(hide_password=False)
    tool = max(Path("/usr/lib/postgresql").glob("*/bin/pg_restore"))
    subprocess.run(
        [tool, "--no-owner", "--exit-on-error", f"--dbname={plain}", backup], check=True, capture_output=True
    )
    return blank


def test_a_backup_taken_while_people_work_restores_to_a_whole_moment(works, database_kind, blank_url, tmp_path):
    stop = threading.Event()

    def burst() -> None:
        number = 0
        while not stop.is_set():
            write(works, number := number + 1)

    busy = threading.Thread(target=burst)
    busy.start()
    try:
        made = backups.take(works.engine, tmp_path / "copies" / "b.sqlite3")
    finally:
        stop.set()
        busy.join(timeout=30)

    copy = make_engine(restored(made.path, database_kind, blank_url, tmp_path))
    with Works(copy, works.clock, works.audit_key).reading(OPERATOR) as uow:
        assert list(inspect_chain(uow.session, works.audit_key)) == []
        there = len(uow.session.execute(select(ApiKey)).all())
    write(Works(copy, works.clock, works.audit_key), 0)
    copy.dispose()
    with works.reading(OPERATOR) as uow:
        assert there <= len(uow.session.execute(select(ApiKey)).all())


def test_a_backup_is_readable_by_its_owner_only_and_never_half(works, tmp_path):
    before = os.umask(0)
    try:
        made = backups.take(works.engine, tmp_path / "copies" / "b")
    finally:
        os.umask(before)

    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert [path.name for path in made.path.parent.iterdir()] == ["b"]
    with pytest.raises(Conflict):
        backups.take(works.engine, made.path)


def test_a_database_that_cannot_be_copied_leaves_nothing_behind(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/missing.sqlite3")

    with pytest.raises(Unavailable):
        backups.take(engine, tmp_path / "copies" / "b")

    assert list((tmp_path / "copies").iterdir()) == []


@pytest.fixture
def lite(tmp_path, clock):
    """Works on SQLite, whose backups can be opened without a server."""
    found = Works(make_engine(f"sqlite:///{tmp_path}/live.sqlite3"), clock, b"a key for tests")
    upgrade(found.engine)
    yield found
    found.engine.dispose()


class TestLookingInto:
    def test_a_sound_one(self, lite, tmp_path):
        write(lite, 1)
        made = backups.take(lite.engine, tmp_path / "b.sqlite3")

        assert backups.check(made.path, lite.audit_key).sound

    def test_one_that_was_tampered_with(self, lite, tmp_path):
        write(lite, 1)
        made = backups.take(lite.engine, tmp_path / "b.sqlite3")
        with sqlite3.connect(made.path) as raw:
            for (name,) in raw.execute("select name from sqlite_master where type = 'trigger'").fetchall():
                raw.execute(f"drop trigger {name}")
            raw.execute("update journal set kind = 'KeyRevoked' where seq = 1")
        raw.close()

        found = backups.check(made.path, lite.audit_key)

        assert [damage.code for damage in found.damage] == ["altered"]

    def test_one_with_another_key(self, lite, tmp_path):
        write(lite, 1)
        made = backups.take(lite.engine, tmp_path / "b.sqlite3")

        assert not backups.check(made.path, b"another key").sound
        write(lite, 2)
        made = backups.take(lite.engine, tmp_path / "c.sqlite3")
        assert [d.code for d in backups.check(made.path, b"another key").damage] == ["other-key"]

    def test_one_whose_end_was_cut_shows_against_an_anchor(self, lite, tmp_path):
        write(lite, 1)
        made = backups.take(lite.engine, tmp_path / "b.sqlite3")

        assert [d.code for d in backups.check(made.path, lite.audit_key, [(1, "ab")]).damage] == ["anchor-not-found"]
        with pytest.raises(InvalidInput):
            (tmp_path / "b.dump").write_bytes(b"PGDMP")
            backups.check(tmp_path / "b.dump", lite.audit_key, [(1, "ab")])

    def test_one_that_is_no_database(self, lite, tmp_path):
        (tmp_path / "b.sqlite3").write_bytes(b"this is not a database, though it is long enough" * 100)

        found = backups.check(tmp_path / "b.sqlite3", lite.audit_key)
        assert (found.faults, found.whole, found.sound) == ((backups.NOT_OURS,), False, False)

    @pytest.mark.parametrize(("made", "fault"), [("", backups.EMPTY), ("create table x (y)", backups.NOT_OURS)])
    def test_one_that_is_a_database_of_something_else(self, lite, tmp_path, made, fault):
        with sqlite3.connect(tmp_path / "b.sqlite3") as raw:
            raw.execute(made)
        raw.close()

        assert backups.check(tmp_path / "b.sqlite3", lite.audit_key).faults == (fault,)

    def test_one_that_is_not_there(self, lite, tmp_path):
        with pytest.raises(NotFound):
            backups.check(tmp_path / "b.sqlite3", lite.audit_key)


def test_the_newest_seven_and_the_last_of_four_weeks_are_kept():
    last = date(2026, 11, 22)
    nightly = [Path(f"tiepdan-{last - timedelta(days=n):%Y%m%d}T020000.sqlite3") for n in range(60)]

    gone = set(backups.to_forget(nightly, last))

    kept = sorted(path.name[8:16] for path in set(nightly) - gone)
    assert kept == ["20261101", "20261108", "20261115", *(f"202611{day}" for day in range(16, 23))]
    assert backups.to_forget([path for path in nightly if path not in gone], last) == []
