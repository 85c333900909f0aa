"""Run the web server and the worker side by side, and end both when either ends or the person says so.

    tools/launch.py                      web server and worker of this project
    tools/launch.py "command" "command"  any other commands

Ctrl-C, SIGTERM and a closed terminal ask the children to finish what they are doing; a second Ctrl-C does not wait.
"""

import argparse
import ctypes
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

HOST = "127.0.0.1"
HERE = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Start the commands and return 0 after a wished end, 1 when a child ended by itself."""
    parser = argparse.ArgumentParser(description="Run commands side by side; end all when one ends.")
    parser.add_argument("commands", nargs="*", help="instead of the web server and the worker")
    parser.add_argument("--grace", type=float, default=20.0, help="seconds given to finish (default 20)")
    parser.add_argument(
        "--with-parent", action="store_true", help="end also when the program that started this one is killed"
    )
    args = parser.parse_args(argv)
    if args.with_parent:
        _die_with_parent()
    if args.commands:
        return Launcher([shlex.split(command) for command in args.commands], args.grace).run()
    port = int(os.environ.get("PORT", "8000"))
    if not _is_free(port):
        print(f"Port {port} is taken. Choose another one: PORT={port + 1} make run", file=sys.stderr)
        return 1
    return Launcher(own_commands(port), args.grace, lambda: _greet(port)).run()


class Launcher:
    """Several children that live and end together."""

    def __init__(
        self, commands: Sequence[Sequence[str]], grace: float, greet: Callable[[], None] | None = None
    ) -> None:
        self._commands = commands
        self._grace = grace
        self._greet = greet
        self._children: list[subprocess.Popen[bytes]] = []
        self._asked = 0

    def run(self) -> int:
        """Start all, wait for the first end or a signal, end the rest."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants it ignored
            signal.signal(signal.SIGHUP, self._on_signal)
        try:
            for command in self._commands:
                # An own session: Ctrl-C in the terminal reaches only us, and each child is asked once.
                child = subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509 - there is one thread until all have started
                self._children.append(child)
            if self._greet:
                threading.Thread(target=self._greet, daemon=True).start()
            while not self._asked and not self._ended():
                time.sleep(0.1)
            for child in [] if self._asked else self._ended():
                print(f"{child.args!r} ended with {child.returncode}", file=sys.stderr)
        finally:
            self._end_all()
        return 0 if self._asked else 1

    def _ended(self) -> list[subprocess.Popen[bytes]]:
        return [child for child in self._children if child.poll() is not None]

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1

    def _end_all(self) -> None:
        """Ask every child to finish, wait for the grace, then insist on the whole group of each."""
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        asked_before, deadline = self._asked, time.monotonic() + self._grace
        while any(child.poll() is None for child in self._children):
            if time.monotonic() > deadline or self._asked > asked_before:
                break
            time.sleep(0.05)
        for child in self._children:
            _kill_group(child.pid)
            child.wait()


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _die_with_parent() -> None:
    """Have the kernel end this process should the one that started it be killed (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def own_commands(port: int) -> list[list[str]]:
    """Return what serves and what works, each ready to run."""
    serve = (
        "-m granian --interface wsgi --http 1 --no-ws --workers 1 --blocking-threads 8 --workers-kill-timeout 15s "
        "--respawn-failed-workers --log-level error"
    )
    address = ["--host", HOST, "--port", str(port)]
    return [
        [sys.executable, *serve.split(), *address, "--working-dir", str(HERE), "wsgi:app"],
        [sys.executable, str(HERE / "worker.py")],
    ]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _greet(port: int) -> None:
    """Print the addresses and the demo sign-ins once the server answers."""
    for _ in range(300):
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
            continue
        subprocess.run([sys.executable, str(HERE / "cli.py"), "welcome"], check=False)
        return


if __name__ == "__main__":
    sys.exit(main())
