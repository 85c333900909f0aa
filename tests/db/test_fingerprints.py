"""Whatever is altered, taken away or slipped in past the units of work is found, in every table and column."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time

import pytest
from sqlalchemy import JSON, Column, Connection, Enum, Table, delete, insert, select, text, update
from sqlalchemy.orm import Session

from scheduler.core.roles import OPERATOR
from scheduler.db.base import Instant
from scheduler.db.fingerprints import compare_rows, take_in, watched_tables
from scheduler.db.journal import JournalEntry
from scheduler.db.sealed import Sealed
from scheduler.db.tables import metadata
from scheduler.db.touched import NOT_WATCHED, PASSING, name_of
from scheduler.db.units import FormerName, Unit
from scheduler.db.work import Works
from tests.db.every_table import fill
from tests.factories import make_unit

CHANGED = {"email", "secret_digest", "uid", "public_name", "code", "number", "first_on", "for_day"}
"""What, besides the primary key, tells a copied row from the one it was copied from."""


@pytest.fixture
def full(works: Works) -> Works:
    fill(works)
    assert damage(works) == []
    return works


def damage(works: Works) -> list[tuple[str, str, str]]:
    with works.reading(OPERATOR) as uow:
        return found(uow.session, works.audit_key)


def found(session: Session, key: bytes) -> list[tuple[str, str, str]]:
    return sorted((one.code, one.table, one.row) for one in compare_rows(session, key))


@contextmanager
def unguarded(works: Works, kind: str) -> Iterator[Connection]:
    """A connection on which nothing of the database stands in the way; all is taken back at the end."""
    with works.engine.connect() as connection:
        if kind == "sqlite":
            driver = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute("PRAGMA ignore_check_constraints=ON")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            checks = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
            for table, name in connection.exec_driver_sql(checks).all():
                connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield connection
        connection.rollback()
        connection.invalidate()


def first_row(connection: Connection, table: Table, column: str | None = None) -> tuple[dict, str]:
    """Return a row as it lies there, one with something in a column where there is one, and its name."""
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings().all()
    row = next((dict(row) for row in rows if column is None or row[column] is not None), dict(rows[0]))
    return row, name_of(tuple(row[key.name] for key in table.primary_key))


def run(connection: Connection, table: Table, row: dict, statement: str) -> None:
    where = " AND ".join(f"{key.name} = :{key.name}" for key in table.primary_key)
    connection.execute(text(f"{statement} WHERE {where}"), {key.name: row[key.name] for key in table.primary_key})


def other(column: Column) -> str:
    """Return a value that the column has nowhere, as SQL."""
    if isinstance(column.type, JSON):
        return """'{"altered": 1}'"""
    if isinstance(column.type, Enum | Sealed):
        return "'altered'"
    if isinstance(column.type, Instant):
        return "'2001-01-01 00:00:00+00'"
    values = {
        bool: f"NOT coalesce({column.name}, false)",
        int: "77",
        date: "'2001-01-01'",
        time: "'03:03:03'",
    }
    return values.get(column.type.python_type, "'altered'")


def found_after(works: Works, connection: Connection, table: Table, row: dict, statement: str) -> list:
    """Return what is found after a statement, which is taken back."""
    with connection.begin_nested() as step:
        run(connection, table, row, statement)
        with Session(connection) as session:
            seen = found(session, works.audit_key)
            session.expunge_all()
        step.rollback()
    return seen


def test_a_row_taken_away_is_missing(full: Works, database_kind: str) -> None:
    with unguarded(full, database_kind) as connection:
        for table in watched_tables():
            row, name = first_row(connection, table)
            seen = found_after(full, connection, table, row, f'DELETE FROM "{table.name}"')
            assert seen == [("row-missing", table.name, name)]


def test_every_altered_column_is_found(full: Works, database_kind: str) -> None:
    tried = 0
    with unguarded(full, database_kind) as connection:
        for table in watched_tables():
            for column in table.columns:
                if column.primary_key or column.name in PASSING.get(table.name, ()):
                    continue
                row, name = first_row(connection, table, column.name)
                statement = f'UPDATE "{table.name}" SET {column.name} = {other(column)}'
                assert found_after(full, connection, table, row, statement) == [("row-altered", table.name, name)]
                tried += 1
    assert tried > 200


def test_a_row_slipped_in_is_a_stranger(full: Works, database_kind: str) -> None:
    with unguarded(full, database_kind) as connection:
        for table in watched_tables():
            row, name = first_row(connection, table)
            fresh = [other(c) if c.primary_key or c.name in CHANGED else c.name for c in table.columns]
            names = ", ".join(column.name for column in table.columns)
            statement = f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(fresh)} FROM "{table.name}"'
            ((code, where, which),) = found_after(full, connection, table, row, statement)
            assert (code, where) == ("row-stranger", table.name)
            assert which != name


def test_two_rows_with_swapped_contents_are_altered_both(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        one, two = make_unit(uow, "Xã Ba Sơn"), make_unit(uow, "Xã Khánh Xuân")
        uow.record("UnitsImported", "x")
    with works.engine.begin() as connection:
        for unit, name in ((one, two.name), (two, one.name)):
            connection.execute(update(Unit.__table__).where(Unit.__table__.c.id == unit.id).values(name=name))

    assert damage(works) == sorted(("row-altered", "unit", unit.id) for unit in (one, two))


def test_a_row_put_back_as_it_was_before_its_last_change_is_altered(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        unit = make_unit(uow, "Xã Ba Sơn")
        uow.record("UnitsImported", "x")
    with works.writing(OPERATOR) as uow:
        before = uow.session.get_one(Unit, unit.id).telephone
        uow.session.get_one(Unit, unit.id).telephone = "0205"
        uow.record("UnitChanged", unit.id, unit.id)
    with works.engine.begin() as connection:
        connection.execute(update(Unit.__table__).values(telephone=before))

    assert damage(works) == [("row-altered", "unit", unit.id)]


def test_what_passes_over_the_orm_is_watched_too(works: Works) -> None:
    names = [{"id": n, "full_name": "x", "within": "", "search_key": "x", "successor_codes": []} for n in (1, 2)]
    with works.writing(OPERATOR) as uow:
        uow.session.execute(insert(FormerName), names)

    assert damage(works) == []
    with works.engine.begin() as connection:
        connection.execute(delete(FormerName.__table__).where(FormerName.__table__.c.id == 2))
    assert damage(works) == [("row-missing", "former_name", "2")]


def test_a_statement_that_does_not_say_which_rows_it_writes_is_refused(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        with pytest.raises(RuntimeError, match="does not say which rows"):
            uow.session.execute(update(Unit).values(telephone="1"))
        with pytest.raises(RuntimeError, match="does not say which rows"):
            uow.session.execute(delete(Unit))


def test_rows_written_without_an_event_still_get_an_entry(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        make_unit(uow)

    with works.reading(OPERATOR) as uow:
        (entry,) = uow.session.execute(select(JournalEntry)).scalars()
        assert (entry.kind, entry.subject) == ("RowsWritten", "unit")


def test_rows_that_a_migration_brought_are_taken_in_and_then_compared(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        unit = make_unit(uow)
        uow.record("UnitsImported", "x")
    with works.engine.begin() as connection:
        connection.execute(update(Unit.__table__).values(telephone="0205"))
    assert damage(works) == [("row-altered", "unit", unit.id)]

    with works.writing(OPERATOR) as uow:
        assert take_in(uow.session, works.audit_key) == {"unit": 1}
        uow.record("RowsTakenIn", "database", None, rows={"unit": 1})

    assert damage(works) == []


def test_what_has_no_fingerprint_is_named_and_exists() -> None:
    tables = set(metadata.tables)
    assert tables >= NOT_WATCHED
    assert all(set(columns) <= set(metadata.tables[name].c.keys()) for name, columns in PASSING.items())
