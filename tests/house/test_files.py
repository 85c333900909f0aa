"""What may stand in a file, and how much of it."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest

from tests.house.tree import DOORS, FLOORS, ROOT, files, functions, ours, place, python

MOST_LINES = 250
MOST_LINES_OF_A_FUNCTION = 40
BINARY = {".png", ".ico", ".ttf", ".woff2", ".gz", ".pdf", ".jpg", ".xlsx"}
SELF = Path(__file__)


def texts() -> list[tuple[str, str]]:
    """Return place and text of every file we wrote; vendored files and this one are left out."""
    return [
        (place(path), path.read_text(encoding="utf-8"))
        for path in files()
        if path.suffix not in BINARY and "vendor" not in path.parts and path != SELF
    ]


def hits(pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{where}:{number}: {line.strip()[:100]}"
        for where, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]


def test_no_python_file_holds_two_ideas():
    # A migration lists the tables of its step one after another; there is nothing to split.
    long = {place(path): len(path.read_text().splitlines()) for path in python() if "versions" not in path.parts}

    assert {where: lines for where, lines in long.items() if lines > MOST_LINES} == {}


def test_no_function_in_service_is_longer_than_a_screen():
    long = [
        f"{place(path)}:{node.lineno} {node.name} {lines}"
        for path in ours()
        if "versions" not in path.parts
        for node in functions(path)
        if (lines := lines_of(node)) > MOST_LINES_OF_A_FUNCTION
    ]

    assert long == []


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the length of a function without its docstring."""
    first = function.body[0]
    docstring = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) else 0
    return function.end_lineno - function.lineno + 1 - docstring


def test_no_file_names_a_folder_of_some_machine():
    assert hits(r"""(?<![\w.$}~-])/(work|root|tmp|home/\w+|Users/\w+)(/|["'`\s]|$)""") == []


def test_no_file_names_a_package_registry():
    assert hits(r"pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.com|yarnpkg|deb\.debian\.org|crates\.io") == []


def test_nothing_is_left_for_later_or_skipped():
    assert hits(r"\b(TODO|FIXME|XXX)\b|pytest\.(mark\.)?(skip|xfail|importorskip)|unittest\.skip") == []


def test_every_silenced_check_says_why():
    silenced = r"#\s*(noqa|type:\s*ignore)"
    reasoned = r"#\s*(noqa: [A-Z0-9, ]+|type:\s*ignore\[[\w, -]+\])\s*(-|#|–)\s*\w+"

    assert [line for line in hits(silenced + r"\b") if ".py:" in line and not _is_reasoned(line, reasoned)] == []


def _is_reasoned(hit: str, pattern: str) -> bool:
    where, number, _ = hit.split(":", 2)
    line = (ROOT / where).read_text().splitlines()[int(number) - 1]
    return re.search(pattern, line) is not None


def test_no_module_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}

    assert [place(path) for path in python() if path.stem in drawers] == []


@pytest.mark.parametrize(
    "name", [n for n in (*FLOORS, *DOORS) if any((ROOT / n).glob("__init__.py")) or (ROOT / f"{n}.py").exists()]
)
def test_a_name_of_ours_means_ours_and_no_installed_package(name: str):
    spec = importlib.util.find_spec(name)

    assert spec is not None
    assert Path(spec.origin).is_relative_to(ROOT)
    assert ".venv" not in spec.origin
