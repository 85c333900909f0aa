"""Every step of the schema goes up, down and up again, on both databases, and keeps the data."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, inspect, select, text

import migrations
from migrations import configuration, current, downgrade, newest, upgrade
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR
from scheduler.db.engine import make_engine
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_meeting

STEPS = [step.revision for step in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions()))]


def content(engine) -> dict[str, list]:
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all()))
            for name, table in metadata.tables.items()
            if name != "alembic_version"
        }


def fill(engine) -> None:
    works = Works(engine, StoppedClock(datetime(2026, 11, 22, 1, tzinfo=UTC)), b"key")
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        make_meeting(uow, unit, chair, place=place)
        uow.record("DemoLoaded", unit.id, unit.id)


def test_revisions_are_numbered_in_one_line() -> None:
    assert [f"{n:04d}" for n in range(1, len(STEPS) + 1)] == STEPS


def test_each_step_goes_up_down_and_up(blank_url: str) -> None:
    engine = make_engine(blank_url)
    for step in STEPS:
        upgrade(engine, step)
        assert current(engine) == step
        downgrade(engine, "-1")
        upgrade(engine, step)
    assert current(engine) == newest()
    downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


@pytest.mark.parametrize("step", STEPS[:-1])
def test_what_the_older_schema_can_hold_survives_down_and_up(blank_url: str, step: str) -> None:
    engine = make_engine(blank_url)
    upgrade(engine)
    fill(engine)
    before = content(engine)

    downgrade(engine, step)
    kept = content(engine)
    upgrade(engine)

    after = content(engine)
    assert kept["meeting"]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
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
    engine = make_engine(f"sqlite:///{tmp_path}/a.db")
    upgrade(engine)
    fill(engine)
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
