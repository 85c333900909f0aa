"""Every step of the schema goes up, down and up again, on both databases, and loses nothing without being told to."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from sqlalchemy import MetaData, create_engine, inspect, select, text

import migrations
from migrations import configuration, current, downgrade, newest, upgrade
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Conflict
from scheduler.core.roles import OPERATOR
from scheduler.db.engine import make_engine
from scheduler.db.meetings import get_meeting
from scheduler.db.sealed import seal_with
from scheduler.db.tables import metadata
from scheduler.db.work import Works
from scheduler.feeds import Reader
from scheduler.ical.settle import settle
from scheduler.settings import Settings
from tests.db.every_table import fill
from tests.ical.reading import events
from tests.town import a_town

STEPS = [step.revision for step in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions()))]
REFUSED = {
    "identity": "0010",
    "login_session": "0010",
    "absence": "0009",
    "journal": "0008",
    "chair_confirmation": "0007",
    "request": "0007",
    "meeting": "0007",
    "feed_link": "0007",
    "explanation": "0006",
    "correction": "0006",
    "locked_verdict": "0006",
    "period_lock": "0006",
    "standing_due": "0006",
    "standing_year": "0006",
    "standing": "0006",
    "known_device": "0005",
    "sign_in_attempt": "0005",
    "account_change": "0005",
    "account_link": "0005",
    "assignment": "0005",
    "api_key": "0005",
    "account": "0005",
    "former_date": "0004",
    "insistence": "0002",
    "occurrence": "0001",
    "feed_entry": "0001",
    "feed": "0001",
}
"""The newest revision that has no place for what the table holds."""
REREAD = {"told_in", "left_in"}
"""What a calendar's readers know of its changes: not given back, but replaced by what has them read all anew."""

CLOCK = StoppedClock(datetime(2026, 11, 22, 1, tzinfo=UTC))


@pytest.fixture
def full(blank_url: str):
    """A database of the newest revision with something in every table."""
    engine = seal_with(make_engine(blank_url), lambda: [Fernet.generate_key()])
    upgrade(engine)
    fill(Works(engine, CLOCK, b"key"))
    yield engine
    engine.dispose()


def content(engine) -> dict[str, list]:
    """Return every row of every table, whatever the schema."""
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(*[c for c in table.c if c.name not in REREAD])).all()))
            for name, table in found.tables.items()
            if name != "alembic_version"
        }


RESTS_ON = {
    "login_session": ("assignment", "account"),
    "locked_verdict": ("period_lock",),
    **dict.fromkeys(
        ("known_device", "account_change", "account_link", "assignment", "api_key", "identity"), ("account",)
    ),
    **dict.fromkeys(("request", "chair_confirmation"), ("account",)),
}
"""What cannot be emptied while a table still holds something."""
BY_HAND = {
    "former_date": "UPDATE former_date SET as_posted = '{}'",
    "meeting": "UPDATE meeting SET after_lock = false, recorded_by = null",
    "api_key": "UPDATE api_key SET account_id = null",
    "journal": "UPDATE journal SET fingerprints = null",
    "absence": "UPDATE absence SET version = 1",
}
"""What only lets go of what a later step brought."""


PLAIN = "SET LOCAL session_replication_role = replica"


def empty_by_hand(engine, *tables: str) -> None:
    with engine.begin() as connection:
        # The journal's triggers let nobody empty anything there.
        off = "DROP TRIGGER IF EXISTS journal_no_update" if engine.dialect.name == "sqlite" else PLAIN
        connection.execute(text(off))
        for table in tables:
            connection.execute(text(BY_HAND.get(table, f"DELETE FROM {table}")))


def test_revisions_are_numbered_in_one_line() -> None:
    assert [f"{n:04d}" for n in range(1, len(STEPS) + 1)] == STEPS


def test_each_step_goes_up_down_and_up(blank_url: str) -> None:
    engine = make_engine(blank_url)
    for below, step in zip(["base", *STEPS], STEPS, strict=False):
        upgrade(engine, step)
        assert current(engine) == step
        downgrade(engine, below)
        upgrade(engine, step)
    assert current(engine) == newest()
    downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def test_what_the_steps_are_tried_with_would_show_every_loss(full) -> None:
    with full.connect() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table)).mappings().all()
            assert rows, table.name
            for column in table.c:
                empty = "0" if column.name in REREAD else "{}" if column.server_default is not None else "None"
                held = {str(row[column.name]) for row in rows}
                assert held != {empty}, column


@pytest.mark.parametrize("step", ["base", *(step for step in STEPS[:-1] if step <= max(REFUSED.values()))])
def test_going_down_is_refused_while_it_would_lose_anything(full, step: str) -> None:
    before = content(full)
    lost = {table for table, revision in REFUSED.items() if step <= revision or step == "base"}

    with pytest.raises(Conflict) as refusal:
        downgrade(full, step)

    told = refusal.value.values["rows"]
    assert lost <= set(told) if step == "base" else lost == set(told)
    assert all(0 < rows <= len(before[table]) for table, rows in told.items())
    assert current(full) == newest()
    assert content(full) == before


@pytest.mark.parametrize("table", REFUSED)
def test_each_table_refuses_by_itself(full, table: str) -> None:
    kept = {table, *RESTS_ON.get(table, ())}
    empty_by_hand(full, *[other for other in REFUSED if other not in kept])

    with pytest.raises(Conflict) as refusal:
        downgrade(full, "0001")

    assert set(refusal.value.values["rows"]) == kept
    downgrade_to = STEPS[STEPS.index(REFUSED[table]) + 1]
    downgrade(full, downgrade_to)
    assert current(full) == downgrade_to


@pytest.mark.parametrize("step", STEPS[:-1])
def test_what_was_not_emptied_by_hand_comes_back_row_by_row(full, step: str) -> None:
    empty_by_hand(full, *[table for table, revision in REFUSED.items() if step <= revision])
    before = content(full)

    downgrade(full, step)
    below = content(full)
    upgrade(full)

    assert content(full) == before
    assert below["meeting"]


def test_who_knew_a_calendar_before_reads_it_anew_after_down_and_up(blank_url: str) -> None:
    engine = make_engine(blank_url)
    upgrade(engine)
    town = a_town(Works(engine, CLOCK, b"key"), CLOCK)
    reader = Reader(engine, CLOCK, Settings())
    name = town.names["public"]
    told = reader.fill(reader.look(name)).body
    with town.works.writing(OPERATOR) as uow:
        meeting = get_meeting(uow.session, town.meeting_id)
        meeting.held_on = meeting.sittings[0].day = date(2026, 12, 16)
        settle(uow, meeting)

    empty_by_hand(engine, "journal")
    downgrade(engine, "0003")
    upgrade(engine)

    assert [e["DTSTART"].text[:8] for e in events(told)] == ["20261215"]
    assert [e["DTSTART"].text[:8] for e in events(reader.fill(reader.look(name)).body)] == ["20261216"]
    engine.dispose()


def test_the_models_say_what_the_migrations_made(blank_url: str) -> None:
    engine = make_engine(blank_url)
    upgrade(engine)

    migrations._run(engine, command.check)
    engine.dispose()


def test_two_at_once_are_safe(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    one, two = make_engine(url), make_engine(url)
    upgrade(one)
    upgrade(two)
    assert current(two) == newest()


def test_a_migration_that_would_orphan_rows_changes_nothing(tmp_path: Path) -> None:
    engine = seal_with(make_engine(f"sqlite:///{tmp_path}/a.db"), lambda: [Fernet.generate_key()])
    upgrade(engine)
    fill(Works(engine, CLOCK, b"key"))
    loose = create_engine(engine.url)

    def tear(config) -> None:
        config.attributes["connection"].execute(text("DELETE FROM unit"))

    with pytest.raises(RuntimeError, match="without their parent"):
        migrations._run(engine, tear)
    with loose.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM unit")).scalar_one() == 2


def test_versions_import_nothing_of_ours() -> None:
    for path in Path(migrations.__file__).parent.glob("versions/*.py"):
        assert "scheduler" not in path.read_text()
