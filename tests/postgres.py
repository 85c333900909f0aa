"""A PostgreSQL server of our own for the tests, from the machine's binaries.

It listens on a free port of 127.0.0.1, keeps nothing safe (no fsync), and ends with the process that started it
however that process ends: a small shell holds the server and stops it when its standard input closes.
"""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

_GUARD = """
dir=$1; shift
"$@" </dev/null &
server=$!
read -r _
kill -INT $server; wait $server
rm -rf "$dir"
"""
_FAST = (
    "--fsync=off",
    "--synchronous_commit=off",
    "--full_page_writes=off",
    "--autovacuum=off",
    "--max_connections=60",
)


class Server:
    """A running server whose databases are copied from templates."""

    def __init__(self) -> None:
        """Make a cluster and start it. Raises RuntimeError when it does not come up in 30 s."""
        binaries = _binaries()
        # The server refuses to run as root, so root lends it Debian's account.
        self._user = "postgres" if os.geteuid() == 0 else None
        self._home = Path(tempfile.mkdtemp(prefix="tiepdan-pg-"))
        if self._user:
            shutil.chown(self._home, self._user)
        data, log = self._home / "data", self._home / "log"
        initdb = f"{binaries}/initdb -D {data} -U tests -A trust -E UTF8 --no-locale --no-sync"
        subprocess.run(initdb.split(), check=True, capture_output=True, user=self._user, cwd="/")
        self.port = _free_port()
        command = f"{binaries}/postgres -D {data} -h 127.0.0.1 -p {self.port} -k {self._home}"
        self._log = log.open("wb")
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(self._home), *command.split(), *_FAST],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            user=self._user,
            cwd="/",
            start_new_session=True,
        )
        self._admin = self._connect(log)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database."""
        return f"postgresql+psycopg://tests@127.0.0.1:{self.port}/{database}"

    def create(self, name: str, template: str = "template1") -> str:
        """Create a database from a template nobody is connected to; return its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        self._admin.execute(statement)
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def connect(self, database: str) -> psycopg.Connection:
        """Open a connection to a database, where every statement stands for itself."""
        return psycopg.connect(host="127.0.0.1", port=self.port, user="tests", dbname=database, autocommit=True)

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._admin.close()
        self._guard.communicate(timeout=30)
        self._log.close()

    def _connect(self, log: Path) -> psycopg.Connection:
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.connect("postgres")
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._guard.poll() is not None:
                    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
                time.sleep(0.05)


def _binaries() -> Path:
    """Return the folder of the newest PostgreSQL of the machine. Raises RuntimeError when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path is None:
        raise RuntimeError(f"PostgreSQL is missing; `make test` installs it ({getpass.getuser()} may have to ask root)")
    return Path(on_path).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
