"""Every text that people read, as the house tests find it: marked ones with their translations, and unmarked ones."""

import ast
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from tests.house.tree import ROOT, files, ours, place, tree

CATALOGUES = "scheduler/wording/english/"
MARKS = {"said", "say", "source", "_"}
VIETNAMESE = re.compile("[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
PROPER_NAMES = (
    *("Hoàn Kiếm", "Hà Nội", "Hoàng Thị Mẫu"),
    *("Chủ tịch UBND xã", "Phòng Tiếp công dân, trụ sở UBND xã"),
    *("Luật 136/2025/QH15 Đ1.7", "Quy chế 05-QC/ĐU"),
)
"""Names, and examples of what is typed in Vietnamese, that an English text may spell with Vietnamese letters."""
_READER = Environment(autoescape=True)
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_READ_ALOUD = {"alt", "title", "aria-label", "placeholder", "content", "label", "summary"}


@dataclass(frozen=True)
class Text:
    """A marked text, what it is about ("" mostly), and the first place where it stands."""

    text: str
    about: str
    where: str


@cache
def marked() -> dict[tuple[str, str], Text]:
    """Return every marked text of the service."""
    every = [text for path in ours() if _speaks(path) for text in marked_in(tree(path), place(path))]
    every += [text for path in templates() for text in marked_in_template(path.read_text(), place(path))]
    return {(one.text, one.about): one for one in reversed(every)}


@cache
def translated() -> dict[tuple[str, str], list[Message]]:
    """Return the entries of the catalogues by text and what it is about: more than one is one too many."""
    found: dict[tuple[str, str], list[Message]] = {}
    for path in sorted((ROOT / CATALOGUES).glob("*.po")):
        for entry in read_po(BytesIO(path.read_bytes()), locale="en"):
            if entry.id:
                text = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                found.setdefault((text, entry.context or ""), []).append(entry)
    return found


def templates() -> list[Path]:
    return [
        path
        for path in files()
        if place(path).startswith(("web/templates/", "api/templates/")) and path.suffix == ".html"
    ]


def names_in(text: str) -> set[str]:
    """Return the placeholders of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _speaks(path: Path) -> bool:
    imports = (node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom))
    return any(node.module == "scheduler.wording.language" for node in imports)


def marked_in(module: ast.Module, where: str) -> Iterator[Text]:
    """Return the marked texts of a Python file."""
    tables = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        at = f"{where}:{call.lineno}"
        if call.func.id in MARKS and call.args:
            about = call.args[1].value if len(call.args) > 1 and isinstance(call.args[1], ast.Constant) else ""
            yield from (Text(one.value, about, at) for one in _literals(call.args[0]))
        elif call.func.id == "sources":
            for table in call.args:
                yield from (Text(one.value, "", at) for one in _values(tables[table.id]) if one.value)


def _literals(node: ast.AST) -> Iterator[ast.Constant]:
    """Return the texts of an argument: one, or those of both ends of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (one for part in (node.body, node.orelse) for one in _literals(part))


def _values(node: ast.AST | None) -> Iterator[ast.Constant]:
    """Return the texts of a table: its values, however deep; its keys are names."""
    if isinstance(node, ast.Dict):
        yield from (one for value in node.values for one in _values(value))
    elif isinstance(node, ast.Tuple | ast.List):
        yield from (one for value in node.elts for one in _values(value))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node


def marked_in_template(source: str, where: str) -> Iterator[Text]:
    """Return the marked texts of a template."""
    for call in _READER.parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS and call.args:
            about = call.args[1].value if len(call.args) > 1 and isinstance(call.args[1], nodes.Const) else ""
            yield from (Text(one.value, about, f"{where}:{call.lineno}") for one in _chosen(call.args[0]))


def _chosen(node: nodes.Node) -> Iterator[nodes.Const]:
    if isinstance(node, nodes.Const):
        yield node
    elif isinstance(node, nodes.CondExpr):
        yield from (one for part in (node.expr1, node.expr2) if part for one in _chosen(part))


def unmarked_in(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Return the Vietnamese literals of a Python file that no mark stands at; docstrings are for us."""
    known = {id(one) for call in ast.walk(module) for one in _marked_nodes(call, module)}
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            known.add(id(node.value))
    for node in ast.walk(module):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in known and VIETNAMESE.search(node.value):
            yield node.lineno, node.value


def _marked_nodes(node: ast.AST, module: ast.Module) -> Iterable[ast.AST]:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        return ()
    if node.func.id in MARKS and node.args:
        return _literals(node.args[0])
    if node.func.id == "sources":
        wanted = {table.id for table in node.args if isinstance(table, ast.Name)}
        assigned = (one for one in module.body if isinstance(one, ast.Assign | ast.AnnAssign))
        return [
            value
            for one in assigned
            for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
            if isinstance(target, ast.Name) and target.id in wanted
            for value in _values(one.value)
        ]
    return ()


def unmarked_in_template(source: str) -> list[str]:
    """Return what a template says by itself: letters between tags and in what is read aloud, and literals unmarked."""
    marked_here = {text.text for text in marked_in_template(source, "")}
    consts = [one.value for one in _READER.parse(source).find_all(nodes.Const) if isinstance(one.value, str)]
    bare = _Bare()
    bare.feed(_JINJA.sub(" ", source))
    return [*bare.found, *(text for text in consts if VIETNAMESE.search(text) and text not in marked_here)]


class _Bare(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "meta" and told.get("name") != "description":
            return
        self.found += [value.strip() for name, value in told.items() if name in _READ_ALOUD and _has_words(value)]

    def handle_data(self, data: str) -> None:
        if _has_words(data):
            self.found.append(" ".join(data.split()))


def _has_words(text: str) -> bool:
    return re.search(r"[^\W\d_]{2,}", text) is not None
