"""Asking a server for one address as fast as it answers: wrk where it is installed, else threads of our own.

feed_load.py ADDRESS SECONDS STATUS LENGTH [HEADER VALUE]      prints answers per second
"""

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

CONNECTIONS = 8


def rate(address: str, seconds: float, status: int, length: int, header: tuple[str, str] | None = None) -> float:
    """Return answers per second; every answer must have the status, and a body of the length."""
    if shutil.which("wrk"):
        return _by_wrk(address, seconds, length, header)
    done: list[int] = []
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_ask_on, args=(address, until, status, length, header, done))
        for _ in range(CONNECTIONS)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == CONNECTIONS, "a connection got a wrong answer"
    return sum(done) / (time.perf_counter() - began)


def _by_wrk(address: str, seconds: float, length: int, header: tuple[str, str] | None) -> float:
    extra = ["-H", f"{header[0]}: {header[1]}"] if header else []
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", *extra, address]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in told, told
    assert "Socket errors" not in told, told
    count, size, unit = re.search(r"(\d+) requests in .*, ([\d.]+)([KMG]?B) read", told).groups()
    read = float(size) * 1024 ** " KMG".index(unit[0] if len(unit) == 2 else " ")
    # 304 and 200 are both fine for wrk; the bytes tell them apart.
    each = read / max(1, int(count))
    assert 0.97 * length <= each <= 1.03 * length + 1500, (each, length)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def _ask_on(  # noqa: PLR0917 - a thread's whole brief
    address: str, until: float, status: int, length: int, header: tuple[str, str] | None, done: list[int]
) -> None:
    parts = urlsplit(address)
    lines = [f"GET {parts.path} HTTP/1.1", f"Host: {parts.netloc}"] + ([f"{header[0]}: {header[1]}"] if header else [])
    question = "\r\n".join([*lines, "", ""]).encode()
    count, room = 0, bytearray(1 << 20)
    with socket.create_connection((parts.hostname, parts.port)) as plug:
        while time.perf_counter() < until:
            plug.sendall(question)
            head = b""
            while b"\r\n\r\n" not in head:
                head += plug.recv(65536)
            start, _, body = head.partition(b"\r\n\r\n")
            assert start.startswith(b"HTTP/1.1 %d" % status), start
            left = length - len(body)
            while left:
                left -= plug.recv_into(room, left)
            count += 1
    done.append(count)


if __name__ == "__main__":
    where, seconds, status, length, *header = sys.argv[1:]
    print(rate(where, float(seconds), int(status), int(length), (header[0], header[1]) if header else None))
