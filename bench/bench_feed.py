"""Calendar feeds against a bare Flask endpoint with the same bytes, Radicale, and a rebuild with the library.

All servers run on one processor (one process, four threads), the loader on another; the rounds are
interleaved and medians compared. A feed holds at most 1,000,000 bytes (MUST 6), about 1,200 entries; hence no 5,000.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from feed_town import LOADER, SERVER, SERVERS, ask, radicale, served, settle_towns
from icalendar import Calendar, Event

from scheduler.core.roles import OPERATOR
from scheduler.db.meetings import Meeting
from scheduler.db.work import Works
from scheduler.ical.settle import settle
from scheduler.ical.vtimezone import vtimezone

SIZES = (100, 1000)
SMALL, LARGE = SIZES
Figures = dict[str, list[float]]


def load(port: int, path: str, seconds: float, status: int, length: int, *header: str) -> float:
    """Return answers per second, asked from another processor."""
    script = str(Path(__file__).parent / "feed_load.py")
    address = f"http://127.0.0.1:{port}{path}"
    command = ["taskset", "-c", ",".join(map(str, LOADER)), sys.executable, script, address]
    told = subprocess.run(
        [*command, str(seconds), str(status), str(length), *header], check=True, capture_output=True, text=True
    )
    return float(told.stdout)


def rate_of_radicale(port: int, size: int, seconds: float) -> float:
    """Return Radicale's answers per second with the whole calendar, over as long a time as ours."""
    count, began = 0, time.perf_counter()
    while time.perf_counter() < began + seconds:
        status, _, body = ask(port, f"/bench/cal{size}/")
        assert (status, body.count(b"BEGIN:VEVENT")) == (200, size)
        count += 1
    return count / (time.perf_counter() - began)


def seconds_of_rebuild(body: bytes) -> float:
    """Return the seconds in which the library builds the same entries anew, on the server's processor."""
    rows = [
        [(name, event.decoded(name)) for name in event if name not in {"CATEGORIES", "URL"}]
        + [("CATEGORIES", ["Tiếp công dân"]), ("URL", str(event["URL"]))]
        for event in Calendar.from_ical(body).walk("VEVENT")
    ]
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, SERVER)
    began = time.perf_counter()
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//bench//bench//VI")
    calendar.add_component(vtimezone())
    for row in rows:
        event = Event()
        for name, value in row:
            event.add(name, value.decode() if isinstance(value, bytes) else value)
        calendar.add_component(event)
    built = calendar.to_ical(sorted=False)
    spent = time.perf_counter() - began
    os.sched_setaffinity(0, everywhere)
    assert built.count(b"BEGIN:VEVENT") == body.count(b"BEGIN:VEVENT")
    return spent


def seconds_after_a_change(works: Works, port: int, path: str, size: int) -> float:
    """Change one meeting as a use case does; return the seconds of the next GET."""
    old = ask(port, path)[2]
    with works.writing(OPERATOR) as uow:
        meeting = uow.session.query(Meeting).join(Meeting.chairs).order_by(Meeting.id.desc()).first()
        meeting.sittings[0].site = f"Nhà văn hóa {time.perf_counter_ns()}"
        settle(uow, meeting)
    began = time.perf_counter()
    status, _, body = ask(port, path)
    spent = time.perf_counter() - began
    assert (status, body.count(b"BEGIN:VEVENT")) == (200, size)
    assert body != old
    return spent


def measure(rounds: int, seconds: float, folder: Path, server: str) -> Figures:
    """Start everything, check that all tell the same, and measure in turns."""
    figures: Figures = {}
    data, bodies, collections = (folder / name for name in ("data", "bodies", "collections"))
    bodies.mkdir()
    works, names = settle_towns(data, SIZES)
    with served(SERVERS[server]("wsgi:app"), {"TIEPDAN_DATA": str(data)}) as ours:
        paths = {size: f"/lich/{names[size]}.ics" for size in SIZES}
        first = {size: ask(ours, paths[size]) for size in SIZES}
        for size, (status, headers, body) in first.items():
            assert (status, body.count(b"BEGIN:VEVENT")) == (200, size), (status, size)
            assert ask(ours, paths[size], If_None_Match=headers["ETag"])[0] == 304
            (bodies / f"{size}.ics").write_bytes(body)
        with (
            served(SERVERS[server]("feed_bare:app"), {"FEED_BODIES": str(bodies)}) as bare,
            served(radicale(collections), {}) as other,
        ):
            for size, (_, _, body) in first.items():
                assert ask(bare, f"/{size}.ics")[2] == body
                status, _, told = ask(other, f"/bench/cal{size}/", "PUT", body, Content_Type="text/calendar")
                assert status == 201, told
            for _ in range(rounds):
                for size, (_, headers, body) in first.items():
                    etag = headers["ETag"]
                    turn = {
                        "get": load(ours, paths[size], seconds, 200, len(body)),
                        "bare": load(bare, f"/{size}.ics", seconds, 200, len(body)),
                        "304": load(ours, paths[size], seconds, 304, 0, "If-None-Match", etag),
                        "radicale": rate_of_radicale(other, size, seconds),
                    }
                    for name, value in turn.items():
                        figures.setdefault(f"{name} {size}", []).append(value)
        for _ in range(max(5, rounds)):
            spent = seconds_after_a_change(works, ours, paths[LARGE], LARGE)
            figures.setdefault("change", []).append(1 / spent)
            figures.setdefault("rebuild", []).append(1 / seconds_of_rebuild(first[LARGE][2]))
    return figures


def main() -> int:
    """Measure, print the table, and say with --check whether every goal was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3, help="length of each measurement")
    parser.add_argument("--server", choices=SERVERS, default="granian", help="what serves ours and the bare endpoint")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            name: statistics.median(turns)
            for name, turns in measure(given.rounds, given.seconds, Path(folder), given.server).items()
        }
    goals = [
        ("full GET / bare endpoint, 100", f"get {SMALL}", f"bare {SMALL}", 0.7),
        ("full GET / bare endpoint, 1,000", f"get {LARGE}", f"bare {LARGE}", 0.7),
        ("full GET / Radicale, 1,000", f"get {LARGE}", f"radicale {LARGE}", 300),
        ("304 / bare endpoint, 1,000", f"304 {LARGE}", f"bare {LARGE}", 0.9),
        ("304 at 1,000 / 304 at 100", f"304 {LARGE}", f"304 {SMALL}", 0.85),
        ("first GET after a change / rebuild", "change", "rebuild", 70),
    ]
    print(f"{'name':36} {'ours /s':>9} {'anchor /s':>10} {'ratio':>8} {'goal':>6}")
    missed = 0
    for name, ours, anchor, goal in goals:
        ratio = figures[ours] / figures[anchor]
        missed += ratio < goal
        verdict = "pass" if ratio >= goal else "FAIL"
        print(f"{name:36} {figures[ours]:9.1f} {figures[anchor]:10.2f} {ratio:8.2f} {goal:6} {verdict}")
    return 1 if given.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
