"""What the migrations never made is told by its name, and so is what they made and somebody took away or altered."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

import migrations
from migrations.shape import ALTERED, LACKING, STRANGE, strange
from scheduler import backups
from scheduler.upkeep import JOBS, WARNING, Keeper

PLANTED = {
    "sqlite": [
        ("trigger quiet", "CREATE TRIGGER quiet AFTER INSERT ON posting BEGIN DELETE FROM posting; END"),
        ("view everybody", "CREATE VIEW everybody AS SELECT * FROM account"),
        ("table shadow", "CREATE TABLE shadow (id text)"),
    ],
    "postgres": [
        ("view everybody", "CREATE VIEW everybody AS SELECT * FROM account"),
        ("view kept", "CREATE MATERIALIZED VIEW kept AS SELECT * FROM account"),
        ("table shadow", "CREATE TABLE shadow (id text)"),
        ("rule quiet on posting", "CREATE RULE quiet AS ON INSERT TO posting DO INSTEAD NOTHING"),
        ("policy quiet on posting", "CREATE POLICY quiet ON posting"),
        (
            "function quiet()",
            "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        ),
        (
            "trigger quiet on posting",
            "CREATE TRIGGER quiet AFTER INSERT ON posting EXECUTE FUNCTION journal_refuses()",
        ),
    ],
}


def do(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_migrated_database_has_nothing_strange(engine: Engine) -> None:
    assert strange(engine) == ()


def test_whatever_is_planted_is_named(engine: Engine, database_kind: str) -> None:
    do(engine, *(statement for _, statement in PLANTED[database_kind]))
    assert sorted(strange(engine)) == sorted(f"{STRANGE}: {name}" for name, _ in PLANTED[database_kind])


def test_a_guard_that_is_gone_or_switched_off_or_altered_is_named(engine: Engine, database_kind: str) -> None:
    if database_kind == "sqlite":
        do(
            engine,
            "DROP TRIGGER journal_no_delete",
            "DROP TRIGGER journal_no_update",
            "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END",
        )
        assert strange(engine) == (
            f"{ALTERED}: trigger journal_no_update",
            f"{LACKING}: trigger journal_no_delete",
        )
        return
    do(
        engine,
        "DROP TRIGGER journal_no_emptying ON journal",
        "ALTER TABLE journal DISABLE TRIGGER journal_no_change",
        "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    )
    assert strange(engine) == (
        f"{ALTERED}: function journal_refuses()",
        f"{ALTERED}: trigger journal_no_change on journal",
        f"{LACKING}: trigger journal_no_emptying on journal",
    )


def test_a_guard_that_only_looks_at_some_rows_is_altered(engine: Engine, database_kind: str) -> None:
    if database_kind == "postgres":
        do(
            engine,
            "DROP TRIGGER journal_no_change ON journal",
            "CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal FOR EACH ROW WHEN (OLD.seq < 0) "
            "EXECUTE FUNCTION journal_refuses()",
        )
        assert strange(engine) == (f"{ALTERED}: trigger journal_no_change on journal",)


@pytest.mark.parametrize("steps", [1, 3])
def test_an_older_revision_and_one_gone_back_to_and_left_again_have_nothing_strange(engine: Engine, steps: int) -> None:
    migrations.downgrade(engine, migrations.revisions()[-1 - steps])
    assert strange(engine) == ()
    migrations.upgrade(engine)
    assert strange(engine) == ()


def test_a_revision_that_nobody_knows_is_told(engine: Engine) -> None:
    do(engine, "UPDATE alembic_version SET version_num = '9999'")
    assert strange(engine) == (f"{STRANGE}: revision 9999",)


def test_the_weekly_look_into_a_backup_warns_of_a_planted_trigger(works, database_kind: str, tmp_path: Path) -> None:
    if database_kind == "postgres":
        return  # only the table of contents of a dump is read
    (check,) = (job for job in JOBS if job.name == "restore-check")
    keeper = Keeper(works, tmp_path, strange)
    sound = backups.take(works.engine, keeper.backup_folder / "tiepdan-20261122T010000.sqlite3")
    assert check.run(keeper).endswith("is sound")
    do(works.engine, PLANTED["sqlite"][0][1])
    backups.take(works.engine, sound.path.with_name("tiepdan-20261122T020000.sqlite3"))
    assert check.run(keeper).startswith(f"{WARNING}tiepdan-20261122T020000.sqlite3: 1 faults")
