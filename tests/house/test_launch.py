"""The launcher leaves nobody behind."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT

LAUNCH = (sys.executable, str(ROOT / "tools" / "launch.py"))
STAND = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); "


def command(mark: Path, then: str = "time.sleep(60)") -> str:
    """Return a command that writes its process number to ``mark`` and goes on with ``then``."""
    return shlex.join([sys.executable, "-c", STAND + then, str(mark)])


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    both = (tmp_path / "web", tmp_path / "worker")
    yield both
    for mark in both:
        if mark.exists() and is_alive(mark):
            os.kill(int(mark.read_text()), signal.SIGKILL)


def start(*arguments: str, **surroundings: str) -> subprocess.Popen[str]:
    environment = os.environ | surroundings
    return subprocess.Popen((*LAUNCH, *arguments), stderr=subprocess.PIPE, text=True, env=environment)


def is_alive(mark: Path) -> bool:
    state = Path(f"/proc/{mark.read_text()}/stat")
    return state.exists() and ") Z " not in state.read_text()


def wait_until(happened) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def wait_for(*marks: Path) -> None:
    wait_until(lambda: all(mark.exists() and mark.read_text() for mark in marks))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wished_end_ends_every_child_and_is_no_failure(marks: tuple[Path, Path], number: signal.Signals):
    launcher = start(*map(command, marks))
    wait_for(*marks)

    launcher.send_signal(number)

    assert (launcher.communicate(timeout=20)[1], launcher.returncode) == ("", 0)
    assert not any(is_alive(mark) for mark in marks)


def test_a_child_that_ends_by_itself_ends_the_other_and_is_a_failure(marks: tuple[Path, Path]):
    # The first fails once the second is there.
    fails = f"[time.sleep(0.01) for _ in iter(pathlib.Path({str(marks[1])!r}).exists, True)]; sys.exit(7)"
    launcher = start(command(marks[0], fails), command(marks[1]))

    told = launcher.communicate(timeout=20)[1]

    assert launcher.returncode == 1
    assert "ended with 7" in told
    assert not is_alive(marks[1])


def test_a_command_that_does_not_exist_leaves_no_other_running(marks: tuple[Path, Path]):
    launcher = start(command(marks[0]), "no-such-command-anywhere")

    launcher.communicate(timeout=20)

    assert launcher.returncode != 0
    assert not (marks[0].exists() and marks[0].read_text() and is_alive(marks[0]))


def test_a_deaf_child_and_its_own_children_are_ended_after_the_grace(marks: tuple[Path, Path]):
    deaf = "import signal, subprocess; signal.signal(15, signal.SIG_IGN); "
    deaf += f"p = subprocess.Popen(['sleep', '60']); pathlib.Path({str(marks[1])!r}).write_text(str(p.pid)); p.wait()"
    launcher = start("--grace", "0.3", command(marks[0], deaf))
    wait_for(*marks)

    launcher.terminate()

    assert launcher.wait(20) == 0
    launcher.stderr.close()
    wait_until(lambda: not any(is_alive(mark) for mark in marks))


def test_a_second_interrupt_does_not_wait_for_the_grace(marks: tuple[Path, Path]):
    launcher = start(
        "--grace", "60", command(marks[0], "import signal; signal.signal(15, signal.SIG_IGN); time.sleep(60)")
    )
    wait_for(marks[0])
    launcher.send_signal(signal.SIGINT)
    time.sleep(0.5)

    launcher.send_signal(signal.SIGINT)

    assert launcher.wait(20) == 0
    launcher.stderr.close()


def test_children_end_even_when_the_launcher_is_killed(marks: tuple[Path, Path]):
    launcher = start(*map(command, marks))
    wait_for(*marks)

    launcher.kill()

    launcher.communicate(timeout=20)
    wait_until(lambda: not any(is_alive(mark) for mark in marks))


def test_a_closed_terminal_does_not_matter_under_nohup(marks: tuple[Path, Path]):
    launcher = subprocess.Popen(["/usr/bin/nohup", *LAUNCH, command(marks[0])], stderr=subprocess.DEVNULL)
    wait_for(marks[0])

    launcher.send_signal(signal.SIGHUP)
    time.sleep(0.5)

    assert is_alive(marks[0])
    launcher.terminate()
    assert launcher.wait(20) == 0


def test_a_taken_port_is_told_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        launcher = start(PORT=str(port))

        told = launcher.communicate(timeout=20)[1]

    assert launcher.returncode == 1
    assert told == f"Port {port} is taken. Choose another one: PORT={port + 1} make run\n"
