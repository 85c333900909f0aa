"""One migrated PostgreSQL database for test after test: making one takes half a second, emptying it hardly any time.

Whatever a test does to the schema (a trigger dropped, a table added) is noticed, and the database is made anew then.
"""

import psycopg
from psycopg import sql

from tests.postgres import Server

_LARGE = 512 * 1024
"""Bytes of a table from which dead rows would slow the tests that follow."""
_SCHEMA = """
SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
    SELECT concat_ws(' ', 'n', nspname) AS line FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
    UNION ALL SELECT concat_ws(' ', 'c', oid, relname, relkind) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'a', attrelid, attnum, attname, atttypid, attnotnull) FROM pg_attribute
        WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    UNION ALL SELECT concat_ws(' ', 't', oid, tgname, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', 'k', oid, conname, convalidated) FROM pg_constraint
    UNION ALL SELECT concat_ws(' ', 'p', oid, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS lines
"""


class Lent:
    """A database lent to one test at a time, and given back as it was when it was migrated."""

    def __init__(self, server: Server, template: str, name: str) -> None:
        """Make it from a migrated template nobody is connected to."""
        self._server, self._template, self.name = server, template, name
        self._make()

    @property
    def url(self) -> str:
        """Return its SQLAlchemy address."""
        return self._server.url(self.name)

    def give_back(self) -> None:
        """Put it in order for the next test: nobody connected, the rows of the migration and no others."""
        self._own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [self.name],
        )
        if self._schema() != self._first_schema:
            self.close()
            self._server.drop(self.name)
            self._make()
            return
        self._own.execute("SET session_replication_role = replica")  # the journal's guard, and references, look away
        filled = {table for table in self._tables if self._has_rows(table)}
        for table in filled - self._kept:
            self._empty(table)
        for table in self._kept:
            self._empty(table)
            copy = sql.SQL("INSERT INTO {0} OVERRIDING SYSTEM VALUE SELECT * FROM {1}")
            self._own.execute(copy.format(sql.Identifier(table), sql.Identifier("as_migrated", table)))
        for (name,) in self._own.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        ).fetchall():
            if name not in self._counted:
                self._own.execute(sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(name)))
        for name, value in self._counted.items():
            self._own.execute("SELECT setval(%s::regclass, %s)", [name, value])

    def close(self) -> None:
        """Let go of it."""
        self._own.close()

    def _make(self) -> None:
        self._server.create(self.name, self._template)
        self._own: psycopg.Connection = self._server.connect(self.name)
        tables = self._own.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self._tables = [name for (name,) in tables]
        self._kept = {table for table in self._tables if self._has_rows(table)}
        counted = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value > 0"
        self._counted: dict[str, int] = dict(self._own.execute(counted).fetchall())
        self._own.execute("CREATE SCHEMA as_migrated")
        for table in self._kept:
            copy = sql.SQL("CREATE TABLE {1} AS TABLE {0}")
            self._own.execute(copy.format(sql.Identifier(table), sql.Identifier("as_migrated", table)))
        self._first_schema = self._schema()

    def _schema(self) -> object:
        row = self._own.execute(_SCHEMA).fetchone()
        return row and row[0]

    def _has_rows(self, table: str) -> bool:
        row = self._own.execute(sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier(table))).fetchone()
        return bool(row and row[0])

    def _empty(self, table: str) -> None:
        row = self._own.execute("SELECT pg_relation_size(%s::regclass)", [f'"{table}"']).fetchone()
        large = row is not None and row[0] > _LARGE
        empty = "TRUNCATE {} CASCADE" if large else "DELETE FROM {}"
        self._own.execute(sql.SQL(empty).format(sql.Identifier(table)))
