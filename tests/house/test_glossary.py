"""One word per concept: the glossary knows every name, says nothing that is not so, and its rivals stay out."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest

from scheduler.core.compliance.values import Status, WhyNot
from scheduler.core.events import KINDS
from scheduler.core.facts import Activity, OfficeKind, State
from scheduler.core.roles import MAY, Action, Role
from scheduler.db.tables import metadata
from scheduler.wording.meetings import activity_name, state_word
from scheduler.wording.verdicts import status_word, why_not_counted
from tests.house.tree import ROOT, ours, place, tree

PAGE = ROOT / "docs" / "glossary.md"
_CODE = re.compile(r"`([^`]+)`")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@cache
def rows(section: str) -> tuple[dict[str, str], ...]:
    """Return the table of a section, each row by its column's head."""
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(f"\n## {section}\n")
    lines = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("|")]
    head, _, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return tuple(dict(zip(head, cells, strict=True)) for cells in body)


def codes(section: str, column: str = "code") -> list[str]:
    return [code for row in rows(section) for code in _CODE.findall(row[column])]


@pytest.mark.parametrize(
    ("section", "column", "names"),
    [
        ("Tables", "table", metadata.tables),
        ("Events", "kind", KINDS),
        ("Activities", "code", Activity),
        ("States", "code", State),
        ("Verdicts", "code", Status),
        ("Why a day is not counted", "code", WhyNot),
        ("Offices", "code", OfficeKind),
        ("Roles", "code", Role),
        ("Actions", "code", Action),
    ],
)
def test_every_name_is_in_the_glossary_and_no_other(section: str, column: str, names: Iterable[str]):
    assert sorted(codes(section, column)) == sorted(str(name) for name in names)


def said(kind: type[StrEnum]) -> Mapping[str, str]:
    words = {
        Activity: activity_name,
        State: state_word,
        Status: status_word,
        WhyNot: why_not_counted,
    }
    return {f"`{member.value}`": words[kind](member) for member in kind}


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("Activities", Activity),
        ("States", State),
        ("Verdicts", Status),
        ("Why a day is not counted", WhyNot),
    ],
)
def test_the_page_says_what_the_glossary_says(section: str, kind: type[StrEnum]):
    assert {row["code"]: row["the page says"] for row in rows(section)} == said(kind)


def test_events_happen_in_the_same_words():
    assert {row["kind"]: row["what happened"] for row in rows("Events")} == {f"`{k}`": v for k, v in KINDS.items()}


def test_roles_may_what_the_glossary_says():
    told = {row["code"]: set(row["may"].split(", ")) for row in rows("Roles")}
    everything = {"everything"}

    assert told == {
        f"`{role.value}`": everything if may == frozenset(Action) else {a.value for a in may}
        for role, may in MAY.items()
    }


def parts(name: str) -> tuple[str, ...]:
    """Return the words of a name: "FeedLink" and "feed_link" both are feed, link."""
    return tuple(word.lower() for word in _WORD.findall(name))


def defined(path: Path) -> Iterator[str]:
    """Return every name that a module gives to something: itself, classes, functions, arguments, variables, fields."""
    yield path.stem
    for node in ast.walk(tree(path)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def holds(name: str, word: str) -> bool:
    """Tell whether the words of ``word``, in singular or plural, stand side by side in ``name``."""
    had, wanted = parts(name), parts(word)
    plural = (*wanted[:-1], f"{wanted[-1]}s")
    return any(had[start : start + len(wanted)] in (wanted, plural) for start in range(len(had)))


def test_no_name_of_ours_holds_a_forbidden_word():
    forbidden = codes("Concepts", "never")
    names = {(place(path), name) for path in ours() for name in defined(path)}

    assert len(forbidden) > 50
    assert [(where, name, word) for where, name in sorted(names) for word in forbidden if holds(name, word)] == []


def test_no_concept_is_forbidden_to_another():
    named = codes("Concepts", "code name") + list(metadata.tables) + list(KINDS)

    assert [(name, word) for name in named for word in codes("Concepts", "never") if holds(name, word)] == []


@pytest.mark.parametrize(
    ("name", "word"),
    [("appointment_id", "appointment"), ("ListAppointments", "appointment"), ("AuditLog", "audit_log")],
)
def test_the_reader_of_names_finds_a_word(name: str, word: str):
    assert holds(name, word)


@pytest.mark.parametrize(("name", "word"), [("disappointment", "appointment"), ("audit_key_log", "audit_log")])
def test_the_reader_of_names_knows_words_from_letters(name: str, word: str):
    assert not holds(name, word)
