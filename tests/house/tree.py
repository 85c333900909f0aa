"""The repository as the house tests read it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("scheduler", "notifications", "api", "web", "migrations", "console")
DOORS = ("cli", "worker", "wsgi")
_NOT_OURS = {".git", ".venv", "var", "build", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the repository that is neither built, cached nor installed."""
    found = []
    for folder, names, inside in ROOT.walk() if hasattr(ROOT, "walk") else _walk(ROOT):
        names[:] = [n for n in names if n not in _NOT_OURS and not n.endswith(("_cache", ".egg-info", ".hypothesis"))]
        # Git writes a file where a work tree is not its only one.
        found += [folder / name for name in inside if name != ".git" and not name.endswith((".pyc", ".coverage"))]
    return tuple(sorted(found))


def _walk(folder: Path):
    """Stand in for Path.walk, which came with Python 3.12."""
    names = [path.name for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    yield folder, names, [path.name for path in folder.iterdir() if path.is_file()]
    for name in names:
        yield from _walk(folder / name)


def ours() -> list[Path]:
    """Return the Python files of the floors and the doors: what runs in service."""
    doors = {f"{name}.py" for name in DOORS}
    return [path for path in python() if place(path).split("/")[0] in (*FLOORS, *doors)]


def python() -> list[Path]:
    return [path for path in files() if path.suffix == ".py"]


def place(path: Path) -> str:
    """Return where a file stands, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
