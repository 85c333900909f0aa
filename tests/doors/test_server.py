"""The web server as `make run` starts it: it ends with nothing half said, and writes down no secret."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tools.launch import own_commands

NAME = "a-secret-that-no-log-may-hold-0123456789"


class Served:
    """The server that was started, its port and its log."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.log = folder / "log"
        environment = os.environ | {"TIEPDAN_DATA": str(folder / "data"), "LOG_LEVEL": "INFO"}
        command, told = [sys.executable, str(ROOT / "cli.py")], b""
        for words in (("migrate",), ("keys", "issue", "--name", "X", "--role", "operator", "--json")):
            told = subprocess.run([*command, *words], env=environment, check=True, capture_output=True).stdout
        self.key: str = json.loads(told)["secret"]
        *served, application = own_commands(self.port)[0]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*served, "--access-log", application],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder,
                start_new_session=True,
            )

    def ask(self, path: str, *headers: str) -> bytes:
        lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close", *headers, "", "")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=20) as plug:
                plug.sendall("\r\n".join(lines).encode())
                return plug.makefile("rb").read()
        except ConnectionRefusedError:
            return b""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path)
    try:
        deadline = time.monotonic() + 60
        while b"200 OK" not in server.ask("/healthz"):
            assert time.monotonic() < deadline, server.log.read_text()[:3000]
            time.sleep(0.1)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):  # it ended, as it was asked to
            os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()


def test_a_running_answer_is_finished_and_no_new_one_begun(served: Served) -> None:
    body = b'{"unknown": 1}'
    lines = (
        "POST /api/v1/keys HTTP/1.1",
        f"Host: 127.0.0.1:{served.port}",
        f"Authorization: Bearer {served.key}",
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
