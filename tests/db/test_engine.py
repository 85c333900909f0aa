"""The database keeps its promises: settings that survive power loss, writers that wait instead of overwriting."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Stale, Unavailable
from scheduler.core.roles import OPERATOR
from scheduler.db import journal
from scheduler.db.engine import is_sqlite, make_engine
from scheduler.db.offices import Office
from scheduler.db.work import Works
from tests.factories import a_commune, make_meeting

THREADS, ROUNDS = 6, 20
NAIVE = datetime.fromisoformat("2026-01-01T00:00:00")


def test_sqlite_is_opened_with_the_settings_that_keep_acknowledged_writes(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/a.db")

    with engine.connect() as connection:
        found = {
            p: connection.exec_driver_sql(f"PRAGMA {p}").scalar_one()
            for p in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


def add_ones(make_session, url: str) -> int:
    setup = create_engine(url)
    with setup.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")

    def work(_: int) -> None:
        for _ in range(ROUNDS):
            with make_session() as session, session.begin():
                n = session.execute(text("SELECT n FROM counter")).scalar_one()
                session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    with setup.connect() as connection:
        return connection.exec_driver_sql("SELECT n FROM counter").scalar_one()


def test_concurrent_read_then_write_loses_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    engine = make_engine(url)

    assert add_ones(lambda: Session(engine), url) == THREADS * ROUNDS


def test_without_immediate_the_same_loses_updates_or_gives_up(tmp_path: Path) -> None:
    """The twin that must fail: the driver's own transactions, as SQLAlchemy finds them."""
    url = f"sqlite:///{tmp_path}/a.db"
    engine = create_engine(url)

    gave_up = False
    try:
        reached = add_ones(lambda: Session(engine), url)
    except OperationalError:
        # Being turned away is the other way to fail.
        gave_up = True

    assert gave_up or reached < THREADS * ROUNDS


def test_a_naive_instant_is_refused(works: Works) -> None:
    with pytest.raises(StatementError, match="naive"), works.writing(OPERATOR) as uow:
        uow.session.add(
            journal.JournalEntry(
                seq=1,
                at=NAIVE,
                actor="x",
                kind="x",
                subject="x",
                body={},
                previous="",
                seal="",
            )
        )


def test_an_instant_comes_back_aware_and_equal(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    at = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
    with works.writing(OPERATOR) as uow:
        meeting = make_meeting(uow, unit, chair, published_at=at)

    with works.reading(OPERATOR) as uow:
        assert uow.session.get(type(meeting), meeting.id).published_at == at


def test_a_meeting_without_a_date_must_be_postponed_or_cancelled(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)

    with pytest.raises(IntegrityError), works.writing(OPERATOR) as uow:
        meeting = make_meeting(uow, unit, chair)
        meeting.held_on = None


def test_the_second_of_two_edits_is_stale(works: Works) -> None:
    _, _, chair, _ = a_commune(works)

    with pytest.raises(Stale), works.writing(OPERATOR) as uow:
        row = uow.session.get(Office, chair.id)
        uow.session.execute(text("UPDATE office SET version = version + 1"))
        row.title = "Chủ tịch"


def test_a_full_disk_is_unavailable_and_keeps_what_was_there(works: Works) -> None:
    if not is_sqlite(works.engine):
        with pytest.raises(Unavailable), works.writing(OPERATOR) as uow:
            uow.session.execute(text("SET LOCAL statement_timeout = 1"))
            uow.session.execute(text("SELECT pg_sleep(1)"))
        return
    unit, *_ = a_commune(works)
    with works.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    with pytest.raises(Unavailable), works.writing(OPERATOR) as uow:
        uow.session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        uow.session.execute(text("CREATE TABLE big (x)"))
        uow.session.execute(text("INSERT INTO big VALUES (zeroblob(10000000))"))

    with works.reading(OPERATOR) as uow:
        assert uow.session.execute(select(Office.id).where(Office.unit_id == unit.id)).first()


def test_the_day_is_vietnams_not_the_servers(works: Works, clock: StoppedClock) -> None:
    clock.advance(datetime(2026, 11, 30, 17, 30, tzinfo=UTC) - clock.now())

    with works.reading(OPERATOR) as uow:
        assert uow.today == date(2026, 12, 1)
