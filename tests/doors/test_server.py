"""The web server as `make run` starts it: it ends with nothing half said, and writes down no secret."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.doors.serving import Served, free_port, serving
from tests.house.tree import ROOT

NAME = "a-secret-that-no-log-may-hold-0123456789"


@dataclass
class Keyed:
    """A server, and a key that opens it."""

    server: Served
    key: str


@pytest.fixture
def keyed(tmp_path: Path) -> Iterator[Keyed]:
    data, told = tmp_path / "data", b""
    for words in (("migrate",), ("keys", "issue", "--name", "X", "--role", "operator", "--json")):
        command = [sys.executable, str(ROOT / "cli.py"), *words]
        told = subprocess.run(
            command, env=os.environ | {"TIEPDAN_DATA": str(data)}, check=True, capture_output=True
        ).stdout
    with serving(tmp_path, data, free_port()) as server:
        yield Keyed(server, json.loads(told)["secret"])


@pytest.fixture
def served(keyed: Keyed) -> Served:
    return keyed.server


def test_a_running_answer_is_finished_and_no_new_one_begun(keyed: Keyed) -> None:
    served = keyed.server
    body = b'{"unknown": 1}'
    lines = (
        "POST /api/v1/keys HTTP/1.1",
        f"Host: 127.0.0.1:{served.port}",
        f"Authorization: Bearer {keyed.key}",
        "Idempotency-Key: 0123456789abcdef",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    head = "\r\n".join((*lines, "", ""))
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as plug:
        plug.sendall(head.encode() + body[:3])
        time.sleep(0.5)

        served.process.terminate()
        time.sleep(0.5)
        plug.sendall(body[3:])

        assert plug.recv(100).startswith(b"HTTP/1.1 422")
    assert served.process.wait(20) == 0
    assert served.ask("/healthz") == b""


def test_a_calendars_secret_reaches_no_log_even_where_requests_are_written_down(served: Served) -> None:
    answer = served.ask(f"/lich/{NAME}.ics", f"Referer: https://h/lich/{NAME}.ics")
    assert answer.startswith(b"HTTP/1.1 404")
    deadline = time.monotonic() + 20
    while "/lich/•••.ics" not in served.log.read_text():  # written once the answer has left
        assert time.monotonic() < deadline, served.log.read_text()
        time.sleep(0.05)
    assert NAME not in served.log.read_text()
