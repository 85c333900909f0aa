"""Rules that no linter knows."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.house.tree import functions, ours, place, tree

TALKS = {
    ("scheduler/db/work.py", "connect"): "a brief write waits and syncs less than a unit of work",
    ("scheduler/db/work.py", "begin"): "the unit of work, and the brief write",
    ("scheduler/db/feed_state.py", "connect"): "a feed is read without a unit of work",
    ("scheduler/db/feed_state.py", "raw_connection"): "a feed that did not change is answered by one plain query",
    ("scheduler/backups.py", "connect"): "SQLite's own backup copies file to file",
    ("migrations/__init__.py", "connect"): "a migration runs before there is a unit of work",
    ("migrations/shape.py", "connect"): "what the database is made of is asked before anything in it is believed",
    ("migrations/__init__.py", "begin"): "a migration runs before there is a unit of work",
}
"""Who speaks to the database past the unit of work, and why."""
CLOCK = "scheduler/core/clock.py"
DOORS = {"cli.py", "worker.py", "wsgi.py"}


def names(node: ast.AST) -> str:
    """Return a dotted name as written, or "" for anything else."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def found(path: Path, kind: type[ast.AST], wanted: str) -> list[str]:
    """Return where dotted names matching ``wanted`` stand as nodes of a kind."""
    nodes = [node for node in ast.walk(tree(path)) if isinstance(node, kind)]
    return [
        f"{place(path)}:{node.lineno} {name}"
        for node in nodes
        if re.fullmatch(wanted, name := names(node.func if isinstance(node, ast.Call) else node))
    ]


def talks(path: Path) -> set[tuple[str, str]]:
    """Return by which methods a file opens a connection, begins or commits."""
    called = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    words = {"commit", "begin", "begin_nested", "begin_twophase", "connect", "raw_connection"}
    return {(place(path), func.attr) for func in called if isinstance(func, ast.Attribute) and func.attr in words}


def test_only_the_unit_of_work_speaks_to_the_database():
    # The steps of a migration, and Alembic's door to them, run inside Alembic's own transaction.
    others = [path for path in ours() if "versions" not in path.parts and place(path) != "migrations/env.py"]

    assert set().union(*map(talks, others)) == set(TALKS)


def states_written(source: ast.AST) -> list[tuple[int, str]]:
    """Return where a meeting's state is set by anything but the lifecycle's own step or birth."""
    found = []
    for node in ast.walk(source):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        spread = [inner for target in targets if target is not None for inner in ast.walk(target)]
        if any(isinstance(inner, ast.Attribute) and inner.attr == "state" for inner in spread):
            found += [] if _calls(getattr(node, "value", None), "step") else [(node.lineno, ast.unparse(node))]
        if isinstance(node, ast.Call) and names(node.func) == "Meeting":
            given = [word.value for word in node.keywords if word.arg == "state"]
            found += [(node.lineno, ast.unparse(value)) for value in given if not _calls(value, "born")]
        if isinstance(node, ast.Call) and names(node.func) == "setattr" and "state" in ast.unparse(node.args[1]):
            found.append((node.lineno, ast.unparse(node)))
    return found


def _calls(value: ast.AST | None, function: str) -> bool:
    return isinstance(value, ast.Call) and names(value.func) == function


def test_a_meeting_changes_its_state_by_a_step_of_the_lifecycle_only():
    assert {place(path): hits for path in ours() if (hits := states_written(tree(path)))} == {}


@pytest.mark.parametrize(
    ("line", "is_seen"),
    [
        ("meeting.state = step(meeting.state, Step.HOLD)", False),
        ("Meeting(id=new, state=born(Birth.DRAFTED))", False),
        ("meeting.state = State.HELD", True),
        ("one.state, other.state = a, b", True),
        ("meeting.state: State = State.HELD", True),
        ("Meeting(id=new, state=State.PUBLISHED)", True),
        ("setattr(meeting, 'state', State.HELD)", True),
    ],
)
def test_a_state_written_past_the_lifecycle_is_seen(line: str, *, is_seen: bool):
    assert bool(states_written(ast.parse(line))) is is_seen


def test_no_import_hides_in_a_function():
    hidden = [
        f"{place(path)}:{node.lineno}"
        for path in ours()
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_only_the_clock_reads_the_time():
    reading = r"(datetime\.|dt\.)?(datetime|date)\.(now|utcnow|today)|time\.(time|time_ns|localtime|gmtime)"

    assert [hit for path in ours() if place(path) != CLOCK for hit in found(path, ast.Attribute, reading)] == []


def test_only_the_doors_read_the_environment():
    assert [
        hit
        for path in ours()
        if place(path) not in DOORS
        for hit in found(path, ast.Attribute, r"os\.(environ|getenv)")
    ] == []


def test_the_core_imports_the_standard_library_only():
    strangers = []
    for path in (p for p in ours() if place(p).startswith("scheduler/core/")):
        for node in ast.walk(tree(path)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or "."] if isinstance(node, ast.ImportFrom) else []
            strangers += [f"{place(path)}: {m}" for m in modules if not _is_allowed_in_core(m)]

    assert strangers == []


def _is_allowed_in_core(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in sys.stdlib_module_names or f"{module}.".startswith("scheduler.core.")


def raised(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the classes that the function's own body raises; an exception passed on is none of them."""
    nested = {
        inner for node in ast.walk(function) if node is not function and _is_scope(node) for inner in ast.walk(node)
    }
    raises = [node for node in ast.walk(function) if isinstance(node, ast.Raise) and node not in nested and node.exc]
    written = [names(node.exc.func if isinstance(node.exc, ast.Call) else node.exc) for node in raises]
    return {
        name.removesuffix(".at").split(".")[-1]
        for name in written
        if name.removesuffix(".at").split(".")[-1][:1].isupper()
    }


def _is_scope(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def public(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the public functions and methods; what is defined inside another function is its own affair."""
    inner = {id(node) for outer in functions(path) for node in ast.walk(outer) if node is not outer and _is_scope(node)}
    return [node for node in functions(path) if id(node) not in inner and not node.name.startswith("_")]


def test_what_a_public_function_raises_stands_under_raises():
    silent = []
    for path in (p for p in ours() if place(p).startswith("scheduler/")):
        for function in public(path):
            _, _, told = (ast.get_docstring(function) or "").partition("Raise")
            missing = sorted(name for name in raised(function) if not re.search(rf"\b{name}\b", told))
            if missing:
                silent.append(f"{place(path)}:{function.lineno} {function.name}: {', '.join(missing)}")

    assert silent == []


@pytest.mark.parametrize(
    ("body", "classes"),
    [
        ("raise NotFound", {"NotFound"}),
        ("raise errors.Stale(current_version=2)", {"Stale"}),
        ("raise InvalidInput.at('/on', 'not-a-day')", {"InvalidInput"}),
        ("try:\n  pass\n except OSError as lost:\n  raise", set()),
        ("raise lost", set()),
    ],
)
def test_the_reader_of_raises_sees_every_way_of_writing_it(body: str, classes: set[str]):
    function = ast.parse(f"def verb():\n {body}").body[0]

    assert raised(function) == classes
