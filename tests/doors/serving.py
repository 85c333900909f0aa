"""The web server as `make run` starts it, on a free port and with a data folder of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.launch import own_commands


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A server that was started in a folder, its port and its log."""

    def __init__(self, folder: Path, data: Path, port: int) -> None:
        self.port, self.log = port, folder / "log"
        *served, application = own_commands(port)[0]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*served, "--access-log", application],
                env=os.environ | {"TIEPDAN_DATA": str(data), "LOG_LEVEL": "INFO", "PORT": str(port)},
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


@contextmanager
def serving(folder: Path, data: Path, port: int) -> Iterator[Served]:
    """Start the server and wait until it answers; whatever happens, it ends with the block."""
    server = Served(folder, data, port)
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
