"""What the feed benchmark measures on: communes with so many meetings each, and the servers that tell of them."""

import base64
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import time as hour
from datetime import timedelta
from pathlib import Path

from migrations import upgrade
from scheduler.core.clock import SystemClock
from scheduler.core.roles import OPERATOR
from scheduler.db.engine import make_engine
from scheduler.db.work import Works
from scheduler.ical.settle import settle_many
from scheduler.key_files import audit_key
from scheduler.settings import Settings
from tests.factories import make_meeting, make_office, make_place, make_unit

ROOT = Path(__file__).parent.parent
SERVER, LOADER = {0}, {(os.cpu_count() or 1) - 1}
Answer = tuple[int, Mapping[str, str], bytes]


def settle_towns(data: Path, sizes: Sequence[int]) -> tuple[Works, dict[int, str]]:
    """Fill an embedded database; return what works on it, and the public name of the commune of each size."""
    settings = Settings(data=data)
    engine = make_engine(settings.url)
    upgrade(engine)
    works = Works(engine, SystemClock(), audit_key(settings), "https://lich.example.vn")
    names = {}
    for size in sizes:
        with works.writing(OPERATOR) as uow:
            unit = make_unit(uow)
            office, place = make_office(uow, unit), make_place(uow, unit)
            meetings = [
                make_meeting(
                    uow,
                    unit,
                    office,
                    on=uow.today + timedelta(days=n * 400 // size - 60),
                    hours=(hour(7 + n % 8), hour(8 + n % 8)),
                    place=place,
                )
                for n in range(size)
            ]
            settle_many(uow, meetings)
            names[size] = unit.public_name
    return works, names


@contextmanager
def served(command: Sequence[str], environ: Mapping[str, str]) -> Iterator[int]:
    """Run a server on one processor until the block ends; yield its port. ``{port}`` in the command is filled in."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *(part.replace("{port}", str(port)) for part in command)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}", **environ},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.sched_setaffinity(process.pid, SERVER)
    try:
        _wait_for(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def granian(app: str) -> list[str]:
    """Return the command that serves an application as `make run` does: one process, but four threads."""
    options = "--interface wsgi --http 1 --no-ws --workers 1 --blocking-threads 4 --log-level error"
    return ["-m", "granian", *options.split(), "--port", "{port}", app]


def gunicorn(app: str) -> list[str]:
    """Return the command that serves an application with the other server that ends gracefully."""
    options = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--bind", "127.0.0.1:{port}"]
    return ["-m", "gunicorn", *options, "--keep-alive", "30", app]


SERVERS = {"granian": granian, "gunicorn": gunicorn}


def radicale(folder: Path) -> list[str]:
    """Return the command that serves Radicale with its collections in a folder."""
    options = ["--server-hosts=127.0.0.1:{port}", "--auth-type=none", f"--storage-filesystem-folder={folder}"]
    return ["-m", "radicale", "--config=", *options, "--server-max-connections=20", "--logging-level=error"]


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Ask once on a new connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["Authorization"] = "Basic " + base64.b64encode(b"bench:bench").decode()
    connection.request(method, path, body, named)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, answer.headers, content


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.perf_counter() + 60
    while time.perf_counter() < until and process.poll() is None:
        with socket.socket() as plug:
            if plug.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"{process.args} did not start")
