"""T-21: does the time of a refused sign-in tell whether an address has an account? Medians over 500 each, in turn.

    python bench/bench_sign_in.py [--each 500] [--memory 8] [--rounds 1] [--database URL]

The database is a fresh SQLite file unless an empty PostgreSQL one is named. Also prints what a sign-in costs.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from migrations import upgrade
from scheduler import accounts, own_account, signing_in
from scheduler.core.clock import SystemClock
from scheduler.core.errors import NotAuthenticated
from scheduler.core.roles import OPERATOR
from scheduler.db.accounts import get_account
from scheduler.db.engine import make_engine
from scheduler.db.work import Works
from scheduler.guessing import Caller, Gate
from scheduler.login_sessions import who_is
from scheduler.passwords import Passwords
from scheduler.settings import Settings

MOST_APART_MS = 10
PASSWORD = "con trâu gặm cỏ ven sông"  # noqa: S105 - of made-up people


def main() -> None:
    """Measure and stop when the medians lie further apart than they may."""
    parser = argparse.ArgumentParser(description="Time refused sign-ins of known and unknown addresses.")
    parser.add_argument("--each", type=int, default=500)
    parser.add_argument("--memory", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--database", default="")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(args.database or f"sqlite:///{Path(folder)}/bench.sqlite3")
        upgrade(engine)
        works = Works(engine, SystemClock(), b"a key for the benchmark")
        gate = Gate(works, Passwords.by(Settings(password_memory_mb=args.memory, password_rounds=args.rounds)))
        fill(gate, args.each)
        known, unknown = [], []
        for number in range(args.each):
            known.append(refused(gate, f"known-{number}@x.example", number))
            unknown.append(refused(gate, f"nobody-{number}@x.example", number))
        apart = abs(median(known) - median(unknown)) * 1000
        print(f"refused: known {median(known) * 1000:.1f} ms, unknown {median(unknown) * 1000:.1f} ms (medians)")
        print(f"apart: {apart:.2f} ms of at most {MOST_APART_MS}")
        resets(gate, min(100, args.each))
        requests(gate)
        engine.dispose()
    assert apart <= MOST_APART_MS


def fill(gate: Gate, each: int) -> None:
    """Make accounts, all with one password."""
    kept = gate.passwords.kept(PASSWORD)
    with gate.works.writing(OPERATOR) as uow:
        for number in range(each):
            made = accounts.invite(uow, accounts.Newcomer(f"known-{number}@x.example", "Người dùng", None))
            get_account(uow.session, made.account.id).password_hash = kept


def refused(gate: Gate, email: str, number: int) -> float:
    """Return how long a wrong password takes, in seconds."""
    arrival = signing_in.Arrival(email, "not the password at all", caller(number))
    began = perf_counter()
    try:
        signing_in.begin(gate, arrival)
    except NotAuthenticated:
        return perf_counter() - began
    raise AssertionError(email)


def resets(gate: Gate, each: int) -> None:
    """Print how long asking for a reset takes; the page does it after answering."""
    spent: dict[str, list[float]] = {"known": [], "nobody": []}
    for number in range(each):
        for who, times in spent.items():
            began = perf_counter()
            own_account.ask_reset(gate, f"{who}-{number}@x.example", caller(number))
            times.append(perf_counter() - began)
    print(", ".join(f"reset {who}: {median(times) * 1000:.1f} ms" for who, times in spent.items()))


def requests(gate: Gate) -> None:
    """Print how long it takes to find out who is signed in, which every request does."""
    secret = signing_in.begin(gate, signing_in.Arrival("known-0@x.example", PASSWORD, Caller("203.0.113.1"))).secret
    times = []
    for _ in range(500):
        began = perf_counter()
        with gate.works.reading(OPERATOR) as uow:
            who_is(uow, secret)
        times.append(perf_counter() - began)
    print(f"who is it: {median(times) * 1000:.2f} ms")


def caller(number: int) -> Caller:
    """Return a place of its own for each ten, so that no limit of a place is met."""
    return Caller(f"198.51.100.{number // 10}")


if __name__ == "__main__":
    main()
