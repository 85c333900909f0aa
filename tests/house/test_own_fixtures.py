"""The ground every other test stands on."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, inspect, text

from scheduler.core.clock import StoppedClock, civil_date
from tests.factories import make_unit

ROOT = Path(__file__).resolve().parents[2]


def test_no_test_reaches_outside():
    with socket.socket() as plug, pytest.raises(OSError, match="outside"):
        plug.connect(("192.0.2.1", 80))


def test_the_clock_stands_on_a_sunday_morning_in_vietnam(clock: StoppedClock):
    assert civil_date(clock.now()).isoformat() == "2026-11-22"


def test_a_database_comes_migrated(engine: Engine, database_kind: str):
    assert engine.dialect.name.startswith(database_kind)
    assert "meeting" in inspect(engine).get_table_names()


def test_a_blank_database_is_empty(blank_url: str, database_kind: str):
    assert blank_url.startswith(database_kind)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_database_of_its_own(uow, turn: int):
    assert turn
    assert uow.session.scalar(text("SELECT count(*) FROM unit")) == 0

    make_unit(uow)


def test_the_server_of_the_tests_dies_with_them_even_when_they_are_killed():
    program = textwrap.dedent("""
        import sys, time
        from tests.postgres import Server
        server = Server()
        print(server.port, server._home, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        port, home = tests.stdout.readline().split()
        os.kill(tests.pid, signal.SIGKILL)

    wait_until(lambda: not Path(home).exists())
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=int(port), user="tests", dbname="postgres")


def wait_until(happened) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)
