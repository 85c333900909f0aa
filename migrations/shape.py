"""What the migrations make besides rows, compared with what a database has: a planted trigger, a guard that is gone.

A fingerprint is of what lies in the table after a statement. A trigger that alters it at that moment is therefore never
seen in the rows, only here.
"""

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine

from migrations import current, newest, revisions, upgrade
from scheduler.db.engine import is_sqlite, make_engine
from scheduler.db.tables import metadata

STRANGE, LACKING, ALTERED = "schema-strange", "schema-lacking", "schema-altered"
"""Codes of what is found; each stands before a colon and what it is found of."""
_ON_POSTGRES = {
    # Bits of pg_trigger.tgtype: 1 each row, 2 before, 8 delete, 16 update, 32 truncate.
    "trigger journal_no_change on journal": "journal_refuses() 27 O always",
    "trigger journal_no_emptying on journal": "journal_refuses() 34 O always",
    "function journal_refuses()": "BEGIN RAISE EXCEPTION 'the journal is append-only'; END",
}
"""What the steps make there besides tables; a test compares it with a migrated database."""
_ASKED = """
WITH ours AS (SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = ANY (
    SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false))))
SELECT 'trigger ' || t.tgname || ' on ' || ours.relname, concat(t.tgfoid::regprocedure, ' ', t.tgtype, ' ', t.tgenabled,
        CASE WHEN t.tgqual IS NULL AND t.tgattr = '' THEN ' always' END)
    FROM pg_trigger t JOIN ours ON ours.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL SELECT 'function ' || p.oid::regprocedure, p.prosrc FROM pg_proc p
    WHERE p.pronamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL SELECT 'rule ' || r.rulename || ' on ' || ours.relname, pg_get_ruledef(r.oid)
    FROM pg_rewrite r JOIN ours ON ours.oid = r.ev_class WHERE ours.relkind NOT IN ('v', 'm')
UNION ALL SELECT 'policy ' || p.polname || ' on ' || ours.relname, ''
    FROM pg_policy p JOIN ours ON p.polrelid = ours.oid
UNION ALL SELECT 'event trigger ' || evtname, '' FROM pg_event_trigger
UNION ALL SELECT CASE WHEN relkind IN ('v', 'm') THEN 'view ' ELSE 'table ' END || relname, ''
    FROM ours WHERE relkind IN ('r', 'p', 'f', 'v', 'm')
"""


def strange(engine: Engine) -> tuple[str, ...]:
    """Return what a database has besides what the migrations up to its revision make, or lacks of it, by name.

    Looked at are tables, views, triggers, and on PostgreSQL functions, rules and policies of the schema it works in.
    """
    revision = current(engine)
    if revision not in revisions():
        return (f"{STRANGE}: revision {revision}",)
    with engine.connect() as connection:
        if is_sqlite(engine):
            found, expected = _of_sqlite(connection), _as_migrated(revision)
        else:
            found, expected = _of_postgres(connection), _ON_POSTGRES | _tables()
            if revision != newest():  # tables that other steps make or take away are not known here
                found, expected = _without_tables(found), _without_tables(expected)
    told = [f"{STRANGE}: {name}" for name in found.keys() - expected.keys()]
    told += [f"{LACKING}: {name}" for name in expected.keys() - found.keys()]
    told += [f"{ALTERED}: {name}" for name in found.keys() & expected.keys() if found[name] != expected[name]]
    return tuple(sorted(told))


def _of_sqlite(connection: Connection) -> dict[str, str]:
    asked = "SELECT type, name, sql FROM sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite#_%' ESCAPE '#'"
    rows = connection.exec_driver_sql(asked).all()
    # A table that was rebuilt reads otherwise and is the same; what lies in it is compared row by row.
    return {f"{kind} {name}": "" if kind == "table" else " ".join((text or "").split()) for kind, name, text in rows}


def _of_postgres(connection: Connection) -> dict[str, str]:
    return {name: " ".join(text.split()) for name, text in connection.exec_driver_sql(_ASKED)}


@cache
def _as_migrated(revision: str) -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="tiepdan-") as folder:
        engine = make_engine(f"sqlite:///{Path(folder, 'fresh.sqlite3')}")
        try:
            upgrade(engine, revision)
            with engine.connect() as connection:
                return _of_sqlite(connection)
        finally:
            engine.dispose()


def _tables() -> dict[str, str]:
    return {f"table {name}": "" for name in [*metadata.tables, "alembic_version"]}


def _without_tables(things: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in things.items() if not name.startswith("table ")}
